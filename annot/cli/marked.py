"""An article's text with its claims marked in it, for a terminal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from annot.cli.colours import verdict_colour
from annot.cli.output import Part, Styled
from annot.text.display import one_line
from annot.vocabulary import STATUS_SIGNS, VERDICT_SIGNS, label

if TYPE_CHECKING:
    from annot.store.dossier import Dossier


def marked(dossier: Dossier) -> str:
    """The text with `⟦12 ` where claim 12 begins and `⟧` where it ends.

    Where places meet, those that end come first.
    """
    ends: dict[int, int] = defaultdict(int)
    begins: dict[int, list[int]] = defaultdict(list)
    for file in dossier.claims:
        for anchor in file.anchors:
            begins[anchor.start].append(file.claim.id)
            ends[anchor.end] += 1
    pieces, reached = [], 0
    for position in sorted({*begins, *ends}):
        pieces.append(dossier.text[reached:position])
        pieces.append("⟧" * ends.get(position, 0))
        pieces += [f"⟦{number} " for number in begins.get(position, [])]
        reached = position
    return "".join([*pieces, dossier.text[reached:]])


def legend(dossier: Dossier) -> Iterator[list[Part]]:
    """One line for each claim: its number, its signs, its words."""
    for file in dossier.claims:
        claim = file.claim
        signs = f"{STATUS_SIGNS[claim.status]} {VERDICT_SIGNS[claim.verdict]}"
        yield [
            f"{claim.id:>5}  ",
            Styled(f"{signs} {label(claim.status)}, {label(claim.verdict)}",
                   verdict_colour(claim.verdict)),
            f": {one_line(claim.text, 400)}",
        ]  # fmt: skip
