#!/bin/sh
# Makes .venv with what requirements.lock pins and this checkout in editable form; does nothing when that is there.
# Called by make. PYTHON=... chooses the interpreter. Words go to stderr, so that a target's own output stays clean.
set -u
cd "$(dirname "$0")/.." || exit 1
unset VIRTUAL_ENV CONDA_PREFIX PYTHONHOME PYTHONPATH
PIP_USER=0 PIP_DISABLE_PIP_VERSION_CHECK=1
export PIP_USER PIP_DISABLE_PIP_VERSION_CHECK

venv=.venv
stamp=$venv/normgraph-setup
need="Python 3.11 or newer with its venv module (on Debian and Ubuntu: python3 and python3-venv), or uv"

say() { printf 'normgraph: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# The interpreter behind $1, be it a shim or a virtual environment, if it is CPython 3.11 or newer.
probe() {
    "$1" -c 'import sys
if sys.version_info < (3, 11) or sys.implementation.name != "cpython":
    sys.exit(1)
print(getattr(sys, "_base_executable", None) or sys.executable)' 2>/dev/null
}

identity() { "$1" -c 'import sys; print(*sys.version_info[:3], sys.base_prefix)' 2>/dev/null; }

can_make_venv() { "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }

# The newest release that the lock has wheels for; a bare python3 can be anything and comes late.
find_python() {
    for candidate in ${PYTHON:-python3.14 python3.13 python3.12 python3.11 python3 python}; do
        found=$(probe "$candidate") || continue
        [ "$1" = uv ] || can_make_venv "$found" || continue
        printf '%s\n' "$found"
        return 0
    done
    return 1
}

# A change of any of these makes the environment afresh; the folder, because a moved environment has broken paths.
fingerprint() {
    cksum requirements.lock pyproject.toml tools/setup.sh && pwd -P
}

up_to_date() {
    [ -f "$stamp" ] && "$venv/bin/python" -c '' 2>/dev/null || return 1
    [ "$(sed '$d' "$stamp")" = "$(fingerprint)" ] || return 1
    [ -z "${PYTHON:-}" ] || [ "$(sed -n '$p' "$stamp")" = "$(identity "$PYTHON")" ]
}

clear_venv() {
    [ ! -e "$venv" ] || [ -f "$venv/pyvenv.cfg" ] || rmdir "$venv" 2>/dev/null ||
        die "$venv is there and is no virtual environment: move it away, then run make again"
    rm -rf "$venv"
}

# Without an interpreter on the path uv looks among its own, and fetches one if it may.
with_uv() {
    command -v uv >/dev/null 2>&1 || return 1
    say "making $venv with uv"
    python=$(find_python uv) || python='>=3.11,<3.15'
    clear_venv
    uv venv --quiet --python "$python" "$venv" &&
        uv pip install --quiet --python "$venv/bin/python" --no-deps --require-hashes -r requirements.lock &&
        uv pip install --quiet --python "$venv/bin/python" --no-deps --no-build-isolation -e .
}

with_pip() {
    python=$(find_python pip) || return 1
    say "making $venv with pip; the first time this takes up to a minute"
    clear_venv
    "$python" -m venv "$venv" &&
        # The lock is complete. Resolving it again would let pip look at a newer release that wants an extra of a
        # pinned package, for which there is no hash. Compiling what is never imported takes half of pip's time.
        "$venv/bin/python" -m pip install -qq --no-deps --no-compile --require-hashes -r requirements.lock &&
        "$venv/bin/python" -m pip install -qq --no-deps --no-build-isolation -e .
}

up_to_date && exit 0
[ -z "${PYTHON:-}" ] || probe "$PYTHON" >/dev/null || die "PYTHON=$PYTHON does not run as CPython 3.11 or newer"
trap 'rm -rf "$venv"; exit 130' HUP INT TERM
if ! with_uv && ! with_pip; then
    [ ! -f "$venv/pyvenv.cfg" ] || rm -rf "$venv"
    find_python pip >/dev/null || die "set-up needs $need: install one of them, then run make again"
    die "set-up did not finish (the reason stands above): it needs a package index that pip or uv can reach"
fi
{ fingerprint && identity "$venv/bin/python"; } >"$stamp.new" && mv "$stamp.new" "$stamp"
