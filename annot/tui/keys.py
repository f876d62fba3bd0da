"""The one table of keys: what they do, what they are called, and how help explains them.

Bindings, key bar, help screen, palette and the manual are all made from it. `action` is a method
of the review screen (`action_…`), `operation` the recorded operation behind it, where there is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from annot.tui.key_names import key_name
from annot.vocabulary import Status, Verdict, label


class Key(NamedTuple):
    """One act and its keys.

    Attributes:
        keys: The keys, as Textual names them; the first is shown.
        action: The screen's action, with its arguments.
        label: One or two words, for the key bar; the name of the act in palette and settings.
        help: A sentence, for help and palette.
        group: The heading in help under which it stands.
        bar: Its rank in the key bar, from 1; 0 if the bar does not offer it.
        operation: The operation that it performs, such as `claim.set`; empty for a mere view.
    """

    keys: tuple[str, ...]
    action: str
    label: str
    help: str
    group: str
    bar: int = 0
    operation: str = ""


MOVE, TEXT, MARK, JUDGE, PROVE, FIND, FRAME = (
    "Move", "Move in the text", "Mark claims", "Judge", "Prove", "Find", "The rest",
)  # fmt: skip

_VERDICT_KEYS = tuple(
    Key(
        (str(number),),
        f"verdict('{verdict.value}')",
        label(verdict),
        f"{label(verdict).capitalize()}; on to the next claim",
        JUDGE,
        bar=5 if number == 1 else 0,
        operation="claim.set",
    )
    for number, verdict in enumerate(Verdict, start=1)
)

_STATUS_LETTERS = {
    Status.TODO: "T",
    Status.CHECKING: "O",
    Status.QUERY: "Q",
    Status.CHECKED: "D",
    Status.APPROVED: "A",
    Status.STALE: "S",
    Status.DROPPED: "X",
}
_STATUS_KEYS = tuple(
    Key(
        (letter,),
        f"status('{status.value}')",
        label(status),
        f"Status: {label(status)}",
        JUDGE,
        operation="claim.drop" if status is Status.DROPPED else "claim.set",
    )
    for status, letter in _STATUS_LETTERS.items()
)

KEYS: tuple[Key, ...] = (
    Key(("j", "down"), "down(1)", "down", "A line or row down", MOVE),
    Key(("k", "up"), "down(-1)", "up", "A line or row up", MOVE),
    Key(("pagedown", "ctrl+d"), "page(1)", "page down", "A page down", MOVE),
    Key(("pageup", "ctrl+u"), "page(-1)", "page up", "A page up", MOVE),
    Key(("g", "home"), "edge(-1)", "start", "To the beginning", MOVE),
    Key(("G", "end"), "edge(1)", "end", "To the end", MOVE),
    Key(("right_square_bracket",), "claim(1)", "next", "The next claim", MOVE, bar=2),
    Key(("left_square_bracket",), "claim(-1)", "previous", "The claim before", MOVE),
    Key(("right_curly_bracket",), "open_claim(1)", "next open", "The next open claim", MOVE),
    Key(("left_curly_bracket",), "open_claim(-1)", "open before", "The open claim before", MOVE),
    Key(("m",), "waiting", "mine", "The next claim that waits for you", MOVE),
    Key(("ctrl+n",), "query(1)", "next query", "The next claim with an open query", MOVE),
    Key(("ctrl+y",), "query(-1)", "query before", "The claim with an open query before", MOVE),
    Key(("tab",), "pane(1)", "pane", "The next pane", MOVE, bar=13),
    Key(("shift+tab",), "pane(-1)", "pane back", "The pane before", MOVE),
    Key(("enter",), "enter", "into", "Into the claim, or edit the item in hand", MOVE),
    Key(("escape",), "back", "back", "Give up the selection, or back to the article", MOVE),
    Key(("z",), "zoom", "zoom", "One pane alone, or all", MOVE),
    Key(("right_parenthesis",), "sentence(1)", "next sentence", "The next sentence", TEXT),
    Key(("left_parenthesis",), "sentence(-1)", "sentence back", "The sentence before", TEXT),
    Key(("semicolon",), "uncovered(1)", "next unseen", "The next sentence not looked at", TEXT),
    Key(("comma",), "uncovered(-1)", "unseen before", "The one not looked at before", TEXT),
    Key(("ctrl+down",), "paragraph(1)", "next paragraph", "The next paragraph", TEXT),
    Key(("ctrl+up",), "paragraph(-1)", "paragraph back", "The paragraph before", TEXT),
    Key(("w",), "word(1)", "next word", "The next word", TEXT),
    Key(("b",), "word(-1)", "word back", "The word before", TEXT),
    Key(("e",), "word_end", "word end", "The end of the word", TEXT),
    Key(("l", "right"), "character(1)", "right", "A character on", TEXT),
    Key(("h", "left"), "character(-1)", "left", "A character back", TEXT),
    Key(("v",), "select", "select", "Begin or end to select words", MARK, bar=3),
    Key(("V",), "select_sentence", "sentence", "Select the sentence", MARK),
    Key(("greater_than_sign",), "adjust('end', 1)", "longer", "Selection: a word longer", MARK),
    Key(("less_than_sign",), "adjust('end', -1)", "shorter", "Selection: a word shorter", MARK),
    Key(
        ("c",),
        "add_claim",
        "claim",
        "Make the selection, or else the sentence, a claim",
        MARK,
        bar=4,
        operation="claim.add",
    ),
    Key(
        ("C",),
        "anchor",
        "anchor",
        "Anchor the claim at the selection too",
        MARK,
        operation="claim.anchor",
    ),
    Key(
        ("U",),
        "unanchor",
        "unanchor",
        "Take from the claim its place under the cursor",
        MARK,
        operation="claim.unanchor",
    ),
    Key(
        ("M",),
        "reanchor",
        "re-anchor",
        "Anchor it at the selection instead",
        MARK,
        operation="claim.reanchor",
    ),
    Key(
        ("P",),
        "confirm",
        "place",
        "The place in the new draft is right",
        MARK,
        operation="claim.confirm",
    ),
    Key(
        ("t",),
        "split",
        "split",
        "Split the claim at the cursor",
        MARK,
        operation="claim.split",
    ),
    Key(
        ("J",),
        "merge",
        "merge",
        "Put the marked claims into this one",
        MARK,
        operation="claim.merge",
    ),
    Key(
        ("plus",),
        "candidate",
        "suggest",
        "The next sentence that may be a claim",
        MARK,
    ),
    Key(
        ("x",),
        "accept",
        "no claim",
        "Accept the sentence as making no claim, or take that back",
        MARK,
        operation="article.accept",
    ),
    Key(
        ("K",),
        "known",
        "known",
        "Claims that may say the same",
        MARK,
        operation="claim.link",
    ),
    *_VERDICT_KEYS,
    Key(("0",), "verdict('')", "no verdict", "Take the verdict back", JUDGE, operation="claim.set"),
    *_STATUS_KEYS,
    Key(("full_stop",), "repeat", "repeat", "The last verdict or status again", JUDGE),
    Key(
        ("space",),
        "mark",
        "mark",
        "Mark the claim; verdict and status then go to all marked",
        JUDGE,
    ),
    Key(
        ("B",),
        "second_reading",
        "second reading",
        "Second reading: judge unseen, then compare",
        JUDGE,
        operation="claim.review",
    ),
    Key(
        ("d",),
        "decide",
        "decide",
        "Claims on which readers do not agree: decide one",
        JUDGE,
        operation="judgement.decide",
    ),
    Key(
        ("ampersand",),
        "assign",
        "assign",
        "Give the claim, or all marked, to somebody; or take it back",
        JUDGE,
        operation="assignment.add",
    ),
    Key(
        ("Y",),
        "history",
        "history",
        "What was done to the claim",
        JUDGE,
        operation="undo",
    ),
    Key(
        ("E",),
        "edit_claim",
        "edit",
        "Edit the claim: words, kind, reasoning, checker, tags",
        JUDGE,
        bar=7,
        operation="claim.set",
    ),
    Key(
        ("p",),
        "correction",
        "correct",
        "Propose a wording, or decide on it",
        JUDGE,
        bar=8,
        operation="claim.set",
    ),
    Key(
        ("delete",),
        "remove",
        "remove",
        "Remove the item in hand, or the claim",
        JUDGE,
        operation="claim.remove",
    ),
    Key(
        ("a",),
        "add_evidence",
        "evidence",
        "Evidence: source, passage, locator",
        PROVE,
        bar=6,
        operation="evidence.add",
    ),
    Key(
        ("equals_sign",),
        "same_evidence",
        "same",
        "The evidence added last, here too",
        PROVE,
        operation="evidence.add",
    ),
    Key(
        ("s",),
        "edit_source",
        "source",
        "Edit the source of the evidence",
        PROVE,
        operation="source.set",
    ),
    Key(("i",), "add_note", "note", "Add a note to the claim", PROVE, bar=9, operation="note.add"),
    Key(("I",), "ask", "ask", "Ask author, source or editor", PROVE, operation="note.ask"),
    Key(("R",), "answer", "answer", "Record the answer to a query", PROVE, operation="note.answer"),
    Key(("o",), "open_source", "open source", "Open the source in the browser", PROVE),
    Key(
        ("ctrl+k",),
        "archive",
        "keep",
        "Keep what the source says now: a snapshot",
        PROVE,
        operation="snapshot.take",
    ),
    Key(("y",), "copy", "copy", "Copy the claim with its citation", PROVE),
    Key(
        ("f",),
        "filter",
        "filter",
        "Filter the claims: status:todo no:evidence words",
        FIND,
        bar=10,
    ),
    Key(("slash",), "search", "search", "Search in the article", FIND, bar=11),
    Key(("n",), "search_next(1)", "next hit", "The next place found", FIND),
    Key(("N",), "search_next(-1)", "hit before", "The place found before", FIND),
    Key(("number_sign",), "go_to_claim", "number", "Go to a claim by its number", FIND),
    Key(("W",), "scope", "scope", "Claims of this article, or of the whole workspace", FIND),
    Key(("L",), "sources", "sources", "The sources: who cites them, doubles", FIND),
    Key(("at",), "people", "people", "The people: roles, work, agreement of readers", FIND),
    Key(("F",), "draft", "draft", "What the latest draft asks of you", FIND),
    Key(("ctrl+o",), "article", "article", "Open another article", FIND),
    Key(("u",), "undo", "undo", "Undo", FRAME, bar=12, operation="undo"),
    Key(("ctrl+r",), "redo", "redo", "Redo", FRAME, operation="redo"),
    Key(("H",), "check", "check", "What the rules of proof find about this article", FRAME),
    Key(
        ("ctrl+g",),
        "rules",
        "rules",
        "The rules of proof: on or off, numbers, presets",
        FRAME,
        operation="rule.set",
    ),
    Key(("r",), "report", "report", "Write the verification report", FRAME),
    Key(
        ("ctrl+s",),
        "backup",
        "backup",
        "Make a backup, and check it",
        FRAME,
        operation="workspace.backup",
    ),
    Key(
        ("ctrl+x",),
        "doctor",
        "doctor",
        "Look for damages of the workspace",
        FRAME,
        operation="workspace.doctor",
    ),
    Key(("ctrl+t",), "theme", "theme", "Other colours; they are kept", FRAME),
    Key(("colon", "ctrl+p"), "palette", "palette", "Everything by its name", FRAME),
    Key(("question_mark",), "help", "help", "This help", FRAME, bar=1),
    Key(("q",), "quit", "quit", "Quit; everything is saved already", FRAME, bar=14),
)
"""All keys; the order is that of the key bar and of the help."""


def bar(keys: Sequence[Key] = KEYS) -> list[tuple[str, str]]:
    """What the key bar offers, the most wanted first; the eight verdicts are one offer."""
    offered = sorted((key for key in keys if key.bar and key.keys), key=lambda key: key.bar)
    judging = _VERDICT_KEYS[0].label
    return [
        (_verdict_keys(keys), "verdict")
        if key.label == judging and _verdict_keys(keys)
        else (key_name(key.keys[0]), key.label)
        for key in offered
    ]


def _verdict_keys(keys: Sequence[Key]) -> str:
    """From the first verdict's key to the last one's, if they follow each other."""
    labels = [key.label for key in _VERDICT_KEYS]
    names = [key_name(key.keys[0]) for key in keys if key.label in labels and key.keys]
    stem, sign = names[0][:-1], ord(names[0][-1])
    run = [f"{stem}{chr(sign + number)}" for number in range(len(labels))]
    return f"{names[0]}–{names[-1]}" if names == run else ""


def action_of(name: str, keys: Sequence[Key]) -> str:
    """The action of the key that the key bar shows by a name; empty if there is none."""
    return next((k.action for k in keys if k.keys and key_name(k.keys[0]) == name), "")


def name_of(label: str, keys: Sequence[Key]) -> str:
    """What the first key of an act is called; where it has none, that of the palette and the act.

    Args:
        label: The label of the act.
        keys: The table.
    """
    names = {key.label: key_name(key.keys[0]) for key in keys if key.keys}
    return names.get(label) or f"{names.get('palette', ':')} {label}"
