"""Records as numpy columns and back, driven by the field definitions alone.

Texts are numbers into one table of distinct texts (0: not stated), days are ordinals, flags 0 or 1. A field of several
values is two or three parallel arrays: the row of its record, the name where values are named, and the value.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import numpy as np

from kg.portfolio.records import RECORD_TYPES, Record, Spec, specs
from kg.store.snapshot import Arrays

_DESCRIPTION = [
    [cls.__name__, *([name, spec.kind, spec.many] for name, spec in specs(cls).items())] for cls in RECORD_TYPES
]
LAYOUT = f"record-{hashlib.sha256(repr(_DESCRIPTION).encode()).hexdigest()[:12]}"
_TEXTS, _LENGTHS = "texts", "lengths"


def to_arrays(records: Iterable[Record]) -> Arrays:
    """Arrays of some records, which come back in the same order within each class."""
    texts: dict[str, int] = {"": 0}
    grouped: dict[type[Record], list[Record]] = {}
    for record in records:
        grouped.setdefault(type(record), []).append(record)
    arrays: dict[str, np.ndarray] = {}
    for cls, found in grouped.items():
        arrays[f"{cls.__name__}.id"] = _numbers(_number(record.id, texts) for record in found)
        for name, spec in specs(cls).items():
            values = [getattr(record, name) for record in found]
            for part, column in _columns(values, spec, texts):
                arrays[f"{cls.__name__}.{name}{part}"] = column
    arrays[_TEXTS] = np.frombuffer("".join(texts).encode("utf-8", "surrogatepass"), dtype=np.uint8)
    arrays[_LENGTHS] = _numbers(map(len, texts))
    return arrays


def from_arrays(arrays: Arrays) -> list[Record]:
    """Records of arrays that `to_arrays` made."""
    texts = _read_texts(arrays)
    return [
        record
        for cls in RECORD_TYPES
        if f"{cls.__name__}.id" in arrays
        for record in _records(cls, arrays, texts)
    ]  # fmt: skip


def _numbers(values: Iterable[int]) -> np.ndarray:
    return np.fromiter(values, dtype=np.int32)


def _number(text: str, texts: dict[str, int]) -> int:
    return texts.setdefault(text, len(texts))


def _columns(values: list[Any], spec: Spec, texts: dict[str, int]) -> Iterator[tuple[str, np.ndarray]]:
    if not (_is_named(spec) or spec.many):
        yield "", _numbers(_scalar(value, spec, texts) for value in values)
        return
    rows = [(row, entry) for row, value in enumerate(values) for entry in _entries(value, spec)]
    yield "#row", _numbers(row for row, _ in rows)
    yield "#value", _numbers(_number(entry[-1], texts) for _, entry in rows)
    if _is_named(spec):
        yield "#name", _numbers(_number(entry[0], texts) for _, entry in rows)


def _is_named(spec: Spec) -> bool:
    return spec.kind in {"facts", "pairs"}


def _scalar(value: Any, spec: Spec, texts: dict[str, int]) -> int:
    if spec.kind == "date":
        return value.toordinal() if value else 0
    return int(value) if spec.kind == "flag" else _number(value, texts)


def _entries(value: Any, spec: Spec) -> Iterator[tuple[str, ...]]:
    if spec.kind == "facts":
        return ((name, stated) for name, several in value.items() for stated in several)
    return iter(value) if spec.kind == "pairs" else ((item,) for item in value)


def _read_texts(arrays: Arrays) -> list[str]:
    joined = arrays[_TEXTS].tobytes().decode("utf-8", "surrogatepass")
    ends = np.cumsum(arrays[_LENGTHS]).tolist()
    return [joined[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def _records(cls: type[Record], arrays: Arrays, texts: list[str]) -> Iterator[Record]:
    identifiers = [texts[number] for number in arrays[f"{cls.__name__}.id"].tolist()]
    names = ["id"]
    columns: list[list[Any]] = [identifiers]
    for name, spec in specs(cls).items():
        place = f"{cls.__name__}.{name}"
        many = _is_named(spec) or spec.many
        names.append(name)
        columns.append(
            _several(place, spec, arrays, texts, len(identifiers)) if many else _single(place, spec, arrays, texts)
        )
    for row in zip(*columns, strict=True):
        yield cls(**{name: value for name, value in zip(names, row, strict=True) if value is not None})


def _single(place: str, spec: Spec, arrays: Arrays, texts: list[str]) -> list[Any]:
    numbers = arrays[place].tolist()
    if spec.kind == "flag":
        return [bool(number) for number in numbers]
    if spec.kind == "date":
        return [date.fromordinal(number) if number else None for number in numbers]
    return [texts[number] if number else None for number in numbers]


def _several(place: str, spec: Spec, arrays: Arrays, texts: list[str], size: int) -> list[Any]:
    found: list[Any] = [None] * size
    rows = arrays[f"{place}#row"].tolist()
    values = [texts[number] for number in arrays[f"{place}#value"].tolist()]
    if not _is_named(spec):
        for row, value in zip(rows, values, strict=True):
            found[row] = (*(found[row] or ()), value)
        return found
    named = [texts[number] for number in arrays[f"{place}#name"].tolist()]
    for row, name, value in zip(rows, named, values, strict=True):
        if spec.kind == "pairs":
            found[row] = (*(found[row] or ()), (name, value))
        else:
            found[row] = found[row] or {}
            found[row][name] = (*found[row].get(name, ()), value)
    return found
