"""Snapshots of sources, and the structure of an article's text; see `Snapshot` and `Revision`."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the table with its index and view, and add the column."""
    script = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    for statement in script.partition("\n\n")[2].removesuffix(";\n").split(";\n\n"):
        op.execute(statement)
    op.execute("ALTER TABLE revision ADD COLUMN blocks TEXT DEFAULT '[]' NOT NULL")
