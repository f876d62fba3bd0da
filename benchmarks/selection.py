"""Whether what is selected on the screen is what stands there, over many generated selections.

The floor is zero. The oracle is another library (`wcwidth`): it takes the text that the view draws
into graphemes and cells by itself; what lies between two cells must be what the caret selects.
(Vowel signs and conjuncts of Indic scripts are left out: `wcwidth` gives them other cells than
Textual, by whose cells a screen is laid out.)
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from wcwidth import iter_graphemes, width

from annot.tui.caret import Caret
from annot.tui.wrap import WrapIndex
from benchmarks.figures import Figure, run

TEXTS, SELECTIONS = 1_000, 320
_WORDS = (
    "harbour", "the", "of", "1,204", "“berths”", "e\u0301clair", "naïve", "联合国代表团", "東京都",
    "שלום", "עולם", "مرحبا", "👩\u200d👩\u200d👧", "🇩🇪", "👍🏽", "नमक", "가나다", "—",
    "x" * 40, "ﬁn",
)  # fmt: skip


class Drawn:
    """Where each grapheme of a text stands: line, first cell and the cell after the last."""

    def __init__(self, text: str, wrap: WrapIndex) -> None:
        self.lines: list[list[tuple[int, int, int, int]]] = []
        for start, end in zip(wrap.starts, wrap.ends, strict=True):
            cell, at, line = 0, start, []
            for sign in iter_graphemes(text[start:end]):
                cells = width(sign)
                line.append((cell, cell + cells, at, at + len(sign)))
                cell, at = cell + cells, at + len(sign)
            self.lines.append(line)

    def under(self, line: int, cell: int) -> tuple[int, int] | None:
        """The code points of the grapheme under a cell; None where nothing is drawn."""
        for first, stop, start, end in self.lines[line]:
            if first <= cell < stop:
                return start, end
        return None


def measure() -> Iterator[Figure]:
    """Wrong offsets, and how many selections were tried."""
    pick = random.Random(11)
    wrong = tried = 0
    for _ in range(TEXTS):
        text = "".join(
            pick.choice(_WORDS) + pick.choice((" ", " ", " ", "\n", ", ")) for _ in range(120)
        )
        wrap = WrapIndex(text, pick.randint(8, 70))
        drawn = Drawn(text, wrap)
        caret = Caret(text)
        caret.wrap = wrap
        for _ in range(SELECTIONS):
            hits = [hit for hit in (_place(pick, wrap, drawn) for _ in range(2)) if hit is not None]
            if len(hits) < 2:
                continue
            (first, first_span), (last, last_span) = hits
            caret.clear_selection()
            caret.drag(wrap.cell_to_offset(*first), wrap.cell_to_offset(*last))
            expected = min(first_span[0], last_span[0]), max(first_span[1], last_span[1])
            tried += 1
            wrong += caret.selection != expected
    yield Figure("selections by mouse with wrong offsets", wrong, "count", limit=0)
    yield Figure("selections tried", tried, "count")


def _place(
    pick: random.Random, wrap: WrapIndex, drawn: Drawn
) -> tuple[tuple[int, int], tuple[int, int]] | None:
    line = pick.randrange(len(wrap))
    cell = pick.randrange(wrap.width)
    span = drawn.under(line, cell)
    return None if span is None else ((line, cell), span)


if __name__ == "__main__":
    run(measure)
