"""Claims that may say the same, beside the claim in hand: seen, gone to, linked."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from reviewing import NARROW, WIDE, history, reviewing

import annot
from annot.operations import installed
from annot.settings import Matching
from annot.store.models import Article
from annot.tui.known import KnownScreen

HOSTILE = "The library opened [@click=app.quit]in 1999\x1b[2J[/] on Mill Street."


@pytest.fixture(autouse=True)
def claims(workspace: annot.Workspace, article: Article) -> None:
    """A claim of the article, and two without one that say nearly the same."""
    workspace.claims.add(article, quote="The library on Mill Street opened in 1998")
    workspace.claims.add(text=HOSTILE)
    workspace.claims.add(text="The library on Mill Street never opened in 1998.")
    workspace.claims.add(text="Whales sing.")
    workspace.claims.set(3, verdict="refuted")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_matches_are_seen_side_by_side_with_what_differs_first(
    path: Path, size: tuple[int, int]
) -> None:
    async with reviewing(path, "mill-street", size=size) as review:
        await review.press("K")
        assert isinstance(review.top, KnownScreen)
        rows = [line for line in review.lines() if "negation: – / never" in line]
        assert "✗ refuted" in rows[0]
        assert "Whales" not in review.text
        await review.press("j")
        assert "numbers: 1998 / 1999" in review.text
        assert "\x1b" not in review.text
        await review.press("escape")
        assert review.top is review.screen
        assert review.claim == 1


async def test_one_key_links_and_the_pane_tells_it(path: Path, workspace: annot.Workspace) -> None:
    async with reviewing(path, "mill-street") as review:
        await review.press("K", "l")
        assert review.told.startswith("claim 1 and claim 3 are the same")
        assert "the same  claim 3  ✗ refuted" in review.pane_text()
        await review.press("K")
        assert "=  " in next(line for line in review.lines() if "negation: " in line)
        await review.press("l")
        assert "no longer the same" in review.told
        assert "the same" not in review.pane_text()
        await review.press("u")
        assert "the same  claim 3" in review.pane_text()
    assert [claim.id for claim in workspace.claims.same(1)] == [3]
    assert workspace.claims.get(1).verdict is None, "nothing is taken over"
    assert history(workspace)[-3:] == ["claim.link", "claim.unlink", "undo"]


async def test_enter_goes_to_the_match(path: Path) -> None:
    async with reviewing(path, "mill-street") as review:
        await review.press("K", "enter")
        assert review.claim == 3
        assert "never opened" in review.pane_text()


async def test_a_second_reader_does_not_see_the_verdict_of_a_match(path: Path) -> None:
    async with reviewing(path, "mill-street", actor="ana") as review:
        await review.press("K", "l", "B")
        assert "the same  claim 3  · no verdict" in review.pane_text()
        await review.press("K")
        assert "negation: – / never" in review.text
        assert "refuted" not in review.text


async def test_a_claim_that_nothing_is_like_says_so(path: Path) -> None:
    async with reviewing(path) as review:
        await review.press("W", "number_sign", "4", "enter", "K")
        assert review.told == "No other claim says anything like it"


async def test_a_link_to_a_claim_of_other_words_can_be_taken_back(
    path: Path, workspace: annot.Workspace
) -> None:
    workspace.claims.link(1, 4)
    async with reviewing(path, "mill-street") as review:
        await review.press("K")
        assert "Whales sing" in review.text
        await review.press("l")
    assert workspace.claims.same(1) == []


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "archive.db"
    with annot.open(path, actor="ana") as other:
        for words in ("Dogs bark.", "The library on Mill Street opened in 1998\x1b[2J, they say."):
            other.claims.add(text=words)
        other.claims.set(2, verdict="inexact")
    return path


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_claims_of_an_archive_are_shown_and_neither_gone_to_nor_linked(
    path: Path,
    workspace: annot.Workspace,
    archive: Path,
    size: tuple[int, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = archive.read_bytes()
    monkeypatch.chdir(archive.parent)
    looked_in = Matching(Path(archive.name))
    async with reviewing(path, "mill-street", size=size, matching=looked_in) as review:
        await review.press("K")
        rows = [line for line in review.lines() if "2 in archive.db" in line]
        assert "inexact" in rows[0]
        assert "Dogs" not in review.text
        assert "\x1b" not in review.text
        while "archive.db  The library" not in review.text:
            await review.press("j")
        for key in ("l", "enter"):
            await review.press(key)
            assert isinstance(review.top, KnownScreen), "it stays open"
            assert "only shown: annot -d archive.db claim show 2" in review.text
        await review.press("k", "j", "escape")
        assert "only shown" not in review.text
        assert review.claim == 1
    assert workspace.claims.same(1) == []
    assert archive.read_bytes() == before


async def test_an_archive_that_is_gone_is_told_and_the_screen_goes_on(
    path: Path, archive: Path
) -> None:
    async with reviewing(path, "mill-street", matching=Matching(archive)) as review:
        archive.unlink()
        await review.press("K")
        assert review.top is review.screen
        assert "no workspace" in review.toasts
        await review.press("4")
        assert "refuted" in review.pane_text()


async def test_a_second_reader_does_not_see_the_verdicts_of_the_archive(
    path: Path, archive: Path
) -> None:
    async with reviewing(path, "mill-street", actor="ana", matching=Matching(archive)) as review:
        await review.press("B", "K")
        assert "2 in archive.db  · no verdict" in review.text
        assert "inexact" not in review.text


async def test_a_matcher_orders_what_is_shown_and_its_errors_are_told(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scores = {2: 99.0, 3: 40.0}
    entry = EntryPoint("mine", "mine:match", installed.MATCHERS.group)
    matcher = lambda text, found: {item.claim: scores[item.claim] for item in found}  # noqa: E731
    monkeypatch.setattr(EntryPoint, "load", lambda self: matcher)
    monkeypatch.setattr(installed, "entry_points", lambda group: [entry])
    async with reviewing(path, "mill-street", matching=Matching(None, "mine")) as review:
        await review.press("K")
        rows = [line for line in review.lines() if " 99  2 " in line or " 40  3 " in line]
        assert [" 99  2 " in row for row in rows] == [True, False]
        await review.press("escape")
        scores.clear()
        await review.press("K")
        assert review.top is review.screen
        assert "The matcher 'mine' (mine:match) broke: KeyError" in review.toasts
