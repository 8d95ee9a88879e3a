"""Each kind of file has its reader; a word beside the file that names nothing is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import NotFound, UsageError
from kg.exchange import measures_file
from kg.exchange.kinds import NAMES, Asked, Options
from kg.knowledge import Knowledge


def asked(knowledge: Knowledge, organisation: str = "acme", **options: str) -> Asked:
    made = Asked(Options(**options), organisation)  # type: ignore[arg-type]
    made.__dict__["shipped"] = knowledge
    return made


def test_every_kind_can_be_asked_for() -> None:
    assert set(measures_file.READERS) <= set(NAMES)


def test_a_file_is_read_as_its_kind(tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / "f.csv"
    path.write_text("name,csf_function\nLogging,detect\n", encoding="utf-8")
    found = measures_file.read("ciso-assistant-controls", path, asked(knowledge))
    assert [record.id.partition(":")[0] for record in found.records] == ["acme"]


@pytest.mark.parametrize(
    ("options", "where"),
    [
        ({"framework": "iso-4201"}, "--framework"),
        ({"evidence_kind": "poem"}, "--evidence-kind"),
        ({"status": "done"}, "--status"),
    ],
)
def test_a_word_that_names_nothing_is_refused(options: dict[str, str], where: str, knowledge: Knowledge) -> None:
    with pytest.raises(NotFound, match=r"no such (framework|name)") as caught:
        measures_file.claims_of(asked(knowledge, **options))
    assert caught.value.where == where


def test_whose_it_is_has_to_be_said(knowledge: Knowledge) -> None:
    with pytest.raises(UsageError, match="whose it is") as caught:
        measures_file.claims_of(asked(knowledge, ""))
    assert caught.value.where == "--org"
