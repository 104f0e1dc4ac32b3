PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: install build serve test lint qualite lock clean

install: $(VENV)/.installed

$(VENV)/.installed: requirements/lock.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/lock.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	touch $@

build: install
	$(BIN)/pvgraph build

serve: build
	$(BIN)/pvgraph serve --host 127.0.0.1 --port 8000

test: install lint
	$(BIN)/python -m pytest

lint: install
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/lint-imports

# Confidence of the rules, then the README's table, from the annotated texts.
qualite: install
	$(BIN)/pvgraph evaluate --confiance extract/confiance.csv >/dev/null
	$(BIN)/pvgraph evaluate --readme README.md

# The lock holds versions and hashes only: no address of a package index is written.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header \
	  --extra build --extra test --extra mcp --extra pandas --extra polars --extra distributed pyproject.toml requirements/backend.in -o requirements/lock.txt

clean:
	rm -rf build dist
