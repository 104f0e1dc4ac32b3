PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
EDITOR := src/pvgraph/web/static/editeur.bundle.js

.PHONY: install build serve test lint qualite lock clean

install: $(VENV)/.installed $(EDITOR)

$(VENV)/.installed: requirements/lock.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/lock.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	touch $@

# The SPARQL editor of the site, bundled once; without Node the page keeps its plain form.
$(EDITOR): editor/package-lock.json editor/editor.js | $(VENV)/.installed
	@if command -v npm >/dev/null && cd editor && npm ci --silent && npm run --silent build; \
	then :; else echo "SPARQL editor: npm missing or failed, plain form instead" >&2; fi

# What only the tests and the checks need is set up by the first `make test`.
$(VENV)/.tested: $(VENV)/.installed requirements/test.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	touch $@

build: install
	$(BIN)/pvgraph build

serve: build
	$(BIN)/pvgraph serve --host 127.0.0.1 --port 8000

test: lint $(EDITOR)
	$(BIN)/python -m pytest

lint: $(VENV)/.tested
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/lint-imports

# Confidence of the rules, then the README's table and the method page, from the annotated texts.
qualite: install
	$(BIN)/pvgraph evaluate --confiance extract/confiance.csv >/dev/null
	$(BIN)/pvgraph evaluate --readme README.md --methode docs/methode.md >/dev/null

# The locks hold versions and hashes only: no address of a package index is written.
# lock.txt is what serving and building need, test.txt that and what the tests need.
LOCK = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --no-header pyproject.toml requirements/backend.in

lock:
	$(LOCK) --extra build --extra distributed --extra test --extra train --extra mcp --extra pandas --extra polars -o requirements/test.txt
	$(LOCK) --extra build -c requirements/test.txt -o requirements/lock.txt

clean:
	rm -rf build dist
