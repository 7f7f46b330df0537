# Executable documentation of how to work here. `make help` lists the targets.

.DEFAULT_GOAL := help
SHELL := /bin/sh
# The newest python3 from 3.11.5 to 3.13 that has venv; PYTHON=... chooses another.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(not (3, 11, 5) <= sys.version_info < (3, 14))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
STAMP := .venv/installed

.PHONY: help install run test lint quality browser faults bench format lock

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

install: $(STAMP) ## create .venv and install the pinned dependencies

$(STAMP): requirements-dev.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "python3 3.11.5 to 3.13 with the venv module is needed (Debian: apt install python3-venv)"; exit 1; }
	@echo "installing with $$($(PYTHON) --version); the first time takes a few minutes"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

run: $(STAMP) ## install if needed, then run the demo
	@$(BIN)/fivefold demo

test: $(STAMP) ## unit, integration and fault tests
	@$(BIN)/python -m pytest

lint: $(STAMP) ## ruff and mypy
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(STAMP) ## put the code into its one form
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

quality: $(STAMP) ## measure the quality floors on ../shared/data, peers beside
	@$(BIN)/python -m pytest -m quality -s tests/quality tests/hostile/test_given_cases.py

browser: $(STAMP) ## look at the console in a real browser (Debian: apt install chromium)
	@$(BIN)/python -m pytest tests/browser/check_console.py

faults: $(STAMP) ## kill processes, brokers and databases, and check that nothing is lost
	@$(BIN)/python -m tests.faults

bench: $(STAMP) ## measure speed beside the bare libraries and peers, as ratios of one run
	@$(BIN)/python -m tests.bench
	@$(BIN)/python -m tests.bench.slow_servers

lock: ## pin the dependencies again (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -o requirements.lock
	uv pip compile pyproject.toml --group dev --extra tracing --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -o requirements-dev.lock
