# Everything runs from here. `make demo` and `make test` need no more than make and Python 3.12 or newer.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
STAMPS := .venv/stamps
CATALOGUE := src/tijdig/locale/en/LC_MESSAGES/django

.DEFAULT_GOAL := help
.PHONY: help env assets demo test check bench bench-linkage protections mutants fuzz kills requirements translations docs clean

help: ## Show these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

env: $(STAMPS)/project ## Build .venv from the hash-pinned requirements

$(STAMPS)/venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null || { \
	  echo "Tijdig needs Python 3.12 or newer; '$(PYTHON)' is $$($(PYTHON) --version 2>&1 || true)."; \
	  echo "Install one, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python3.13"; exit 1; }
	$(PYTHON) -m venv .venv
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/packages: requirements/runtime.txt requirements/dev.txt | $(STAMPS)/venv
	@if uv --version >/dev/null 2>&1; then \
	  echo "uv pip install --require-hashes"; \
	  uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r requirements/runtime.txt -r requirements/dev.txt; \
	else \
	  echo "pip install --require-hashes (a few minutes, once)"; \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes \
	    -r requirements/runtime.txt -r requirements/dev.txt; \
	fi
	@touch $@

# The project itself: from this folder, with the setuptools that the requirements brought; no network.
$(STAMPS)/project: pyproject.toml | $(STAMPS)/packages
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-index --no-deps --no-build-isolation -e .
	@touch $@

$(STAMPS)/project: $(STAMPS)/packages

assets: env $(CATALOGUE).mo ## Build the stylesheet, htmx and the translations
	@$(BIN)/python tools/build_assets.py

$(CATALOGUE).mo: $(CATALOGUE).po | env
	@$(BIN)/python tools/translations.py compile

$(CATALOGUE).po:

demo: assets ## Run a fictitious month in Weert and serve it on this machine
	@$(BIN)/tijdig demo

test: assets ## Run all tests, on SQLite and on PostgreSQL
	@$(BIN)/python tools/run_tests.py $(ARGS)

check: assets ## Style, types, direction of imports, migrations, translations, templates
	@$(BIN)/python tools/check.py

protections: assets ## Take each protection away, one at a time, and see its test fail
	@$(BIN)/python tools/protections.py $(ARGS)

bench: env ## Measure speed and memory; figures stand in docs/figures.md
	@$(BIN)/python -m benchmarks $(ARGS)

$(STAMPS)/bench: requirements/bench.txt | env
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	@touch $@

bench-linkage: $(STAMPS)/bench ## Measure linkage: quality, equal treatment, speed; docs/linkage-quality.md (half an hour)
	@$(BIN)/python -m benchmarks.linkage_quality $(ARGS)

fuzz: env ## Read twenty thousand made-up and damaged deliveries, and try each property on a thousand examples
	@TIJDIG_FUZZ_FILES=4000 $(BIN)/python -m pytest -q -n auto tests/intake/test_fuzz.py $(ARGS)
	@HYPOTHESIS_PROFILE=many $(BIN)/python -m pytest -q -n auto -m hypothesis --ignore tests/browser $(ARGS)

kills: env ## Kill a month at two hundred random moments on each database: it must always come to the same end
	@TIJDIG_KILLS=200 $(BIN)/python tools/run_tests.py -n 0 -s tests/storage/test_k2_killed.py $(ARGS)

mutants: env ## Which small mistakes in the evaluator would the tests notice? Writes docs/mutants.md
	@$(BIN)/python tools/mutants.py $(ARGS)

docs: env ## Write the generated parts of the docs again
	@for tool in $$(grep -l '^    sys.exit(write_or_check(' tools/*.py); do $(BIN)/python $$tool --write || exit 1; done
	@$(BIN)/python tools/intake_page.py --write

translations: env ## Bring the English catalogue up to date with the texts in code and templates
	@$(BIN)/python tools/translations.py extract

PIP_COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.12 --generate-hashes \
  --no-annotate --no-header --no-emit-index-url $(ARGS)

requirements: env ## Compile requirements/*.txt from pyproject.toml (ARGS=--upgrade for newer versions)
	$(PIP_COMPILE) pyproject.toml -o requirements/runtime.txt
	$(PIP_COMPILE) --group pyproject.toml:dev -c requirements/runtime.txt -o requirements/dev.txt
	$(PIP_COMPILE) --group pyproject.toml:bench -c requirements/runtime.txt -c requirements/dev.txt -o requirements/bench.txt

clean: ## Remove everything that was built; keeps var/, where the data is
	rm -rf .venv node_modules build src/tijdig/web/static/built src/*.egg-info
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests tools -name __pycache__ -prune -exec rm -rf {} +
