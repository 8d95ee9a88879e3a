"""Sets made of rows in short, for tests of the linter."""

from __future__ import annotations

from kg.crosswalk import relations
from kg.crosswalk.lint import Given, Subject
from kg.crosswalk.lint_rules import LINTER
from kg.crosswalk.mappings import End, Mapping, MappingSet, ReadSet
from kg.identifiers import RESOLVED
from kg.knowledge import Knowledge


def end(text: str) -> End:
    """An end of a framework that is not known here (`a:1`), or of a known edition (`eu-ai-act:12-1`)."""
    return End(text, text, RESOLVED if "-" in text.partition(":")[0] else "foreign" if text else "none")


def made(name: str, *rows: str, source: str = "foreign:a", target: str = "foreign:b") -> MappingSet:
    """A set of rows such as `a:1 equal b:2`."""
    found = []
    for number, row in enumerate(rows, start=2):
        left, word, right = (*row.split(), "")[:3]
        relation = relations.read(word)
        assert relation is not None
        found.append(
            Mapping(
                source=end(left),
                target=end(right),
                relation=relation,
                justification="semapv:ManualMappingCuration",
                place=f"row {number}",
            )
        )
    return MappingSet(id=name, source=source, target=target, licence="CC0", mappings=tuple(found))


def found_in(
    knowledge: Knowledge, *sets: MappingSet, others: tuple[MappingSet, ...] = (), loose: bool = False
) -> list[str]:
    """What is found in some sets, as `rule place message`."""
    subjects = tuple(Subject(f"{item.id}.tsv", ReadSet(item)) for item in sets)
    given = Given(subjects, knowledge, others=others, loose=loose)
    return [f"{item.rule} {item.place} {item.message}" for item in LINTER.run(given)]
