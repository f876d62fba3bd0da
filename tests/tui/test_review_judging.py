"""Judging claims: a key, and it stands in the ledger for the claim that was seen."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from reviewing import NARROW, history, reviewing

import annot
from annot.store.models import Article
from annot.vocabulary import Status, Verdict

QUOTES = ("opened in 1998", "has 40,000 books", "12 of its 30 readings", "never turn anybody away")


@pytest.fixture(autouse=True)
def claims(workspace: annot.Workspace, article: Article) -> None:
    """Four claims, in the order of the text."""
    for quote in QUOTES:
        workspace.claims.add(article, quote=quote)


def verdicts(workspace: annot.Workspace) -> list[str | None]:
    return [claim.verdict for claim in workspace.claims.list()]


@pytest.mark.parametrize(("key", "verdict"), list(enumerate(Verdict, start=1)))
async def test_a_verdict_key_judges_the_claim_and_goes_on(
    path: Path, workspace: annot.Workspace, key: int, verdict: Verdict
) -> None:
    async with reviewing(path) as review:
        await review.press(str(key))
        assert review.claim == review.at_cursor == 2
        assert QUOTES[1] in review.pane_text()
        assert "1 of 4" in review.text
    assert verdicts(workspace) == [verdict, None, None, None]
    assert workspace.claims.get(1).status is Status.CHECKED
    assert history(workspace)[-1] == "claim.set"


async def test_in_a_pause_the_log_is_written_back_into_the_file(
    path: Path, workspace: annot.Workspace
) -> None:
    def in_the_file_itself() -> object:
        with closing(sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)) as file:
            found = file.execute("SELECT verdict FROM claim WHERE id = 1").fetchone()
        return found[0]

    workspace.close()  # the last connection writes the log back
    async with reviewing(path) as review:
        await review.press("1")
        assert in_the_file_itself() is None
        await review.until(in_the_file_itself, "the verdict in the file without its log")


async def test_0_takes_the_verdict_back_and_stays(path: Path, workspace: annot.Workspace) -> None:
    workspace.claims.set(1, verdict=Verdict.REFUTED)
    async with reviewing(path) as review:
        await review.press("0")
        assert review.claim == 1
    assert workspace.claims.get(1).verdict is None


@pytest.mark.parametrize(
    ("key", "status"),
    [
        ("T", "todo"), ("O", "checking"), ("Q", "query"), ("D", "checked"),
        ("A", "approved"), ("S", "stale"), ("X", "dropped"),
    ],
)  # fmt: skip
async def test_a_status_key_sets_the_status(
    path: Path, workspace: annot.Workspace, key: str, status: str
) -> None:
    workspace.claims.set(2, status=Status.CHECKING if key != "O" else Status.CHECKED)
    async with reviewing(path) as review:
        await review.press("right_square_bracket", key)
        assert review.claim == 2
    assert workspace.claims.get(2).status == status
    assert history(workspace)[-1] == ("claim.drop" if key == "X" else "claim.set")


async def test_verdicts_typed_faster_than_they_are_written_go_to_one_claim_each(
    path: Path, workspace: annot.Workspace
) -> None:
    async with reviewing(path) as review:
        await review.rattle("1", "4", "2", "8")
    assert verdicts(workspace) == ["supported", "refuted", "inexact", "not_checkable"]


async def test_a_motion_and_a_verdict_typed_at_once_judge_where_the_motion_led(
    path: Path, workspace: annot.Workspace
) -> None:
    async with reviewing(path) as review:
        await review.rattle("]", "]", "4", "[", "[", "1")
    assert verdicts(workspace) == [None, "supported", "refuted", None]


async def test_in_the_list_a_row_further_down_is_judged_even_when_typed_at_once(
    path: Path, workspace: annot.Workspace
) -> None:
    async with reviewing(path) as review:
        await review.press("shift+tab")
        await review.rattle("j", "j", "4")
        await review.rattle("G", "1")
    assert verdicts(workspace) == [None, None, "refuted", "supported"]


async def test_in_the_article_a_motion_takes_the_claim_under_the_cursor(
    path: Path, workspace: annot.Workspace
) -> None:
    text = workspace.articles.text("mill-street")
    async with reviewing(path) as review:
        review.screen.article_view.go_to(text.index("12") - 1)
        await review.rattle("l", "4")
    assert verdicts(workspace) == [None, None, "refuted", None]


async def test_marked_claims_get_the_verdict_together_and_as_one_step(
    path: Path, workspace: annot.Workspace
) -> None:
    before = len(history(workspace))
    async with reviewing(path) as review:
        await review.press("space", "right_square_bracket", "space")
        assert "2 marked" in review.lines()[0]
        await review.press("4")
        assert "2 claims: refuted" in review.told
        assert len(history(workspace)) == before + 1
        assert verdicts(workspace) == ["refuted", None, "refuted", None]
        await review.press("D", "escape", "5")
        assert "marked" not in review.lines()[0]
    assert verdicts(workspace) == ["refuted", None, "refuted", "conflicting"]


async def test_how_many_are_marked_is_seen_even_beside_a_long_title_and_a_long_word(
    path: Path, workspace: annot.Workspace
) -> None:
    workspace.articles.set("mill-street", title="All about the library on Mill Street " * 3)
    async with reviewing(path, size=NARROW) as review:
        await review.press("f", *"no:evidence", "enter", "space", "D", "space")
        line = review.lines()[0]
        assert "All abo…" in line
        assert "2 marked" in line
        assert "claim 1: checked" in line
        assert "1 of 4" in line


async def test_marks_do_not_outlive_the_claims_that_bore_them(
    path: Path, workspace: annot.Workspace
) -> None:
    async with reviewing(path) as review:
        await review.press("space", "space", "delete")
        assert review.listed == [3, 4]
        assert review.claim == review.at_cursor == 3
        await review.press("4")
    assert verdicts(workspace) == ["refuted", None]


async def test_a_full_stop_does_the_last_judgement_again(
    path: Path, workspace: annot.Workspace
) -> None:
    async with reviewing(path) as review:
        await review.press("6", "full_stop", "X", "right_square_bracket", "full_stop")
    assert verdicts(workspace) == ["unproven", "unproven", None, None]
    assert [c.status for c in workspace.claims.list("status:dropped")] == [Status.DROPPED] * 2


async def test_open_claims_are_reached_past_the_closed_ones(
    path: Path, workspace: annot.Workspace
) -> None:
    workspace.claims.set([2, 3], verdict=Verdict.SUPPORTED)
    async with reviewing(path) as review:
        await review.press("right_curly_bracket")
        assert review.claim == review.at_cursor == 4
        await review.press("right_curly_bracket")
        assert review.told == "There is no open claim that way"
        await review.press("left_curly_bracket")
        assert review.claim == review.at_cursor == 1


async def test_undo_and_redo_go_through_the_judgements(
    path: Path, workspace: annot.Workspace
) -> None:
    async with reviewing(path) as review:
        await review.press("1", "4")
        await review.press("u")
        assert verdicts(workspace) == ["supported", None, None, None]
        assert "ctrl+r" in review.told
        await review.press("u", "ctrl+r", "ctrl+r")
        assert verdicts(workspace) == ["supported", "refuted", None, None]
        await review.press("ctrl+r")
        assert "nothing to redo" in review.told
        row = review.screen.listing.pages.row(1)
        assert row is not None
        assert row.verdict is Verdict.REFUTED


async def test_after_removal_and_undo_another_claim_is_in_hand(
    path: Path, workspace: annot.Workspace
) -> None:
    async with reviewing(path) as review:
        await review.press("right_square_bracket", "delete")
        assert review.listed == [1, 3, 4]
        assert review.claim == review.at_cursor == 3
        assert QUOTES[2] in review.pane_text()
        await review.press("u")
        assert review.listed == [1, 2, 3, 4]
        await review.press("G", "delete")
        assert review.claim == review.at_cursor
        await review.press("1")
    assert len(workspace.claims.list("verdict:supported")) == 1


async def test_with_the_last_claim_gone_there_is_none_in_hand(
    path: Path, workspace: annot.Workspace
) -> None:
    workspace.claims.remove([1, 2, 3])
    async with reviewing(path) as review:
        await review.press("delete")
        assert review.claim is None
        await review.press("4", "E", "a", "delete", "C", "U", "y", "space", "full_stop")
        assert review.told == "There is no claim in hand"
        assert "Select words" in review.pane_text()
        await review.press("u")
        assert review.claim == 4


async def test_the_undo_of_a_new_claim_takes_it_from_every_pane(
    path: Path, workspace: annot.Workspace
) -> None:
    async with reviewing(path) as review:
        await review.press("c")
        assert review.claim == 5
        await review.press("u")
        assert review.listed == [1, 2, 3, 4]
        assert review.claim == review.at_cursor
        assert review.claim in (1, 2, 3, 4)


async def test_a_verdict_that_cannot_be_written_is_told_and_the_claim_stays_in_hand(
    path: Path, workspace: annot.Workspace
) -> None:
    async with reviewing(path) as review:
        workspace.claims.remove(1)
        await review.press("4")
        assert "There is no claim 1" in review.toasts
    assert verdicts(workspace) == [None, None, None]


async def test_a_claim_judged_out_of_the_filter_stays_until_the_list_is_made_anew(
    path: Path, workspace: annot.Workspace
) -> None:
    async with reviewing(path) as review:
        await review.press("f", *"no:verdict", "enter")
        await review.press("shift+tab", "g", "4", "4")
        assert review.listed == [1, 2, 3, 4]
        assert review.claim == review.at_cursor == 3
        await review.press("f", "enter")
        assert review.listed == [3, 4]


async def test_a_second_reader_judges_unseen_and_then_sees_both(
    path: Path, workspace: annot.Workspace, article: Article
) -> None:
    for claim, verdict in ((1, "refuted"), (2, "supported")):
        workspace.claims.set(claim, verdict=verdict, reasoning=f"Seen: {verdict}.")
    async with reviewing(path, actor="ana") as review:
        assert "refuted" in review.pane_text()
        await review.press("B")
        assert "second reading" in review.text
        assert "refuted" not in review.text
        assert "Seen" not in review.pane_text()
        await review.press("4")
        assert review.told.startswith("claim 1: both say refuted; approved")
        assert review.claim == 2
        assert "supported" not in review.pane_text()
        await review.press("2")
        assert review.told.startswith("claim 2: you say inexact, dana supported; sent back")
        await review.press("left_square_bracket", "B")
        assert "Second reading: inexact, not supported." in review.pane_text()
    assert workspace.claims.get(1).approver == "ana"


async def test_the_next_claim_that_waits_is_found_and_its_history_taken_back(
    path: Path, workspace: annot.Workspace, article: Article
) -> None:
    workspace.claims.set([1, 2, 4], verdict="refuted")
    async with reviewing(path) as review:
        await review.press("m")
        assert review.claim == 3
        await review.press("m")
        assert review.told == "No claim of the list waits for you"
        await review.press("left_square_bracket", "Y")
        assert "What was done to claim 2" in review.text
        assert "verdict none → refuted" in review.text
        await review.press("enter")
        await review.settled()
        assert review.told.startswith("undone: claim.set")
    assert workspace.claims.get(2).verdict is None
