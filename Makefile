# Two commands do all the set-up: `make run` and `make test`.

SHELL := /bin/bash
PYTHON := $(firstword $(foreach name,python3.11 python3.12 python3.13 python3,$(shell command -v $(name) 2>/dev/null)))
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
        --no-emit-find-links --quiet

SCALE ?= 1
ONLY ?=
PAGES ?=

.PHONY: help run serve setup setup-dev test check check-pages bench screenshots words lock clean

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: setup ## the whole desk on this machine, with the demo desk; Ctrl-C stops it
	@exec $(BIN)/python manage.py run_desk

serve: setup ## production: web, worker and scheduler on your own PostgreSQL and broker (see docs/how-to)
	@exec $(BIN)/python manage.py serve_desk

setup: .venv/.runtime ## only the virtual environment

setup-dev: .venv/.development

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed, and none was found."; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	  || { echo "Python 3.11, 3.12 or 3.13 is needed; $(PYTHON) is another."; exit 2; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null \
	  || { echo "This Python lacks ensurepip: install your system's python3-venv package."; exit 2; }
	@echo "Making the virtual environment …"
	@$(PYTHON) -m venv .venv

# The lock files name everything, so nothing is resolved when they are installed.
.venv/.runtime: requirements.lock | .venv/bin/python
	@echo "Installing what the desk runs on …"
	@$(PIP) install --no-deps --require-hashes -r requirements.lock
	@touch $@

.venv/.development: requirements-dev.lock .venv/.runtime
	@echo "Installing what the tests need …"
	@$(PIP) install --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

test: setup-dev ## every test, against a real PostgreSQL and a real worker
	@$(BIN)/python -m pytest

check-pages: setup-dev .venv/.nu ## the HTML of every kind of public page through the Nu checker (needs npm and Java)
	@CI=true $(BIN)/python -m pytest -q tests/journeys/test_markup.py

.venv/.nu: | .venv/bin/python
	@npm install --silent --no-audit --no-fund --prefix .venv/nu vnu-jar@26.9.27
	@touch $@

check: setup-dev ## lint, types, import contracts, template lint, migrations complete
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(BIN)/mypy
	@$(BIN)/djlint --lint --quiet factcheck claims reviews
	@$(BIN)/deptry .
	@$(BIN)/codespell
	@DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python manage.py check
	@DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python manage.py makemigrations --check --dry-run

bench: setup-dev ## the benchmarks: each figure beside its limit (SCALE=0.1 for a quick one, ONLY="edge")
	@BENCH_PAGES=$(PAGES) $(BIN)/python -m benchmarks --scale $(SCALE) $(if $(ONLY),--only $(ONLY))

screenshots: setup-dev ## the pictures in docs/images anew, from a running demo desk
	@DJANGO_SETTINGS_MODULE=factcheck.settings PYTHONPATH=. $(BIN)/python docs/screenshots.py

words: setup-dev ## the words of the public pages, after a template has changed (needs gettext)
	@cd reviews && ../$(BIN)/python ../manage.py makemessages --locale de --no-location --no-wrap
	@$(BIN)/pybabel compile --domain django --directory reviews/locale --locale de

lock: ## write the lock files anew (needs uv)
	$(LOCK) requirements.in -o requirements.lock
	$(LOCK) requirements-dev.in -c requirements.lock -o requirements-dev.lock

clean: ## take away the environment and the caches; the data in var/ stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
