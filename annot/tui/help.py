"""The help: every key and what it does, from the table of keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, combinations, groupby, pairwise, zip_longest
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
from annot.vocabulary import STATUS_SIGNS, VERDICT_SIGNS, label

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

    def __init__(
        self, keys: Iterable[Key], legend: Sequence[tuple[str, str]] | None = None
    ) -> None:
        """Make the help.

        Args:
            keys: The table of keys; groups stand together.
            legend: Signs and what they mean; those of the review screen if it is not given.
        """
        super().__init__()
        self._keys = tuple(keys)
        self._legend = signs() if legend is None else legend
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
        self._table.update(Content("\n").join(table(self._keys, width, self._legend)))

    def action_close(self) -> None:
        """Close the help."""
        self.dismiss()

    def action_scroll(self, lines: int) -> None:
        """Scroll down, or up if negative."""
        self._window.scroll_relative(y=lines, animate=False)


def signs() -> list[tuple[str, str]]:
    """The signs of list and text, each with what it means."""
    verdicts = "  ".join(f"{sign} {label(verdict)}" for verdict, sign in VERDICT_SIGNS.items())
    statuses = "  ".join(f"{sign} {label(status)}" for status, sign in STATUS_SIGNS.items())
    return [
        ("1st sign", verdicts),
        ("2nd sign", statuses),
        ("▎", "a sentence nobody looked at"),
        ("*", "several that differ"),
        ("▸", "in hand"),
    ]


def table(keys: Sequence[Key], width: int, legend: Sequence[tuple[str, str]] = ()) -> list[Content]:
    """The help's lines: groups in columns, each key with its sentence.

    Args:
        keys: The table of keys.
        width: The cells of a line.
        legend: Signs and what they mean, for a group of their own.
    """
    count = min(_MOST_COLUMNS, max(1, (width + _GUTTER) // (_COLUMN + _GUTTER)))
    cells = (width - _GUTTER * (count - 1)) // count
    key_cells = min(max((cell_len(_names(key)) for key in keys), default=0), _MOST_KEY_CELLS)
    groups = [
        _group(heading, list(members), key_cells, cells)
        for heading, members in groupby(keys, key=lambda key: key.group)
    ]
    if legend:
        lines = [_lines(sign, meaning, key_cells, cells) for sign, meaning in legend]
        groups.append([HelpLine(heading="Signs"), *chain.from_iterable(lines), HelpLine()])
    columns = _columns(groups, count)
    rows = zip_longest(*columns, fillvalue=HelpLine())
    gap = Content(" " * _GUTTER)
    return [gap.join(_drawn(line, key_cells, cells) for line in row) for row in rows]


def _group(heading: str, keys: Sequence[Key], key_cells: int, cells: int) -> list[HelpLine]:
    """The lines of a group, with an empty one after it."""
    lines = [HelpLine(heading=heading)]
    for key in keys:
        lines += _lines(_names(key), key.help, key_cells, cells)
    return [*lines, HelpLine()]


def _lines(keys: str, meaning: str, key_cells: int, cells: int) -> list[HelpLine]:
    wrap = WrapIndex(meaning, cells - key_cells - 1)
    first, *more = (wrap.text[a:b] for a, b in zip(wrap.starts, wrap.ends, strict=True))
    return [HelpLine(keys=keys, words=first), *(HelpLine(words=words) for words in more)]


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
