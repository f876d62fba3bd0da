"""What was purged: which bytes, of what, when, by whom and why.

A purge is recorded as any change is: noun `content`, its image before, and nothing after. The image
names the bytes by their hash and says what they were of; the bytes themselves are in no history.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from annot.store.columns import text_to_time
from annot.store.images import table_of
from annot.store.models import Change, Content, Event

CONTENT = "content"
"""The noun of a purge's changes."""

ACTION = "purge"


@dataclass(frozen=True, slots=True)
class Purged:
    """Bytes that a purge took away.

    Attributes:
        sha256: Their hash.
        of: What they were of, such as "text of harbour, draft 1".
        size: How many they were.
        at: When, in UTC.
        actor: By whom.
        reason: Why; may be empty.
    """

    sha256: bytes
    of: str
    size: int
    at: datetime
    actor: str
    reason: str

    @property
    def told(self) -> str:
        """When and by whom: "purged on 2031-01-31 by dana (five years)"."""
        why = f" ({self.reason})" if self.reason else ""
        return f"purged on {self.at:%Y-%m-%d} by {self.actor}{why}"

    @property
    def sentence(self) -> str:
        """All of it, for people."""
        return f"Kept no more: {self.of}, {self.told}."


def purged(connection: Connection) -> dict[bytes, Purged]:
    """What was purged and did not come back, by its hash; the oldest first."""
    event, change = table_of(Event), table_of(Change)
    of_event = (event.c.article_id == change.c.article_id) & (event.c.seq == change.c.seq)
    rows = connection.execute(
        select(change.c.before, event.c.at, event.c.actor, event.c.reason)
        .join(event, of_event)
        .where(change.c.noun == CONTENT, change.c.after.is_(None))
        .order_by(event.c.operation, change.c.position)
    )
    found: dict[bytes, Purged] = {}
    for row in rows:
        said = _read(row)
        if said is not None:  # of a forged one `annot verify` tells
            found[said.sha256] = said
    kept = table_of(Content).c.sha256
    for digests in batched(found):
        for digest in connection.execute(select(kept).where(kept.in_(digests))).scalars():
            del found[digest]
    return found


def _read(row: Any) -> Purged | None:
    """What a change tells; one that came from another ledger has its moment and actor in it."""
    try:
        image = json.loads(row.before)
        return Purged(
            bytes.fromhex(image["sha256"]),
            str(image["of"]),
            int(image["size"]),
            text_to_time(image["at"]) if "at" in image else row.at,
            str(image.get("actor", row.actor)),
            str(image.get("reason", row.reason)),
        )
    except (TypeError, ValueError, KeyError):
        return None


def batched(digests: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Hashes in lists short enough for one statement."""
    rest = list(digests)
    for start in range(0, len(rest), 500):
        yield rest[start : start + 500]
