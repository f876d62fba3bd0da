"""The colours of the screen: every literal colour of the program is here.

Each theme gives letters and grounds to the roles that the tables of `Paint` and the style sheets
name. A test measures the contrast of what is drawn: 4.5 : 1 and more (WCAG AA), in the themes of
high contrast 7 : 1 and more (AAA). Nothing can be promised of the terminal's own colours, so there
no ground is painted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from rich.console import Console
from textual.theme import BUILTIN_THEMES, Theme

from annot.errors import InvalidValueError
from annot.settings import THEMES, nearest

ROLES = ("primary", "secondary", "accent", "success", "warning", "error")


class Palette(NamedTuple):
    """The colours of a theme.

    Attributes:
        grounds: What lies behind everything, behind the panes, and behind bars and the chosen.
        letters: Plain letters, and fainter ones.
        strong: A strong colour of each role, in the order of `ROLES`: borders, and the grounds of
            what is in hand.
        texts: The same roles as letters.
        muted: The same roles as grounds under their letters.
        faint: The lines between panes, and bars.
    """

    grounds: tuple[str, str, str]
    letters: tuple[str, str]
    strong: tuple[str, ...]
    texts: tuple[str, ...]
    muted: tuple[str, ...]
    faint: str


PALETTES: Mapping[str, Palette] = {
    "dark": Palette(
        grounds=("#101316", "#181c20", "#272d33"),
        letters=("#e4e7ea", "#a9b1b9"),
        strong=("#1f6fb2", "#2a8a8a", "#f0b35a", "#4eb673", "#e0b44c", "#e06c75"),
        texts=("#8cc4f5", "#7fd3cf", "#ffc777", "#8fd9a8", "#f2cf6b", "#ff9aa2"),
        muted=("#14304a", "#123a3a", "#4a3613", "#163c25", "#433611", "#4b1d24"),
        faint="#616c77",
    ),
    "light": Palette(
        grounds=("#f4f5f6", "#fdfdfd", "#e6e9ec"),
        letters=("#16191c", "#4d555d"),
        strong=("#135a9c", "#0f6b6b", "#8a5300", "#1e7a40", "#8a6500", "#b3202e"),
        texts=("#0d4f8b", "#075a5a", "#704300", "#10602f", "#654a00", "#9c1624"),
        muted=("#d7e8f8", "#d2efee", "#fbe6c6", "#d6f1de", "#f8ebbf", "#fbdcde"),
        faint="#858e96",
    ),
    "contrast": Palette(
        grounds=("#000000", "#000000", "#1c1c1c"),
        letters=("#ffffff", "#d6d6d6"),
        strong=("#9fd0ff", "#7fe9e4", "#ffd166", "#8ff0ac", "#ffe066", "#ffa3aa"),
        texts=("#9fd0ff", "#7fe9e4", "#ffd166", "#8ff0ac", "#ffe066", "#ffb0b6"),
        muted=("#04203b", "#022b2b", "#332400", "#04290f", "#2f2600", "#3a0a10"),
        faint="#c0c0c0",
    ),
    "contrast-light": Palette(
        grounds=("#ffffff", "#ffffff", "#ededed"),
        letters=("#000000", "#333333"),
        strong=("#003a70", "#004646", "#5a3200", "#00441c", "#4d3700", "#7d000f"),
        texts=("#003a70", "#004646", "#5a3200", "#00441c", "#4d3700", "#7d000f"),
        muted=("#e2f0ff", "#dcf7f6", "#fff0d9", "#e0f8e7", "#fdf5d6", "#ffe9ea"),
        faint="#5a5a5a",
    ),
}
DARK = ("dark", "contrast")

CYCLE = ("dark", "light", "contrast", "contrast-light", "terminal")
"""The themes in the order in which one key leads through them."""


def theme(name: str) -> Theme:
    """A theme of our own.

    Raises:
        KeyError: If there is none of this name.
    """
    if name == "terminal":
        return _terminal()
    palette = PALETTES[name]
    background, surface, panel = palette.grounds
    primary, secondary, accent, success, warning, error = palette.strong
    return Theme(
        name=name,
        dark=name in DARK,
        background=background,
        surface=surface,
        panel=panel,
        foreground=palette.letters[0],
        primary=primary,
        secondary=secondary,
        accent=accent,
        success=success,
        warning=warning,
        error=error,
        variables=_variables(palette),
    )


def _variables(palette: Palette) -> dict[str, str]:
    plain, faint = palette.letters
    _, surface, panel = palette.grounds
    text, muted = (
        dict(zip(ROLES, palette.texts, strict=True)),
        zip(ROLES, palette.muted, strict=True),
    )
    return {
        **{f"text-{role}": color for role, color in text.items()},
        **{f"{role}-muted": color for role, color in muted},
        "text": "auto 100%",
        "text-muted": faint,
        "text-disabled": faint,
        "foreground-muted": faint,
        "foreground-disabled": faint,
        "border": palette.strong[0],
        "border-blurred": palette.faint,
        "block-cursor-foreground": "auto 100%",
        "block-cursor-background": palette.strong[0],
        "block-cursor-blurred-foreground": plain,
        "block-cursor-blurred-background": panel,
        "block-hover-background": panel,
        "input-cursor-foreground": surface,
        "input-cursor-background": plain,
        "input-selection-foreground": surface,
        "input-selection-background": text["accent"],
        "screen-selection-foreground": surface,
        "screen-selection-background": text["accent"],
        "scrollbar": palette.faint,
        "scrollbar-hover": faint,
        "scrollbar-active": palette.strong[0],
        "scrollbar-background": surface,
        "scrollbar-background-hover": surface,
        "scrollbar-background-active": surface,
        "scrollbar-corner-color": surface,
    }


def _terminal() -> Theme:
    """The terminal's own colours, whatever they are: on dark grounds as on light ones."""
    return Theme(
        name="terminal",
        ansi=True,
        primary="ansi_blue",
        secondary="ansi_cyan",
        accent="ansi_magenta",
        success="ansi_green",
        warning="ansi_yellow",
        error="ansi_red",
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        boost="ansi_default",
        variables={
            **BUILTIN_THEMES["ansi-dark"].variables,
            "text-muted": "ansi_default",
            "border": "ansi_blue",
            "border-blurred": "ansi_bright_black",
            "block-cursor-foreground": "ansi_default",
            "block-cursor-background": "ansi_default",
            "block-cursor-text-style": "bold reverse",
            "input-cursor-background": "ansi_default",
            "input-cursor-foreground": "ansi_default",
            "input-cursor-text-style": "reverse",
            "input-selection-background": "ansi_cyan",
            "input-selection-foreground": "ansi_black",
            "scrollbar": "ansi_bright_black",
            "scrollbar-hover": "ansi_blue",
            "scrollbar-active": "ansi_blue",
            "scrollbar-background": "ansi_default",
            "scrollbar-background-hover": "ansi_default",
            "scrollbar-background-active": "ansi_default",
        },
    )


def named(name: str, environment: Mapping[str, str], console: Console) -> str:
    """The theme that a person means by a name that there is.

    Args:
        name: One of `annot.settings.THEMES`, or a theme of Textual's.
        environment: The process's own; it may name the terminal's ground.
        console: Knows how many colours the terminal has.
    """
    return _automatic(environment, console) if name == "auto" else name


def require(name: str, *, where: str = "") -> None:
    """Raise an error if there is no theme of a name, neither ours nor Textual's.

    Args:
        name: The name.
        where: The file and line that name it, for the message.

    Raises:
        InvalidValueError: If there is none.
    """
    if name not in THEMES and name not in BUILTIN_THEMES:
        raise InvalidValueError(
            f"{where}: there is no theme {name!r}." if where else f"There is no theme {name!r}.",
            hint=nearest(name, (*THEMES, *BUILTIN_THEMES)) or f"There are: {', '.join(THEMES)}.",
        )


def _automatic(environment: Mapping[str, str], console: Console) -> str:
    # Of exact colours, a terminal of sixteen would show the nearest, in which little can be read.
    if "NO_COLOR" in environment or console.color_system not in ("truecolor", "256"):
        return "terminal"
    ground = environment.get("COLORFGBG", "").rpartition(";")[2]
    return "light" if ground in ("7", "15") else "dark"


def next_theme(name: str) -> str:
    """The theme after another one, in the order of `CYCLE`."""
    return CYCLE[(CYCLE.index(name) + 1) % len(CYCLE)] if name in CYCLE else CYCLE[0]
