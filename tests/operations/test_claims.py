"""Claims stand at their places, and their status and verdict follow from each other."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import annot
from annot.errors import (
    AnnotError,
    ConflictError,
    InvalidValueError,
    NotFoundError,
    QuoteAmbiguousError,
    QuoteNotFoundError,
)
from annot.store.models import Article
from annot.vocabulary import CorrectionState, Status, Verdict


def test_a_quote_is_anchored_in_both_copies_of_a_repeated_passage(
    workspace: annot.Workspace, article: Article
) -> None:
    claim = workspace.claims.add(article, quote="40,000 books")

    first, second = workspace.claims.anchors(claim)
    text = workspace.articles.text(article)

    assert claim.text == "40,000 books"
    for anchor in (first, second):
        assert text[anchor.start : anchor.end] == anchor.exact == "40,000 books"
        assert text[: anchor.start].endswith(anchor.prefix)
        assert text[anchor.end :].startswith(anchor.suffix)
        assert len(anchor.prefix) <= 32
        assert len(anchor.suffix) <= 32
    assert second.start > first.end
    assert claim.position == first.start


@pytest.mark.parametrize(
    "typed",
    [
        '"We never turn anybody away,"',
        "„We never turn anybody away,“",
        "we never   turn\nanybody away",
    ],
)
def test_the_anchor_holds_the_words_as_they_stand(
    workspace: annot.Workspace, article: Article, typed: str
) -> None:
    claim = workspace.claims.add(article, quote=typed)

    (anchor,) = workspace.claims.anchors(claim)

    assert "We never turn anybody away" in anchor.exact
    assert anchor.exact in workspace.articles.text(article)


def test_several_places_are_offered_and_chosen_by_number_or_words_around(
    workspace: annot.Workspace,
) -> None:
    article = workspace.articles.add(
        "It has ten rooms and ten clocks. Ten people work there.", title="Rooms"
    )
    with pytest.raises(QuoteAmbiguousError, match="2 places") as raised:
        workspace.claims.add(article, quote="ten")
    assert [place.after.split()[0] for place in raised.value.places] == ["rooms", "clocks."]

    second = workspace.claims.add(article, quote="ten", occurrence=2)
    by_words = workspace.claims.add(article, quote="ten", suffix=" rooms")
    both = workspace.claims.add(article, quote="ten", occurrence="all")

    starts = [[a.start for a in workspace.claims.anchors(c)] for c in (second, by_words, both)]
    assert starts == [[21], [7], [7, 21]]
    with pytest.raises(InvalidValueError, match="no number 3"):
        workspace.claims.add(article, quote="ten", occurrence=3)


def test_a_quote_that_is_not_there_gets_the_nearest_passage(
    workspace: annot.Workspace, article: Article
) -> None:
    with pytest.raises(QuoteNotFoundError) as raised:
        workspace.claims.add(article, quote="13 of its 30 readings were recorded")

    assert raised.value.nearest is not None
    with pytest.raises(QuoteNotFoundError) as repeated:
        workspace.claims.add(article, quote="opened in 1999")
    assert repeated.value.nearest is not None
    assert repeated.value.nearest.start < 60, "the first copy is offered"
    assert raised.value.nearest.exact == "12 of its 30 readings were recorded"
    assert raised.value.difference == "[-13-]{+12+} of its 30 readings were recorded"
    assert workspace.claims.list() == []


def test_a_claim_stands_without_an_article(workspace: annot.Workspace) -> None:
    claim = workspace.claims.add(text="One is so.")

    assert workspace.claims.anchors(claim) == []
    with pytest.raises(InvalidValueError, match="needs its article"):
        workspace.claims.add(quote="One is so.")
    with pytest.raises(InvalidValueError, match="no words"):
        workspace.claims.add(text="  ")
    with pytest.raises(InvalidValueError, match="without an article"):
        workspace.claims.anchor(claim, quote="One")


def test_claims_overlap_freely(workspace: annot.Workspace, article: Article) -> None:
    quotes = ["It has 40,000 books, says the head librarian", "40,000 books", "books, says"]

    claims = [workspace.claims.add(article, quote=quote) for quote in quotes]

    assert len({claim.id for claim in claims}) == 3


@pytest.mark.parametrize(
    ("before", "verdict", "after"),
    [
        ("todo", "supported", "checked"),
        ("checking", "refuted", "checked"),
        ("stale", "supported", "checked"),
        ("query", "supported", "query"),
        ("dropped", "supported", "dropped"),
        ("checked", None, "checking"),
        ("approved", None, "checking"),
        ("todo", None, "todo"),
    ],
)
def test_what_a_verdict_does_to_the_status(
    workspace: annot.Workspace, before: str, verdict: str | None, after: str
) -> None:
    given_verdict = "inexact" if verdict is None else None
    workspace.rules.off("A401")
    claim = workspace.claims.add(text="One is so.", status=before, verdict=given_verdict)

    (claim,) = workspace.claims.set(claim, verdict=verdict)

    assert claim.status == after
    assert claim.checker == ("dana" if verdict else "")


def test_approving_notes_who_and_another_verdict_takes_the_approval_away(
    workspace: annot.Workspace,
) -> None:
    claim = workspace.claims.add(text="One is so.", verdict="supported", checker="lee")

    (approved,) = workspace.claims.set(claim, status="approved")
    assert (approved.checker, approved.approver) == ("lee", "dana")

    (same,) = workspace.claims.set(claim, verdict="supported")
    assert (same.status, same.approver) == (Status.APPROVED, "dana")

    (changed,) = workspace.claims.set(claim, verdict="refuted")
    assert (changed.status, changed.approver) == (Status.CHECKED, "")


def test_a_correction_is_open_until_it_is_decided(workspace: annot.Workspace) -> None:
    claim = workspace.claims.add(text="One is so.")

    (claim,) = workspace.claims.set(claim, correction="One is thus.")
    assert claim.correction_state is CorrectionState.OPEN
    (claim,) = workspace.claims.set(claim, correction_state="stet")
    assert (claim.correction, claim.correction_state) == ("One is thus.", CorrectionState.STET)
    (claim,) = workspace.claims.set(claim, correction="")
    assert claim.correction_state is None


def test_the_words_that_are_printed_are_no_correction(
    workspace: annot.Workspace, article: Article
) -> None:
    claim = workspace.claims.add(article, quote="40,000 books")

    with pytest.raises(InvalidValueError, match="printed already"):
        workspace.claims.set(claim, correction="40,000 books")


def test_several_are_set_together_or_not_at_all(workspace: annot.Workspace) -> None:
    claims = [workspace.claims.add(text=f"Number {n}.") for n in range(3)]

    with pytest.raises(NotFoundError, match="no claim 99"):
        workspace.claims.set([*claims, 99], verdict="supported")
    assert [c.verdict for c in workspace.claims.list()] == [None] * 3

    workspace.claims.set(claims, verdict="supported", reason="one table proves all")
    assert [c.verdict for c in workspace.claims.list()] == [Verdict.SUPPORTED] * 3
    workspace.history.undo()
    assert [c.verdict for c in workspace.claims.list()] == [None] * 3


def test_a_version_that_is_no_longer_so_is_a_conflict(workspace: annot.Workspace) -> None:
    read = workspace.claims.add(text="One is so.")
    workspace.claims.set(read, text="Two is so.")

    with pytest.raises(ConflictError, match="changed by dana"):
        workspace.claims.set(read, text="Three is so.", version=read.version)
    assert workspace.claims.get(read).text == "Two is so."


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("verdict", "suported", "Did you mean 'supported'"),
        ("status", "done", "no status 'done'"),
        ("kind", "number", "no kind 'number'"),
        ("text", "a\0b", "NUL"),
        ("checker", "two\nlines", "one line"),
        ("reasoning", "\ud800", "surrogate"),
        ("tags", "one", "must be a list"),
    ],
)
def test_a_value_that_cannot_be_is_told_and_nothing_is_written(
    workspace: annot.Workspace, field: str, value: str, told: str
) -> None:
    claim = workspace.claims.add(text="One is so.")

    with pytest.raises(InvalidValueError, match=told):
        workspace.claims.set(claim, **{field: value})  # type: ignore[arg-type]
    assert workspace.claims.get(claim) == claim


def test_one_more_place_is_anchored_and_one_taken_away(
    workspace: annot.Workspace, article: Article
) -> None:
    claim = workspace.claims.add(article, quote="40,000 books")

    (added,) = workspace.claims.anchor(claim, quote="30 readings")
    assert workspace.claims.anchor(claim, quote="30 readings") == []
    workspace.claims.unanchor(claim, added.id)
    with pytest.raises(NotFoundError, match="no anchor"):
        workspace.claims.unanchor(claim, added.id)

    assert len(workspace.claims.anchors(claim)) == 2


def test_re_anchoring_replaces_the_old_places(workspace: annot.Workspace, article: Article) -> None:
    claim = workspace.claims.add(article, quote="40,000 books")

    workspace.claims.reanchor(claim, quote="30 readings")

    assert [a.exact for a in workspace.claims.anchors(claim)] == ["30 readings"]
    workspace.history.undo()
    assert [a.exact for a in workspace.claims.anchors(claim)] == ["40,000 books"] * 2


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", [1, 2, 3]),
        ("status:todo", [3]),
        ("status:checked,todo", [1, 2, 3]),
        ("verdict:none", [3]),
        ("verdict:inexact", [2]),
        ("-verdict:inexact", [1, 3]),
        ("kind:quantity", [1]),
        ("no:evidence", [2, 3]),
        ("has:evidence", [1]),
        ("has:query", [3]),
        ("has:anchor", [1]),
        ("is:open", [3]),
        ("is:closed", [1, 2]),
        ("tag:size", [1]),
        ("checker:dana", [1, 2]),
        ("source:yearbook", [1]),
        ("article:mill-street", [1]),
        ("article:unplaced", [2, 3]),
        ("correction:open", [2]),
        ("volume", [2]),
        ("volumes", [2]),
        ('"forty volumes"', [2]),
        ('"volumes forty"', []),
        ("vol", [2]),
        ("is:closed books", [1]),
        ("' OR 1=1 --", []),
        ("***", [1, 2, 3]),
    ],
)
def test_filters(
    workspace: annot.Workspace, article: Article, typed: str, found: list[int]
) -> None:
    first = workspace.claims.add(article, quote="40,000 books", kind="quantity", tags=["size"])
    source = workspace.sources.add(title="Yearbook")
    workspace.evidence.add(first, source)
    workspace.claims.set(first, verdict="supported")
    second = workspace.claims.add(text="There are forty volumes.")
    workspace.claims.set(second, verdict="inexact", correction="Forty-one.")
    third = workspace.claims.add(text="One is so.")
    workspace.notes.ask(third, "Really?", to="author")
    workspace.claims.set(third, status="todo")

    listed = [claim.id for claim in workspace.claims.list(typed)]

    assert sorted(listed) == found


@pytest.mark.parametrize("typed", ["stauts:todo", "status:nearly", "has:nothing", "tag:"])
def test_a_filter_that_is_not_understood_says_what_there_is(
    workspace: annot.Workspace, typed: str
) -> None:
    with pytest.raises(InvalidValueError) as raised:
        workspace.claims.list(typed)
    assert raised.value.hint


@given(typed=st.text(max_size=60))
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_filter_is_answered_or_refused(workspace: annot.Workspace, typed: str) -> None:
    with contextlib.suppress(AnnotError):
        workspace.claims.list(typed)


def test_removing_a_claim_takes_what_belongs_to_it(
    workspace: annot.Workspace, article: Article
) -> None:
    claim = workspace.claims.add(article, quote="40,000 books")
    source = workspace.sources.add(title="Yearbook")
    evidence = workspace.evidence.add(claim, source)
    workspace.notes.add(evidence, "On the evidence.")
    workspace.notes.add(claim, "On the claim.")

    workspace.claims.remove(claim)

    assert workspace.notes.list() == []
    assert workspace.history.list()[0].action == "claim.remove"
    workspace.history.undo()
    assert len(workspace.notes.list()) == 2


def test_the_dossier_of_one_claim_says_of_it_what_the_whole_one_says(
    workspace: annot.Workspace, article: Article
) -> None:
    claims = [workspace.claims.add(article, quote=q) for q in ("opened in 1998", "40,000 books")]
    source = workspace.sources.add(title="Report")
    for claim in claims:
        evidence = workspace.evidence.add(claim, source, passage="Seen")
        workspace.notes.add(evidence, "On the evidence")
        workspace.notes.ask(claim, "Says who?", to="author")
    workspace.notes.add(article, "On the article")
    whole = workspace.dossier(article)
    for number, claim in enumerate(claims):
        one = workspace.dossier(article, claim=claim.id)
        assert len(one.claims) == 1
        assert repr(one.claims[0]) == repr(whole.claims[number])
        assert [note.text for note in one.notes] == ["On the article"]
