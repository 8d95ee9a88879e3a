"""A state stands under a key or in a property."""

from __future__ import annotations

import pytest

from kg.exchange.oscal_claims import state, statements
from kg.exchange.tree import Twig


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ({"implementation-status": {"state": "planned"}}, "planned"),
        ({"implementation-status": "partial"}, "partial"),
        ({"props": [{"name": "implementation-status", "value": "implemented"}]}, "implemented"),
        ({}, ""),
    ],
)
def test_a_state(place: dict[str, object], expected: str) -> None:
    assert state(Twig(place, "f"), "implementation-status") == expected


def test_statements_by_identifier() -> None:
    place = Twig({"statements": [{"statement-id": "a"}, {"statement-id": "b"}]}, "f")
    assert [(key, item.pointer) for key, item in statements(place)] == [("a", "/statements/0"), ("b", "/statements/1")]
