"""The rules of proof on the screen: what they find at the claim, which are on; disputes."""

from __future__ import annotations

from pathlib import Path

import pytest
from reviewing import NARROW, WIDE, Review, reviewing

import annot
from annot.store.models import Article
from annot.tui.chooser import Chooser
from annot.tui.rules_screen import RulesScreen
from annot.vocabulary import Status, Verdict

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])


@pytest.fixture(autouse=True)
def claims(workspace: annot.Workspace, article: Article) -> None:
    """Two claims, in the order of the text."""
    for quote in ("opened in 1998", "has 40,000 books"):
        workspace.claims.add(article, quote=quote)


async def found(review: Review, words: str) -> None:
    await review.until(lambda: words in " ".join(review.pane_text().split()), words)


async def test_what_the_rules_find_stands_with_the_claim(
    path: Path, workspace: annot.Workspace
) -> None:
    workspace.claims.set(1, verdict="supported")
    async with reviewing(path, size=WIDE) as review:
        await found(review, "1 found")
        await found(review, "error A101 The verdict is supported, but no evidence")
        await review.press("right_square_bracket")
        await found(review, "warning A304 The claim is not checked yet")
        assert "A101" not in review.pane_text()
        await review.press("left_square_bracket", "8")
        await review.press("left_square_bracket")
        await found(review, "but nothing says why")


async def test_findings_do_not_give_away_what_a_second_reader_must_not_see(
    path: Path, workspace: annot.Workspace
) -> None:
    workspace.claims.set(1, verdict="supported")
    async with reviewing(path, size=WIDE) as review:
        await found(review, "A101")
        await review.press("right_square_bracket")
        await found(review, "A304")
        await review.press("B", "left_square_bracket")
        assert review.claim == 1
        await review.pilot.pause(0.5)
        await review.settled()
        assert "A101" not in review.pane_text()


@SIZES
async def test_rules_are_switched_numbered_and_preset(
    path: Path, workspace: annot.Workspace, size: tuple[int, int]
) -> None:
    async with reviewing(path, size=size) as review:
        await review.press("ctrl+g")
        assert isinstance(review.top, RulesScreen)
        assert "on  A101  verdict-without-evidence" in review.text
        await review.press("space")
        assert "off A101* verdict-without-evidence" in review.text
        assert not workspace.rules.get("A101").enabled
        await review.press("enter")
        assert "A101 has no numbers" in review.text
        await review.press(*"jjjj", "enter")
        assert "sources=2 kinds=quantity" in review.text
        await review.press("ctrl+u", *"sources=many", "enter")
        assert "cannot be 'many'" in review.text
        await review.press("ctrl+u", *"sources=4", "enter")
        assert workspace.rules.get("A105").settings["sources"] == 4
        assert "sources=4" in review.text
        await review.press("p")
        await review.until(lambda: isinstance(review.top, Chooser))
        await review.press("j", "j", "enter")
        await review.until(lambda: isinstance(review.top, RulesScreen))
        await review.until(lambda: workspace.rules.get("A107").enabled)
        assert workspace.rules.get("A101").enabled
        await review.press("escape")
        assert not isinstance(review.top, RulesScreen)
        assert "The preset magazine" in review.text
        await review.press("u")
        assert not workspace.rules.get("A107").enabled


async def test_who_may_not_change_rules_is_told(path: Path, workspace: annot.Workspace) -> None:
    workspace.people.set("dana", role="checker")
    workspace.people.set("ana", role="admin")
    async with reviewing(path) as review:
        await review.press("ctrl+g", "space")
        assert "here only ana may" in review.text
        await review.press("escape")


async def test_the_own_approval_is_refused_and_named(
    path: Path, workspace: annot.Workspace
) -> None:
    async with reviewing(path, size=WIDE) as review:
        await review.press("1", "left_square_bracket", "A")
        assert "dana checked claim 1 and may not approve it" in review.toasts
    assert workspace.claims.get(1).status is Status.CHECKED


@SIZES
async def test_a_dispute_is_decided_by_a_third_person(
    path: Path, workspace: annot.Workspace, size: tuple[int, int]
) -> None:
    for reader, verdict in (("ana", "supported"), ("lee", "inexact")):
        with annot.open(path, actor=reader) as other:
            other.judgements.give(2, verdict=verdict, note=f"Says {reader}.")
    async with reviewing(path, size=size) as review:
        await review.press("d")
        assert isinstance(review.top, Chooser)
        assert "claim 2: ana supported, lee inexact" in review.text
        await review.press("enter")
        assert "inexact  (lee: Says lee.)" in review.text
        await review.press("j", "enter")
        assert review.screen.prompt.is_open
        await review.press(*"The plan.", "enter")
        assert not review.screen.prompt.is_open
        await review.until(lambda: workspace.claims.get(2).status is Status.APPROVED)
        claim = workspace.claims.get(2)
        assert (claim.verdict, claim.checker) == (Verdict.INEXACT, "lee")
        assert review.claim == 2
        (note,) = workspace.notes.list(claim)
        assert note.text == "Adjudicated: inexact (ana supported, lee inexact). The plan."
        await review.press("d")
        assert "Readers agree" in review.text
        await review.press("u")
    assert workspace.claims.get(2).verdict is None


async def test_who_was_asked_to_judge_does_so_without_a_change_of_the_claim(
    path: Path, workspace: annot.Workspace
) -> None:
    workspace.assignments.add(1, name="dana")
    async with reviewing(path, size=WIDE) as review:
        await review.press("B", "2")
        assert "claim 1: you find it inexact" in review.told
        assert review.claim == 2
        await review.press("1")
    assert [(j.claim_id, j.verdict) for j in workspace.judgements.list()] == [(1, Verdict.INEXACT)]
    assert workspace.claims.get(1).verdict is None
    assert workspace.claims.get(2).verdict is Verdict.SUPPORTED
