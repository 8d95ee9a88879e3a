"""OSCAL in XML turned into the shape of its JSON form, for the models that are read.

The two forms say the same with other names: an element that may stand several times is a list in JSON, named in the
plural; attributes are keys. Only structure matters here; of formatted texts the words are kept, a paragraph a line.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

from kg.errors import InputError, LimitError

NAMESPACE = "http://csrc.nist.gov/ns/oscal/1.0"
_PREFIX = f"{{{NAMESPACE}}}"
# Elements that are lists in JSON, and the key they stand under.
_LISTS = {
    name: f"{name}s"
    for name in (
        "group", "control", "part", "param", "prop", "link", "role", "resource", "rlink", "component", "statement",
        "by-component", "responsible-role", "set-parameter", "implemented-requirement", "control-implementation",
        "system-id", "user", "leveraged-authorization", "inventory-item", "import-component-definition", "protocol",
        "port-range", "information-type", "implemented-component", "member-of-organization",
    )
} | {
    "capability": "capabilities", "party": "parties", "responsible-party": "responsible-parties", "value": "values",
    "role-id": "role-ids", "party-uuid": "party-uuids", "choice": "choice",
    "provided": "provided", "inherited": "inherited", "satisfied": "satisfied", "responsibility": "responsibilities",
}  # fmt: skip
_TEXTS = ("p", "ul", "ol", "table", "pre", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "img", "hr")
# What the paragraphs directly inside an element are called in JSON.
_PROSE = {"part": "prose"}
# Elements whose content is formatted text.
_FORMATTED = ("description", "remarks", "title", "purpose", "text", "label", "usage", "guideline", "choice")
# A key for the text of an element that has attributes too.
_TEXT_KEYS = {"system-id": "id", "prop": "value", "status": "state"}
# Elements that are one value in JSON although their name is that of a list elsewhere: (parent, element).
_SINGLE = {("leveraged-authorization", "party-uuid"), ("system-security-plan", "control-implementation")}
MAX_DEPTH = 64
MAX_ELEMENTS = 1_000_000


def to_json(text: str, name: str) -> dict[str, Any]:
    """The document as the JSON form has it. Raises InputError for what is no XML or declares a document type."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        line = text.count("\n", 0, text.index("<!")) + 1
        raise InputError(
            "XML with a document type is not read", where=f"{name}:{line}", found="<!DOCTYPE", hint="remove it",
            expected="plain XML: a document type can make a small file fill the memory",
        )  # fmt: skip
    if (found := text.count("<")) > 2 * MAX_ELEMENTS:
        raise LimitError(
            "too many elements", where=name, found=f"{found:,} tags", expected=f"at most {2 * MAX_ELEMENTS:,}"
        )
    try:
        # The text is decoded by now, whatever encoding it says it has; without a document type there are no entities.
        root = ET.fromstring(text.encode(), ET.XMLParser(encoding="utf-8"))  # noqa: S314
    except ET.ParseError as error:
        line, column = error.position
        raise InputError(
            "not valid XML", where=f"{name}:{line}, column {column + 1}", found=str(error).partition(":")[0],
            expected="XML",
        ) from None  # fmt: skip
    if not root.tag.startswith(_PREFIX):
        raise InputError(
            "not an OSCAL document", where=name, found=f"<{root.tag}>", expected=f"an element of {NAMESPACE}"
        )
    _check_depth(root, name)
    return {_local(root): _object(root)}


def _check_depth(root: ET.Element, file: str) -> None:
    """Raise where elements stand too deep inside each other, whatever they are."""
    level = [root]
    for _ in range(MAX_DEPTH):
        level = [inner for element in level for inner in element]
        if not level:
            return
    raise LimitError("nested too deeply", where=file, found=_local(level[0]), expected=f"at most {MAX_DEPTH} levels")


def _object(element: ET.Element) -> Any:
    own = _local(element)
    found: dict[str, Any] = dict(element.attrib)
    if own in _FORMATTED:
        return _words(element)
    paragraphs = [item for item in element if _local(item) in _TEXTS]
    inner = [item for item in element if _local(item) not in _TEXTS]
    if not inner and not paragraphs:
        text = (element.text or "").strip()
        if not found and own not in _TEXT_KEYS:
            return text
        return found | ({_TEXT_KEYS.get(own, "text"): text} if text else {})
    if paragraphs:
        found[_PROSE.get(own, "prose")] = "\n\n".join(_words(item) for item in paragraphs)
    for item in inner:
        name = _local(item)
        value = _object(item)
        if name in _LISTS and (own, name) not in _SINGLE:
            found.setdefault(_LISTS[name], []).append(value)
        else:
            found[name] = value
    return found


def _words(element: ET.Element) -> str:
    """The words of formatted text; a parameter that it inserts as the JSON form writes it."""
    pieces = [element.text or ""]
    for item in element:
        if _local(item) == "insert":
            pieces.append(f"{{{{ insert: {item.get('type', 'param')}, {item.get('id-ref', '')} }}}}")
        else:
            pieces.append(_words(item))
            if _local(item) in ("p", "li", "tr"):
                pieces.append("\n")
        pieces.append(item.tail or "")
    return "".join(pieces).strip()


def _local(element: ET.Element) -> str:
    return element.tag.removeprefix(_PREFIX)
