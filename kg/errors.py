"""Errors a person can act on: what is wrong, where, what was found, what was expected, what to type.

Every error normgraph raises on purpose is a `NormgraphError`. The command line prints `str(error)` and leaves with
`error.exit_code`; the REST service answers `error.to_dict()` with HTTP status `error.status`.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, ClassVar

PROBLEM_BASE = "https://w3id.org/normgraph/problem/"


class NormgraphError(Exception):
    """Base of all errors raised on purpose.

    `message` says in one line what is wrong; the other fields are optional and printed on lines of their own:
    `where` (file, line, cell or option), `found`, `expected`, `hint` (what to type or do). `code` is a short stable
    name for programs; each class has a default.
    """

    title: ClassVar[str] = "Internal error"
    default_code: ClassVar[str] = "internal"
    exit_code: ClassVar[int] = 4
    status: ClassVar[int] = 500

    def __init__(
        self,
        message: str,
        *,
        where: str | None = None,
        found: str | None = None,
        expected: str | None = None,
        hint: str | None = None,
        code: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.found = found
        self.expected = expected
        self.hint = hint
        self.code = code or self.default_code

    def details(self) -> dict[str, str]:
        """The filled-in fields among where, found, expected and hint, in that order."""
        fields = {"where": self.where, "found": self.found, "expected": self.expected, "hint": self.hint}
        return {name: value for name, value in fields.items() if value}

    def __str__(self) -> str:
        lines = [self.message]
        for name, value in self.details().items():
            lines.append(f"  {name + ':':<10}{value.replace(chr(10), chr(10) + ' ' * 12)}")
        return "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """An RFC 9457 problem: type, title, status, detail, and the filled-in fields as extension members."""
        problem: dict[str, Any] = {
            "type": PROBLEM_BASE + self.code,
            "title": self.title,
            "status": self.status,
            "detail": self.message,
        }
        return problem | {"code": self.code} | self.details()


class InputError(NormgraphError):
    """A file, record or query is not what it must be (exit 3)."""

    title = "Invalid input"
    default_code = "invalid-input"
    exit_code = 3
    status = 422


class LimitError(InputError):
    """The input is well formed, but answering it would pass a cap on time, memory or size (exit 3)."""

    title = "Limit reached"
    default_code = "limit"


class UsageError(NormgraphError):
    """An option or argument is wrong (exit 2)."""

    title = "Invalid request"
    default_code = "usage"
    exit_code = 2
    status = 400


class NotFound(UsageError):
    """An identifier names nothing (exit 2). With `known`, the hint suggests the nearest names."""

    title = "Not found"
    default_code = "not-found"
    status = 404

    def __init__(
        self,
        message: str,
        *,
        known: Iterable[str] = (),
        where: str | None = None,
        found: str | None = None,
        expected: str | None = None,
        hint: str | None = None,
        code: str | None = None,
    ) -> None:
        nearest = did_you_mean(found, known) if found else None
        hint = "\n".join(part for part in (nearest, hint) if part)
        super().__init__(message, where=where, found=found, expected=expected, hint=hint or None, code=code)


class StoreError(NormgraphError):
    """The store could not do its work: disk full, busy, an operating system error (exit 4)."""

    title = "Store error"
    default_code = "store"


class StoreBusy(StoreError):
    """Another process held the store for longer than the wait allowed; trying again is safe (exit 4)."""

    title = "Store busy"
    default_code = "store-busy"
    status = 503


class StoreConflict(StoreError):
    """Someone committed since the caller read the ledger; read again and repeat (exit 4)."""

    title = "Store changed meanwhile"
    default_code = "store-conflict"
    status = 409


class StoreInvalid(StoreError):
    """What lies at the store's path is missing, damaged or no store of this version (exit 3)."""

    title = "Not a usable store"
    default_code = "store-invalid"
    exit_code = 3


def suggestions(found: str, known: Iterable[str], limit: int = 3) -> list[str]:
    """Up to `limit` of the names in `known` that look like `found`, nearest first.

    Case is ignored, and a CURIE is also compared by its local name, so `A.6.28` finds `iso-42001-2023:A.6.2.8`.
    """
    spellings: dict[str, str] = {}
    for name in sorted(known):
        spellings.setdefault(name.casefold(), name)
        spellings.setdefault(name.partition(":")[2].casefold() or name.casefold(), name)
    close = get_close_matches(found.casefold(), spellings, n=2 * limit, cutoff=0.6)
    return list(dict.fromkeys(spellings[spelling] for spelling in close))[:limit]


def did_you_mean(found: str, known: Iterable[str]) -> str | None:
    """`did you mean A or B?`, or None when nothing in `known` looks like `found`."""
    names = suggestions(found, known)
    return f"did you mean {' or '.join(names)}?" if names else None
