"""The words: kept bytes against their hashes, and places against the text."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlalchemy import Connection

from annot.store import chain
from annot.store.doctor.damage import Damage
from annot.store.past_bytes import named_in_history
from annot.store.purged import purged
from annot.store.rows import running, streaming

_NAMED = """
    SELECT text_sha256, 'text', 'revision', id FROM revision UNION ALL
    SELECT file_sha256, 'file', 'revision', id FROM revision UNION ALL
    SELECT text_sha256, 'text', 'snapshot', id FROM snapshot WHERE text_sha256 IS NOT NULL UNION ALL
    SELECT file_sha256, 'file', 'snapshot', id FROM snapshot WHERE file_sha256 IS NOT NULL
"""
_OF_RUNS = """
    SELECT value, article_id, seq FROM (
      SELECT "before" AS value, article_id, seq FROM change WHERE rows > 1 UNION ALL
      SELECT "after", article_id, seq FROM change WHERE rows > 1
    ) AS named WHERE value IS NOT NULL
"""
_PLACES = {
    noun: f'SELECT id, "start", "end", exact, prefix, suffix FROM {noun}'  # noqa: S608 -- our name
    " WHERE article_id = ? AND revision_id = ?"
    for noun in ("anchor", "acceptance")
}


def contents(connection: Connection) -> Iterator[Damage]:
    """Kept bytes that are not those of their hash, are missing, or that nothing refers to."""
    run = running(connection)
    kept = set()
    for digest, data in streaming(connection)("SELECT sha256, data FROM content", ()):
        kept.add(digest)
        if chain.sha256(data) != digest:
            yield Damage("content-altered", f"content {digest.hex()}", "its bytes were altered")
    gone = purged(connection)
    used = digests_of_runs(connection) | named_in_history(connection)
    for digest, what, noun, number in run(_NAMED, ()):
        used.add(digest)
        if digest not in kept and digest not in gone:
            yield Damage("content-missing", f"{noun} {number}", f"its {what} is missing")
    for name, article, seq in run(_OF_RUNS, ()):
        if bytes.fromhex(_hex(name)) not in kept:
            where = f"event {seq} of article {article}"
            yield Damage("content-missing", where, "what it says of many rows is missing")
    for digest in sorted(kept - used):
        yield Damage("content-unused", f"content {digest.hex()}", "nothing refers to it")


def digests_of_runs(connection: Connection) -> set[bytes]:
    """The hashes of kept bytes in which the history tells of many rows at once."""
    return {bytes.fromhex(_hex(row[0])) for row in running(connection)(_OF_RUNS, ())}


def _hex(name: str) -> str:
    try:
        return bytes.fromhex(name).hex()
    except ValueError:
        return ""


def places(connection: Connection) -> Iterator[Damage]:
    """Anchors and accepted passages whose words do not stand where they say; blocks likewise."""
    run = running(connection)
    revisions = run(
        "SELECT revision.article_id, revision.id, revision.blocks, content.data FROM revision"
        " JOIN content ON content.sha256 = revision.text_sha256",
        (),
    )
    for article, revision, blocks, data in revisions:
        try:
            words = data.decode()
        except UnicodeDecodeError:
            yield Damage("content-altered", f"revision {revision}", "its text is no text (UTF-8)")
            continue
        if not _are_inside(blocks, len(words)):
            what = "its structure goes beyond its text"
            yield Damage("structure", f"revision {revision}", what)
        for noun in _PLACES:
            for number, start, end, *quoted in run(_PLACES[noun], (article, revision)):
                what = _displaced(words, start, end, *quoted)
                if what:
                    yield Damage(noun, f"{noun} {number}", what)


def _are_inside(blocks: str, length: int) -> bool:
    try:
        return all(0 <= start <= end <= length for _, _, start, end in json.loads(blocks))
    except (TypeError, ValueError):
        return False


def _displaced(words: str, start: int, end: int, exact: str, prefix: str, suffix: str) -> str:
    """What is wrong with a place; empty if nothing is."""
    if not 0 <= start <= end <= len(words):
        return f"it stands at {start}–{end} of a text of {len(words)} characters"
    if words[start:end] != exact:
        return f"the text says {words[start:end][:60]!r} there, not {exact[:60]!r}"
    if not (words[:start].endswith(prefix) and words.startswith(suffix, end)):
        return "the words around it are others in the text"
    return ""
