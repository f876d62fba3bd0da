"""The sources that an export holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from annot.exchange.selection import Selection
from annot.exchange.summary import ExportSummary
from annot.operations.articles import Articles
from annot.operations.ledger import Ledger
from annot.store.claim_filter import ClaimFilter
from annot.store.dossier import read_dossier
from annot.store.models import Article, Source
from annot.store.rows import filtered_claims, find
from annot.vocabulary import Audience


@dataclass(slots=True)
class Chosen:
    """The sources of a selection.

    Attributes:
        sources: They, in the order in which they were added.
        claims: How many claims are proved by them.
        withheld: Pieces of evidence whose source is confidential and left out.
        lost: What of the sources the format cannot say, with how often; its writer counts.
    """

    sources: Sequence[Source]
    claims: int = 0
    withheld: int = 0
    lost: Counter[str] = field(default_factory=Counter)

    def lose(self, values: Mapping[str, object]) -> None:
        """Count the values of a source that a format cannot say, if there are any."""
        self.lost.update(name for name, value in values.items() if value)

    def summary(self) -> ExportSummary:
        """What was written."""
        return ExportSummary(
            claims=self.claims,
            rows=len(self.sources),
            withheld=self.withheld,
            lost=dict(sorted(self.lost.items())),
        )


def chosen_sources(ledger: Ledger, selection: Selection) -> Chosen:
    """The sources cited for the claims of a selection; all of the ledger, if it is not narrowed.

    The public gets those alone that are cited for claims which it may see, and none that is
    confidential.

    Raises:
        NotFoundError: If there is no such article.
        InvalidValueError: If the filter is not understood.
    """
    named = None if selection.article is None else Articles(ledger).get(selection.article)
    wanted = ClaimFilter.parse(selection.wanted, me=ledger.actor)
    public = selection.audience is Audience.PUBLIC
    cited: dict[int, Source] = {}
    chosen = Chosen(())
    with ledger.database.reading() as connection:
        ids = {claim.id for claim in filtered_claims(connection, wanted, None)}
        for article in [named] if named else find(connection, Article):
            for file in read_dossier(connection, article).claims:
                if file.claim.id not in ids or (public and not file.is_publishable):
                    continue
                chosen.claims += 1
                for item in file.evidence:
                    if public and item.source.confidential:
                        chosen.withheld += 1
                    else:
                        cited[item.source.id] = item.source
        if not (public or named or selection.wanted):
            cited = {source.id: source for source in find(connection, Source)}
    chosen.sources = [cited[number] for number in sorted(cited)]
    return chosen
