"""Files made to do harm, twenty for each format: small, and meant to take time, memory, the network or other files.

Each is generated, none is kept. `FILES` holds them by format; a file's name ends as its format's files do.
"""

from __future__ import annotations

import gzip
import io
import json
import struct
import zipfile
from collections.abc import Callable, Mapping
from itertools import pairwise

from tests.exchange.workbooks import Book, Made, row

Make = Callable[[], bytes]
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
PASSWORDS = "file:///etc/passwd"
MEBIBYTE = 1 << 20
HEAD = "normgraph: 1\norganisation: {id: acme, name: Acme}\n"


def _text(text: str, encoding: str = "utf-8") -> Make:
    return lambda: text.encode(encoding)


def _bombs(plain: bytes) -> dict[str, Make]:
    """What can be done to a file of any format that is text."""
    return {
        "empty": lambda: b"",
        "nul-bytes": lambda: plain[:20] + b"\0" * 5000 + plain[20:],
        "not-utf-8": lambda: plain[:-2] + b"\xff\xfe\xc0\x80" + plain[-2:],
        "compressed": lambda: gzip.compress(b"\0" * 50 * MEBIBYTE),
        "zipped": lambda: _archive({"a": plain}),
        "marks-only": lambda: b"\xef\xbb\xbf" * 1000,
        "noise": lambda: bytes((number * number * 31 + number // 7) % 256 for number in range(20_000)),
        "utf-16-cut": lambda: (b"\xff\xfe" + plain.decode().encode("utf-16-le"))[:-1],
    }


YAML = {
    **_bombs(HEAD.encode()),
    "aliases": _text(
        HEAD + "a: &a [x]\n" + "".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in pairwise("abcdefghi"))
    ),
    "aliases-as-ids": _text(HEAD + "systems:\n - &s {id: s, name: N}\n" + " - *s\n" * 20_000),
    "alias-of-itself": _text(HEAD + "systems: &s [*s]\n"),
    "merged-over-and-over": _text(
        HEAD + "a: &a {k: 1}\n" + "".join(f"b{n}: &b{n} {{<<: [*a, *a, *a]}}\n" for n in range(5000))
    ),
    "deep-flow": _text(HEAD + "systems: " + "[" * 50_000),
    "deep-block": _text(HEAD + "systems:\n" + "".join(" " * n + "- \n" for n in range(1, 400))),
    "deep-mapping": _text(HEAD + "systems: " + "{a: " * 3000 + "}" * 3000),
    "tag-of-python": _text(HEAD + "systems: !!python/object/apply:os.system ['touch owned']\n"),
    "long-line": _text(HEAD + "systems: [" + "a, " * 200_000 + "]\n"),
    "long-key": _text("k" * 300_000 + ": 1\n" + HEAD),
    "anchors": _text(HEAD + "".join(f"x{n}: &a{n} 1\n" for n in range(20_000))),
    "many-entries": _text(
        HEAD + "people:\n" + "".join(f"- {{id: p{n}, post: P}}\n" for n in range(8000)) + "- {id: p0, post: P}\n"
    ),
}  # fmt: skip

CSV = {
    **_bombs(b"Use Case Name,Agency,Agency Abbreviation\nChat,Agency of things,AOT\n"),
    "million-columns": _text("a," * 1_000_000 + "\n" + "1," * 1000),
    "one-cell": _text('name\n"' + "x" * MEBIBYTE + '"\n'),
    "open-quote": _text('a,b\n"' + "x,y\n" * 200_000),
    "quotes": _text("a,b\n" + '"' * 500_000),
    "all-delimiters": _text(",;\t|" * 200_000),
    "no-line-end": _text("a,b" * 300_000),
    "rows": _text("a,b\n" + "\n" * 900_000),
    "ragged": _text("".join("x," * (number % 400) + "\n" for number in range(3000))),
    "carriage-returns": _text("a,b\r" * 100_000),
    "formulas": _text('a,b\n=cmd|\' /C calc\'!A0,"=WEBSERVICE(""http://127.0.0.1/"")"\n'),
    "surrogates": lambda: "a,b\n\ud800,\udfff\n".encode("utf-8", "surrogatepass"),
    "a-workbook": lambda: Book([Made("S", [["a"]])]).content(),
}


def _archive(parts: Mapping[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", kind) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _book(xml: str = "", **parts: str | bytes) -> Make:
    """A workbook with the XML of its rows, and parts changed (`__` stands for `/`, `_x` for `.xml`)."""
    changed = {name.replace("__", "/").replace("_x", ".xml"): text for name, text in parts.items()}
    return lambda: Book([Made("S", [["a", "b"]], xml=xml)], parts=changed).content()


def _encrypted() -> bytes:
    """The bytes with which Office begins a workbook under a password."""
    return bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 1016 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 3000


def _flagged() -> bytes:
    """An archive whose parts say that they are encrypted."""
    return _book()().replace(b"PK\x03\x04\x14\x00\x00\x00", b"PK\x03\x04\x14\x00\x01\x00").replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00"
    )  # fmt: skip


def _twice() -> bytes:
    content = io.BytesIO(_book()())
    with zipfile.ZipFile(content, "a") as archive:
        import warnings

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            archive.writestr("xl/workbook.xml", "<workbook/>")
            archive.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")
    return content.getvalue()


def _lying() -> bytes:
    """A part that says it is small and is not."""
    content = bytearray(_book(row(1, ["x" * 100] * 500) * 200)())
    start = content.find(b"PK\x01\x02", content.find(b"PK\x01\x02") + 1)
    struct.pack_into("<I", content, start + 24, 10)
    return bytes(content)


ENTITIES = '<!DOCTYPE a [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise("abcdefghij")
) + "]>"  # fmt: skip
OUTSIDE = f'<!DOCTYPE a [<!ENTITY j SYSTEM "{PASSWORDS}">]>'
SHARED_STRINGS = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
XLSX = {
    "empty": lambda: b"",
    "cut": lambda: _book(row(1, ["a"] * 50) * 50)()[:-200],
    "cut-early": lambda: _book()()[:60],
    "noise": lambda: b"PK\x03\x04" + YAML["noise"](),
    "a-csv": lambda: b"a,b\n1,2\n",
    "encrypted": _encrypted,
    "flagged-encrypted": _flagged,
    "entities": _book(xl__workbook_x=ENTITIES + "<workbook>&j;</workbook>"),
    "entities-in-sheet": _book(
        xl__worksheets__sheet1_x=ENTITIES + "<worksheet><sheetData><row><c><v>&j;</v></c></row></sheetData></worksheet>"
    ),
    "entity-outside": _book(xl__sharedStrings_x=OUTSIDE + SHARED_STRINGS + "<si><t>&j;</t></si></sst>"),
    "far-away": _book(row(1, ["a"]) + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "farther-away": _book('<row r="4294967295"><c r="ZZZZZZ4294967295"><v>1</v></c></row>'),
    "zip-bomb": lambda: _archive({"xl/workbook.xml": b" " * 300 * MEBIBYTE}),
    "sheet-bomb": _book("<row>" + "<c><v>1</v></c>" * 3_000_000 + "</row>"),
    "shared-strings": _book(xl__sharedStrings_x=SHARED_STRINGS + "<si><t>" + "a" * 100 * MEBIBYTE + "</t></si></sst>"),
    "nested": lambda: _archive({"xl/workbook.xml": _archive({"a": _archive({"a": b"\0" * 9 * MEBIBYTE})})}),
    "thousands-of-parts": lambda: _archive({f"xl/worksheets/sheet{number}.xml": b"" for number in range(10_000)}),
    "names-that-lead-out": lambda: _archive(
        {"../../../etc/passwd": b"x", "/etc/passwd": b"x", "xl/workbook.xml": b"x"}
    ),
    "parts-twice": _twice,
    "lying-about-its-size": _lying,
    "a-part-damaged": lambda: (whole := _book()())[:50] + b"\0\xff" * 20 + whole[90:],
    "a-piece-cut-out": lambda: (whole := _book()())[:200] + whole[240:] + b"\0",
    "deep": _book("<row>" + "<c>" * 100_000 + "</row>"),
    "merged-everywhere": lambda: Book([Made("S", [["a"]], merged=["A1:XFD1048576"] * 500)]).content(),
}  # fmt: skip

PLAIN_JSON = '{"normgraph": 1, "organisation": {"id": "acme", "name": "Acme"}}'
JSON = {
    **_bombs(PLAIN_JSON.encode()),
    "deep-lists": _text('{"normgraph": 1, "organisation": ' + "[" * 100_000),
    "deep-objects": _text('{"normgraph": 1, "organisation": ' + '{"a": ' * 20_000 + "1" + "}" * 20_001),
    "cut": _text(PLAIN_JSON[:-2]),
    "keys-twice": _text('{"normgraph": 1, "normgraph": 2, "organisation": {"id": "acme", "name": "Acme"}}'),
    "surrogate": _text('{"normgraph": 1, "organisation": {"id": "acme", "name": "\\ud800"}}'),
    "escapes": _text('{"' + '\\"' * 150_000),
    "digits": _text('{"normgraph": ' + "9" * 200_000 + ', "organisation": {"id": "acme"}}'),
    "not-a-number": _text('{"normgraph": NaN, "organisation": {"id": "acme", "name": Infinity}}'),
    "long-text": _text('{"normgraph": 1, "organisation": {"id": "acme", "name": "' + "x" * 500_000 + '"}}'),
    "many-keys": _text("{" + ",".join(f'"k{number}": 1' for number in range(30_000)) + "}"),
    "prototype": _text('{"normgraph": 1, "organisation": {"id": "acme", "name": "A", "__class__": "os.system"}}'),
    "two-documents": _text(PLAIN_JSON + "\n" + PLAIN_JSON),
}
LONG = "x" * 300_000


def _lines(syntax: str) -> dict[str, Make]:
    """Turtle and what it is made of: `{}` where statements stand."""
    wide = {"TriG": "{ %s }", "Turtle": "%s", "N-Triples": "%s", "N-Quads": "%s"}[syntax]
    texts = {
        "cut": '<x:a> <x:p> "b',
        "named-graph": "<x:g> { <x:a> <x:p> <x:b> }" if syntax == "TriG" else "<x:a> <x:p> <x:b> <x:g> .",
        "relative": "<a> <b> <../../etc/passwd> .",
        "triples-in-triples": "<x:a> <x:p> " + "<<( <x:a> <x:p> " * 50_000,
        "lists": wide % ("<x:a> <x:p> " + "( " * 50_000 + ") " * 50_000 + " ."),
        "blank-nodes": wide % ("<x:a> <x:p> " + "[ <x:p> " * 50_000 + "1" + " ]" * 50_000 + " ."),
        "surrogate": '<x:a> <x:p> "\\uD800" .',
        "direction": wide % '<x:a> <x:p> "a"@en--ltr .',
        "long-iri": wide % f"<x:{LONG}> <x:p> <x:b> .",
        "long-tag": wide % f'<x:a> <x:p> "b"@{"a" * 100_000} .',
        "long-blank-node": wide % f"_:{LONG} <x:p> <x:b> .",
        "knots": wide
        % "".join(f"_:a{n} <x:p> _:a{(n * times + 1) % 3000} .\n" for n in range(3000) for times in (7, 11)),
    }  # fmt: skip
    return _bombs(b'<x:a> <x:p> "b" .\n') | {name: _text(text) for name, text in texts.items()}


def _nested(inner: str, start: str, end: str, times: int) -> str:
    return start * times + inner + end * times


CONTEXTS = ["http://127.0.0.1:9/", "https://schema.org/", PASSWORDS, "//x.example/", "ftp://x.example/"]
JSON_LD = {
    **_bombs(b'{"@id": "x:a", "x:p": "b"}'),
    **{
        f"context-{number}": _text(json.dumps({"@context": iri, "@id": "x:a", "x:p": 1}))
        for number, iri in enumerate(CONTEXTS)
    },
    "import": _text('{"@context": {"@import": "http://127.0.0.1:9/"}, "@id": "x:a", "x:p": 1}'),
    "scoped-context": _text('{"@context": {"p": {"@id": "x:p", "@context": "http://127.0.0.1:9/"}}, "p": {"p": 1}}'),
    "terms-in-a-circle": _text('{"@context": {"a": "b:x", "b": "a:y"}, "a": 1}'),
    "deep-nodes": _text(_nested("1", '{"@id": "x:a", "x:p": ', "}", 20_000)),
    "deep-lists": _text('{"@id": "x:a", "x:p": ' + _nested("1", '{"@list": [', "]}", 20_000) + "}"),
    "deep-contexts": _text('{"@context": ' + _nested("{}", "[", "]", 20_000) + ', "@id": "x:a"}'),
    "named-graph": _text('{"@id": "x:g", "@graph": [{"@id": "x:a", "x:p": 1}]}'),
}


def _rdf(inner: str, before: str = "") -> Make:
    return _text(f'<?xml version="1.0"?>{before}<rdf:RDF xmlns:rdf="{RDF}" xmlns:x="x:">{inner}</rdf:RDF>')


ABOUT = '<rdf:Description rdf:about="x:a"><x:p>{}</x:p></rdf:Description>'
PLAIN_RDF = _rdf(ABOUT.format("b"))()
RDF_XML = {
    **_bombs(PLAIN_RDF),
    "entities": _rdf(ABOUT.format("&j;"), ENTITIES),
    "entity-outside": _rdf(ABOUT.format("&j;"), OUTSIDE),
    "parameter-entity": _rdf(ABOUT.format("b"), f'<!DOCTYPE a [<!ENTITY % p SYSTEM "{PASSWORDS}"> %p;]>'),
    "dtd-outside": _rdf(ABOUT.format("b"), '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd">'),
    "late-doctype": lambda: PLAIN_RDF + b"<!DOCTYPE a>",
    "cut": lambda: PLAIN_RDF[:-12],
    "cut-at-the-end": lambda: PLAIN_RDF.removesuffix(b"</rdf:RDF>"),
    "deep": _rdf(_nested("", "<rdf:Description><x:p>", "</x:p></rdf:Description>", 20_000)),
    "many-attributes": _rdf("<rdf:Description " + " ".join(f'x:a{n}="1"' for n in range(30_000)) + "/>"),
    "unknown-entity": _rdf(ABOUT.format("&nothing;")),
    "characters": _rdf(ABOUT.format("&#0;&#xD800;&#x110000;")),
    "another-encoding": lambda: PLAIN_RDF.replace(b'"1.0"?', b'"1.0" encoding="utf-7"?'),
}
FILES: dict[str, tuple[str, Mapping[str, Make]]] = {
    "YAML": (".yaml", YAML),
    "CSV": (".csv", CSV),
    "XLSX": (".xlsx", XLSX),
    "JSON": (".json", JSON),
    "Turtle": (".ttl", _lines("Turtle")),
    "TriG": (".trig", _lines("TriG")),
    "N-Triples": (".nt", _lines("N-Triples")),
    "N-Quads": (".nq", _lines("N-Quads")),
    "JSON-LD": (".jsonld", JSON_LD),
    "RDF/XML": (".rdf", RDF_XML),
}
