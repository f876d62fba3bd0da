"""A number of the claim stands in none of the passages that are to prove it.

Figures are what goes wrong most often: a zero is lost, a million becomes a billion, the number is
right but of another year. Every number of the claim should stand in a passage of the evidence that
supports or refutes it.

Numbers are compared by value: 25,000 and 25.000 and 25 000 and "twenty-five thousand" are the same,
so are "half" and 50 percent, 9th and "ninth", 3½ and "three and a half". Number words are English.
Signs and units are not compared, nor is 24.9 the same as 25. Not asked for are "one", "first" and
"second" by themselves, for they seldom count anything. A year, and a day beside its month, may
instead be that of the day on which a source was published.

The rule looks at claims with at least one passage and at what will be printed: at the text of a
`supported` claim; at the correction of a faulty one (`inexact`, `misleading`, `refuted`,
`conflicting`), unless it was refused (stet). Since a stance is about the claim as worded, a
correction may rest on any passage, also one of context. Faulty claims without a correction are the
business of A102.

Found: "The fair drew 25,000 visitors" with the passage "the fair drew 2,500 visitors".

Not found: the same claim with the passage "some 25 thousand people came".

A number that was worked out, as a difference of two dates, is found too: look once more, and note
the sum. To put it right, quote the passage that has the number, or correct the number:

    annot evidence add 12 --source fair-report --stance supports --passage "25,000 visitors in all"
    annot claim set 12 --verdict inexact --correction "The fair drew 2,500 visitors"
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from annot.rules.finding import Remark
from annot.rules.numbers import SELDOM_COUNTS, Number, numbers
from annot.rules.reading import excerpt, listed, live_claims, remark, replacement
from annot.store.dossier import ClaimFile, Dossier, EvidenceFile
from annot.vocabulary import Stance, Verdict


def find(dossier: Dossier) -> Iterator[Remark]:
    """Find the claims with a number that no passage holds."""
    for file in live_claims(dossier):
        wording, evidence = _to_prove(file)
        missing = _missing(wording, evidence)
        if missing:
            verb = "stands" if len(missing) == 1 else "stand"
            yield remark(
                file,
                f"{listed([excerpt(text) for text in missing])} {verb} in none of the passages.",
                f"Compare it with the passages: annot claim show {file.claim.id}",
            )


def _to_prove(file: ClaimFile) -> tuple[str, Sequence[EvidenceFile]]:
    """The words that will be printed, and the evidence with a passage that has to bear them."""
    quoted = [item for item in file.evidence if item.evidence.passage.strip()]
    correction = replacement(file.claim)
    if correction:
        return correction, quoted
    if file.claim.verdict is not Verdict.SUPPORTED:
        return "", []
    deciding = [item for item in quoted if item.evidence.stance is not Stance.CONTEXT]
    return file.claim.text, deciding


def _missing(wording: str, evidence: Sequence[EvidenceFile]) -> list[str]:
    """The numbers that no passage holds, as they stand in the wording, each once."""
    wanted = [number for number in numbers(wording) if number.text not in SELDOM_COUNTS]
    if not wanted or not evidence:
        return []
    held: set[Fraction] = set()
    days: set[Fraction] = set()
    for item in evidence:
        for number in numbers(item.evidence.passage):
            held |= number.readings | number.pieces
        days |= {Fraction(int(part)) for part in re.findall(r"\d{1,4}", item.source.published)}
    return list(dict.fromkeys(number.text for number in wanted if not _stands(number, held, days)))


def _stands(number: Number, held: set[Fraction], days: set[Fraction]) -> bool:
    return bool(number.readings & held or (number.is_date and number.readings & days))
