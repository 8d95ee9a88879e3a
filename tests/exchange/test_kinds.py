"""What a file is taken for: by its content, whatever its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError, NotFound
from kg.exchange.kinds import KINDS, NAMES, Options, Sample, choose

PORTFOLIO = "normgraph: 1\norganisation: {id: acme, name: Acme}\n"
FRAMEWORK = "normgraph: 1\nframework:\n  slug: contract\nrequirements: []\n"


def chosen(name: str, text: str | bytes, options: Options | None = None) -> tuple[str, str]:
    start = text if isinstance(text, bytes) else text.encode()
    kind, why = choose(Sample(name, start), options or Options())
    return kind.name, why


@pytest.mark.parametrize("name", ["portfolio.yaml", "portfolio.txt", "portfolio", "portfolio.csv"])
@pytest.mark.parametrize(
    "text",
    [
        PORTFOLIO,
        "\ufeff" + PORTFOLIO,
        "# words: first\n---\n" + PORTFOLIO,
        '{"normgraph": 1, "organisation": {"id": "acme"}}',
        "organisation: {id: acme}\r\nnormgraph: 1\r\n",
    ],
)
def test_a_portfolio_is_known_by_its_keys(name: str, text: str) -> None:
    assert chosen(name, text) == ("portfolio", "it has the keys normgraph, organisation")


def test_a_framework_is_known_by_its_keys_or_columns() -> None:
    assert chosen("x.yaml", FRAMEWORK) == ("framework", "it has the keys normgraph, framework")
    sheet = "framework_slug,framework_title,id,title\ncontract,Contract,Q1,Ask\n"
    assert chosen("x.csv", sheet) == ("framework", "it has the column framework_slug")
    assert chosen("x.csv", sheet.replace(",", ";")) == ("framework", "it has the column framework_slug")


def test_keys_further_in_do_not_count() -> None:
    nested = '{"a": {"normgraph": 1}, "b": [{"organisation": 2}], "c": "{\\"organisation\\": 1}"}'
    assert Sample("x.json", nested.encode()).keys == {"a", "b", "c"}
    assert Sample("x.yaml", b"a:\n  normgraph: 1\nb: 'organisation: 1'\n").keys == {"a", "b"}


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [("x.yaml", "title: a\n", "portfolio"), ("x.csv", "a,b\n1,2\n", "inventory"), ("x.XLSX", b"PK\3\4\0", "inventory")],
)
def test_the_name_decides_where_the_content_does_not(name: str, text: str | bytes, kind: str) -> None:
    assert chosen(name, text) == (kind, f"its name ends in {Path(name).suffix.lower()}")


def test_what_is_asked_for_is_what_it_is() -> None:
    assert chosen("x.yaml", PORTFOLIO, Options(kind="framework")) == ("framework", "asked for")
    assert chosen("x.txt", "a,b\n", Options(profile="us-federal-2024")) == ("inventory", "asked for")


def test_a_kind_that_is_none() -> None:
    with pytest.raises(NotFound, match="did you mean portfolio"):
        chosen("x.yaml", PORTFOLIO, Options(kind="portfoli"))


@pytest.mark.parametrize("text", ["", "words", b"\0\1\2", b"\xff\xfe\0\xd8"])
def test_a_file_that_is_nothing_we_know(text: str | bytes) -> None:
    with pytest.raises(InputError) as caught:
        chosen("x.bin", text)
    assert str(caught.value).startswith("not a file of a kind that can be imported")
    assert caught.value.hint == "say what it is: normgraph import x.bin --as KIND, a name in brackets"
    assert all(f"({name})" in str(caught.value.expected) for name in NAMES)


def test_every_kind_has_a_name_and_a_title() -> None:
    assert all(kind.name in NAMES and kind.title for kind in KINDS)


@pytest.mark.parametrize("place", ["nothing", "."])
def test_what_is_no_file_is_refused(place: str, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        Sample.of(tmp_path / place)
