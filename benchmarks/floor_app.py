"""The least that a Textual app can do: one line, which every key changes."""

from __future__ import annotations

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static


class FloorApp(App[None]):
    """One line."""

    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        """The line."""
        self._keys = 0
        self._line = Static("0 keys so far", markup=False)
        yield self._line

    def on_key(self, event: events.Key) -> None:
        """Count the key."""
        self._keys += 1
        self._line.update(f"{self._keys} keys so far")


if __name__ == "__main__":
    FloorApp().run()
