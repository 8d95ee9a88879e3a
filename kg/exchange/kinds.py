"""Kinds of files that can be imported: how each is recognised by what is in it, and which reader reads it.

A new kind is one entry in `KINDS`: a function that recognises it and one that reads it. The reader gives a frozen
value; what is done with a value of its type stands in `kg.engine.importing`.
"""

from __future__ import annotations

import csv
import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from kg import knowledge
from kg.crosswalk.mappings import Stated as Mapped
from kg.errors import InputError, NotFound, UsageError
from kg.exchange import grid, header
from kg.knowledge import Knowledge
from kg.own.model import Stated
from kg.own.rdf import known_with
from kg.portfolio.view import View

# So much of a file is looked at to say what it is.
START = 64 * 1024
DELIMITERS = ",;\t|"
# Bounded, so that no text makes the search go back and forth over itself.
_YAML_KEY = re.compile(r"""^["']?([A-Za-z_][\w .-]{0,80}?)["']?[ \t]{0,8}:(?=\s|$)""", re.MULTILINE)
_JSON_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*+)"?\s{0,8}(:?)|[\[\]{}]', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller said of a file; empty where nothing was said.

    `kind`: what it is, the name of an entry of `KINDS`; `profile`: how the columns of an inventory are read, `auto` for
    the one that fits; `encoding`, `delimiter`, `sheet` and `header_row` (0 is not said): where the table of a
    spreadsheet stands; `organisation` and `organisation_name`: whose inventory it is, in place of the profile's;
    `graph`: what the graph of an RDF file is called, its file's name where nothing is said; `stated`: what is
    said of a framework; `mapped`: what is said of mapping sets; the others: what is said of measures, as in
    `kg.exchange.measures.Claims`.
    """

    kind: str = ""
    profile: str = ""
    graph: str = ""
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header_row: int = 0
    organisation: str = ""
    organisation_name: str = ""
    stated: Stated = field(default_factory=Stated)
    mapped: Mapped = field(default_factory=Mapped)
    framework: str = ""
    scope: tuple[str, ...] = ()
    status: str = ""
    evidence_kind: str = ""

    @property
    def reading(self) -> grid.Reading:
        """How the bytes of a spreadsheet are read."""
        return grid.Reading(self.encoding, self.delimiter)

    @property
    def table(self) -> header.Asked:
        """Where the table of a spreadsheet stands."""
        return header.Asked(self.sheet, self.header_row)


class RecordNeeded(Exception):
    """A file belongs to an organisation whose own frameworks the reader has not been given."""

    def __init__(self, organisation: str) -> None:
        super().__init__(organisation)
        self.organisation = organisation


class OtherKind(Exception):
    """What a reader found in a file makes it one of another kind: the title of that, and the reason."""

    def __init__(self, title: str, why: str) -> None:
        super().__init__(title)
        self.title, self.why = title, why


@dataclass(frozen=True)
class Asked:
    """What a reader has beside the file.

    `organisation`: whose record it is meant for, empty where that is not clear; `recorded`: organisations on record;
    `own`: by organisation, the lines of its own frameworks; `views`: the frameworks that its record has in view.
    """

    options: Options = field(default_factory=Options)
    organisation: str = ""
    recorded: tuple[str, ...] = ()
    own: Mapping[str, frozenset[str]] = field(default_factory=dict)
    views: Mapping[str, View] = field(default_factory=dict)

    @cached_property
    def shipped(self) -> Knowledge:
        """The shipped knowledge."""
        return knowledge.load()

    def known_to(self, organisation: str) -> Knowledge:
        """The shipped knowledge with an organisation's own frameworks. Raises RecordNeeded."""
        if organisation in self.recorded and organisation not in self.own:
            raise RecordNeeded(organisation)
        return known_with(self.shipped, self.own.get(organisation, frozenset()))

    def view_of(self, organisation: str) -> View:
        """The frameworks that the record of an organisation has in view; none where it has no record."""
        return self.views.get(organisation, View())


@dataclass(frozen=True)
class Sample:
    """What is looked at to say what a file is: its name and its first bytes, and where it is if that is not enough."""

    name: str
    start: bytes
    path: Path | None = None

    @classmethod
    def of(cls, path: Path) -> Sample:
        """The sample of a file. Raises InputError where it cannot be read."""
        try:
            if not path.is_file():
                path.stat()
                raise InputError("not a file", where=str(path), expected="a file", hint="check the path")
            with path.open("rb") as handle:
                return cls(path.name, handle.read(START), path)
        except OSError as error:
            raise InputError(
                "file cannot be read", where=str(path), found=error.strerror or str(error), hint="check the path"
            ) from None

    @property
    def suffix(self) -> str:
        """The end of the name in small letters, such as `.csv`."""
        return Path(self.name).suffix.lower()

    @cached_property
    def text(self) -> str:
        """The first bytes as text; empty where they are none, as in a workbook."""
        if self.start.startswith((b"\xff\xfe", b"\xfe\xff")):
            return self.start.decode("utf-16", errors="replace")
        return "" if b"\0" in self.start else self.start.decode("utf-8-sig", errors="replace")

    @cached_property
    def keys(self) -> frozenset[str]:
        """Keys at the top of a YAML or JSON document."""
        text = self.text.lstrip()
        return frozenset(_json_keys(text) if text.startswith("{") else _YAML_KEY.findall(text))

    @cached_property
    def header(self) -> tuple[str, ...]:
        """Cells of the first line of a delimited file that has any text, in small letters."""
        line = next((line for line in self.text.splitlines() if line.strip(DELIMITERS + " ")), "")
        delimiter = max(DELIMITERS, key=line.count)
        try:
            cells = next(csv.reader([line], delimiter=delimiter), [])
        except csv.Error:
            return ()
        return tuple(" ".join(cell.split()).casefold() for cell in cells)


def _json_keys(text: str) -> set[str]:
    """Keys of the outermost object; a text that is cut off gives those that stand in it."""
    found: set[str] = set()
    depth = 0
    for token in _JSON_TOKEN.finditer(text):
        if token[0] in "[{":
            depth += 1
        elif token[0] in "]}":
            depth -= 1
        elif depth == 1 and token[2]:
            found.add(token[1])
    return found


@dataclass(frozen=True, slots=True)
class ImportKind:
    """A kind of file.

    `name`: what `--as` calls it; `title`: what it is in words; `suffixes`: names end so, which decides only where no
    kind is recognised by its content; `recognises`: gives the reason why a file is of this kind, or nothing;
    `read`: gives the value in a file, or raises InputError.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    recognises: Callable[[Sample], str]
    read: Callable[[Path, Asked], Any]


# The readers are imported when they are needed: not every import pays for every library.


def _portfolio(path: Path, asked: Asked) -> Any:
    from kg.exchange import portfolio_file

    file = portfolio_file.opened(path)
    found = file.read(asked.known_to(file.organisation), asked.view_of(file.organisation))
    return found if found.notes or found.findings else found.portfolio


def _framework(path: Path, asked: Asked) -> Any:
    from kg.exchange import catalog_file

    options = asked.options
    return catalog_file.read(
        path, options.stated, asked.shipped, asked.organisation, reading=options.reading, asked=options.table
    )


def _mappings(path: Path, asked: Asked) -> Any:
    from kg.exchange import mapping_file

    known = asked.known_to(asked.organisation) if asked.organisation else asked.shipped
    return mapping_file.read(path, known, asked.options.mapped)


def _inventory(path: Path, asked: Asked) -> Any:
    from kg.exchange import inventory, other_sheets, profile_file

    options = asked.options
    if options.organisation:
        refuse = partial(UsageError, where="--org", found=options.organisation)
        profile_file.check_organisation(options.organisation, asked.shipped, refuse)
    whose = inventory.Whose(options.organisation, options.organisation_name)
    if not options.profile:
        title, why = other_sheets.recognised(path, options.reading, options.table)
        if title and options.kind:
            raise other_sheets.refused(path, title)
        if title:
            raise OtherKind(title, why)
    if options.profile in ("", inventory.AUTO):
        return inventory.recognised(path, profile_file.shipped(asked.shipped), options.reading, options.table, whose)
    profile = profile_file.load(options.profile, asked.shipped)
    return inventory.read(path, profile, options.reading, options.table, whose)


def _measures(kind: str) -> Callable[[Path, Asked], Any]:
    """Reads measures or evidence of another system."""

    def read(path: Path, asked: Asked) -> Any:
        from kg.exchange import measures_file

        return measures_file.read(kind, path, asked)

    return read


def _graph(path: Path, asked: Asked) -> Any:
    from kg.exchange import rdf_file, rdf_form

    syntax = _syntax(Sample.of(path))
    if not syntax:
        raise InputError(
            "not a file of RDF that is known", where=path.name, found="no sign of its syntax",
            expected=", ".join(rdf_form.SYNTAXES), hint=f"name it after its syntax: {', '.join(rdf_file.SUFFIXES)}",
        )  # fmt: skip
    found = rdf_file.read(path, syntax)
    return replace(found, name=asked.options.graph) if asked.options.graph else found


def _syntax(sample: Sample) -> str:
    from kg.exchange import rdf_file

    return rdf_file.recognised(sample.name, sample.text, sample.keys)


def _relates(sample: Sample) -> str:
    """Recognises a file with mapping sets, whatever its format."""
    if {"urn", "objects"} <= sample.keys and "requirement_mapping_set" in sample.text:
        return "it is a library of CISO Assistant with mapping sets"
    if why := _oscal("mapping-collection")(sample):
        return why
    words = sample.text.casefold()
    if all(f"{column}_id" in words for column in ("subject", "predicate", "object")):
        return "it has the columns of SSSOM"
    return "it has the columns of a set theory relationship mapping" if "strm relationship" in words else ""


def _has_keys(*wanted: str) -> Callable[[Sample], str]:
    """Recognises a document by keys at its top, all of which have to be there."""

    def recognises(sample: Sample) -> str:
        named = f"it has the key{'s' if len(wanted) > 1 else ''} {', '.join(wanted)}"
        return named if sample.keys.issuperset(wanted) else ""

    return recognises


def _has_columns(*wanted: str) -> Callable[[Sample], str]:
    """Recognises a delimited file by its columns, all of which have to be there."""

    def recognises(sample: Sample) -> str:
        named = f"it has the column{'s' if len(wanted) > 1 else ''} {', '.join(wanted)}"
        return named if set(wanted).issubset(sample.header) else ""

    return recognises


def _is_portfolio_workbook(sample: Sample) -> str:
    from kg.exchange import portfolio_file

    found = sample.path is not None and portfolio_file.is_workbook(sample.path)
    return "it has the sheets of a portfolio" if found else ""


def _oscal(*models: str) -> Callable[[Sample], str]:
    """Recognises an OSCAL document by its model: the one key in JSON and YAML, the outermost element in XML."""

    def recognises(sample: Sample) -> str:
        for model in models:
            if model in sample.keys and "oscal-version" in sample.text:
                return f"it is an OSCAL {model.replace('-', ' ')}"
            if re.match(rf"\s*(<\?.*?\?>\s*|<!--.*?-->\s*)*<{model}[\s>]", sample.text, re.DOTALL):
                return f"its outermost element is {model}"
        return ""

    return recognises


def _has_words(*wanted: str) -> Callable[[Sample], str]:
    """Recognises a text by words in it, all of which have to be there."""

    def recognises(sample: Sample) -> str:
        return f"it speaks of {wanted[0]}" if all(word in sample.text for word in wanted) else ""

    return recognises


# Models of OSCAL whose files are refused with what they are.
_NOT_READ = ("assessment-plan", "assessment-results", "plan-of-action-and-milestones")
# In this order: the first that recognises a file has it.
KINDS = (
    ImportKind(
        "portfolio", "portfolio file", (".yaml", ".yml"), _has_keys("normgraph", "organisation"), _portfolio
    ),
    ImportKind(
        "portfolio", "portfolio workbook", (), _is_portfolio_workbook, _portfolio
    ),
    ImportKind("framework", "framework file", (), _has_keys("normgraph", "framework"), _framework),
    ImportKind("mapping-set", "mapping set", (), _relates, _mappings),
    ImportKind("framework", "OSCAL catalog", (), _oscal("catalog", "profile"), _framework),
    ImportKind("oscal-ssp", "OSCAL system security plan", (), _oscal("system-security-plan"), _measures("oscal-ssp")),
    ImportKind(
        "oscal-component-definition", "OSCAL component definition", (),
        _oscal("component-definition", *_NOT_READ),
        _measures("oscal-component-definition"),
    ),
    ImportKind(
        "ciso-assistant-controls", "applied controls of CISO Assistant", (), _has_columns("name", "csf_function"),
        _measures("ciso-assistant-controls"),
    ),
    ImportKind(
        "ciso-assistant-evidence", "evidence of CISO Assistant", (), lambda _: "", _measures("ciso-assistant-evidence")
    ),
    ImportKind("framework", "CISO Assistant library", (), _has_keys("urn", "objects"), _framework),
    ImportKind("framework", "framework in a spreadsheet", (), _has_columns("framework_slug"), _framework),
    ImportKind("graph", "RDF graph", (), lambda sample: (found := _syntax(sample)) and f"it is {found}", _graph),
    # A scheme is a framework only where that is asked for.
    ImportKind("framework", "SKOS concept scheme", (), _has_words("ConceptScheme", "skos"), _framework),
    ImportKind("inventory", "inventory", (".csv", ".tsv", ".xlsx", ".xls", ".ods"), lambda _: "", _inventory),
)  # fmt: skip
NAMES = tuple(dict.fromkeys(kind.name for kind in KINDS))
TITLED = {kind.title: kind for kind in KINDS}


def choose(sample: Sample, options: Options) -> tuple[ImportKind, str]:
    """What a file is, and how that was found. Raises InputError where it is nothing that can be imported."""
    asked_for = options.kind or ("inventory" if options.profile else "graph" if options.graph else "")
    if asked_for and asked_for not in NAMES:
        raise NotFound("no such kind of file", where="--as", found=asked_for, known=NAMES, expected=" | ".join(NAMES))
    candidates = [kind for kind in KINDS if asked_for in ("", kind.name)]
    for kind in candidates:
        if why := kind.recognises(sample):
            return kind, why
    if asked_for:
        return candidates[0], "asked for"
    for kind in candidates:
        if sample.suffix in kind.suffixes:
            return kind, f"its name ends in {sample.suffix}"
    raise InputError(
        "not a file of a kind that can be imported", where=sample.name, found="nothing that tells what it is",
        expected="; ".join(f"{kind.title} ({kind.name})" for kind in KINDS),
        hint=f"say what it is: normgraph import {shlex.quote(sample.name)} --as KIND, a name in brackets",
    )  # fmt: skip
