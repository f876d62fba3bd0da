"""Rules of proof as data, people with their roles and tasks, and judgements; see `Rule`."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the tables with their indexes and views."""
    script = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    for statement in script.partition("\n\n")[2].removesuffix(";\n").split(";\n\n"):
        op.execute(statement)
