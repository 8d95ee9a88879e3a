"""RDF terms as canonical N-Quads text."""

from __future__ import annotations

import re

_SHORT = {"\t": "\\t", "\b": "\\b", "\n": "\\n", "\r": "\\r", "\f": "\\f", '"': '\\"', "\\": "\\\\"}
_SPECIAL = re.compile(r'[\x00-\x1f\x7f"\\\ufffe\uffff]')
_LONE = re.compile(r"[\ud800-\udfff]")


def literal(text: str, datatype: str = "") -> str:
    """A literal, plain or typed. Lone surrogates, which no file can hold, become replacement characters."""
    if not datatype and text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'  # as most are: nothing has to be looked for
    escaped = _SPECIAL.sub(lambda found: _SHORT.get(found[0]) or f"\\u{ord(found[0]):04X}", _LONE.sub("\ufffd", text))
    return f'"{escaped}"' + (f"^^<{datatype}>" if datatype else "")
