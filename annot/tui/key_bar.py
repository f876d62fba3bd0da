"""One line that says which keys do something here."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from annot.text.display import shown
from annot.tui.paint import Paint, Painter

Keys = tuple[tuple[str, str], ...]


PAINTS: dict[str, Paint] = {"key": Paint("text-accent", manner="bold")}


class KeyBar(Widget):
    """Keys and what they do, as many as there is room for; the first are the most wanted.

    Setting other keys draws one line and lays out nothing.
    """

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

    def notify_style_update(self) -> None:
        """Forget the colours of before."""
        super().notify_style_update()
        self._paint.forget()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line, always."""
        return 1

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
