# Every target sets up .venv first, once. Needs make and Python 3.11 or newer, or uv. PYTHON=python3.12 chooses another.
SHELL = /bin/sh

# An unrelated environment that is active here must not leak into ours.
unexport VIRTUAL_ENV CONDA_PREFIX PYTHONHOME PYTHONPATH

BIN = .venv/bin
ARGS =
# Files of tests are spread over the processors; a file stays on one, so that what its tests share is made once.
SPREAD = -n auto --maxprocesses 8 --dist loadfile
# uv in the path, or any other: make lock UV=path/to/uv
UV = uv

.PHONY: help demo test test-long cover check check-rest format format-check lint types docs docs-check wheel lock serve \
    clean setup

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-12s %s\n", $$1, $$2}' Makefile

demo: setup ## Show one company's posture, conflicts, gaps, overlaps and open questions
	@$(BIN)/normgraph demo $(ARGS)

test: setup ## Run the tests; ARGS="-k word" passes options to pytest
	@$(BIN)/python -m pytest $(SPREAD) $(ARGS)

test-long: setup ## Run the tests that take minutes: some hours of processor time, most of it fuzz
	@$(BIN)/python -m pytest -m long -n auto --maxprocesses 8 --dist worksteal $(ARGS)

cover: setup ## Run the tests and print branch coverage
	@$(BIN)/python -m pytest $(SPREAD) --cov --cov-report=term $(ARGS)

check: test check-rest ## Everything a change has to pass

# What .ci/run adds to the tests.
check-rest: format-check lint types docs-check wheel

format: setup ## Format the code
	@$(BIN)/ruff format .

format-check: setup
	@$(BIN)/ruff format --check .

lint: setup ## Check style and common mistakes
	@$(BIN)/ruff check .

types: setup ## Check types
	@$(BIN)/mypy

docs: setup ## Write the generated pages under docs/reference
	@$(BIN)/python tools/docs.py
	@$(BIN)/python tools/readme.py

docs-check: setup
	@$(BIN)/python tools/docs.py --check
	@$(BIN)/python tools/readme.py --check

wheel: setup ## Build sdist and wheel and use the wheel from a clean environment in an empty folder
	@$(BIN)/python tools/wheel_check.py

lock: ## Pin the dependencies anew; needs uv. ARGS=--upgrade takes newer releases
	@command -v $(UV) >/dev/null || { echo "make lock needs uv: install it, then run make lock again" >&2; exit 1; }
	@$(UV) pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
	    --custom-compile-command "make lock" --group dev $(ARGS) pyproject.toml --output-file requirements.lock

serve: setup ## Serve the REST interface on loopback
	@$(BIN)/normgraph serve $(ARGS)

clean: ## Remove the environment and every build product
	@rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage htmlcov
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

setup:
	@PYTHON='$(PYTHON)' sh tools/setup.sh
