"""The keys of forms: what is shown at their lower edge, and what the manual says of them."""

from __future__ import annotations

from typing import NamedTuple


class FormKey(NamedTuple):
    """A key of forms, as it is shown, its label there, and a sentence for the manual."""

    key: str
    label: str
    help: str

    def __str__(self) -> str:
        return f"{self.key} {self.label}"


SAVE = FormKey("ctrl+s", "save", "Save, and close when it is saved")
CLOSE = FormKey("Esc", "close", "Close; give up suggestions; twice: throw away what was typed")
LATER = FormKey("ctrl+l", "later", "Close, and keep what was typed for later")
DRAFT = FormKey("ctrl+r", "draft", "Bring back what was typed here before and not saved")
THEIRS = FormKey("ctrl+t", "theirs", "Take what somebody else wrote in this field, or yours again")
EDITOR = FormKey("ctrl+e", "editor", "Write a long text in your own editor")
NEXT = FormKey("Tab", "next field", "Next field; shift+tab: the field before")

FORM_KEYS = (
    SAVE,
    NEXT,
    FormKey("Enter", "next field", "Next field, and after the last one save; a new line in a text"),
    FormKey("→", "take", "At the end of a line: take the first suggestion, or what is offered"),
    FormKey("↓", "choose", "Hold the next suggestion; ↑: the one before, or what you typed"),
    CLOSE,
    LATER,
    DRAFT,
    THEIRS,
    EDITOR,
)
"""All of them, in the order of the manual."""
