"""The review screen and all that can be there: nothing, much, and other people."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import pytest
from reviewing import NARROW, PATIENCE, WIDE, reviewing

import annot
from annot.store import sqlite_file
from annot.store.models import Article
from annot.tui import app as app_module
from annot.tui import review as review_module
from annot.vocabulary import Verdict

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
EVERY_KEY = (
    "jkgGw[]{}()behlzvV<>cCUx12345678 0TOQDAS.Y", "EpaisIRoy", "nNWuHX",
)  # fmt: skip


def copied(connection: sqlite3.Connection, table: str, count: int, **new: str) -> None:
    """The row of claim 1 in a table again, as `n` from 2 up to a count, with new values."""
    key = "claim_id" if table == "anchor" else "id"
    new = {"id": "n", "uid": "randomblob(16)", **new}
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    connection.execute(
        "WITH RECURSIVE numbers(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)"
        f""" INSERT INTO {table} ({", ".join(f'"{column}"' for column in columns)})"""
        f""" SELECT {", ".join(new.get(column, f'"{column}"') for column in columns)}"""
        f" FROM numbers, (SELECT * FROM {table} WHERE {key} = 1 LIMIT 1)",
        (count,),
    )


def many_claims(path: Path, count: int, *, every: int = 0) -> None:
    """Copies of claim 1, without a place, or each so many code points after the last."""
    start = f"(n - 1) * {every or 1_000}"
    with sqlite3.connect(path) as connection:
        copied(connection, "claim", count, text="'Claim number ' || n", position=start)
        if every:
            copied(connection, "anchor", count, claim_id="n", start=start, end=f"{start} + 8")
        connection.execute("UPDATE counter SET last = ?", (count,))


@SIZES
async def test_an_empty_workspace_says_how_to_begin(
    path: Path, workspace: annot.Workspace, size: tuple[int, int]
) -> None:
    async with reviewing(path, size=size) as review:
        assert "then: annot article add FILE" in " ".join(review.pane_text().split())
        for keys in EVERY_KEY if size == WIDE else ():
            await review.press(*("space" if key == " " else key for key in keys), "escape")
        await review.press("tab", "tab", "enter", "space", "delete", "right_square_bracket")
    assert not workspace.claims.list()


async def test_an_article_that_somebody_adds_does_not_disturb(
    path: Path, workspace: annot.Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(review_module, "POLL_SECONDS", 0.1)
    async with reviewing(path) as review:
        with annot.open(path, actor="erin") as other:
            other.articles.add("The pool has two lanes.", title="The pool")
        await review.until(lambda: "Others have written" in review.told)
        await review.press("ctrl+o", "enter")
        assert review.screen.status.title == "The pool"
        await review.press("c")
    assert [claim.text for claim in workspace.claims.list()] == ["The pool has two lanes."]


async def test_claims_without_an_article_are_worked_through(
    path: Path, workspace: annot.Workspace
) -> None:
    for text in ("One is so.", "Two is so.", "Three is so."):
        workspace.claims.add(text=text)
    async with reviewing(path) as review:
        assert review.listed == [1, 2, 3]
        assert review.screen.list.has_focus
        await review.press("4", "delete")
        assert review.listed == [1, 3]
        assert review.claim == review.at_cursor == 3
        await review.press("u", "c", "C", "U", "x", "H", "escape")
        assert review.listed == [1, 2, 3]
    assert workspace.claims.get(1).verdict is Verdict.REFUTED


async def test_what_others_write_appears(
    path: Path, workspace: annot.Workspace, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(review_module, "POLL_SECONDS", 0.1)
    for quote in ("opened in 1998", "has 40,000 books"):
        workspace.claims.add(article, quote=quote)
    async with reviewing(path) as review:
        with annot.open(path, actor="erin") as other:
            other.claims.add("mill-street", quote="12 of its 30 readings")
            await review.until(lambda: review.listed == [1, 2, 3])
            assert review.claim == review.at_cursor == 1
            other.claims.set(1, verdict="refuted", reasoning="She looked.")
            await review.until(lambda: "She looked." in review.pane_text())
            row = review.screen.listing.pages.row(0)
            assert row is not None
            assert row.verdict is Verdict.REFUTED
            other.claims.remove(1)
            await review.until(lambda: review.listed == [2, 3])
            assert review.claim == review.at_cursor == 2
        assert "Others have written" in review.told


async def test_what_one_writes_oneself_is_not_taken_for_anothers(
    path: Path, workspace: annot.Workspace, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(review_module, "POLL_SECONDS", 0.1)
    workspace.claims.add(article, quote="opened in 1998")
    async with reviewing(path) as review:
        for key in ("1", "u", "c"):
            await review.press(key)
            await review.settled()
            assert "Others" not in review.told


async def test_two_screens_do_not_lose_each_others_work(
    path: Path, workspace: annot.Workspace, article: Article
) -> None:
    for quote in ("opened in 1998", "has 40,000 books"):
        workspace.claims.add(article, quote=quote)
    async with reviewing(path) as hers, reviewing(path, actor="erin") as his:
        await his.press("i")
        await his.fill(text="his")
        await hers.press("4", "4")
        await his.save()
        await his.press("right_square_bracket", "i")
        await his.fill(text="his too")
        await his.save()
    assert [claim.verdict for claim in workspace.claims.list()] == ["refuted", "refuted"]
    assert [note.text for note in workspace.notes.list()] == ["his", "his too"]
    assert not workspace.history.verify().breaks


@SIZES
async def test_a_megabyte_with_two_thousand_claims(
    path: Path, workspace: annot.Workspace, size: tuple[int, int]
) -> None:
    # Each line has 50 code points, and every tenth begins with a claim.
    lines = (
        f"Sentence {number:05} tells of that many books, no more.\n" for number in range(20_000)
    )
    text = "".join(lines)
    assert len(text) == 20_000 * 50
    workspace.articles.add(text, title="Long")
    workspace.claims.add("long", span=(0, 8))
    many_claims(path, 2_000, every=500)
    async with reviewing(path, size=size) as review:
        assert review.screen.listing.pages.count == 2_000
        await review.press("G")
        assert review.screen.article_view.cursor >= len(text) - 1
        review.screen.article_view.go_to(text.index("Sentence 10000") - 1)
        await review.press("l")
        assert review.claim == 1001
        await review.until(lambda: review.at_cursor == 1001)
        await review.press("4")
        assert review.claim == review.at_cursor == 1002
        assert "Sentence 10010" in review.text
        await review.press("right_parenthesis", "v", "e", "e", "c")
        assert review.claim == review.at_cursor == 2001
        await review.press("u")
        assert review.screen.listing.pages.count == 2_000
        await review.press("slash", *"Sentence 19999 ", "enter")
        assert review.screen.article_view.cursor == text.index("Sentence 19999 ")
    assert workspace.claims.get(1001).verdict == "refuted"


async def test_a_hundred_thousand_claims_to_the_end_and_back(
    path: Path, workspace: annot.Workspace, article: Article
) -> None:
    workspace.claims.add(article, quote="12 of its 30 readings")
    many_claims(path, 100_000)
    async with reviewing(path) as review:
        await review.press("shift+tab")
        await review.rattle("G", "4")
        assert workspace.claims.get(100_000).verdict == "refuted"
        assert workspace.claims.get(1).verdict is None
        assert review.at_cursor == review.claim == 100_000
        assert "Claim number 99999" in review.text
        await review.rattle(*["pageup"] * 20, "1")
        judged = workspace.claims.list("verdict:supported")[0].id
        assert judged < 99_300
        assert review.claim == judged + 1
        await review.rattle("g", "4")
        assert workspace.claims.get(1).verdict == "refuted"
        await review.press("number_sign", *"50000", "enter")
        assert review.claim == review.at_cursor == 50_000
        begun = time.perf_counter()
        await review.press("right_square_bracket")
        assert review.claim == review.at_cursor == 50_001
        assert time.perf_counter() - begun < 2


async def test_a_mark_far_away_is_still_told(
    path: Path, workspace: annot.Workspace, article: Article
) -> None:
    workspace.claims.add(article, quote="12 of its 30 readings")
    many_claims(path, 1_000)
    async with reviewing(path) as review:
        await review.press("space", "shift+tab", "G")
        assert "1 marked" in review.lines()[0]


@SIZES
async def test_the_screen_can_become_small_and_large_again(
    path: Path, workspace: annot.Workspace, article: Article, size: tuple[int, int]
) -> None:
    workspace.claims.add(article, quote="opened in 1998")
    async with reviewing(path, size=size) as review:
        for width, height in ((1, 1), (20, 5), (119, 10), (120, 10), (300, 80), size):
            await review.pilot.resize_terminal(width, height)
            await review.settled()
        await review.press("z", "z", "tab", "z", "tab", "z", "4")
    assert workspace.claims.get(1).verdict == "refuted"


async def test_a_workspace_that_cannot_be_written_is_told(
    path: Path, workspace: annot.Workspace, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_file, "BUSY_SECONDS", 0.2)
    workspace.claims.add(article, quote="opened in 1998")
    async with reviewing(path) as review:
        locking = sqlite3.connect(path, isolation_level=None)
        locking.execute("BEGIN IMMEDIATE")
        await review.press("4")
        assert "Another program is writing" in review.toasts
        assert review.claim == 1
        locking.execute("ROLLBACK")
        locking.close()
        await review.press("4")
    assert workspace.claims.get(1).verdict == "refuted"


async def test_the_rule_above_the_claim_says_whether_keys_go_there(
    path: Path, workspace: annot.Workspace, article: Article
) -> None:
    async with reviewing(path, size=NARROW) as review:
        assert "━━━" not in review.text
        await review.press("tab")
        assert "━━━" in review.text
        await review.press("escape")
        assert "━━━" not in review.text


async def test_what_a_draft_asks_is_decided_with_one_key_each(
    path: Path, workspace: annot.Workspace, article: Article
) -> None:
    text = workspace.articles.text(article)
    workspace.claims.add(article, quote="opened in 1998")
    workspace.claims.add(article, quote="12 of its 30 readings")
    workspace.articles.revise(article, text.replace("1998", "1999").replace("12 of", "13 of"))
    async with reviewing(path) as review:
        await review.press("F")
        assert "2 questions" in review.text
        assert "claim 1 changed: opened in [-1998-]{+1999+}" in review.text
        assert "before  opened in [-1998-]" in review.text
        assert "now  opened in {+1999+}" in review.text
        await review.press("P")
        assert "1 question." in review.text
        assert "claim 1: its place is right" in review.text
        await review.press("u")
        assert "2 questions" in review.text
        await review.press("down", "x")
        assert workspace.claims.get(2).status == "dropped"
        await review.press("enter")
        assert review.claim == 1
        await review.press("F", "p")
        assert review.top is review.screen
        await review.press("F")
        assert review.told == "The latest draft asks nothing"


async def test_one_of_several_places_is_chosen_by_its_digit(
    path: Path, workspace: annot.Workspace
) -> None:
    said = "The report was read by four people."
    article = workspace.articles.add(f"One. {said} Two.\n\nThree.", title="Rain")
    workspace.claims.add(article, quote="read by four people")
    text = f"Zero. {said} Nine.\n\nEight. {said} Ten.\n\nSix. {said} Seven."
    workspace.articles.revise(article, text)
    async with reviewing(path, "rain") as review:
        await review.press("F")
        assert "Six. The report was «read by four people»" in review.text
        await review.press("9")
        assert "1 question" in review.text
        await review.press("3")
    revision = workspace.articles.revision(article)
    (anchor,) = [a for a in workspace.claims.anchors(1) if a.revision_id == revision.id]
    assert (anchor.start, anchor.placement) == (text.index("read by", text.index("Six")), "placed")


async def test_a_draft_that_somebody_else_takes_in_is_shown_and_asks(
    path: Path, workspace: annot.Workspace, article: Article
) -> None:
    text = workspace.articles.text(article)
    claim = workspace.claims.add(article, quote="opened in 1998")
    async with reviewing(path) as review:
        assert "opened in 1998" in review.text
        workspace.articles.revise(article, "A new beginning.\n\n" + text.replace("1998", "1999"))
        await review.until(lambda: "A new beginning." in review.text)
        await review.until(lambda: "Draft 2 asks 1 question: F shows them" in review.told)
        await review.press("P")
        await review.until(lambda: not workspace.claims.list("placement:moved"))
        # Undoing the draft brings the text of before back to the screen, too.
        workspace.history.undo()
        workspace.history.undo()
        await review.until(lambda: "A new beginning." not in review.text)
        assert "opened in 1998" in review.text
    assert workspace.claims.anchors(claim)[0].exact == "opened in 1998"


async def test_words_chosen_in_a_draft_that_is_old_by_now_become_no_claim(
    path: Path, workspace: annot.Workspace, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annot.tui.review.POLL_SECONDS", 3600.0)
    text = workspace.articles.text(article)
    async with reviewing(path) as review:
        await review.press("s")
        workspace.articles.revise(article, "A new beginning.\n\n" + text)
        await review.press("c")
        assert "has draft 2 by now" in review.toasts
    assert workspace.claims.list() == []


async def test_a_draft_that_asks_is_told_when_its_article_is_opened(
    path: Path, workspace: annot.Workspace, article: Article
) -> None:
    workspace.claims.add(article, quote="opened in 1998")
    text = workspace.articles.text(article)
    workspace.articles.revise(article, text.replace("1998", "1999"))
    async with reviewing(path) as review:
        await review.until(lambda: review.told == "Draft 2 asks 1 question: F shows them")


async def test_without_a_draft_nothing_is_asked(
    path: Path, workspace: annot.Workspace, article: Article
) -> None:
    async with reviewing(path) as review:
        await review.press("F")
        assert review.told == "The latest draft asks nothing"


async def test_nothing_is_collected_while_somebody_types(
    path: Path, workspace: annot.Workspace, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    collected: list[bool] = []
    monkeypatch.setattr(app_module, "IDLE_SECONDS", 0.05)
    monkeypatch.setattr(app_module, "PAUSE_SECONDS", PATIENCE)
    async with reviewing(path) as review:
        monkeypatch.setattr(app_module.gc, "collect", lambda: collected.append(True))
        await review.until(lambda: collected, "a collection, since no key was pressed yet")
        await review.press("j")
        collected.clear()
        await review.pilot.pause(0.3)
        assert not collected
