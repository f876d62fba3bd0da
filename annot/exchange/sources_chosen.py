"""The sources that an export holds."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator, Mapping

from annot.exchange.chosen import ChosenClaims, chosen_claims
from annot.exchange.selection import Selection
from annot.exchange.summary import ExportSummary
from annot.operations.ledger import Ledger
from annot.store.cited_sources import CLAIMS, CitedSource, cited_sources


class ChosenSources:
    """The sources of a selection, one after the other in the order in which they were added.

    Attributes:
        rows: How many there were so far.
    """

    def __init__(self, claims: ChosenClaims) -> None:
        self.rows = 0
        self._claims = claims
        self._lost: Counter[str] = Counter()

    def __iter__(self) -> Iterator[CitedSource]:
        """They, read while they are written."""
        for source in cited_sources(self._claims.run, self._claims.chosen):
            self.rows += 1
            yield source

    def lose(self, values: Mapping[str, object]) -> None:
        """Count the values of a source that a format cannot say, if there are any."""
        self._lost.update(name for name, value in values.items() if value)

    def summary(self) -> ExportSummary:
        """What was written."""
        return ExportSummary(
            claims=self._claims.count(CLAIMS),
            rows=self.rows,
            withheld=self._claims.withheld,
            lost=dict(sorted(self._lost.items())),
        )


@contextlib.contextmanager
def chosen_sources(ledger: Ledger, selection: Selection) -> Iterator[ChosenSources]:
    """The sources cited for the claims of a selection; all of the ledger, if it is not narrowed.

    The public gets those alone that are cited for claims which it may see, and none that is
    confidential.

    Raises:
        NotFoundError: If there is no such article.
        InvalidValueError: If the filter is not understood.
    """
    with chosen_claims(ledger, selection) as claims:
        yield ChosenSources(claims)
