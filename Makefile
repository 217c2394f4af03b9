# Everything a contributor types. `make` alone lists the targets. On Windows without make: see README.md.
PYTHON ?= python3
PORT ?= 8501
PATRONS ?= 1000000
WORKSPACE ?= my-library
SAMPLE_SYNC ?= Students nightly

ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif
PY := $(BIN)/python

# Tests write thousands of small databases; where there is a file system in memory they do it there.
FAST_TMP := $(if $(wildcard /dev/shm/.),/dev/shm,$(or $(TMPDIR),/tmp))

.DEFAULT_GOAL := help
.PHONY: help run test thorough check lint types bench screens lock clean

help:  ## list these targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-8s %s\n", $$1, $$2 }'

run: export SYNCKIT_HOME = $(WORKSPACE)
run: .venv/installed $(WORKSPACE)/sample-run  ## the app on the sample library, at http://127.0.0.1:8501 (PORT=...)
	$(PY) -m synckit app --port $(PORT)

test: .venv/installed-dev  ## lint and all tests
	$(PY) -m ruff check .
	TMPDIR=$(FAST_TMP) $(PY) -m pytest -q -n 3

thorough: .venv/installed-dev  ## the tests that draw their cases, at length (an hour)
	SYNCKIT_THOROUGH=1 TMPDIR=$(FAST_TMP) $(PY) -m pytest -q tests/runner/test_racing.py tests/test_kill.py tests/plan/test_against_oracle.py tests/profiles/test_exporting.py tests/ils/test_moving.py tests/ils/test_faulty_runs.py tests/store/test_undo.py tests/test_recurrence_walk.py tests/test_run_model.py tests/ils/test_csv.py tests/ils/test_json.py

check: lint types  ## lint, formatting, types and all tests
	TMPDIR=$(FAST_TMP) $(PY) -m pytest -q -n 3

lint: .venv/installed-dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: .venv/installed-dev
	$(PY) -m mypy

bench: .venv/installed-dev  ## the speed table (PATRONS=1000000)
	$(PY) -m benchmarks pipeline --patrons $(PATRONS)

screens: .venv/installed-dev  ## the pictures of the README, from the running app (needs chromium)
	$(PY) docs/make_screens.py

lock:  ## compile requirements*.in again, for every platform at once (needs uv)
	uv pip compile -q --upgrade --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header requirements.in -o requirements.txt
	uv pip compile -q --upgrade --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header -c requirements.txt requirements-dev.in -o requirements-dev.txt

clean:  ## remove .venv and caches; workspaces stay
	rm -rf .venv .pytest_cache .ruff_cache .mypy_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(PY):
	$(PYTHON) -m venv .venv

.venv/installed: requirements.txt | $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/installed-dev: requirements-dev.txt | $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ .venv/installed

$(WORKSPACE)/sample-run: | .venv/installed
	$(PY) -m synckit --home $(WORKSPACE) init --sample
	$(PY) -m synckit --home $(WORKSPACE) run "$(SAMPLE_SYNC)"
	$(PY) -m synckit --home $(WORKSPACE) results 1
	@touch $@
