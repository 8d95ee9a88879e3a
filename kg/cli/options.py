"""Options that many commands share, and the context they make."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import rich_click as click

from kg.cli.output import FORMATS, say
from kg.clock import Clock, parse_at
from kg.engine import DEFAULT_STORE, KnowledgeGraph, importing

F = TypeVar("F", bound=Callable[..., Any])


def pass_graph(command: F) -> F:
    """Give a command the opened knowledge graph, with `--store` and `--org`."""

    @click.option(
        "--store",
        type=click.Path(path_type=Path),
        default=DEFAULT_STORE,
        show_default=True,
        envvar="NORMGRAPH_STORE",
        help="Folder of the store.",
    )
    @click.option("--org", "organisation", default="", help="Organisation, where the store has several.")
    @functools.wraps(command)
    def wrapped(*args: Any, store: Path, organisation: str, **kwargs: Any) -> Any:
        return command(KnowledgeGraph(store, organisation, notice=say), *args, **kwargs)

    return wrapped  # type: ignore[return-value]


_AT = click.option("--at", default=None, metavar="SEQ|TIME", help="State of the record. Default: the latest.")


def at_state(command: F) -> F:
    """`--at` alone, given to the command as `clock`: for answers that no date changes."""

    @_AT
    @functools.wraps(command)
    def wrapped(graph: KnowledgeGraph, *args: Any, at: str | None, **kwargs: Any) -> Any:
        return command(graph, *args, clock=Clock(at=graph.at(parse_at(at)).seq if at else None), **kwargs)

    return wrapped  # type: ignore[return-value]


def clocks(command: F) -> F:
    """`--as-of`, `--known-on` and `--at`, given to the command as one `clock`."""

    @click.option("--as-of", default=None, metavar="DATE", help="The world's date. Default: today.")
    @click.option("--known-on", default=None, metavar="DATE", help="Only law published by this date. Default: today.")
    @_AT
    @functools.wraps(command)
    def wrapped(
        graph: KnowledgeGraph, *args: Any, as_of: str | None, known_on: str | None, at: str | None, **kwargs: Any
    ) -> Any:
        sequence = graph.at(parse_at(at)).seq if at else None
        return command(graph, *args, clock=Clock.of(as_of, known_on, sequence), **kwargs)

    return wrapped  # type: ignore[return-value]


def outputs(command: F) -> F:
    """`--format` and `--output`, given to the command as `form` and `output`."""

    @click.option(
        "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="Form of the rows."
    )
    @click.option(
        "--output",
        type=click.Path(path_type=Path, dir_okay=False),
        default=None,
        help="Write to a file instead of standard output.",
    )
    @functools.wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        return command(*args, **kwargs)

    return wrapped  # type: ignore[return-value]


def as_if_adopted(command: F) -> F:
    """`--as-if-adopted`, given to the command as `as_if_adopted`."""
    option = click.option(
        "--as-if-adopted", multiple=True, metavar="SLUG", help="Treat a voluntary framework as adopted."
    )
    return option(command)


def measures(command: F) -> F:
    """What a file of measures does not say itself, given to the command as one mapping `stated`."""

    @click.option("--framework", default="", metavar="SLUG", help="Framework that measures refer to, by slug or name.")
    @click.option(
        "--scope", multiple=True, metavar="ID", help="For what measures are implemented: organisation, or ids."
    )
    @click.option(
        "--status",
        type=click.Choice(importing.STATUSES),
        default=None,
        help="Status of implementations of which the file states none.",
    )
    @click.option("--evidence-kind", default="", metavar="KIND", help="Kind of evidence of which the file states none.")
    @functools.wraps(command)
    def wrapped(
        *args: Any, framework: str, scope: tuple[str, ...], status: str | None, evidence_kind: str, **kwargs: Any
    ) -> Any:
        stated = {"framework": framework, "scope": scope, "status": status or "", "evidence_kind": evidence_kind}
        return command(*args, stated=stated, **kwargs)

    return wrapped  # type: ignore[return-value]


def spreadsheet(command: F) -> F:
    """`--encoding`, `--delimiter`, `--sheet` and `--header-row`, given to the command as one mapping `where`."""

    @click.option("--encoding", default="", metavar="NAME", help="Encoding of a text file. Default: found, and said.")
    @click.option(
        "--delimiter",
        default="",
        metavar="WORD",
        help="What stands between cells: comma, semicolon, tab or pipe. Default: found, and said.",
    )
    @click.option("--sheet", default="", metavar="NAME", help="Sheet of a workbook. Default: found, and said.")
    @click.option(
        "--header-row",
        type=click.IntRange(min=0),
        default=0,
        metavar="NUMBER",
        help="Row with the names of the columns, counted from 1. Default: found, and said.",
    )
    @functools.wraps(command)
    def wrapped(*args: Any, encoding: str, delimiter: str, sheet: str, header_row: int, **kwargs: Any) -> Any:
        where = {"encoding": encoding, "delimiter": delimiter, "sheet": sheet, "header_row": header_row}
        return command(*args, where=where, **kwargs)

    return wrapped  # type: ignore[return-value]


def reading_limits(command: F) -> F:
    """`--max-seconds` and `--max-memory`, given to the command as `seconds` and `memory`."""

    @click.option(
        "--max-seconds",
        "seconds",
        type=click.FloatRange(min=1),
        default=None,
        envvar="NORMGRAPH_MAX_SECONDS",
        help="Processor time that reading the file may take. Default: 4 seconds, more for a file of over 256 KiB.",
    )
    @click.option(
        "--max-memory",
        "memory",
        type=click.IntRange(min=16),
        default=None,
        metavar="MIB",
        envvar="NORMGRAPH_MAX_MEMORY",
        help="Memory that reading the file may take. Default: 512 MiB, more for a file of over 256 KiB.",
    )
    @functools.wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        return command(*args, **kwargs)

    return wrapped  # type: ignore[return-value]


def tell_clock(graph: KnowledgeGraph, clock: Clock, adopted: Sequence[str] = ()) -> None:
    """Say on standard error which clocks, knowledge and assumptions an answer rests on."""
    head = graph.head(clock)
    say(
        f"as of {clock.as_of} · law known on {clock.known_on} · record at commit {head.seq} · "
        f"knowledge {graph.digest[:12]} · decompositions are machine-drafted: provisional"
    )
    if adopted:
        say(f"assumed: {', '.join(adopted)} adopted")
    topics = sorted(graph.portfolio(clock).complete_topics)
    if topics:
        say(f"assumed: in topics declared complete, a fact that is not given counts as none: {', '.join(topics)}")
