"""A new draft: the ledger survives it, and nothing is silently on other words."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import annot
from annot.store.models import Article
from annot.text.fold import fold_text
from annot.vocabulary import Placement, Status

OLD = (
    "Russia ratified the convention in 1998. Only four of the 30 reports were published. The"
    " vice-chair is Russian.\n\nThe committee visited the prisons thirty times. Nobody knows why."
    "\n\nHe said it was over."
)
QUOTES = ("ratified the convention in 1998", "Only four of the 30 reports", "vice-chair is Russian",
          "visited the prisons thirty times", "He said it was over")  # fmt: skip


@pytest.fixture
def torture(workspace: annot.Workspace) -> Article:
    """An article with five checked claims and one accepted sentence."""
    article = workspace.articles.add(OLD, title="Torture")
    for quote in QUOTES:
        claim = workspace.claims.add(article, quote=quote)
        workspace.claims.set(claim, verdict="supported")
    workspace.articles.accept(article, quote="Nobody knows why", reason="A question.")
    return article


def places(workspace: annot.Workspace, article: Article, claim: int) -> list[tuple[str, str]]:
    revision = workspace.articles.revision(article)
    return [
        (anchor.exact, anchor.placement.value)
        for anchor in workspace.claims.anchors(claim)
        if anchor.revision_id == revision.id
    ]


def test_each_claim_is_where_its_words_went_and_what_changed_is_stale(
    workspace: annot.Workspace, torture: Article
) -> None:
    new = (
        "A paragraph was put in front.\n\nHe said it was over.\n\nRussia ratified the convention in"
        " 1999. Only four of the 30 reports were published.\n\nThe committee visited the prisons"
        " thirty times. Nobody knows why."
    )
    done = workspace.articles.revise(torture, new, note="second")
    assert {fate.claim: fate.outcome for fate in done.fates} == {
        1: "changed", 2: "placed", 3: "orphaned", 4: "placed", 5: "moved",
    }  # fmt: skip
    assert done.fates[0].difference == "ratified the convention in [-1998-]{+1999+}"
    assert (done.revision, done.stale, done.accepted, done.reopened) == (2, (1, 3), 1, 0)
    assert places(workspace, torture, 1) == [("ratified the convention in 1999", "moved")]
    assert places(workspace, torture, 2) == [("Only four of the 30 reports", "placed")]
    assert places(workspace, torture, 3) == []
    status = [workspace.claims.get(n).status for n in range(1, 6)]
    assert status == ["stale", "checked", "stale", "checked", "checked"]
    in_order = [claim.id for claim in workspace.claims.list("article:torture")]
    assert in_order == [5, 1, 2, 4, 3]
    asking = workspace.claims.list("placement:moved,ambiguous,orphaned")
    assert sorted(claim.id for claim in asking) == [1, 3, 5]
    assert [fate.outcome for fate in workspace.articles.fates(torture)] == [
        fate.outcome for fate in done.fates
    ]
    assert workspace.history.verify().breaks == ()


def test_one_undo_brings_the_draft_before_back_whole(
    workspace: annot.Workspace, torture: Article, tmp_path: Path
) -> None:
    def state() -> list[object]:
        claims = workspace.claims.list()
        return [
            workspace.articles.text(torture),
            [(claim.id, claim.status, claim.version, claim.position) for claim in claims],
            [places(workspace, torture, claim.id) for claim in claims],
            workspace.articles.coverage(torture),
        ]

    before = state()
    workspace.articles.revise(torture, OLD.replace("1998", "1999").replace("four", "five"))
    after = state()
    assert after != before
    workspace.history.undo()
    assert state() == before
    workspace.history.redo()
    assert state() == after
    workspace.export(tmp_path / "ledger.jsonl")
    with annot.open(tmp_path / "copy.db", actor="eve") as copy:
        copy.import_file(tmp_path / "ledger.jsonl")
        copy.export(tmp_path / "again.jsonl")
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "ledger.jsonl").read_bytes()


def test_a_negation_put_before_a_claim_makes_it_ask(
    workspace: annot.Workspace, torture: Article
) -> None:
    new = OLD.replace("The vice-chair", "It is not true that the vice-chair")
    done = workspace.articles.revise(torture, new)
    (asking,) = done.asking
    assert asking.claim == 3
    assert done.stale == (3,)


def test_a_place_is_confirmed_and_the_finding_stays_stale_until_somebody_looks(
    workspace: annot.Workspace, torture: Article
) -> None:
    workspace.articles.revise(torture, OLD.replace("1998", "1999"))
    (claim,) = workspace.claims.confirm(1)
    assert claim.status is Status.STALE
    assert places(workspace, torture, 1) == [("ratified the convention in 1999", "placed")]
    assert workspace.claims.list("placement:moved") == []
    (claim,) = workspace.claims.confirm([1], status="todo")
    assert claim.status is Status.TODO
    assert workspace.history.undo().startswith("claim.confirm")


def test_a_claim_whose_words_are_gone_cannot_be_confirmed(
    workspace: annot.Workspace, torture: Article
) -> None:
    workspace.articles.revise(torture, OLD.replace(" The vice-chair is Russian.", ""))
    with pytest.raises(annot.AnnotError, match="no place in the latest draft"):
        workspace.claims.confirm(3)


def test_a_passage_that_stands_twice_is_one_claim_in_every_draft(
    workspace: annot.Workspace,
) -> None:
    article = workspace.articles.add(f"{OLD}\n\n{OLD}", title="Twice")
    claim = workspace.claims.add(article, quote="ratified the convention in 1998")
    assert len(places(workspace, article, claim.id)) == 2
    done = workspace.articles.revise(article, OLD)
    assert [fate.outcome for fate in done.fates] == ["placed"]
    assert places(workspace, article, claim.id) == [("ratified the convention in 1998", "placed")]
    workspace.articles.revise(article, f"{OLD}\n\nBetween.\n\n{OLD}")
    assert len(places(workspace, article, claim.id)) == 2


def test_the_text_that_is_there_is_no_draft(workspace: annot.Workspace, torture: Article) -> None:
    with pytest.raises(annot.AnnotError, match="there already"):
        workspace.articles.revise(torture, OLD)
    assert workspace.articles.revision(torture).number == 1


WORDS = ("reports", "prisons", "visits", "never", "four", "thirty", "not", "Moscow", "said", "were")


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**6))
def test_no_claim_is_silently_on_other_words(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    chance = random.Random(seed)
    path = tmp_path_factory.mktemp("drafts") / "story.db"
    with annot.open(path, actor="dana") as workspace:
        sentences = [
            " ".join(chance.choice(WORDS) for _ in range(chance.randint(4, 12))) + f" {n}."
            for n in range(12)
        ]
        text = " ".join(sentences[:6]) + "\n\n" + " ".join(sentences[6:])
        article = workspace.articles.add(text, title="Random")
        for sentence in sentences:
            claim = workspace.claims.add(article, quote=sentence.rstrip("."))
            workspace.claims.set(claim, verdict="supported")
        words = text.split(" ")
        for _ in range(chance.randint(1, 8)):
            place = chance.randrange(len(words))
            words[place : place + 1] = chance.choice(
                ([], [chance.choice(WORDS)], [words[place], chance.choice(WORDS)])
            )
        new = " ".join(words)
        if new == text or not new.strip():
            return
        done = workspace.articles.revise(article, new)
        whole = workspace.articles.text(article)
        revision = workspace.articles.revision(article)
        fates = {fate.claim: fate for fate in done.fates}
        for claim in workspace.claims.list():
            for anchor in workspace.claims.anchors(claim):
                if anchor.revision_id != revision.id:
                    continue
                assert whole[anchor.start : anchor.end] == anchor.exact
                same = fold_text(anchor.exact) == fold_text(claim.text)
                if anchor.placement is Placement.PLACED:
                    assert same
                if not same:
                    assert claim.status is Status.STALE
            assert fates[claim.id].outcome == "placed" or fates[claim.id].asks
        assert workspace.history.verify().breaks == ()
        workspace.history.undo()
        assert workspace.articles.text(article) == text
        assert {claim.status for claim in workspace.claims.list()} == {Status.CHECKED}
