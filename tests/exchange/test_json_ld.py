"""Contexts of JSON-LD are added up before the file is parsed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kg.errors import InputError, LimitError
from kg.exchange import json_ld

TERMS = {f"t{n}": f"x:{n}" for n in range(2_000)}


def check(document: Any) -> None:
    json_ld.check("f.jsonld", document.encode() if isinstance(document, str) else json.dumps(document).encode())


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({"@context": TERMS, "@graph": [{"@context": {}, "t1": 1}] * 1_500}, "gone through too often"),
        (
            {"@context": {"p": {"@id": "x:p", "@context": TERMS}}, "@graph": [{"p": {"t1": 1}}] * 1_500},
            "gone through too often",
        ),
        (
            {"@context": {"T": {"@id": "x:T", "@context": TERMS}}, "@graph": [{"@type": "T", "t1": 1}] * 1_500},
            "gone through too often",
        ),
        ({"@context": {f"t{n}": "x:" for n in range(json_ld.MAX_TERMS + 1)}}, "too many terms"),
        ({"@context": {"a": "x:a", **{f"t{n}": f"t{n + 1}:a" for n in range(20)}}}, "defined by each other"),
        ({"@context": {"p": "x:" + "n" * json_ld.MAX_TEXT}}, "definition in a context is too long"),
        ('{"\\u0040context": {"p": "x:' + "n" * json_ld.MAX_TEXT + '"}}', "definition in a context is too long"),
        ('{"x:p": [' + "1," * (json_ld.MAX_COMMAS + 1) + "1]}", "too many objects, lists and items"),
    ],
)
def test_what_the_parser_would_copy_again_and_again_is_refused(document: Any, message: str) -> None:
    with pytest.raises(LimitError, match=message) as caught:
        check(document)
    assert caught.value.where == "f.jsonld"


def test_a_context_that_stands_twice_is_refused() -> None:
    with pytest.raises(InputError, match="not valid JSON"):
        check('{"@context": {}, "@context": {}}')


def test_what_ordinary_files_have_is_read() -> None:
    own = {"label": "x:label", "name": {"@id": "x:name", "@container": "@set"}}
    check({"@graph": [{"@context": own, "@id": f"x:{n}", "label": "L"} for n in range(5_000)]})
    check({"@context": [None, "https://schema.org/", TERMS, {"x": "http://x/", "y": "x:y", "": "x:z"}], "y": 1})
