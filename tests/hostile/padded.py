"""Bombs in files that are large, so that a cap in proportion to the file would give them a minute or more.

What makes them large is harmless: comments, stored bytes, white space, statements. Each is generated, none is kept.
"""

# ruff: noqa: PLW0108 - without the lambda each file would be made when the tests are collected
from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable, Mapping
from itertools import pairwise

from tests.exchange.workbooks import Book, Made
from tests.hostile.made import HEAD, MEBIBYTE, RDF, SHARED_STRINGS

COMMENTS = ("# " + "c" * 77 + "\n") * (2 * MEBIBYTE // 80)
LONG = "n" * 100_000
TERMS = {f"t{number}": f"x:{number}" for number in range(9_000)}
OSCAL = (
    "catalog:\n  uuid: u\n  metadata: {title: T, version: 1, oscal-version: 1.1.2, "
    "last-modified: '2024-02-13T17:43:40Z'}\n"
)
NODE = "{id: g, title: G, groups: *%s}"
YAML_BOMBS = {
    "aliases": OSCAL
    + "  a: &a [{id: g, title: G}]\n"
    + "".join(f"  {b}: &{b} [{', '.join([NODE % a] * 9)}]\n" for a, b in pairwise("abcdefghi"))
    + "  groups: *i\n",
    "merges": HEAD + "a0: &a0 {k: 1}\n" + "".join(f"a{n}: &a{n} {{<<: *a{n - 1}, k{n}: 1}}\n" for n in range(1, 3000)),
    "merged-often": HEAD + "a: &a {k: 1}\nb:\n" + "- {<<: *a, n: x}\n" * 5000,
    "circle": OSCAL + "  groups: &a [{id: g, title: G, groups: *a}]\n",
    "blank-lines": HEAD + "\n" * MEBIBYTE,
    "items": HEAD + "x: [" + "a," * 400_000 + "]\n",
    "deep": HEAD + "x: " + "[" * 100_000,
}


def _book(xml: str = "", sheets: int = 1, **parts: str) -> bytes:
    """A workbook with a MiB of bytes stored beside its sheets."""
    changed: dict[str, str | bytes] = {
        name.replace("__", "/").replace("_x", ".xml"): text for name, text in parts.items()
    }
    buffer = io.BytesIO(Book([Made(f"S{n}", [["a"]], xml=xml) for n in range(sheets)], parts=changed).content())
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/media/image.bin", random.Random(1).randbytes(MEBIBYTE))  # noqa: S311 - no secret
    return buffer.getvalue()


FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="15000"><c r="AMA15000"><v>1</v></c></row>'
STYLES = "<styleSheet><numFmts>" + '<numFmt numFmtId="200" formatCode="0"/>' * 300_000 + "</numFmts></styleSheet>"


def _rdf(root: str, inner: str) -> bytes:
    return f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:x="x:"{root}><!-- {LONG * 10} -->{inner}</rdf:RDF>'.encode()


def _linked(document: object) -> bytes:
    return (" " * MEBIBYTE + json.dumps(document)).encode()


def _attributes(what: str) -> str:
    return "<rdf:Description " + " ".join(f'{what}{n}="x:{n}"' for n in range(60_000)) + "/>"


# Name of the file -> its bytes.
PADDED: Mapping[str, Callable[[], bytes]] = {
    **{
        f"{name}.yaml": lambda bomb=bomb: (COMMENTS + bomb).encode()  # type: ignore[misc]
        for name, bomb in YAML_BOMBS.items()
    },
    "far-away.xlsx": lambda: _book(FAR),
    "far-away-in-each.xlsx": lambda: _book(FAR, sheets=100),
    "one-row.xlsx": lambda: _book("<row>" + " " * 100 * MEBIBYTE + "</row>"),
    "cells.xlsx": lambda: _book(("<row>" + "<c><v>1</v></c>" * 1000 + "</row>") * 4000),
    "rules.xlsx": lambda: _book(
        "<row><c><v>1</v></c></row></sheetData>" + "<dataValidation " * 300_000 + "<sheetData>"
    ),
    "long-tag.xlsx": lambda: _book("<row><c " + 'r="A1" ' * 100_000 + "/></row>"),
    "texts.xlsx": lambda: _book(xl__sharedStrings_x=SHARED_STRINGS + "<si><t/></si>" * 4_000_000 + "</sst>"),
    "workbook.xlsx": lambda: _book(xl__workbook_x="<workbook>" + "<a/>" * 5_000_000 + "</workbook>"),
    "formats.xlsx": lambda: _book(xl__styles_x=STYLES),
    "prefix.ttl": lambda: f"{COMMENTS}@prefix p: <x:{LONG}> .\n{'p:a p:b p:c .' * 20_000}".encode(),
    "long-prefix.ttl": lambda: (
        f"{COMMENTS}@prefix p: <x:{LONG[:8_000]}> .\n" + "".join(f"p:a p:b p:{n} .\n" for n in range(60_000))
    ).encode(),
    "prefixes.ttl": lambda: "".join(f"@prefix p{n}: <x:{n}> .\n" for n in range(80_000)).encode(),
    "list.ttl": lambda: ("<x:a> <x:p> (" + "1 " * MEBIBYTE + ") .").encode(),
    "blank-nodes.ttl": lambda: ("<x:a> <x:p> []" + ",[]" * MEBIBYTE + " .").encode(),
    "objects.ttl": lambda: ("<x:a> <x:p> 1" + ",1" * (MEBIBYTE // 2) + " .").encode(),
    "copied.jsonld": lambda: _linked({"@context": TERMS, "@graph": [{"@context": {}, "t1": 1}] * 10_000}),
    "scoped.jsonld": lambda: _linked(
        {"@context": {"p": {"@id": "x:p", "@context": TERMS}}, "@graph": [{"p": {"t1": 1}}] * 10_000}
    ),
    "chain.jsonld": lambda: _linked({"@context": {f"t{n}": f"t{n + 1}:a" for n in range(9_000)}, "t0": 1}),
    "long-term.jsonld": lambda: _linked({"@context": {"p": f"x:{LONG}"}, "@graph": [{"p:b": 1}] * 20_000}),
    "list.jsonld": lambda: ('{"@id": "x:a", "x:p": {"@list": [' + "1," * MEBIBYTE + "1]}}").encode(),
    "attributes.rdf": lambda: _rdf("", _attributes("x:a")),
    "namespaces.rdf": lambda: _rdf("", _attributes("xmlns:a")),
    "long-namespace.rdf": lambda: _rdf(f' xmlns:l="x:{LONG}"', "<l:a><l:p>1</l:p></l:a>" * 30_000),
    "twice.json": lambda: (
        '{"catalog": {"metadata": {"oscal-version": "1.1.2"}, "x": {'
        + ",".join(f'"k{n}": 1' for n in range(100_000))
        + ', "k99999": 1}}}'
    ).encode(),
    "lists.json": lambda: (
        '{"catalog": {"metadata": {"oscal-version": "1.1.2"}, "x": [' + "[]," * 4 * MEBIBYTE + "[]]}}"
    ).encode(),
}
