"""The claims that an export is to hold, and what of theirs its format cannot say."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annot.exchange.selection import Selection
from annot.store.claim_filter import ClaimFilter
from annot.store.place import Place, connect
from annot.store.table_rows import (
    CONFIDENTIAL,
    LOST,
    Chosen,
    Missing,
    Run,
    TableAnchor,
    TableArticle,
    TableClaim,
    count,
    extra_columns,
    is_there,
    running,
    table_claims,
    table_places,
)
from annot.vocabulary import Audience

if TYPE_CHECKING:
    from annot.operations.ledger import Ledger

_INTERNAL = frozenset(
    {"approvers", "judgements", "extra columns", "queries", "notes", "notes about evidence"}
)
"""What is not for the public: a format that leaves it out loses nothing that was wanted."""


@dataclass(frozen=True, slots=True)
class ChosenClaims:
    """Claims to be gone through, as often as is wanted: one state of the ledger."""

    run: Run
    chosen: Chosen

    def __iter__(self) -> Iterator[TableClaim]:
        """One claim after the other, in the order of the articles and of their places."""
        return table_claims(self.run, self.chosen)

    @property
    def is_public(self) -> bool:
        """Whether what is internal has to stay out."""
        return self.chosen.is_public

    @property
    def withheld(self) -> int:
        """How many pieces of their evidence the public does not get to see."""
        return self.count(CONFIDENTIAL) if self.is_public else 0

    def seen_by(self, audience: Audience) -> ChosenClaims:
        """The same claims for somebody else."""
        return ChosenClaims(self.run, self.chosen._replace(audience=audience))

    def places(self) -> Iterator[tuple[TableArticle, list[TableAnchor]]]:
        """The anchors of each of those that have any, in the same order."""
        return table_places(self.run, self.chosen)

    def extra_columns(self) -> list[str]:
        """The names of the columns that they came with and that are no fields; not for the public.

        What stands there nobody has looked at: it may be anything.
        """
        return [] if self.is_public else extra_columns(self.run, self.chosen)

    def count(self, what: Missing) -> int:
        """How much of it belongs to them."""
        return count(self.run, self.chosen, what)

    def has(self, what: Missing) -> bool:
        """Whether anything of it belongs to them."""
        return is_there(self.run, self.chosen, what)

    def lost(self, *names: str) -> dict[str, int]:
        """How much there is of each thing, of those that there is any of."""
        told = (name for name in names if not (self.is_public and name in _INTERNAL))
        return some({name: self.count(LOST[name]) for name in told})


@contextlib.contextmanager
def chosen_claims(ledger: Ledger, selection: Selection) -> Iterator[ChosenClaims]:
    """The claims of a ledger that a selection means.

    Raises:
        NotFoundError: If there is no such article.
        InvalidValueError: If the filter is not understood.
    """
    from annot.operations.articles import Articles

    named = None if selection.article is None else Articles(ledger).get(selection.article).id
    wanted = ClaimFilter.parse(selection.wanted, me=ledger.actor)
    with ledger.database.reading() as connection:
        from annot.store.rows import streaming

        run = streaming(connection)
        yield ChosenClaims(run, Chosen(wanted, named, selection.audience))


@contextlib.contextmanager
def stored_claims(
    database: Place, *, wanted: str = "", audience: Audience = Audience.EDITOR
) -> Iterator[ChosenClaims]:
    """The claims of a workspace, read by the standard library (or psycopg) alone.

    A program that only exports starts in a tenth of the time that the whole ledger needs.

    Raises:
        InvalidValueError: If the filter is not understood.
        WorkspaceError: If the file is no workspace, or cannot be opened.
        BusyError: If another program keeps it locked.
    """
    chosen = Chosen(ClaimFilter.parse(wanted), audience=audience)
    with contextlib.closing(connect(database)) as connection:
        connection.execute("BEGIN")
        yield ChosenClaims(running(connection, database), chosen)


def some(counts: Mapping[str, int]) -> dict[str, int]:
    """The counts that are not nought."""
    return {name: number for name, number in counts.items() if number}
