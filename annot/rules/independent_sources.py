"""A claim of a kind that needs two independent sources rests on fewer.

One source can err, and two that copied each other are one. Claims of the kinds that are named need
so many sources that bear the verdict and do not depend on each other. Sources count as one if they
are from one publisher or stand on one site; what came from the same agency without saying so, only
people can find out.

Evidence bears a verdict if it is of its side: what supports for `supported`, what refutes for
`refuted`, either for `inexact`, `misleading` and `conflicting`. Context bears nothing. Verdicts
that say that no source decides need none. Without a kind a claim is not looked at, unless the list
of kinds is empty: then every claim is.

The rule is off in a new workspace. Its numbers: `sources`, how many (2), and `kinds`, of which
kinds.

Found: the claim "The fair drew 25,000 visitors" of the kind `quantity` with the verdict
`supported`, which two pages of the fair's own site support.

Not found: the same claim with a page of the fair and a report of the town; the same claim with the
kind `identity`, if that is none of the kinds.

To put it right, find another source, or say whose it is:

    annot evidence add 12 --source town-report --stance supports --passage "25,000 came"
    annot source set fair-page --publisher "The fair"
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from annot.rules.finding import Remark
from annot.rules.reading import bearing, live_claims, remark, rests_on_sources
from annot.rules.settings import Setting
from annot.store.dossier import ClaimFile, Dossier
from annot.store.models import Source
from annot.vocabulary import ClaimKind

_KINDS = ("quantity", "event", "cause", "attribution")

SETTINGS = (
    Setting("sources", 2, "how many independent sources", least=2, most=9),
    Setting(
        "kinds", _KINDS, "the kinds of claims that need them; none named means all",
        words=tuple(kind.value for kind in ClaimKind),
    ),
)  # fmt: skip


def find(dossier: Dossier, *, sources: int = 2, kinds: Sequence[str] = _KINDS) -> Iterator[Remark]:
    """Find the claims of these kinds that fewer independent sources bear."""
    for file in live_claims(dossier):
        claim = file.claim
        if (kinds and claim.kind not in kinds) or not rests_on_sources(claim):
            continue
        count = independent([item.source for item in bearing(file)])
        if count < sources:
            yield remark(file, _told(file, count, sources), _hint(file))


def independent(sources: Sequence[Source]) -> int:
    """How many of some sources are left if those of one publisher or one site count as one."""
    groups: list[set[str]] = []
    for source in sources:
        marks = _marks(source)
        mine = [group for group in groups if group & marks]
        groups = [group for group in groups if group not in mine]
        groups.append(marks.union(*mine))
    return len(groups)


def _marks(source: Source) -> set[str]:
    """By what a source is told to be the same as another one, or to depend on it."""
    marks = {f"source {source.id}"}
    if source.publisher.strip():
        marks.add(f"publisher {' '.join(source.publisher.casefold().split())}")
    try:
        host = urlsplit(source.url).hostname or ""
    except ValueError:  # an address that is none
        host = ""
    if host:
        marks.add(f"site {host.removeprefix('www.')}")
    return marks


def _told(file: ClaimFile, count: int, wanted: int) -> str:
    found = {0: "no source bears", 1: "one independent source bears"}.get(
        count, f"{count} independent sources bear"
    )
    kind = f" of the kind {file.claim.kind}" if file.claim.kind else ""
    return f"A claim{kind} needs {wanted} independent sources; {found} the verdict."


def _hint(file: ClaimFile) -> str:
    return f"Find another one: annot evidence add {file.claim.id} --source … --stance …"
