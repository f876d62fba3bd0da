"""A source on the web has no snapshot, or only an old one.

Pages change overnight and go away. Whoever looks a claim up later has to find what the checker saw,
so what a verdict rests on is kept: the page as it answered, or a file of it. The newest snapshot in
which there is something counts; that an address did not answer is no snapshot.

Every source with an address of the web counts that bears a verdict, so that context need not be
kept. A claim without a verdict is not looked at.

The rule is off in a new workspace. Its number: `days`, how old the newest snapshot may be (90).

Found: the claim "The bridge was closed in May" with the verdict `supported`, borne by a page of
which nothing was kept, or was kept a year ago.

Not found: the same claim once the page was kept this week; a book without an address.

To put it right, keep what the source says now:

    annot source archive road-authority
    annot source archive road-authority --file saved-page.pdf
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from annot.rules.finding import Remark
from annot.rules.reading import bearing, excerpt, live_claims, remark
from annot.rules.settings import Setting
from annot.store.dossier import Dossier, EvidenceFile

SETTINGS = (
    Setting("days", 90, "how many days old the newest snapshot may be", least=1, most=36_500),
)


def find(dossier: Dossier, *, days: int = 90) -> Iterator[Remark]:
    """Find the sources on the web that bear a verdict and were not kept in time."""
    oldest = dossier.at - timedelta(days=days)
    for file in live_claims(dossier):
        items = {item.source.id: item for item in bearing(file) if _is_on_the_web(item)}
        for item in items.values():
            if item.kept_at is None or item.kept_at < oldest:
                yield remark(
                    file,
                    f"The source {excerpt(item.source.title or item.source.url)} "
                    f"{_since(item.kept_at, dossier.at, days)}.",
                    f"Keep what it says: annot source archive {item.source.slug}",
                )


def _is_on_the_web(item: EvidenceFile) -> bool:
    return item.source.url.lower().startswith(("http://", "https://"))


def _since(kept_at: datetime | None, now: datetime, days: int) -> str:
    if kept_at is None:
        return "has no snapshot"
    return f"has no snapshot of the last {days} days; the newest is {(now - kept_at).days} days old"
