"""The three clocks of every answer: the world's date, the date of the law that was known, the state of the record."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from kg.errors import InputError, NormgraphError, UsageError

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOST_DIGITS = 18


def _today() -> date:
    return date.today()  # noqa: DTZ011 - dates of law are local dates


@dataclass(frozen=True, slots=True)
class Clock:
    """`as_of`: the world's date; `known_on`: only law published by then; `at`: ledger sequence, None for the head."""

    as_of: date = field(default_factory=_today)
    known_on: date = field(default_factory=_today)
    at: int | None = None

    def __post_init__(self) -> None:
        if self.at is not None and self.at < 0:
            raise UsageError("a ledger state is numbered from 0", where="--at", found=str(self.at))

    def __str__(self) -> str:
        state = "head" if self.at is None else f"commit {self.at}"
        return f"as of {self.as_of}, law known on {self.known_on}, record at {state}"

    @classmethod
    def of(cls, as_of: str | None = None, known_on: str | None = None, at: int | None = None) -> Clock:
        """A clock from option texts (`YYYY-MM-DD`); what is not given is today or the head. Raises `UsageError`."""
        today = _today()
        return cls(
            as_of=parse_date(as_of, where="--as-of", error=UsageError) if as_of else today,
            known_on=parse_date(known_on, where="--known-on", error=UsageError) if known_on else today,
            at=at,
        )


def parse_date(text: str, *, where: str | None = None, error: type[NormgraphError] = InputError) -> date:
    """The date a text `YYYY-MM-DD` names; raises `error` (an `InputError` unless told) naming `where` otherwise."""
    reason = "not a date"
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            reason = "no such day in the calendar"
    raise error(reason, where=where, found=text or "nothing", expected="YYYY-MM-DD", hint="for example 2026-08-02")


def parse_at(text: str) -> int | datetime:
    """The value of `--at`: a ledger sequence, or a moment in UTC. A bare date means the end of that day.

    A time without an offset is UTC. Raises `UsageError`.
    """
    if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS:
        return int(text)
    if _DATE.fullmatch(text):
        return datetime.combine(parse_date(text, where="--at", error=UsageError), time.max, UTC)
    try:
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise UsageError(
            "not a state of the record",
            where="--at",
            found=text or "nothing",
            expected="a commit number, a date or a time",
            hint="for example --at 12, --at 2026-03-01 or --at 2026-03-01T12:00:00Z",
        ) from None
