"""What duties say of places that are no single norm, and how far they leave a relation open."""

from __future__ import annotations

from kg import strm
from kg.crosswalk.demand import by_duties, norms_of
from kg.crosswalk.derived import compare
from kg.knowledge import Knowledge

LOGS, KEEP = "iso-42001-2023:A.6.2.8", "eu-ai-act:26-6"


def test_an_article_demands_what_its_paragraphs_do(shipped: Knowledge) -> None:
    parts = norms_of(shipped, "eu-ai-act:12")
    assert {norm.provision for norm in parts} >= {"eu-ai-act:12-1"}
    assert norms_of(shipped, KEEP) == shipped.norms_named(KEEP)
    assert norms_of(shipped, "owasp-llm-2025:LLM03-2025") == ()


def test_a_pair_is_compared_as_its_norms_are(shipped: Knowledge) -> None:
    found = by_duties(shipped, LOGS, KEEP)
    (left,), (right,) = shipped.norms_named(LOGS), shipped.norms_named(KEEP)
    assert found is not None
    assert (found.required, found.shared) == (
        compare(shipped, left, right).relation,
        compare(shipped, left, right).shared,
    )
    assert found.mask & strm.OVERLAP
    assert found.relation.split(" or ")[0] == found.required


def test_what_is_not_decomposed_says_nothing(shipped: Knowledge) -> None:
    assert by_duties(shipped, LOGS, "owasp-llm-2025:LLM03-2025") is None
