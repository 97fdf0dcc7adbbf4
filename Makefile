# Two commands are enough: `make run` and `make test`. Each sets up what it needs.
PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
INSTALL := $(BIN)/python -m pip install --quiet --no-input --require-hashes

.PHONY: help setup setup-test run test test-deep check bench messages clean

help:                ## What each target does
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/:/' | column -t -s :

setup: .venv/run-ready   ## The environment to run: .venv with samenspel in it, and the front-end files

.venv/run-ready: requirements/build.txt requirements/base.txt pyproject.toml package-lock.json src/samenspel/site/vendor.py
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(INSTALL) -r requirements/build.txt
	$(INSTALL) -r requirements/base.txt
	$(BIN)/python -m pip install --quiet --no-input --no-deps --no-build-isolation --editable .
	$(BIN)/python -m samenspel.site.vendor
	@touch $@

setup-test: .venv/test-ready   ## The environment to test: also the linters, test runners and peers

.venv/test-ready: .venv/run-ready requirements/test.txt
	$(INSTALL) -r requirements/test.txt
	$(BIN)/python -m samenspel.site.vendor --tests
	@touch $@

run: setup           ## A whole council cycle for the demonstration neighbourhood, then serve it
	$(BIN)/samenspel demo

test: setup-test     ## All tests, on SQLite and (where it is) PostgreSQL
	$(BIN)/python tests/run.py

test-deep: setup-test   ## Also the long runs
	$(BIN)/python tests/run.py --deep

check: setup-test    ## Lint, formats, types, walls, templates, translations, docs
	$(BIN)/ruff check src tests bench
	$(BIN)/ruff format --check src tests bench
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet src/samenspel --extension html
	$(BIN)/python -m pytest -q tests/architecture -p no:cacheprovider

bench: setup-test    ## Side by side with the peers; the figures of bench/RESULTS.md
	$(BIN)/python -m bench

messages: setup-test ## Collect texts and compile the translations
	cd src/samenspel && ../../$(BIN)/samenspel manage makemessages --locale nl --locale en --no-obsolete --no-location
	cd src/samenspel && ../../$(BIN)/samenspel manage compilemessages

clean:               ## Remove the environment and everything made; the database too
	rm -rf .venv var
