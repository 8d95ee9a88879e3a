"""A column of an answer, and the rows of a kind of answer: what `kg.exchange.rows` is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `kind` is text, list (values joined by `;`), date, count, number, share or figure (may be below 0).

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
    """A column whose cells hold several values."""
    return Column(name, f"{doc}; several are joined by `;`", example, kind="list", blank=True)


def day(name: str, doc: str, example: str) -> Column:
    """A column of days; a cell may be empty."""
    return Column(name, doc, example, kind="date", blank=True)


def count(name: str, doc: str, example: str) -> Column:
    """A column of whole numbers."""
    return Column(name, doc, example, kind="count")


def share(name: str, doc: str, example: str) -> Column:
    """A column of shares from 0 to 1; a cell may be empty."""
    return Column(name, doc, example, kind="share", blank=True)


def figure(name: str, doc: str, example: str) -> Column:
    """A column of figures that may be below 0; a cell may be empty."""
    return Column(name, doc, example, kind="figure", blank=True)


REQUIREMENT_NAME = Column("requirement", "CURIE of the requirement", "eu-ai-act:26-6")
DECOMPOSITION = Column(
    "review_state", "review state of the decomposition that the row rests on", "provisional (machine-drafted)"
)
