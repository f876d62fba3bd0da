"""A schema that is yet to come: the steps of both engines with one more."""

from __future__ import annotations

import shutil
from pathlib import Path

from annot.store.file_steps import MIGRATIONS
from annot.store.postgres_schema import STEPS
from annot.store.sqlite_file import SCHEMA_VERSION as NOW

NEXT = NOW + 1
STEP = """\
op.execute("CREATE TABLE later (id {integer} NOT NULL PRIMARY KEY, said TEXT NOT NULL){strict}")
    op.execute("ALTER TABLE source ADD COLUMN shelf TEXT DEFAULT '' NOT NULL")
    op.execute("CREATE VIEW later_view AS SELECT said FROM later")"""


def next_steps(folder: Path, body: str = STEP) -> Path:
    """The steps of both engines with one more."""
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for engine, integer, strict in (("", "INTEGER", " STRICT"), (STEPS, "BIGINT", "")):
        (folder / engine / "versions" / f"{NEXT:04d}_next.py").write_text(
            f"from alembic import op\nrevision = '{NEXT:04d}'\ndown_revision = '{NOW:04d}'\n\n"
            f"def upgrade():\n    {body.format(integer=integer, strict=strict)}\n"
        )
    return folder
