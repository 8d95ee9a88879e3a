"""One resolver for identifiers as people write them: which requirement of which edition is meant, or what is open."""

from kg.identifiers.meaning import CERTAIN, Meant, meant
from kg.identifiers.resolver import (
    AMBIGUOUS,
    OUTCOMES,
    RESOLVED,
    ROLLED_UP,
    UNKNOWN,
    WRONG_EDITION,
    Resolution,
    Resolver,
)

__all__ = [
    "AMBIGUOUS",
    "CERTAIN",
    "OUTCOMES",
    "RESOLVED",
    "ROLLED_UP",
    "UNKNOWN",
    "WRONG_EDITION",
    "Meant",
    "Resolution",
    "Resolver",
    "meant",
]
