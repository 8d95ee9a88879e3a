"""One resolver for identifiers as people write them: which requirement of which edition is meant, or what is open."""

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
    "OUTCOMES",
    "RESOLVED",
    "ROLLED_UP",
    "UNKNOWN",
    "WRONG_EDITION",
    "Resolution",
    "Resolver",
]
