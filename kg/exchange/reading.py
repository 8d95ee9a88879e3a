"""Reading a file that is to be imported: what it is, and the value in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.exchange import kinds
from kg.exchange.kinds import Asked, Sample


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: name and title of the kind of file, how it was recognised, and the value in it."""

    kind: str
    title: str
    why: str
    value: Any


def read(path: Path, asked: Asked) -> Reading:
    """What is in a file. Raises NormgraphError, and RecordNeeded for own frameworks that `asked` does not hold."""
    kind, why = kinds.choose(Sample.of(path), asked.options)
    return Reading(kind.name, kind.title, why, kind.read(path, asked))
