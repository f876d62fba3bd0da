"""Styles in the colours of the theme, each made when it is first drawn.

Textual styles the component classes of a widget one by one, and again at every change of the
widget's own style: for the seventy looks of the review screen that was a third of the time to its
first rows. So the looks of what we draw ourselves are tables of `Paint`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from rich.style import Style
from textual.color import Color
from textual.widget import Widget

from annot.vocabulary import Status, Verdict


class Paint(NamedTuple):
    """How a look differs from what is beneath it.

    Attributes:
        color: The theme's variable for the letters; theirs beneath if empty.
        ground: The theme's variable for the ground; not painted in the terminal's own colours,
            where nothing says that letters can be read on it.
        manner: Bold, underline and so on, as a style definition of Rich's.
        bare: The manner instead of all three where colours cannot tell it: in the terminal's own
            colours, or without any.
    """

    color: str = ""
    ground: str = ""
    manner: str = ""
    bare: str = ""


VERDICT_COLORS = {
    Verdict.SUPPORTED: "success",
    Verdict.INEXACT: "warning",
    Verdict.MISLEADING: "warning",
    Verdict.REFUTED: "error",
    Verdict.CONFLICTING: "accent",
    Verdict.UNPROVEN: "primary",
    Verdict.ON_AUTHOR: "secondary",
    Verdict.NOT_CHECKABLE: "muted",
}
"""The theme's colour of each verdict; `text-` before it makes letters of it."""

STATUS_PAINTS: dict[str, Paint] = {
    Status.TODO: Paint("text-muted"),
    Status.CHECKING: Paint("text-primary"),
    Status.QUERY: Paint("text-warning"),
    Status.CHECKED: Paint("text-success"),
    Status.APPROVED: Paint("text-success", manner="bold"),
    Status.STALE: Paint("text-error", manner="bold"),
    Status.DROPPED: Paint("text-muted", manner="strike"),
}
"""How the name or sign of each status looks."""


class Painter:
    """The styles of one widget's looks; each lets shine through what it does not paint.

    Args:
        widget: Whose ground the colours must be read on.
        paints: Its looks by name.
    """

    def __init__(self, widget: Widget, paints: Mapping[str, Paint]) -> None:
        self._widget = widget
        self._paints = paints
        self._styles: dict[str, Style] = {}
        self._base: Style | None = None

    @property
    def base(self) -> Style:
        """The widget's own style; Textual makes it anew from all that is around it at every look.

        That took 0.1 ms for every blank line of a pane.
        """
        if self._base is None:
            self._base = self._widget.rich_style
        return self._base

    def __call__(self, name: str) -> Style:
        """The style of a look, to be added to the one beneath it.

        Raises:
            KeyError: If there is no such look.
        """
        style = self._styles.get(name)
        if style is None:
            style = self._styles[name] = self._mixed(self._paints[name])
        return style

    def forget(self) -> None:
        """Mix the colours anew: the theme may be another one."""
        self._base = None
        self._styles.clear()

    def _mixed(self, paint: Paint) -> Style:
        app = self._widget.app
        is_bare = app.native_ansi_color or app.no_color
        if is_bare and paint.bare:
            return Style.parse(paint.bare)
        style = Style.parse(paint.manner)
        beneath = self._widget.background_colors[1]
        if paint.ground and not app.native_ansi_color:
            beneath += self._color(paint.ground)
            style += Style(bgcolor=beneath.rich_color)
        if paint.color:
            style += Style(color=(beneath + self._color(paint.color)).rich_color)
        return style

    def _color(self, variable: str) -> Color:
        """A variable of the theme: a colour or `auto` (what reads best), perhaps with a share."""
        name, _, share = self._widget.app.theme_variables[variable].partition(" ")
        percent = float(share.rstrip("%")) if share else 100.0
        if name == "auto":
            return Color.automatic(percent)
        color = Color.parse(name)
        return color.with_alpha(percent / 100) if share else color
