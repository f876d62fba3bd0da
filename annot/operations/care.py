"""Care of the workspace as a whole: backups, what is damaged, and what is let go."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from annot.errors import BusyError, InvalidValueError, WorkspaceError
from annot.operations.ledger import Ledger, member, words
from annot.store.history import remember_seal
from annot.store.place import Place
from annot.vocabulary import Retained

if TYPE_CHECKING:
    from annot.store.backup import Backup
    from annot.store.doctor.examine import Examination
    from annot.store.purge import Purgeable


class Care:
    """What a workspace does for itself; `Workspace` has these operations."""

    _ledger: Ledger

    def backup(
        self, to: Path | str | None = None, *, progress: Callable[[float], None] | None = None
    ) -> Backup:
        """Copy the workspace, also while others work in it, and check the copy.

        The copy is a file, and what one moment saw. It is opened, every page and index of it is
        checked, its schema and the ends of all chains are held against the workspace (of one on a
        server every row), and only then it gets its name. Its owner alone can read it. The root of
        its history is kept as a seal.

        Args:
            to: The file, which must not be there, or a folder; else it is made beside the
                workspace, or in the current folder if that is on a server, and named after it and
                the moment.
            progress: Is told the share of the work that is done, from 0 to 1.

        Returns:
            Where the backup is, its size, and its root.

        Raises:
            InvalidValueError: If there is a file of that name.
            WorkspaceError: If the workspace is damaged, or the copy cannot be written.
            BusyError: If another program keeps the workspace locked.
        """
        from annot.store.backup import back_up

        place = self._ledger.database.path
        done = back_up(place, None if to is None else Path(to), progress=progress)
        with suppress(WorkspaceError, BusyError):  # the history itself has the root, too
            remember_seal(self._ledger.database, done.heads)
        return done

    def doctor(
        self,
        *,
        full: bool = False,
        repair: bool = False,
        progress: Callable[[str], None] | None = None,
    ) -> Examination:
        """Look for everything that can be wrong with the workspace.

        A workspace that is too damaged to be opened can be examined from the command line.

        Args:
            full: Whether every row is held against the history, and every index against its table.
            repair: Whether to repair what can be, after a full look; a backup is made first.
            progress: Is told what is looked at now.

        Returns:
            What is damaged, with what to do about it, and what was repaired.

        Raises:
            WorkspaceError: If the workspace cannot be read, or not be repaired.
            BusyError: If another program keeps it locked.
        """
        return examined(
            self._ledger.database.path,
            actor=self._ledger.actor,
            full=full,
            repair=repair,
            progress=progress,
        )

    def purge(
        self,
        *,
        older_than: str,
        what: Sequence[str] = tuple(Retained),
        reason: str = "",
        yes: bool = False,
    ) -> Purge:
        """Let bytes go that a retention rule says are not to be kept any longer.

        Only bytes go: the texts and files of articles without an open claim in which nothing was
        done for so long, also of those that were removed so long ago, and snapshots that are so
        old and whose source no open claim cites. Every
        row and the whole history stay, and say what went, when, by whom and why. It cannot be
        undone; backups and exports from before still have the bytes.

        Args:
            older_than: An age: "5y", "18m" (months), "90d".
            what: Any of "texts" (with their files), "files", "snapshots"; else all of them.
            reason: The rule, as it is to stand in the history.
            yes: Whether to do it; else it is only said what would go.

        Returns:
            What went or would go.

        Raises:
            InvalidValueError: If the age or a word is not understood.
            WorkspaceError: If the workspace cannot be written.
            BusyError: If another program keeps it locked.
        """
        from annot.store import purge, purged

        kinds = {member(Retained, word, "kind of bytes") for word in what}
        why = words(reason, "reason")
        before = age_before(older_than, datetime.now(UTC))
        database = self._ledger.database
        if not yes:
            with database.reading() as connection:
                found = purge.purgeable(connection, kinds, before=before)
            return Purge(tuple(found), done=False)
        with self._ledger.operation(purged.ACTION, reason=why) as operation:
            going = purge.purgeable(operation.connection, kinds, before=before)
            purge.purge(operation, going)
        return Purge(tuple(going), done=True, wiped=bool(going) and database.wipe())


@dataclass(frozen=True, slots=True)
class Purge:
    """What a purge let go, or would.

    Attributes:
        items: The bytes, each with what they are of.
        done: Whether they are gone.
        wiped: Whether nothing of them is left in the file and its log, or in the files of the
            server's table; false if somebody else had the workspace open, or may alone do that.
    """

    items: tuple[Purgeable, ...]
    done: bool
    wiped: bool = False


_AGE = re.compile(r"(\d{1,4})\s*(y|m|d)[a-z]*")


def age_before(age: str, now: datetime) -> datetime:
    """The moment that is so long ago.

    Args:
        age: "5y", "18m" (months) or "90d".
        now: From when it counts.

    Raises:
        InvalidValueError: If it is no age.
    """
    read = _AGE.fullmatch(age.strip().lower())
    if read is None:
        raise InvalidValueError(
            f"{age!r} is no age.", hint="Write years, months or days: 5y, 18m, 90d."
        )
    count, unit = int(read[1]), read[2]
    if unit == "d":
        return now - timedelta(days=count)
    months = now.year * 12 + now.month - 1 - count * (12 if unit == "y" else 1)
    year, month = divmod(months, 12)
    if year < 1:
        raise InvalidValueError(f"{age!r} is longer ago than any calendar tells.")
    last = calendar.monthrange(year, month + 1)[1]
    return now.replace(year=year, month=month + 1, day=min(now.day, last))


def examined(
    place: Place,
    *,
    actor: str,
    full: bool = False,
    repair: bool = False,
    progress: Callable[[str], None] | None = None,
) -> Examination:
    """What `Care.doctor` does, for one that may be too damaged to be opened."""
    if repair:
        from annot.store.doctor.repair import repair as mended

        return mended(place, actor=actor, tell=progress)
    from annot.store.doctor.examine import examine

    return examine(place, full=full, tell=progress)
