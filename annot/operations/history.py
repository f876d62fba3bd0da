"""The history: who did what, back and forth, and whether it holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from uuid import UUID

from annot.errors import InvalidValueError, NotFoundError, WorkspaceError
from annot.operations.article_handles import ArticleHandle
from annot.operations.articles import Articles
from annot.operations.claim_handles import ClaimHandle, number_of
from annot.operations.ledger import Ledger
from annot.operations.past import event_of
from annot.operations.told import RowDone, operation_words
from annot.store import undo
from annot.store.history import Entry, current_root, entries, keep_seal, root_breaks
from annot.store.recorder import Operation
from annot.store.verify import Verification, verify

_ROOT_HINT = (
    "A root is the seal that a report or an export prints; the one of this ledger: annot verify"
)


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
            NotFoundError: If there is no such article, or there never was such a claim.
        """
        article_id = None if article is None else self._articles.get(article).id
        claim_id = None if claim is None else number_of(claim)
        with self._ledger.database.reading() as connection:
            found = entries(connection, article_id=article_id, claim_id=claim_id, limit=limit)
            if not found and claim_id is not None and not entries(connection, claim_id=claim_id):
                raise NotFoundError(
                    f"There never was a claim {claim_id}.", hint="See them: annot claim list"
                )
            return found

    def undo(self, operation: UUID | None = None, *, anybody: bool = False) -> str:
        """Take back the last operation of the one who acts, or the one named.

        Args:
            operation: The operation to take back; else the last one in force.
            anybody: Whether the last operation of anybody is meant.

        Returns:
            What was taken back, in words: "claim.set on claim 12 (verdict refuted)".

        Raises:
            NothingToUndoError: If there is nothing to undo.
            ConflictError: If something was changed since that would be lost.
        """
        return self._revert("undo", operation, anybody=anybody)

    def redo(self, *, anybody: bool = False) -> str:
        """Do again what was undone last, if nothing was done since.

        Returns:
            What was done again, in words: "claim.set on claim 12 (verdict refuted)".

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
        wanted = _root(root) if root else None
        with self._ledger.database.reading() as connection:
            found = verify(connection)
            if wanted is None:
                return found
            breaks = (*found.breaks, *root_breaks(connection, wanted))
            return replace(found, breaks=breaks)

    def seal(self) -> bytes:
        """The root over the heads of all chains, kept so that it can be asked for later.

        A workspace that cannot be written is sealed too, but does not remember it.
        """
        try:
            return keep_seal(self._ledger.database)
        except WorkspaceError:
            with self._ledger.database.reading() as connection:
                return current_root(connection)

    def _revert(self, action: str, target: UUID | None, *, anybody: bool) -> str:
        find = undo.last_to_redo if action == "redo" else undo.last_to_undo
        actor = "" if anybody else self._ledger.actor
        with self._ledger.operation(action) as operation:
            if target is None:
                target = find(operation.connection, actor=actor)
            operation.undoes = target
            undo.revert(operation, target)
            return operation_words(
                _original_action(operation, target), _rows(operation, again=action == "redo")
            )


def _original_action(operation: Operation, target: UUID) -> str:
    """The action that undos and redos have taken back and forth."""
    event = event_of(operation, target)
    while event is not None and event.undoes is not None:
        event = event_of(operation, event.undoes)
    return event.action if event else operation.action


def _rows(operation: Operation, *, again: bool) -> Iterator[RowDone]:
    """What the original operation found and left: an undo goes from the one to the other."""
    for run in operation.runs:
        there = (run.before, run.after)
        found, left = there if again else reversed(there)
        yield RowDone(run.noun, run.first, found, left, run.rows)
    for (noun, row_id), change in operation.changes.items():
        if change.before != change.after:
            there = (change.before, change.after)
            found, left = there if again else reversed(there)
            yield RowDone(noun, row_id, found, left)


def _root(text: str) -> bytes:
    try:
        root = bytes.fromhex(text)
    except ValueError as error:
        raise InvalidValueError(
            f"The root {text!r} is not written in hex.", hint=_ROOT_HINT
        ) from error
    if len(root) != 32:
        raise InvalidValueError(f"The root {text!r} is not 64 hex digits long.", hint=_ROOT_HINT)
    return root
