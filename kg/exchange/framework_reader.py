"""What a framework file may say, checked entry by entry, whether it is written in YAML or as a spreadsheet.

Everything named has to exist: duties, aspects, parameters, roles, facts and their values. Nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, NoReturn

from kg.errors import did_you_mean
from kg.exchange.framework_conditions import checked_condition
from kg.exchange.portfolio_values import RESERVED, check_identifier, parameter, parameters
from kg.exchange.references import Failure
from kg.exchange.yaml_source import Place
from kg.knowledge import Knowledge
from kg.own.model import ANYBODY, COMMITMENT, CONTEXT, MODES, REQUIRES, OwnDuty, OwnFramework, OwnRequirement
from kg.portfolio.fields import Spec, specs
from kg.prefixes import foreign

Entry = Mapping[str, Place]
# First segments of our IRIs that are neither schemes nor frameworks.
SEGMENTS = ("condition", "condition-literal", "condition-term", "crosswalk", "schema", "shape", "shapes", "vocab")
LONGEST_SLUG = 64
HEADING_KEYS = ("id", "notation", "title", "parent", "kind", "notes", "text", "external_id")
_ACT = "act"
_DEMANDS_NOTHING = ("prohibition", "constitutive")
_FACTS_DECIDE = ("prohibition", "conditional-permission")
_SLUG = re.compile(r"[a-z][a-z0-9]*([.-][a-z0-9]+)*")
NODE_OF_NORM = re.compile(r".*\.n\d+(\.[wd]\d+)?")
_DUTY = re.compile(r"([^\[\]]*)(?:\[([^\[\]]*)\])?")
_CONFIDENCE = re.compile(r"0(\.\d{1,3})?|1(\.0{1,3})?")


class FrameworkReader:
    """Reads the entries of one file, for one organisation."""

    def __init__(self, knowledge: Knowledge, organisation: str) -> None:
        self._knowledge = knowledge
        self._organisation = organisation

    def framework(self, place: Place, head: Entry, entries: Iterable[tuple[Place, Entry]]) -> OwnFramework:
        """The framework of a file. `place` is where its head stands, each entry comes with its own place."""
        values = self._values(place, head, OwnFramework)
        check_slug(values["slug"], self._knowledge, self._organisation, head["slug"].error)
        framework = OwnFramework(**values)
        found: dict[str, OwnRequirement] = {}
        places: dict[str, Entry] = {}
        for at, entry in entries:
            item = self._requirement(at, entry, framework)
            if item.id in found:
                raise entry["id"].error("id is used twice", expected="an id that is unique in the file")
            found[item.id], places[item.id] = item, entry
        if not any(item.states_norm for item in found.values()):
            raise place.error("a framework without requirements", found="none", expected="at least one requirement")
        _check_parents(found, places)
        return replace(framework, requirements=tuple(found.values()))

    def _requirement(self, place: Place, entry: Entry, framework: OwnFramework) -> OwnRequirement:
        item = OwnRequirement(**self._values(place, entry, OwnRequirement))
        _check_id(entry["id"], item.id)
        if not item.states_norm:
            for key in entry.keys() - set(HEADING_KEYS):
                raise entry[key].error(
                    f"a {item.kind} has no {key}", expected=f"only {', '.join(HEADING_KEYS)}",
                    hint=f"remove {key}, or use another kind than {item.kind}",
                )  # fmt: skip
            return item
        if framework.binding == COMMITMENT:
            _check_committed(entry, item)
        elif item.modality == "prohibition" and ("condition" not in entry or ANYBODY in item.bearers):
            raise entry["modality"].error(
                "the facts alone decide a prohibition", found=f"{item.id} without a condition, or without bearers",
                expected="condition: what is prohibited; bearers: the roles it addresses",
                hint="for example condition: profiling=true and bearers: [deployer]",
            )  # fmt: skip
        self._check_period(entry, item, framework)
        self._check_duties(entry, item, framework)
        if framework.binding != COMMITMENT:
            item = replace(item, condition=checked_condition(entry, item, self._knowledge))
        return item

    def _check_period(self, entry: Entry, item: OwnRequirement, framework: OwnFramework) -> None:
        start, end, issued = item.applies_from, item.applies_until, framework.issued
        if start is not None and issued is not None and start < issued:
            raise entry["from"].error("applies before it was issued", expected=f"{issued} or later")
        first = start or issued
        if end is not None and first is not None and end < first:
            raise entry["until"].error("ends before it applies", expected=f"{first} or later")
        if end == date.max:
            raise entry["until"].error("no such last day", expected="an earlier day, or no `until`")

    def _check_duties(self, entry: Entry, item: OwnRequirement, framework: OwnFramework) -> None:
        for duty in item.duties:
            if item.modality in _DEMANDS_NOTHING and duty.mode != CONTEXT:
                raise entry["duties"].error(
                    f"no measure answers a norm of the kind {item.modality}", found=f"{duty.duty}, {duty.mode}",
                    expected=f"mode: {CONTEXT}", hint="or another modality, such as obligation",
                )  # fmt: skip
            act = self._knowledge.scheme.duties[duty.duty].nature == _ACT
            if act and framework.binding == COMMITMENT and duty.mode == REQUIRES:
                raise entry["duties"].error(
                    "a commitment cannot require an act towards an authority, the market or persons",
                    found=duty.duty, expected="mode: advises or context, or a duty that is no act",
                    hint="doing what the commitment asks would count as done towards them",
                )  # fmt: skip
        names = [duty.duty for duty in item.duties]
        if twice := next((name for name in names if names.count(name) > 1), ""):
            raise entry["duties"].error(
                "a duty stands twice", found=twice, expected="each duty once, with all its aspects and parameters"
            )

    def _values(self, place: Place, entry: Entry, cls: type[Any]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, spec in specs(cls).items():
            if spec.key in entry:
                values[name] = self._value(entry[spec.key], spec)
            if spec.required and not values.get(name):
                raise entry.get(spec.key, place).error(
                    f"{spec.key} is missing", found=None if spec.key in entry else f"keys: {', '.join(entry)}",
                    expected=f"{spec.key}: {spec.doc}",
                )  # fmt: skip
        return values

    def _value(self, place: Place, spec: Spec) -> Any:
        if spec.kind == "date":
            return place.day()
        if spec.kind == "duties":
            return self._duties(place)
        if spec.kind == "pairs":
            return parameters(place, self._knowledge.scheme)
        if spec.kind == "number":
            return _share(place)
        if spec.many:
            found = [self._single(item, spec) for item in place.scalars()]
            return tuple(dict.fromkeys(found)) if spec.key == "notes" else tuple(sorted(set(found)))
        return self._single(place, spec)

    def _single(self, place: Place, spec: Spec) -> str:
        text = " ".join(place.text().split())
        if spec.kind == "choice" and text not in spec.choices:
            _unknown(place, "value", text, spec.choices)
        if spec.ref == "duty":
            return self._duty_name(place, text)
        return self._member(place, text, spec.ref) if spec.kind == "ref" and spec.ref != "requirements" else text

    def _member(self, place: Place, text: str, scheme: str) -> str:
        known = members(self._knowledge, scheme)
        local = text.removeprefix(f"{scheme}:")
        return local if local in known else _unknown(place, scheme.replace("-", " "), text, known)

    def _duty_name(self, place: Place, text: str) -> str:
        duties = self._knowledge.scheme.duties
        name = text if text.startswith("duty:") else f"duty:{text}"
        if name not in duties:
            hint = did_you_mean(text, duties) or "list them with: normgraph duties"
            raise place.error("no such duty", found=text, expected="a duty of the scheme", hint=hint)
        return name

    def _duties(self, place: Place) -> tuple[OwnDuty, ...]:
        items = place.scalars() if isinstance(place.value, str) else place.items()
        return tuple(self._mapped(item) if isinstance(item.value, dict) else self._written(item) for item in items)

    def _mapped(self, place: Place) -> OwnDuty:
        keys = tuple(spec.key for spec in specs(OwnDuty).values())
        return OwnDuty(**self._values(place, dict(place.entries(keys)), OwnDuty))

    def _written(self, place: Place) -> OwnDuty:
        """A duty in one word, with what narrows it in brackets: `keep-event-logs[advises, retention=P6M]`."""
        match = _DUTY.fullmatch(place.text())
        if match is None:
            raise place.error("not a duty", expected="duty, or duty[aspect:fairness, retention=P6M, advises]")
        name, inside = match.groups()
        mode, aspects, values = MODES[0], set[str](), dict[str, str]()
        for word in (part.strip() for part in (inside or "").split(",") if part.strip()):
            key, equals, value = word.partition("=")
            if equals:
                if key not in self._knowledge.scheme.parameters:
                    _unknown(place, "parameter", key, tuple(self._knowledge.scheme.parameters))
                values[key] = parameter(key, replace(place, value=value), self._knowledge.scheme)
            elif word.startswith("aspect:"):
                aspects.add(self._member(place, word, "aspect"))
            elif word in MODES:
                mode = word
            else:
                _unknown(place, "word in brackets", word, (*MODES, "aspect:...", "parameter=value"))
        return OwnDuty(
            duty=self._duty_name(place, name.strip()),
            mode=mode,
            aspects=tuple(sorted(aspects)),
            parameters=tuple(sorted(values.items())),
        )


def check_slug(slug: str, knowledge: Knowledge, organisation: str, fail: Failure) -> None:
    """Refuse a slug that cannot be one or that names something already. `fail` makes the error for its place."""
    if not _SLUG.fullmatch(slug) or len(slug) > LONGEST_SLUG:
        expected = f"lower-case letters, digits, '-' and '.', a letter first, at most {LONGEST_SLUG} characters"
        raise fail("not a slug", expected=expected, hint="for example customer-questionnaire-2026")
    if slug in knowledge.catalogs.editions or f"framework:{slug}" in knowledge.labels:
        hint = "list them with: normgraph frameworks"
        raise fail("this framework is shipped", expected="a slug of its own", hint=hint)
    prefixes = {label.partition(":")[0] for label in knowledge.labels}
    if slug in {*RESERVED, *SEGMENTS, *prefixes, *foreign(), organisation}:
        raise fail("this word has a meaning of its own", expected="a slug that names nothing else")


def members(knowledge: Knowledge, scheme: str) -> tuple[str, ...]:
    """Names in a scheme, sorted."""
    prefix = f"{scheme}:"
    return tuple(sorted(name.removeprefix(prefix) for name in knowledge.labels if name.startswith(prefix)))


def _unknown(place: Place, noun: str, text: str, known: tuple[str, ...]) -> NoReturn:
    raise place.error(
        f"no such {noun}", found=text or "nothing", expected=" | ".join(known), hint=did_you_mean(text, known) or ""
    )


def _share(place: Place) -> float:
    text = place.text()
    if not _CONFIDENCE.fullmatch(text):
        raise place.error("not a share", expected="a number from 0 to 1, such as 0.85")
    return float(text)


def _check_id(place: Place, text: str) -> None:
    check_identifier(text, place.error)
    if NODE_OF_NORM.fullmatch(text):
        raise place.error("ids that end like this are made for the norms", expected="an id that does not end in .n1")


def _check_committed(entry: Entry, item: OwnRequirement) -> None:
    """What binds by commitment binds as far and as long as the commitment does: anything else would have no effect."""
    hint = "write binding: mandate (or law) for what binds by conditions and ends of its own"
    for key in ("condition", "until"):
        if key in entry:
            raise entry[key].error(
                f"{key} has no effect where a framework binds by commitment",
                expected="the boundary and period of the commitment in the portfolio", hint=hint,
            )  # fmt: skip
    if item.modality in _FACTS_DECIDE:
        raise entry["modality"].error(
            "only facts and conditions decide this kind of norm", expected="obligation, recommendation, right, ...",
            hint=hint,
        )  # fmt: skip


def _check_parents(found: Mapping[str, OwnRequirement], places: Mapping[str, Entry]) -> None:
    for item in found.values():
        if item.parent and item.parent not in found:
            _unknown(places[item.id]["parent"], "entry in this file", item.parent, tuple(found))
    sound: set[str] = set()
    for item in found.values():
        chain: dict[str, None] = {}
        current = item.id
        while current and current not in sound:
            if current in chain:
                place = places[current]["parent"]
                raise place.error("an entry stands under itself", expected="parents without a circle")
            chain[current] = None
            current = found[current].parent
        sound.update(chain)
