"""What a reading says of a requirement."""

from __future__ import annotations

from kg.review.reading import Judgement, Reading

SAID = (
    Judgement("x:1.n1", "duty:a", "requires", (), (), 1.0, ""),
    Judgement("x:1.n1", "duty:b", "advises", ("fairness",), (), 0.5, "why"),
)


def test_duties_by_mode_and_with_modes() -> None:
    reading = Reading("A", {"x:1.n1": SAID, "x:2.n1": ()})
    assert reading.duties("x:1.n1", "requires") == {"duty:a"}
    assert reading.duties("x:1.n1", "requires", "advises") == {"duty:a", "duty:b"}
    assert reading.pairs("x:1.n1") == {("duty:a", "requires"), ("duty:b", "advises")}
    assert not reading.duties("x:2.n1", "requires")
    assert not reading.pairs("x:2.n1")
