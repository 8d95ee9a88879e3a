"""OSCAL in XML comes to the shape of its JSON form; what could do harm is refused."""

from __future__ import annotations

import pytest

from kg.errors import InputError
from kg.exchange.oscal_xml import MAX_DEPTH, MAX_ELEMENTS, NAMESPACE, to_json

CATALOG = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<catalog xmlns="{NAMESPACE}" uuid="u">
 <metadata><title>A <em>title</em></title><oscal-version>1.1.2</oscal-version>
  <party uuid="p" type="organization"><name>We</name></party>
  <responsible-party role-id="creator"><party-uuid>p</party-uuid></responsible-party></metadata>
 <group id="g"><title>G</title>
  <control id="c-1"><title>C</title><prop name="label" value="C-1"/>
   <part name="statement" id="c-1_smt"><p>Do <insert type="param" id-ref="x"/> now.</p>
    <part name="item" id="c-1_smt.a"><p>One</p><p>Two</p></part></part></control></group>
</catalog>
"""


def test_elements_become_keys_and_lists() -> None:
    metadata = {
        "title": "A title",
        "oscal-version": "1.1.2",
        "parties": [{"uuid": "p", "type": "organization", "name": "We"}],
        "responsible-parties": [{"role-id": "creator", "party-uuids": ["p"]}],
    }
    item = {"name": "item", "id": "c-1_smt.a", "prose": "One\n\nTwo"}
    part = {"name": "statement", "id": "c-1_smt", "prose": "Do {{ insert: param, x }} now.", "parts": [item]}
    control = {"id": "c-1", "title": "C", "props": [{"name": "label", "value": "C-1"}], "parts": [part]}
    group = {"id": "g", "title": "G", "controls": [control]}
    assert to_json(CATALOG, "f.xml") == {"catalog": {"uuid": "u", "metadata": metadata, "groups": [group]}}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('<!DOCTYPE x [<!ENTITY a "b">]><x/>', "document type"),
        ("<catalog>", "not valid XML"),
        ("<rdf/>", "not an OSCAL document"),
        (f'<catalog xmlns="{NAMESPACE}">' + "<part>" * MAX_DEPTH + "</part>" * MAX_DEPTH + "</catalog>", "too deeply"),
        (f'<catalog xmlns="{NAMESPACE}"><title>' + "<b>" * 5000 + "</b>" * 5000 + "</title></catalog>", "too deeply"),
        ("<x/>" * (2 * MAX_ELEMENTS + 1), "too many elements"),
    ],
)
def test_what_is_no_plain_document_is_refused(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        to_json(text, "f.xml")
    assert str(caught.value.where).startswith("f.xml")


@pytest.mark.parametrize("encoding", ["UTF-16", "U-8", "big5"])
def test_a_text_that_is_decoded_may_name_any_encoding(encoding: str) -> None:
    assert to_json(CATALOG.replace("UTF-8", encoding), "f.xml") == to_json(CATALOG, "f.xml")
