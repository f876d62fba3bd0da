"""How the places of an article look: from what is true of them to a style of the theme.

Every verdict has a colour and every status a way to underline, so that a claim is seen as one
without colours too; the signs in the gutter say the same once more.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from rich.style import Style

from annot.tui.paint import VERDICT_COLORS, Paint
from annot.tui.passages import Mark
from annot.vocabulary import CLOSED, Status

CSS = """
ArticleView {
    background: $surface;
    color: $foreground;
    overflow-x: hidden;
    overflow-y: scroll;
    scrollbar-size-vertical: 1;
}
"""

PAINTS: dict[str, Paint] = {
    "gutter": Paint("text-muted"),
    "uncovered": Paint("text-warning"),
    "dimmed": Paint("text-muted", bare="dim"),
    "heading": Paint(manner="bold"),
    "overlap": Paint(manner="underline2"),
    "in-hand": Paint("text", "primary", "bold", bare="bold underline"),
    "selection": Paint("text", "accent", bare="reverse"),
    "cursor": Paint("background", "foreground", bare="reverse bold"),
    "none": Paint(ground="panel"),
    **{
        verdict: Paint(f"text-{color}", "panel" if color == "muted" else f"{color}-muted")
        for verdict, color in VERDICT_COLORS.items()
    },
    Status.TODO: Paint(manner="underline"),
    Status.CHECKING: Paint(manner="underline italic"),
    Status.QUERY: Paint(manner="underline italic"),
    Status.CHECKED: Paint(manner="underline"),
    Status.APPROVED: Paint(manner="underline bold"),
    Status.STALE: Paint(manner="underline bold italic"),
    Status.DROPPED: Paint(manner="underline strike"),
}
"""The looks of verdicts are their own, and those of statuses how their claims are underlined."""


class Look(NamedTuple):
    """What decides the style of a run of text."""

    mark: Mark | None = None
    overlap: bool = False
    dimmed: bool = False
    in_hand: bool = False
    selected: bool = False
    cursor: bool = False
    heading: bool = False


class GutterLook(NamedTuple):
    """What decides the style of a sign in the gutter."""

    mark: Mark | None = None
    uncovered: bool = False


StyleOf = Callable[[str], Style]
"""Gives the style of one of `PAINTS`."""


def style(look: Look | GutterLook, base: Style, paint: StyleOf) -> Style:
    """The style for a look.

    Args:
        look: What is true of the place.
        base: The style of the widget.
        paint: Gives the styles of `PAINTS`.
    """
    if isinstance(look, GutterLook):
        return base + _sign_style(look, paint)
    if look.dimmed:
        base += paint("dimmed")
    if look.heading:
        base += paint("heading")
    if look.mark is not None:
        base += _mark_style(look.mark, paint)
    for applies, name in (
        (look.overlap, "overlap"),
        (look.in_hand, "in-hand"),
        (look.selected, "selection"),
        (look.cursor, "cursor"),
    ):
        if applies:
            base += paint(name)
    return base


def _mark_style(mark: Mark, paint: StyleOf) -> Style:
    """An open claim has coloured letters, a closed one a coloured ground."""
    found = paint(mark.verdict or "none")
    ground = found if mark.status in CLOSED else Style(color=found.color)
    return ground + paint(mark.status)


def _sign_style(look: GutterLook, paint: StyleOf) -> Style:
    if look.uncovered:
        return paint("uncovered")
    if look.mark is not None and look.mark.verdict is not None:
        return Style(color=paint(look.mark.verdict).color)
    return paint("gutter")
