"""Putting a portfolio on record: whole or not at all, once, and as a difference the next time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.clock import Clock
from kg.engine import Imported, KnowledgeGraph, importing
from kg.errors import InputError, StoreConflict
from kg.knowledge import Knowledge
from kg.portfolio.records import Person, RoleAssignment, System
from kg.store.ledger import Head, Ledger

PORTFOLIO = """\
normgraph: 1
organisation: {id: acme, name: Acme SE, complete: [gpai, scope]}
people:
  - {id: cto, post: Chief Technology Officer, name: Erika Mustermann}
systems:
  - {id: mail, name: Mail filter, owner: cto, roles: [deployer, provider], complete: [gpai]}
  - {id: chat, name: Chat, facts: {profiling: true}}
"""
Import = Callable[..., Imported]


@pytest.fixture
def graph(tmp_path: Path, knowledge: Knowledge) -> KnowledgeGraph:
    """An empty store; the knowledge is read once for all tests."""
    found = KnowledgeGraph(tmp_path / "store")
    found.knowledge = knowledge
    return found


@pytest.fixture
def put(graph: KnowledgeGraph, tmp_path: Path) -> Import:
    """Imports a text as the file portfolio.yaml."""

    def _put(text: str = PORTFOLIO, *, dry_run: bool = False, prune: bool = False) -> Imported:
        path = tmp_path / "portfolio.yaml"
        path.write_text(text, encoding="utf-8")
        return importing.import_portfolio(graph, path, dry_run=dry_run, prune=prune)

    return _put


def head(graph: KnowledgeGraph) -> Head:
    with graph.ledger("acme") as ledger:
        return ledger.head


def lines(graph: KnowledgeGraph) -> str:
    with graph.ledger("acme") as ledger:
        return "\n".join(sorted(ledger.state()))


def test_an_import_is_one_commit(graph: KnowledgeGraph, put: Import) -> None:
    found = put()
    assert found.commit is not None
    assert (found.organisation, found.commit.seq, found.commit.message) == ("acme", 1, "import portfolio.yaml")
    assert found.difference.kinds == {"organisation": 1, "people": 1, "systems": 2, "roles": 2}
    assert len(found.difference.new) == 6
    assert set(graph.portfolio(Clock()).records) == set(found.difference.new)


def test_the_same_file_again_is_no_commit(graph: KnowledgeGraph, put: Import) -> None:
    put()
    before = head(graph)
    again = put("# another comment\n" + PORTFOLIO.replace("[deployer, provider]", "[provider, deployer]"))
    assert again.commit is None
    assert (again.difference.new, again.difference.changed, again.difference.gone) == ((), (), ())
    assert head(graph) == before


@pytest.mark.parametrize(
    "mistake", ["facts: {profling: true}", "ovner: cto", "owner: nobody", "facts: {placed: never}"]
)
def test_a_mistake_leaves_the_record_as_it_was(graph: KnowledgeGraph, put: Import, mistake: str) -> None:
    put()
    before, stated = head(graph), lines(graph)
    with pytest.raises(InputError):
        put(PORTFOLIO.replace("Mail filter", "Another name").replace("facts: {profiling: true}", mistake))
    assert (head(graph), lines(graph)) == (before, stated)


def test_a_mistake_in_the_first_file_makes_no_store(graph: KnowledgeGraph, put: Import) -> None:
    with pytest.raises(InputError):
        put(PORTFOLIO.replace("deployer", "deploier"))
    assert not graph.store.exists()


def test_a_dry_run_says_what_would_change_and_changes_nothing(graph: KnowledgeGraph, put: Import) -> None:
    assert len(put(dry_run=True).difference.new) == 6
    assert not graph.store.exists()
    put()
    before = head(graph)
    tried = put(PORTFOLIO.replace("name: Chat", "name: Talk"), dry_run=True)
    assert (tried.commit, tried.difference.changed) == (None, ("acme:chat",))
    assert head(graph) == before


def test_a_changed_file_is_a_difference(graph: KnowledgeGraph, put: Import) -> None:
    put()
    changed = put(PORTFOLIO.replace("name: Chat", "name: Talk"))
    assert changed.commit is not None
    assert (changed.commit.added, changed.commit.removed) == (1, 1)
    assert changed.difference.changed == ("acme:chat",)
    talk = graph.portfolio(Clock()).records["acme:chat"]
    assert isinstance(talk, System)
    assert talk.name == "Talk"


def test_a_fact_taken_out_is_unknown_again(graph: KnowledgeGraph, put: Import) -> None:
    put()
    put(PORTFOLIO.replace(", facts: {profiling: true}", ""))
    chat = graph.portfolio(Clock()).records["acme:chat"]
    assert isinstance(chat, System)
    assert chat.facts == {}


def test_a_role_goes_when_its_system_no_longer_names_it(graph: KnowledgeGraph, put: Import) -> None:
    put()
    changed = put(PORTFOLIO.replace("[deployer, provider]", "[deployer]"))
    assert changed.difference.gone == ("acme:mail.role.provider",)
    assert [role.role for role in graph.portfolio(Clock()).of(RoleAssignment)] == ["deployer"]


def test_what_the_file_does_not_name_stays_unless_pruned(graph: KnowledgeGraph, put: Import) -> None:
    put()
    shorter = "".join(line for line in PORTFOLIO.splitlines(keepends=True) if "mail" not in line)
    kept = put(shorter)
    assert kept.commit is None
    assert kept.difference.unnamed == ("acme:mail", "acme:mail.role.deployer", "acme:mail.role.provider")
    assert "acme:mail" in graph.portfolio(Clock()).records
    pruned = put(shorter, prune=True)
    assert pruned.difference.gone == ("acme:mail", "acme:mail.role.deployer", "acme:mail.role.provider")
    assert {record.id for record in graph.portfolio(Clock()).subjects} == {"acme:chat"}


def test_an_earlier_state_can_still_be_read(graph: KnowledgeGraph, put: Import) -> None:
    put()
    put(PORTFOLIO.replace("name: Chat", "name: Talk"))
    names = [[found.name for found in graph.portfolio(Clock(at=seq)).subjects] for seq in (1, 2)]
    assert names == [["Chat", "Mail filter"], ["Talk", "Mail filter"]]


def test_names_of_people_stay_out_of_the_chain(graph: KnowledgeGraph, put: Import) -> None:
    put()
    assert graph.portfolio(Clock()).names == {"acme:cto": "Erika Mustermann"}
    assert "Chief Technology Officer" in lines(graph)
    assert "Erika" not in lines(graph)


def test_another_holder_of_a_post_is_stored_without_a_commit(graph: KnowledgeGraph, put: Import) -> None:
    put()
    before = head(graph)
    assert put(PORTFOLIO.replace("Erika Mustermann", "Max Mustermann")).commit is None
    assert head(graph) == before
    assert KnowledgeGraph(graph.store).portfolio(Clock()).names == {"acme:cto": "Max Mustermann"}
    assert [person.post for person in graph.portfolio(Clock()).of(Person)] == ["Chief Technology Officer"]


def test_topics_declared_complete_are_on_record_and_counted(graph: KnowledgeGraph, put: Import) -> None:
    assert put().complete == {"gpai": 2, "scope": 1}
    assert put(dry_run=True).complete == {"gpai": 2, "scope": 1}
    assert graph.portfolio(Clock()).organisation.complete == ("gpai", "scope")
    assert "completeTopic" in lines(graph)


def test_two_organisations_have_a_record_each(graph: KnowledgeGraph, put: Import) -> None:
    put()
    put(PORTFOLIO.replace("id: acme", "id: other"))
    assert graph.organisations == ("acme", "other")
    assert set(KnowledgeGraph(graph.store, "other").portfolio(Clock()).records) >= {"other", "other:mail"}


def test_a_commit_made_meanwhile_is_not_overwritten(
    graph: KnowledgeGraph, put: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    put()
    state = Ledger.state

    def meanwhile(ledger: Ledger, at: int | None = None) -> frozenset[str]:
        monkeypatch.setattr(Ledger, "state", state)
        put(PORTFOLIO.replace("name: Chat", "name: Talk"))
        return state(ledger, at)

    monkeypatch.setattr(Ledger, "state", meanwhile)
    with pytest.raises(StoreConflict):
        put(PORTFOLIO.replace("Mail filter", "Post filter"))
    assert sorted(found.name for found in graph.portfolio(Clock()).subjects) == ["Mail filter", "Talk"]
