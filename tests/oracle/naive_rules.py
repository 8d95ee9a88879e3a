"""The naive interpreter's rules: guards in strata, conditions in strong Kleene logic, dates. One case, one day."""

from __future__ import annotations

from datetime import date

from kg.knowledge import Knowledge
from kg.logic import All, Atom, Expr, Not
from kg.model import FactType, Guard, Norm, Window

NO, MAYBE, YES = 0, 1, 2
State = tuple[frozenset[str], bool]
Facts = dict[str, State]
NOTHING: State = (frozenset(), False)
STRATA = ("scope", "class", "role", "exemption")


class Rules:
    """The guards of one edition, run for one pair on one day."""

    def __init__(self, knowledge: Knowledge, edition: str, facts: Facts, day: date, known_on: date) -> None:
        self.types, self.facts, self.day = knowledge.facts.types, facts, day
        mine = [guard for guard in knowledge.catalogs.guards.values() if guard.edition == edition]
        self.derivable = {guard.target_fact for guard in mine if guard.effect == "set"}
        self.derived: dict[tuple[str, str], int] = {}
        self.fired: list[tuple[Guard, int]] = []
        self._touching: dict[tuple[str, str], list[tuple[Guard, int]]] = {}
        for stratum in STRATA:
            fired = []
            for guard in mine:
                window = text_in_force(guard.windows, day, known_on)
                if guard.stratum == stratum and window is not None:
                    fired.append((guard, self.value(window.condition)))
            for guard, value in fired:
                self.fired.append((guard, value))
                self._derive(guard, value)

    def _derive(self, guard: Guard, value: int) -> None:
        for target in guard.target_values:
            key = (guard.target_fact, target)
            if guard.effect in {"set", "add-role"}:
                self.derived[key] = max(self.single(*key), value)
            elif guard.effect == "drop-role":
                self.derived[key] = min(self.single(*key), 2 - value)

    def single(self, fact: str, value: str) -> int:
        """Truth of `fact=value` so far."""
        if (fact, value) in self.derived:
            return self.derived[fact, value]
        if fact in self.derivable:
            return NO
        return equals(self.facts.get(fact, NOTHING), value, self.types.get(fact))

    def value(self, expr: Expr, norm: Norm | None = None, window: Window | None = None, positive: bool = True) -> int:
        """Strong Kleene value; with a window, positive class literals are withdrawn and dated as for a row."""
        if isinstance(expr, Not):
            return 2 - self.value(expr.part, norm, window, not positive)
        if isinstance(expr, Atom):
            return self._atom(expr, norm if positive else None, window)
        parts = [self.value(part, norm, window, positive) for part in expr.parts]
        return min([YES, *parts]) if isinstance(expr, All) else max([NO, *parts])

    def _atom(self, atom: Atom, norm: Norm | None, window: Window | None) -> int:
        values, complete = self.facts.get(atom.fact, NOTHING)
        if atom.op == "<":
            return YES if any(value < atom.values[0] for value in values) else NO if complete else MAYBE
        if atom.op == ">=":
            today = self.day.isoformat()
            return YES if any(atom.values[0] <= value <= today for value in values) else NO if complete else MAYBE
        if atom.values != ("any",):
            return max(self._counted(atom.fact, value, norm, window) for value in atom.values)
        known = {value for fact, value in self.derived if fact == atom.fact}
        if atom.fact not in self.derivable:
            known |= values
        found = max([NO, *(self._counted(atom.fact, value, norm, window) for value in known)])
        return found if complete or atom.fact in self.derivable else max(found, MAYBE)

    def _counted(self, fact: str, value: str, norm: Norm | None, window: Window | None) -> int:
        """A value as a row may count on it: not withdrawn, and its date has come."""
        found = self.single(fact, value)
        if norm is None:
            return found
        for guard, fired in self.touching(norm, "withdraw"):
            if guard.target_fact == fact and value in guard.target_values:
                found = min(found, 2 - fired)
        start = dict(window.schedule).get(value) if window is not None and fact == "risk" else None
        moved = [
            (guard, fired)
            for guard, fired in self.touching(norm, "postpone")
            if window is not None and guard.target_fact == fact and value in guard.target_values
        ]
        return min(found, self.reached(start, moved))

    def touching(self, norm: Norm, effect: str) -> list[tuple[Guard, int]]:
        """Guards of an effect that speak about a norm."""
        key = (norm.id, effect)
        if key not in self._touching:
            self._touching[key] = [
                (guard, value)
                for guard, value in self.fired
                if guard.effect == effect
                and norm.id not in guard.except_norms
                and (not guard.target_norms or norm.id in guard.target_norms)
            ]
        return self._touching[key]

    def reached(self, start: date | None, moved: list[tuple[Guard, int]]) -> int:
        """Whether a date has come, or the one that a guard puts in its place; a later guard overrules an earlier."""
        found = YES if start is None or start <= self.day else NO
        for guard, value in moved:
            late = YES if guard.effect_date is None or guard.effect_date <= self.day else NO
            if value == YES:
                found = late
            elif value == MAYBE and found != late:
                found = MAYBE
        return found

    def gate(self, norm: Norm) -> int:
        """Every `require` true, no `exclude` true."""
        required = [value for _, value in self.touching(norm, "require")]
        excluded = [2 - value for _, value in self.touching(norm, "exclude")]
        return min([YES, *required, *excluded])

    def contested(self, norm: Norm) -> bool:
        """Whether a dispute may reach the norm."""
        return any(value != NO for _, value in self.touching(norm, "contest"))

    def due(self, norm: Norm, window: Window) -> int:
        """Whether the row's own date has come; with a schedule the formal date is not used."""
        moved = [(guard, value) for guard, value in self.touching(norm, "postpone") if not guard.target_fact]
        return self.reached(None if window.schedule else window.applies_from, moved)

    def row(self, norm: Norm, window: Window) -> int:
        """Truth of: the norm applies on this day. A dispute leaves open what would apply, it makes nothing apply."""
        if window.applies_until is not None and window.applies_until <= self.day:
            return NO
        due = self.due(norm, window)
        if norm.modality == "prohibition":
            roles = max([NO, *(self.single("role", role) for role in norm.bearers)])
            held = roles if norm.bearers else self._atom(Atom("role", "=", ("any",)), None, None)
            return min(held, self.gate(norm), due)
        found = min(self.value(window.condition, norm, window), self.gate(norm), due)
        return min(MAYBE, found) if self.contested(norm) else found

    def first_day(self, norm: Norm, window: Window) -> date:
        """Earliest practical date of the classes held and reached, else the formal one; a postponed row has its own."""
        for guard, value in reversed(self.touching(norm, "postpone")):
            if not guard.target_fact and value == YES and guard.effect_date is not None:
                return guard.effect_date
        found = []
        for risk, start in window.schedule:
            if self._counted("risk", risk, norm, None) == YES and counts_on(window.condition, "risk", risk):
                practical = start
                for guard, value in self.touching(norm, "postpone"):
                    if guard.target_fact == "risk" and risk in guard.target_values and value == YES:
                        practical = guard.effect_date or practical
                found.append(practical)
        formal = window.applies_from or window.in_force_from
        if formal > self.day:
            formal = window.in_force_from
        return min((day for day in found if day <= self.day), default=formal)


def text_in_force(windows: tuple[Window, ...], day: date, known_on: date) -> Window | None:
    """Of the versions published and in force, the one in force last, then the one published last."""
    best = None
    for window in windows:
        if window.known_from <= known_on and window.in_force_from <= day:
            key = (window.in_force_from, window.known_from)
            if best is None or key > (best.in_force_from, best.known_from):
                best = window
    return best


def equals(state: State, asked: str, fact: FactType | None) -> int:
    """Truth of one value; a narrower value matches, a broader one leaves it open."""
    values, complete = state
    broader = fact.broader if fact is not None else {}
    for value in values:
        current: str | None = value
        while current is not None:
            if current == asked:
                return YES
            current = broader.get(current)
    above = broader.get(asked)
    while above is not None:
        if above in values:
            return MAYBE
        above = broader.get(above)
    return NO if complete else MAYBE


def counts_on(expr: Expr, fact: str, value: str, positive: bool = True) -> bool:
    """Whether a condition has a positive literal on a value."""
    if isinstance(expr, Atom):
        return positive and expr.fact == fact and expr.op == "=" and (value in expr.values or expr.values == ("any",))
    if isinstance(expr, Not):
        return counts_on(expr.part, fact, value, not positive)
    return any(counts_on(part, fact, value, positive) for part in expr.parts)
