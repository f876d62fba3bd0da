"""How the places of an article look: from what is true of them to a style of the theme.

Every verdict has a colour and every status a way to underline, so that a claim is seen as one
without colours too; the signs in the gutter say the same once more.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

from rich.style import Style

from annot.tui.passages import Mark
from annot.vocabulary import CLOSED, Status, Verdict

COMPONENT_CLASSES = frozenset(
    {
        "article-view--gutter",
        "article-view--uncovered",
        "article-view--dimmed",
        "article-view--overlap",
        "article-view--in-hand",
        "article-view--selection",
        "article-view--cursor",
        "article-view--none",
        *(f"article-view--{verdict}" for verdict in Verdict),
        *(f"article-view--{status}" for status in Status),
    }
)

CSS = """
ArticleView {
    background: $surface;
    color: $foreground;
    overflow-x: hidden;
    overflow-y: scroll;
    scrollbar-size-vertical: 1;

    & .article-view--gutter { color: $text-muted; }
    & .article-view--uncovered { color: $text-warning; }
    & .article-view--dimmed { text-style: dim; }
    & .article-view--overlap { text-style: uu; }
    & .article-view--in-hand { background: $primary; color: $text; text-style: bold; }
    & .article-view--selection { background: $accent; color: $text; }
    & .article-view--cursor { background: $foreground; color: $background; }

    & .article-view--none { background: $panel; }
    & .article-view--supported { background: $success-muted; color: $text-success; }
    & .article-view--inexact { background: $warning-muted; color: $text-warning; }
    & .article-view--misleading { background: $warning-muted; color: $text-warning; }
    & .article-view--refuted { background: $error-muted; color: $text-error; }
    & .article-view--conflicting { background: $accent-muted; color: $text-accent; }
    & .article-view--unproven { background: $primary-muted; color: $text-primary; }
    & .article-view--on_author { background: $secondary-muted; color: $text-secondary; }
    & .article-view--not_checkable { background: $panel; color: $text-muted; }

    & .article-view--todo { text-style: underline; }
    & .article-view--checking { text-style: underline italic; }
    & .article-view--query { text-style: underline italic; }
    & .article-view--checked { text-style: underline; }
    & .article-view--approved { text-style: underline bold; }
    & .article-view--stale { text-style: underline bold italic; }
    & .article-view--dropped { text-style: underline strike dim; }
}
ArticleView:ansi {
    & .article-view--none { background: ansi_default; }
    & .article-view--supported { background: ansi_default; }
    & .article-view--inexact { background: ansi_default; }
    & .article-view--misleading { background: ansi_default; }
    & .article-view--refuted { background: ansi_default; }
    & .article-view--conflicting { background: ansi_default; }
    & .article-view--unproven { background: ansi_default; }
    & .article-view--on_author { background: ansi_default; }
    & .article-view--not_checkable { background: ansi_default; }
}
ArticleView:ansi, ArticleView:nocolor {
    & .article-view--in-hand {
        background: ansi_default; color: ansi_default; text-style: bold underline;
    }
    & .article-view--selection {
        background: ansi_default; color: ansi_default; text-style: reverse;
    }
    & .article-view--cursor {
        background: ansi_default; color: ansi_default; text-style: reverse bold;
    }
}
"""


class Look(NamedTuple):
    """What decides the style of a run of text."""

    mark: Mark | None = None
    overlap: bool = False
    dimmed: bool = False
    in_hand: bool = False
    selected: bool = False
    cursor: bool = False


class GutterLook(NamedTuple):
    """What decides the style of a sign in the gutter."""

    mark: Mark | None = None
    uncovered: bool = False


class ComponentStyle(Protocol):
    """Gives the style of a component class; a partial one lets shine through what is beneath."""

    def __call__(self, name: str, partial: bool) -> Style:
        """The style of the class with a name."""


def style(look: Look | GutterLook, base: Style, component: ComponentStyle) -> Style:
    """The style for a look.

    Args:
        look: What is true of the place.
        base: The style of the widget.
        component: Gives the styles of `COMPONENT_CLASSES`.
    """
    if isinstance(look, GutterLook):
        return _sign_style(look, base, component)
    if look.mark is not None:
        base += _mark_style(look.mark, component)
    for applies, name in ((look.overlap, "overlap"), (look.dimmed, "dimmed")):
        if applies:
            base += component(f"article-view--{name}", True)
    for applies, name in (
        (look.in_hand, "in-hand"),
        (look.selected, "selection"),
        (look.cursor, "cursor"),
    ):
        if applies:
            base += component(f"article-view--{name}", False)
    return base


def _mark_style(mark: Mark, component: ComponentStyle) -> Style:
    """An open claim has coloured letters, a closed one a coloured ground."""
    found = component(f"article-view--{mark.verdict or 'none'}", False)
    ground = found if mark.status in CLOSED else Style(color=found.color)
    return ground + component(f"article-view--{mark.status}", True)


def _sign_style(look: GutterLook, base: Style, component: ComponentStyle) -> Style:
    if look.uncovered:
        return component("article-view--uncovered", False)
    if look.mark is not None and look.mark.verdict is not None:
        return base + Style(color=component(f"article-view--{look.mark.verdict}", False).color)
    return component("article-view--gutter", False)
