"""The sources screen: what is listed, who cites what, and what the keys do to the ledger."""

from __future__ import annotations

import ast
import inspect
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from reviewing import NARROW, WIDE, Review, history, reviewing

import annot
from annot.store.models import Article
from annot.tui.form import Form
from annot.tui.help import HelpScreen
from annot.tui.keys import Key, bar
from annot.tui.list_screen import ListScreen
from annot.tui.review import ReviewScreen
from annot.tui.source_keys import SOURCE_KEYS
from annot.tui.source_list import SIGNS
from annot.tui.sources_screen import SourcesScreen
from annot.tui.table_screen import TableScreen
from tests.pages import site

URL = "https://library.example/report"
HOSTILE = "\x1b]52;c;eA==\x07 [/] [@click=app.quit]x[/] \u202eback\u2066 \x9b2J"


@pytest.fixture(autouse=True)
def claims(workspace: annot.Workspace, article: Article) -> list[int]:
    """Two claims, and four sources: two that look like one, cited, and two that nobody cites."""
    add, cite = workspace.sources.add, workspace.evidence.add
    first = workspace.claims.add(article, quote="opened in 1998")
    second = workspace.claims.add(article, quote="12 of its 30 readings")
    workspace.claims.set(first, verdict="supported")
    workspace.claims.set(second, verdict="refuted")
    report = add(url=URL, title="Annual report", publisher="The library", kind="report")
    again = add(url=f"{URL}?ref=home", title="The report", accessed="2025-01-02")
    add(title="Talk with the librarian", kind="interview", confidential=True)
    add(url="https://a.example/", title="Zoo", archived_url="https://archive.example/a",
        accessed="2024")  # fmt: skip
    cite(first, report, passage="Since 1998", locator="p. 1")
    cite(second, report, stance="refutes", passage="Eleven readings")
    cite(second, again, stance="context", passage="Some readings")
    return [first.id, second.id]


def screen(review: Review) -> SourcesScreen:
    assert isinstance(review.top, SourcesScreen), review.top
    return review.top


def listed(review: Review) -> list[str]:
    return [row.slug for row in screen(review).list.rows]


def in_hand(review: Review) -> str:
    row = screen(review).list.current
    return row.slug if row else ""


def lines(review: Review) -> dict[str, str]:
    """The lines of the list by what their source is called."""
    widget = screen(review).list
    drawn = [widget.render_line(y).text for y in range(len(widget.rows))]
    return {row.slug: line for row, line in zip(widget.rows, drawn, strict=True)}


def told_of_source(review: Review) -> str:
    pane = screen(review).pane
    drawn = (pane.render_line(y).text.split() for y in range(pane.size.height))
    return " ".join(" ".join(words) for words in drawn)


async def doubles(review: Review) -> None:
    await review.until(lambda: screen(review).shelf.alike, "the doubles")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_all_sources_are_listed_with_who_cites_the_one_in_hand(
    path: Path, workspace: annot.Workspace, size: tuple[int, int]
) -> None:
    async with reviewing(path, size=size) as review:
        await review.press("L")
        await doubles(review)
        assert listed(review) == ["annual-report", "talk-with-the-librarian", "the-report", "zoo"]
        assert in_hand(review) == "annual-report"  # that of the claim in hand
        line = lines(review)
        assert line["annual-report"].split()[:4] == ["▸", "!?=", "2", "Annual"]
        assert line["the-report"].split()[:3] == ["!", "=", "1"]
        assert line["talk-with-the-librarian"].split()[:2] == ["§", "0"]
        assert line["zoo"].split()[:2] == ["0", "Zoo"]
        assert "The library" in line["annual-report"]
        assert ("interview" in line["talk-with-the-librarian"]) == (size == WIDE)
        told = told_of_source(review)
        for words in ("annual-report report", URL, "not archived", "never looked at"):
            assert words in told
        await review.press("enter", "pagedown")
        told = told_of_source(review)
        assert "✗ ● 2 12 of its 30 readings mill-street − refutes “Eleven readings”" in told
        await review.press("escape", "G")
        told = told_of_source(review)
        assert "zoo page" in told
        assert "accessed 2024" in told
        assert "not cited" in told


async def test_the_source_of_the_evidence_in_hand_comes_first(
    path: Path, workspace: annot.Workspace
) -> None:
    async with reviewing(path) as review:
        await review.press("right_square_bracket", "enter", "j", "j", "L")
        assert in_hand(review) == "the-report"
        await review.press("L")
        assert review.top is review.screen
        await review.press("L", "escape")
        assert review.top is review.screen


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_enter_on_a_claim_goes_to_it_in_the_review(
    path: Path, claims: list[int], size: tuple[int, int]
) -> None:
    async with reviewing(path, size=size) as review:
        await review.press("L", "enter", "j", "enter")
        assert isinstance(review.top, ReviewScreen)
        assert review.claim == claims[1]
        assert "12 of its 30 readings" in review.pane_text()
        assert review.screen.article_view.has_focus


async def test_enter_goes_to_a_claim_of_another_article(
    path: Path, workspace: annot.Workspace
) -> None:
    other = workspace.articles.add("The zoo has two bears.", title="Zoo story")
    claim = workspace.claims.add(other, quote="two bears")
    workspace.evidence.add(claim, "zoo")
    async with reviewing(path, "mill-street") as review:
        await review.rattle("L", "G", "enter", "enter")
        assert review.claim == claim.id
        assert review.screen.article is not None
        assert review.screen.article.slug == "zoo-story"


async def test_doubles_are_gone_to_marked_and_merged_and_one_undo_takes_it_back(
    path: Path, workspace: annot.Workspace, claims: list[int]
) -> None:
    async with reviewing(path) as review:
        await review.press("L", "G", "d")
        assert in_hand(review) == "annual-report"
        await review.press("d")
        assert in_hand(review) == "the-report"
        await review.press("d")
        assert in_hand(review) == "annual-report"
        await review.press("D", "D", "x")
        assert "1 marked" in review.lines()[0]
        await review.press("J")
        assert listed(review) == ["annual-report", "talk-with-the-librarian", "zoo"]
        assert in_hand(review) == "annual-report"
        assert "1 source put into annual-report" in review.lines()[0]
        assert "u undoes" in review.lines()[0]
        assert lines(review)["annual-report"].split()[:3] == ["▸", "!", "3"]
        assert "“Some readings”" in told_of_source(review)
        assert "marked" not in screen(review).status.narrowing
        assert [e.source_id for e in workspace.evidence.list(claims[1])] == [1, 1]
        await review.press("u")
        assert len(listed(review)) == 4
        assert "undone" in review.lines()[0]
        await doubles(review)
        await review.press("ctrl+r")
        assert len(listed(review)) == 3
        await review.press("d")
        assert "No two sources" in review.lines()[0]
    assert history(workspace)[-3:] == ["source.merge", "undo", "redo"]


async def test_marked_by_hand_they_are_put_into_the_one_in_hand_however_fast_it_is_typed(
    path: Path, workspace: annot.Workspace
) -> None:
    async with reviewing(path) as review:
        await review.rattle("L", "g", "space", "space", "G", "J")
        assert listed(review) == ["the-report", "zoo"]
    zoo = workspace.sources.get("zoo")
    assert (zoo.title, zoo.publisher, zoo.confidential) == ("Zoo", "The library", True)


async def test_without_marks_nothing_is_merged_and_esc_takes_marks_away(
    path: Path, workspace: annot.Workspace
) -> None:
    async with reviewing(path) as review:
        await review.press("L", "J")
        assert "Mark the sources first" in review.lines()[0]
        await review.press("G", "x")
        assert "looks like no other" in review.lines()[0]
        await review.press("space", "escape")
        assert not screen(review).list.marks
        await review.press("escape")
        assert review.top is review.screen
    assert len(workspace.sources.list()) == 4


async def test_the_review_shows_what_was_merged(path: Path, claims: list[int]) -> None:
    async with reviewing(path) as review:
        await review.press("right_square_bracket")
        assert "The report" in review.pane_text()
        await review.press("L", "x", "J", "q")
        assert review.claim == claims[1]
        assert "The report" not in review.pane_text()
        assert "Some readings" in review.pane_text()


async def test_a_source_is_edited_in_its_form(path: Path, workspace: annot.Workspace) -> None:
    async with reviewing(path) as review:
        await review.press("L", "G", "s")
        assert isinstance(review.top, Form)
        await review.fill(title="Aardvarks", confidential="yes")
        await review.save()
        assert in_hand(review) == "zoo"
        assert listed(review)[0] == "zoo"
        assert lines(review)["zoo"].split()[:2] == ["▸", "§"]
        assert "source zoo edited" in review.lines()[0]
        assert "Aardvarks" in told_of_source(review)
    assert workspace.sources.get("zoo").title == "Aardvarks"


async def test_only_a_source_that_nothing_cites_is_removed(
    path: Path, workspace: annot.Workspace
) -> None:
    async with reviewing(path) as review:
        await review.press("L", "delete")
        assert "still depends on this source" in review.toasts
        await review.press("G", "delete")
        assert "source zoo removed" in review.lines()[0]
        assert in_hand(review) == "the-report"
    assert [source.slug for source in workspace.sources.list()] == [
        "annual-report", "the-report", "talk-with-the-librarian",
    ]  # fmt: skip


async def test_the_filter_narrows_while_it_is_typed(path: Path) -> None:
    async with reviewing(path) as review:
        await review.press("L", "f", *"no:archive")
        assert listed(review) == ["annual-report", "the-report"]
        assert "2 of 4" in review.lines()[0]
        await review.press("enter", "j")
        assert in_hand(review) == "the-report"
        await review.press("slash", "ctrl+u", *"libr", "escape")
        assert listed(review) == ["annual-report", "the-report"]
        await review.press("f", "ctrl+u", *"nothing", "enter")
        assert listed(review) == []
        assert "No source matches the filter" in told_of_source(review)
        await review.press("j", "G", "enter", "s", "o", "space", "x", "J", "delete", "d", "escape")
        await review.press("escape")
        assert len(listed(review)) == 4
        await review.press("f", *"no:archve", "enter")
        assert "Did you mean 'archive'?" in review.text
        await review.press("escape", "f", *"is:double sort:-cited", "enter")
        await review.until(lambda: listed(review) == ["the-report", "annual-report"])


async def test_what_others_write_is_shown(path: Path, workspace: annot.Workspace) -> None:
    async with reviewing(path) as review:
        await review.press("L")
        workspace.sources.add(title="Brand new")
        await review.until(lambda: "brand-new" in listed(review))
        assert in_hand(review) == "annual-report"
        workspace.evidence.add(2, "zoo", passage="A zoo!")
        await review.until(lambda: lines(review)["zoo"].split()[0] == "1")


async def test_a_source_is_opened_in_the_browser_but_no_trap(
    path: Path, workspace: annot.Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    workspace.sources.add(url="https://bank.example@evil.example/", title="A trap")
    async with reviewing(path) as review:
        monkeypatch.setattr(review.app, "open_url", opened.append)
        await review.press("L", "g", "o")
        assert "has no web address" in review.lines()[0]
        await review.press("j", "o", "O", "G", "O")
    assert opened == [URL, "https://archive.example/a"]


async def test_without_sources_it_says_where_they_come_from(tmp_path: Path) -> None:
    with annot.open(tmp_path / "empty.db", actor="dana") as workspace:
        workspace.claims.add(text="One is so.")
    async with reviewing(tmp_path / "empty.db") as review:
        await review.press("L")
        assert "No source yet" in told_of_source(review)
        for key in SOURCE_KEYS:
            if key.action not in ("close", "help", "palette", "filter"):
                await review.press(key.keys[0])
                if review.top is review.screen:
                    await review.press("L")


async def test_a_second_reader_is_not_told_what_was_found(path: Path) -> None:
    async with reviewing(path) as review:
        await review.press("B", "L", "g")
        assert "· ● 2 12 of its 30 readings" in told_of_source(review)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_hostile_words_are_shown_harmlessly(
    path: Path, workspace: annot.Workspace, size: tuple[int, int]
) -> None:
    for number in range(2):
        source = workspace.sources.add(
            url=f"https://x.example/{number}\x1b]0;M\x07\u202e", title=f"0{HOSTILE}",
            publisher=HOSTILE, authors=[HOSTILE], identifiers={HOSTILE: HOSTILE, "isbn": "123"},
        )  # fmt: skip
        workspace.evidence.add(1, source, passage=f"{HOSTILE}\n\n{HOSTILE}", locator=HOSTILE)
        workspace.notes.add(source, HOSTILE)
    async with reviewing(path, size=size) as review:
        await review.press("L", "g")
        await doubles(review)
        await review.press("x", "o", "J", "u", "enter", "G", "g", "escape", "f", *"[/]", "enter")
        seen = review.text
        assert "␛]52" in seen
        assert not set("\x1b\x07\x9b\u202e\u2066") & set(seen)
        assert all(len(line) >= size[0] - 2 for line in review.lines())
    assert history(workspace)[-2:] == ["source.merge", "undo"]


async def test_thousands_of_sources_are_listed_narrowed_and_searched_for_doubles(
    path: Path, workspace: annot.Workspace
) -> None:
    with workspace.operation("source.add"):
        for number in range(3_000):
            workspace.sources.add(
                url=f"https://city.example/{number}",
                title=f"Minutes of meeting {number}",
                publisher="City council",
            )
    async with reviewing(path) as review:
        await review.press("L", "G")
        assert len(listed(review)) == 3_004
        assert in_hand(review) == "zoo"
        await review.press("f", *"2999", "enter")
        assert listed(review) == ["minutes-of-meeting-2999"]
        await review.press("escape", "d")
        await doubles(review)
        assert len(screen(review).shelf.alike) == 2


# The table of its keys


@pytest.mark.parametrize("key", SOURCE_KEYS, ids=lambda key: f"{key.keys[0]}-{key.action}")
def test_every_row_has_its_action_with_these_arguments(key: Key) -> None:
    name, _, arguments = key.action.partition("(")
    action = getattr(SourcesScreen, f"action_{name}")
    given = ast.literal_eval(f"({arguments.rstrip(')')},)") if arguments else ()
    inspect.signature(action).bind(None, *given)


def test_no_two_rows_share_a_key_and_every_action_has_one() -> None:
    keys = Counter(name for key in SOURCE_KEYS for name in key.keys)
    assert not [name for name, count in keys.items() if count > 1]
    methods = [*vars(TableScreen), *vars(ListScreen), *vars(SourcesScreen)]
    own = {name for name in methods if name.startswith("action_")}
    assert own == {f"action_{key.action.partition('(')[0]}" for key in SOURCE_KEYS}
    assert all(len(label) <= 9 for _, label in bar(SOURCE_KEYS))


async def test_its_help_has_every_key_and_the_meaning_of_every_sign(path: Path) -> None:
    async with reviewing(path) as review:
        await review.press("L", "question_mark")
        assert isinstance(review.top, HelpScreen)
        for words in [key.help for key in SOURCE_KEYS] + [meaning for _, meaning in SIGNS]:
            assert words.split()[0] in review.text
        assert "Put the marked sources into" in review.text
        await review.press("escape", "colon")
        await review.until(lambda: "What to do" in review.text)
        await review.press("escape")
        await review.until(lambda: isinstance(review.top, SourcesScreen))


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A site on this machine that counts as one of the world."""
    monkeypatch.setattr("annot.intake.network.is_public", lambda _: True)
    with site() as found:
        yield found


async def test_what_the_marked_sources_say_is_kept_and_dead_ones_are_told(
    path: Path, workspace: annot.Workspace, address: str
) -> None:
    workspace.sources.add(url=f"{address}/page", title="AAA there")
    workspace.sources.add(url=f"{address}/gone", title="AAB gone")
    async with reviewing(path) as review:
        await review.press("L")
        await review.until(lambda: listed(review)[:2] == ["aaa-there", "aab-gone"], "the list")
        await review.press("g", "space", "space", "a")
        await review.until(lambda: len(workspace.snapshots.list()) == 2, "two snapshots")
        await review.until(lambda: "1 of 2 sources kept" in screen(review).status.told, "the end")
        there, gone = lines(review)["aaa-there"], lines(review)["aab-gone"]
        assert "†" in gone
        assert "!" not in there
        assert "†" not in there
        await review.press("g")
        await review.until(lambda: "snapshot 1" in told_of_source(review), "the snapshot")
        await review.press("f")
        await review.type("is:dead")
        await review.press("enter")
        assert listed(review) == ["aab-gone"]


async def test_a_wait_for_an_answer_can_be_given_up(
    path: Path, workspace: annot.Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    monkeypatch.setattr("annot.operations.snapshots.look", lambda _: go_on.wait(30))
    async with reviewing(path) as review:
        await review.press("L", "a")
        await review.until(lambda: "Esc gives up" in screen(review).status.told, "the wait")
        await review.press("escape")
        assert "Given up" in screen(review).status.told
        go_on.set()
    assert workspace.snapshots.list() == []
