"""An OSCAL document of any form and model: what it is, and whether that is what was wanted."""

from __future__ import annotations

import json

import pytest

from kg.errors import InputError
from kg.exchange import oscal
from kg.exchange.tree import Twig

METADATA = {"title": "T", "oscal-version": "1.2.0"}


def document(model: str, version: str = "1.2.0") -> Twig:
    return oscal.parse(json.dumps({model: {"metadata": {**METADATA, "oscal-version": version}}}), "f.json")


def test_the_model_is_the_one_key() -> None:
    assert oscal.model_of(document("profile")) == "profile"
    assert oscal.model_of(oscal.parse("catalog:\n  a: 1\n", "f.yaml")) == "catalog"
    assert oscal.model_of(oscal.parse('{"x": 1}', "f.json")) == ""
    assert oscal.form_of(document("catalog"), "catalog") == "OSCAL 1.2.0 catalog"


@pytest.mark.parametrize("version", ["1.0.0", "1.0.4", "1.1.3", "1.2.0", "1.0.0-rc2"])
def test_versions_that_are_read(version: str) -> None:
    assert oscal.body(document("catalog", version), "catalog").pointer == "/catalog"


@pytest.mark.parametrize("version", ["2.0.0", "1", "latest"])
def test_versions_that_are_not_read(version: str) -> None:
    with pytest.raises(InputError, match="not a version of OSCAL") as caught:
        oscal.body(document("catalog", version), "catalog")
    assert caught.value.where == "f.json (/catalog/metadata/oscal-version)"


@pytest.mark.parametrize(
    ("model", "message", "hint"),
    [
        ("profile", "an OSCAL profile: a selection of controls", "resolve it to a catalog first"),
        ("assessment-results", "an OSCAL assessment results", ""),
        ("mapping-collection", "an OSCAL mapping collection", "normgraph mapping import f.json"),
        ("system-security-plan", "an OSCAL system security plan", "--as oscal-ssp"),
        ("component-definition", "an OSCAL component definition", "--as oscal-component-definition"),
        ("x", "not an OSCAL catalog", ""),
    ],
)
def test_another_model_is_refused_for_what_it_is(model: str, message: str, hint: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        oscal.body(document(model), "catalog")
    assert hint in (caught.value.hint or "")


def test_a_property_of_no_class_goes_before_the_others() -> None:
    props = [{"name": "label", "value": "AC-01", "class": "zero-padded"}, {"name": "label", "value": "AC-1"}]
    place = Twig({"props": props}, "f")
    assert oscal.prop_text(place, "label") == "AC-1"
    assert oscal.prop_text(Twig({"props": props[:1]}, "f"), "label") == "AC-01"
    assert oscal.prop_text(place, "status") == ""


def test_inserted_parameters_are_said_in_words() -> None:
    params = [
        {"id": "a", "label": "roles"},
        {"id": "b", "select": {"choice": ["now", "after {{ insert: param, a }}"]}},
        {"id": "c"},
    ]
    words = dict(oscal.parameters(Twig({"params": params}, "f")))
    assert words == {"a": "roles", "b": "now or after {{ insert: param, a }}", "c": "c"}
    text = " Tell {{ insert: param, b }} and {{insert: param, x}}. "
    assert oscal.prose(Twig({"prose": text}, "f"), words) == "Tell [now or after [roles]] and [x]."


def test_a_text_that_parameters_make_endless_is_refused() -> None:
    text = "{{ insert: param, a }}" * 100
    with pytest.raises(InputError, match="too long once its parameters are written out"):
        oscal.prose(Twig({"prose": text}, "f"), {"a": text})
