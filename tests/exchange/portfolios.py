"""Random small portfolios, made from the field definitions: every kind of record, any text, references that exist."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from kg.exchange.portfolio_format import base_facts, names
from kg.knowledge import Knowledge
from kg.model import FactType
from kg.portfolio import model
from kg.portfolio.model import Portfolio
from kg.portfolio.parts import PARTS, identified
from kg.portfolio.records import RECORD_TYPES, Organisation, Person, Record, RoleAssignment, Spec, System, specs

OWN = "acme"
# No control characters but tab and line feed: XML has no others, and the workbook's own escapes are tried by name.
LETTERS = st.characters(exclude_categories=("Cs", "Cc"), include_characters="\t\n")
TEXTS = st.one_of(
    st.text(LETTERS, max_size=12),
    st.sampled_from(
        ["=1+1", "+1", "@SUM(A1)", "TRUE", "true", "007", "3.10", "1e3", "2026-01-31", "NO", "null", "~", "a; b", '"a"']
    ),
    st.sampled_from(
        ['"a;b"; c', "# note", "- a", "{x: y}", "http://a.b/c", "a\nb", "'q", "%YAML", "...", "Id *", "x_0"]
    ),
).map(str.strip)
WORDS = TEXTS.filter(bool)
DAYS = st.dates(date(1899, 12, 25), date(2100, 1, 1))
OTHERS = {"provision": ["iso-42001-2023:C.3.4", "eu-ai-act:26-6"], "organisation": [OWN]}


def portfolios(knowledge: Knowledge) -> st.SearchStrategy[Portfolio]:
    """Portfolios of one organisation."""
    known = names(knowledge) | OTHERS
    known["requirement"] = list(knowledge.requirement_names)
    return st.composite(_portfolio)(known, knowledge)


def _portfolio(draw: st.DrawFn, known: dict[str, list[str]], knowledge: Knowledge) -> Portfolio:
    here = dict(known)
    found: dict[str, Record] = {}
    holders = {}
    for cls in RECORD_TYPES:
        ids = [OWN] if cls is Organisation else [f"{OWN}:{cls.section}.{number}" for number in range(draw(_FEW))]
        here.setdefault(cls.section, [])
        for name in ids:
            record = _record(draw, cls, name, here, knowledge)
            if record is not None and record.id not in found:
                found[record.id] = record
                here[cls.section].append(record.id)
        if cls is Person:
            holders = {name: draw(WORDS) for name in here[cls.section] if draw(st.booleans())}
    whole = model.build(found.values(), holders)
    for role in whole.of(RoleAssignment):
        if draw(st.booleans()):
            subject = whole.records[role.subject]
            assert isinstance(subject, System)
            plain = identified(replace(role, agent=whole.bearer_of(subject)), agent_stated=False)
            del found[role.id]
            found[plain.id] = plain
    return model.build(found.values(), holders)


_FEW = st.integers(0, 2)


def _record(
    draw: st.DrawFn, cls: type[Record], name: str, here: dict[str, list[str]], knowledge: Knowledge
) -> Record | None:
    values: dict[str, Any] = {}
    for field, spec in specs(cls).items():
        value = _value(draw, spec, here, knowledge)
        if spec.required and not value:
            return None
        if value is not None:
            values[field] = value
    start, end = values.get("valid_from"), values.get("valid_until")
    if start and end and end < start:
        values["valid_until"] = start
    if cls.section == "dated_facts":
        values["value"] = draw(_answers(knowledge.facts.types[values["fact"]]))
    if cls not in PARTS:
        return cls(id=name, **values)
    return identified(cls(id="", **values))


def _value(draw: st.DrawFn, spec: Spec, here: dict[str, list[str]], knowledge: Knowledge) -> Any:
    if not spec.required and draw(st.booleans()):
        return None
    if spec.kind == "facts":
        facts = draw(st.lists(st.sampled_from(base_facts(knowledge)), max_size=3, unique_by=lambda fact: fact.name))
        return {fact.name: draw(_answers(fact)) for fact in facts}
    if spec.kind == "pairs":
        return draw(st.sampled_from([(), (("retention", "P1Y"),)]))
    if spec.kind == "ref":
        pool = [name for kind in spec.ref.split("|") for name in here.get(kind, ())]
        one = draw(st.sampled_from(sorted(pool))) if pool else None
        if not spec.many:
            return one
        return tuple(sorted(set(draw(st.lists(st.sampled_from(sorted(pool)), max_size=3))))) if pool else spec.words[:1]
    single = {"date": DAYS, "flag": st.just(True), "choice": st.sampled_from(spec.choices or ("",))}
    found = draw(single.get(spec.kind, WORDS))
    return (found,) if spec.many else found


def _answers(fact: FactType) -> st.SearchStrategy[tuple[str, ...]]:
    if fact.value_type == "date":
        return st.one_of(DAYS.map(str), st.sampled_from(["none", "unknown"])).map(lambda text: (text,))
    values = st.sampled_from((*fact.values, "unknown"))
    several = st.lists(values, min_size=1, max_size=3 if fact.multiple else 1, unique=True)
    return st.one_of(st.just(("none",)), several.map(lambda found: tuple(sorted(found))))
