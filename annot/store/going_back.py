"""Going back to an older schema: by the backup that was made before the upgrade, or not at all.

There are no migrations downwards. One would have to drop what the older schema has no place for,
and the history, whose hashes cover it, would hold no more.
"""

from __future__ import annotations

import glob
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from annot.errors import ConflictError, NotFoundError, WorkspaceError
from annot.store import sqlite_file
from annot.store.backup import copied, named
from annot.store.file_steps import MIGRATIONS, schema_of
from annot.store.place import Place
from annot.store.sqlite_file import NOTHING_WRITTEN


@dataclass(frozen=True, slots=True)
class WentBack:
    """What was done.

    Attributes:
        before: The schema before.
        after: The schema now.
        backup: The backup that the workspace is now as.
        kept: The workspace as it was until now.
        lost: How many events were done since that backup, and are only in `kept` now.
    """

    before: int
    after: int
    backup: Path
    kept: Path
    lost: int


def go_back(
    place: Place, backup: Path | None = None, *, lose: bool = False, migrations: Path = MIGRATIONS
) -> WentBack:
    """Make a workspace again what it was before its last upgrade.

    Args:
        place: The workspace.
        backup: The backup of the upgrade; else the newest that lies beside the workspace, or in the
            current folder if that is on a server.
        lose: Whether to go back though something was done since, which is lost.
        migrations: The folder of Alembic, by which the tables of a server are made.

    Raises:
        NotFoundError: If there is no backup of an upgrade.
        ConflictError: If something was done since, and `lose` is false.
        WorkspaceError: If a file cannot be read, or the backup is none of this workspace.
        BusyError: If another program keeps the workspace locked.
    """
    if not isinstance(place, Path):
        from annot.store.postgres_upgrade import go_back_server

        return go_back_server(place, backup, migrations, lose=lose)
    sqlite_file.require(place)
    try:
        with closing(sqlite_file.raw_connection(place)) as now:
            before = schema_of(now, place)
            chosen = backup or newest_backup(place, before)
            with closing(sqlite_file.raw_connection(chosen, read_only=True)) as then:
                after = schema_of(then, chosen)
                refuse_newer(before, after, place, chosen)
                lost = done_since(ledger_of(now), ledger_of(then), place, chosen, lose=lose)
                kept = copied(now, place, named(place, f"schema-{before}")).path
                then.backup(now)
    except sqlite3.Error as error:
        raise sqlite_file.translated(error, place, NOTHING_WRITTEN) from error
    return WentBack(before, after, chosen, kept, lost)


def newest_backup(path: Path, before: int) -> Path:
    """The newest backup beside a workspace that an upgrade to its schema or an earlier one made.

    Raises:
        NotFoundError: If there is none.
    """
    version = f"{glob.escape(path.stem)}.schema-*.*{path.suffix}"
    found = sorted(path.parent.glob(version), key=lambda file: file.stat().st_mtime)
    older = [file for file in found if _schema_named(file, before) < before]
    if not older:
        raise NotFoundError(
            f"There is no backup of an upgrade ({path.with_suffix('.schema-…' + path.suffix)}).",
            hint="Name it: annot upgrade --back --from BACKUP",
        )
    return older[-1]


def _schema_named(file: Path, otherwise: int) -> int:
    number = file.name.partition(".schema-")[2].partition(".")[0]
    return int(number) if number.isdecimal() else otherwise


def refuse_newer(before: int, after: int, place: Place, backup: Path) -> None:
    """Refuse to go back to a schema that is not older.

    Raises:
        WorkspaceError: If it is not.
    """
    if after >= before:
        raise WorkspaceError(f"{backup} is not of an older schema than {place}.")


class LedgerEvents(NamedTuple):
    """Which workspace it is, and the article, number and hash of every event in it."""

    uid: bytes
    events: frozenset[tuple[int, int, bytes]]


UID = "SELECT uid FROM article WHERE id = 0"
EVENTS = "SELECT article_id, seq, hash FROM event"


def ledger_of(file: sqlite3.Connection) -> LedgerEvents:
    """What a file of any schema says of these."""
    (uid,) = file.execute(UID).fetchone() or (b"",)
    return LedgerEvents(uid, frozenset(file.execute(EVENTS)))


def done_since(
    here: LedgerEvents, there: LedgerEvents, place: Place, backup: Path, *, lose: bool
) -> int:
    """How many events a workspace has that its backup does not have.

    Raises:
        ConflictError: If there are any, and `lose` is false.
        WorkspaceError: If the backup has one that the workspace does not have.
    """
    if there.events - here.events or here.uid != there.uid:
        raise WorkspaceError(
            f"{backup} is no backup of {place}: it has events that are not in there.",
            hint="Open it by itself, with the annot that made it: annot -d BACKUP …",
        )
    lost = len(here.events - there.events)
    if lost and not lose:
        raise ConflictError(
            f"Since {backup} was made, {lost:,} events were recorded in {place}, which it "
            f"does not have; {NOTHING_WRITTEN}.",
            hint="Write them out first (annot export claims.csv), then: "
            "annot upgrade --back --lose",
        )
    return lost
