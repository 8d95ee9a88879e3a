"""A framework file of any form, told by what is in it: our own, OSCAL, a library of CISO Assistant, or SKOS."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from kg.errors import InputError, UsageError
from kg.exchange import ciso_library, ciso_workbook, framework_file, oscal, oscal_catalog, rdf_file, skos, spreadsheet
from kg.exchange.catalog_draft import CatalogFile, Purpose
from kg.exchange.framework_reader import FrameworkReader
from kg.exchange.grid import Reading
from kg.exchange.header import Asked
from kg.exchange.oscal_xml import NAMESPACE
from kg.exchange.rdf_form import JSON_LD, RDF_XML, TURTLE
from kg.exchange.tree import Twig, parse_json, short, yaml_tree
from kg.exchange.yaml_source import Place, read_text
from kg.knowledge import Knowledge
from kg.own.model import OwnFramework, Stated

OWN_FORM = "framework file"
_LINKED = ("@context", "@graph", "@id")
_TURTLE = ("@prefix", "@base", "PREFIX", "BASE", "<http://", "<https://", "<urn:")
_XML = "<"
# A text file may hold anything; the other endings are those of tables alone.
_SPREADSHEETS = tuple(suffix for suffix in spreadsheet.SUFFIXES if suffix != ".txt")
_YAML = (".yaml", ".yml")
_FORMS = "a framework file of normgraph, an OSCAL catalog, a library of CISO Assistant or a SKOS concept scheme"


def read(
    path: Path,
    stated: Stated,
    knowledge: Knowledge,
    organisation: str,
    *,
    reading: Reading | None = None,
    asked: Asked | None = None,
) -> CatalogFile:
    """The framework in a file, for one organisation. Raises InputError naming the place and what was expected.

    `reading` and `asked` say how a spreadsheet is read and where its table stands; what they do not say is found.
    """
    suffix, purpose = path.suffix.lower(), Purpose(stated, knowledge, organisation)
    if suffix in _SPREADSHEETS:
        if suffix in spreadsheet.WORKBOOKS:
            workbook = spreadsheet.read(path)
            if ciso_workbook.is_library(workbook):
                return ciso_workbook.from_workbook(workbook, purpose)
        return _own(framework_file.read(path, knowledge, organisation, reading, asked), stated)
    text = read_text(path)
    if syntax := _syntax(text, suffix):
        return skos.from_text(text, path.name, syntax, purpose)
    document = _document(text, path.name)
    if ciso_library.is_library(document):
        return ciso_library.from_document(document, purpose)
    if oscal.model_of(document):
        return oscal_catalog.from_document(document, purpose)
    if not document.line:  # JSON with none of our keys
        raise _unread(text, path.name)
    place = Place(document.value, document.file, 1, "")
    return _own(framework_file.from_place(place, FrameworkReader(knowledge, organisation)), stated)


def _document(text: str, name: str) -> Twig:
    """A document of keys and values. JSON that is a framework file of our own has to be read as YAML, for its lines."""
    if text.lstrip().startswith(_XML):
        return oscal.parse(text, name)
    if not text.lstrip().startswith("{"):
        return _yaml(text, name)
    found = parse_json(text, name)
    return yaml_tree(text, name) if framework_file.VERSION_KEY in found.keys else found


def _yaml(text: str, name: str) -> Twig:
    """A YAML document with keys. What is none, by its name or by its content, is no framework of any form."""
    try:
        document = yaml_tree(text, name)
    except InputError:
        if name.lower().endswith(_YAML):
            raise
        document = Twig(None, name)
    if document.keys:
        return document
    raise _unread(text, name)


def _unread(text: str, name: str) -> InputError:
    return InputError(
        "not a framework of a form that is read", where=name, found=short(" ".join(text.split()), 60) or "nothing",
        expected=_FORMS, hint="start from: normgraph template framework",
    )  # fmt: skip


def _syntax(text: str, suffix: str) -> str:
    """The syntax of RDF a text is in, empty where it is none."""
    start = text.lstrip()
    if suffix in rdf_file.SUFFIXES:
        return rdf_file.SUFFIXES[suffix]
    if start.startswith(_TURTLE):
        return TURTLE
    if start.startswith(_XML):
        return "" if NAMESPACE in text else RDF_XML
    if start.startswith(("{", "[")) and any(f'"{key}"' in text for key in _LINKED):
        return JSON_LD
    return ""


def _own(framework: OwnFramework, stated: Stated) -> CatalogFile:
    """A framework file of our own says everything itself."""
    said = [item.name for item in fields(stated) if getattr(stated, item.name)]
    if said:
        raise UsageError(
            "a framework file of normgraph says this itself", where=f"--{said[0]}", found=str(getattr(stated, said[0])),
            expected="no such option", hint=f"write {said[0]} under framework in the file",
        )  # fmt: skip
    return CatalogFile(framework, OWN_FORM)
