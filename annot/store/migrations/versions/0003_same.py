"""Claims that are linked as the same; see `Same`."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"

_TABLE = """\
CREATE TABLE same (
    id INTEGER NOT NULL,
    uid BLOB NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    version BLOB NOT NULL,
    claim_id INTEGER NOT NULL,
    other_id INTEGER NOT NULL,
    added_by TEXT NOT NULL,
    CONSTRAINT pk_same PRIMARY KEY (id),
    CONSTRAINT uq_same_uid UNIQUE (uid),
    CONSTRAINT uq_same_claim_id_other_id UNIQUE (claim_id, other_id),
    CONSTRAINT ck_same_order CHECK (claim_id < other_id)
)
 STRICT
"""


def upgrade() -> None:
    """Create the table and its index."""
    op.execute(_TABLE)
    op.execute("CREATE INDEX ix_same_other ON same (other_id)")
