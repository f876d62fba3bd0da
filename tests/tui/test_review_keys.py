"""The table of keys and the screen say the same, and no operation is out of reach."""

from __future__ import annotations

import ast
import inspect
from collections import Counter
from pathlib import Path

import pytest
from reviewing import NARROW, WIDE, reviewing
from textual.binding import Binding

import annot
from annot.operations.articles import Articles
from annot.operations.assignments import Assignments
from annot.operations.care import Care
from annot.operations.claims import Claims
from annot.operations.evidence import EvidenceLinks
from annot.operations.history import History
from annot.operations.judgements import Judgements
from annot.operations.notes import Notes
from annot.operations.people import People
from annot.operations.snapshots import Snapshots
from annot.operations.sources import Sources
from annot.rules.book import Rules
from annot.store.models import Article
from annot.tui.app import ReviewApp
from annot.tui.article_paint import GUTTER, IN_HAND_SIGN
from annot.tui.groups import GROUPS
from annot.tui.keys import KEYS, Key, bar
from annot.tui.review import ReviewScreen
from annot.tui.table_screen import TableScreen

NOUNS: dict[str, type] = {
    "article": Articles,
    "claim": Claims,
    "source": Sources,
    "snapshot": Snapshots,
    "evidence": EvidenceLinks,
    "note": Notes,
    "rule": Rules,
    "person": People,
    "assignment": Assignments,
    "judgement": Judgements,
    "history": History,
    "workspace": Care,
}

READING = {
    "article.get", "article.list", "article.revision", "article.text", "article.content",
    "article.repeats", "article.coverage", "article.fates",
    "article.diff", "article.revisions", "claim.get", "claim.list", "claim.anchors",
    "claim.doubles", "claim.same",
    "source.get", "source.list", "source.doubles", "evidence.get", "evidence.list",
    "note.get", "note.list", "article.read", "snapshot.list", "snapshot.get", "snapshot.text",
    "snapshot.data", "snapshot.latest", "snapshot.standing", "snapshot.standings",
    "history.list", "history.verify", "rule.list", "rule.get", "rule.chosen", "person.list",
    "person.work", "assignment.list", "judgement.list", "judgement.disputed",
    "judgement.agreement",
}  # fmt: skip
"""What writes nothing; the screen reads by a path of its own."""

REACHED_OTHERWISE = {
    "article.unaccept": "x on a sentence that is accepted",
    "claim.unlink": "K, then l on one that is linked",
    "evidence.set": "Enter on a piece of evidence",
    "evidence.remove": "Del on a piece of evidence",
    "note.set": "Enter on a note",
    "note.remove": "Del on a note",
    "source.add": "a, with a source that is not known yet",
    "source.merge": "L, then J",
    "snapshot.keep": "ctrl+k",
    "source.remove": "L, then Del",
    "rule.on": "ctrl+g, then Space",
    "rule.off": "ctrl+g, then Space",
    "rule.preset": "ctrl+g, then p",
    "person.set": "@, then a or E",
    "person.remove": "@, then Del",
    "assignment.remove": "&, then: take it back",
    "judgement.give": "B, then a verdict for a claim that one was asked to judge",
    "history.undo": "u",
    "history.redo": "ctrl+r",
    "history.seal": "r: every report is sealed",
}
"""Operations without a key of their own, and where they are."""

ON_THE_COMMAND_LINE = {
    "article.add": "a text comes from a file or a pipe",
    "article.add_file": "a text comes from a file or a pipe",
    "article.set": "title and byline are said when the text is taken in",
    "article.revise": "a draft comes from a file or a pipe; F shows what it asks",
    "article.revise_file": "a draft comes from a file or a pipe; F shows what it asks",
    "workspace.purge": "cannot be undone; not a thing for one key",
    "article.remove": "takes all claims with it; not a thing for one key",
}
"""Operations that the screen does not offer, and why."""


def operations() -> set[str]:
    return {
        f"{noun}.{name}"
        for noun, home in NOUNS.items()
        for name, _ in inspect.getmembers(home, inspect.isfunction)
        if not name.startswith("_")
    }


@pytest.mark.parametrize("key", KEYS, ids=lambda key: f"{key.keys[0]}-{key.action}")
def test_every_row_has_its_action_with_these_arguments(key: Key) -> None:
    name, _, arguments = key.action.partition("(")
    homes = [getattr(group, name) for group in GROUPS if hasattr(group, name)]
    (action,) = homes or [getattr(ReviewScreen, f"action_{name}")]
    given = ast.literal_eval(f"({arguments.rstrip(')')},)") if arguments else ()
    inspect.signature(action).bind(None, *given)


def test_no_two_rows_share_a_key_or_a_sentence() -> None:
    keys = Counter(name for key in KEYS for name in key.keys)
    assert not [name for name, count in keys.items() if count > 1]
    sentences = Counter(key.help for key in KEYS)
    assert not [sentence for sentence, count in sentences.items() if count > 1]


def test_no_key_is_one_that_terminals_or_screen_keep_for_themselves() -> None:
    kept = {"ctrl+i", "ctrl+m", "ctrl+h", "ctrl+j", "ctrl+a", "ctrl+b", "ctrl+c", "ctrl+z"}
    app = {binding.key for binding in ReviewApp.BINDINGS if isinstance(binding, Binding)}
    assert not {name for key in KEYS for name in key.keys} & (kept | app)


def test_every_action_of_the_screen_has_a_key() -> None:
    methods = [*vars(TableScreen), *vars(ReviewScreen)]
    own = {name for name in methods if name.startswith("action_")}
    assert own <= {f"action_{key.action.partition('(')[0]}" for key in KEYS}


def test_every_operation_of_the_table_exists() -> None:
    named = {key.operation for key in KEYS if key.operation}
    assert {name if "." in name else f"history.{name}" for name in named} <= operations()


def test_every_operation_is_on_the_screen_or_there_is_a_reason() -> None:
    named = {key.operation for key in KEYS}
    known = named | READING | set(REACHED_OTHERWISE) | set(ON_THE_COMMAND_LINE)
    assert operations() <= known
    assert set(REACHED_OTHERWISE) | set(ON_THE_COMMAND_LINE) | READING <= operations()


def test_the_key_bar_offers_help_first_and_every_label_is_short() -> None:
    assert bar()[0] == ("?", "help")
    assert all(len(label) <= 9 for _, label in bar())


async def test_every_key_does_something_without_a_crash_and_esc_leads_back(
    path: Path, workspace: annot.Workspace, article: Article,
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    claim = workspace.claims.add(article, quote="opened in 1998")
    workspace.claims.add(article, quote="12 of its 30 readings")
    workspace.evidence.add(claim, workspace.sources.add(title="Report"))
    async with reviewing(path, size=NARROW) as review:
        for key in KEYS:
            if key.action != "quit":
                await review.rattle(key.keys[0], "escape", "escape")
        await review.until(lambda: review.top is review.screen)
    assert not workspace.history.verify().breaks


@pytest.mark.parametrize(
    ("keys", "moved_to"),
    [
        ("w", "library"), ("ww", "on"), ("wwb", "library"), ("e", "e library"),
        ("l", "he library"), ("lh", "The library on Mill Street opened in 1998. It"),
        (")", "It has"), ("))", "Last year"), (")(", "The library"), ("G", ""),
        ("Gg", "The library"),
    ],
)  # fmt: skip
async def test_motions_in_the_article(
    path: Path, workspace: annot.Workspace, keys: str, moved_to: str
) -> None:
    text = (
        "The library on Mill Street opened in 1998. It has 40,000 books, says the\n"
        "head librarian. Last year it was so."
    )
    workspace.articles.add(text, title="Mill Street")
    async with reviewing(path) as review:
        await review.press(*keys)
        cursor = review.screen.article_view.cursor
        assert text[cursor:].startswith(moved_to)


async def test_the_text_marks_the_claim_in_hand_however_it_was_taken(
    path: Path, workspace: annot.Workspace
) -> None:
    text = "The mill burnt down in 1907.\n\nIts owner was insured.\n\nNobody was hurt."
    article = workspace.articles.add(text, title="The mill")
    numbers = [
        workspace.claims.add(article, quote=quote).id
        for quote in ("The mill burnt down in 1907.", "Nobody was hurt.")
    ]

    async with reviewing(path) as review:

        def marked() -> list[str]:
            view = review.screen.article_view
            lines = [view.render_line(y).text for y in range(view.size.height)]
            return [line.split(IN_HAND_SIGN)[1].strip() for line in lines if IN_HAND_SIGN in line]

        assert marked() == ["The mill burnt down in 1907."]
        await review.press(*"jjjj")
        assert (review.claim, marked()) == (numbers[1], ["Nobody was hurt."])
        await review.press("g")
        assert (review.claim, marked()) == (numbers[0], ["The mill burnt down in 1907."])
        view = review.screen.article_view
        await review.pilot.click(view, offset=(GUTTER + 2, view.styles.gutter.top + 4))
        await review.settled()
        assert (review.claim, marked()) == (numbers[1], ["Nobody was hurt."])


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_the_panes_are_gone_through_and_the_one_in_hand_is_seen(
    path: Path, workspace: annot.Workspace, article: Article, size: tuple[int, int]
) -> None:
    workspace.claims.add(article, quote="opened in 1998")
    async with reviewing(path, size=size) as review:
        screen = review.screen
        for key, pane in (
            ("tab", screen.pane), ("tab", screen.list), ("tab", screen.article_view),
            ("shift+tab", screen.list), ("enter", screen.article_view), ("enter", screen.pane),
            ("escape", screen.article_view),
        ):  # fmt: skip
            await review.press(key)
            assert screen.focused is pane
            assert pane.region.area > 0
        await review.press("z")
        assert screen.article_view.region.width == size[0]
        assert not screen.list.region.area
        await review.press("tab")
        assert screen.pane.region.width == size[0]
        await review.press("z")
        assert screen.article_view.region.area or screen.list.region.area


async def test_in_the_pane_the_keys_go_through_its_items(
    path: Path, workspace: annot.Workspace, article: Article
) -> None:
    claim = workspace.claims.add(article, quote="opened in 1998")
    for title in ("One", "Two", "Three"):
        workspace.evidence.add(claim, workspace.sources.add(title=title))
    async with reviewing(path) as review:
        pane, cursor = review.screen.pane, review.screen.article_view.cursor
        await review.press("enter", "j", "j")
        assert pane.item == ("evidence", 2)
        await review.press("k", "G", "pagedown", "pageup", "g")
        assert review.screen.article_view.cursor == cursor
        await review.press("enter")
        assert review.field_in_hand == "text"


@pytest.mark.parametrize("key", ["i", "f"])
async def test_keys_that_edit_act_in_their_turn_however_fast_they_come(
    path: Path, workspace: annot.Workspace, article: Article, key: str
) -> None:
    workspace.claims.add(article, quote="opened in 1998")
    keys = (*"abx", "backspace", "left", *"12", "home", "delete", *"3", "end", *"4")
    async with reviewing(path) as review:
        await review.rattle(key, *"old", "ctrl+u", *keys, "ctrl+s" if key == "i" else "enter")
        if key == "f":
            assert review.screen.typed_filter == "312b4"
    assert [note.text for note in workspace.notes.list()] == (["312b4"] if key == "i" else [])


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_the_terminals_own_cursor_goes_with_the_pane_in_hand(
    path: Path, workspace: annot.Workspace, article: Article, size: tuple[int, int]
) -> None:
    workspace.claims.add(article, quote="opened in 1998")
    async with reviewing(path, size=size) as review:
        screen = review.screen
        for pane in (screen.pane, screen.list, screen.article_view):
            await review.press("tab")
            assert pane.has_focus
            assert review.app.cursor_position in pane.region
        await review.press("slash", *"recorded", "enter")
        assert review.app.cursor_position in screen.article_view.region
        row = review.app.cursor_position.y - screen.article_view.content_region.y
        assert "recorded" in screen.article_view.render_line(row).text
