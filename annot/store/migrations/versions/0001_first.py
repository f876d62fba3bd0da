"""The first schema; the statements stand in the file beside this one, as they were released."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create everything."""
    script = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    for statement in script.split(";\n"):
        if statement.strip():
            op.execute(statement)


def downgrade() -> None:
    """Take everything away again: there is no schema before the first."""
    script = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    created = [line.split()[-2] for line in script.splitlines() if line.startswith("CREATE TABLE")]
    for table in reversed(created):
        op.execute(f"DROP TABLE {table}")
