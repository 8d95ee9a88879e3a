"""SSSOM tables: metadata before the table or beside it, every noMatch and every shifted row accounted for."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.crosswalk.mappings import ReadSet
from kg.errors import InputError
from kg.exchange import mapping_file, sssom
from kg.knowledge import Knowledge

EXPECTED = json.loads((Path(__file__).parent / "expected" / "crosswalks.json").read_text(encoding="utf-8"))
COLUMNS = (
    "subject_id", "predicate_modifier", "predicate_id", "object_id", "mapping_justification", "mapping_tool",
    "confidence", "comment",
)  # fmt: skip
HEAD = "\t".join(COLUMNS) + "\n"
META = """\
# mapping_set_id: https://example.org/sets/iso2act.sssom.tsv
# mapping_set_title: ISO to the AI Act
# license: https://creativecommons.org/licenses/by/4.0/
# creator_id:
#   - orcid:0000-0000-0000-0001
# mapping_date: 2026-01-31
# object_source: eu-ai-act
# curie_map:
#   iso: https://w3id.org/normgraph/id/iso-42001-2023/
#   act: https://example.org/act/
#   scf: https://example.org/scf/
"""
ROWS = """\
iso:A.6.2.8\t\tskos:broadMatch\tact:12\tsemapv:ManualMappingCuration\t\t0.9\tlogs
iso:A.6.2.8\tNot\tskos:exactMatch\tact:26-5-a\tsemapv:ManualMappingCuration\t\t\t
iso:A.2.2\t\tskos:exactMatch\tsssom:NoTermFound\tsemapv:ManualMappingCuration\t\t\t
iso:A.2.2\t\tskos:closeMatch\tact:17\tsemapv:LexicalMatching\trdf_matcher\t1.5\t
iso:A.12.9\t\tskos:relatedMatch\tact:17\tsemapv:ManualMappingCuration\t\thigh\t
iso:A.2.2\t\tskos:sortOfMatch\tact:17\tsemapv:ManualMappingCuration\t\t\t
iso:A.2.2\t\tskos:exactMatch\t\tsemapv:ManualMappingCuration\t\t\t
iso:A.2.2\tskos:exactMatch\tact:17\tsemapv:ManualMappingCuration\t\t0.9\t
iso:A.2.2\t\tskos:exactMatch\tact:17\tsemapv:ManualMappingCuration\t\t0.9\tlogs\tone more
"""


@pytest.fixture
def read(tmp_path: Path, shipped: Knowledge) -> Any:
    """Reads a text as an SSSOM file."""

    def _read(text: str, name: str = "made-up.sssom.tsv") -> ReadSet:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        (found,) = mapping_file.read(path, shipped).sets
        return found

    return _read


@pytest.mark.shared
@pytest.mark.parametrize("name", ["ibm2nistgenai.tsv", "ibm2owasp.tsv"])
def test_published_files_are_accounted_for(name: str, shared: Path, shipped: Knowledge) -> None:
    expected = EXPECTED[name]
    (read,) = mapping_file.read(shared / "inputs" / "crosswalks" / name, shipped).sets
    found = read.mapping_set
    shifted = [item for item in read.findings if item.code == "shifted"]
    assert (found.rows, found.left_out) == (expected["rows"], len(expected["shifted"]))
    assert [item.place for item in shifted] == [f"row {number}" for number in expected["shifted"]]
    relations = Counter(row.relation.asserted for row in found.mappings) + Counter(["noMatch"] * len(shifted))
    assert relations == expected["relations"]
    negative = [row for row in found.mappings if row.negative]
    assert len(negative) == expected["relations"]["noMatch"] - len(shifted)
    assert sum(row.target.state == "none" for row in negative) == expected["without_object"]
    assert sum(bool(row.machine) for row in found.mappings) == expected["machine_made"]
    assert {row.justification for row in found.mappings} == {"semapv:ManualMappingCuration"}
    assert all(row.author and row.confidence == "0.95" for row in found.mappings)
    assert found.licence == "https://www.apache.org/licenses/LICENSE-2.0.html"
    assert found.source.startswith("foreign:ibm")
    assert {row.target.state for row in found.mappings} == {"resolved", "none"}


def test_what_is_read_of_a_row(read: Any) -> None:
    found = read(META + HEAD + ROWS)
    first, denied, nothing, lexical, unknown = found.mapping_set.mappings
    assert (first.source.id, first.target.id, first.relation.name) == (
        "iso-42001-2023:A.6.2.8",
        "eu-ai-act:12",
        "subset_of",
    )
    assert (first.confidence, first.comment, first.machine, first.place) == ("0.9", "logs", "", "row 13")
    assert (denied.negative, denied.relation.shown, denied.target.state) == (True, "not equal", "rolled-up")
    assert (nothing.negative, nothing.target.state, nothing.target.id) == (True, "none", "")
    assert lexical.machine == "justification semapv:LexicalMatching; mapping tool rdf_matcher"
    assert (lexical.confidence, unknown.confidence) == ("", "")
    assert (unknown.source.state, unknown.source.id) == ("unknown", "unresolved:iso-42001-2023/A.12.9")
    assert unknown.source.hint.startswith("did you mean iso-42001-2023:")


def test_what_is_not_understood_is_reported_with_its_row(read: Any) -> None:
    found = read(META + HEAD + ROWS)
    assert [(item.place, item.code, item.found) for item in found.findings] == [
        ("row 20", "shifted", "semapv:ManualMappingCuration in object_id"),
        ("row 21", "shifted", "one more"),
        ("row 16", "confidence", "1.5"),
        ("row 17", "confidence", "high"),
        ("row 18", "relation", "skos:sortOfMatch"),
        ("row 19", "no-end", "nothing"),
    ]
    assert (found.mapping_set.rows, found.mapping_set.left_out) == (9, 4)


def test_what_is_read_of_a_set(read: Any) -> None:
    found = read(META + HEAD + ROWS).mapping_set
    assert (found.id, found.title, found.day) == ("iso2act", "ISO to the AI Act", "2026-01-31")
    assert (found.source, found.target) == ("iso-42001-2023", "eu-ai-act")
    assert found.licence == "https://creativecommons.org/licenses/by/4.0/"
    assert found.creators == ("orcid:0000-0000-0000-0001",)
    assert (found.form, found.file) == ("sssom", "made-up.sssom.tsv")


def test_metadata_may_stand_beside_the_table(read: Any, tmp_path: Path) -> None:
    meta = "\n".join(line.removeprefix("# ") for line in META.splitlines())
    (tmp_path / "made-up.sssom.yml").write_text(meta, encoding="utf-8")
    found = read(HEAD + ROWS.splitlines(keepends=True)[0])
    assert (found.mapping_set.id, found.mapping_set.target) == ("iso2act", "eu-ai-act")
    assert found.mapping_set.mappings[0].target.id == "eu-ai-act:12"


def test_a_foreign_end_keeps_its_address_and_an_undeclared_prefix_is_said_once(read: Any) -> None:
    rows = "iso:A.2.2\t\tskos:closeMatch\tscf:gov-01\t\t\t\t\n" + "iso:A.2.3\t\tskos:closeMatch\tother:x\t\t\t\t\n" * 2
    found = read(META.replace("# object_source: eu-ai-act\n", "") + HEAD + rows)
    first, second, _ = found.mapping_set.mappings
    assert (first.target.id, first.target.state) == ("https://example.org/scf/gov-01", "foreign")
    assert (second.target.id, second.target.state) == ("foreign:other/x", "foreign")
    assert [(item.code, item.found) for item in found.findings] == [("prefix", "other")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a\tb\n1\t2\n", "not an SSSOM table"),
        ("# only: metadata\n", "not an SSSOM table"),
        ("# curie_map: [\n" + HEAD, "not valid YAML"),
    ],
)
def test_what_is_no_sssom_is_one_clear_error(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "made-up.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        sssom.read(path)
    assert error.value.message == said
    assert error.value.where


CELL = st.text(st.characters(exclude_characters='\t\r\n"#', exclude_categories=["C"]), max_size=12)
WORDS = st.sampled_from(
    ["iso:A.2.2", "act:17", "skos:exactMatch", "noMatch", "semapv:LexicalMatching", "Not", "0.9", ""]
)


@given(rows=st.lists(st.lists(st.one_of(WORDS, CELL), min_size=1, max_size=10), max_size=8))
def test_no_row_is_lost_unreported(
    rows: list[list[str]], shipped: Knowledge, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("sssom") / "dirty.tsv"
    kept = [cells for cells in rows if any(cell.strip() for cell in cells)]
    path.write_text(META + HEAD + "".join("\t".join(cells) + "\n" for cells in rows), encoding="utf-8")
    (read,) = mapping_file.read(path, shipped).sets
    found = read.mapping_set
    assert found.rows == len(kept) == len(found.mappings) + found.left_out
    lost = {item.place for item in read.findings if item.code in ("shifted", "relation", "no-end")}
    assert len(lost) == found.left_out
    assert not lost & {row.place for row in found.mappings}
