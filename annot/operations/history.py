"""The history: who did what, back and forth, and whether it holds."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from annot.errors import InvalidValueError, WorkspaceError
from annot.operations.articles import ArticleHandle, Articles
from annot.operations.claims import ClaimHandle, number_of
from annot.operations.ledger import Ledger
from annot.store import chain, undo, verify
from annot.store.images import table_of
from annot.store.models import Change, Event, Seal
from annot.store.verify import Verification

BOOKKEEPING = ("id", "uid", "version", "created_at", "updated_at", "article_id")


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row's change as people read it: the fields that differ, before and after."""

    noun: str
    id: int
    fields: dict[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One operation: who, when, what, why, and what it changed; `at` is UTC."""

    operation: UUID
    at: datetime
    actor: str
    action: str
    reason: str
    undoes: UUID | None
    undone: bool
    changes: tuple[RowChange, ...]


class History:
    """The history of a workspace: `workspace.history`."""

    def __init__(self, ledger: Ledger, articles: Articles) -> None:
        self._ledger = ledger
        self._articles = articles

    def list(
        self,
        *,
        article: ArticleHandle | None = None,
        claim: ClaimHandle | None = None,
        limit: int | None = None,
    ) -> Sequence[Entry]:
        """The operations, newest first.

        Args:
            article: Only those that touched this article.
            claim: Only those that touched this claim, its anchors, evidence or notes.
            limit: At most so many.

        Raises:
            NotFoundError: If there is no such article.
        """
        event, change = table_of(Event), table_of(Change)
        wanted = select(event.c.operation).distinct()
        if article is not None:
            wanted = wanted.where(event.c.article_id == self._articles.get(article).id)
        if claim is not None:
            wanted = wanted.join(
                change, (change.c.article_id == event.c.article_id) & (change.c.seq == event.c.seq)
            ).where(_touches(change, number_of(claim)))
        wanted = wanted.order_by(event.c.operation.desc()).limit(limit)
        with self._ledger.database.reading() as connection:
            operations = list(connection.execute(wanted).scalars())
            return [self._entry(connection, operation) for operation in operations]

    def undo(self, operation: UUID | None = None, *, anybody: bool = False) -> str:
        """Take back the last operation of the one who acts, or the one named.

        Args:
            operation: The operation to take back; else the last one in force.
            anybody: Whether the last operation of anybody is meant.

        Returns:
            The action that was taken back, such as `claim.add`.

        Raises:
            NothingToUndoError: If there is nothing to undo.
            ConflictError: If something was changed since that would be lost.
        """
        return self._revert("undo", operation, anybody=anybody)

    def redo(self, *, anybody: bool = False) -> str:
        """Do again what was undone last, if nothing was done since.

        Returns:
            The action that was taken back: `undo`.

        Raises:
            NothingToUndoError: If there is nothing to redo.
            ConflictError: If something was changed since.
        """
        return self._revert("redo", None, anybody=anybody)

    def verify(self, *, root: str = "") -> Verification:
        """Walk every chain and hold every row against it.

        Args:
            root: A root printed on an earlier report, in hex: the history must still contain it.

        Raises:
            InvalidValueError: If the root is no hex of 32 bytes.
        """
        with self._ledger.database.reading() as connection:
            found = verify.verify(connection)
            if not root:
                return found
            breaks = self._root_breaks(connection, root, found)
            return Verification(found.events, found.rows, found.root, (*found.breaks, *breaks))

    def seal(self) -> bytes:
        """The root over the heads of all chains, kept so that it can be asked for later.

        A workspace that cannot be written is sealed too, but does not remember it.
        """
        seal = table_of(Seal)
        with self._ledger.database.reading() as connection:
            heads = verify.heads(connection)
            root = chain.merkle_root(heads)
            known = connection.execute(select(seal.c.root).where(seal.c.root == root)).first()
        if known is None:
            try:
                self._keep_seal(root, heads)
            except WorkspaceError:
                return root
        return root

    def _keep_seal(self, root: bytes, heads: Sequence[tuple[int, int, bytes]]) -> None:
        from datetime import UTC

        row = {
            "root": root,
            "at": datetime.now(UTC),
            "heads": [[article, seq, digest.hex()] for article, seq, digest in sorted(heads)],
        }
        with self._ledger.database.writing() as connection:
            connection.execute(insert(table_of(Seal)), row)

    def _root_breaks(self, connection: Any, root: str, found: Verification) -> list[verify.Break]:
        try:
            wanted = bytes.fromhex(root)
        except ValueError as error:
            raise InvalidValueError(f"The root {root!r} is not written in hex.") from error
        if wanted == found.root:
            return []
        seal, event = table_of(Seal), table_of(Event)
        stored = connection.execute(select(seal.c.heads).where(seal.c.root == wanted)).scalar()
        if stored is None:
            return [
                verify.Break(
                    f"root {root}",
                    "this ledger was never in the state that was sealed so: it is another one, "
                    "an older copy, or its history was rewritten",
                )
            ]
        heads = [(article, seq, bytes.fromhex(digest)) for article, seq, digest in stored]
        breaks = []
        if chain.merkle_root(heads) != wanted:
            breaks.append(verify.Break(f"root {root}", "the heads kept with it were altered"))
        for article, seq, digest in heads:
            now = connection.execute(
                select(event.c.hash).where(event.c.article_id == article, event.c.seq == seq)
            ).scalar()
            if now != digest:
                breaks.append(
                    verify.Break(
                        f"event {seq} of article {article}", f"it is not the one sealed as {root}"
                    )
                )
        return breaks

    def _revert(self, action: str, target: UUID | None, *, anybody: bool) -> str:
        find = undo.last_to_redo if action == "redo" else undo.last_to_undo
        actor = "" if anybody else self._ledger.actor
        with self._ledger.operation(action) as operation:
            if target is None:
                target = find(operation.connection, actor=actor)
            operation.undoes = target
            return undo.revert(operation, target)

    def _entry(self, connection: Any, operation: UUID) -> Entry:
        event, change = table_of(Event), table_of(Change)
        first = connection.execute(select(event).where(event.c.operation == operation)).first()
        undone = connection.execute(
            select(event.c.seq).where(event.c.undoes == operation).limit(1)
        ).first()
        rows = connection.execute(
            select(change.c.noun, change.c.row_id, change.c.before, change.c.after)
            .join(
                event, (change.c.article_id == event.c.article_id) & (change.c.seq == event.c.seq)
            )
            .where(event.c.operation == operation)
            .order_by(event.c.article_id, change.c.position)
        )
        return Entry(
            operation,
            first.at,
            first.actor,
            first.action,
            first.reason,
            first.undoes,
            undone is not None,
            tuple(RowChange(r.noun, r.row_id, _differences(r.before, r.after)) for r in rows),
        )


def _touches(change: Any, claim: int) -> Any:
    """Whether a change is one of the claim or of something that belongs to it.

    Images are canonical JSON, so a member of theirs is spelled in one way only.
    """
    member = f'%"claim_id":{claim},%'
    below = change.c.noun.in_(["anchor", "evidence", "note"])
    return ((change.c.noun == "claim") & (change.c.row_id == claim)) | (
        below & (change.c.before.like(member) | change.c.after.like(member))
    )


def _differences(before: str | None, after: str | None) -> dict[str, tuple[Any, Any]]:
    old: dict[str, Any] = defaultdict(lambda: None, json.loads(before) if before else {})
    new: dict[str, Any] = defaultdict(lambda: None, json.loads(after) if after else {})
    names = [name for name in (new or old) if name not in BOOKKEEPING]
    return {name: (old[name], new[name]) for name in names if old[name] != new[name]}
