"""Another copy of the ledger, on which somebody worked apart, brought into this one."""

from __future__ import annotations

import contextlib
import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from annot.errors import (
    CollisionsError,
    ConflictError,
    HistoryError,
    InvalidValueError,
    WorkspaceError,
)
from annot.operations.colliding import collision_of
from annot.operations.collisions import Answers, Collision, preferred, read_answers
from annot.operations.four_eyes import is_on
from annot.operations.ledger import Ledger
from annot.operations.merged_places import Tidied, tidy
from annot.operations.own_approvals import refuse_own_approvals_there
from annot.store.database import open_database
from annot.store.imported import all_or_nothing
from annot.store.merging import ACTION
from annot.store.merging.apply import Applied, apply
from annot.store.merging.changed import SETTINGS, changed_since
from annot.store.merging.collisions import Clash
from annot.store.merging.lineage import Lineage, is_in_order, lineage, news
from annot.store.merging.plan import Plan, Planner
from annot.store.merging.record import keep_record
from annot.store.merging.settling import checked_there, numbers_of, record_for, signed_there
from annot.store.place import Place
from annot.store.recorder import Operation, workspace_uid
from annot.store.transfer import verified
from annot.vocabulary import Right

if TYPE_CHECKING:
    from sqlalchemy import Connection

Ask = Callable[[Collision], str]
"""Asks who is right in a collision: `ours`, `theirs` or `later`."""


@dataclass(frozen=True, slots=True)
class MergeSummary:
    """What a merge did, or would do.

    Attributes:
        other: The other copy.
        operations: How many operations of it were new.
        people: Who did them, in the order of their first.
        added: By noun, how many rows came.
        changed: By noun, how many rows changed here.
        removed: By noun, how many rows went here.
        numbers: The numbers that new claims have there, and those that they were given here.
        collisions: What collided, each with who was right; empty for nobody.
        left: By noun, what of the other copy was not taken, since this one was right.
        moved: The claims that were given a place in a draft which they had not met, and that ask to
            be looked at.
        doubled: New claims that stand at the very words of one that was here, with its number.
        settings: How many rules and people were changed there, which each copy keeps for itself.
        root: The root of the other copy's history.
        dry_run: Whether nothing was written.
    """

    other: str
    operations: int = 0
    people: Sequence[str] = ()
    added: Mapping[str, int] | None = None
    changed: Mapping[str, int] | None = None
    removed: Mapping[str, int] | None = None
    numbers: Mapping[int, int] | None = None
    collisions: Sequence[tuple[Collision, str]] = ()
    left: Mapping[str, int] | None = None
    moved: Sequence[int] = ()
    doubled: Sequence[tuple[int, int]] = ()
    settings: int = 0
    root: str = ""
    dry_run: bool = False


class _RehearsedError(Exception):
    """Takes back what a dry run did."""

    def __init__(self, summary: MergeSummary) -> None:
        super().__init__()
        self.summary = summary


def merge(
    ledger: Ledger,
    other: Place,
    *,
    prefer: str = "",
    answers: Answers | Path | str | None = None,
    dry_run: bool = False,
    ask: Ask | None = None,
) -> MergeSummary:
    """Take in what is new in another copy of this ledger, as one recorded operation.

    Args:
        ledger: This ledger.
        other: The other copy, which is only read.
        prefer: Who is right in every collision without an answer.
        answers: Who is right, by the ids of collisions, or a file that says so.
        dry_run: Whether to write nothing.
        ask: Asks about each collision that is left.

    Raises:
        CollisionsError: If collisions are left; nothing was written.
        ConflictError: If it is no copy of this ledger, or is this ledger itself.
        HistoryError: If its history does not hold.
        OwnApprovalError: If who checked a claim approved it there.
        InputFileError: If the file of answers cannot be read.
        InvalidValueError: If an answer is none.
        WorkspaceError: If the other copy cannot be read.
    """
    told = read_answers(answers) if answers is not None else {}
    default = preferred(prefer)
    _refuse_same(ledger.database.path, other)
    with (
        contextlib.closing(open_database(other, create=False)) as opened,
        opened.reading() as there,
    ):
        merging = _Merging(ledger, other, there, default, dry_run=dry_run)
        merging.refuse_no_copy()
        while True:
            try:
                return merging.run(told)
            except CollisionsError as error:
                if ask is None:
                    raise
                for collision in error.collisions:
                    told |= read_answers({collision.id: ask(collision) or Right.LATER})


class _Merging:
    """One merge of one other copy."""

    def __init__(
        self,
        ledger: Ledger,
        other: Place,
        there: Connection,
        default: Right | None,
        *,
        dry_run: bool,
    ) -> None:
        self._ledger, self._other, self._there = ledger, other, there
        self._default, self._dry_run = default, dry_run

    def refuse_no_copy(self) -> None:
        """Refuse what is damaged, and what is no copy of this ledger.

        Raises:
            HistoryError: If its history does not hold.
            ConflictError: If it has no history in common with this one.
        """
        with _damaged(self._other):
            found = verified(self._there)
            in_order = is_in_order(self._there)
        if found.breaks or not in_order:
            first = found.breaks[0] if found.breaks else None
            what = f"{first.where}: {first.what}" if first else "its operations are out of order"
            raise HistoryError(
                f"The history of {self._other} does not hold ({what}); nothing was merged.",
                hint=f"See all: annot -d {_typed(self._other)} verify",
            )
        with self._ledger.database.reading() as here:
            is_copy = workspace_uid(here) == workspace_uid(self._there)
        if not is_copy:
            raise ConflictError(
                f"{self._other} is no copy of this ledger: the two have no history in common; "
                "nothing was merged.",
                hint="Take in what it holds instead: "
                f"annot -d {_typed(self._other)} export ledger.jsonl, "
                "then: annot import ledger.jsonl",
            )

    def run(self, answers: Mapping[str, Right]) -> MergeSummary:
        """Merge with the answers that are there.

        Raises:
            CollisionsError: If some are missing.
        """
        try:
            with (
                self._ledger.operation(ACTION) as operation,
                all_or_nothing(operation),
            ):
                summary = self._merged(operation, answers)
                if self._dry_run:
                    raise _RehearsedError(summary)
        except _RehearsedError as rehearsed:
            return replace(rehearsed.summary, dry_run=True)
        return summary

    def _merged(self, operation: Operation, answers: Mapping[str, Right]) -> MergeSummary:
        here, there = operation.connection, self._there
        with _damaged(self._other):
            common = lineage(here, there)
            planner = Planner(here, there, common)
            collisions = [(c, collision_of(here, there, c)) for c in list(planner.plan.clashes)]
        settled = self._settled(planner, collisions, answers)
        plan = planner.plan
        checked = self._checked(operation, plan)
        with _damaged(self._other):
            done = apply(operation, there, plan, planner.numbers)
            tidied = tidy(operation, there, done)
            numbers = numbers_of(plan, done, "claim")
            record = record_for(
                here,
                there,
                common,
                plan,
                planner.numbers,
                {numbers[number]: names for number, names in checked.items() if number in numbers},
                signed_there(there, plan, done),
            )
            if plan.changes or _is_news(there, common, here, plan):
                keep_record(operation, record)
        summary = self._summary(common, plan, done, tidied)
        return replace(
            summary,
            collisions=settled,
            operations=len(record.operations),
            people=tuple(dict.fromkeys(item["actor"] for item in record.operations)),
            root=record.root,
        )

    def _settled(
        self,
        planner: Planner,
        collisions: Sequence[tuple[Clash, Collision]],
        answers: Mapping[str, Right],
    ) -> list[tuple[Collision, str]]:
        chosen = {c.id: answers.get(c.id, self._default) for _, c in collisions}
        missing = [c for _, c in collisions if chosen[c.id] is None]
        if missing and not self._dry_run:
            things = "thing collides" if len(missing) == 1 else "things collide"
            raise CollisionsError(
                f"{len(missing):,} {things}: changed here and in {self._other} in two ways; "
                "nothing was written.",
                hint="Say who is right: --prefer ours, or --prefer theirs, or each by itself: "
                f"annot merge {_typed(self._other)} --dry-run --json > answers.json, fill in every "
                f'"answer", then: annot merge {_typed(self._other)} --answers answers.json',
                collisions=missing,
            )
        settled = []
        for clash, collision in collisions:
            right = chosen[collision.id]
            planner.settle(clash, right or Right.LATER)
            settled.append((collision, right.value if right else ""))
        return settled

    def _checked(self, operation: Operation, plan: Plan) -> Mapping[int, frozenset[str]]:
        """Who had checked there what comes; refused if they approved it themselves."""
        with _damaged(self._other):
            checked = checked_there(self._there, plan)
        if is_on(operation.find):
            refuse_own_approvals_there(plan, checked, self._other)
        return checked

    def _summary(self, common: Lineage, plan: Plan, done: Applied, tidied: Tidied) -> MergeSummary:
        with _damaged(self._other):
            changed = changed_since(self._there, common.since)
        left: dict[str, int] = {}
        for item in plan.left:
            left[item.noun] = left.get(item.noun, 0) + 1
        return MergeSummary(
            str(self._other),
            added={noun: len(ids) for noun, ids in done.added.items() if ids},
            changed={noun: len(ids) for noun, ids in done.changed.items() if ids},
            removed={noun: len(ids) for noun, ids in done.removed.items() if ids},
            numbers=dict(sorted(done.added.get("claim", {}).items())),
            left=left,
            moved=tidied.moved,
            doubled=tidied.doubled,
            settings=sum(len(changed.get(noun, ())) for noun in SETTINGS),
        )


def _is_news(there: Connection, common: Lineage, here: Connection, plan: Plan) -> bool:
    """Whether there is something to remember though no row changes."""
    open_now = {(item.noun, item.uid) for item in plan.later}
    return open_now != set(common.later) or news(there, common, here)


def _refuse_same(here: Place, other: Place) -> None:
    same = here == other
    if isinstance(here, Path) and isinstance(other, Path) and here.exists() and other.exists():
        same = here.samefile(other)
    if same:
        raise InvalidValueError(
            f"{other} is this very workspace: there is nothing to merge.",
            hint="Name the other copy: annot merge OTHER",
        )


def _typed(place: Place) -> str:
    """A place as it is typed in a command."""
    return shlex.quote(str(place))


@contextlib.contextmanager
def _damaged(other: Place) -> Iterator[None]:
    """Tell what cannot be read in the other copy as damage of it."""
    try:
        yield
    except (ValueError, TypeError) as error:
        raise WorkspaceError(
            f"{other} is damaged: {error}; nothing was merged.",
            hint=f"See what is wrong: annot -d {_typed(other)} doctor",
        ) from error


__all__ = ("Ask", "MergeSummary", "merge")
