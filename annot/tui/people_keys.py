"""The keys of the people screen: one table, as `annot.tui.keys` is for the review screen."""

from __future__ import annotations

from annot.tui.keys import Key

MOVE, ACT, REST = "Move", "People", "Agreement and the rest"

PEOPLE_KEYS: tuple[Key, ...] = (
    Key(("j", "down"), "down(1)", "down", "A row or claim down", MOVE),
    Key(("k", "up"), "down(-1)", "up", "A row or claim up", MOVE),
    Key(("pagedown", "ctrl+d"), "page(1)", "page down", "A page down", MOVE),
    Key(("pageup", "ctrl+u"), "page(-1)", "page up", "A page up", MOVE),
    Key(("g", "home"), "edge(-1)", "start", "To the beginning", MOVE),
    Key(("G", "end"), "edge(1)", "end", "To the end", MOVE),
    Key(("tab", "shift+tab"), "pane", "pane", "The other pane", MOVE, bar=8),
    Key(
        ("enter",),
        "enter",
        "claims",
        "To the claims beside the list; from a claim to the review",
        MOVE,
        bar=2,
    ),
    Key(("escape",), "back", "back", "Pane, screen: one step back", MOVE),
    Key(("a",), "add", "add", "Add a person, with a role", ACT, bar=3, operation="person.set"),
    Key(("E", "s"), "role", "role", "Give another role", ACT, bar=4, operation="person.set"),
    Key(
        ("delete",),
        "remove",
        "remove",
        "Take somebody off the list; what they did stays",
        ACT,
        bar=6,
        operation="person.remove",
    ),
    Key(("m", "f"), "waiting", "waiting", "The review, with what waits for them", ACT, bar=5),
    Key(
        ("d",),
        "decide",
        "decide",
        "Claims on which readers do not agree: decide one",
        REST,
        bar=7,
        operation="judgement.decide",
    ),
    Key(("W",), "scope", "scope", "Agreement in this article, or in the whole workspace", REST),
    Key(("u",), "undo", "undo", "Undo", REST, bar=9, operation="undo"),
    Key(("ctrl+r",), "redo", "redo", "Redo", REST, operation="redo"),
    Key(("colon", "ctrl+p"), "palette", "palette", "Everything by its name", REST),
    Key(("question_mark",), "help", "help", "This help", REST, bar=1),
    Key(("q", "at"), "close", "close", "Back to the review", REST, bar=10),
)
"""All keys of the people screen, in the order of its help."""
