"""pySHACL as a second opinion, for small graphs: its time grows faster than the graph.

Nothing it could follow to the network is switched on, and both graphs are parsed before rdflib sees them.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import pyshacl
import rdflib

from kg.errors import InputError, LimitError
from kg.validation import report
from kg.validation.data import Data, Memory
from kg.validation.report import Result
from kg.validation.shapes import Shape

MOST_TRIPLES = 60_000


def check(data: Data, shapes: Memory, known: Sequence[Shape] = ()) -> list[Result]:
    """Results of pySHACL; `known` shapes give what its report leaves out."""
    triples = data.triples()
    count = triples.count("\n")
    if count > MOST_TRIPLES:
        raise LimitError(
            "too much for pySHACL", found=f"{count} triples", expected=f"at most {MOST_TRIPLES}",
            hint="use --engine compiled", code="pyshacl-size",
        )  # fmt: skip
    return report.read(validate(triples, shapes.triples()), known)


def validate(data: str, shapes: str) -> Memory:
    """The report of pySHACL on two graphs given as N-Triples. Raises `InputError` when it refuses the shapes."""
    # As streams: pySHACL then keeps the written form of literals, and takes no text for a file or address.
    _, found, words = pyshacl.validate(
        io.BytesIO(data.encode()),
        data_graph_format="nt",
        shacl_graph=io.BytesIO(shapes.encode()),
        shacl_graph_format="nt",
        advanced=False,
        js=False,
        inference="none",
        do_owl_imports=False,
        meta_shacl=False,
    )
    if not isinstance(found, rdflib.Graph):
        raise InputError("pySHACL cannot use these shapes", found=str(words).strip().splitlines()[-1])
    return Memory.of_ntriples(found.serialize(format="nt"))
