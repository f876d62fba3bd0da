"""Claims split, merged and anchored anew: nothing that was recorded about them is lost."""

from __future__ import annotations

import pytest

import annot
from annot.errors import InvalidValueError, QuoteNotFoundError
from annot.store.models import Article
from annot.vocabulary import Status, Verdict

SENTENCE = "It has 40,000 books, says the head librarian"


def places(workspace: annot.Workspace, claim: int) -> list[str]:
    return [anchor.exact for anchor in workspace.claims.anchors(claim)]


def test_a_split_gives_each_part_its_words_in_every_copy_and_the_evidence(
    workspace: annot.Workspace, article: Article
) -> None:
    claim = workspace.claims.add(article, quote=SENTENCE, tags=["books"], checker="ana")
    source = workspace.sources.add(title="Annual report")
    workspace.evidence.add(claim, source, passage="40,000 volumes", locator="p. 3")
    workspace.claims.set(claim, verdict="supported", correction="about 40,000")

    first, (second,) = workspace.claims.split(
        claim, quotes=["It has 40,000 books", "says the head librarian"]
    )

    assert (first.id, first.text) == (claim.id, "It has 40,000 books")
    assert (first.status, first.verdict) == (Status.STALE, Verdict.SUPPORTED)
    assert (first.correction, first.correction_state) == ("", None)
    assert (second.text, second.status, second.verdict) == (
        "says the head librarian", Status.TODO, None,
    )  # fmt: skip
    assert (second.tags, second.checker) == (["books"], "ana")
    assert places(workspace, first.id) == ["It has 40,000 books"] * 2
    assert places(workspace, second.id) == ["says the head librarian"] * 2
    for number in (first.id, second.id):
        (item,) = workspace.evidence.list(number)
        assert (item.passage, item.locator, item.source_id) == ("40,000 volumes", "p. 3", source.id)
    assert workspace.claims.get(second.id).evidence_count == 1


def test_a_split_is_undone_as_a_whole(workspace: annot.Workspace, article: Article) -> None:
    claim = workspace.claims.add(article, quote=SENTENCE)
    workspace.claims.split(claim, quotes=["It has 40,000 books", "says the head librarian"])
    workspace.history.undo()
    assert [item.text for item in workspace.claims.list()] == [SENTENCE]
    assert places(workspace, claim.id) == [SENTENCE] * 2
    assert not workspace.history.verify().breaks


@pytest.mark.parametrize(
    ("quotes", "told"),
    [
        (["It has 40,000 books", "Mill Street"], "'Mill Street' does not stand"),
        (["says the head librarian", "It has 40,000 books"], "behind the part before"),
        (["It has 40,000", " "], "does not stand"),
    ],
)
def test_a_part_that_is_none_is_refused_and_nothing_is_changed(
    workspace: annot.Workspace, article: Article, quotes: list[str], told: str
) -> None:
    claim = workspace.claims.add(article, quote=SENTENCE)
    with pytest.raises(QuoteNotFoundError, match=told):
        workspace.claims.split(claim, quotes=quotes)
    assert places(workspace, claim.id) == [SENTENCE] * 2


def test_a_split_needs_a_place_and_two_parts(workspace: annot.Workspace, article: Article) -> None:
    placeless = workspace.claims.add(text="One is so and two is so.")
    with pytest.raises(InvalidValueError, match="no text"):
        workspace.claims.split(placeless, quotes=["One is so", "two is so"])
    claim = workspace.claims.add(article, quote=SENTENCE)
    with pytest.raises(InvalidValueError, match="two parts"):
        workspace.claims.split(claim, quotes=["It has"])


def test_a_merge_keeps_everything_but_what_says_the_same_twice(
    workspace: annot.Workspace, article: Article
) -> None:
    kept = workspace.claims.add(article, quote="opened in 1998", tags=["date"])
    other = workspace.claims.add(article, quote="12 of its 30 readings", tags=["number"])
    source = workspace.sources.add(title="Annual report")
    for claim in (kept, other):
        workspace.evidence.add(claim, source, passage="since 1998")
    extra = workspace.evidence.add(other, source, stance="refutes", passage="13 readings")
    (twin,) = [item for item in workspace.evidence.list(other) if item.passage == "since 1998"]
    note = workspace.notes.add(twin, "Seen by me.")
    query = workspace.notes.ask(other, "Which year?", to="author")
    workspace.claims.set(kept, verdict="supported")
    workspace.claims.set(other, verdict="refuted")

    merged = workspace.claims.merge(kept, [other])

    assert (merged.id, merged.verdict, merged.tags) == (
        kept.id, Verdict.SUPPORTED, ["date", "number"],
    )  # fmt: skip
    assert [claim.id for claim in workspace.claims.list()] == [kept.id]
    assert sorted(places(workspace, kept.id)) == [
        "12 of its 30 readings", "opened in 1998", "opened in 1998",
    ]  # fmt: skip
    evidence = workspace.evidence.list(kept)
    assert [item.passage for item in evidence] == ["since 1998", "13 readings"]
    assert extra.id in {item.id for item in evidence}
    assert workspace.notes.get(note.id).evidence_id == evidence[0].id
    assert workspace.notes.get(query.id).claim_id == kept.id
    workspace.history.undo()
    assert len(workspace.evidence.list(other)) == 2
    assert not workspace.history.verify().breaks


def test_claims_of_two_articles_are_not_merged(
    workspace: annot.Workspace, article: Article
) -> None:
    claim = workspace.claims.add(article, quote="opened in 1998")
    stranger = workspace.claims.add(text="The pool opened in 1998.")
    with pytest.raises(InvalidValueError, match="another article"):
        workspace.claims.merge(claim, [stranger])
    with pytest.raises(InvalidValueError, match="nothing to put"):
        workspace.claims.merge(claim, [claim])
    assert len(workspace.claims.list()) == 2


def test_a_claim_that_is_narrowed_says_the_new_words_and_is_stale(
    workspace: annot.Workspace, article: Article
) -> None:
    claim = workspace.claims.add(article, quote=SENTENCE)
    workspace.claims.anchor(claim, quote="12 of its 30 readings")
    workspace.claims.set(claim, verdict="supported")

    anchors = workspace.claims.reanchor(claim, quote="40,000 books")

    assert [anchor.exact for anchor in anchors] == [
        "40,000 books", "12 of its 30 readings", "40,000 books",
    ]  # fmt: skip
    now = workspace.claims.get(claim)
    assert (now.text, now.status) == ("40,000 books", Status.STALE)


def test_a_claim_in_words_of_its_own_keeps_them_at_another_place(
    workspace: annot.Workspace, article: Article
) -> None:
    claim = workspace.claims.add(article, text="The library is old.", quote="opened in 1998")
    workspace.claims.set(claim, verdict="supported")
    workspace.claims.reanchor(claim, quote="12 of its 30 readings")
    now = workspace.claims.get(claim)
    assert places(workspace, claim.id) == ["12 of its 30 readings"]
    assert (now.text, now.status) == ("The library is old.", Status.CHECKED)
