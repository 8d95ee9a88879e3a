"""CURIEs and IRIs: the one rule that turns `eu-ai-act:26-5-a` into an IRI and back.

Everything normgraph names lives under one base, so the prefix of a CURIE *is* a path segment of the IRI and no table is
needed for it. Foreign vocabularies use the prefixes declared in `ontology/prefixes.json`.
"""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from urllib.parse import quote, unquote

from kg.errors import UsageError
from kg.resources import ontology_dir

BASE = "https://w3id.org/normgraph/id/"
_CURIE = re.compile(r"^([A-Za-z][\w.-]*):([^\s/<>\"{}|\\^`][^\s<>\"{}|\\^`]*)$")
_SAFE = "-._~!$&'()*+,;=:@/"
_AS_IT_IS = re.compile(r"[A-Za-z0-9\-._~!$&'()*+,;=:@/]+")


@cache
def foreign() -> dict[str, str]:
    """Prefixes of other people's vocabularies, as declared in `ontology/prefixes.json`."""
    return dict(json.loads((ontology_dir() / "prefixes.json").read_text(encoding="utf-8")))


@lru_cache(maxsize=1 << 16)
def expand(curie: str) -> str:
    """IRI of a CURIE. A bare slug (`eu-ai-act`) is the node of that edition, scheme or organisation itself."""
    if "://" in curie or curie.startswith("urn:"):
        return curie
    if ":" not in curie:
        return BASE + quote(curie, safe=_SAFE)
    match = _CURIE.match(curie)
    if match is None:
        raise UsageError("not an identifier", found=curie, expected="prefix:name", hint="for example eu-ai-act:26-5")
    prefix, local = match.groups()
    declared = foreign().get(prefix)
    if declared is not None:
        return declared + local
    # Looking is cheaper than quoting, and millions of identifiers need none.
    return f"{BASE}{prefix}/{local if _AS_IT_IS.fullmatch(local) else quote(local, safe=_SAFE)}"


def compact(iri: str) -> str:
    """CURIE of an IRI: short for ours, declared prefixes for others, the IRI itself where neither fits."""
    if iri.startswith(BASE):
        return unquote(iri[len(BASE) :]).replace("/", ":", 1)
    for prefix, namespace in foreign().items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def split(curie: str) -> tuple[str, str]:
    """Prefix and local name of a CURIE (`("", curie)` when it has no prefix)."""
    prefix, _, local = curie.partition(":")
    return (prefix, local) if local else ("", curie)
