"""Keys that edit act in their turn among the keys that are typed."""

from __future__ import annotations

from textual import events
from textual.widget import Widget


async def edited(widget: Widget, event: events.Key) -> bool:
    """Do at once what a key is bound to in a widget that takes signs; whether there was anything.

    Textual looks for what a key is bound to only once the app has passed all keys on that it has:
    of `a b backspace c`, typed or pasted faster than that, `a b` would be left and not `a c`.

    Args:
        widget: The widget that has been given the key.
        event: The key; it goes no further if it did something.
    """
    for binding in widget._bindings.key_to_bindings.get(event.key, ()):
        if not binding.priority and await widget.app.run_action(binding.action, widget):
            event.stop()
            event.prevent_default()
            return True
    return False
