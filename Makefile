# Shangfa: the commands. `make help` lists them. Two are enough on a fresh machine: `make run` and `make test`.
SHELL := /bin/sh
.DEFAULT_GOAL := help

VENV ?= .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do "$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1 && { echo "$$p"; break; }; done)
export SHANGFA_PORT ?= 8642
export SHANGFA_DATA ?= $(CURDIR)/var
export SHANGFA_DEMO_SUBJECTS ?= 10000
FONTS = adapters/documents/fonts
PIP = $(BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes
# Python 3.13 dropped a name that durable-rules 2.0.28 still calls; this spelling builds it on every version (docs/decisions/0001).
BUILD_FLAGS = CPPFLAGS="$(CPPFLAGS) -DPyEval_CallObject=PyObject_CallObject"

.PHONY: help run test check doctor lock format fonts packs mutants smoke test-postgres test-browser fuzz soak bench clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18
	@echo "These are for whoever builds and tests. 政策人员用的命令和中文说明：$(BIN)/shangfa --help"

run: $(VENV)/.base ## environment, database, demonstration province, server; prints address and demo accounts
	@$(MAKE) --no-print-directory fonts || echo "No fonts: letters come as HTML only, until \`make fonts\` succeeds."
	@SHANGFA_MODE=demo $(BIN)/shangfa demo --serve

test: $(VENV)/.dev $(FONTS)/.complete ## every test that needs nothing but Python (unit, property, store on SQLite, API, packs)
	@$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder -m "not browser and not postgres and not fuzz and not long"
	@$(BIN)/shangfa packs test
	@echo "make test does not cover: PostgreSQL in full (make test-postgres), a real browser (make test-browser), other Python versions (make smoke), long runs (make fuzz, make soak)."

check: $(VENV)/.dev ## format, lint, types, layers, packs and their layout
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/shangfa packs format --check
	@$(BIN)/shangfa packs check

format: $(VENV)/.dev ## rewrite the code, and the packs and cases not published yet, in the agreed layout
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .
	@$(BIN)/shangfa packs format

doctor: ## is this machine ready? Each miss with its one-line fix
	@if [ -n "$(PYTHON)" ]; then "$(PYTHON)" api/doctor.py; else python3 api/doctor.py; fi

fonts: $(FONTS)/.complete ## the Chinese fonts of letters, fetched once (npm; from PyPI where the machine has none)

packs: $(VENV)/.dev ## check the packs and run their cases
	@$(BIN)/shangfa packs check && $(BIN)/shangfa packs test

test-postgres: $(VENV)/.postgres ## the store's suite on a real PostgreSQL (embedded server)
	@$(BIN)/python -m pytest -m postgres

test-browser: $(VENV)/.browser ## the pages in a real Chromium (CHROMIUM=/path, default /usr/bin/chromium)
	@$(BIN)/python -m pytest -m browser

mutants: $(VENV)/.dev ## conditions no case decides, and slips in a rule that no case would notice
	@$(BIN)/shangfa packs test --coverage --mutants

smoke: ## a small run on each supported Python this machine has (PYTHONS="…" to name them)
	@sh tests/smoke.sh $(PYTHONS)

fuzz: $(VENV)/.dev ## engines against the oracle on N generated cases (default 100000)
	@SHANGFA_FUZZ_N=$(or $(N),100000) $(BIN)/python -m pytest tests/engine/test_differential.py -m fuzz -s --timeout=0

bench: $(VENV)/.bench ## the engines' speed beside their peers; writes benchmarks/RESULTS.md
	@$(BIN)/python -m benchmarks

soak: $(VENV)/.dev ## memory over 200 000 evaluations and 1 000 reloads of the C engine (some minutes)
	@$(BIN)/python -m pytest -m long -s --timeout=0

lock: $(VENV)/.dev ## resolve the dependencies again and pin them by hash
	@sh requirements/lock.sh $(BIN)

clean: ## remove the environment; data in var/ stays
	rm -rf $(VENV) $(FONTS) .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/.base: requirements/build.txt requirements/base.txt pyproject.toml
	@"$(or $(PYTHON),python3)" api/doctor.py --before-install
	@echo "Preparing the environment in $(VENV) (about a minute, once) …"
	@test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV)
	@$(PIP) -r requirements/build.txt
	@$(BUILD_FLAGS) $(PIP) --no-build-isolation -r requirements/base.txt
	@PYTHONWARNINGS=ignore $(BIN)/python -m pip --disable-pip-version-check install --quiet --no-deps --no-build-isolation --no-index --config-settings editable_mode=compat -e .
	@touch $@

$(FONTS)/.complete: requirements/fonts.sh requirements/npm/package-lock.json | $(VENV)/.base
	@echo "Fetching the fonts of letters into $(FONTS) (some seconds, once) …"
	@sh requirements/fonts.sh $(BIN) $(FONTS)

$(VENV)/.dev: $(VENV)/.base requirements/dev.txt
	@$(BUILD_FLAGS) $(PIP) --no-build-isolation -r requirements/dev.txt
	@touch $@

$(VENV)/.postgres: $(VENV)/.dev requirements/postgres.txt
	@$(BUILD_FLAGS) $(PIP) --no-build-isolation -r requirements/postgres.txt
	@touch $@

$(VENV)/.browser: $(VENV)/.dev requirements/browser.txt
	@$(BUILD_FLAGS) $(PIP) --no-build-isolation -r requirements/browser.txt
	@touch $@

$(VENV)/.bench: $(VENV)/.dev requirements/bench.txt
	@$(BUILD_FLAGS) $(PIP) --no-build-isolation -r requirements/bench.txt
	@touch $@
