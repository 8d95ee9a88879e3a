"""A framework of one's own on record: whole or not at all, replaced on request, never from under the portfolio."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kg.applicability import compile as conditions
from kg.clock import Clock
from kg.engine import KnowledgeGraph, Picked, answers, crosswalks, editions, frameworks, importing, picking, portfolios
from kg.engine.frameworks import Kept
from kg.errors import InputError, NormgraphError, NotFound, StoreConflict, StoreInvalid, UsageError
from kg.knowledge import Knowledge
from kg.portfolio.records import Implementation
from kg.prefixes import expand
from kg.store.ledger import Ledger
from kg.validation import service as validation

FRAMEWORK = """\
normgraph: 1
framework: {slug: contract, title: Contract with Northwind, issued: 2026-01-31}
requirements:
  - {id: "1", title: Keep logs, duties: "keep-event-logs[retention=P1Y]"}
  - {id: "2", title: Have a policy, kind: control, duties: ms-establish-policy}
  - {id: "3", title: Be insured}
"""
PORTFOLIO = """\
normgraph: 1
organisation: {id: acme, name: Acme SE}
people: [{id: cto, post: Chief Technology Officer}]
management_systems: [{id: aims, name: AI management system, discipline: ai, boundary: all}]
systems: [{id: mail, name: Mail filter, roles: [deployer], facts: {profiling: true}}]
measures: [{id: logging, name: Logging}]
"""
USING = f"""{PORTFOLIO}\
commitments: [{{id: deal, framework: contract, subject: aims, boundary: all, ground: contract, from: 2026-02-01}}]
implementations:
  - {{id: logs, measure: logging, of: "contract:1", scope: [mail], status: implemented, parameters: {{retention: P2Y}}}}
exclusions: [{{id: no-policy, control: "contract:2", commitment: deal, reason: not ours, by: cto}}]
evidence:
  - {{id: sample, title: Log sample, kind: system-log, from: 2026-01-01, covers: [{{implementation: logs}}]}}
"""
CLOCK = Clock(date(2026, 11, 23), date(2026, 11, 23))
SLUG = ("contract",)
Put = Callable[..., Kept]


@pytest.fixture
def graph(tmp_path: Path, shipped: Knowledge) -> KnowledgeGraph:
    """A store with a small portfolio in commit 1; the knowledge is read once for all tests."""
    found = KnowledgeGraph(tmp_path / "store")
    found.knowledge = shipped
    bring(found, PORTFOLIO)
    return found


def bring(graph: KnowledgeGraph, text: str) -> None:
    path = graph.store.parent / "portfolio.yaml"
    path.write_text(text, encoding="utf-8")
    importing.import_portfolio(graph, path)


@pytest.fixture
def put(graph: KnowledgeGraph, tmp_path: Path) -> Put:
    """Imports a text as the file framework.yaml."""

    def _put(text: str = FRAMEWORK, *, replace: bool = False, dry_run: bool = False) -> Kept:
        path = tmp_path / "framework.yaml"
        path.write_text(text, encoding="utf-8")
        return importing.import_framework(graph, path, replace=replace, dry_run=dry_run)

    return _put


@pytest.fixture
def used(graph: KnowledgeGraph, put: Put) -> KnowledgeGraph:
    """The framework in commit 2, a portfolio that refers to it in commit 3."""
    put()
    bring(graph, USING)
    return graph


def state(graph: KnowledgeGraph) -> tuple[int, frozenset[str]]:
    with graph.ledger("acme") as ledger:
        return ledger.head.seq, ledger.state()


# On record


def test_an_import_is_one_commit(graph: KnowledgeGraph, put: Put) -> None:
    found = put()
    assert found.commit is not None
    assert (found.organisation, found.before, found.commit.seq, found.commit.removed) == ("acme", False, 2, 0)
    assert found.commit.message == "import framework contract from framework.yaml"
    assert {line.split()[-2] for line in graph.own_lines(Clock())} == {
        f"<{expand('contract:graph/catalog')}>", f"<{expand('contract:graph/duties')}>",
    }  # fmt: skip


def test_the_same_again_is_no_commit(graph: KnowledgeGraph, put: Put) -> None:
    put()
    before = state(graph)
    again = put("# another comment\n" + FRAMEWORK)
    assert (again.commit, again.before) == (None, True)
    assert state(graph) == before


def test_a_change_needs_the_word(graph: KnowledgeGraph, put: Put) -> None:
    put()
    before = state(graph)
    changed = FRAMEWORK.replace("Be insured", "Be well insured")
    with pytest.raises(InputError) as caught:
        put(changed)
    assert "says something else" in caught.value.message
    assert caught.value.hint == "normgraph framework import framework.yaml --replace"
    assert state(graph) == before
    found = put(changed, replace=True)
    assert found.commit is not None
    assert (found.commit.added, found.commit.removed) == (2, 2)


@pytest.mark.parametrize("mistake", ["keep-evnt-logs", "keep-event-logs[retention=long]"])
def test_a_mistake_leaves_the_record_as_it_was(graph: KnowledgeGraph, put: Put, mistake: str) -> None:
    before = state(graph)
    with pytest.raises(InputError):
        put(FRAMEWORK.replace("keep-event-logs[retention=P1Y]", mistake))
    assert state(graph) == before


def test_a_dry_run_records_nothing_and_checks_everything(used: KnowledgeGraph, put: Put) -> None:
    before = state(used)
    assert put(FRAMEWORK.replace("Be insured", "Insure"), replace=True, dry_run=True).commit is None
    with pytest.raises(StoreInvalid):
        put(FRAMEWORK.replace('id: "1"', 'id: "9"'), replace=True, dry_run=True)
    with pytest.raises(StoreInvalid):
        frameworks.remove(used, "contract", dry_run=True)
    assert state(used) == before


def test_someone_else_may_commit_in_between(graph: KnowledgeGraph, put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Ledger.commit

    def late(self: Ledger, *arguments: object, **options: object) -> object:
        monkeypatch.setattr(Ledger, "commit", real)
        with graph.ledger("acme") as other:
            head = other.head
            other.commit([], sorted(other.state())[:1], "a", "in between", graph.digest, expected_head=head)
        return real(self, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Ledger, "commit", late)
    with pytest.raises(StoreConflict):
        put()
    assert graph.own_lines(Clock()) == frozenset()


def test_portfolio_imports_leave_it_alone(used: KnowledgeGraph, put: Put) -> None:
    own = used.own_lines(Clock())
    with used.ledger("acme") as ledger:
        before = ledger.head.seq
    path = used.store.parent / "portfolio.yaml"
    path.write_text(USING.replace("Mail filter", "Mail sieve"), encoding="utf-8")
    found = importing.import_portfolio(used, path, prune=True)
    assert found.difference.gone == ()
    assert found.commit is not None
    assert found.commit.seq == before + 1
    assert used.own_lines(Clock()) == own
    assert put().commit is None


# The first of a record


@pytest.mark.parametrize("kind", ["no store", "another organisation"])
def test_it_may_begin_a_record(tmp_path: Path, shipped: Knowledge, kind: str) -> None:
    store, file = tmp_path / "fresh", tmp_path / "framework.yaml"
    file.write_text(FRAMEWORK, encoding="utf-8")
    if kind == "another organisation":
        KnowledgeGraph(store).ledger("somebody", create=True).close()
    graph = KnowledgeGraph(store, "acme")
    graph.knowledge = shipped
    assert importing.import_framework(graph, file, dry_run=True).commit is None
    assert "acme" not in graph.organisations
    found = importing.import_framework(graph, file)
    assert found.commit is not None
    assert found.commit.seq == 1
    assert picking.framework(graph, "contract", Clock()) == "contract"
    with pytest.raises(StoreInvalid, match="no portfolio is on record"):
        graph.portfolio(Clock())
    bring(graph, USING)
    assert graph.assess(CLOCK).editions[-1] == "contract"
    assert picking.framework(graph, "contract", Clock(at=1)) == "contract"


@pytest.mark.parametrize(
    ("organisation", "error", "said"),
    [
        ("", UsageError, "nothing is on record yet"),
        ("a/b", UsageError, "not an identifier"),
        ("eu-ai-act", UsageError, "taken by shipped knowledge"),
        ("duty", UsageError, "taken by shipped knowledge"),
    ],
)
def test_a_record_does_not_begin_with_a_mistake(
    tmp_path: Path, shipped: Knowledge, organisation: str, error: type[NormgraphError], said: str
) -> None:
    file = tmp_path / "framework.yaml"
    file.write_text(FRAMEWORK, encoding="utf-8")
    graph = KnowledgeGraph(tmp_path / "fresh", organisation)
    graph.knowledge = shipped
    with pytest.raises(error, match=said):
        importing.import_framework(graph, file)
    assert not graph.store.exists()


def test_a_name_that_looks_like_one_on_record_is_taken_for_a_slip(graph: KnowledgeGraph, put: Put) -> None:
    graph.chosen = "acmee"
    with pytest.raises(NotFound) as caught:
        put()
    assert caught.value.hint == "did you mean acme?"
    assert graph.organisations == ("acme",)


# What refers to it


def test_a_portfolio_may_refer_to_it_once_it_is_on_record(graph: KnowledgeGraph, put: Put) -> None:
    with pytest.raises(InputError) as caught:
        bring(graph, USING)
    assert "normgraph framework import FILE --org acme" in str(caught.value)
    put()
    bring(graph, USING)
    item = graph.portfolio(Clock()).the(Implementation, "acme:logs")
    assert item.of == "contract:1"


@pytest.mark.parametrize(
    "kept",
    ["commitments", "implementations", "instruments"],
)
def test_what_the_record_refers_to_cannot_be_removed(graph: KnowledgeGraph, put: Put, kept: str) -> None:
    put()
    using = {
        "commitments": USING[: USING.index("implementations:")],
        "implementations": PORTFOLIO + USING[USING.index("implementations:") : USING.index("exclusions:")],
        "instruments": PORTFOLIO.replace("name: Acme SE", "name: Acme SE, instruments: [contract]"),
    }
    bring(graph, using[kept])
    before = state(graph)
    with pytest.raises(StoreInvalid) as caught:
        frameworks.remove(graph, "contract")
    assert caught.value.code == "framework-in-use"
    assert "refers to contract" in (caught.value.found or "")
    assert state(graph) == before
    path = graph.store.parent / "portfolio.yaml"
    path.write_text(PORTFOLIO, encoding="utf-8")
    importing.import_portfolio(graph, path, prune=True)
    commit = frameworks.remove(graph, "contract")
    assert commit is not None
    assert (commit.message, commit.added) == ("remove framework contract", 0)
    assert graph.own_lines(Clock()) == frozenset()


@pytest.mark.parametrize(
    ("old", "new", "safe"),
    [
        ('id: "1"', 'id: "9"', False),
        ("kind: control, ", "", False),
        ('id: "3"', 'id: "9"', True),
        ("Keep logs", "Keep all logs", True),
    ],
)
def test_a_replacement_takes_away_nothing_that_is_referred_to(
    used: KnowledgeGraph, put: Put, old: str, new: str, safe: bool
) -> None:
    before = state(used)
    if safe:
        assert put(FRAMEWORK.replace(old, new), replace=True).commit is not None
    else:
        with pytest.raises(StoreInvalid):
            put(FRAMEWORK.replace(old, new), replace=True)
        assert state(used) == before


@pytest.mark.parametrize(
    ("slug", "said", "hint"),
    [
        ("contrakt", "no such framework of your own on record", "did you mean contract?"),
        ("eu-ai-act", "a shipped framework cannot be removed", "instruments"),
    ],
)
def test_only_what_is_there_can_be_removed(used: KnowledgeGraph, slug: str, said: str, hint: str) -> None:
    with pytest.raises(NotFound) as caught:
        frameworks.remove(used, slug)
    assert caught.value.message == said
    assert hint in (caught.value.hint or "")


# It takes part


def test_it_is_listed_where_the_shipped_ones_are(used: KnowledgeGraph) -> None:
    *_, row = editions.frameworks(used, Clock()).rows
    assert {name: row[name] for name in ("framework", "title", "binding", "status", "provisions", "norms")} == {
        "framework": "contract", "title": "Contract with Northwind", "binding": "commitment", "status": "in-force",
        "provisions": "3", "norms": "3",
    }  # fmt: skip
    assert (row["decomposed"], row["review_state"]) == ("2", "provisional (machine-drafted)")
    found = answers.requirements(used, Clock(), Picked(frameworks=SLUG)).rows
    assert [row["requirement"] for row in found] == ["contract:1", "contract:2", "contract:3"]
    assert found[0]["source"] == "Contract with Northwind, 1"
    counts = [
        next(
            int(row["required_by"]) for row in answers.duties(used, clock).rows if row["duty"] == "duty:keep-event-logs"
        )
        for clock in (Clock(at=1), Clock())
    ]
    assert counts[1] == counts[0] + 1


def test_verdicts_gaps_and_coverage(used: KnowledgeGraph) -> None:
    rows = answers.verdicts(used, CLOCK, Picked(frameworks=SLUG)).rows
    assert [(row["requirement"], row["applicability"], row["status"]) for row in rows] == [
        ("contract:1", "applies", "covered"), ("contract:2", "applies", ""), ("contract:3", "applies", ""),
    ]  # fmt: skip
    assert rows[1]["reason"].startswith("[excluded]")
    assert rows[0]["release"].startswith("contract:duties/")
    gaps = answers.gaps(used, CLOCK, Picked(frameworks=SLUG))
    assert list(gaps.rows) == []
    assert "not assessed: 1 verdicts" in gaps.notes[0]
    coverage = next(row for row in answers.coverage(used, CLOCK, Picked()).rows if row["framework"] == "contract")
    assert (coverage["applies"], coverage["covered"], coverage["shown"]) == ("3", "1", "1.00")
    systems = answers.obligations(used, CLOCK, "mail", Picked(frameworks=SLUG)).rows
    assert {row["reason"].split()[0] for row in systems} == {"[inherited]"}


def test_a_requirement_is_picked_and_explained(used: KnowledgeGraph) -> None:
    (row,) = answers.verdicts(used, CLOCK, Picked(requirements=("contract:1",))).rows
    assert row["requirement"] == "contract:1"
    steps = {row["step"]: row for row in answers.explain(used, CLOCK, "aims", "contract:1").rows}
    assert steps["requirement"]["source"] == "Contract with Northwind, 1"
    assert steps["evidence"]["source"] == "acme:sample"
    assert steps["duty"]["because"] == "Stated in the imported file, without a reason."


def test_work_is_shared_with_it(used: KnowledgeGraph) -> None:
    found = answers.overlaps(used, CLOCK, Picked(as_if_adopted=("iso-42001-2023",))).rows
    row = next(row for row in found if row["duty"] == "duty:keep-event-logs")
    assert set(row["frameworks"].split(";")) == {"contract", "iso-42001-2023"}
    assert row["strictest_parameter"] == "retention=P1Y"
    pairs = answers.overlap_pairs(used, CLOCK, Picked(as_if_adopted=("iso-42001-2023",))).rows
    assert any("contract:1" in (row["requirement_a"], row["requirement_b"]) for row in pairs)


def test_it_has_crosswalks(used: KnowledgeGraph) -> None:
    for source, target in (("contract", "eu-ai-act"), ("eu-ai-act", "contract")):
        rows = crosswalks.crosswalk(used, Clock(), source, target, ("shares-duties",)).rows
        assert rows
        assert all({row["source"].split(":")[0], row["target"].split(":")[0]} == {source, target} for row in rows)
    turtle = crosswalks.crosswalk_turtle(used, Clock(), "contract", "eu-ai-act", ("shares-duties",))
    assert "contract:1" in turtle


def test_queries_and_sparql_see_it(used: KnowledgeGraph) -> None:
    (row,) = used.ask("without-duties", {"framework": "contract"}, CLOCK).rows
    assert row["norm"] == "contract:3.n1"
    assert any(row["norm"] == "contract:1.n1" for row in used.ask("what-applies", {"subject": "aims"}, CLOCK).rows)
    with used.index(CLOCK) as index:
        own = {expand("contract:graph/catalog"), expand("contract:graph/duties")}
        assert {name for name in index.graphs if "/contract/" in name} == own
    with used.assessment_index(CLOCK) as index:
        known = used.knowledge_at(CLOCK).catalogs
        assert index.graphs[conditions.GRAPH] == len(set(conditions.to_nquads(known)))


@pytest.mark.parametrize("scope", validation.SCOPES)
def test_the_shapes_find_it_sound(used: KnowledgeGraph, scope: str) -> None:
    found = answers.validate(used, CLOCK, validation.Wanted(scope=scope, severity="violation")).rows
    assert [row for row in found if "contract" in row["focus"]] == []
    if scope == "knowledge":
        data, bare = (validation.knowledge_data(own) for own in (used.own_lines(CLOCK), ()))
        assert len(data.quads()) == len(bare.quads()) + len(used.own_lines(CLOCK))


def test_the_portfolio_schema_knows_it(used: KnowledgeGraph) -> None:
    assert '"contract:1"' in portfolios.schema(used)


MANDATE = """\
normgraph: 1
framework: {slug: house-rule, title: House rule, binding: mandate, issued: 2026-01-31}
requirements:
  - {id: "1", title: Log profiling, level: system, bearers: [deployer], condition: profiling=true, from: 2026-06-01,
     until: 2027-12-31, duties: keep-event-logs}
  - {id: "2", title: No profiling, level: system, bearers: [deployer], condition: profiling=true, modality: prohibition}
"""


@pytest.mark.parametrize(
    ("facts", "day", "log", "ban"),
    [
        ("{profiling: true}", "2026-11-23", "applies", "conflict"),
        ("{profiling: true}", "2026-05-31", "applies-later", "conflict"),
        ("{profiling: true}", "2026-06-01", "applies", "conflict"),
        ("{profiling: true}", "2027-12-31", "applies", "conflict"),
        ("{profiling: true}", "2028-01-01", "does-not-apply", "conflict"),
        ("{profiling: false}", "2026-11-23", "does-not-apply", "clear"),
        ("{}", "2026-11-23", "undetermined", "undetermined"),
    ],
)
def test_a_mandate_binds_by_its_conditions_and_dates(
    graph: KnowledgeGraph, put: Put, facts: str, *, day: str, log: str, ban: str
) -> None:
    put(MANDATE)
    bring(graph, PORTFOLIO.replace("{profiling: true}", facts))
    first, second = answers.verdicts(graph, Clock.of(day, "2026-11-23"), Picked(frameworks=("house-rule",))).rows
    assert first["applicability"] == log
    assert second["status"] == ban
    if log == "undetermined":
        assert first["missing_facts"] == "profiling"


def test_a_mandate_binds_nobody_in_another_role_and_nobody_before_it_was_known(graph: KnowledgeGraph, put: Put) -> None:
    put(MANDATE)
    picked = Picked(frameworks=("house-rule",))
    assert not answers.verdicts(graph, Clock.of("2026-11-23", "2026-01-30"), picked).rows
    bring(graph, PORTFOLIO.replace("roles: [deployer]", "roles: [importer]"))
    rows = answers.verdicts(graph, CLOCK, picked).rows
    assert {row["applicability"] for row in rows} == {"does-not-apply"}


@pytest.mark.parametrize(
    ("day", "applicability", "since"),
    [
        ("2026-01-31", "applies-later", "2026-06-01"),
        ("2026-05-31", "applies-later", "2026-06-01"),
        ("2026-06-01", "applies", "2026-06-01"),
    ],
)
def test_a_part_of_a_commitment_may_start_later(
    used: KnowledgeGraph, put: Put, day: str, applicability: str, since: str
) -> None:
    put(FRAMEWORK.replace("title: Be insured", "title: Be insured, from: 2026-06-01"), replace=True)
    (row,) = answers.verdicts(used, Clock.of(day, "2026-11-23"), Picked(requirements=("contract:3",))).rows
    assert (row["applicability"], row["applies_from"]) == (applicability, since)


# Reproducible


def test_earlier_states_keep_what_they_had(used: KnowledgeGraph, put: Put) -> None:
    put(FRAMEWORK.replace("Keep logs", "Keep all logs"), replace=True)
    titles = {seq: used.knowledge_at(Clock(at=seq)).catalogs.norms["contract:1.n1"].label for seq in (2, 3, 4)}
    assert titles == {2: "Keep logs", 3: "Keep logs", 4: "Keep all logs"}
    assert used.knowledge_at(Clock(at=1)) is used.knowledge
    with pytest.raises(NotFound):
        picking.framework(used, "contract", Clock(at=1))
    again = KnowledgeGraph(used.store)
    again.knowledge = used.knowledge
    for seq in (3, 4):
        clock = replace(CLOCK, at=seq)
        assert list(answers.verdicts(again, clock, Picked(frameworks=SLUG)).rows) == list(
            answers.verdicts(used, clock, Picked(frameworks=SLUG)).rows
        )


def test_the_verdict_key_changes_with_it(used: KnowledgeGraph, put: Put) -> None:
    before = used.key(CLOCK)
    put(FRAMEWORK.replace("retention=P1Y", "retention=P3Y"), replace=True)
    assert used.key(CLOCK) != before
    (row,) = answers.verdicts(used, CLOCK, Picked(requirements=("contract:1",))).rows
    assert row["status"] == "partial"


def test_a_snapshot_holds_it(used: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    own = used.own_lines(Clock())

    def refuse(*_: object) -> None:
        raise AssertionError("the ledger was replayed")

    again = KnowledgeGraph(used.store)
    again.knowledge = used.knowledge
    monkeypatch.setattr(Ledger, "state", refuse)
    assert again.own_lines(Clock()) == own


def test_whose_frameworks_are_meant_must_be_clear(used: KnowledgeGraph) -> None:
    used.ledger("somebody", create=True).close()
    assert used.knowledge_at(Clock()) is used.knowledge
    assert "--org NAME" in editions.frameworks(used, Clock()).notes[0]
    mine = KnowledgeGraph(used.store, "acme")
    mine.knowledge = used.knowledge
    assert "contract" in mine.knowledge_at(Clock()).catalogs.editions
    other = KnowledgeGraph(used.store, "somebody")
    other.knowledge = used.knowledge
    assert other.knowledge_at(Clock()) is used.knowledge


# Later releases


def test_a_release_that_ships_the_slug_leaves_a_way_out(used: KnowledgeGraph) -> None:
    later = KnowledgeGraph(used.store)
    later.knowledge = used.knowledge_at(Clock())
    with pytest.raises(StoreInvalid) as caught:
        answers.verdicts(later, CLOCK, Picked())
    assert "normgraph framework remove contract" in (caught.value.hint or "")
    assert frameworks.remove(later, "contract") is not None
    assert answers.verdicts(later, CLOCK, Picked(requirements=("contract:1",))).rows


def test_a_release_without_a_duty_says_which(used: KnowledgeGraph) -> None:
    scheme = used.knowledge.scheme
    duties = {name: duty for name, duty in scheme.duties.items() if name != "duty:keep-event-logs"}
    later = KnowledgeGraph(used.store)
    later.knowledge = replace(used.knowledge, scheme=replace(scheme, duties=duties))
    with pytest.raises(StoreInvalid) as caught:
        later.knowledge_at(Clock())
    assert (caught.value.where, caught.value.found) == ("contract:1.n1", "duty:keep-event-logs")


# Where it comes from

IMPORTED = """\
normgraph: 1
framework: {slug: contract, title: Contract, issued: 2026-01-31, publisher: Northwind, version: "3", licence: CC0,
  external_id: "urn:x:contract"}
requirements:
  - {id: "1", title: Keep logs, kind: control, external_id: "urn:x:1", text: Logs are kept for a year.}
  - {id: 1.a, title: Every day, kind: part, parent: "1", text: Daily.}
  - {id: "2", title: Gone, kind: withdrawn}
"""


def test_where_a_framework_comes_from_is_on_record(graph: KnowledgeGraph, put: Put) -> None:
    put(IMPORTED)
    known = graph.knowledge_at(Clock()).catalogs
    assert known.editions["contract"].external_id == "urn:x:contract"
    assert [(item.id, item.kind, item.external_id) for item in known.provisions.values() if item.edition in SLUG] == [
        ("contract:1", "control", "urn:x:1"), ("contract:1.a", "part", ""), ("contract:2", "withdrawn", ""),
    ]  # fmt: skip
    assert [norm.id for norm in known.norms_of("contract")] == ["contract:1.n1"]
    lines = "\n".join(graph.own_lines(Clock()))
    for name, text in (("publisher", "Northwind"), ("rights", "CC0"), ("description", "Logs are kept for a year.")):
        assert f'<http://purl.org/dc/terms/{name}> "{text}"' in lines
    assert '<http://www.w3.org/2002/07/owl#versionInfo> "3"' in lines


@pytest.mark.parametrize("kind", ["heading", "part", "withdrawn"])
def test_what_demands_nothing_has_no_duties(kind: str, put: Put) -> None:
    text = IMPORTED.replace("kind: part, ", f"kind: {kind}, duties: keep-event-logs, ")
    with pytest.raises(InputError, match=f"a {kind} has no duties"):
        put(text)
