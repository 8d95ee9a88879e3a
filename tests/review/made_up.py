"""Readings made up over requirements of ISO/IEC 42001, small enough to be worked out by hand."""

from __future__ import annotations

from kg.review.reading import Judgement, Reading

NORMS = tuple(f"iso-42001-2023:{clause}.n1" for clause in ("4.1", "4.2", "4.3", "5.1", "5.2"))
# Two of one object and theme, one of another theme.
SCOPE, PROCESSES, LOGS = "duty:ms-determine-scope", "duty:ms-establish-processes", "duty:keep-event-logs"


def reading(reader: str, *said: str) -> Reading:
    """A reading of the first norms: each text names the duties by their initials, capital where required."""
    names = {"S": SCOPE, "P": PROCESSES, "L": LOGS}
    found = {}
    for norm, text in zip(NORMS, said, strict=False):
        found[norm] = tuple(
            Judgement(norm, names[letter.upper()], "requires" if letter.isupper() else "advises", (), (), 1.0, "")
            for letter in text
        )
    return Reading(reader, found)
