"""Each reader on valid files with random damage: a value or an error meant for people, never anything else, and soon.

A few examples run each time. `make test-long` gives every reader ten minutes of its own, with other examples in
every run of the loop; NORMGRAPH_FUZZ_SECONDS changes that.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from kg import knowledge
from kg.errors import NormgraphError
from kg.exchange import portfolio_workbook, reading, wire
from kg.exchange.kinds import Asked, Options
from kg.exchange.oscal_xml import NAMESPACE
from kg.knowledge import Knowledge
from kg.portfolio import model
from kg.portfolio.records import Organisation, System
from tests.exchange.oscal_made import BACK, METADATA
from tests.exchange.test_ciso_library import HEAD, NODES
from tests.exchange.test_ciso_mappings import LIBRARY
from tests.exchange.test_ciso_workbook import CONTENT, FIRST, SECOND
from tests.exchange.test_mapping_file import SAMPLES
from tests.exchange.test_olir import GENERAL, HEADER, ROWS
from tests.exchange.test_oscal_catalog import CATALOG
from tests.exchange.test_oscal_components import ROLES
from tests.exchange.test_oscal_components import STATUS as IMPLEMENTED
from tests.exchange.test_oscal_mappings import COLLECTION
from tests.exchange.test_oscal_xml import CATALOG as CATALOG_XML
from tests.exchange.test_skos import CONCEPTS, SCHEME
from tests.exchange.test_strm_sheet import SCF, TWELVE
from tests.exchange.workbooks import Book, Made
from tests.hostile.made import PLAIN_RDF

SECONDS = float(os.environ.get("NORMGRAPH_FUZZ_SECONDS", "600"))
SOON = 5.0
TOKENS = (
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\r", b"\n", b"\n\n", b"\t", b'"', b"'", b"''", b",",
    b";", b":", b": ", b"- ", b"{", b"}", b"[", b"]", b"<", b">", b"<<", b"&a ", b"*a", b"!!binary ", b"!x ", b"? ",
    b"|", b"#", b"%", b"@", b"\\", b"\\u0000", b"\\ud800", b"~", b"null", b"true", b"-1", b"1e999", b"9" * 400,
    b"2026-02-30", b"..", b"&amp;", b"&#0;", b"<!DOCTYPE a>", b"<!--", b"]]>", b"_:b", b"^^", b"@en", b"\xe2\x80\xa8",
    b"a" * 5000, b"(", b")",
)  # fmt: skip
Edit = tuple[str, float, float, bytes]
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["put", "put", "cut", "end", "copy", "flip"]),
        st.floats(0, 1),
        st.floats(0, 1),
        st.sampled_from(TOKENS) | st.binary(min_size=1, max_size=6),
    ),
    min_size=1,
    max_size=6,
)
TURTLE = b"""@prefix x: <x:> .
x:a a x:B ; x:p 1, 1.5, true, "text"@en, 'x'^^x:t, [ x:q (1 2 [ x:r x:s ]) ] .
<x:c> <x:p> \"\"\"long "text" \\u00e4\"\"\" . # a comment
"""
CONTROLS = [
    ["name", "csf_function", "ref_id", "status", "eta", "owner"],
    ["Firewall", "protect", "C1", "active", "2026-01-31", "ann@x.org"],
    ["Logs", "detect", "C2", "in_progress", "", "Security team"],
]
SHEET = [
    ["id", "framework_slug", "framework_title", "framework_issued", "title", "duties"],
    ["Q1", "contract", "Contract", "2026-01-01", "Watch", "monitor-operation"],
    ["Q2", "", "", "", "Keep logs", "keep-event-logs[retention=P1Y]"],
]


def _inventory_workbook() -> bytes:
    rows = list(csv.reader(io.StringIO(_inventory().decode("cp1252"))))
    return Book([Made("S", rows, merged=["E2:E3"]), Made("T", [["Yes"], ["No"]], state="hidden")]).content()


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    return "".join(",".join(f'"{cell}"' for cell in line) + "\n" for line in rows).encode()


def _example(name: str) -> bytes:
    return (Path(__file__).resolve().parents[2] / "examples" / name).read_bytes()


def _inventory() -> bytes:
    return b"\n".join(_example("us-federal-2024/excerpt-60.csv").split(b"\n")[:8])


def _book(*sheets: tuple[str, Sequence[Sequence[Any]]]) -> bytes:
    return Book([Made(name, rows) for name, rows in sheets]).content()


def _oscal(model: str, body: dict[str, Any]) -> bytes:
    return json.dumps({model: {"uuid": "d1", "metadata": METADATA, "back-matter": BACK, **body}}).encode()


def _portfolio() -> bytes:
    text = _example("customer-questionnaire/portfolio.yaml").decode()
    text = re.sub("northwind-questionnaire-2026:[A-Z0-9]+", "iso-42001-2023:A.2.2", text)
    return text.replace("northwind-questionnaire-2026", "iso-27001-2022").encode()


def _portfolio_workbook() -> bytes:
    portfolio = model.build([Organisation(id="acme", name="Acme"), System(id="acme:mail", name="Mail filter")])
    return portfolio_workbook.to_workbook(portfolio, knowledge.load(), "made")


_USE = {"component-uuid": "k1", "uuid": "u", "description": "By us.", "implementation-status": {"state": "partial"}}
_STATEMENT = {"statement-id": "A.2.2_smt.a", "uuid": "s", "by-components": [_USE]}
PLAN: dict[str, Any] = {
    "import-profile": {"href": "#r1"},
    "system-implementation": {"components": [{"uuid": "k1", "type": "process", "title": "k1", "description": "x"}]},
    "control-implementation": {
        "implemented-requirements": [
            {"uuid": "r", "control-id": "A.2.3", "by-components": [_USE]},
            {"uuid": "q", "control-id": "A.2.2", "statements": [_STATEMENT]},
        ]
    },
}
_REQUIREMENT = {"uuid": "r", "control-id": "A.2.2", "description": "So.", "props": [IMPLEMENTED]}
COMPONENTS: dict[str, Any] = {
    "components": [
        {
            "uuid": "k1",
            "type": "software",
            "title": "A *database*",
            "description": "It keeps.",
            "responsible-roles": ROLES,
            "control-implementations": [{"uuid": "i", "source": "#r1", "implemented-requirements": [_REQUIREMENT]}],
        }
    ],
    "capabilities": [{"uuid": "x", "name": "All"}],
}
_DAY = "<last-modified>2024-02-13T17:43:40Z</last-modified>"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
LINKED: dict[str, Any] = {
    "@context": {"skos": _SKOS, "dcterms": "http://purl.org/dc/terms/"},
    "@graph": [
        {"@id": "x:s", "@type": "skos:ConceptScheme", "dcterms:title": "Rules", "dcterms:issued": "2025-03-01"},
        {"@id": "x:s/1", "@type": "skos:Concept", "skos:notation": "1", "skos:prefLabel": "One"},
    ],
}
LINKED_XML = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="{_SKOS}"
 xmlns:dcterms="http://purl.org/dc/terms/"><skos:ConceptScheme rdf:about="x:s"><dcterms:title>Rules</dcterms:title>
 <dcterms:issued>2025-03-01</dcterms:issued></skos:ConceptScheme><skos:Concept rdf:about="x:s/1">
 <skos:notation>1</skos:notation><skos:prefLabel>One</skos:prefLabel></skos:Concept></rdf:RDF>""".encode()
PLAN_XML = f"""<system-security-plan xmlns="{NAMESPACE}" uuid="d1"><metadata><title>T</title>{_DAY}<version>1</version>
 <oscal-version>1.1.2</oscal-version></metadata><import-profile href="#r1"/><system-implementation>
 <component uuid="k1" type="process"><title>k1</title><description><p>x</p></description><status state="operational"/>
 </component></system-implementation><control-implementation><description><p>So.</p></description>
 <implemented-requirement uuid="r" control-id="A.2.3"><by-component component-uuid="k1" uuid="u"><description>
 <p>By us.</p></description><implementation-status state="partial"/></by-component></implemented-requirement>
 </control-implementation></system-security-plan>""".encode()
EVIDENCE = [
    ["name", "description", "evidence_kind", "expiry_date", "link"],
    ["Policy", "Our policy", "policy-document", "2026-01-31", "https://x.org"],
    ["Logs", "", "", "", ""],
]

# What each reader is given whole, by the name of the file. Before the comma stands what it is imported as.
SEEDS: dict[str, Callable[[], list[tuple[str, bytes]]]] = {
    "portfolio": lambda: [("x.yaml", _portfolio())],
    "portfolio, workbook": lambda: [("x.xlsx", _portfolio_workbook())],
    "framework": lambda: [
        ("x.yaml", _example("customer-questionnaire/framework.yaml")),
        ("x.csv", _example("customer-questionnaire/framework.csv")),
        ("x.xlsx", _book(("S", SHEET))),
    ],
    "framework, OSCAL": lambda: [
        ("x.json", json.dumps({"catalog": CATALOG}).encode()),
        ("x.yaml", json.dumps({"catalog": CATALOG}, indent=1).encode()),
        ("x.xml", CATALOG_XML.replace("<oscal-version>", f"{_DAY}<oscal-version>").encode()),
    ],
    "framework, SKOS": lambda: [
        ("x.ttl", (SCHEME + CONCEPTS).encode()),
        ("x.jsonld", json.dumps(LINKED).encode()),
        ("x.rdf", LINKED_XML),
    ],
    "framework, CISO Assistant": lambda: [
        ("x.yaml", (HEAD + NODES).encode()),
        ("x.xlsx", _book(*SECOND)),
        ("x.xlsx", _book(("library_content", FIRST), ("reqs", CONTENT), ("ig", [["ref_id"]]))),
    ],
    "inventory": lambda: [
        ("x.csv", _inventory()),
        ("x.xlsx", _inventory_workbook()),
    ],
    "graph": lambda: [
        ("x.ttl", TURTLE),
        ("x.trig", b"{ <x:a> <x:p> <x:b> }"),
        ("x.nt", b'<x:a> <x:p> "b"@en .\n_:a <x:p> _:b .\n'),
        ("x.nq", b'<x:a> <x:p> "b"^^<x:t> .\n'),
        ("x.jsonld", b'{"@context": {"a": "b:x", "b": "a:y"}, "a": 1}'),
        ("x.jsonld", b'{"@context": {"p": "x:p"}, "@id": "x:a", "p": [1, "b", {"@list": [{"@value": "c"}]}]}'),
        ("x.rdf", PLAIN_RDF),
    ],
    "mapping-set, SSSOM": lambda: [(SAMPLES["sssom"][0], SAMPLES["sssom"][1].encode())],
    "mapping-set, CISO Assistant": lambda: [("x.yaml", LIBRARY.encode())],
    "mapping-set, OSCAL": lambda: [("x.json", json.dumps(COLLECTION).encode())],
    "mapping-set, OLIR": lambda: [
        ("x.csv", SAMPLES["olir"][1].encode()),
        ("x.xlsx", _book(("General Information", GENERAL), ("Relationships", (HEADER, *ROWS)))),
    ],
    "mapping-set, STRM": lambda: [
        ("x.csv", _csv(SCF)),
        ("x.csv", _csv(TWELVE)),
        ("x.xlsx", _book(("S", SCF))),
    ],
    "mapping-set, table": lambda: [
        ("x.csv", SAMPLES["table"][1].encode()),
        ("x.xlsx", _book(("S", [["source", "target", "relation"], ["A.6.2.8", "Art. 12", "equal"]]))),
    ],
    "oscal-ssp": lambda: [
        ("x.json", _oscal("system-security-plan", PLAN)),
        ("x.xml", PLAN_XML),
    ],
    "oscal-component-definition": lambda: [("x.json", _oscal("component-definition", COMPONENTS))],
    "ciso-assistant-controls": lambda: [("x.csv", _csv(CONTROLS)), ("x.xlsx", _book(("S", CONTROLS)))],
    "ciso-assistant-evidence": lambda: [("x.csv", _csv(EVIDENCE)), ("x.xlsx", _book(("S", EVIDENCE)))],
}


def damaged(content: bytes, edits: list[Edit]) -> bytes:
    """A file after some edits."""
    for what, first, second, token in edits:
        start, length = int(first * len(content)), int(second * 40)
        if what == "put":
            content = content[:start] + token + content[start:]
        elif what == "cut":
            content = content[:start] + content[start + length :]
        elif what == "copy":
            content = content[:start] + content[start : start + length] * 8 + content[start:]
        elif what == "flip":
            content = content[:start] + token + content[start + len(token) :]
        elif length > 20:
            content = content[:start]
    return content


def damaged_parts(content: bytes, edits: list[Edit]) -> bytes:
    """A workbook with one part after some edits, packed anew: what damages the archive itself ends there."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    chosen = sorted(parts)[int(edits[0][1] * (len(parts) - 1))]
    parts[chosen] = damaged(parts[chosen], edits)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def _asked(reader: str, shipped: Knowledge) -> Asked:
    asked = Asked(Options(reader.partition(",")[0], framework="iso-42001-2023", scope=("organisation",)), "acme")
    asked.__dict__["shipped"] = shipped
    return asked


def fuzz(reader: str, folder: Path, shipped: Knowledge, examples: int, number: int) -> None:
    """Give a reader so many damaged files; `number` chooses which."""

    @seed(number)
    @settings(
        max_examples=examples, derandomize=False, database=None, deadline=None,
        phases=[Phase.generate, Phase.shrink], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(st.sampled_from(SEEDS[reader]()), EDITS, st.booleans())
    def one(whole: tuple[str, bytes], edits: list[Edit], inside: bool) -> None:
        name, content = whole
        path = folder / name
        path.write_bytes(damaged_parts(content, edits) if inside and name == "x.xlsx" else damaged(content, edits))
        asked = _asked(reader, shipped)
        started = time.process_time()
        try:
            found = reading.read(path, asked)
        except NormgraphError as error:
            assert error.exit_code in (2, 3), str(error)  # noqa: PT017 - either outcome is right
        else:
            assert wire.load(type(found.value), wire.dump(found.value)) == found.value
        assert time.process_time() - started < SOON

    one()


@pytest.mark.parametrize("reader", SEEDS)
def test_what_is_damaged_is_read_when_it_is_whole(reader: str, tmp_path: Path, shipped: Knowledge) -> None:
    read = 0
    for name, content in SEEDS[reader]():
        (tmp_path / name).write_bytes(content)
        with contextlib.suppress(NormgraphError):
            read += bool(reading.read(tmp_path / name, _asked(reader, shipped)).value)
    assert read


@pytest.mark.parametrize("reader", SEEDS)
def test_a_damaged_file_is_read_or_refused(reader: str, tmp_path: Path, shipped: Knowledge) -> None:
    # An inventory is compared with every profile there is.
    fuzz(reader, tmp_path, shipped, 3 if reader == "inventory" else 20, 1)


@pytest.mark.long
@pytest.mark.parametrize("reader", SEEDS)
def test_ten_minutes_of_damaged_files(reader: str, tmp_path: Path, shipped: Knowledge) -> None:
    end, number = time.monotonic() + SECONDS, 0
    while time.monotonic() < end:
        number += 1
        fuzz(reader, tmp_path, shipped, 100, number)
    assert number > 0
