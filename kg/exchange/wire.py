"""Frozen values as lines of JSON and back, checked on the way back by what their fields are declared to hold.

A file is read in a process of its own, and what that process says is data that anybody may have written. So values come
as JSON, not as pickles: nothing in the text can name code, and a value is made only of the classes that are expected,
with every field of the declared type. A field may hold text, a number, a truth value, a date, a tuple, set, mapping or
counter, a frozen dataclass (or one derived from it), or None beside one of these.

Values of one type are written together, as a column: many values of a class are one column for each of its fields. So
the work on each is done for all at once.
"""

from __future__ import annotations

import json
import types
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from functools import cache
from itertools import chain, islice, repeat
from operator import attrgetter
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
_PLAIN = (str, int, float, bool)
# Items of longer collections follow the value on lines of their own: neither side needs the whole as one text.
_LONG = 512
_LATER: dict[str, bool] = {"later": True}


class NotUnderstood(ValueError):
    """Lines that are no value of the class expected."""


class _Source:
    """The lines of one value, taken as they are needed, and the texts that were in them: equal texts become one."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = iter(lines)
        self.texts: dict[str, str] = {}

    def next(self) -> Any:
        """The content of the next line."""
        return json.loads(next(self._lines))

    def ended(self) -> bool:
        """Whether all lines have been taken."""
        return next(self._lines, None) is None


# Lines that follow, made when they are wanted; None inside of them: no line follows a line that follows.
_Later = list[Iterator[Any]] | None


def dump(value: Any) -> Iterator[bytes]:
    """Lines of JSON, each ended by a newline: the value, then the items of its long collections."""
    later: list[Iterator[Any]] = []
    yield _line(_column(cast("Any", type(value))).dump([value], later))
    for items in later:
        for part in items:
            yield _line(part)
        yield _line(None)


def load(cls: type[T], lines: Iterable[bytes]) -> T:
    """The value of lines that `dump` made. Raises NotUnderstood for any others."""
    source = _Source(lines)
    try:
        (found,) = _column(cast("Any", cls)).load(source.next(), source)
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


class _Column(ABC):
    """Values that are declared alike."""

    @abstractmethod
    def dump(self, values: Sequence[Any], later: _Later, /) -> Any:
        """The values as JSON."""

    @abstractmethod
    def load(self, data: Any, source: _Source, /) -> Sequence[Any]:
        """The values of such JSON."""


@cache
def _column(hint: Any) -> _Column:
    """How values that are declared so are written."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _of_union(arguments)
    if hint in _PLAIN:
        return _Plain((hint,))
    if hint is date:
        return _Dates()
    if origin is tuple and arguments[1:] != (...,):
        return _Tuples(arguments)
    if origin in (tuple, frozenset, set, list):
        return _Collections(origin, _column(arguments[0]))
    if origin is Counter:
        return _Mappings(Counter, (*arguments, int))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _Mappings(dict, arguments)
    if is_dataclass(hint):
        return _Classes((cast("type[Any]", hint),))
    raise TypeError(f"{hint} cannot be sent")


def _of_union(arguments: tuple[Any, ...]) -> _Column:
    """None, plain values, classes, and at most one collection."""
    plain = tuple(kind for kind in arguments if kind in _PLAIN)
    classes = tuple(cast("type[Any]", kind) for kind in arguments if is_dataclass(kind))
    others = [kind for kind in arguments if kind not in plain and kind not in classes and kind is not type(None)]
    if len(others) + bool(classes) + bool(plain) > 1:
        raise TypeError(f"{arguments} cannot be sent: too many kinds of values")
    optional = type(None) in arguments
    if plain:
        return _Plain((*plain, type(None)) if optional else plain)
    inner = _Classes(classes) if classes else _column(others[0])
    return _Optional(inner) if optional else inner


class _Plain(_Column):
    """Texts, numbers, truth values, as they are."""

    def __init__(self, kinds: tuple[type[Any], ...]) -> None:
        self._allowed = {*kinds, int} if float in kinds else set(kinds)

    def dump(self, values: Sequence[Any], _: _Later, /) -> Any:
        return list(values)

    def load(self, data: Any, source: _Source, /) -> Sequence[Any]:
        kinds = set(map(type, _listed(data)))
        if not kinds <= self._allowed:
            found, expected = (
                " or ".join(sorted(kind.__name__ for kind in some)) for some in (kinds - self._allowed, self._allowed)
            )
            raise NotUnderstood(f"{found} instead of {expected}")
        texts = source.texts
        if kinds == {str}:
            return list(map(texts.setdefault, data, data))
        return [texts.setdefault(item, item) if type(item) is str else item for item in data]


class _Dates(_Column):
    """Days."""

    def dump(self, values: Sequence[Any], _: _Later, /) -> Any:
        return [day.isoformat() for day in values]

    def load(self, data: Any, _: _Source, /) -> Sequence[Any]:
        return list(map(date.fromisoformat, _listed(data)))


class _Optional(_Column):
    """Values or None: whether there is one, and those that there are."""

    def __init__(self, inner: _Column) -> None:
        self._inner = inner

    def dump(self, values: Sequence[Any], later: _Later, /) -> Any:
        there = [value is not None for value in values]
        return [there, self._inner.dump([value for value in values if value is not None], later)]

    def load(self, data: Any, source: _Source, /) -> Sequence[Any]:
        there, found = _listed(data)
        inner = iter(self._inner.load(found, source))
        return _whole([next(inner) if one else None for one in _listed(there)], inner)


class _Tuples(_Column):
    """Tuples of a fixed length: a column for each place."""

    def __init__(self, places: tuple[Any, ...]) -> None:
        self._places = tuple(map(_column, places))

    def dump(self, values: Sequence[Any], later: _Later, /) -> Any:
        columns = zip(*values, strict=True) if values else repeat((), len(self._places))
        return [place.dump(column, later) for place, column in zip(self._places, columns, strict=True)]

    def load(self, data: Any, source: _Source, /) -> Sequence[Any]:
        found = zip(self._places, _listed(data), strict=True)
        return list(zip(*[place.load(column, source) for place, column in found], strict=True))


class _Collections(_Column):
    """Collections of one kind: how long each is, and the items of all."""

    def __init__(self, make: Callable[[Iterable[Any]], Collection[Any]], item: _Column) -> None:
        self._make, self._item = make, item

    def dump(self, values: Sequence[Any], later: _Later, /) -> Any:
        if len(values) == 1 and later is not None and len(values[0]) > _LONG:
            later.append(self._item.dump(part, None) for part in _parts(self._items(values[0])))
            return _LATER
        lengths = list(map(len, values))
        return [lengths, self._item.dump(list(chain.from_iterable(map(self._items, values))), later)]

    def load(self, data: Any, source: _Source, /) -> Sequence[Any]:
        if data == _LATER:
            return [self._make(chain.from_iterable(self._following(source)))]
        lengths, found = _listed(data)
        items = self._item.load(found, source)
        if sum(_listed(lengths)) != len(items):
            raise NotUnderstood(f"{len(items)} items, which is not what the lengths say")
        rest = iter(items)
        return [self._make(islice(rest, length)) for length in lengths]

    def _following(self, source: _Source) -> Iterator[Sequence[Any]]:
        while (part := source.next()) is not None:
            yield self._item.load(part, source)

    def _items(self, value: Any) -> Iterable[Any]:
        return cast("Iterable[Any]", value)


class _Mappings(_Collections):
    """Mappings and counters: collections of pairs."""

    def __init__(self, make: Callable[[Any], Any], arguments: tuple[Any, ...]) -> None:
        super().__init__(lambda pairs: make(dict(pairs)), _Tuples(arguments))

    def _items(self, value: Any) -> Iterable[Any]:
        return cast("Iterable[Any]", value.items())


class _Classes(_Column):
    """Values of some classes, or of those derived from them: the name of each one's class, and the values of each."""

    def __init__(self, classes: tuple[type[Any], ...]) -> None:
        self._classes = classes
        self._shapes: dict[str, _Shape] = {}

    def dump(self, values: Sequence[Any], later: _Later, /) -> Any:
        names = [type(value).__name__ for value in values]
        by_name: dict[str, list[Any]] = {}
        for name, value in zip(names, values, strict=True):
            by_name.setdefault(name, []).append(value)
        columns = [[name, *self._shape(name).dump(found, later)] for name, found in by_name.items()]
        return [None if len(columns) == 1 else names, *columns]

    def load(self, data: Any, source: _Source, /) -> Sequence[Any]:
        names, *columns = _listed(data)
        found = {name: self._shape(name).load(cells, source) for name, *cells in map(_listed, columns)}
        if names is None:
            (values,) = found.values()
            return values
        each = {name: iter(values) for name, values in found.items()}
        return _whole([next(each[name]) for name in _listed(names)], *each.values())

    def _shape(self, name: str) -> _Shape:
        if name not in self._shapes:
            family = (found for cls in self._classes for found in _family(cls))
            self._shapes |= {found.__name__: _shape(cast("Any", found)) for found in family}
        return self._shapes[name]


class _Shape:
    """The fields of a class. A column of nothing but defaults is not written, unless it is the first: it counts."""

    def __init__(self, cls: type[Any]) -> None:
        hints = get_type_hints(cls)
        taken = [item for item in fields(cls) if item.init]
        self._cls = cls
        self._fields = [(item.name, _default(item), _column(hints[item.name])) for item in taken]
        self._fields[0] = (self._fields[0][0], MISSING, self._fields[0][2])

    def dump(self, values: Sequence[Any], later: _Later, /) -> Iterator[Any]:
        """A column for each field."""
        for name, default, column in self._fields:
            found = list(map(attrgetter(name), values))
            usual = default is not MISSING and found.count(default) == len(found)
            yield None if usual else column.dump(found, later)

    def load(self, cells: list[Any], source: _Source) -> list[Any]:
        """The values of such columns."""
        found = {
            name: column.load(data, source)
            for (name, default, column), data in zip(self._fields, cells, strict=True)
            if data is not None or default is MISSING
        }
        make, names = self._cls, tuple(found)
        return [make(**dict(zip(names, row, strict=True))) for row in zip(*found.values(), strict=True)]


@cache
def _shape(cls: type[Any]) -> _Shape:
    return _Shape(cls)


def _default(item: Field[Any]) -> Any:
    return item.default if item.default_factory is MISSING else item.default_factory()


def _family(cls: type[Any]) -> Iterator[type[Any]]:
    yield cls
    for derived in cls.__subclasses__():
        yield from _family(derived)


def _parts(items: Iterable[Any]) -> Iterator[list[Any]]:
    rest = iter(items)
    while part := list(islice(rest, _LONG)):
        yield part


def _whole(values: list[Any], *rest: Iterator[Any]) -> list[Any]:
    """The values, where nothing is left over."""
    for items in rest:
        for _ in items:
            raise NotUnderstood("more items than there is room for")
    return values


def _listed(data: Any) -> list[Any]:
    if type(data) is not list:
        raise NotUnderstood(f"{type(data).__name__} instead of a list")
    return data
