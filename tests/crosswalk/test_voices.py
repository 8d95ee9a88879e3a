"""Voices keep apart what overlaps, what is disjoint, what is no statement, and silence."""

from __future__ import annotations

from kg import strm
from kg.crosswalk import voices
from kg.crosswalk.mappings import MappingSet
from kg.crosswalk.voices import NONE, OPEN, SILENT, STATED, Saying, of_duties, of_set
from kg.knowledge import Knowledge
from tests.crosswalk.linted import made

ISO, ACT = "iso-42001-2023", "eu-ai-act"
LOGS, KEEP, RECORD, OTHER = f"{ISO}:A.6.2.8", f"{ACT}:26-6", f"{ACT}:12-1", f"{ACT}:49-1"


def iso_to_act(*rows: str) -> MappingSet:
    """A set from ISO to the Act."""
    return made("ours", *rows, source=ISO, target=ACT)


def test_four_states_are_four_things() -> None:
    voice = of_set(
        iso_to_act(f"{LOGS} subset {RECORD}", f"{LOGS} not_related {OTHER}", f"{LOGS} close {KEEP}"), ISO, ACT
    )
    states = [voice.of((LOGS, end)).state for end in (RECORD, OTHER, KEEP, f"{ACT}:9-1")]
    assert states == [STATED, NONE, OPEN, SILENT]
    assert [Saying(state).definite for state in voices.STATES] == [True, True, False, False]


def test_a_requirement_without_counterpart_is_disjoint_with_all() -> None:
    voice = of_set(iso_to_act(f"{LOGS} noMatch"), ISO, ACT)
    assert voice.of((LOGS, RECORD)) == Saying(NONE, strm.DR, f"no counterpart of {LOGS}")
    assert voice.of((f"{ISO}:A.5.2", RECORD)).state == SILENT


def test_a_set_is_read_backwards_where_it_is_the_other_way_round() -> None:
    voice = of_set(iso_to_act(f"{LOGS} subset {RECORD}", f"{LOGS} supports {KEEP}"), ACT, ISO)
    assert voice.of((RECORD, LOGS)) == Saying(STATED, strm.PPI, "superset_of")
    assert voice.of((KEEP, LOGS)).words == "supports (read backwards)"


def test_a_set_that_contradicts_itself_says_nothing() -> None:
    voice = of_set(iso_to_act(f"{LOGS} subset {RECORD}", f"{LOGS} equal {RECORD}"), ISO, ACT)
    assert voice.of((LOGS, RECORD)) == Saying(OPEN, strm.ANY, "contradicts itself: subset_of and equal")


def test_a_loose_intersection_leaves_all_that_overlaps() -> None:
    item = iso_to_act(f"{LOGS} intersects {RECORD}")
    assert of_set(item, ISO, ACT).of((LOGS, RECORD)).mask == strm.PO
    assert of_set(item, ISO, ACT, loose=True).of((LOGS, RECORD)).mask == strm.OVERLAP


def test_duties_speak_of_every_decomposed_pair_that_is_asked_about(shipped: Knowledge) -> None:
    voice = of_duties(shipped, ISO, ACT, [(LOGS, OTHER), (LOGS, f"{ACT}:113")])
    assert voice.of((LOGS, RECORD)).state == STATED
    assert (voice.of((LOGS, OTHER)).state, voice.of((LOGS, OTHER)).mask) == (NONE, strm.DR)
    assert voice.of((LOGS, f"{ACT}:113")) == Saying(OPEN, strm.ANY, "not decomposed")
    assert list(voices.shared(shipped, ISO, "owasp-llm-2025")) == []
