"""Frozen values as lines of JSON and back, checked on the way back by what their fields are declared to hold.

A file is read in a process of its own, and what that process says is data that anybody may have written. So values come
as JSON, not as pickles: nothing in the text can name code, and a value is made only of the classes that are expected,
with every field of the declared type. A field may hold text, a number, a truth value, a date, a tuple, set, mapping or
counter, a frozen dataclass (or one derived from it), or None beside one of these.
"""

from __future__ import annotations

import json
import types
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from itertools import islice
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
_PLAIN = (str, int, float, bool)
# Items of longer collections follow the value on lines of their own: neither side needs the whole as one text.
_LONG = 512
_LATER: dict[str, bool] = {"later": True}


class NotUnderstood(ValueError):
    """Lines that are no value of the class expected."""


class Source:
    """The lines of one value, taken as they are needed. Equal texts become one text."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = iter(lines)
        self._texts: dict[str, str] = {}

    def next(self) -> Any:
        """The content of the next line."""
        return json.loads(next(self._lines))

    def items(self, found: Any) -> Iterator[Any]:
        """Items of a collection, which may stand on lines of their own."""
        if found == _LATER:
            while part := self.next():
                yield from _listed(part)
        else:
            yield from _listed(found)

    def text(self, found: str) -> str:
        """The text, as the object that was made for it first."""
        return self._texts.setdefault(found, found)

    def ended(self) -> bool:
        """Whether all lines have been taken."""
        return next(self._lines, None) is None


Decode = Callable[[Any, Source], Any]


def dump(value: Any) -> Iterator[bytes]:
    """Lines of JSON, each ended by a newline: the value, then the items of its long collections."""
    later: list[Iterator[Any]] = []
    yield _line(_encode(value, later))
    for items in later:
        while part := list(islice(items, _LONG)):
            yield _line(part)
        yield _line([])


def load(cls: type[T], lines: Iterable[bytes]) -> T:
    """The value of lines that `dump` made. Raises NotUnderstood for any others."""
    source = Source(lines)
    try:
        found = _decoder(cast("Any", cls))(source.next(), source)
        whole = source.ended()
    except NotUnderstood:
        raise
    except (ValueError, TypeError, LookupError, RuntimeError, StopIteration) as error:
        raise NotUnderstood(f"{type(error).__name__}: {error}") from None
    if not whole:
        raise NotUnderstood("more than a value")
    return cast("T", found)


def _line(data: Any) -> bytes:
    return json.dumps(data, separators=(",", ":")).encode() + b"\n"


def _encode(value: Any, later: list[Iterator[Any]] | None) -> Any:
    if value is None or isinstance(value, _PLAIN):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return _items(value.items(), later)
    if isinstance(value, (tuple, list, frozenset, set)):
        return _items(value, later)
    shape = _shape(cast("Any", type(value)))
    cells = list(shape.get(value))
    for place, _ in shape.others:
        cells[place] = _encode(cells[place], later)
    return [type(value).__name__, *cells]


def _items(items: Any, later: list[Iterator[Any]] | None) -> Any:
    if later is None or len(items) <= _LONG:
        return [_encode(item, later) for item in items]
    later.append(_encode(item, None) for item in items)
    return _LATER


class _Shape(NamedTuple):
    """The fields of a class: `plain` holds places of texts, numbers and truth values, `others` decoders of the rest."""

    cls: type[Any]
    names: tuple[str, ...]
    get: Callable[[Any], tuple[Any, ...]]
    plain: tuple[tuple[int, type[Any]], ...]
    others: tuple[tuple[int, Decode], ...]


@cache
def _shape(cls: type[Any]) -> _Shape:
    if not is_dataclass(cls):
        raise TypeError(f"{cls.__name__} cannot be sent: it is neither plain nor a dataclass")
    hints = get_type_hints(cls)
    names = tuple(item.name for item in fields(cls) if item.init)
    plain = tuple((place, hints[name]) for place, name in enumerate(names) if hints[name] in (str, int, bool))
    taken = {place for place, _ in plain}
    others = tuple((place, _decoder(hints[name])) for place, name in enumerate(names) if place not in taken)
    getter = attrgetter(*names)
    return _Shape(cls, names, getter if len(names) > 1 else lambda value: (getter(value),), plain, others)


@cache
def _decoder(hint: Any) -> Decode:
    """What makes a value that is declared so."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _of_union(get_args(hint))
    if hint in _PLAIN:
        return _of_plain((hint,))
    if hint is date:
        return lambda data, _: date.fromisoformat(data)
    if origin is tuple:
        return _of_tuple(get_args(hint))
    if origin in (frozenset, set, list):
        item = _decoder(get_args(hint)[0])
        return lambda data, source: origin(item(found, source) for found in source.items(data))
    if origin is Counter:
        return _of_mapping(Counter, (*get_args(hint), int))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _of_mapping(dict, get_args(hint))
    if is_dataclass(hint):
        return _of_classes((cast("type[Any]", hint),))
    raise TypeError(f"{hint} cannot be sent")


def _of_plain(kinds: tuple[type[Any], ...]) -> Decode:
    allowed = {*kinds, int} if float in kinds else set(kinds)

    def decode(data: Any, source: Source) -> Any:
        if type(data) not in allowed:
            raise NotUnderstood(f"{type(data).__name__} instead of {' or '.join(kind.__name__ for kind in kinds)}")
        return source.text(data) if type(data) is str else data

    return decode


def _of_tuple(arguments: tuple[Any, ...]) -> Decode:
    if arguments[1:] == (...,):
        item = _decoder(arguments[0])
        return lambda data, source: tuple([item(found, source) for found in source.items(data)])
    parts = tuple(map(_decoder, arguments))
    return lambda data, source: tuple([part(found, source) for part, found in zip(parts, _listed(data), strict=True)])


def _of_mapping(make: Callable[[Any], Any], arguments: tuple[Any, ...]) -> Decode:
    entry = _of_tuple(arguments)
    return lambda data, source: make(dict([entry(found, source) for found in source.items(data)]))


def _of_union(arguments: tuple[Any, ...]) -> Decode:
    """None, plain values, classes, and at most one collection."""
    plain = tuple(kind for kind in arguments if kind in _PLAIN)
    classes = tuple(cast("type[Any]", kind) for kind in arguments if is_dataclass(kind))
    others = [kind for kind in arguments if kind not in plain and kind not in classes and kind is not type(None)]
    if len(others) + bool(classes) + bool(plain) > 1:
        raise TypeError(f"{arguments} cannot be sent: too many kinds of values")
    inner = _of_plain(plain) if plain else _of_classes(classes) if classes else _decoder(others[0])
    optional = type(None) in arguments
    return lambda data, source: None if data is None and optional else inner(data, source)


def _of_classes(classes: tuple[type[Any], ...]) -> Decode:
    """One of some classes or of those derived from them, told apart by name."""
    shapes: dict[str, _Shape] = {}

    def find(name: str) -> _Shape:
        shapes.update((found.__name__, _shape(cast("Any", found))) for cls in classes for found in _family(cls))
        return shapes[name]

    def decode(data: Any, source: Source) -> Any:
        name, *cells = _listed(data)
        shape = shapes.get(name) or find(name)
        for place, kind in shape.plain:
            if type(cells[place]) is not kind:
                raise NotUnderstood(f"{name}.{shape.names[place]} is no {kind.__name__}")
            if kind is str:
                cells[place] = source.text(cells[place])
        for place, other in shape.others:
            cells[place] = other(cells[place], source)
        return shape.cls(**dict(zip(shape.names, cells, strict=True)))

    return decode


def _family(cls: type[Any]) -> Iterator[type[Any]]:
    yield cls
    for derived in cls.__subclasses__():
        yield from _family(derived)


def _listed(data: Any) -> list[Any]:
    if type(data) is not list:
        raise NotUnderstood(f"{type(data).__name__} instead of a list")
    return data
