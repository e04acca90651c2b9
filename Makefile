# The commands of the house; `make help` lists them. Needs Python 3.11 to 3.13, make and a package index.

PYTHON ?= python3
UV ?= uv
SHELL := /bin/sh
# As many processes as tests/conftest.py says
TEST_OPTIONS ?= --numprocesses auto --dist worksteal
VENV := .venv
BIN := $(VENV)/bin
LOCK_OPTIONS := --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-strip-extras
# Errors only. The requirements files are complete, so that nothing is to be resolved: --no-deps in every install.
PIP_OPTIONS := --quiet --quiet --disable-pip-version-check

# What the environment is built from, as a name: other requirements, another Python or another folder give
# another name, and the same ones are not installed twice. The stamp is written last, so that a build that was
# cut short is taken up again.
SUPPORTED := $(shell $(PYTHON) -c 'import sys; print("yes" if (3, 11) <= sys.version_info < (3, 14) else "no")' 2>/dev/null)
digest = $(shell $(PYTHON) -c 'import hashlib, os, sys; print(hashlib.sha256(b"".join([*(open(p, "rb").read() for p in sys.argv[1:]), sys.version.encode(), os.getcwd().encode()])).hexdigest()[:16])' $(1) 2>/dev/null)
RUN_STAMP := $(VENV)/run-$(call digest,requirements.txt pyproject.toml)
TEST_STAMP := $(VENV)/test-$(call digest,requirements-test.txt pyproject.toml)

.DEFAULT_GOAL := help
.PHONY: help run install install-test test test-fast check bench quality pictures lock clean python-check

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{ printf "make %-13s %s\n", $$1, $$2 }'

run: install ## read samples/ into data/greenpaper.duckdb and print what was found
	@$(BIN)/greenpaper ingest samples

test: install-test ## run every test
	@$(BIN)/python -m pytest $(TEST_OPTIONS)

test-fast: install-test ## run the tests that take less than a few seconds
	@$(BIN)/python -m pytest $(TEST_OPTIONS) -m 'not slow'

check: install-test ## style, format, types, import contracts, documentation
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python -m pytest -q tests/test_house.py

bench: install-test ## run the benchmarks and print their ratios
	@export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1 BLIS_NUM_THREADS=1; \
		for benchmark in benchmarks/[!_]*.py; do $(BIN)/python "$$benchmark" || exit 1; done

quality: install-test ## measure the rules, raise the floors, write the tables of docs/quality.md
	@PYTHONPATH=. $(BIN)/python tests/quality.py $(ARGS)

pictures: install-test ## make the pictures of the pages in docs/images (needs a chromium and `make run`)
	@$(BIN)/python docs/screenshots.py data/greenpaper.duckdb

lock: ## choose versions anew and write both requirements files (needs uv)
	@command -v $(UV) >/dev/null || { echo "make lock: uv was not found; install it, or say where it is: make lock UV=..." >&2; exit 2; }
	@$(UV) pip compile $(LOCK_OPTIONS) --extra install --output-file requirements.txt pyproject.toml
	@$(UV) pip compile $(LOCK_OPTIONS) --extra install --extra test --constraint requirements.txt --output-file requirements-test.txt pyproject.toml

clean: ## remove the environment and all caches (data/ stays)
	@rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment with the test extras holds all that a run needs: where it stands, nothing is installed.
ifneq ($(wildcard $(TEST_STAMP)),)
install: python-check
else
install: python-check $(RUN_STAMP)
endif
install-test: python-check $(TEST_STAMP)

python-check:
	@test "$(SUPPORTED)" = yes || { echo "greenpaper needs Python 3.11, 3.12 or 3.13, and '$(PYTHON)' is $$($(PYTHON) --version 2>&1 || true). Choose one: make PYTHON=python3.12 run" >&2; exit 2; }

define build_environment
	@echo "Building $(VENV) from $(1) (a minute or two, once)"
	@$(PYTHON) -c 'import subprocess, sys; sys.exit(subprocess.run(["$(BIN)/python", "-c", "import pip, sys; sys.exit(sys.version_info[:2] != " + repr(sys.version_info[:2]) + ")"], stderr=subprocess.DEVNULL).returncode)' 2>/dev/null \
		|| $(PYTHON) -m venv --clear $(VENV)
	@rm -f $(VENV)/run-* $(VENV)/test-*
	@$(BIN)/python -m pip install $(PIP_OPTIONS) --no-deps --require-hashes --only-binary :all: --requirement $(1)
	@$(BIN)/python -m pip install $(PIP_OPTIONS) --no-deps --no-build-isolation --editable .
	@touch $@
endef

$(RUN_STAMP): | python-check
	$(call build_environment,requirements.txt)

$(TEST_STAMP): | python-check
	$(call build_environment,requirements-test.txt)
