"""What a new workspace begins with, on every engine."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from annot.store.columns import new_uid
from annot.store.models import UNPLACED, UNPLACED_WORDS


def unplaced() -> dict[str, Any]:
    """The workspace's own article, whose uid is the workspace's."""
    now = datetime.now(UTC)
    uid = new_uid()
    names = ("slug", "title", "byline", "publication", "published")
    return {
        "id": UNPLACED,
        "uid": uid,
        **dict(zip(names, UNPLACED_WORDS, strict=True)),
        "created_at": now,
        "updated_at": now,
        "version": uid,
    }
