"""Rules that hold mappings against the duties of decomposed editions: a reason to look again, no proof of a fault."""

from __future__ import annotations

from collections.abc import Iterator

from kg.crosswalk.demand import by_duties
from kg.crosswalk.derived import NONE
from kg.crosswalk.lint import Check, Given, Problem, spelled
from kg.crosswalk.relations import DISJOINT, EQUAL, NO_MATCH

_SHOWN = 3


def at_odds(given: Given) -> Iterator[Problem]:
    """NG701: asserted equal, no duty is shared; NG702: asserted that nothing is common, duties are shared."""
    for subject in given.subjects:
        for row in subject.rows:
            if not row.pinned or row.group or row.relation.negated:
                continue
            name = row.relation.name
            found = by_duties(given.knowledge, row.source.id, row.target.id) if name in _TOLD else None
            if found is None:
                continue
            if name == EQUAL and found.required == NONE:
                yield subject.problem("NG701", f"{spelled(row)}: no duty that both require was found", row)
            elif name != EQUAL and found.shared:
                duties = sorted(map(str, found.shared))
                more = f" and {len(duties) - _SHOWN} more" if len(duties) > _SHOWN else ""
                told = ", ".join(duties[:_SHOWN])
                yield subject.problem("NG702", f"{spelled(row)}: both require {told}{more}", row)


_TOLD = (EQUAL, DISJOINT, NO_MATCH)
CHECKS: tuple[Check, ...] = (at_odds,)
