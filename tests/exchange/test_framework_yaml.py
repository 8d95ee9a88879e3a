# ruff: noqa: E501 - a mistake is a line of a table
"""Framework files in YAML: what they say arrives whole, and each kind of mistake is one message that says what to type."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from kg.errors import InputError
from kg.exchange import framework_file, framework_format
from kg.exchange.framework_reader import FrameworkReader
from kg.exchange.yaml_source import parse_yaml
from kg.knowledge import Knowledge
from kg.own import rdf
from kg.own.model import OwnDuty, OwnFramework
from kg.store.quads import check_lines

FILE = "framework.yaml"
SOUND = """\
normgraph: 1
framework:
  slug: acme-policy
  title: Acme AI policy
  binding: mandate
  issued: 2026-01-31
requirements:
  - {id: A, title: Records, kind: heading}
  - id: A.1
    parent: A
    title: Keep what the system logs
    bearers: [deployer]
    level: system
    condition: all(profiling=true)
    duties: [keep-event-logs, {duty: monitor-operation, mode: advises, aspects: [fairness], parameters: {frequency: P1M}, why: To see it., confidence: 0.8}]
  - {id: 2, title: Nobody knows how}
"""
# What only a mandate or a law can have, taken away.
COMMITTED = SOUND.replace("binding: mandate", "binding: commitment").replace("    condition: all(profiling=true)\n", "")


def read(text: str, knowledge: Knowledge) -> OwnFramework:
    return framework_file.from_place(parse_yaml(text, FILE), FrameworkReader(knowledge, "acme"))


def refusal(text: str, knowledge: Knowledge) -> InputError:
    with pytest.raises(InputError) as caught:
        read(text, knowledge)
    return caught.value


def known(text: str, knowledge: Knowledge) -> Knowledge:
    return rdf.known_with(knowledge, rdf.to_nquads(read(text, knowledge), "acme", "2026.1"))


# What is said arrives


def test_a_file_arrives_as_values(knowledge: Knowledge) -> None:
    found = read(SOUND, knowledge)
    assert (found.slug, found.title, found.binding, found.issued) == (
        "acme-policy", "Acme AI policy", "mandate", date(2026, 1, 31),
    )  # fmt: skip
    assert (found.status, found.review) == ("in-force", "machine-drafted")
    heading, keep, bare = found.requirements
    assert not heading.states_norm
    assert keep.parent == "A"
    assert keep.duties[0] == OwnDuty(duty="duty:keep-event-logs")
    assert keep.duties[1] == OwnDuty(
        duty="duty:monitor-operation", mode="advises", aspects=("fairness",), parameters=(("frequency", "P1M"),),
        why="To see it.", confidence=0.8,
    )  # fmt: skip
    assert (bare.id, bare.modality, bare.bearers, bare.level, bare.duties) == (
        "2", "obligation", ("organisation",), "organisation", (),
    )  # fmt: skip


def test_values_become_a_catalog(knowledge: Knowledge) -> None:
    found = known(SOUND, knowledge)
    edition = found.catalogs.editions["acme-policy"]
    assert (edition.title, edition.label, edition.binding, edition.source) == (
        "Acme AI policy", "Acme AI policy", "mandate", "Acme AI policy",
    )  # fmt: skip
    keep, bare = found.catalogs.norms_of("acme-policy")
    assert [found.catalogs.requirement(norm) for norm in (keep, bare)] == ["acme-policy:A.1", "acme-policy:2"]
    assert found.catalogs.ancestors("acme-policy:A.1") == ("acme-policy:A",)
    assert keep.source == "Acme AI policy, A.1"
    assert [link.mode for link in found.scheme.by_norm[keep.id]] == ["requires", "advises"]
    release = found.scheme.release_of("acme-policy")
    assert release is not None
    assert re.fullmatch(r"acme-policy:duties/[0-9a-f]{8}", release.id)
    assert set(found.catalogs.editions) == {*knowledge.catalogs.editions, "acme-policy"}
    assert "acme-policy" not in knowledge.catalogs.editions


def test_another_decomposition_is_another_release(knowledge: Knowledge) -> None:
    texts = (SOUND, SOUND.replace("P1M", "P2M"), SOUND.replace("Acme AI policy", "Acme's AI policy"))
    one, other, retitled = (known(text, knowledge).scheme.release_of("acme-policy") for text in texts)
    assert one is not None
    assert other is not None
    assert one.id != other.id
    assert one == retitled


def test_a_named_role_is_part_of_the_condition(knowledge: Knowledge) -> None:
    def text(condition: str, bearers: str) -> str:
        changed = SOUND.replace("condition: all(profiling=true)", condition).replace("bearers: [deployer]", bearers)
        return known(changed, knowledge).catalogs.norms["acme-policy:A.1.n1"].windows[0].text

    both = "bearers: [provider, deployer]"
    assert text("condition: profiling=true", both) == "all(role=deployer|provider, profiling=true)"
    assert text("condition: all(role=provider, profiling=true)", both) == "all(role=provider, profiling=true)"
    assert text("kind: rule", both) == "role=deployer|provider"
    assert text("kind: rule", "bearers: [organisation]") == "all()"


def test_the_last_day_is_a_day_on_which_it_applies(knowledge: Knowledge) -> None:
    text = SOUND.replace("    level: system", "    level: system\n    from: 2026-02-01\n    until: 2026-12-31")
    window = known(text, knowledge).catalogs.norms["acme-policy:A.1.n1"].windows[0]
    assert (window.known_from, window.applies_from, window.applies_until) == (
        date(2026, 1, 31), date(2026, 2, 1), date(2027, 1, 1),
    )  # fmt: skip


@pytest.mark.parametrize(("kind", "excludable"), [("control", True), ("question", False)])
def test_a_control_may_be_excluded(knowledge: Knowledge, kind: str, excludable: bool) -> None:
    text = COMMITTED.replace("how}", f"how, kind: {kind}}}")
    assert known(text, knowledge).catalogs.norms["acme-policy:2.n1"].excludable is excludable


def test_a_duty_in_one_word_says_what_a_mapping_says(knowledge: Knowledge) -> None:
    mapped = "{duty: monitor-operation, mode: advises, aspects: [fairness, safety], parameters: {frequency: P1M}}"
    word = "'duty:monitor-operation[advises, frequency=P1M, aspect:safety, aspect:fairness]'"
    texts = [re.sub(r"duties: .*", f"duties: [{duty}]", SOUND) for duty in (mapped, word)]
    texts.append(re.sub(r"duties: .*", f"duties: {word}", SOUND))
    assert len({read(text, knowledge) for text in texts}) == 1


def test_a_prohibition_is_decided_by_facts(knowledge: Knowledge) -> None:
    text = SOUND.replace("level: system", "level: system\n    modality: prohibition")
    text = re.sub(r"duties: .*", "duties: ['keep-event-logs[context]']", text)
    norm = known(text, knowledge).catalogs.norms["acme-policy:A.1.n1"]
    assert (norm.modality, norm.bearers) == ("prohibition", ("deployer",))


def test_lines_are_canonical_and_do_not_depend_on_when_they_are_made(knowledge: Knowledge) -> None:
    lines = rdf.to_nquads(read(SOUND, knowledge), "acme", "2026.1")
    assert check_lines(lines) == lines == rdf.to_nquads(read("# a comment\n" + SOUND, knowledge), "acme", "2026.1")
    assert rdf.by_slug(lines) == {"acme-policy": lines}


@given(title=st.text(min_size=1).filter(lambda text: text.split()))
def test_any_title_arrives(knowledge: Knowledge, title: str) -> None:
    text = SOUND.replace("title: Nobody knows how", f"title: {json.dumps(title)}")
    try:
        found = read(text, knowledge)
    except InputError as error:
        assert error.message == "not valid YAML"  # noqa: PT017 - the other outcome is checked below
        return
    lines = rdf.to_nquads(found, "acme", "2026.1")
    check_lines(lines)
    label = rdf.known_with(knowledge, lines).catalogs.norms["acme-policy:2.n1"].label
    assert label == re.sub("[\ud800-\udfff]", "\ufffd", found.requirements[2].title)


# The template, the schema and the example


def example(knowledge: Knowledge) -> str:
    """The template with every example line uncommented."""
    return re.sub(r"^( *)# ", r"\1", framework_format.template(knowledge), flags=re.MULTILINE)


def test_the_template_imports_as_it_is_and_uncommented(knowledge: Knowledge) -> None:
    (only,) = read(framework_format.template(knowledge), knowledge).requirements
    assert (only.id, only.duties) == ("Q1", ())
    full = read(example(knowledge), knowledge)
    assert len(full.requirements[0].duties) == 2
    assert full.requirements[0].parent == full.requirements[1].id == "A"


def valid(text: str, knowledge: Knowledge) -> bool:
    schema = json.loads(framework_format.schema(knowledge))
    Draft202012Validator.check_schema(schema)
    # Numbers and dates as a JSON reader would give them.
    content = json.loads(json.dumps(YAML(typ="safe").load(text), default=str))
    return bool(Draft202012Validator(schema).is_valid(content))


def test_the_schema_accepts_what_the_reader_accepts(knowledge: Knowledge, root: Path) -> None:
    shipped = (root / "examples" / "customer-questionnaire" / "framework.yaml").read_text(encoding="utf-8")
    for text in (SOUND, COMMITTED, framework_format.template(knowledge), example(knowledge), shipped):
        assert read(text, knowledge).requirements
        assert valid(text, knowledge)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("slug: acme-policy", "slug: Acme"),
        ("issued: 2026-01-31", "issued: soon"),
        ("keep-event-logs", "keep-evnt-logs"),
        ("confidence: 0.8", "confidence: 2"),
        ("title: Acme AI policy", "titel: Acme AI policy"),
        ("bearers: [deployer]", "bearers: [somebody]"),
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(knowledge: Knowledge, old: str, new: str) -> None:
    refusal(SOUND.replace(old, new), knowledge)
    assert not valid(SOUND.replace(old, new), knowledge)


# Mistakes


@dataclass(frozen=True)
class Mistake:
    """A text to put in place of another, and what the refusal says."""

    old: str
    new: str
    message: str
    where: str
    hint: str = ""
    text: str = SOUND


MISTAKES = [
    Mistake("normgraph: 1", "normgraph: 2", "not a framework file of this version", ":1", "normgraph template framework"),
    Mistake("normgraph: 1\n", "", "not a framework file of this version", ":1", "normgraph template framework"),
    Mistake("framework:\n  slug: acme-policy", "organisation:\n  slug: acme-policy", "this is a portfolio, not a framework", ":2", "normgraph import framework.yaml"),
    Mistake("requirements:", "requirement:", "unknown key", ":7", "did you mean requirements?"),
    Mistake("  issued: 2026-01-31\n", "", "issued is missing", ":2"),
    Mistake("issued: 2026-01-31", "issued: 2026-02-30", "no such day in the calendar", ":6"),
    Mistake("title: Acme AI policy", "title: ''", "title is missing", ":4"),
    Mistake("title: Acme AI policy", "title: [a]", "not a plain value", ":4"),
    Mistake("slug: acme-policy", "slug: Acme_Policy", "not a slug", ":3"),
    Mistake("slug: acme-policy", f"slug: {'a' * 65}", "not a slug", ":3"),
    Mistake("slug: acme-policy", "slug: a/b", "not a slug", ":3"),
    Mistake("slug: acme-policy", "slug: eu-ai-act", "this framework is shipped", ":3", "normgraph frameworks"),
    Mistake("slug: acme-policy", "slug: iso-42001", "this framework is shipped", ":3", "normgraph frameworks"),
    *(
        Mistake("slug: acme-policy", f"slug: {word}", "this word has a meaning of its own", ":3")
        for word in ("acme", "duty", "role", "skos", "ng", "graph", "normgraph", "framework", "condition", "crosswalk")
    ),
    Mistake("binding: mandate", "binding: contract", "no such value", ":5"),
    Mistake("binding: mandate", "binding: mandat", "no such value", ":5", "did you mean mandate?"),
    Mistake("binding: mandate", "status: in-froce", "no such edition status", ":5", "did you mean in-force?"),
    Mistake("binding: mandate", "review: checked", "no such review", ":5"),
    Mistake("binding: mandate", "bindin: mandate", "unknown key", ":5", "did you mean binding?"),
    Mistake("id: A.1", "id: A/1", "not an identifier", ":9"),
    Mistake("id: A.1", "id: A.n1", "ids that end like this are made for the norms", ":9"),
    Mistake("id: A.1", "id: A.n1.w1", "ids that end like this are made for the norms", ":9"),
    Mistake("id: A.1", "id: 2", "id is used twice", ":16"),
    Mistake("{id: 2, title", "{title", "id is missing", ":16"),
    Mistake("{id: 2, title: Nobody knows how}", "{id: 2}", "title is missing", ":16"),
    Mistake("{id: 2, title: Nobody knows how}", "just words", "not a mapping", ":16"),
    Mistake("parent: A", "parent: B", "no such entry in this file", ":10"),
    Mistake("parent: A", "parent: A.1", "an entry stands under itself", ":10"),
    Mistake("{id: A, title", "{id: A, parent: A.1, title", "an entry stands under itself", ":8"),
    Mistake("kind: heading}", "kind: heading, duties: keep-event-logs}", "a heading has no duties", ":8"),
    Mistake("bearers: [deployer]", "bearers: [deploier]", "no such role", ":12", "did you mean deployer"),
    Mistake("level: system", "level: sistem", "no such level", ":13", "did you mean system?"),
    Mistake("level: system", "modality: obligaton", "no such modality", ":13", "did you mean obligation?"),
    Mistake("level: system", "modality: prohibition", "no measure answers a norm of the kind prohibition", ":15"),
    Mistake("how}", "how, modality: prohibition}", "the facts alone decide a prohibition", ":16"),
    Mistake("how}", "how, modality: constitutive, duties: keep-event-logs}", "no measure answers a norm of the kind constitutive", ":16"),
    Mistake("[keep-event-logs,", "[keep-evnt-logs,", "no such duty", ":15", "did you mean duty:keep-event-logs"),
    Mistake("[keep-event-logs,", "[zzz,", "no such duty", ":15", "normgraph duties"),
    Mistake("[keep-event-logs,", "[monitor-operation,", "a duty stands twice", ":15"),
    Mistake("[keep-event-logs,", "['keep-event-logs[',", "not a duty", ":15"),
    Mistake("[keep-event-logs,", "['keep-event-logs[retentoin=P1Y]',", "no such parameter", ":15", "did you mean retention?"),
    Mistake("[keep-event-logs,", "['keep-event-logs[retention=long]',", "parameter value cannot be read", ":15", "P6M"),
    Mistake("[keep-event-logs,", "['keep-event-logs[aspect:fairnes]',", "no such aspect", ":15", "did you mean fairness?"),
    Mistake("[keep-event-logs,", "['keep-event-logs[advise]',", "no such word in brackets", ":15", "did you mean advises?"),
    Mistake("duty: monitor-operation,", "", "duty is missing", ":15"),
    Mistake("mode: advises", "mode: advice", "no such value", ":15", "did you mean advises?"),
    Mistake("aspects: [fairness]", "aspects: [fairnes]", "no such aspect", ":15", "did you mean fairness?"),
    Mistake("frequency: P1M", "frequenzy: P1M", "unknown key", ":15", "did you mean frequency?"),
    Mistake("frequency: P1M", "frequency: monthly", "parameter value cannot be read", ":15", "P6M"),
    Mistake("confidence: 0.8", "confidence: 80%", "not a share", ":15"),
    Mistake("confidence: 0.8", "confidence: 1.5", "not a share", ":15"),
    Mistake("why: To see it.", "because: To see it.", "unknown key", ":15"),
    Mistake("all(profiling=true)", "all(profiling=true", "condition cannot be read", ":14", "all(profiling=true)"),
    Mistake("all(profiling=true)", "all(profling=true)", "no such fact", ":14", "did you mean profiling?"),
    Mistake("all(profiling=true)", "risk=high-risk-annex-iii", "this fact follows from another framework's rules", ":14"),
    Mistake("all(profiling=true)", "annex_iii_point=4z", "not a value of annex_iii_point", ":14", "did you mean 4"),
    Mistake("all(profiling=true)", "profiling=none", "none is no value to test for", ":14", "not(profiling=any)"),
    Mistake("all(profiling=true)", "profiling>=2026-01-01", "this fact is no date", ":14"),
    Mistake("all(profiling=true)", "role=deploier", "no such role", ":14", "did you mean deployer"),
    Mistake("level: system", "from: 2026-01-30", "applies before it was issued", ":13"),
    Mistake("level: system", "until: 2026-01-30", "ends before it applies", ":13"),
    Mistake("level: system", "until: 9999-12-31", "no such last day", ":13"),
    Mistake("level: system", "condition: profiling=true", "condition has no effect where a framework binds by commitment", ":13", "binding: mandate", COMMITTED),
    Mistake("level: system", "until: 2026-12-31", "until has no effect where a framework binds by commitment", ":13", "binding: mandate", COMMITTED),
    Mistake("how}", "how, modality: prohibition}", "only facts and conditions decide this kind of norm", ":15", "binding: mandate", COMMITTED),
    Mistake("[keep-event-logs,", "[report-serious-incident,", "a commitment cannot require an act", ":14", "", COMMITTED),
]  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda item: f"{item.message} ({item.new[:30]})")
def test_a_mistake_is_named_with_its_line_and_what_to_type(mistake: Mistake, knowledge: Knowledge) -> None:
    assert mistake.old in mistake.text
    error = refusal(mistake.text.replace(mistake.old, mistake.new, 1), knowledge)
    assert mistake.message in error.message
    assert (error.where or "").startswith(f"{FILE}{mistake.where}")
    assert error.expected
    assert mistake.hint in (error.hint or "")


def test_the_two_sound_texts_are_sound(knowledge: Knowledge) -> None:
    assert read(SOUND, knowledge).requirements
    assert read(COMMITTED, knowledge).requirements


def test_a_framework_demands_something(knowledge: Knowledge) -> None:
    head = SOUND[: SOUND.index("requirements:")]
    for rest in ("requirements: []\n", "requirements: [{id: A, title: Nothing, kind: heading}]\n"):
        assert refusal(head + rest, knowledge).message == "a framework without requirements"
    assert refusal(head, knowledge).message == "requirements is missing"
    assert refusal(head + "requirements: 5\n", knowledge).message == "not a list"


# Hostile input


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("not(" * 190 + "profiling=true" + ")" * 190, ""),
        ("not(" * 400 + "profiling=true" + ")" * 400, "too long"),
        (f"all({', '.join(['any(profiling=true, placed=any)'] * 20)})", "too complicated"),
        (f"not(any({', '.join(['all(profiling=true, placed=any)'] * 20)}))", "too complicated"),
        (f"all({', '.join(['profiling=true'] * 50)})", ""),
    ],
)
def test_a_condition_that_would_never_be_worked_out_is_refused(
    knowledge: Knowledge, condition: str, message: str
) -> None:
    text = SOUND.replace("condition: all(profiling=true)", f"condition: '{condition}'")
    if message:
        assert message in refusal(text, knowledge).message
    else:
        known(text, knowledge)


@pytest.mark.parametrize("value", ["<http://e/> .", '"@en', "a\\nb", "\\u0000", "_:b", "${x}", "'; DROP TABLE commits"])
def test_no_text_becomes_a_statement(knowledge: Knowledge, value: str) -> None:
    lines = rdf.to_nquads(
        read(SOUND.replace("Acme AI policy", f'"{value}"' if '"' not in value else f"'{value}'"), knowledge),
        "acme",
        "2026.1",
    )
    assert check_lines(lines) == lines
    assert len(lines) == len(rdf.to_nquads(read(SOUND, knowledge), "acme", "2026.1"))


def test_many_entries_under_each_other(knowledge: Knowledge) -> None:
    chain = "".join(f"  - {{id: e{number}, title: T, parent: e{number - 1}}}\n" for number in range(1, 1500))
    found: Any = read(SOUND + "  - {id: e0, title: T}\n" + chain, knowledge)
    assert len(found.requirements) == 1503
