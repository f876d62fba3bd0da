"""The first schema on a server; the statements stand in the file beside this one, as released."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0005"
down_revision = None


def upgrade() -> None:
    """Create everything."""
    script = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    for statement in script.removesuffix(";\n").split(";\n\n"):
        op.execute(statement)
