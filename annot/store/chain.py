"""The hashes of the history: pure functions.

Every article has a chain of events. An event's hash covers the whole event, the digests of its
changes and the hash before it, so that any altered byte shows. The heads of all chains are sealed
into one root, a Merkle tree as in RFC 9162 (leaves prefixed with 00, nodes with 01).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from annot.store.columns import canonical_json, time_to_text


def sha256(data: bytes) -> bytes:
    """The SHA-256 of the bytes: 32 bytes."""
    return hashlib.sha256(data).digest()


def _text_hash(text: str | None) -> str | None:
    return None if text is None else sha256(text.encode()).hex()


def change_digest(
    position: int, noun: str, row_id: int, rows: int, before: str | None, after: str | None
) -> bytes:
    """The digest of one change; it covers the images by their hashes, so they can be purged."""
    parts = [position, noun, row_id, rows, _text_hash(before), _text_hash(after)]
    return sha256(canonical_json(parts).encode())


def genesis(workspace: UUID, article_id: int) -> bytes:
    """What stands for the previous hash in the first event of an article."""
    return sha256(canonical_json(["annot", str(workspace), article_id]).encode())


def event_hash(
    *,
    article_id: int,
    seq: int,
    operation: UUID,
    at: datetime,
    actor: str,
    action: str,
    reason: str,
    undoes: UUID | None,
    previous: bytes,
    digests: Sequence[bytes],
) -> bytes:
    """The hash of one event, 32 bytes."""
    parts = [
        article_id,
        seq,
        str(operation),
        time_to_text(at),
        actor,
        action,
        reason,
        str(undoes) if undoes else None,
        previous.hex(),
        [digest.hex() for digest in digests],
    ]
    return sha256(canonical_json(parts).encode())


def merkle_root(heads: Sequence[tuple[int, int, bytes]]) -> bytes:
    """The root over `(article_id, seq, hash)` of every chain's last event, sorted by article."""
    level = [
        sha256(b"\x00" + canonical_json([article, seq, digest.hex()]).encode())
        for article, seq, digest in sorted(heads)
    ]
    if not level:
        return sha256(b"")
    while len(level) > 1:
        pairs = [level[index : index + 2] for index in range(0, len(level), 2)]
        level = [sha256(b"\x01" + b"".join(pair)) if len(pair) == 2 else pair[0] for pair in pairs]
    return level[0]
