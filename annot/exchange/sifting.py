"""Rows of a claims table on their way to the stage: what the ledger has of them stays out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from annot.exchange.source_book import KnownSources, SourceBook
from annot.store.given import FRESH, Below, Given
from annot.store.known_rows import KnownRows
from annot.store.met_claims import MetClaims
from annot.store.stage import BATCH, Stage

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Sifting:
    """Puts rows on the stage, each by what is to become of it.

    Args:
        stage: The stage.
        book: The sources that the rows cite.
        connection: The ledger, in one state, to hold the rows against.
        claim: The columns of a claim that the file has.
        link: Those of a piece of evidence.
        apart: What was met in the same rows before (see `KnownRows`).
    """

    def __init__(
        self,
        stage: Stage,
        book: SourceBook,
        connection: Connection,
        *,
        claim: Iterable[str],
        link: Iterable[str],
        apart: MetClaims,
    ) -> None:
        self._stage = stage
        self._sources = KnownSources(book, connection)
        self._known = KnownRows(connection, claim=claim, link=link, apart=apart)
        self._rows: list[Given] = []
        self._below: dict[int, Sequence[Below]] = {}

    def add(self, row: Given, below: Sequence[Below]) -> None:
        """Add a row with what belongs to it beside what stands in it."""
        self._rows.append(row)
        if below:
            self._below[row.n] = below
        if len(self._rows) >= BATCH:
            self.settle()

    def settle(self) -> None:
        """Put the rows on the stage that still wait."""
        given = self._known.sort(self._rows, self._below, self._sources.ids)
        self._stage.extend(given)
        if self._below:
            for row in given:
                if row.state == FRESH:
                    for item in self._below.get(row.n, ()):
                        self._stage.add(item)
        self._rows.clear()
        self._below.clear()

    def finish(self) -> MetClaims:
        """Put all on the stage and sort it there; the claims that the ledger has as they are."""
        self.settle()
        self._stage.sort_claims()
        if self._known.met.all:
            self._known.met.put_off(self._stage.claims_put_off())
        return self._known.met
