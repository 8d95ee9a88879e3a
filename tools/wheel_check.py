"""Builds sdist and wheel, installs the wheel in a clean environment and uses it from an empty folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA_FOLDERS = ("ontology", "mappings", "queries", "examples", "reviews")
MORE_THAN_A_HEADER = 2

PORTFOLIO = """\
normgraph: 1
organisation: {id: sample, name: Sample SE, facts: {established_in_eu: true}}
people:
  - {id: cto, post: Chief Technology Officer}
management_systems:
  - {id: aims, name: AI management system, discipline: ai, boundary: all, owner: cto}
commitments:
  - {id: adopted, framework: iso-42001-2023, subject: aims, boundary: all, ground: decision, from: 2026-01-01}
systems:
  - id: screening
    name: Applicant screening
    owner: cto
    roles: [deployer]
    facts: {annex_iii_point: [4a], placed: 2027-12-02}
"""


def run(*command: str | Path, cwd: Path, env: dict[str, str] | None = None) -> str:
    """Standard output of a command that has to succeed."""
    done = subprocess.run(command, cwd=cwd, env=env, text=True, stdout=subprocess.PIPE, check=False)
    if done.returncode:
        words = " ".join(str(part) for part in command)
        sys.exit(f"wheel check: '{words}' ended with {done.returncode}\n{done.stdout}")
    return done.stdout


def build(folder: Path) -> Path:
    """The wheel, made from the unpacked sdist, so that both hold everything."""
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", folder, cwd=ROOT)
    with tarfile.open(next(folder.glob("*.tar.gz"))) as archive:
        archive.extractall(folder / "unpacked", filter="data")
    source = next((folder / "unpacked").iterdir())
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=source)
    return next(folder.glob("*.whl"))


def wrong_content(wheel: Path) -> list[str]:
    """Data files the wheel lacks, and files it should not have."""
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        f"kg/_data/{path.relative_to(ROOT).as_posix()}"
        for folder in DATA_FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(ROOT).parts)
    }
    lacking = [f"lacks {name}" for name in sorted(wanted - held)]
    stray = [name for name in sorted(held) if not name.startswith(("kg/", "api/")) and ".dist-info/" not in name]
    return lacking + [f"has {name}" for name in stray]


def install(wheel: Path, folder: Path) -> Path:
    """The folder of commands of a new environment that holds the wheel and what it asks for, at the locked versions."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pins = folder / "constraints.txt"
    pins.write_text("\n".join(line.removesuffix(" \\") for line in lock if "==" in line), encoding="utf-8")
    venv = folder / "venv"
    python = venv / "bin" / "python"
    uv = shutil.which("uv")
    if uv:
        run(uv, "venv", "--quiet", "--python", sys.executable, venv, cwd=folder)
        run(uv, "pip", "install", "--quiet", "--python", python, "-c", pins, wheel, cwd=folder)
        run(uv, "pip", "check", "--quiet", "--python", python, cwd=folder)
    else:
        run(sys.executable, "-m", "venv", venv, cwd=folder)
        run(python, "-m", "pip", "install", "-qq", "--no-compile", "-c", pins, wheel, cwd=folder)
        run(python, "-m", "pip", "check", cwd=folder)
    return python.parent


def use(commands: Path, empty: Path) -> None:
    """A first use: what is shipped, one small import, and the gaps it leaves."""
    normgraph = commands / "normgraph"
    # A home of its own, so that no record of the user is read or written.
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "NORMGRAPH", "XDG"))}
    env["HOME"] = str(empty)
    version = run(normgraph, "--version", cwd=empty, env=env).strip()
    frameworks = run(normgraph, "frameworks", cwd=empty, env=env)
    if "iso-42001-2023" not in frameworks:
        sys.exit(f"wheel check: the frameworks do not name iso-42001-2023\n{frameworks}")
    (empty / "portfolio.yaml").write_text(PORTFOLIO, encoding="utf-8")
    run(normgraph, "import", "portfolio.yaml", cwd=empty, env=env)
    gaps = run(normgraph, "gaps", "--as-of", "2027-12-02", "--format", "csv", cwd=empty, env=env).splitlines()
    if len(gaps) < MORE_THAN_A_HEADER:
        sys.exit("wheel check: a portfolio without measures has no gaps")
    print(f"wheel check: {version}, {len(frameworks.splitlines())} lines of frameworks, {len(gaps) - 1} gaps")


def main() -> None:
    """Build, look inside, install, use."""
    with tempfile.TemporaryDirectory(prefix="normgraph-wheel-") as name:
        folder = Path(name)
        wheel = build(folder)
        wrong = wrong_content(wheel)
        if wrong:
            sys.exit("wheel check: the wheel\n  " + "\n  ".join(wrong))
        empty = folder / "empty"
        empty.mkdir()
        use(install(wheel, folder), empty)


if __name__ == "__main__":
    main()
