"""Requirements in a file: by identifier, or as people write them where they name their framework; else an error."""

from __future__ import annotations

from functools import partial

import pytest

from kg.errors import InputError
from kg.exchange.references import References
from kg.knowledge import Knowledge
from kg.portfolio.fields import Spec

ANY = Spec("", "what is implemented", kind="ref", ref="requirement|duty")
CONTROL = Spec("", "control left out", kind="ref", ref="control")
FAIL = partial(InputError, where="portfolio.yaml:7")


@pytest.fixture(scope="module")
def references(shipped: Knowledge) -> References:
    return References(shipped, "acme", {})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("iso-42001-2023:A.6.2.3", "iso-42001-2023:A.6.2.3"),
        ("ISO/IEC 42001:2023 A 6.2.3", "iso-42001-2023:A.6.2.3"),
        ("Art. 26 (6) AI Act", "eu-ai-act:26-6"),
        ("keep-event-logs", "duty:keep-event-logs"),
    ],
)
def test_what_is_meant(references: References, text: str, found: str) -> None:
    assert references.resolve(text, ANY, FAIL) == found


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("A.5.2", "it may mean iso-27001-2022:A.5.2 or iso-42001-2023:A.5.2"),
        ("A 6.2.3", "did you mean iso-42001-2023:A.6.2.3?"),
        ("Art. 26(6)(a) AI Act", "did you mean eu-ai-act:26-6?"),
        ("ISO 27001:2013 A.12.1.1", "it is of the edition of 2013, known is iso-27001-2022"),
        ("keep-event-lugs", "did you mean duty:keep-event-logs"),
    ],
)
def test_what_is_not_certain_is_asked_about(references: References, text: str, hint: str) -> None:
    with pytest.raises(InputError, match="no such requirement or duty") as error:
        references.resolve(text, ANY, FAIL)
    assert hint in (error.value.hint or "")
    assert error.value.found == text


def test_only_a_control_can_be_left_out(references: References) -> None:
    assert references.resolve("ISO 42001:2023 A.6.2.3", CONTROL, FAIL) == "iso-42001-2023:A.6.2.3"
    for text in ("iso-42001-2023:6.1.2", "ISO 42001 cl. 6.1.2"):
        with pytest.raises(InputError, match="only a control of a voluntary framework can be excluded") as error:
            references.resolve(text, CONTROL, FAIL)
        assert "did you mean iso-42001-2023:6.1.2?" not in (error.value.hint or "")
