"""Columns of an answer as values: what each means, how its cells are written, and an example."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `kind` is text, list (values joined by `;`), date, count, number or share.

    Cells of a closed set name it: its `values`, or the `scheme` of the vocabulary whose members they are.
    `blank`: the cell may be empty.
    """

    name: str
    doc: str
    example: str
    kind: str = "text"
    values: tuple[str, ...] = ()
    scheme: str = ""
    blank: bool = False


@dataclass(frozen=True, slots=True)
class RowType:
    """The rows of one kind of answer; `name` is that of `kg.tables.Table`."""

    name: str
    doc: str
    columns: tuple[Column, ...]

    @property
    def example(self) -> dict[str, str]:
        """A row in which every cell is the column's example."""
        return {column.name: column.example for column in self.columns}

    def column(self, name: str) -> Column | None:
        """The column of that name, if there is one."""
        return next((column for column in self.columns if column.name == name), None)


def listed(name: str, doc: str, example: str) -> Column:
    """A column of several values."""
    return Column(name, f"{doc}; several are joined by `;`", example, kind="list", blank=True)


def day(name: str, doc: str, example: str) -> Column:
    """A column of dates."""
    return Column(name, doc, example, kind="date", blank=True)


def count(name: str, doc: str, example: str) -> Column:
    """A column of whole numbers."""
    return Column(name, doc, example, kind="count")


def share(name: str, doc: str, example: str) -> Column:
    """A column of numbers from 0 to 1."""
    return Column(name, doc, example, kind="share", blank=True)


DECOMPOSITION = Column(
    "review_state", "review state of the decomposition that the row rests on", "provisional (machine-drafted)"
)
