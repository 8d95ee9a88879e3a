"""Frameworks that an organisation works with: by its instruments, else by what binds it and what it committed to."""

from __future__ import annotations

from datetime import date

import pytest

from kg.knowledge import Knowledge
from kg.portfolio import model, rdf, view
from kg.portfolio.records import Commitment, Organisation, Person, Record
from kg.portfolio.view import View

AI, SECURITY = "iso-42001-2023", "iso-27001-2022"
COMMITMENTS = [
    Commitment(id=f"acme:{name}", framework=slug, subject="acme:aims", ground="decision", valid_from=date(2026, 1, 1))
    for name, slug in (("a", SECURITY), ("b", AI), ("c", AI))
]


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ([Organisation(id="acme", name="Acme")], View()),
        ([Organisation(id="acme", name="Acme"), *COMMITMENTS], View((), (SECURITY, AI))),
        ([Organisation(id="acme", name="Acme", instruments=("eu-ai-act", "gdpr"))], View(("eu-ai-act", "gdpr"))),
    ],
)
def test_records_and_lines_tell_the_same(records: list[Record], expected: View) -> None:
    assert view.of_portfolio(model.build(records)) == expected
    assert view.of_lines(rdf.to_nquads(records, rdf.graph_of("acme"))) == expected


def test_a_text_is_not_taken_for_a_statement() -> None:
    predicate = next(line for line in rdf.to_nquads(COMMITMENTS, rdf.graph_of("acme")) if AI in line).split(" ")[1]
    post = Person(id="acme:p", post=f"x {predicate} <{AI}> y")
    assert view.of_lines(rdf.to_nquads([post], rdf.graph_of("acme"))) == View()


def test_what_is_in_view(shipped: Knowledge) -> None:
    catalogs = shipped.catalogs
    assert View(("gdpr",), (AI,)).editions(catalogs) == {"gdpr"}
    binding = View().editions(catalogs)
    assert "eu-ai-act" in binding
    assert not {AI, SECURITY} & binding
    assert View((), (AI,)).editions(catalogs) == binding | {AI}
