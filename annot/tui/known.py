"""Claims that may say the same as the one in hand, side by side with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from annot.match.elsewhere import command_for
from annot.match.ranking import Match
from annot.store.place import Place, name_of
from annot.text.difference import marked
from annot.tui.line_list import LineList
from annot.tui.safety import plain
from annot.vocabulary import VERDICT_SIGNS, label

_AROUND = 16
"""Lines that are not rows: border, title, what differs, and the two claims."""


class Known(NamedTuple):
    """A claim that may say the same, and whether it is linked already.

    `elsewhere` is the other workspace that it is a claim of, if it is of another one.
    """

    match: Match
    is_linked: bool
    elsewhere: Place | None = None

    @property
    def name(self) -> str:
        """Its number, and where it is if that is elsewhere."""
        number = str(self.match.claim)
        return f"{number} in {name_of(self.elsewhere)}" if self.elsewhere else number


class Chosen(NamedTuple):
    """What is to be done with which claim: go there, or link it or take the link back."""

    act: str
    claim: int


GO, LINK, UNLINK = "go", "link", "unlink"


class KnownScreen(ModalScreen[Chosen | None]):
    """Choose one of several claims that may say the same; ends with what is to be done with it.

    What differs in numbers, names and negations stands first: mine, a slash, theirs. Below, both
    claims stand side by side, in brackets what only one of them has. A claim of another workspace
    is only shown.

    Args:
        claim: The number of the claim in hand.
        rows: The others, the likest first; one at least.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "back"),
        Binding("l", "link", "link"),
    ]
    DEFAULT_CSS = """
    KnownScreen {
        align: center middle;

        & > Vertical {
            width: 96%;
            max-width: 140;
            height: auto;
            border: round $primary;
            background: $surface;
        }
        & #title, & #differing { text-style: bold; padding: 0 1; }
        & #title { height: auto; max-height: 3; }
        & #differing { height: auto; max-height: 3; border-top: solid $panel; }
        & #beside { height: 7; }
        & #beside VerticalScroll { width: 1fr; height: 7; padding: 0 1; }
        & LineList { height: auto; }
    }
    """

    def __init__(self, claim: int, rows: Sequence[Known]) -> None:
        super().__init__()
        self._claim = claim
        self._rows = rows
        self._list = LineList([_line(row) for row in rows])
        self._title = Static(id="title")
        self._differing = Static(id="differing")
        self._mine, self._theirs = Static(), Static()

    def compose(self) -> ComposeResult:
        """Lay out the list and the two claims."""
        with Vertical():
            yield self._title
            yield self._list
            yield self._differing
            with Horizontal(id="beside"):
                with VerticalScroll(can_focus=False):
                    yield self._mine
                with VerticalScroll(can_focus=False):
                    yield self._theirs

    def on_mount(self) -> None:
        """Begin at the likest."""
        self._list.focus()
        self._list.goto(0)

    def on_resize(self, event: events.Resize) -> None:
        """Leave room for what is around the list."""
        self._list.styles.max_height = max(1, event.size.height - _AROUND)

    def action_link(self) -> None:
        """Link the claim under the cursor as the same, or take that back."""
        row = self._rows[self._list.cursor]
        self._choose(row, UNLINK if row.is_linked else LINK)

    @on(LineList.Highlighted)
    def _show(self, event: LineList.Highlighted) -> None:
        row = self._rows[event.index]
        match = row.match
        self._say(f"Like claim {self._claim}: Enter goes there, l links it as the same or not")
        lines = match.differing.lines or ["numbers, names and negations are the same"]
        self._differing.update(plain("; ".join(lines)))
        mine = marked(piece for piece in match.difference if piece[0] != "+")
        theirs = marked(piece for piece in match.difference if piece[0] != "-")
        self._mine.update(plain(f"{self._claim}  {mine}"))
        self._theirs.update(plain(f"{row.name}  {theirs}{_ending(match)}"))

    @on(LineList.Chosen)
    def _end(self, event: LineList.Chosen) -> None:
        self._choose(self._rows[event.index], GO)

    def _choose(self, row: Known, act: str) -> None:
        if row.elsewhere is None:
            self.dismiss(Chosen(act, row.match.claim))
            return
        shown = command_for(row.elsewhere, row.match.claim)
        self._say(f"Of another workspace, and only shown: {shown}")

    def _say(self, told: str) -> None:
        self._title.update(plain(told))


def _line(row: Known) -> str:
    match = row.match
    parts = [
        f"{'=' if row.is_linked else ' '} {match.score:>3}  {row.name}",
        f"{VERDICT_SIGNS[match.verdict]} {label(match.verdict)}",
        *match.differing.lines,
        match.text,
    ]
    return "  ".join(parts)


def _ending(match: Match) -> str:
    where = f" in {match.title}" if match.title else ""
    corrected = f"; corrected: {match.correction}" if match.correction else ""
    return f"  ({label(match.verdict)}, {match.when:%Y-%m-%d}{where}{corrected})"
