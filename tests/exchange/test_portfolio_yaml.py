# ruff: noqa: E501 - a mistake is a line of a table
"""Portfolio files: what they say arrives whole, and each kind of mistake is one message that says what to type."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from kg.errors import InputError
from kg.exchange import portfolio_format, portfolio_yaml
from kg.exchange.portfolio_text import to_yaml
from kg.exchange.yaml_source import Place, parse_yaml, read_yaml
from kg.knowledge import Knowledge
from kg.portfolio import rdf
from kg.portfolio.model import Portfolio
from kg.portfolio.records import RECORD_TYPES, Person, RoleAssignment, System
from kg.portfolio.view import View
from kg.store.nodes import read_nquads

FILE = "portfolio.yaml"
SOUND = """\
normgraph: 1
organisation:
  id: acme
  name: Acme SE
  facts: {established_in_eu: true}
  complete: [gpai]
people:
  - {id: cto, post: Chief Technology Officer}
management_systems:
  - {id: aims, name: AI management, discipline: ai, boundary: all}
commitments:
  - {id: decision, framework: iso-42001-2023, subject: aims, boundary: all, ground: decision, from: 2026-01-01}
systems:
  - id: mail
    name: Mail filter
    owner: cto
    roles: [deployer]
    facts: {profiling: true, annex_iii_point: [4a], placed: 2025-03-01}
    dated_facts: [{fact: profiling, value: [true], from: 2026-01-01}]
    events: [{kind: significant-design-change, date: 2026-05-01}]
measures:
  - {id: logging, name: Logging}
implementations:
  - {id: logs, measure: logging, of: "iso-42001-2023:A.6.2.8", scope: [mail], status: implemented, parameters: {retention: P1Y}}
evidence:
  - {id: sample, title: Log sample, kind: system-log, from: 2026-01-01, until: 2026-12-31, covers: [{implementation: logs}]}
"""


def read(text: str, knowledge: Knowledge) -> Portfolio:
    return portfolio_yaml.from_place(parse_yaml(text, FILE), knowledge)


def refusal(text: str, knowledge: Knowledge) -> InputError:
    with pytest.raises(InputError) as caught:
        read(text, knowledge)
    return caught.value


# What is said arrives


def example(knowledge: Knowledge) -> str:
    """The template with every example line uncommented: each section, each field."""
    return re.sub(r"^# ", "", portfolio_format.template(knowledge), flags=re.MULTILINE)


def through_rdf(portfolio: Portfolio) -> dict[str, Any]:
    lines = rdf.to_nquads(portfolio.records.values(), rdf.graph_of(portfolio.organisation.id))
    return {record.id: record for record in rdf.from_nodes(read_nquads(lines))}


def test_the_template_imports_as_it_is(knowledge: Knowledge) -> None:
    assert list(read(portfolio_format.template(knowledge), knowledge).records) == ["my-company"]


def test_the_template_shows_every_kind_of_record_and_imports_when_uncommented(knowledge: Knowledge) -> None:
    portfolio = read(example(knowledge), knowledge)
    assert {type(record) for record in portfolio.records.values()} == set(RECORD_TYPES)
    assert portfolio.names == {"my-company:a-post": "Somebody"}


def test_the_template_asks_every_base_fact(knowledge: Knowledge) -> None:
    text = portfolio_format.template(knowledge)
    for fact in knowledge.facts.types.values():
        if not fact.derived and fact.topic:
            assert f"##   {fact.name}: {fact.question}" in text


def test_every_section_survives_the_way_through_rdf(knowledge: Knowledge) -> None:
    portfolio = read(example(knowledge), knowledge)
    assert through_rdf(portfolio) == portfolio.records


def test_the_demo_portfolio_survives_the_way_through_rdf(knowledge: Knowledge, root: Path) -> None:
    portfolio = portfolio_yaml.read(root / "examples" / "acme" / "portfolio.yaml", knowledge)
    assert through_rdf(portfolio) == portfolio.records


def test_any_text_survives_the_way_through_rdf(knowledge: Knowledge) -> None:
    text = 'quote " backslash \\ line\nbreak\ttab \u00e9 \U0001f600 <iri> _:b ^^ @en . # {'
    portfolio = read(SOUND.replace("name: Mail filter", f"name: {json.dumps(text, ensure_ascii=False)}"), knowledge)
    assert through_rdf(portfolio) == portfolio.records
    mail = portfolio.records["acme:mail"]
    assert isinstance(mail, System)
    assert mail.name == text


def test_the_order_of_a_list_does_not_matter(knowledge: Knowledge) -> None:
    one, other = ("[mail, paper, mail]", "[paper, mail]")
    both = SOUND.replace("measures:", "  - {id: paper, name: Paper}\nmeasures:")
    found = [read(both.replace("scope: [mail]", f"scope: {text}"), knowledge).records for text in (one, other)]
    assert found[0] == found[1]


def test_a_role_belongs_to_the_organisation_or_to_the_unit_that_bears_obligations(knowledge: Knowledge) -> None:
    units = SOUND.replace("  complete: [gpai]", "  units: [{id: lab, name: Lab, bearer: true}, {id: hall, name: Hall}]")
    for unit, agent in (("lab", "acme:lab"), ("hall", "acme")):
        portfolio = read(units.replace("owner: cto", f"unit: {unit}"), knowledge)
        assert [role.agent for role in portfolio.of(RoleAssignment)] == [agent]


def test_a_role_can_be_limited_to_an_agent_a_place_and_a_period(knowledge: Knowledge) -> None:
    entry = "[{role: deployer, agent: acme, territory: NO, from: 2026-01-01, until: 2026-01-01}, provider]"
    portfolio = read(SOUND.replace("roles: [deployer]", f"roles: {entry}"), knowledge)
    deployer, provider = portfolio.of(RoleAssignment)
    assert deployer.territory == "NO"
    assert deployer.valid_from == deployer.valid_until == date(2026, 1, 1)
    assert provider.role == "provider"


def test_short_and_full_names_mean_the_same(knowledge: Knowledge) -> None:
    duty = next(iter(knowledge.scheme.duties))
    short = SOUND.replace('"iso-42001-2023:A.6.2.8"', duty.removeprefix("duty:")).replace(
        "owner: cto", "owner: acme:cto"
    )
    full = SOUND.replace('"iso-42001-2023:A.6.2.8"', f'"{duty}"')
    assert read(short, knowledge).records == read(full, knowledge).records


# YAML 1.2 values are what they look like


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("NO", "NO"), ("yes", "yes"), ("off", "off"), ("3.10", "3.10"), ("007", "007"), ("1_000", "1_000"),
        ("12:30", "12:30"), ("0x1F", "0x1F"), ("1e3", "1e3"), (".nan", ".nan"), ("2026-01-31", "2026-01-31"),
        ("2026-13-45", "2026-13-45"), ("true", "true"), ("'true'", "true"), ("!!str 5", "5"), ("-5", "-5"),
        ("&a some words", "some words"), ("&b true", "true"), ('"  padded "', "padded"),
    ],
)  # fmt: skip
def test_a_text_is_what_is_written(written: str, meant: str, knowledge: Knowledge) -> None:
    portfolio = read(SOUND.replace("name: Mail filter", f"name: Mail filter\n    version: {written}"), knowledge)
    mail = portfolio.records["acme:mail"]
    assert isinstance(mail, System)
    assert mail.version == meant


def test_values_can_be_shared_by_anchor_and_merge(knowledge: Knowledge) -> None:
    merged = SOUND.replace(
        "measures:", "  - {id: base, <<: &base {name: Base, roles: [deployer]}}\n  - {id: more, <<: *base}\nmeasures:"
    )
    assert {"acme:base", "acme:more", "acme:more.role.deployer"} <= set(read(merged, knowledge).records)


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ("a: 1\nb: [", 2, ""),
        ("a: 1\na: 2\n", 2, 'duplicate key "a"'),
        ("a: 1\n---\nb: 2\n", 2, "another document"),
        ("a: *nothing\n", 1, "undefined alias"),
        ("a: b: c\n", 1, "mapping values"),
        ("\ta: 1\n", 1, "'\\t'"),
    ],
)
def test_what_is_not_yaml_is_one_error_with_its_line(text: str, line: int, found: str) -> None:
    with pytest.raises(InputError, match="not valid YAML") as caught:
        parse_yaml(text, FILE)
    assert found in (caught.value.found or "")
    if found:
        assert caught.value.where == f"{FILE}:{line}"


@pytest.mark.parametrize("text", ["a: \x00", "a: \x1b"])
def test_hostile_text_is_an_error_too(text: str) -> None:
    with pytest.raises(InputError, match="not valid YAML"):
        parse_yaml(text, FILE)


def test_a_mapping_as_a_key_is_an_error_too() -> None:
    with pytest.raises(InputError, match="a key is no plain text") as caught:
        parse_yaml("? a:\n    b: []\n  c: 1\n", "f.yaml")
    assert "question mark" in (caught.value.hint or "")


def test_a_directive_cannot_change_what_words_mean() -> None:
    with pytest.raises(InputError, match="directives") as caught:
        parse_yaml("# words\n%YAML 1.1\n---\na: NO\n", FILE)
    assert (caught.value.where, caught.value.found) == (f"{FILE}:2", "%YAML 1.1")


@pytest.mark.parametrize("value", ["!!binary aGVsbG8=", "!!set {x, y}", "!other text", "!!python/object:os.system x"])
def test_other_types_are_no_plain_values(value: str) -> None:
    place = parse_yaml(f"a: {value}\n", FILE).get("a")
    assert place is not None
    with pytest.raises(InputError, match="not a plain value"):
        place.text()


def test_an_error_stays_short_however_large_the_value() -> None:
    place = parse_yaml("z: [" + "[x, y], " * 10_000 + "]", FILE).get("z")
    assert place is not None
    assert len(str(place.error("not a date"))) < 200


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"normgraph: 1\nname: \xff\xfe\n", "not UTF-8"),
        (b"", "not a mapping"),
        (b"- a\n", "not a mapping"),
        (b"word", "not a mapping"),
    ],
)
def test_what_is_no_portfolio_at_all(content: bytes, message: str, knowledge: Knowledge, tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.write_bytes(content)
    with pytest.raises(InputError, match=message) as caught:
        portfolio_yaml.read(path, knowledge)
    assert FILE in (caught.value.where or "")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read") as caught:
        read_yaml(tmp_path / "nothing.yaml")
    assert "No such file" in (caught.value.found or "")


def test_a_byte_order_mark_is_no_part_of_the_text(knowledge: Knowledge, tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.write_text(SOUND, encoding="utf-8-sig")
    assert "acme:mail" in portfolio_yaml.read(path, knowledge).records


# Mistakes


@dataclass(frozen=True)
class Mistake:
    """`old` in SOUND becomes `new`. What the schema cannot see, it lets pass."""

    name: str
    old: str
    new: str
    line: int
    message: str
    found: str = ""
    expected: str = ""
    hint: str = ""
    schema: bool = True


MAIL = "  - id: mail\n"
LOGS = '"iso-42001-2023:A.6.2.8"'
MISTAKES = [
    Mistake("version", "normgraph: 1", "normgraph: 2", 1, "not a portfolio file of this version", "2", "normgraph: 1", "template"),
    Mistake("no-version", "normgraph: 1\n", "", 1, "not a portfolio file of this version", "no `normgraph` key"),
    Mistake("no-organisation", SOUND[: SOUND.index("people:")], "normgraph: 1\n", 1, "organisation is missing", "no `organisation` key"),
    Mistake("organisation-name", "  name: Acme SE\n", "", 2, "name is missing", "keys: id, facts, complete", "name: name"),
    Mistake("taken-organisation", "id: acme", "id: eu-ai-act", 2, "taken by shipped knowledge", "eu-ai-act", schema=False),
    Mistake("scheme-organisation", "id: acme", "id: duty", 2, "taken by shipped knowledge", "duty", schema=False),
    Mistake("unknown-section", "\nsystems:\n", "\nsistems:\n", 13, "unknown key", "sistems", hint="did you mean systems?"),
    Mistake("unknown-key", "owner: cto", "ovner: cto", 16, "unknown key", "ovner", hint="did you mean owner?"),
    Mistake("strange-key", "owner: cto", "zzzz: cto", 16, "unknown key", "zzzz", hint="known here: "),
    Mistake("unknown-inner-key", "kind: significant-design-change,", "knd: x,", 20, "unknown key", "knd", hint="did you mean kind?"),
    Mistake("no-id", "{id: logging, name", "{name", 22, "id is missing", "keys: name"),
    Mistake("bad-id", "{id: logging,", "{id: log ging,", 22, "not an identifier", "log ging"),
    Mistake("path-as-id", "id: acme", "id: ..", 3, "not an identifier", ".."),
    Mistake("word-as-id", "{id: logging,", "{id: organisation,", 22, "meaning of its own", "organisation", schema=False),
    Mistake("empty-id", "{id: logging,", "{id: '',", 22, "not an identifier"),
    Mistake("duplicate-id", "{id: logging,", "{id: mail,", 22, "id is used twice", "mail", hint="systems", schema=False),
    Mistake("no-name", "    name: Mail filter\n", "", 14, "name is missing", "keys: id, owner"),
    Mistake("empty-name", "name: Mail filter", "name: ''", 15, "name is missing"),
    Mistake("name-without-value", "name: Mail filter", "name:", 15, "not a plain value", "nothing"),
    Mistake("name-as-list", "name: Mail filter", "name: [a, b]", 15, "not a plain value", "a list of 2"),
    Mistake("not-a-list", "\nsystems:\n", "\nsystems: {}\nmodels:\n", 13, "not a list", "a mapping with no keys", "- "),
    Mistake("not-a-mapping", MAIL, "  - just words\n" + MAIL, 14, "not a mapping", "just words"),
    Mistake("dangling-reference", "owner: cto", "owner: cfo", 16, "no such post", "cfo", "declared under people", "cto", schema=False),
    Mistake("wrong-section", "owner: cto", "owner: aims", 16, "no such post", "aims", schema=False),
    Mistake("no-such-system", "scope: [mail]", "scope: [mial]", 24, "no such system", "mial", "`organisation`", "did you mean mail?", schema=False),
    Mistake("bad-date", "placed: 2025-03-01", "placed: 2025-02-30", 18, "no such day in the calendar of placed", "2025-02-30", "YYYY-MM-DD", schema=False),
    Mistake("other-date", "placed: 2025-03-01", "placed: 20250301", 18, "not a date of placed", "20250301", "YYYY-MM-DD"),
    Mistake("date-of-a-record", "from: 2026-01-01}\n", "from: 1.1.2026}\n", 12, "not a date", "1.1.2026", "YYYY-MM-DD", "2026-08-02"),
    Mistake("week-date", "date: 2026-05-01", "date: 2026-W18-5", 20, "not a date", "2026-W18-5"),
    Mistake("reversed-period", "until: 2026-12-31", "until: 2025-12-31", 26, "period ends before it begins", "2026-01-01 to 2025-12-31", schema=False),
    Mistake("unknown-control", LOGS, "iso-42001-2023:A.6.2.9", 24, "no such requirement or duty", "iso-42001-2023:A.6.2.9", "iso-42001-2023:A.6.2.8", "iso-42001-2023:A.6.2.8"),
    Mistake("control-without-framework", LOGS, "A.6.28", 24, "no such requirement or duty", "A.6.28", hint="did you mean iso-42001-2023:A.6.2.8"),
    Mistake("unknown-framework", "framework: iso-42001-2023", "framework: iso-4201", 12, "no such framework", "iso-4201", hint="iso-42001-2023"),
    Mistake("unknown-fact", "profiling: true, a", "profling: true, a", 18, "no such fact", "profling", hint="did you mean profiling?"),
    Mistake("derived-fact", "profiling: true, a", "risk: high-risk-annex-iii, a", 18, "derived, not stated", "risk", hint="stated_class"),
    Mistake("role-as-fact", "profiling: true, a", "role: provider, a", 18, "derived, not stated", "role", hint="among the roles"),
    Mistake("derived-dated-fact", "{fact: profiling, v", "{fact: risk, v", 19, "derived, not stated", "risk"),
    Mistake("value-not-allowed", "[4a]", "[4z]", 18, "not a value of annex_iii_point", "4z", "none | unknown", "did you mean"),
    Mistake("boolean-in-words", "profiling: true, a", "profiling: yes, a", 18, "not a value of profiling", "yes", "true | false"),
    Mistake("dated-value-not-allowed", "value: [true]", "value: [maybe]", 19, "not a value of profiling", "maybe", schema=False),
    Mistake("two-values-of-one", "profiling: true, a", "profiling: [true, false], a", 18, "cannot all hold", "false, true", "a single value", schema=False),
    Mistake("none-beside-others", "[4a]", "[none, 4a]", 18, "cannot all hold", "4a, none", "none alone", schema=False),
    Mistake("no-values", "[4a]", "[]", 18, "an empty list says nothing", "a list of 0", "none or unknown"),
    Mistake("facts-as-list", "facts: {established_in_eu: true}", "facts: [established_in_eu]", 5, "not a mapping", "a list of 1"),
    Mistake("unknown-topic", "complete: [gpai]", "complete: [gpia]", 6, "no such topic", "gpia", hint="did you mean gpai?"),
    Mistake("unknown-role", "roles: [deployer]", "roles: [deploier]", 17, "no such role", "deploier", hint="did you mean deployer"),
    Mistake("same-role-twice", "roles: [deployer]", "roles: [deployer, deployer]", 17, "stands twice", "acme:mail.role.deployer", schema=False),
    Mistake("unknown-event", "kind: significant-design-change", "kind: significant-change", 20, "no such kind of event", "significant-change", hint="significant-design-change"),
    Mistake("event-without-day", ", date: 2026-05-01", "", 20, "date is missing", "keys: kind"),
    Mistake("status", "status: implemented", "status: implementd", 24, "not a known value", "implementd", "implemented | partial", "did you mean implemented?"),
    Mistake("no-scope", "scope: [mail]", "scope: []", 24, "scope is missing"),
    Mistake("ground", "ground: decision", "ground: whim", 12, "not a known value", "whim", "decision | contract | certificate"),
    Mistake("flag", "  complete: [gpai]\n", "  units: [{id: lab, name: Lab, bearer: yes}]\n", 6, "not a yes or no", "yes", "true or false"),
    Mistake("unknown-parameter", "retention: P1Y", "retenton: P1Y", 24, "unknown key", "retenton", hint="did you mean retention?"),
    Mistake("parameter-value", "retention: P1Y", "retention: long", 24, "", "long", schema=False),
    Mistake("evidence-kind", "kind: system-log", "kind: system-logs", 26, "no such kind of evidence", "system-logs", hint="did you mean system-log"),
    Mistake("evidence-of-nothing", "implementation: logs", "implementation: logz", 26, "no such implementation", "logz", hint="logs", schema=False),
    Mistake("certificate", "ground: decision", "ground: certificate, certificate: {numbr: 1}", 12, "unknown key", "numbr", hint="number"),
    Mistake("law-excluded", "measures:\n", "exclusions: [{id: x, control: 'eu-ai-act:26-6', commitment: decision, reason: r}]\nmeasures:\n", 21, "only a control of a voluntary framework", "eu-ai-act:26-6"),
]  # fmt: skip


def broken(mistake: Mistake) -> str:
    assert SOUND.count(mistake.old) == 1, mistake.old
    return SOUND.replace(mistake.old, mistake.new)


def test_the_text_that_the_mistakes_are_made_in_is_sound(knowledge: Knowledge) -> None:
    assert len(read(SOUND, knowledge).records) == 12


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_mistake_is_one_clear_message(mistake: Mistake, knowledge: Knowledge) -> None:
    error = refusal(broken(mistake), knowledge)
    assert re.match(rf"{FILE}:{mistake.line}( \(|$)", error.where or ""), error
    assert mistake.message in error.message
    assert mistake.found in (error.found or "")
    assert mistake.expected in (error.expected or "")
    assert mistake.hint in (error.hint or "")
    assert error.exit_code == 3


# The published JSON Schema


def plain(place: Place) -> Any:
    """The value as an editor hands it to a schema."""
    value = place.value
    if isinstance(value, dict):
        return {name: plain(inner) for name, inner in place.entries()}
    if isinstance(value, list):
        return [plain(inner) for inner in place.items()]
    return value if isinstance(value, bool) or value is None else int(value) if isinstance(value, int) else str(value)


@pytest.fixture(scope="session")
def accepts(knowledge: Knowledge) -> Callable[[str], bool]:
    """Whether the schema accepts a YAML text."""
    schema = json.loads(portfolio_format.schema(knowledge))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    return lambda text: bool(validator.is_valid(plain(parse_yaml(text, FILE))))


def test_the_schema_accepts_what_imports(accepts: Callable[[str], bool], knowledge: Knowledge, root: Path) -> None:
    assert accepts(SOUND)
    assert accepts(example(knowledge))
    assert accepts((root / "examples" / "acme" / "portfolio.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_the_schema_refuses_the_mistakes_it_can_see(mistake: Mistake, accepts: Callable[[str], bool]) -> None:
    assert accepts(broken(mistake)) is not mistake.schema


def test_names_of_people_are_no_part_of_the_records(knowledge: Knowledge) -> None:
    portfolio = read(SOUND.replace("Officer}", "Officer, name: Erika Mustermann}"), knowledge)
    assert portfolio.names == {"acme:cto": "Erika Mustermann"}
    assert [person.post for person in portfolio.of(Person)] == ["Chief Technology Officer"]
    assert "Erika" not in "\n".join(rdf.to_nquads(portfolio.records.values(), rdf.graph_of("acme")))


# Requirements as people write them

SPELLED = """\
normgraph: 1
organisation: {id: acme, name: Acme}
people: [{id: cto, post: CTO}]
management_systems: [{id: aims, name: AI management, discipline: ai, boundary: all}]
commitments:
  - {id: decision, framework: ISO 42001, subject: aims, boundary: all, ground: decision, from: 2026-01-01}
  - {id: security, framework: "ISO/IEC 27001:2022", subject: aims, boundary: all, ground: decision, from: 2026-01-01}
systems: [{id: mail, name: Mail filter}]
measures: [{id: logging, name: Logging}]
implementations:
  - {id: a, measure: logging, of: Art. 26 (5), scope: organisation, status: implemented}
  - {id: b, measure: logging, of: Article 26(5), scope: organisation, status: implemented}
  - {id: c, measure: logging, of: A.6.2.3, scope: organisation, status: implemented}
  - {id: d, measure: logging, of: A 6.2.3, scope: organisation, status: implemented}
  - {id: e, measure: logging, of: ISO 42001 Clause 6.1.2, scope: organisation, status: implemented}
  - {id: f, measure: logging, of: GOVERN-1.1, scope: organisation, status: implemented}
  - {id: g, measure: logging, of: GOVERN 1.1, scope: organisation, status: implemented}
  - {id: h, measure: logging, of: ISO 42001 10.2(a)(1), scope: organisation, status: implemented}
  - {id: i, measure: logging, of: 26.6.a, scope: organisation, status: planned}
  - {id: j, measure: logging, of: B.6.2.3, scope: organisation, status: implemented}
  - {id: k, measure: logging, of: "eu-ai-act:26-6", scope: organisation, status: implemented}
exclusions:
  - {id: x, control: A.5.2, commitment: decision, reason: None is built}
  - {id: y, control: A 5.2, commitment: "acme:security", reason: None is built}
risks: [{id: r, title: Drift, source: C 3.4, level: low}]
acceptances: [{id: o, requirement: 26(5), by: cto, reason: Why}]
waivers: [{id: w, requirement: 26(6), subject: mail}]
compensations: [{id: p, requirement: 26-6, subject: mail, implementation: a, reason: Why}]
remarks: [{id: m, requirement: 26(6) (a), subject: mail, attribute: text-present, text: Yes}]
"""
WRONG = """\
normgraph: 1
organisation: {id: acme, name: Acme}
people: [{id: cto, post: CTO}]
systems: [{id: mail, name: Mail filter}]
measures: [{id: logging, name: Logging}]
implementations:
  - {id: a, measure: logging, of: Art. 26 (55), scope: organisation, status: implemented}
  - {id: b, measure: logging, of: A.5.2, scope: organisation, status: implemented}
  - {id: c, measure: logging, of: GOVRN 1.1, scope: organisation, status: implemented}
  - {id: d, measure: logging, of: "ISO 27001:2013 A.12.1.1", scope: organisation, status: implemented}
  - {id: e, measure: logging, of: "Art. 26 (5), (6)", scope: organisation, status: implemented}
  - {id: f, measure: logging, of: AI Act Art. 16, scope: organisation, status: implemented}
waivers: [{id: w, requirement: 26(6)(a), subject: mail}]
"""


def test_requirements_are_read_as_people_write_them(knowledge: Knowledge) -> None:
    found = portfolio_yaml.read_place(parse_yaml(SPELLED, FILE), knowledge)
    ai, act, rmf = "iso-42001-2023", "eu-ai-act", "nist-ai-rmf-1.0"
    made = {record.id.partition(":")[2]: record for record in found.portfolio.records.values()}
    assert {name: made[name].of for name in "abcdefghijk"} == {  # type: ignore[attr-defined]
        "a": f"{act}:26-5", "b": f"{act}:26-5", "c": f"{ai}:A.6.2.3", "d": f"{ai}:A.6.2.3", "e": f"{ai}:6.1.2",
        "f": f"{rmf}:GOVERN-1.1", "g": f"{rmf}:GOVERN-1.1", "h": f"{ai}:10.2", "i": f"{act}:26-6",
        "j": f"{ai}:A.6.2.3", "k": f"{act}:26-6",
    }  # fmt: skip
    assert made["decision"].framework == ai  # type: ignore[attr-defined]
    # An exclusion is of the framework of its commitment.
    assert [made[name].control for name in "xy"] == [f"{ai}:A.5.2", "iso-27001-2022:A.5.2"]  # type: ignore[attr-defined]
    assert made["r"].source == f"{ai}:C.3.4"  # type: ignore[attr-defined]
    assert [made[name].requirement for name in "owpm"] == [  # type: ignore[attr-defined]
        f"{act}:26-5", f"{act}:26-6", f"{act}:26-6", f"{act}:26-6"
    ]  # fmt: skip


def test_what_was_read_from_other_spellings_is_said_with_its_place(knowledge: Knowledge) -> None:
    found = portfolio_yaml.read_place(parse_yaml(SPELLED, FILE), knowledge).findings
    assert len(found) == 20
    told = {item.found: (item.where, item.reading) for item in found}
    assert told["ISO 42001"] == (f"{FILE}:6 (commitments[1].framework)", "read as iso-42001-2023")
    assert told["A 6.2.3"] == (f"{FILE}:14 (implementations[4].of)", "read as iso-42001-2023:A.6.2.3")
    assert told["B.6.2.3"][1] == "read as iso-42001-2023:A.6.2.3, for which it is guidance"
    assert told["ISO 42001 10.2(a)(1)"][1] == "read as iso-42001-2023:10.2, which stands above it"
    assert told["acme:h"] == (f"{FILE}:18 (implementations[8])", "said of a part only: recorded as partial")
    assert "eu-ai-act:26-6" not in told


def test_a_part_that_is_done_is_not_the_whole(knowledge: Knowledge) -> None:
    found = read(SPELLED, knowledge)
    assert [found.records[f"acme:{name}"].status for name in "hi"] == ["partial", "planned"]  # type: ignore[attr-defined]


def test_identifiers_are_written_in_full(knowledge: Knowledge) -> None:
    once = read(SPELLED, knowledge)
    text = to_yaml(once)
    assert "of: eu-ai-act:26-5" in text
    again = portfolio_yaml.read_place(parse_yaml(text, FILE), knowledge)
    assert (again.portfolio, again.findings) == (once, ())


def test_everything_that_cannot_be_told_is_said_at_once(knowledge: Knowledge) -> None:
    lines = str(refusal(WRONG, knowledge)).splitlines()
    assert lines[0].startswith("7 mistakes")
    for line, number, words in zip(
        lines[1:],
        (7, 8, 9, 10, 11, 12, 13),
        (
            r"no such requirement or duty; found Art\. 26 \(55\); .*did you mean eu-ai-act:26-5",
            "the name is ambiguous; found A.5.2; .*it may mean iso-27001-2022:A.5.2 or iso-42001-2023:A.5.2",
            "no such requirement or duty; found GOVRN 1.1; .*did you mean nist-ai-rmf-1.0:GOVERN-1.1",
            "of another edition; found .*it is of the edition of 2013, known is iso-27001-2022",
            "several requirements are named in one place; .*write each of them by itself",
            "nothing is required there; .*what stands below it: eu-ai-act:16-",
            "only a part of a requirement is named; .*write eu-ai-act:26-6 if all of it is meant",
        ),
        strict=True,
    ):
        assert line.startswith(f"  {FILE}:{number} (")
        assert re.search(words, line), line


@pytest.mark.parametrize(
    ("stated", "recorded", "expected"),
    [
        ("instruments: [iso-42001-2023]", View(), "iso-42001-2023:A.5.2"),
        ("instruments: [ISO 27001]", View((), ("iso-42001-2023",)), "iso-27001-2022:A.5.2"),
        ("owner: cto", View((), ("iso-42001-2023",)), "iso-42001-2023:A.5.2"),
        ("owner: cto", View(("iso-42001-2023",)), ""),
        ("instruments: [iso-42001-2023, iso-27001-2022]", View(), ""),
        ("instruments: [iso-4201]", View(), ""),
        ("instruments: {a: b}", View(), ""),
    ],
)
def test_the_frameworks_in_view_tell_which_is_meant(
    stated: str, recorded: View, expected: str, knowledge: Knowledge
) -> None:
    text = SOUND.replace('of: "iso-42001-2023:A.6.2.8"', "of: A.5.2").replace("  complete: [gpai]", f"  {stated}")
    place = parse_yaml(text.replace("framework: iso-42001-2023", "framework: eu-ai-act"), FILE)
    if expected:
        found = portfolio_yaml.read_place(place, knowledge, recorded).portfolio.records["acme:logs"]
        assert found.of == expected  # type: ignore[attr-defined]
    else:
        with pytest.raises(InputError, match="the name is ambiguous"):
            portfolio_yaml.read_place(place, knowledge, recorded)
