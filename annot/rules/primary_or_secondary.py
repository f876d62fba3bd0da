"""A verdict rests neither on a primary source nor on enough secondary ones.

A primary source speaks for itself: the law, the data, the minutes, the person. A secondary one
tells what others said, and may have misread it. One primary source is enough; where there is none,
several secondary ones have to say the same. A source of which nobody said what it is counts as
secondary.

Evidence bears a verdict if it is of its side: what supports for `supported`, what refutes for
`refuted`, either for `inexact`, `misleading` and `conflicting`. A source that is cited twice counts
once.

The rule is off in a new workspace. Its numbers: `primary`, how many primary sources are enough (1),
and `secondary`, how many secondary ones are (3).

Found: the claim "The bridge was closed for two years" with the verdict `supported`, which two
newspapers support.

Not found: the same claim with the order of the road authority, of the rank `primary`; the same
claim with three newspapers.

To put it right, go to the source itself, or say what a source is:

    annot evidence add 12 --source road-order --stance supports --passage "closed until 2023"
    annot source set road-order --rank primary
"""

from __future__ import annotations

from collections.abc import Iterator

from annot.rules.finding import Remark
from annot.rules.reading import bearing, live_claims, remark, rests_on_sources
from annot.rules.settings import Setting
from annot.store.dossier import Dossier
from annot.vocabulary import Rank

SETTINGS = (
    Setting("primary", 1, "how many primary sources are enough", least=1, most=9),
    Setting("secondary", 3, "how many secondary sources are enough", least=1, most=9),
)


def find(dossier: Dossier, *, primary: int = 1, secondary: int = 3) -> Iterator[Remark]:
    """Find the verdicts that too few sources bear, by their ranks."""
    for file in live_claims(dossier):
        if not rests_on_sources(file.claim):
            continue
        sources = {item.source.id: item.source for item in bearing(file)}.values()
        first = sum(source.rank is Rank.PRIMARY for source in sources)
        others = len(sources) - first
        if first < primary and others < secondary:
            yield remark(
                file,
                f"The verdict rests on {first} primary and {others} secondary sources; it needs "
                f"{primary} primary or {secondary} secondary.",
                f"Go to the source itself: annot evidence add {file.claim.id} --source … "
                "--stance … (or say what one is: annot source set SOURCE --rank primary)",
            )
