# What a developer types. `make check` is what the project holds itself to; CI calls it too.

PYTHON ?= python
RUN := $(PYTHON) -m

.PHONY: check test fuzz fix lint types contracts docs coverage browser benchmark pictures

check: lint types contracts

test:
	$(RUN) pytest -n auto

lint:
	$(RUN) ruff check .
	$(RUN) ruff format --check .

types:
	$(RUN) mypy

contracts:
	lint-imports

fix:
	$(RUN) ruff check --fix .
	$(RUN) ruff format .

docs:
	$(PYTHON) docs/reference.py

coverage:
	$(RUN) pytest -n auto --cov --cov-report=term-missing:skip-covered

browser:
	$(RUN) pytest -m browser -n 1

benchmark:
	$(RUN) benchmarks

pictures:
	$(PYTHON) docs/pictures/make.py

fuzz:
	ANNOT_FUZZ=$${ANNOT_FUZZ:-3000} $(RUN) pytest -q tests/exchange/test_damaged_files.py
