"""Making claims: what is selected on the screen is what is anchored in the ledger."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from reviewing import NARROW, WIDE, Review, history, reviewing, span_of
from textual.geometry import Offset

import annot
from annot.store.models import Article
from annot.tui.article_paint import GUTTER
from annot.vocabulary import ClaimKind

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])


def anchored(workspace: annot.Workspace, claim: int = 1) -> list[tuple[int, int, str]]:
    return [(a.start, a.end, a.exact) for a in workspace.claims.anchors(claim)]


def everywhere(text: str, words: str) -> list[tuple[int, int, str]]:
    return [(*span_of(text, words, place), words) for place in range(text.count(words))]


def cell(review: Review, offset: int) -> Offset:
    """Where a code point of the article is in its view."""
    wrap = review.screen.article_view._caret.wrap
    assert wrap is not None
    line = wrap.line_of(offset)
    return Offset(GUTTER + wrap.offset_to_cell(line, offset), line)


@SIZES
async def test_words_selected_by_keyboard_become_a_claim_in_both_copies(
    path: Path, workspace: annot.Workspace, article: Article, size: tuple[int, int]
) -> None:
    text = workspace.articles.text(article)
    async with reviewing(path, size=size) as review:
        await review.press("w", "v", "e", "e", "e", "c")
        assert review.told.startswith("claim 1 added, in 2 places")
        assert review.claim == review.at_cursor == 1
        assert review.screen.article_view.selection is None
        assert "library on Mill" in review.pane_text()
    assert anchored(workspace) == everywhere(text, "library on Mill")
    assert [claim.text for claim in workspace.claims.list()] == ["library on Mill"]


async def test_words_dragged_over_by_mouse_become_a_claim(
    path: Path, workspace: annot.Workspace, article: Article
) -> None:
    text = workspace.articles.text(article)
    start, end = span_of(text, "40,000 books")
    async with reviewing(path) as review:
        view = review.screen.article_view
        await review.pilot.mouse_down(view, offset=cell(review, start))
        await review.pilot.hover(view, offset=cell(review, end - 1))
        await review.pilot.mouse_up(view, offset=cell(review, end - 1))
        await review.press("c")
    assert anchored(workspace) == everywhere(text, "40,000 books")


async def test_a_double_click_takes_the_word(
    path: Path, workspace: annot.Workspace, article: Article
) -> None:
    text = workspace.articles.text(article)
    async with reviewing(path) as review:
        spot = cell(review, text.index("readings") + 2)
        await review.pilot.click(review.screen.article_view, offset=spot, times=2)
        await review.press("c")
    assert [words for _, _, words in anchored(workspace)] == ["readings"]


async def test_without_a_selection_the_sentence_becomes_the_claim(
    path: Path, workspace: annot.Workspace, article: Article
) -> None:
    async with reviewing(path) as review:
        await review.press("right_parenthesis", "c")
    assert workspace.claims.get(1).text == "It has 40,000 books, says the head librarian."


async def test_the_selection_can_be_made_longer_and_shorter_by_words(
    path: Path, workspace: annot.Workspace, article: Article
) -> None:
    async with reviewing(path) as review:
        await review.press("V", "less_than_sign", "less_than_sign", "greater_than_sign", "c")
    assert workspace.claims.get(1).text == "The library on Mill Street opened in 1998"


async def test_one_code_point_is_one_even_after_wide_and_joined_characters(
    path: Path, workspace: annot.Workspace
) -> None:
    text = "看板 👩‍👩‍👧 é1 costs 12 €. It is so."
    workspace.articles.add(text, title="Signs")
    async with reviewing(path) as review:
        spot = cell(review, text.index("12"))
        await review.pilot.click(review.screen.article_view, offset=spot, times=2)
        await review.press("c")
    assert anchored(workspace) == [(*span_of(text, "12"), "12")]


async def test_a_claim_gets_another_place_and_loses_it_again(
    path: Path, workspace: annot.Workspace, article: Article
) -> None:
    text = workspace.articles.text(article)
    claim = workspace.claims.add(article, quote="12 of its 30 readings")
    async with reviewing(path) as review:
        await review.press("right_parenthesis", "V", "C")
        assert len(anchored(workspace, claim.id)) == 2
        review.screen.article_view.go_to(text.index("never"))
        await review.press("U")
        assert [words for _, _, words in anchored(workspace, claim.id)] == ["12 of its 30 readings"]
        await review.press("U")
        assert "no place under the cursor" in review.toasts


async def test_words_are_selected_whole(
    path: Path, workspace: annot.Workspace, article: Article
) -> None:
    async with reviewing(path) as review:
        await review.press("G", "g", "v", "w", "w", "w", "c")
    (newest,) = workspace.claims.list()
    assert newest.text == "The library on"


async def test_a_sentence_is_accepted_as_making_no_claim_and_opened_again(
    path: Path, workspace: annot.Workspace, article: Article
) -> None:
    def accepted() -> list[int]:
        covered = workspace.articles.coverage(article)
        return [number for number, item in enumerate(covered) if item.accepted]

    async with reviewing(path) as review:
        before = review.text.count("▎")
        await review.press("x", "right_parenthesis", "x")
        assert accepted() == [0, 1, 4, 5]
        assert review.text.count("▎") == before - 4
        await review.press("x", "left_parenthesis", "left_parenthesis", "x")
        assert accepted() == []
        assert review.text.count("▎") == before


async def test_a_claim_in_a_sentence_accepted_as_making_none_takes_that_back(
    path: Path, workspace: annot.Workspace, article: Article
) -> None:
    async with reviewing(path) as review:
        await review.press("x", "c")
        assert "accepted as making none" in review.told
    assert not any(item.accepted for item in workspace.articles.coverage(article)[:1])
    workspace.history.undo(anybody=True)
    assert workspace.articles.coverage(article)[0].accepted


async def test_words_that_are_a_claim_already_are_told(
    path: Path, workspace: annot.Workspace, article: Article
) -> None:
    async with reviewing(path) as review:
        await review.press("c", "c")
        assert "claim 2 added, in 2 places; claim 1 stands at the same words" in review.told


async def test_it_is_said_in_words_that_moving_selects(
    path: Path, workspace: annot.Workspace, article: Article
) -> None:
    async with reviewing(path) as review:
        await review.press("w", "v", "e", "e", "e")
        assert "selecting 3 words" in review.lines()[0]
        await review.press("escape")
        assert "select" not in review.lines()[0]
        await review.press("V")
        assert re.search(r"selected \d+ words", review.lines()[0])


async def test_sentences_that_nobody_looked_at_are_gone_through(
    path: Path, workspace: annot.Workspace, article: Article
) -> None:
    text = workspace.articles.text(article)
    first, *_ = workspace.articles.coverage(article)
    workspace.articles.accept(article, sentence=2)
    async with reviewing(path) as review:
        view = review.screen.article_view
        await review.press("semicolon")
        assert view.cursor == workspace.articles.coverage(article)[2].start
        await review.press("comma")
        assert view.cursor == first.start
        await review.press("comma")
        assert "No sentence that way" in review.told
        await review.press("G", "semicolon")
        assert "No sentence that way" in review.told
    assert text


async def test_an_error_on_the_screen_says_nothing_of_the_command_line(
    path: Path, workspace: annot.Workspace, article: Article
) -> None:
    async with reviewing(path) as review:
        await review.press("c", "escape", "x")
        assert "makes a claim already" in review.toasts
        assert "annot claim" not in review.toasts


@pytest.mark.parametrize("key", ["c", "C"])
async def test_a_key_acts_on_no_text_that_is_not_seen(
    path: Path, workspace: annot.Workspace, article: Article, key: str
) -> None:
    workspace.claims.add(article, quote="12 of its 30 readings")
    before = history(workspace)
    async with reviewing(path, size=NARROW) as review:
        await review.press("shift+tab")  # the list takes the place of the article
        assert not review.screen.article_view.region
        await review.press(key)
        assert history(workspace) == before
        assert review.screen.article_view.region
        await review.press(key)
        assert len(history(workspace)) == len(before) + 1


async def test_accepting_a_sentence_leaves_the_cursor_at_its_begin(
    path: Path, workspace: annot.Workspace, article: Article
) -> None:
    async with reviewing(path) as review:
        await review.press(")", "x", "(")
        assert review.screen.article_view.cursor == 0


async def test_giving_up_a_selection_makes_no_claim(
    path: Path, workspace: annot.Workspace, article: Article
) -> None:
    async with reviewing(path) as review:
        await review.press("v", "w", "w", "escape")
        assert review.screen.article_view.selection is None
    assert history(workspace) == ["article.add"]


async def test_claims_typed_ahead_are_made_in_their_order(
    path: Path, workspace: annot.Workspace, article: Article
) -> None:
    async with reviewing(path) as review:
        await review.rattle("c", ")", "c", ")", "c")
        assert review.claim == review.at_cursor == 3
        assert review.listed == [1, 2, 3]
    assert [claim.text[:8] for claim in workspace.claims.list()] == [
        "The libr", "It has 4", "Last yea",
    ]  # fmt: skip


async def test_a_claim_is_split_at_the_cursor(
    path: Path, workspace: annot.Workspace, article: Article
) -> None:
    text = workspace.articles.text(article)
    workspace.claims.add(article, quote="It has 40,000 books, says the head librarian")
    async with reviewing(path) as review:
        review.screen.article_view.go_to(text.index("says the head"))
        await review.press("t")
        assert review.told.startswith("claim 1 split; the second part is claim 2")
        assert review.claim == 1
        assert review.listed == [1, 2]
        await review.press("u")
        assert review.listed == [1]
    assert anchored(workspace) == everywhere(text, "It has 40,000 books, says the head librarian")


async def test_a_claim_is_not_split_outside_its_words(
    path: Path, workspace: annot.Workspace, article: Article
) -> None:
    workspace.claims.add(article, quote="40,000 books")
    async with reviewing(path) as review:
        await review.press("g", "t")
        assert "is not inside the words of claim 1" in review.toasts
    assert len(workspace.claims.list()) == 1


async def test_marked_claims_are_put_into_the_one_in_hand(
    path: Path, workspace: annot.Workspace, article: Article
) -> None:
    for quote in ("40,000 books", "opened in 1998", "30 readings"):
        workspace.claims.add(article, quote=quote)
    async with reviewing(path) as review:
        await review.press("J")
        assert review.told.startswith("Mark the claims first")
        await review.press("space", "space", "J")
        assert review.told.startswith("claims 1, 2 put into claim 3") or (
            review.told.startswith("2 claims put into claim 3")
        )
        assert review.listed == [3]
        assert not review.screen.list.marks
    assert {words for _, _, words in anchored(workspace, 3)} == {
        "40,000 books", "opened in 1998", "30 readings",
    }  # fmt: skip


async def test_a_claim_is_narrowed_to_the_selection(
    path: Path, workspace: annot.Workspace, article: Article
) -> None:
    text = workspace.articles.text(article)
    workspace.claims.add(article, quote="It has 40,000 books")
    async with reviewing(path) as review:
        review.screen.article_view.select(*span_of(text, "40,000 books"))
        await review.press("M")
        assert review.told.startswith("claim 1 anchored anew")
    assert anchored(workspace) == everywhere(text, "40,000 books")


async def test_paragraphs_and_queries_are_gone_through(
    path: Path, workspace: annot.Workspace, article: Article
) -> None:
    text = workspace.articles.text(article)
    for quote in ("opened in 1998", "40,000 books", "30 readings"):
        workspace.claims.add(article, quote=quote)
    workspace.notes.ask(workspace.claims.get(3), "Which?", to="author")
    async with reviewing(path) as review:
        await review.press("g", "ctrl+down")
        assert review.screen.article_view.cursor == text.index("Last year")
        await review.press("ctrl+up")
        assert review.screen.article_view.cursor == 0
        await review.press("ctrl+n")
        assert review.claim == 3
        await review.press("ctrl+n")
        assert review.told == "There is no open query that way"
        await review.press("[", "[", "ctrl+y")
        assert review.told == "There is no open query that way"
        await review.press("G", "ctrl+n", "ctrl+y")


async def test_suggested_sentences_are_kept_or_dropped_with_one_key_each(
    path: Path, workspace: annot.Workspace, article: Article
) -> None:
    async with reviewing(path) as review:
        await review.press("plus")
        first = review.screen.article_view.selected_text
        assert "(c keeps, x drops)" in review.told
        await review.press("c", "plus", "x", "plus")
        assert review.screen.article_view.selected_text not in ("", first)
    (claim,) = workspace.claims.list()
    assert claim.text == first
    assert claim.kind is not None
    assert sum(item.accepted for item in workspace.articles.coverage(article)) > 0


@pytest.fixture
def reports(workspace: annot.Workspace) -> Article:
    """An article whose first sentence may be a claim, of the kind quantity."""
    return workspace.articles.add(
        "Only four of 30 reports were published. It was signed in 1987.", title="Now"
    )


async def test_the_first_sentence_is_suggested_too(
    path: Path, workspace: annot.Workspace, reports: Article
) -> None:
    async with reviewing(path, reports.slug) as review:
        await review.press("plus")
        assert review.screen.article_view.selected_text == "Only four of 30 reports were published."


async def test_a_suggestion_made_shorter_keeps_its_kind(
    path: Path, workspace: annot.Workspace, reports: Article
) -> None:
    async with reviewing(path, reports.slug) as review:
        await review.press("plus")
        review.screen.article_view.adjust("start", 1)
        await review.press("c")
    (claim,) = workspace.claims.list()
    assert claim.text == "four of 30 reports were published."
    assert claim.kind is ClaimKind.QUANTITY


async def test_a_suggestion_says_nothing_about_another_article(
    path: Path, workspace: annot.Workspace, reports: Article
) -> None:
    other = workspace.articles.add("Well, it is here. Who knows.", title="Other")
    async with reviewing(path, reports.slug) as review:
        await review.press("plus")
        review.screen.opened.open(other.slug)
        await review.settled()
        await review.press("c")
    (claim,) = workspace.claims.list()
    assert claim.text == "Well, it is here."
    assert claim.kind is None
