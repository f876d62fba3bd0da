"""A dossier in pages of claims, so that an article may have any number of them.

What has to be known of all claims before the first one is told (their order, who may see them,
where they stand) is read as a few values each; everything else with the page that a claim is on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import Connection, select

from annot.store.dossier import Dossier, read_claims, read_frame
from annot.store.images import table_of
from annot.store.models import Anchor, Article, Claim
from annot.vocabulary import PUBLISHABLE, ClaimKind, Placement, Status, Verdict


class ClaimHead(NamedTuple):
    """What tells where a claim goes in a report, and whether."""

    number: int
    status: Status
    verdict: Verdict | None
    kind: ClaimKind | None
    tags: Sequence[str]

    @property
    def is_publishable(self) -> bool:
        """Whether the public may see the claim: it is settled, and there is a verdict."""
        return self.status in PUBLISHABLE and self.verdict is not None


class ClaimPlace(NamedTuple):
    """A place of a claim in the latest revision, in code points, half-open."""

    start: int
    end: int
    claim: int
    status: Status
    placement: Placement


class DossierPages:
    """The dossier of an article.

    Args:
        connection: A transaction that lasts as long as pages are asked for.
        article: The article.

    Attributes:
        frame: The dossier without its claims.
    """

    def __init__(self, connection: Connection, article: Article) -> None:
        self._connection = connection
        self.frame = read_frame(connection, article)

    def heads(self) -> Iterator[ClaimHead]:
        """All claims, in the order of their places."""
        claim = table_of(Claim).c
        columns = (claim.id, claim.status, claim.verdict, claim.kind, claim.tags)
        asked = select(*columns).where(claim.article_id == self.frame.article.id)
        for row in self._connection.execute(asked.order_by(claim.position, claim.id)):
            yield ClaimHead(*row)

    def places(self) -> Iterator[ClaimPlace]:
        """All places in the latest revision, in the order of the text."""
        if self.frame.revision is None:
            return
        claim, anchor = table_of(Claim).c, table_of(Anchor).c
        columns = (anchor.start, anchor.end, anchor.claim_id, claim.status, anchor.placement)
        asked = (
            select(*columns)
            .where(anchor.article_id == self.frame.article.id)
            .where(anchor.revision_id == self.frame.revision.id)
            .where(claim.article_id == anchor.article_id, claim.id == anchor.claim_id)
            .order_by(anchor.start, anchor.end, anchor.claim_id)
        )
        for row in self._connection.execute(asked):
            yield ClaimPlace(*row)

    def page(self, numbers: Sequence[int]) -> Dossier:
        """The dossier with some of its claims, in the order in which they are named.

        Args:
            numbers: Their numbers, some hundreds at most.
        """
        found = {file.claim.id: file for file in read_claims(self._connection, self.frame, numbers)}
        return replace(self.frame, claims=tuple(found[number] for number in numbers))
