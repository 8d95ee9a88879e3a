"""The inside of a worker process: one query in, one answer out, everything else shut off. See `kg.store.workers`.

The head of the reply names the kind of answer and its number of rows; the body is the answer.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from kg.errors import LimitError
from kg.store.confinement import Begin, Reply, serve
from kg.tables import harmless
from kg.vocabulary import XSD

MEDIA_TYPES = {
    "json": "application/sparql-results+json",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "nt": "application/n-triples",
}
Rows = Iterable[Sequence[Any]]


def main() -> None:
    """Answers the request on standard input; what goes wrong is in the reply."""
    serve(_reply)


def _reply(request: dict[str, Any], begin: Begin) -> Reply:
    body, kind, rows = answer(request, begin)
    return {"kind": kind, "rows": rows}, (body,)


def answer(request: dict[str, Any], begin: Begin) -> tuple[bytes, str, int]:
    """Body, kind (a key of `MEDIA_TYPES`) and number of rows of the answer. Raises `NormgraphError`."""
    # Imported late: the engine starts threads, and those must inherit the limits set before.
    from kg.store.index import Index, QueryBoolean, QueryResultsFormat, QuerySolutions

    with Index.open(Path(request["index"])) as index:
        begin()
        results = index.query(
            request["sparql"], graphs=request["graphs"], default=request["default"], prefixes=request["prefixes"]
        )
        kind = request["format"]
        if isinstance(results, QueryBoolean):
            return results.serialize(format=QueryResultsFormat.from_extension(kind)) or b"", kind, 1
        rows = _Capped(results, request["rows"])
        try:
            if isinstance(results, QuerySolutions):
                names = [variable.value for variable in results.variables]
                return _join(WRITERS[kind](names, rows), request["bytes"]), kind, rows.read
            return _join((f"{triple} .\n" for triple in rows), request["bytes"]), "nt", rows.read
        except (OSError, RuntimeError) as error:
            raise index.failure(error) from error


class _Capped:
    """The results one by one, counted, up to a cap."""

    def __init__(self, results: Iterable[Any], most: int) -> None:
        self.read = 0
        self._results = results
        self._most = most

    def __iter__(self) -> Iterator[Any]:
        for result in self._results:
            if self.read == self._most:
                raise LimitError(
                    "the answer has too many rows",
                    expected=f"at most {self._most}",
                    hint="narrow the query, or add LIMIT and OFFSET",
                    code="answer-too-large",
                )
            self.read += 1
            yield result


def _join(parts: Iterable[str], most: int) -> bytes:
    out = io.BytesIO()
    for part in parts:
        out.write(part.encode())
        if out.tell() > most:
            raise LimitError(
                "the answer is too large",
                expected=f"at most {most} bytes",
                hint="narrow the query, or add LIMIT and OFFSET",
                code="answer-too-large",
            )
    return out.getvalue()


def _json(names: list[str], rows: Rows) -> Iterator[str]:
    yield f'{{"head":{{"vars":{json.dumps(names)}}},"results":{{"bindings":['
    comma = ""
    for row in rows:
        bound = {name: _json_term(term) for name, term in zip(names, row, strict=True) if term is not None}
        yield comma + json.dumps(bound, ensure_ascii=False)
        comma = ",\n"
    yield "]}}\n"


def _json_term(term: Any) -> dict[str, Any]:
    from kg.store.index import BlankNode, Literal, NamedNode

    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Literal):
        found: dict[str, Any] = {"type": "literal", "value": term.value}
        if term.language:
            return found | {"xml:lang": term.language}
        plain = term.datatype.value == f"{XSD}string"
        return found if plain else found | {"datatype": term.datatype.value}
    parts = {name: _json_term(getattr(term, name)) for name in ("subject", "predicate", "object")}
    return {"type": "triple", "value": parts}


def _csv(names: list[str], rows: Rows) -> Iterator[str]:
    line = io.StringIO()
    write = csv.writer(line, lineterminator="\r\n").writerow
    write(names)
    for row in rows:
        yield line.getvalue()
        line.seek(0)
        line.truncate()
        write("" if term is None else harmless(str(getattr(term, "value", term))) for term in row)
    yield line.getvalue()


def _tsv(names: list[str], rows: Rows) -> Iterator[str]:
    yield "\t".join(f"?{name}" for name in names) + "\n"
    for row in rows:
        yield "\t".join("" if term is None else str(term) for term in row) + "\n"


WRITERS: dict[str, Callable[[list[str], Rows], Iterator[str]]] = {"json": _json, "csv": _csv, "tsv": _tsv}
