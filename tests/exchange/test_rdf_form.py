"""What RDF would expand to is limited before and while it is parsed."""

from __future__ import annotations

import pytest

from kg.errors import LimitError
from kg.exchange import rdf_form
from kg.exchange.rdf_form import MAX_ATTRIBUTES, MAX_IRI, RDF_XML, TURTLE, statements

RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="x:"{}>{}</rdf:RDF>'
LONG = "n" * MAX_IRI


def read(text: str, syntax: str = TURTLE) -> int:
    return sum(1 for _ in statements("f", text.encode(), syntax))


@pytest.mark.parametrize(
    ("syntax", "text", "message"),
    [
        (TURTLE, f"@prefix p: <x:{LONG}> .\np:a p:b p:c .", "an IRI is too long"),
        (TURTLE, "".join(f"@prefix p{n}: <x:> .\n" for n in range(rdf_form.MAX_PREFIXES + 1)), "too many prefixes"),
        (TURTLE, f"@prefix p: <x:{LONG[9:]}> .\n" + "p:a p:b p:c .\n" * 400, "far longer than the file"),
        (RDF_XML, RDF.format(f' xml:base="x:/{LONG}"', ""), "an IRI is too long"),
        (RDF_XML, RDF.format(f' xmlns:y="y:{LONG}"', ""), "an IRI is too long"),
        (
            RDF_XML,
            RDF.format("", "<x:a " + " ".join(f'x:a{n}="1"' for n in range(MAX_ATTRIBUTES + 1)) + "/>"),
            "too many attributes",
        ),
    ],
)
def test_what_is_written_out_again_and_again_is_refused(syntax: str, text: str, message: str) -> None:
    with pytest.raises(LimitError, match=message) as caught:
        read(text, syntax)
    assert (caught.value.where or "").startswith("f")
    assert caught.value.expected


def test_what_ordinary_files_have_is_read() -> None:
    assert read(f'@prefix p: <x:{"n" * 200}> .\np:a p:b p:c, "prefix {LONG}" .') == 2
    attributes = " ".join(f'x:a{n}="1"' for n in range(100))
    assert read(RDF.format("", f"<rdf:Description rdf:about='x:a' {attributes}/>"), RDF_XML) == 100
