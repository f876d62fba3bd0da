# What a developer types. `make check` is what the project holds itself to; CI calls it too.

PYTHON ?= python
RUN := $(PYTHON) -m

.PHONY: check test postgres fuzz fix lint types contracts docs coverage mutation browser benchmark pictures

check: lint types contracts

test:
	$(RUN) pytest -n auto

# Files are left out that nothing of the store's own SQL depends on.
ON_A_SERVER := tests/operations tests/store tests/match tests/cli tests/postgresql \
	tests/exchange/test_lossless.py tests/exchange/test_table_rows.py \
	tests/exchange/test_claims_table.py tests/exchange/test_conflicts.py

postgres:
	ANNOT_TEST_ENGINE=postgresql $(RUN) pytest -n auto -m "not browser and not terminal" $(ON_A_SERVER)

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
	$(RUN) tests.core_coverage

# Some tens of minutes; FILE="…" for some of the files, and what was tried stays in build/mutation.
mutation:
	$(RUN) tests.mutation $(FILE)

browser:
	$(RUN) pytest -m browser -n 1

benchmark:
	$(RUN) benchmarks

pictures:
	$(PYTHON) docs/pictures/make.py

fuzz:
	ANNOT_FUZZ=$${ANNOT_FUZZ:-3000} $(RUN) pytest -q tests/exchange/test_damaged_files.py \
		tests/operations/test_merge_converges.py
