"""What a retention rule lets go: bytes of articles that are closed, and snapshots that are old.

Rows and history stay as they are. Bytes go only if nothing that stays has the same: what is kept is
kept by its hash, once, for all that refer to it. What was removed or undone is reached, too: its
bytes stayed for whoever would take that back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete

from annot.store.columns import time_to_text
from annot.store.dialect import dialect_of
from annot.store.doctor.text_checks import digests_of_runs
from annot.store.images import table_of
from annot.store.models import UNPLACED, Content
from annot.store.past_bytes import PastBytes, past_bytes
from annot.store.purged import CONTENT, Purged
from annot.store.recorder import Operation
from annot.store.rows import running
from annot.vocabulary import CLOSED, Retained


@dataclass(frozen=True, slots=True)
class Purgeable:
    """Bytes that a rule lets go.

    Attributes:
        sha256: Their hash.
        of: What they are of, such as "text of harbour, draft 1".
        size: How many they are.
        article_id: The article in whose chain their purge is told; 0 for the workspace's own.
    """

    sha256: bytes
    of: str
    size: int
    article_id: int


_CLOSED = ", ".join(f"'{status.value}'" for status in sorted(CLOSED))
_HELD = """
    SELECT text_sha256, 'texts', 'text', article.slug || ', draft ' || revision.number, article.id,
      revision.id FROM revision JOIN article ON article.id = revision.article_id UNION ALL
    SELECT file_sha256, 'files', 'file', article.slug || ', draft ' || revision.number, article.id,
      revision.id FROM revision JOIN article ON article.id = revision.article_id UNION ALL
    SELECT text_sha256, 'snapshots', 'text', 'snapshot ' || snapshot.id || ' of ' || source.slug, 0,
      snapshot.id FROM snapshot JOIN source ON source.id = snapshot.source_id
      WHERE text_sha256 IS NOT NULL UNION ALL
    SELECT file_sha256, 'snapshots', 'file', 'snapshot ' || snapshot.id || ' of ' || source.slug, 0,
      snapshot.id FROM snapshot JOIN source ON source.id = snapshot.source_id
      WHERE file_sha256 IS NOT NULL
"""
"""All rows that refer to kept bytes: hash, kind, part, of what, article, and the row's id."""

_ARTICLES = f"""
    SELECT id FROM article WHERE id > 0
      AND NOT EXISTS (SELECT 1 FROM claim WHERE claim.article_id = article.id
                      AND claim.status NOT IN ({_CLOSED}))
      AND (SELECT max(at) FROM event WHERE event.article_id = article.id) < ?
"""  # noqa: S608 -- words of our own vocabulary
_ARTICLES_REMOVED = """
    SELECT article_id FROM event WHERE article_id > 0
      AND NOT EXISTS (SELECT 1 FROM article WHERE article.id = event.article_id)
    GROUP BY article_id HAVING max(at) < ?
"""
_SNAPSHOTS = "SELECT id, source_id FROM snapshot WHERE at < ?"
_CITED = f"""
    SELECT DISTINCT evidence.source_id FROM evidence
    JOIN claim ON claim.article_id = evidence.article_id AND claim.id = evidence.claim_id
    WHERE claim.status NOT IN ({_CLOSED})
"""  # noqa: S608 -- likewise


def purgeable(
    connection: Connection, kinds: Collection[Retained], *, before: datetime
) -> list[Purgeable]:
    """What may go, since it is from before a moment and nothing open needs it.

    Texts and files go of articles without an open claim in which nothing was done since, also of
    articles and drafts that were removed or undone; snapshots of sources that no open claim cites.
    With a text goes the file that it came from, which says the same.

    Args:
        connection: Where.
        kinds: What is to go.
        before: The moment.
    """
    run = running(connection)
    moment = time_to_text(before)
    articles = {row[0] for query in (_ARTICLES, _ARTICLES_REMOVED) for row in run(query, (moment,))}
    cited = {row[0] for row in run(_CITED, ())}
    snapshots = {row for row, source in run(_SNAPSHOTS, (moment,)) if source not in cited}
    going = {kind.value for kind in kinds}
    if Retained.TEXTS in kinds:
        going.add(Retained.FILES.value)
    stays = digests_of_runs(connection)
    holders: dict[bytes, list[tuple[str, str, int]]] = defaultdict(list)
    for digest, kind, part, of, article, row in run(_HELD, ()):
        holders[digest].append((part, of, article))
        is_old = row in snapshots if kind == Retained.SNAPSHOTS else article in articles
        if not is_old or kind not in going:
            stays.add(digest)
    for past in past_bytes(connection):
        holders[past.sha256].append((past.part, past.of, past.article_id))
        if past.noun == "snapshot":
            is_old = _is_before(past, moment) and past.image.get("source_id") not in cited
        else:
            is_old = past.article_id in articles
        if not is_old or _kind(past).value not in going:
            stays.add(past.sha256)
    sizes = dict(run("SELECT sha256, length(data) FROM content", ()))
    return [
        Purgeable(digest, _said(held), sizes[digest], min(article for _, _, article in held))
        for digest, held in holders.items()
        if digest not in stays and digest in sizes
    ]


def _is_before(past: PastBytes, moment: str) -> bool:
    at = past.image.get("at")
    return isinstance(at, str) and at < moment


def _kind(past: PastBytes) -> Retained:
    if past.noun == "snapshot":
        return Retained.SNAPSHOTS
    return Retained.TEXTS if past.part == "text" else Retained.FILES


def _said(held: Iterable[tuple[str, str, int]]) -> str:
    """What bytes are of: "text and file of harbour, draft 1"."""
    parts: dict[str, list[str]] = defaultdict(list)
    for part, of, _ in held:
        parts[of].append(part)
    return "; ".join(f"{' and '.join(names)} of {of}" for of, names in parts.items())


def purge(operation: Operation, items: Iterable[Purgeable]) -> None:
    """Take bytes out and record that they went."""
    content = table_of(Content)
    with dialect_of(operation.connection).wiping(operation.connection):
        for item in items:
            operation.connection.execute(delete(content).where(content.c.sha256 == item.sha256))
            image = {"of": item.of, "sha256": item.sha256.hex(), "size": item.size}
            operation.record(CONTENT, operation.next_ids(CONTENT, 1), item.article_id, image, None)


def tell_purged(operation: Operation, item: Purged) -> None:
    """Record what was purged in another ledger, unless it is kept here."""
    kept = running(operation.connection)("SELECT 1 FROM content WHERE sha256 = ?", (item.sha256,))
    if not kept:
        image = {
            "of": item.of,
            "sha256": item.sha256.hex(),
            "size": item.size,
            "at": time_to_text(item.at),
            "actor": item.actor,
            "reason": item.reason,
        }
        operation.record(CONTENT, operation.next_ids(CONTENT, 1), UNPLACED, image, None)
