"""Writes docs/reference from the program and its data; with --check only says whether the pages are up to date."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from kg import vocabulary
from kg.cli.main import cli
from kg.prefixes import compact
from kg.resources import ontology_dir

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "reference"
MADE = "<!-- Made by `make docs`. Change the program or its data, not this page. -->"


def commands() -> str:
    """Every command with its options."""
    lines = ["# Commands", "", MADE]
    for name, command, context in walk("normgraph", cli, None):
        usage = " ".join([name, *command.collect_usage_pieces(context)])
        lines += ["", f"## {name}", "", (command.help or command.short_help or "").strip(), "", f"    {usage}", ""]
        records = (param.get_help_record(context) for param in command.params)
        lines += [f"- `{opts}`: {text}" for opts, text in filter(None, records)]
    return "\n".join(lines) + "\n"


def walk(
    name: str, command: click.Command, parent: click.Context | None
) -> Iterator[tuple[str, click.Command, click.Context]]:
    """A command and all below it, in order of their names."""
    context = click.Context(command, info_name=name.rpartition(" ")[2], parent=parent, **command.context_settings)
    yield name, command, context
    if isinstance(command, click.Group):
        for part in command.list_commands(context):
            below = command.get_command(context, part)
            if below is not None and not below.hidden:
                yield from walk(f"{name} {part}", below, context)


def terms() -> str:
    """Every class and property of the vocabulary, and every scheme with its concepts."""
    graph = rdflib.Graph()
    for path in sorted([*ontology_dir().glob("*.ttl"), *(ontology_dir() / "vocab").glob("*.ttl")]):
        graph.parse(path, format="turtle")
    lines = ["# Vocabulary", "", MADE, "", f"Namespace: <{vocabulary.NG}>", ""]
    for title, kind in (
        ("Classes", OWL.Class),
        ("Object properties", OWL.ObjectProperty),
        ("Data properties", OWL.DatatypeProperty),
    ):
        own = sorted(str(term) for term in graph.subjects(RDF.type, kind) if str(term).startswith(vocabulary.NG))
        lines += [f"## {title}", "", *(entry(graph, rdflib.URIRef(term)) for term in own), ""]
    for scheme in sorted(graph.subjects(RDF.type, SKOS.ConceptScheme), key=str):
        members = sorted(graph.subjects(SKOS.inScheme, scheme), key=str)
        lines += [f"## Scheme {compact(str(scheme))}", "", text_of(graph, scheme), ""]
        lines += [*(entry(graph, member) for member in members), ""]
    return "\n".join(lines).rstrip() + "\n"


def entry(graph: rdflib.Graph, term: rdflib.term.Node) -> str:
    """One line of a list of terms."""
    return f"- `{compact(str(term))}`: {text_of(graph, term)}".rstrip(": ")


def text_of(graph: rdflib.Graph, term: rdflib.term.Node) -> str:
    """Label and definition of a term."""
    label = next((str(graph.value(term, name)) for name in (SKOS.prefLabel, RDFS.label) if graph.value(term, name)), "")
    definition = graph.value(term, SKOS.definition) or graph.value(term, RDFS.comment)
    return f"{label}. {' '.join(str(definition).split())}" if definition else label


PAGES: dict[str, Callable[[], str]] = {"commands.md": commands, "vocabulary.md": terms}


def main() -> None:
    """Write the pages, or name those that differ."""
    made = {REFERENCE / name: page() for name, page in PAGES.items()}
    stale = [path for path, text in made.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv[1:]:
        if stale:
            sys.exit(f"out of date: {', '.join(path.name for path in stale)}: run make docs and commit docs/reference")
        return
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for path in stale:
        path.write_text(made[path], encoding="utf-8")
        print(f"wrote {path.name}")


if __name__ == "__main__":
    main()
