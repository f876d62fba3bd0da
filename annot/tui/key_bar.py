"""One line that says which keys do something here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from annot.text.display import shown

Keys = tuple[tuple[str, str], ...]


class KeyBar(Widget):
    """Keys and what they do, as many as there is room for; the first are the most wanted.

    Setting other keys draws one line and lays out nothing.
    """

    ALLOW_SELECT = False

    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-bar--key", "key-bar--label"}

    DEFAULT_CSS = """
    KeyBar {
        height: 1;
        background: $panel;
        color: $foreground;

        & .key-bar--key { color: $text-accent; text-style: bold; }
        & .key-bar--label { color: $foreground; }
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

    def show(self, keys: Iterable[tuple[str, str]]) -> None:
        """Show other keys.

        Args:
            keys: Pairs of a key and its label, the most wanted first.
        """
        keys = tuple(keys)
        if keys != self._keys:
            self._keys = keys
            self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line, always."""
        return 1

    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        width = self.size.width
        base = self.rich_style
        if y:
            return Strip.blank(width, base)
        key_style = self.get_component_rich_style("key-bar--key")
        label_style = self.get_component_rich_style("key-bar--label")
        segments: list[Segment] = []
        room = width
        for key, label in self._keys:
            key, label = f" {shown(key)}", f" {shown(label)} "
            room -= cell_len(key) + cell_len(label)
            # Half a label helps nobody: the line ends with the last pair that fits.
            if room < 0:
                break
            segments += [Segment(key, key_style), Segment(label, label_style)]
        return Strip(segments).adjust_cell_length(width, base)
