"""OSCAL catalogs: groups become headings, controls become controls, items of a control's statement become its parts.

The identifier of a control stays what OSCAL calls it, because component definitions and plans refer to it; its notation
is its label. Guidance and assessment methods are not read: they state nothing that an organisation has to do.
"""

from __future__ import annotations

from collections import Counter

from kg.exchange import oscal
from kg.exchange.catalog_draft import TITLE_LENGTH, CatalogFile, Draft, Entry, Purpose, joined
from kg.exchange.oscal import prop_text, prose
from kg.exchange.tree import Twig, short
from kg.own.model import CONTROL, HEADING, PART, WITHDRAWN

STATEMENT = "statement"
MAX_WRITTEN = 64 * 1024 * 1024
"""Characters of all texts, with their parameters written out."""
_LICENCE = "license"


def from_document(document: Twig, purpose: Purpose) -> CatalogFile:
    """The framework in an OSCAL document. Raises InputError where it is no catalog of OSCAL 1.x."""
    catalog = oscal.body(document, oscal.CATALOG)
    reader = _Reader(document.file)
    reader.level(catalog, "")
    reader.tell_unread()
    metadata = catalog.need("metadata")
    title = metadata.text("title").replace("*", "")
    if not (metadata.text("published") or purpose.stated.issued):
        changed = metadata.need("last-modified")
        reader.draft.note(changed.where, changed.plain(), "no day of publication: the day of the last change is taken")
    said = {
        "slug": title,
        "title": title,
        "issued": _day(metadata.text("published") or metadata.text("last-modified")),
        "version": metadata.text("version"),
        "publisher": _publisher(metadata),
        "licence": _licence(metadata, document),
        "source": prop_text(metadata, "source") or document.file,
        "external_id": f"urn:uuid:{catalog.text('uuid')}" if catalog.text("uuid") else "",
    }
    form = oscal.form_of(document, oscal.CATALOG)
    return reader.draft.finish(form, said, purpose)


class _Reader:
    def __init__(self, file: str) -> None:
        self.draft = Draft(file)
        self._words: dict[str, str] = {}
        self._written = 0
        self._unread: Counter[str] = Counter()
        self._first: dict[str, str] = {}

    def level(self, place: Twig, parent: str) -> None:
        """Groups and controls that stand in a catalog or group."""
        self._words.update(oscal.parameters(place))
        for group in place.each("groups"):
            self._skip(group)
            self.level(group, self._group(group, parent))
        for control in place.each("controls"):
            self._control(control, parent)

    def tell_unread(self) -> None:
        """A finding for each kind of part that is not read."""
        for name, count in sorted(self._unread.items()):
            times = "once" if count == 1 else f"{count:,} times"
            self.draft.note(self._first[name], f"{name}, {times}", "a part that states no requirement: not read")

    def _group(self, group: Twig, parent: str) -> str:
        label = prop_text(group, "label")
        return self.draft.add(
            Entry(
                where=group.where,
                names=tuple(filter(None, (group.text("id"), label, group.text("title")))),
                kind=HEADING,
                parent=parent,
                notation=label or group.text("id"),
                title=group.text("title"),
                external_id=group.text("id"),
            )
        )

    def _control(self, control: Twig, parent: str) -> None:
        self._words.update(oscal.parameters(control))
        self._skip(control)
        name, label = control.need("id").plain(), prop_text(control, "label")
        withdrawn = prop_text(control, "status").lower() == WITHDRAWN
        statements = [part for part in control.each("parts") if part.text("name") == STATEMENT]
        own = self.draft.add(
            Entry(
                where=control.where,
                names=(name,),
                kind=WITHDRAWN if withdrawn else CONTROL,
                parent=parent,
                notation=label or name,
                title=control.text("title"),
                text=joined(self._prose(part) for part in statements),
                external_id=name,
            )
        )
        for part in statements:
            self._items(part, own, label or name)
        for inner in control.each("controls"):
            self._control(inner, own)

    def _prose(self, place: Twig) -> str:
        text = prose(place, self._words)
        self._written += len(text)
        if self._written > MAX_WRITTEN:
            raise place.error(
                "the texts are too long once their parameters are written out",
                found=f"{self._written:,} characters up to here", expected=f"at most {MAX_WRITTEN:,}",
            )  # fmt: skip
        return text

    def _items(self, part: Twig, parent: str, notation: str) -> None:
        for item in part.each("parts"):
            label, text = prop_text(item, "label"), self._prose(item)
            name = item.text("id")
            place = f"{notation} {label}".strip() if label else name or notation
            own = self.draft.add(
                Entry(
                    where=item.where,
                    names=(name or f"{parent}.{label}",),
                    kind=PART,
                    parent=parent,
                    notation=place,
                    title=item.text("title") or short(" ".join(text.split()), TITLE_LENGTH) or place,
                    text=text,
                    external_id=name,
                )
            )
            self._items(item, own, place)

    def _skip(self, place: Twig) -> None:
        for part in place.each("parts"):
            name = part.text("name")
            if name != STATEMENT:
                self._unread[name] += 1
                self._first.setdefault(name, part.where)


def _day(moment: str) -> str:
    return moment[:10]


def _publisher(metadata: Twig) -> str:
    """The party that a role of a publisher or creator is given to."""
    names = {party.text("uuid"): party.text("name") for party in metadata.each("parties")}
    for role in ("publisher", "creator"):
        for found in metadata.each("responsible-parties"):
            if found.text("role-id") == role:
                listed = [names.get(item.plain(), "") for item in found.each("party-uuids")]
                return joined(listed, "; ")
    return ""


def _licence(metadata: Twig, document: Twig) -> str:
    """Where the terms of use stand, if the file links to them."""
    catalog = document.need(oscal.CATALOG)
    for link in metadata.each("links"):
        if link.text("rel") == _LICENCE:
            href = link.text("href")
            resource = oscal.resources(catalog).get(href.removeprefix("#"))
            return (resource.text("title") or resource.text("description") or href) if resource else href
    return ""
