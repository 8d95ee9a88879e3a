"""A framework file of any form, told by what is in it: our own, OSCAL, a library of CISO Assistant, or SKOS."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from kg.errors import InputError, UsageError
from kg.exchange import ciso_library, ciso_workbook, framework_file, oscal, oscal_catalog, skos, spreadsheet
from kg.exchange.catalog_draft import CatalogFile, Purpose
from kg.exchange.framework_reader import FrameworkReader
from kg.exchange.oscal_xml import NAMESPACE
from kg.exchange.tree import Twig, parse_json, yaml_tree
from kg.exchange.yaml_source import Place, read_text
from kg.knowledge import Knowledge
from kg.own.model import OwnFramework, Stated
from kg.store.index import RdfFormat

OWN_FORM = "framework file"
_LINKED = ("@context", "@graph", "@id")
_TURTLE = ("@prefix", "@base", "PREFIX", "BASE", "<http://", "<https://", "<urn:")
_XML = "<"


def read(path: Path, stated: Stated, knowledge: Knowledge, organisation: str) -> CatalogFile:
    """The framework in a file, for one organisation. Raises InputError naming the place and what was expected."""
    suffix, purpose = path.suffix.lower(), Purpose(stated, knowledge, organisation)
    if suffix in spreadsheet.SUFFIXES and suffix not in spreadsheet.TEXT:
        workbook = spreadsheet.read(path)
        if ciso_workbook.is_library(workbook):
            return ciso_workbook.from_workbook(workbook, purpose)
        raise InputError(
            "not a workbook of a framework", where=path.name,
            found=", ".join(sheet.name for sheet in workbook.sheets),
            expected="a library of CISO Assistant, with a sheet library_meta or library_content",
            hint="save a sheet with one row for each requirement as CSV; see normgraph template framework",
        )  # fmt: skip
    if suffix == framework_file.SPREADSHEET:
        return _own(framework_file.read(path, knowledge, organisation), stated)
    text = read_text(path)
    form = _rdf_form(text, suffix)
    if form is not None:
        return skos.from_text(text, path.name, form, purpose)
    document = _document(text, path.name)
    if ciso_library.is_library(document):
        return ciso_library.from_document(document, purpose)
    if oscal.model_of(document):
        return oscal_catalog.from_document(document, purpose)
    place = Place(document.value, document.file, 1, "")
    return _own(framework_file.from_place(place, FrameworkReader(knowledge, organisation)), stated)


def _document(text: str, name: str) -> Twig:
    """A document of keys and values. JSON that is a framework file of our own has to be read as YAML, for its lines."""
    if text.lstrip().startswith(_XML):
        return oscal.parse(text, name)
    if not text.lstrip().startswith("{"):
        return yaml_tree(text, name)
    found = parse_json(text, name)
    return yaml_tree(text, name) if framework_file.VERSION_KEY in found.keys else found


def _rdf_form(text: str, suffix: str) -> RdfFormat | None:
    """The form of RDF a text is in, None where it is none."""
    start = text.lstrip()
    if suffix in skos.FORMS:
        return skos.FORMS[suffix]
    if start.startswith(_TURTLE):
        return RdfFormat.TURTLE
    if start.startswith(_XML):
        return None if NAMESPACE in text else RdfFormat.RDF_XML
    if start.startswith(("{", "[")) and any(f'"{key}"' in text for key in _LINKED):
        return RdfFormat.JSON_LD
    return None


def _own(framework: OwnFramework, stated: Stated) -> CatalogFile:
    """A framework file of our own says everything itself."""
    said = [item.name for item in fields(stated) if getattr(stated, item.name)]
    if said:
        raise UsageError(
            "a framework file of normgraph says this itself", where=f"--{said[0]}", found=str(getattr(stated, said[0])),
            expected="no such option", hint=f"write {said[0]} under framework in the file",
        )  # fmt: skip
    return CatalogFile(framework, OWN_FORM)
