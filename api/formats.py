"""The two formats of a table, and which of them a request asks for."""

from __future__ import annotations

from api.problems import NotAcceptable
from kg.exchange.tabular import render

JSON, CSV = "application/json", "text/csv"
CSV_SUFFIX = ".csv"
CONTENT_TYPES = {JSON: JSON, CSV: f"{CSV}; charset=utf-8; header=present"}

__all__ = ["CONTENT_TYPES", "CSV", "CSV_SUFFIX", "JSON", "preferred", "render"]


def preferred(accept: str, offered: tuple[str, ...] = (JSON, CSV)) -> str:
    """The offered media type that an Accept header likes best, the first where it likes several equally well."""
    ranges = [_range(part) for part in accept.split(",") if part.strip()] or [("*/*", 1.0)]
    best = max(offered, key=lambda media: _quality(media, ranges))
    if _quality(best, ranges) <= 0:
        raise NotAcceptable("no acceptable format", where="header Accept", found=accept, expected=" or ".join(offered))
    return best


def _range(text: str) -> tuple[str, float]:
    media, *parameters = (part.strip().lower() for part in text.split(";"))
    quality = next((part[2:] for part in parameters if part.startswith("q=")), "1")
    try:
        return media, float(quality)
    except ValueError:
        return media, 0.0


def _quality(media: str, ranges: list[tuple[str, float]]) -> float:
    """Quality of the most specific range that names the media type; 0 where none does."""
    for name in (media, f"{media.partition('/')[0]}/*", "*/*"):
        found = [quality for known, quality in ranges if known == name]
        if found:
            return max(found)
    return 0.0
