"""Where the shipped data lies, in a checkout and in a wheel, and the digest that names its content.

A wheel carries the folders as `kg/_data/<name>`; in a checkout they stand beside `kg`. The package is looked at first.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from kg.errors import NormgraphError

KNOWLEDGE_FOLDERS = ("ontology", "mappings")
_PACKAGE = Path(__file__).resolve().parent
_Stamp = tuple[tuple[str, int, int], ...]
_digests: dict[_Stamp, str] = {}


def data_dir(name: str) -> Path:
    """The shipped folder `name`. Raises `NormgraphError` when the installation lacks it."""
    for candidate in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise NormgraphError(
        f"the data folder '{name}' is missing from this installation",
        where=str(_PACKAGE),
        expected=f"kg/_data/{name}, or {name}/ beside kg/",
        hint="install normgraph again",
        code="installation",
    )


def ontology_dir() -> Path:
    """Folder of the ontology modules, vocabularies, catalogs and shapes."""
    return data_dir("ontology")


def mappings_dir() -> Path:
    """Folder of the asserted mapping sets."""
    return data_dir("mappings")


def queries_dir() -> Path:
    """Folder of the query library."""
    return data_dir("queries")


def knowledge_files() -> list[tuple[str, Path]]:
    """Every file the knowledge digest covers, as (name such as `ontology/core.ttl`, path), sorted by name.

    Hidden files and editor backups do not count; a folder with nothing in it may be absent.
    """
    found: list[tuple[str, Path]] = []
    for folder in KNOWLEDGE_FOLDERS:
        base = ontology_dir().parent / folder
        for path in base.rglob("*"):
            relative = path.relative_to(base)
            hidden = any(part.startswith(".") for part in relative.parts) or path.name.endswith("~")
            if path.is_file() and not hidden:
                found.append((f"{folder}/{relative.as_posix()}", path))
    return sorted(found)


def knowledge_digest() -> str:
    """SHA-256 (64 hex digits) over names and contents of the knowledge files.

    Files are read again only when a name, size or modification time changed since the last call in this process.
    """
    files = knowledge_files()
    stamp: _Stamp = tuple((name, (info := path.stat()).st_mtime_ns, info.st_size) for name, path in files)
    if stamp not in _digests:
        _digests.clear()
        _digests[stamp] = _digest(files)
    return _digests[stamp]


def _digest(files: list[tuple[str, Path]]) -> str:
    total = hashlib.sha256()
    for name, path in files:
        content = path.read_bytes()
        total.update(f"{name}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()
