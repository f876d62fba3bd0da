"""One line that says which keys do something here."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from annot.text.display import shown
from annot.tui.kept import Kept
from annot.tui.paint import Paint, Painter

Keys = tuple[tuple[str, str], ...]


PAINTS: dict[str, Paint] = {"key": Paint("text-accent", manner="bold")}


class KeyBar(Kept):
    """Keys and what they do, as many as there is room for; the first are the most wanted.

    Setting other keys draws one line and lays out nothing.
    """

    class Clicked(Message):
        """A key of the bar was clicked; `key` is what the bar calls it."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    KeyBar {
        height: 1;
        background: $panel;
        color: $foreground;
    }
    """

    def __init__(
        self,
        keys: Iterable[tuple[str, str]] = (),
        *,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - so named in every widget of Textual
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._keys: Keys = tuple(keys)
        self._paint = Painter(self, PAINTS)

    def show(self, keys: Iterable[tuple[str, str]]) -> None:
        """Show other keys.

        Args:
            keys: Pairs of a key and its label, the most wanted first.
        """
        keys = tuple(keys)
        if keys != self._keys:
            self._keys = keys
            self.refresh()

    async def _on_click(self, event: events.Click) -> None:
        key = self.key_at(event.x)
        if key:
            self.post_message(self.Clicked(key))

    def notify_style_update(self) -> None:
        """Forget the colours of before."""
        super().notify_style_update()
        self._paint.forget()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line, always."""
        return 1

    def key_at(self, cell: int) -> str:
        """The key that is shown at a cell; empty if none is."""
        room = 0
        for key, label in self._keys:
            room += cell_len(f" {shown(key)}") + cell_len(f" {shown(label)} ")
            if room > self.size.width:
                break
            if cell < room:
                return key
        return ""

    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        width = self.size.width
        base = self._paint.base
        if y:
            return Strip.blank(width, base)
        key_style = base + self._paint("key")
        segments: list[Segment] = []
        room = width
        for key, label in self._keys:
            key, label = f" {shown(key)}", f" {shown(label)} "
            room -= cell_len(key) + cell_len(label)
            # Half a label helps nobody: the line ends with the last pair that fits.
            if room < 0:
                break
            segments += [Segment(key, key_style), Segment(label, base)]
        return Strip(segments).adjust_cell_length(width, base)
