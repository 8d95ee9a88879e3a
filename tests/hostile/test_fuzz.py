"""Each reader on valid files with random damage: a value or an error meant for people, never anything else, and soon.

A few examples run each time. `make test-long` gives every reader ten minutes of its own, with other examples in
every run of the loop; NORMGRAPH_FUZZ_SECONDS changes that.
"""

from __future__ import annotations

import io
import json
import os
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from kg.errors import NormgraphError
from kg.exchange import reading, wire
from kg.exchange.kinds import Asked, Options
from kg.knowledge import Knowledge
from tests.exchange.test_ciso_mappings import LIBRARY
from tests.exchange.test_mapping_file import SAMPLES
from tests.exchange.test_oscal_mappings import COLLECTION
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


def _csv(rows: list[list[str]]) -> bytes:
    return "".join(",".join(f'"{cell}"' for cell in line) + "\n" for line in rows).encode()


def _example(name: str) -> bytes:
    return (Path(__file__).resolve().parents[2] / "examples" / name).read_bytes()


def _inventory() -> bytes:
    return b"\n".join(_example("us-federal-2024/excerpt-60.csv").split(b"\n")[:8])


# What each reader is given whole, by the name of the file.
SEEDS: dict[str, Callable[[], list[tuple[str, bytes]]]] = {
    "portfolio": lambda: [("x.yaml", _example("customer-questionnaire/portfolio.yaml"))],
    "framework": lambda: [
        ("x.yaml", _example("customer-questionnaire/framework.yaml")),
        ("x.csv", _example("customer-questionnaire/framework.csv")),
        ("x.xlsx", Book([Made("S", SHEET)]).content()),
    ],
    "inventory": lambda: [
        ("x.csv", _inventory()),
        ("x.xlsx", Book([Made("S", SHEET, merged=["A2:B3"]), Made("T", SHEET, state="hidden")]).content()),
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
    "mapping-set": lambda: [
        *((name, text.encode()) for name, text in SAMPLES.values()),
        ("x.yaml", LIBRARY.encode()),
        ("x.json", json.dumps(COLLECTION).encode()),
        ("x.xlsx", Book([Made("S", [["source", "target", "relation"], ["A.6.2.8", "Art. 12", "equal"]])]).content()),
    ],
    "ciso-assistant-controls": lambda: [
        ("x.csv", _csv(CONTROLS)),
        ("x.xlsx", Book([Made("S", CONTROLS)]).content()),
    ],
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


def fuzz(kind: str, folder: Path, knowledge: Knowledge, examples: int, number: int) -> None:
    """Give a reader so many damaged files; `number` chooses which."""

    @seed(number)
    @settings(
        max_examples=examples, derandomize=False, database=None, deadline=None,
        phases=[Phase.generate, Phase.shrink], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(st.sampled_from(SEEDS[kind]()), EDITS, st.booleans())
    def one(whole: tuple[str, bytes], edits: list[Edit], inside: bool) -> None:
        name, content = whole
        path = folder / name
        path.write_bytes(damaged_parts(content, edits) if inside and name == "x.xlsx" else damaged(content, edits))
        asked = Asked(Options(kind=kind), "acme")
        asked.__dict__["shipped"] = knowledge
        started = time.process_time()
        try:
            found = reading.read(path, asked)
        except NormgraphError as error:
            assert error.exit_code in (2, 3), str(error)  # noqa: PT017 - either outcome is right
        else:
            assert wire.load(type(found.value), wire.dump(found.value)) == found.value
        assert time.process_time() - started < SOON

    one()


@pytest.mark.parametrize("kind", SEEDS)
def test_a_damaged_file_is_read_or_refused(kind: str, tmp_path: Path, shipped: Knowledge) -> None:
    # An inventory is compared with every profile there is.
    fuzz(kind, tmp_path, shipped, 3 if kind == "inventory" else 25, 1)


@pytest.mark.long
@pytest.mark.parametrize("kind", SEEDS)
def test_ten_minutes_of_damaged_files(kind: str, tmp_path: Path, shipped: Knowledge) -> None:
    end, number = time.monotonic() + SECONDS, 0
    while time.monotonic() < end:
        number += 1
        fuzz(kind, tmp_path, shipped, 100, number)
    assert number > 0
