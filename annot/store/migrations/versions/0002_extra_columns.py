"""Claims keep the columns of a table that the ledger has no field for; see `Claim.extra`."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from annot.errors import WorkspaceError

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the column, unless it came with a workspace of the weeks before the first release.

    Raises:
        WorkspaceError: If the history is written in the way of before the first release.
    """
    if "rows" not in _columns("change"):
        raise WorkspaceError(
            "This workspace was made by an annot from before imports could be undone as one; its "
            "history cannot be brought up to date.",
            hint="Write it out with the annot that made it (annot export claims.csv), and import"
            " that.",
        )
    op.execute("DROP VIEW claims_view")
    if "extra" not in _columns("claim"):
        op.execute("ALTER TABLE claim ADD COLUMN extra TEXT DEFAULT '{}' NOT NULL")
    script = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    op.execute(script.partition("\n\n")[2].removesuffix(";\n"))


def _columns(table: str) -> set[str]:
    rows = op.get_bind().exec_driver_sql(f"PRAGMA table_info({table})")
    return {name for _, name, *_ in rows}
