"""The help: every key and what it does, from the table of keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations, groupby, pairwise, zip_longest
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from annot.tui.graphemes import cut
from annot.tui.key_names import key_name
from annot.tui.keys import Key
from annot.tui.wrap import WrapIndex

_CLOSE = "? Esc q close   j k scroll"
_COLUMN = 48
"""Cells that a column needs at least."""
_MOST_COLUMNS = 3
_MOST_KEY_CELLS = 16
_GUTTER = 3
_AROUND = 4
"""Cells that border and padding take."""

_HEADING, _KEY = "bold $text-accent", "bold"


class HelpLine(NamedTuple):
    """A line of a column: a heading, or some keys and words about them."""

    heading: str = ""
    keys: str = ""
    words: str = ""


class HelpScreen(ModalScreen[None]):
    """All keys in groups, in as many columns as fit."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,escape,q", "close", "Close"),
        Binding("j", "scroll(1)", "Down", show=False),
        Binding("k", "scroll(-1)", "Up", show=False),
    ]

    DEFAULT_CSS = """
    HelpScreen {
        align: center middle;

        & > #help {
            width: 100%;
            max-width: 200;
            height: auto;
            max-height: 100%;
            padding: 0 1;
            border: round $primary;
            background: $surface;
        }
        & #help-keys { height: auto; scrollbar-size-vertical: 1; }
        & #help-close { height: 1; color: $text-accent; text-style: bold; }
    }
    """

    def __init__(self, keys: Iterable[Key]) -> None:
        """Make the help.

        Args:
            keys: The table of keys; groups stand together.
        """
        super().__init__()
        self._keys = tuple(keys)
        self._table = Static()
        self._window = VerticalScroll(self._table, id="help-keys")

    def compose(self) -> ComposeResult:
        """Lay out the help."""
        with Vertical(id="help"):
            yield self._window
            yield Static(Content(_CLOSE), id="help-close")

    def on_mount(self) -> None:
        """Let the arrows scroll."""
        self._window.focus()

    def on_resize(self, event: events.Resize) -> None:
        """Lay the columns out for the width there is."""
        width = min(event.size.width, 200) - _AROUND - 1
        self._window.styles.max_height = max(1, event.size.height - 3)
        self._table.update(Content("\n").join(table(self._keys, width)))

    def action_close(self) -> None:
        """Close the help."""
        self.dismiss()

    def action_scroll(self, lines: int) -> None:
        """Scroll down, or up if negative."""
        self._window.scroll_relative(y=lines, animate=False)


def table(keys: Sequence[Key], width: int) -> list[Content]:
    """The help's lines: groups in columns, each key with its sentence.

    Args:
        keys: The table of keys.
        width: The cells of a line.
    """
    count = min(_MOST_COLUMNS, max(1, (width + _GUTTER) // (_COLUMN + _GUTTER)))
    cells = (width - _GUTTER * (count - 1)) // count
    key_cells = min(max((cell_len(_names(key)) for key in keys), default=0), _MOST_KEY_CELLS)
    groups = [
        _group(heading, list(members), key_cells, cells)
        for heading, members in groupby(keys, key=lambda key: key.group)
    ]
    columns = _columns(groups, count)
    rows = zip_longest(*columns, fillvalue=HelpLine())
    gap = Content(" " * _GUTTER)
    return [gap.join(_drawn(line, key_cells, cells) for line in row) for row in rows]


def _group(heading: str, keys: Sequence[Key], key_cells: int, cells: int) -> list[HelpLine]:
    """The lines of a group, with an empty one after it."""
    lines = [HelpLine(heading=heading)]
    for key in keys:
        names = _names(key)
        wrap = WrapIndex(key.help, cells - key_cells - 1)
        words = [wrap.text[a:b] for a, b in zip(wrap.starts, wrap.ends, strict=True)]
        lines.append(HelpLine(keys=names, words=words[0]))
        lines += [HelpLine(words=more) for more in words[1:]]
    return [*lines, HelpLine()]


def _columns(groups: Sequence[list[HelpLine]], count: int) -> list[list[HelpLine]]:
    """The groups in their order, in columns of which the longest is as short as can be."""
    count = min(count, len(groups))
    divisions = (
        [
            [line for group in groups[first:stop] for line in group]
            for first, stop in pairwise((0, *cuts, len(groups)))
        ]
        for cuts in combinations(range(1, len(groups)), max(0, count - 1))
    )
    return min(divisions, key=lambda columns: max(map(len, columns)), default=[])


def _drawn(line: HelpLine, key_cells: int, cells: int) -> Content:
    if line.heading:
        return Content.styled(cut(line.heading, cells), _HEADING)
    keys = Content.styled(cut(line.keys, key_cells), _KEY)
    return Content.assemble(keys, " ", cut(line.words, cells - key_cells - 1))


def _names(key: Key) -> str:
    return " ".join(map(key_name, key.keys))
