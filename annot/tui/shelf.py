"""The state of the sources screen, without a widget: what is listed, in which order, what is alike.

It is made anew whenever the ledger has changed; nothing in it changes by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from annot.operations.doubles import Double
from annot.store.source_filter import Known, SourceFilter
from annot.store.source_reading import SourceLine

Doubles = Sequence[Double[SourceLine]]


class Listing(NamedTuple):
    """The sources that a filter lets through, in its order."""

    rows: Sequence[SourceLine]
    place: Mapping[int, int]
    """The index of each row by the source's id."""


class Shelf:
    """All sources, and which of them look like one.

    Args:
        lines: The sources as they were added.
        doubles: The groups that look like one; of an earlier state, as far as they are still there.
    """

    def __init__(self, lines: Sequence[SourceLine], doubles: Doubles = ()) -> None:
        self.lines = lines
        self.doubles = doubles

    @cached_property
    def cited(self) -> Mapping[int, int]:
        """How often each source is cited, by id."""
        return {line.id: line.cited for line in self.lines}

    @cached_property
    def alike(self) -> Mapping[int, Double[SourceLine]]:
        """The group of each source that looks like another, by id."""
        there = self.cited.keys()
        return {
            source.id: double
            for double in self.doubles
            for source in double.sources
            if sum(other.id in there for other in double.sources) > 1 and source.id in there
        }

    def listing(self, wanted: SourceFilter) -> Listing:
        """What a filter lets through, by title unless it says otherwise."""
        known = Known(
            self.cited,
            frozenset(self.alike),
            frozenset(line.id for line in self.lines if line.snapped),
            frozenset(line.id for line in self.lines if line.problem),
        )
        rows = wanted.listed(self.lines, known, unless="title")
        return Listing(rows, {row.id: index for index, row in enumerate(rows)})

    def next_double(self, listing: Listing, cursor: int, direction: int) -> int | None:
        """Where the next source stands that looks like another, or the one before.

        The sources of a group come one after the other, wherever they stand in the list; from one
        that looks like no other, it goes to the group that begins next in the list.

        Args:
            listing: What is listed.
            cursor: The index of the source in hand.
            direction: Forwards if positive, else backwards; round at the end.
        """
        groups = sorted(
            (
                [place for place in (listing.place.get(s.id) for s in double.sources)
                 if place is not None]
                for double in {id(double): double for double in self.alike.values()}.values()
            ),
            key=lambda places: min(places, default=0),
        )  # fmt: skip
        order = [place for places in groups for place in places]
        if not order:
            return None
        if cursor in order:
            return order[(order.index(cursor) + direction) % len(order)]
        begins = [places[0 if direction > 0 else -1] for places in groups if places]
        on = [place for place in begins if (place > cursor if direction > 0 else place < cursor)]
        if direction > 0:
            return (on or begins)[0]
        return (on or begins)[-1]
