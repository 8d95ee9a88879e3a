"""Requirements and frameworks as people write them: understood and said, or one clear error with what may be meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.clock import Clock
from kg.engine import KnowledgeGraph, importing, picking
from kg.errors import NotFound
from kg.knowledge import Knowledge
from kg.portfolio import model
from kg.portfolio.records import Organisation


@pytest.fixture
def heard() -> list[str]:
    """What was said."""
    return []


@pytest.fixture
def graph(tmp_path: Path, shipped: Knowledge, heard: list[str]) -> KnowledgeGraph:
    """A store without a record."""
    found = KnowledgeGraph(tmp_path / "store", notice=heard.append)
    found.knowledge = shipped
    return found


@pytest.mark.parametrize(
    ("text", "curie", "said"),
    [
        ("eu-ai-act:26-5", "eu-ai-act:26-5", []),
        ("Art. 26 (5) AI Act", "eu-ai-act:26-5", ["Art. 26 (5) AI Act is read as eu-ai-act:26-5"]),
        ("A 6.2.3", "iso-42001-2023:A.6.2.3", ["A 6.2.3 is read as iso-42001-2023:A.6.2.3"]),
        ("26(5)(a)", "eu-ai-act:26-5", ["26(5)(a) is read as eu-ai-act:26-5, which stands above it"]),
    ],
)
def test_a_requirement_is_understood_and_said(
    graph: KnowledgeGraph, heard: list[str], text: str, curie: str, said: list[str]
) -> None:
    assert picking.requirement(graph, text, Clock()) == curie
    assert heard == said


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("A.5.2", "no requirement can be told: the name is ambiguous",
         "it may mean iso-27001-2022:A.5.2 or iso-42001-2023:A.5.2"),
        ("ISO 27001:2013 A.12.1.1", "no requirement can be told: the name is of another edition",
         "it is of the edition of 2013, known is iso-27001-2022"),
        ("Art. 99 AI Act", "nothing is required there", "what stands below it: eu-ai-act:99-5"),
        ("ISO 42001 A.6.28", "no such requirement", "iso-42001-2023:A.6.2.8"),
        ("iso-42001-2023:A.6.28", "no such requirement", "iso-42001-2023:A.6.2.8"),
    ],
)  # fmt: skip
def test_what_cannot_be_told_is_one_clear_error(graph: KnowledgeGraph, text: str, message: str, hint: str) -> None:
    with pytest.raises(NotFound) as error:
        picking.requirement(graph, text, Clock())
    assert error.value.message == message
    assert hint in (error.value.hint or "")


def test_the_frameworks_picked_or_in_view_go_first(graph: KnowledgeGraph, heard: list[str]) -> None:
    assert picking.requirement(graph, "A.5.2", Clock(), ["iso-27001-2022"]) == "iso-27001-2022:A.5.2"
    incoming = model.build([Organisation(id="acme", name="Acme", instruments=("iso-42001-2023",))])
    importing.record(graph, incoming, "for the test")
    assert picking.requirement(graph, "A.5.2", Clock()) == "iso-42001-2023:A.5.2"
    assert picking.requirement(graph, "A.5.2", Clock(), ["iso-27001-2022"]) == "iso-27001-2022:A.5.2"
    assert heard[-2] == "A.5.2 is read as iso-42001-2023:A.5.2"


def test_a_curie_names_norms_or_the_nearest_are_said(graph: KnowledgeGraph) -> None:
    assert len(picking.norms(graph, "eu-ai-act:26-5", Clock())) == 3
    with pytest.raises(NotFound, match="no such requirement") as error:
        picking.norms(graph, "eu-ai-act:26-6-a", Clock())
    assert error.value.hint == "it may mean eu-ai-act:26-6, which stands above it"


def test_a_framework_is_known_by_its_names(graph: KnowledgeGraph, heard: list[str]) -> None:
    assert picking.framework(graph, "ISO/IEC 42001:2023", Clock()) == "iso-42001-2023"
    assert heard == ["ISO/IEC 42001:2023 is read as iso-42001-2023"]
    assert picking.framework(graph, "EU AI Act", Clock()) == "eu-ai-act"
    assert picking.framework(graph, "ISO 42001", Clock()) == "iso-42001-2023"
    for text in ("ISO 42001:2030", "ISO 42001 A.6", "eu-ai-akt"):
        with pytest.raises(NotFound, match="no such framework"):
            picking.framework(graph, text, Clock())
