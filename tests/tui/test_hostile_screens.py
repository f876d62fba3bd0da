"""A ledger made to act on the terminal: the bytes that reach it are only ours."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pseudo_terminal import PseudoTerminal

import annot

ESCAPES = (
    "\x1b]52;c;TUFSS0VS\x07", "\x1b]0;MARKER\x07", "\x1b]2;MARKER\x1b\\", "\x1b[99;98H", "\x1b[31m",
    "\x9b99;98H", "\x9d0;MARKER\x9c", "\x90q\x9c", "\x1bP1$r\x1b\\", "\x1b_G\x1b\\", "\x1b[8;3;9t",
    "\x0e", "\x05", "\x08\x08", "\x7f", "\x0b", "\x07",
)  # fmt: skip
MARKUP = ("[/]", "[@click=app.quit]x[/]", "[bold", "[red]r", "[link=http://x.example]l", "\\[", "]")
UNSEEN = "\u202e\u2066\u2069\u200e\u200f\u061c\u200b\u2060\ufeff\u00ad\u2028\u2029\U000e0041"
MARKS = "e" + "\u0301" * 10_000
ONE_LINE = "w " + " ".join((*MARKUP, *ESCAPES, UNSEEN))
ADDRESS = "https://x.example/\x1b]0;MARKER\x07\u202e[/]\x9b2J"
TEXT = f"{ONE_LINE}\t\u3164\u034f\r\n{ONE_LINE}\n{MARKS}. Enough."

OWN = re.compile(
    "\x1b\\[(?:0|(?:(?:[1-9]|[34]8;2(?:;[0-9]{1,3}){3})(?:;|(?=m)))+)m"
    "|\x1b\\[(?!99;98H)[0-9]{1,3};[0-9]{1,3}H"
    "|\x1b\\[\\?(?:7|25|1000|1003|1004|1006|1015|1049|2004|2026|2048)[hl]"
    "|\x1b\\[\\?(?:2026|2048)\\$p"
    "|\x1b\\[(?:>[0-9]+|<)u"
    "|\x1b\\]22;[a-z-]*\x07"
)
"""All that Textual writes to the terminal: exact colours and manners, where to write, its modes at
the beginning and the end, and how the mouse looks."""

FORBIDDEN = re.compile(
    "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\U000e0000-\U000e007f]"
)
"""What acts on the terminal or cannot be seen; looked for in what is left without `OWN`."""


def hostile(path: Path) -> None:
    """A workspace in which every field is hostile."""
    with annot.open(path, actor=f"dana {ONE_LINE}") as workspace:
        article = workspace.articles.add(
            f"One is so. {TEXT}\n\nTwo is so. {TEXT}",
            title=ONE_LINE, byline=ONE_LINE, publication=ONE_LINE,
        )  # fmt: skip
        for quote in ("One is so", "Two is so"):
            claim = workspace.claims.add(
                article, quote=quote, text=TEXT, reasoning=TEXT, correction=TEXT, verdict="refuted",
                checker=ONE_LINE, tags=[ONE_LINE], key=ONE_LINE,
                extra={ONE_LINE: TEXT},
            )  # fmt: skip
            source = workspace.sources.add(
                url=f"{ADDRESS}{quote[:3]}", title=ONE_LINE, authors=[ONE_LINE],
                publisher=ONE_LINE, archived_url=ADDRESS,
            )  # fmt: skip
            evidence = workspace.evidence.add(
                claim, source, passage=TEXT, locator=ONE_LINE, note=TEXT
            )
            workspace.notes.add(claim, TEXT)
            workspace.notes.add(evidence, TEXT)
            workspace.notes.answer(workspace.notes.ask(claim, TEXT, to="author"), TEXT)
            workspace.notes.ask(claim, TEXT, to="editor")
        workspace.people.set(ONE_LINE, role="editor")
        for number in (1, 2):
            workspace.assignments.add(number, name=f"{ONE_LINE} judge")
            workspace.judgements.give(number, verdict="supported", note=TEXT)
            with annot.open(path, actor=f"kim {ONE_LINE}") as other:
                other.judgements.give(number, verdict="unproven", note=TEXT)
        workspace.articles.revise(article, f"One is not so. {TEXT}\n\nTwo is so too. {TEXT}")


SCREENS = (
    # Keys, what is seen then, and the keys back.
    ("E", "Reasoning", "\x1b"),
    ("p", "Correction of claim", "\x1b"),
    ("a", "Evidence for claim", "\x1b"),
    ("s", "Archived", "\x1b"),
    ("i", "Note on claim", "\x1b"),
    ("I", "Query about claim", "\x1b"),
    ("R", "Answer to query", "\x1b"),
    ("?", "k scroll", "\x1b"),
    (":", "What to do", "\x1b"),
    ("\x0f", "Open article", "\x1b"),
    ("H", "The rules of proof", "\x1b"),
    ("F", "Draft 2: ", "\x1b"),
    ("K", "Like claim", "\x1b"),
    ("Y", "What was done", "\x1b"),
    ("L", "J merge", "\x1b"),
    ("@", "E role", "\x1b"),
    ("&", "Take it back", "\x1b"),
)


AWAY = ("\x1b", "\x1b", "\x1b")  # from suggestions, from a form, to the article
PANES = ("\r", "j", "\r", *AWAY, "\r", "j", "j", "\r", *AWAY, "\r", "G", "g", "\x1b")
LISTS = ("W", "\t", "\t", "G", " ", "4", "u", "z", "z", "U")
NO_REPORT = "[/]\u202e[bold.exe"


@pytest.mark.parametrize("size", [(160, 48), (80, 24)], ids=["wide", "narrow"])
def test_no_byte_of_the_ledger_acts_on_the_terminal(
    path: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    hostile(path)
    with PseudoTerminal(path, size=size, home=tmp_path) as terminal:
        terminal.wait_for("? help")
        terminal.wait_for("0 of 2")
        for key, words, back in SCREENS:
            terminal.send(key)
            terminal.wait_for(words)
            terminal.settle()
            terminal.send(back)
            terminal.wait_for(words, gone=True)
        for word in ("f", "/", "#"):
            terminal.send(word, *"[/] [bold", "\r")
            terminal.settle()
            terminal.send("\x1b")
            terminal.settle()
        for keys in (*PANES, *LISTS, "r", "\r", "\x15", NO_REPORT, "\r"):
            terminal.send(keys)
            terminal.settle()
        terminal.wait_for("No report can")
        terminal.send("\x1b")
        terminal.settle()
        terminal.send("q")
        assert terminal.wait_for_the_end() == 0
    written = OWN.sub("", terminal.raw.decode())
    found = FORBIDDEN.search(written)
    assert found is None, repr(written[max(0, found.start() - 80) : found.end() + 40])
    assert longest_run_of_marks(written) < 100
    with annot.open(path, actor="erin") as workspace:
        assert not workspace.history.verify().breaks
        assert workspace.claims.get(1).reasoning == TEXT


def longest_run_of_marks(written: str) -> int:
    return max((len(run) for run in re.findall("\u0301+", written)), default=0)


OTHERS = (
    "\x1b[14t", "\x1b[6n", "\x1b[c", "\x1b[2J", "\x1b[5;7r", "\x1b[4h", "\x1b[?1047h",
    "\x1b[1;31m", "\x1b[38;5;1m", "\x1b[s", "\x1bc", "\x1b#8", "\x1b(0", "\x1b[!p", "\x1b[20p",
    "\x1b]22;x\x1b\\", "\x00",
)  # fmt: skip


@pytest.mark.parametrize("escape", [*ESCAPES, *OTHERS, *UNSEEN.replace("\u00ad", "")], ids=repr)
def test_the_check_would_find_it(escape: str) -> None:
    assert FORBIDDEN.search(OWN.sub("", f"a{escape}b"))
