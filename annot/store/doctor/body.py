"""What carries a ledger, as the doctor sees it: a file, or a database on a server."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection

from annot.store.doctor.damage import Damage, Found
from annot.store.place import Place

Check = Callable[[Connection], Iterable[Damage]]


class Body(Protocol):
    """What a file and a database have alike, each in its own way.

    Attributes:
        engine: Name and version of the engine, such as "SQLite 3.40.1".
        connection: The connection to it.
    """

    engine: str
    connection: Connection

    def around(self) -> Iterator[Damage]:
        """What is wrong beside the tables: who can get at them, and what was left over."""

    def alone(self) -> Mapping[str, Check]:
        """Checks that are made outside of the transaction of all others, by their name."""

    def begin(self) -> None:
        """Begin a transaction that sees one state."""

    def checks(self, *, full: bool) -> Mapping[str, Check]:
        """The checks of this engine alone, by their name."""

    def asking(self) -> contextlib.AbstractContextManager[None]:
        """A part of the transaction, after which it goes on whatever was raised."""

    def is_damage(self, error: BaseException | None) -> bool:
        """Whether an error says that what carries the tables is damaged."""

    # Repair

    def backed_up(self) -> Path:
        """Keep it as it is in a file; where that is."""

    def begin_mending(self, found: Found) -> None:
        """Begin a transaction, and make anew what the tables are read and written by.

        References are not looked at from here on: rows are put back in any order.
        """

    def index_words(self) -> None:
        """Make the full text anew."""

    def settle(self) -> None:
        """Make the rules of the tables hold again, as far as their rows allow."""

    def mend_around(self) -> None:
        """Mend what `around` finds."""


@contextlib.contextmanager
def opened(place: Place) -> Iterator[Body]:
    """A workspace that may be damaged, with as little asked of it as can be.

    Raises:
        WorkspaceError: If it is no workspace of ours, or of another schema.
        BusyError: If another program keeps it locked.
    """
    if isinstance(place, Path):
        from annot.store.doctor.file_body import opened_file

        with opened_file(place) as file:
            yield file
        return
    from annot.store.doctor.server_body import opened_server

    with opened_server(place) as server:
        yield server
