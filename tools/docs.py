"""Writes docs/reference and docs/schemas from the program and its data; with --check only compares."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import rdflib
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS

from kg import knowledge, queries, vocabulary
from kg.cli.main import SECTIONS as COMMAND_SECTIONS
from kg.cli.main import cli
from kg.cli.output import FORMATS
from kg.crosswalk import lint_rules
from kg.engine import KnowledgeGraph
from kg.exchange import framework_format, portfolio_format, schemas
from kg.exchange.framework_file import HEAD_PREFIX
from kg.exchange.portfolio_layout import REMARK, SEPARATOR, SHEETS
from kg.exchange.portfolio_reader import SECTIONS, nested_of
from kg.own.model import OwnDuty, OwnFramework, OwnRequirement
from kg.portfolio.records import RECORD_TYPES, Organisation, Record, Spec, specs
from kg.prefixes import compact
from kg.resources import ontology_dir

DOCS = Path(__file__).resolve().parents[1] / "docs"
MADE = "<!-- Made by `make docs`. Change the program or its data, not this page. -->"
ID = "- `id` (text, required): short name, unique in the file"
PARTS = {inner for cls in RECORD_TYPES for inner in nested_of(cls).values()}
LABELS = (SKOS.prefLabel, RDFS.label, DCTERMS.title)
DEFINITIONS = (SKOS.definition, RDFS.comment, DCTERMS.description)
# Options of many commands, explained once.
SHARED = ("store", "organisation", "as_of", "known_on", "at", "form", "output")

WORKBOOK = f"""\
## Workbook

`normgraph template portfolio.xlsx` writes a workbook with the same fields, `normgraph export portfolio.xlsx` one with
what is on record, and `normgraph import portfolio.xlsx` reads it. Each section is a sheet, each entry a row, each field
a column; what YAML writes inside an entry has a sheet of its own, where each row names its `subject` or `evidence`.
The sheets are {", ".join(plan.title for plan in SHEETS)}.

- Facts: a row for each, with `subject`, `fact` and `value`; the question and its answers are shown beside it.
- Several values in a cell are separated by `{SEPARATOR}` or line breaks; one that contains either stands in double
  quotes. Parameters are written `retention=P1Y`.
- Sheets and columns may stand in any order, rows may be blank, a column without `*` may be deleted. What stands above
  the header is not read, and has to be what the template says there: an entry that is typed over the example is an
  error, not lost.
- A sheet or column whose name begins with `{REMARK}` is somebody's own note: not read, and told. Any other sheet or
  column that is not known is an error.
- The checks are those of YAML. All mistakes are listed with sheet and cell, and nothing is recorded.
""".splitlines()


def commands() -> str:
    """Every command with its options."""
    lines = [
        "# Commands",
        "",
        MADE,
        "",
        "Exit codes: 0 done, 1 findings (where asked for), 2 usage, 3 invalid input, 4 internal error, 130 stopped.",
        "",
    ]
    lines += [f"- {heading}: {', '.join(f'`{name}`' for name in found)}" for heading, found in COMMAND_SECTIONS.items()]
    lines += ["", "## Options that many commands share", ""]
    found = list(walk("normgraph", cli, None))
    gaps = next((command, context) for name, command, context in found if name == "normgraph gaps")
    lines += [line for line, param in options(*gaps) if is_shared(param)]
    for name, command, context in found:
        usage = " ".join([name, *command.collect_usage_pieces(context)])
        lines += ["", f"## {name}", "", text_of_help(command), "", f"    {usage}"]
        own = [line for line, param in options(command, context) if not is_shared(param)]
        shared = [param.opts[-1] for param in command.params if is_shared(param)]
        lines += ["", *own] if own else []
        lines += ["", f"Also: {', '.join(f'`{option}`' for option in shared)}"] if shared else []
    return "\n".join(lines) + "\n"


def options(command: click.Command, context: click.Context) -> Iterator[tuple[str, click.Parameter]]:
    """A line for each option, and the option."""
    for param in command.params:
        record = param.get_help_record(context) if isinstance(param, click.Option) else None
        if record is not None:
            yield f"- `{record[0]}`: {' '.join(record[1].split())}", param


def is_shared(param: click.Parameter) -> bool:
    """Whether an option is one of those explained once; a command may give `--format` other values."""
    usual = not isinstance(param.type, click.Choice) or tuple(param.type.choices) == FORMATS
    return isinstance(param, click.Option) and param.name in SHARED and usual


def text_of_help(command: click.Command) -> str:
    """What a command says of itself."""
    return " ".join((command.help or command.short_help or "").split())


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
    graph = vocabulary_graph()
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


def vocabulary_graph() -> rdflib.Graph:
    """The modules and schemes of the vocabulary."""
    graph = rdflib.Graph()
    for path in sorted([*ontology_dir().glob("*.ttl"), *(ontology_dir() / "vocab").glob("*.ttl")]):
        graph.parse(path, format="turtle")
    return graph


def entry(graph: rdflib.Graph, term: rdflib.term.Node) -> str:
    """One line of a list of terms."""
    return f"- `{compact(str(term))}`: {text_of(graph, term)}".rstrip(": ")


def text_of(graph: rdflib.Graph, term: rdflib.term.Node) -> str:
    """Label and definition of a term."""
    label, definition = first(graph, term, LABELS), first(graph, term, DEFINITIONS)
    return f"{label}. {definition}" if definition else label


def first(graph: rdflib.Graph, term: rdflib.term.Node, predicates: tuple[rdflib.URIRef, ...]) -> str:
    """The text that the first of some predicates gives; a scheme has a title and a description."""
    values = (graph.value(term, predicate) for predicate in predicates)
    return next((" ".join(str(value).split()) for value in values if value), "")


def portfolio() -> str:
    """Every section and field of a portfolio file."""
    lines = [
        "# Portfolio files", "", MADE, "",
        "YAML 1.2, read by `normgraph import FILE`. `normgraph template portfolio` writes a commented example, and",
        "[the JSON Schema](../schemas/portfolio.schema.json) lets an editor check and complete one. A fact that is not",
        "given is unknown, never `no`; `none` states that there is none; a list that is given is complete unless it",
        "contains `unknown`. Periods include both days. Every entry may carry `external_id` and `source_system`, its",
        "identifier in the system it came from and the name of that system.", "",
        "Requirements and frameworks may be written as people do: `Art. 26 (5)`, `A 6.2.3`, `GOVERN 1.1`, `ISO 42001`.",
        "What only one can mean is read and recorded by its identifier (`eu-ai-act:26-5`), said in the summary, and",
        "listed by `--report FILE.csv`. The framework of an exclusion's commitment goes first, then `instruments`;",
        "without any, what binds by itself and what it committed itself to. What several can mean is an",
        "error that names them. A claim about a part (`10.2(a)(1)`) is recorded for the requirement above it,",
        "`implemented` as `partial`; any other decision has to name what the framework lists.", "",
        "- `normgraph` (required): version of the format, `1`",
    ]  # fmt: skip
    entries: list[type[Record]] = [Organisation, *(portfolio_format.BY_SECTION[section] for section in SECTIONS)]
    for cls in entries:
        lines += ["", f"## {cls.section}", "", portfolio_format.summary(cls), "", ID, *fields(cls)]
        if cls.section == "people":
            lines.append("- `name` (text): name of the holder, kept apart, where it can be erased")
        if cls.section == "commitments":
            lines.append("- `certificate` (mapping): `number` and `scope`")
        for key, inner in nested_of(cls).items():
            short = " An entry may be a role alone." if key == "roles" else ""
            parts = [*([ID] if key == "units" else []), *fields(inner)]
            parts += [f"- `{deeper}` (list): as under `{cls.section}`" for deeper in nested_of(inner)]
            lines += [f"- `{key}` (list): {portfolio_format.summary(inner)}{short}", *(f"  {line}" for line in parts)]
    lines += ["", *WORKBOOK]
    return "\n".join(lines) + "\n"


def framework() -> str:
    """Every key of a framework file."""
    lines = [
        "# Framework files", "", MADE, "",
        "A framework of your own: a contract, an internal policy, a customer's questionnaire. Read by",
        "`normgraph framework import FILE`; `normgraph template framework` writes a commented example, and",
        "[the JSON Schema](../schemas/framework-file.schema.json) lets an editor check and complete one. Periods",
        "include both days.", "",
        "- `normgraph` (required): version of the format, `1`",
        "- `framework` (mapping, required) and `requirements` (list, required): as follows", "",
        "A spreadsheet saved as CSV (UTF-8, commas) has a row for each requirement and the keys of a requirement as",
        f"columns; the keys of the framework are the columns `{HEAD_PREFIX}slug`, `{HEAD_PREFIX}title` and so on,",
        "filled in the first row. Several values in a cell are separated by `;`. An empty cell says nothing.",
    ]  # fmt: skip
    for title, cls in (("framework", OwnFramework), ("requirements", OwnRequirement), ("duties", OwnDuty)):
        lines += ["", f"## {title}", "", portfolio_format.summary(cls), "", *fields(cls)]
    lines += [
        "", "A duty may also be one word, with what narrows it in brackets: `keep-event-logs[retention=P1Y, advises]`,",
        "`examine-data-bias[aspect:fairness]`.",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def fields(cls: type[Any]) -> list[str]:
    """A line for each field of a kind of record; what the place of an entry says is left out."""
    hidden = ("subject", "evidence") if cls in PARTS else ()
    return [
        f"- `{spec.key}` ({kind_of(spec)}{', required' if spec.required else ''}): {spec.doc}"
        for name, spec in specs(cls).items()
        if name not in (*hidden, "external_id", "source_system")
    ]


def kind_of(spec: Spec) -> str:
    """How a field is written, in words."""
    if spec.choices:
        return " | ".join(f"`{choice}`" for choice in spec.choices)
    if spec.kind == "ref":
        kinds = " or ".join(kind.replace("_", " ") for kind in spec.ref.split("|"))
        return " or ".join([*(f"`{word}`" for word in spec.words), f"{'names' if spec.many else 'name'} from {kinds}"])
    words = {
        "number": "0 to 1",
        "duties": "list of duties",
        "date": "YYYY-MM-DD",
        "flag": "true or false",
        "facts": "fact: value or list",
        "pairs": "parameter: value",
    }
    return words.get(spec.kind, "text")


def questions() -> str:
    """Every question of the query library."""
    lines = [
        "# Query library",
        "",
        MADE,
        "",
        "Ask with `normgraph query NAME --param NAME=VALUE`; `--show-query` prints the SPARQL.",
    ]
    for name, question in queries.library().items():
        lines += ["", f"## {name}", "", f"**{question.title}** {' '.join(question.description.split())}", ""]
        lines += [f"Asked of: {', '.join(question.graphs)}. File: `queries/{question.topic}/{name}.rq`.", ""]
        for parameter in question.parameters:
            need = ", required" if parameter.required else ""
            lines.append(f"- parameter `{parameter.name}` ({parameter.type}{need}): {parameter.description}")
        lines += [f"- column `{column}`: {meaning}" for column, meaning in question.columns.items()]
    return "\n".join(lines) + "\n"


def routes() -> str:
    """Every route of the REST service."""
    lines = [
        "# REST interface",
        "",
        MADE,
        "",
        "`normgraph serve` answers on loopback, read-only. A path that ends in `.csv` gives CSV.",
    ]
    for path, operations in sorted(openapi()["paths"].items()):
        if path.endswith(".csv"):
            continue
        for method, operation in operations.items():
            lines += ["", f"## {method.upper()} {path}", "", " ".join(operation["description"].split()), ""]
            lines += [f"Operation `{operation['operationId']}`.", ""]
            for parameter in operation.get("parameters", []):
                need = " (required)" if parameter.get("required") else ""
                lines.append(
                    f"- `{parameter['name']}` in {parameter['in']}{need}: {parameter.get('description', '')}".rstrip(
                        ": "
                    )
                )
    return "\n".join(lines).rstrip() + "\n"


def crosswalk_rules() -> str:
    """Every rule of the linter for mapping files, with rows that break and keep it."""
    lines = [
        "# Rules of `normgraph crosswalk check`",
        "",
        MADE,
        "",
        "The linter reads SSSOM, OSCAL mapping collections, mapping libraries of CISO Assistant, OLIR and STRM",
        "spreadsheets, and tables. `--select NG2` looks only at rules whose id begins so, `--ignore NG106` leaves one",
        "out. A finding that is known is kept quiet by a baseline: `--write-baseline FILE`, then `--baseline FILE`.",
        "Its fingerprint rests on the file's name, the set and what the row says, not on where the row stands.",
        "",
        "A finding is a reason to look, not a proof: relations are read strictly as relations of sets where a rule",
        "says so, and decompositions into duties are provisional. The rows are SSSOM with commas; `---` begins another",
        "file.",
    ]  # fmt: skip
    for rule in lint_rules.RULES:
        lines += ["", f"## {rule.id} {rule.name}", "", f"Severity: {rule.severity}. {rule.what}", "", rule.why, ""]
        lines += ["Reported:", "", *(f"    {line}" for line in example(rule, good=False)), ""]
        lines += ["Not reported:", "", *(f"    {line}" for line in example(rule, good=True)), ""]
        lines += [f"To mend it: {rule.mend}."]
    return "\n".join(lines) + "\n"


def example(rule: lint_rules.Rule, *, good: bool) -> list[str]:
    """The example of a rule, its files one after the other; the header once, and metadata where they matter."""
    rows, head = (rule.good, rule.good_head or rule.head) if good else (rule.bad, rule.head)
    told = [f"# {line}" for line in head] if rule.good_head or len(head) > 1 else []
    library = [f"# {name} of the library" for name in rule.library]
    return [*library, *told, rule.columns, *rows]


def openapi() -> dict[str, Any]:
    """The OpenAPI document of the service."""
    from api import create_app

    found: dict[str, Any] = create_app(KnowledgeGraph(Path("nothing"))).openapi()
    return found


REFERENCE: dict[str, Callable[[], str]] = {
    "commands.md": commands,
    "crosswalk-rules.md": crosswalk_rules,
    "framework.md": framework,
    "portfolio.md": portfolio,
    "queries.md": questions,
    "rest.md": routes,
    "vocabulary.md": terms,
}


def pages() -> dict[Path, str]:
    """Path -> text of everything that is generated."""
    known = knowledge.load()
    found = {DOCS / "reference" / name: page() for name, page in REFERENCE.items()}
    found |= {DOCS / "schemas" / name: text for name, text in schemas.documents(known).items()}
    files = {"portfolio": portfolio_format.schema(known), "framework-file": framework_format.schema(known)}
    return found | {DOCS / "schemas" / f"{name}{schemas.SUFFIX}": text for name, text in files.items()}


def main() -> None:
    """Write the pages, or name those that differ."""
    made = pages()
    stale = [path for path, text in made.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    # What is generated no longer must not stay behind.
    left = [path for path in (*DOCS.glob("reference/*.md"), *DOCS.glob("schemas/*.json")) if path not in made]
    if "--check" in sys.argv[1:]:
        if stale or left:
            names = ", ".join(sorted(str(path.relative_to(DOCS)) for path in (*stale, *left)))
            sys.exit(f"out of date: {names}: run make docs and commit docs")
        return
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made[path], encoding="utf-8")
        print(f"wrote {path.relative_to(DOCS)}")
    for path in left:
        path.unlink()
        print(f"removed {path.relative_to(DOCS)}")


if __name__ == "__main__":
    main()
