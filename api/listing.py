"""Tables as collections: one state, one order, one page, one entity tag."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace

from fastapi import Response

from api import etags
from api.formats import CONTENT_TYPES, CSV, CSV_SUFFIX, render
from api.paging import DEFAULT_LIMIT, next_link, ordered, read_cursor, write_cursor
from api.parameters import Asked
from api.responses import resource, tagged
from api.service import service_of
from api.states import State
from kg.tables import Row, Table

_CLOCKS = frozenset({"as_of", "known_on", "at"})
_PAGES = frozenset({"limit", "cursor", "sort"})
PROVISIONAL = "Decompositions that no person has reviewed are provisional; review_state and release say which."
STATEMENT = (
    "What the encoded rules and the record say under the named releases: no finding of conformity, no legal advice."
)


def collection(asked: Asked, state: State, ask: Callable[[], Table], notes: Sequence[str] = ()) -> Response:
    """One page of a table, or all of it where the format is CSV and no limit is given."""
    url, media, paging = asked.request.url, asked.media, asked.paging
    query = asked.request.query_params.multi_items()
    question = etags.question(state.organisation, url.path.removesuffix(CSV_SUFFIX), query, _CLOCKS | _PAGES)
    walk = etags.digest(state.key, question, paging.sort)
    start = read_cursor(paging.cursor, walk) if paging.cursor else 0

    def answered() -> Table:
        with asked.graph.overheard() as said:
            found = ask()
        # How a name was read is part of the answer.
        return replace(found, notes=(*said, *found.notes))

    def page() -> tuple[str, str]:
        found = service_of(asked.request).recent.get(f"{state.key}-{question}", answered)
        rows = ordered(found, paging.sort)
        end = start + (paging.limit or (len(rows) if media == CSV else DEFAULT_LIMIT))
        link = next_link(url.path, query, state.pinned, write_cursor(end, walk)) if end < len(rows) else ""
        return _written(found, rows[start:end], len(rows), media, notes), link

    tag = f'"{state.key}-{etags.digest(walk, media, paging.limit, start)}"'
    return tagged(asked.request, state, tag, CONTENT_TYPES[media], page)


def single(asked: Asked, state: State, found: Table, row: Row) -> Response:
    """One row as a resource of its own."""
    content = render([row], found.columns, "csv") if asked.media == CSV else _json(dict(row))
    return resource(asked.request, state, content, CONTENT_TYPES[asked.media])


def _written(found: Table, rows: Sequence[Row], total: int, media: str, notes: Sequence[str]) -> str:
    if media == CSV:
        return render(rows, found.columns, "csv")
    items = [{name: row[name] for name in found.columns} for row in rows]
    return _json({"items": items, "total": total, "notes": [*found.notes, *notes]})


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False) + "\n"
