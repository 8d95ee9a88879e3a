"""The facts vocabulary, and that the shipped conditions speak only of facts and values it holds."""

from __future__ import annotations

from collections.abc import Iterator

from kg.knowledge import Knowledge
from kg.logic import Atom, atoms
from tests.oracle.made_up import Edition, Rule, make


def conditions(knowledge: Knowledge) -> Iterator[tuple[str, Atom]]:
    """Every atom of every shipped condition, involvements included, with its owner."""
    norms, guards = knowledge.catalogs.norms.values(), knowledge.catalogs.guards.values()
    for windows in (*(norm.windows for norm in norms), *(guard.windows for guard in guards)):
        yield from ((window.id, atom) for window in windows for atom in atoms(window.condition))
    yield from ((item.name, atom) for item in knowledge.involvements for atom in atoms(item.condition))


def test_types_topics_and_events() -> None:
    facts = make(Edition("law", (Rule("1"),))).facts
    assert facts.types["risky"].values == ("true", "false")
    assert facts.types["use"].multiple
    assert facts.types["use"].broader == {"b1": "b", "b2": "b"}
    assert facts.types["risk"].derived
    assert [fact.name for fact in facts.of_topic("days")] == ["changed", "placed"]
    assert facts.events["incident"].triggers == ("incident",)
    assert facts.events["change"].gives_facts == ("changed",)


def test_derived_facts_belong_to_no_topic_that_can_be_declared_complete(shipped: Knowledge) -> None:
    assert not [fact for topic in shipped.facts.topics for fact in shipped.facts.of_topic(topic) if fact.derived]


def test_shipped_conditions_use_known_facts(shipped: Knowledge) -> None:
    known = {*shipped.facts.types, "role"}
    assert [(owner, str(atom)) for owner, atom in conditions(shipped) if atom.fact not in known] == []


def test_shipped_conditions_use_known_values(shipped: Knowledge) -> None:
    wrong = []
    for owner, atom in conditions(shipped):
        fact = shipped.facts.types.get(atom.fact)
        if fact is None or fact.value_type == "date" or not fact.values or atom.values == ("any",):
            continue
        wrong += [(owner, str(atom)) for value in atom.values if value not in fact.values]
    assert wrong == []


def test_dates_are_compared_with_date_facts_only(shipped: Knowledge) -> None:
    for owner, atom in conditions(shipped):
        is_date = atom.fact in shipped.facts.types and shipped.facts.types[atom.fact].value_type == "date"
        assert (atom.op != "=") <= is_date, (owner, str(atom))


def test_every_base_fact_asks_a_question(shipped: Knowledge) -> None:
    assert [fact.name for fact in shipped.facts.types.values() if not fact.derived and not fact.question] == []


def test_triggers_of_norms_and_duties_can_be_set_off(shipped: Knowledge) -> None:
    fired = {trigger for event in shipped.facts.events.values() for trigger in event.triggers}
    wanted = {norm.trigger for norm in shipped.catalogs.norms.values()} | {
        duty.trigger for duty in shipped.scheme.duties.values()
    }
    assert wanted - {""} <= fired
