"""One display line of an article as a strip: the gutter, the claims, the selection, the cursor."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from annot.tui.article_look import GutterLook, Look
from annot.tui.graphemes import drawn
from annot.tui.passages import ClaimIndex, Mark, Passages, Place
from annot.tui.wrap import WrapIndex
from annot.vocabulary import STATUS_SIGNS, VERDICT_SIGNS, Status, Verdict

GUTTER = 4
"""Cells left of the text: coverage, verdict, status, the claim in hand."""

UNCOVERED_SIGN = "▎"
SEVERAL_SIGN = "*"
IN_HAND_SIGN = "▸"

_NO_LOOK = Look()

_GRAVEST: dict[Verdict | None, int] = {
    verdict: rank
    for rank, verdict in enumerate(
        (
            Verdict.REFUTED,
            Verdict.CONFLICTING,
            Verdict.MISLEADING,
            Verdict.INEXACT,
            Verdict.UNPROVEN,
            Verdict.ON_AUTHOR,
            None,
            Verdict.NOT_CHECKABLE,
            Verdict.SUPPORTED,
        )
    )
}
_STATUSES = {status: rank for rank, status in enumerate(Status)}


class LineState(NamedTuple):
    """What of the view's state is seen on one line.

    Attributes:
        selection: The part of the selection on the line.
        cursor: The grapheme under the cursor, if it is on the line.
        in_hand: The claim in hand, if it is on the line.
    """

    selection: tuple[int, int] | None
    cursor: tuple[int, int] | None
    in_hand: int | None


class Scene(NamedTuple):
    """What is drawn: `wrap` has the harmless text, the rest are places in it."""

    wrap: WrapIndex
    claims: ClaimIndex
    dimmed: Passages
    uncovered: Passages
    headings: Passages


class Looks:
    """Styles by what is true of a place, and whole gutters: each is made once.

    Args:
        style_of: Makes the style for a look.
    """

    def __init__(self, style_of: Callable[[Look | GutterLook], Style]) -> None:
        self._style_of = style_of
        self._styles: dict[Look | GutterLook, Style] = {}
        self._gutters: dict[tuple[tuple[Mark, ...], bool, bool], list[Segment]] = {}

    def style(self, look: Look | GutterLook) -> Style:
        """The style for a look."""
        style = self._styles.get(look)
        if style is None:
            style = self._styles[look] = self._style_of(look)
        return style

    def gutter(self, marks: tuple[Mark, ...], *, bare: bool, in_hand: bool) -> list[Segment]:
        """What stands left of a line.

        Args:
            marks: The looks of the claims that begin on it.
            bare: Whether part of it is in a sentence that nothing covers.
            in_hand: Whether the claim in hand is on it.
        """
        key = (marks, bare, in_hand)
        gutter = self._gutters.get(key)
        if gutter is None:
            gutter = self._gutters[key] = self._drawn(*key)
        return gutter

    def _drawn(self, marks: tuple[Mark, ...], bare: bool, in_hand: bool) -> list[Segment]:
        sign = GutterLook(min(marks, key=_gravity)) if marks else GutterLook()
        signs = _common({VERDICT_SIGNS[mark.verdict] for mark in marks})
        signs += _common({STATUS_SIGNS[mark.status] for mark in marks})
        return [
            Segment(UNCOVERED_SIGN if bare else " ", self.style(GutterLook(uncovered=bare))),
            Segment(signs, self.style(sign)),
            Segment(IN_HAND_SIGN if in_hand else " ", self.style(GutterLook())),
        ]

    def forget(self) -> None:
        """Forget all, for the colours are others."""
        self._styles.clear()
        self._gutters.clear()


def paint(scene: Scene, line: int, state: LineState, looks: Looks, width: int) -> Strip:
    """Draw one display line.

    Args:
        scene: The text and what is marked in it.
        line: The number of the display line.
        state: What of selection, cursor and claim in hand is on it.
        looks: Give the styles.
        width: The cells of the strip.
    """
    wrap, plain = scene.wrap, looks.style(_NO_LOOK)
    start, end = wrap.starts[line], wrap.ends[line]
    stop = wrap.starts[line + 1] if line + 1 < len(wrap) else len(wrap.text) + 1
    places = scene.claims.overlapping(start, max(stop, start + 1))
    marks = scene.claims.marks
    begun = tuple([marks[place.claim] for place in places if start <= place.start < stop])
    bare = bool(scene.uncovered.overlapping(start, stop))
    gutter = looks.gutter(begun, bare=bare, in_hand=state.in_hand is not None)
    ruler = _Ruler(wrap, line)
    segments = [
        *gutter,
        *(
            Segment(ruler.drawn(run_start, run_end), looks.style(look))
            for run_start, run_end, look in _runs(scene, places, ruler, state)
        ),
    ]
    if end < stop:
        tail = Look(
            selected=state.selection is not None and state.selection[1] > end,
            cursor=state.cursor is not None and state.cursor[0] >= end,
        )
        if tail.selected or tail.cursor:
            segments.append(Segment(" ", looks.style(tail)))
    # One strip, whose length is known: Textual would measure it, and make another that is padded.
    used = sum([ruler.cells(segment.text) for segment in segments])
    if used < width:
        segments.append(Segment(" " * (width - used), plain))
    strip = Strip(segments, max(used, width))
    return strip if used <= width else strip.adjust_cell_length(width, plain)


class _Ruler:
    """Cuts of one line, which never split a grapheme."""

    def __init__(self, wrap: WrapIndex, line: int) -> None:
        self.start, self.end = wrap.starts[line], wrap.ends[line]
        self._text = wrap.text
        self._signs = [] if wrap.is_plain(line) else wrap.graphemes(line)
        self._starts = [sign.start for sign in self._signs]
        self.cells: Callable[[str], int] = cell_len if self._signs else len

    def clip(self, start: int, end: int) -> tuple[int, int]:
        """A passage cut to the line and widened to whole graphemes."""
        start = min(max(start, self.start), self.end)
        end = min(max(end, start), self.end)
        if self._signs and start < end:
            start = self._signs[bisect_right(self._starts, start) - 1].start
            end = self._signs[bisect_right(self._starts, end - 1) - 1].end
        return start, end

    def drawn(self, start: int, end: int) -> str:
        """What is written for a clipped passage."""
        if not self._signs:
            return self._text[start:end]
        first = bisect_right(self._starts, start) - 1
        last = bisect_right(self._starts, end - 1)
        text = self._text
        return "".join(drawn(text[a:b], cells) for a, b, cells in self._signs[first:last])


def _runs(
    scene: Scene, places: list[Place], ruler: _Ruler, state: LineState
) -> Iterable[tuple[int, int, Look]]:
    """The line in runs of one look, from left to right."""
    claimed = [(*ruler.clip(place.start, place.end), place) for place in places]
    dimmed = scene.dimmed.overlapping(ruler.start, ruler.end)
    headings = scene.headings.overlapping(ruler.start, ruler.end)
    has_more = dimmed or headings or state.selection or state.cursor
    if has_more or any(one[1] > other[0] for one, other in pairwise(claimed)):
        return _runs_over(scene, claimed, dimmed, headings, ruler, state)
    return _runs_apart(scene, claimed, ruler, state.in_hand)


_Claimed = list[tuple[int, int, Place]]
"""The claims of a line with the parts of them that are on it, in text order."""


def _runs_apart(
    scene: Scene, claimed: _Claimed, ruler: _Ruler, in_hand: int | None
) -> Iterable[tuple[int, int, Look]]:
    """The runs of a line on which nothing is but claims, none over another: of nearly all."""
    at = ruler.start
    for start, end, place in claimed:
        if at < start:
            yield at, start, _NO_LOOK
        if start < end:
            mark = scene.claims.marks[place.claim]
            yield start, end, Look(mark, in_hand=place.claim == in_hand)
        at = end
    if at < ruler.end:
        yield at, ruler.end, _NO_LOOK


def _runs_over(
    scene: Scene,
    claimed: _Claimed,
    dims: list[tuple[int, int]],
    heads: list[tuple[int, int]],
    ruler: _Ruler,
    state: LineState,
) -> Iterable[tuple[int, int, Look]]:
    """The runs of a line on which one thing may be over another."""
    dimmed = [ruler.clip(*dim) for dim in dims]
    headings = [ruler.clip(*head) for head in heads]
    selection = ruler.clip(*state.selection) if state.selection else (-1, -1)
    cursor = ruler.clip(*state.cursor) if state.cursor else (-1, -1)
    opening: dict[int, list[Place]] = {}
    closing: dict[int, list[Place]] = {}
    for start, end, place in claimed:
        opening.setdefault(start, []).append(place)
        closing.setdefault(end, []).append(place)
    cuts = {ruler.start, ruler.end, *opening, *closing}
    passages = (*dimmed, *headings, selection, cursor)
    cuts.update(cut for passage in passages for cut in passage if cut >= 0)
    marks: dict[Mark, int] = {}
    in_hand = 0
    for start, end in pairwise(sorted(cuts)):
        for place in opening.get(start, ()):
            mark = scene.claims.marks[place.claim]
            marks[mark] = marks.get(mark, 0) + 1
            in_hand += place.claim == state.in_hand
        for place in closing.get(start, ()):
            mark = scene.claims.marks[place.claim]
            marks[mark] -= 1
            if not marks[mark]:
                del marks[mark]
            in_hand -= place.claim == state.in_hand
        yield (
            start,
            end,
            Look(
                mark=min(marks, key=_gravity) if marks else None,
                overlap=sum(marks.values()) > 1,
                dimmed=any(a <= start < b for a, b in dimmed),
                heading=any(a <= start < b for a, b in headings),
                in_hand=in_hand > 0,
                selected=selection[0] <= start < selection[1],
                cursor=cursor[0] <= start < cursor[1],
            ),
        )


def _gravity(mark: Mark) -> tuple[bool, int, int]:
    """What sorts the mark first that must not be overlooked."""
    return mark.status is Status.DROPPED, _GRAVEST[mark.verdict], _STATUSES[mark.status]


def _common(signs: set[str]) -> str:
    """The one sign of a line, a star for several, a blank for none."""
    if len(signs) > 1:
        return SEVERAL_SIGN
    return next(iter(signs), " ")
