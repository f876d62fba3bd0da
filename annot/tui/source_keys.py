"""The keys of the sources screen: one table, as `annot.tui.keys` is for the review screen."""

from __future__ import annotations

from annot.tui.keys import Key

MOVE, ACT, FIND = "Move", "Sources", "Find and the rest"

SOURCE_KEYS: tuple[Key, ...] = (
    Key(("j", "down"), "down(1)", "down", "A row or claim down", MOVE),
    Key(("k", "up"), "down(-1)", "up", "A row or claim up", MOVE),
    Key(("pagedown", "ctrl+d"), "page(1)", "page down", "A page down", MOVE),
    Key(("pageup", "ctrl+u"), "page(-1)", "page up", "A page up", MOVE),
    Key(("g", "home"), "edge(-1)", "start", "To the beginning", MOVE),
    Key(("G", "end"), "edge(1)", "end", "To the end", MOVE),
    Key(("tab", "shift+tab"), "pane", "pane", "The other pane", MOVE, bar=9),
    Key(("enter",), "enter", "claims", "To its claims; from a claim to the review", MOVE, bar=2),
    Key(("escape",), "back", "back", "Marks, pane, filter, screen: one step back", MOVE),
    Key(("d",), "double(1)", "double", "The next source that looks like another", MOVE, bar=3),
    Key(("D",), "double(-1)", "double before", "The one before that looks like another", MOVE),
    Key(("space",), "mark", "mark", "Mark the source, and on to the next", ACT, bar=5),
    Key(("x",), "mark_doubles", "mark like", "Mark all that look like this one", ACT, bar=4),
    Key(
        ("J",),
        "merge",
        "merge",
        "Put the marked sources into this one",
        ACT,
        bar=6,
        operation="source.merge",
    ),
    Key(("s", "E"), "edit", "edit", "Edit the source", ACT, bar=7, operation="source.set"),
    Key(
        ("a", "ctrl+k"),
        "archive",
        "keep",
        "Keep what it, or all marked, say now: a snapshot",
        ACT,
        operation="snapshot.take",
    ),
    Key(("o",), "open", "open", "Open the source in the browser", ACT),
    Key(("O",), "open_archived", "archived", "Open its archived copy in the browser", ACT),
    Key(
        ("delete",),
        "remove",
        "remove",
        "Remove the source, if nothing cites it",
        ACT,
        operation="source.remove",
    ),
    Key(
        ("f", "slash"),
        "filter",
        "filter",
        "Filter: no:archive is:double sort:cited words",
        FIND,
        bar=8,
    ),
    Key(("u",), "undo", "undo", "Undo", FIND, bar=10, operation="undo"),
    Key(("ctrl+r",), "redo", "redo", "Redo", FIND, operation="redo"),
    Key(("colon", "ctrl+p"), "palette", "palette", "Everything by its name", FIND),
    Key(("question_mark",), "help", "help", "This help", FIND, bar=1),
    Key(("q", "L"), "close", "close", "Back to the review", FIND, bar=11),
)
"""All keys of the sources screen, in the order of its help."""
