"""What the package says of itself, what the lock pins, and what must not stand in any file. Nothing is built here."""

from __future__ import annotations

import re
import subprocess
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import kg

ROOT = Path(__file__).resolve().parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")

PIN = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>[^ ;]+)( ; [^\\]+)? \\\n(?P<rest>(?: +.*\n)+)", re.MULTILINE)
# Written apart, so that this file does not hold what it looks for.
FORBIDDEN = re.compile(
    "|".join(
        (
            r"(?<![\w./-])/(wor" + r"k|roo" + r"t|hom" + r"e/[a-z]+|User" + r"s)/",
            r"/opt/(pyp" + r"i|wheel" + r"s)",
            r"pypi\.or" + r"g",
            r"pythonhoste" + r"d",
            r"npmj" + r"s",
            r"deb\.debia" + r"n",
        )
    )
)


def pinned() -> dict[str, str]:
    return {match["name"]: match["version"] for match in PIN.finditer(LOCK)}


def requirements() -> list[Requirement]:
    groups = PROJECT["dependency-groups"]
    lines = [*PROJECT["project"]["dependencies"], *groups["dev"], *groups["build"]]
    return [Requirement(line) for line in lines if isinstance(line, str)]


def project_files() -> list[Path]:
    """Every file under version control or about to be; without git, every file that is not a build product."""
    if (ROOT / ".git").exists():
        listing = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        return [path for name in listing.stdout.split("\0") if name and (path := ROOT / name).is_file()]
    made = {".venv", "build", "dist", "__pycache__"}
    return [path for path in ROOT.rglob("*") if path.is_file() and not made & set(path.relative_to(ROOT).parts)]


@pytest.mark.parametrize("requirement", requirements(), ids=lambda requirement: str(requirement.name))
def test_the_lock_pins_what_is_asked_for(requirement: Requirement) -> None:
    version = pinned()[canonicalize_name(requirement.name)]
    assert requirement.specifier.contains(version)


def test_everything_pinned_has_hashes() -> None:
    found = list(PIN.finditer(LOCK))
    assert [match["name"] for match in found if "--hash=sha256:" not in match["rest"]] == []
    assert len(found) == len(re.findall(r"^[^ #]", LOCK, re.MULTILINE)), "a line that is no pin"


def test_the_lock_names_no_place() -> None:
    assert not re.search(r"://|--index|--find-links|--extra|^-e|file:| @ |^/", LOCK, re.MULTILINE)


def test_the_build_group_is_what_the_build_asks_for() -> None:
    assert sorted(PROJECT["dependency-groups"]["build"]) == sorted(PROJECT["build-system"]["requires"])


def test_the_command_exists() -> None:
    module, _, name = PROJECT["project"]["scripts"]["normgraph"].partition(":")
    assert callable(getattr(import_module(module), name))


def test_the_version_is_a_release_and_is_in_the_changelog() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", kg.__version__)
    assert f"## {kg.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_data_folder_is_shipped() -> None:
    build = PROJECT["tool"]["hatch"]["build"]
    folders = set(build["only-include"]) - {"kg", "api"}
    assert {"ontology", "queries"} <= folders
    assert build["targets"]["wheel"]["sources"] == {folder: f"kg/_data/{folder}" for folder in folders}
    assert set(build["only-include"]) <= set(build["targets"]["sdist"]["only-include"])


def test_the_packages_are_typed() -> None:
    assert all((ROOT / package / "py.typed").is_file() for package in ("kg", "api"))


@pytest.mark.parametrize("name", ["Apache-2.0", "CC-BY-4.0"])
def test_the_licences_stand_in_full(name: str) -> None:
    assert name in PROJECT["project"]["license"]
    assert name in (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert (ROOT / "LICENSES" / f"{name}.txt").stat().st_size > 10_000


def test_no_file_names_a_machine_path_or_a_registry() -> None:
    found = []
    for path in project_files():
        content = path.read_bytes()
        if b"\0" not in content:
            matches = FORBIDDEN.finditer(content.decode("utf-8", "replace"))
            found += [f"{path.relative_to(ROOT)}: {match.group()}" for match in matches]
    assert found == []
