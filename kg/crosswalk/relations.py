"""Relations that published mappings assert, read into the set relations of NIST IR 8477 where they are set relations.

What was asserted is kept as it is written. `name` is the set relation it comes to, empty where it is none: a close or
related match says nothing about sets. Sources: NIST IR 8477 (set theory relationship mapping, supportive relationship
mapping), NIST IR 8278A Rev. 1, SSSOM 1.1, the OSCAL mapping model.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg import strm

EQUAL, SUBSET, SUPERSET, INTERSECTS, DISJOINT = SET_RELATIONS = (
    "equal",
    "subset_of",
    "superset_of",
    "intersects_with",
    "no_relationship",
)
NO_MATCH = "no_match"
"""Somebody looked for a counterpart and found none: that is no statement about sets."""
NOT = "Not"
MASKS = dict(zip(SET_RELATIONS, (strm.EQ, strm.PP, strm.PPI, strm.PO, strm.DR), strict=True))
INVERSE = {SUBSET: SUPERSET, SUPERSET: SUBSET}

# Spelled without anything but letters, in lower case.
_WORDS = {
    EQUAL: (
        "equal", "equals", "equalto", "isequalto", "equivalent", "equivalentto", "identical", "identicalto", "exact",
        "exactmatch", "skosexactmatch", "owlequivalentclass", "owlsameas", "owlequivalentproperty",
    ),
    SUBSET: (
        "subset", "subsetof", "issubsetof", "isasubsetof", "broad", "broadmatch", "skosbroadmatch", "rdfssubclassof",
    ),
    SUPERSET: (
        "superset", "supersetof", "issupersetof", "isasupersetof", "narrow", "narrowmatch", "skosnarrowmatch",
    ),
    INTERSECTS: ("intersects", "intersect", "intersectswith", "intersectwith", "intersectionwith"),
    DISJOINT: ("norelationship", "norelation", "notrelated", "notrelatedto", "norelationshipto", "unrelated"),
    NO_MATCH: ("nomatch", "skosnomatch", "sssomnomatch", "notermfound", "sssomnotermfound", "unmapped"),
    # Understood, and no relation of sets.
    "": (
        "close", "closematch", "skosclosematch", "related", "relatedmatch", "skosrelatedmatch", "relatesto",
        "relatedto", "mappingrelation", "skosmappingrelation", "rdfsseealso", "oboinowlhasdbxref", "supports",
        "issupportedby", "supportedby", "contrary",
    ),
}  # fmt: skip
_NAMES = {word: name for name, words in _WORDS.items() for word in words}


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation as somebody asserted it. `name` is one of `SET_RELATIONS`, `no_match`, or empty."""

    asserted: str
    name: str
    negated: bool = False

    @property
    def negative(self) -> bool:
        """Whether it says that something is not so."""
        return self.negated or self.name in (DISJOINT, NO_MATCH)

    @property
    def mask(self) -> int:
        """The base relations of `kg.strm` it leaves possible; all of them where it is no statement about sets."""
        mask = MASKS.get(self.name, strm.ANY)
        return strm.ANY & ~mask if self.negated and mask != strm.ANY else mask

    @property
    def shown(self) -> str:
        """The set relation, or what was asserted where it is none; `not` goes before what is denied."""
        name = self.name if self.name in MASKS else self.asserted
        return f"not {name}" if self.negated else name

    def inverted(self) -> Relation | None:
        """The relation read from the target to the source; None where nothing says what that is."""
        if self.name in (*SET_RELATIONS, NO_MATCH):
            name = INVERSE.get(self.name, self.name)
            return Relation(self.asserted if name == self.name else name, name, self.negated)
        return self if _letters(self.asserted).removeprefix("skos") in _SYMMETRIC else None


_SYMMETRIC = frozenset({"close", "closematch", "related", "relatedmatch", "relatedto"})


def read(text: str, modifier: str = "") -> Relation | None:
    """The relation that a word names; None where it is not understood. `modifier` is SSSOM's `predicate_modifier`."""
    name = _NAMES.get(_letters(text))
    if name is None or modifier not in ("", NOT):
        return None
    return Relation(text, name, modifier == NOT)


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalpha())
