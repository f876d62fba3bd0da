"""The sources of claims, streamed: what bibliographies are written from.

One source after the other comes out of the database, in the order in which they were added, and
nothing is kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple

from annot.store.claim_filter import ClaimFilter, Parameter
from annot.store.table_rows import Chosen, Missing, Run, condition_of
from annot.vocabulary import SourceKind

CLAIMS = Missing("claim", "1 = 1")
"""The claims themselves."""

_COLUMNS = (
    "slug, url, title, publisher, published, kind, rank, accessed, archived_url, authors,"
    " identifiers, confidential"
)


class CitedSource(NamedTuple):
    """A source, as `annot.store.models.Source` has it."""

    slug: str
    url: str
    title: str
    publisher: str
    published: str
    kind: SourceKind
    rank: str | None
    accessed: str
    archived_url: str
    authors: list[str]
    identifiers: dict[str, str]
    confidential: bool


def cited_sources(run: Run, chosen: Chosen) -> Iterator[CitedSource]:
    """The sources that are cited for claims; all of the workspace, if all claims are meant.

    The public sees none that is confidential, and none that nothing which it may see cites.
    """
    where = "1 = 1"
    parameters: tuple[Parameter, ...] = ()
    if chosen != Chosen(ClaimFilter()):
        condition, parameters = condition_of(chosen)
        where = (
            "id IN (SELECT evidence.source_id FROM evidence CROSS JOIN claim"
            " ON evidence.article_id = claim.article_id AND evidence.claim_id = claim.id"
            f" WHERE {condition})"
        )
    if chosen.is_public:
        where += " AND NOT confidential"
    for row in run(f"SELECT {_COLUMNS} FROM source WHERE {where} ORDER BY id", parameters):
        stored = CitedSource._make(row)
        yield stored._replace(
            kind=SourceKind(stored.kind),
            authors=json.loads(row[-3]),
            identifiers=json.loads(row[-2]),
            confidential=bool(stored.confidential),
        )
