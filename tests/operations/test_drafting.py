"""A new draft: the ledger survives it, and nothing is silently on other words."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import annot
from annot.operations.drafting import Revised
from annot.store.models import Article
from annot.text.fold import fold_text
from annot.vocabulary import Status

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


def outcomes(done: Revised) -> dict[int, str]:
    return {fate.claim: fate.outcome for fate in done.fates}


def test_what_nobody_confirmed_still_asks_after_the_next_draft(
    workspace: annot.Workspace, torture: Article
) -> None:
    second = OLD.replace("1998", "1999").replace(" The vice-chair is Russian.", "")
    workspace.articles.revise(torture, second)
    done = workspace.articles.revise(torture, f"{second}\n\nA last paragraph.")
    assert {fate.claim: fate.outcome for fate in done.asking} == {1: "changed", 3: "orphaned"}
    assert done.fates[0].difference == "ratified the convention in [-1998-]{+1999+}"
    assert places(workspace, torture, 1) == [("ratified the convention in 1999", "moved")]
    asking = workspace.claims.list("placement:moved,ambiguous,orphaned")
    assert sorted(claim.id for claim in asking) == [1, 3]
    assert list(workspace.articles.fates(torture)) == list(done.fates)


def test_what_was_confirmed_is_the_ground_of_the_next_draft(
    workspace: annot.Workspace, torture: Article
) -> None:
    workspace.articles.revise(torture, OLD.replace("1998", "1999"))
    workspace.claims.confirm(1)
    done = workspace.articles.revise(torture, OLD.replace("1998", "1999") + "\n\nA last one.")
    assert done.asking == []
    done = workspace.articles.revise(torture, OLD)
    assert [fate.difference for fate in done.asking] == [
        "ratified the convention in [-1999-]{+1998+}"
    ]


def test_a_change_that_is_taken_back_asks_nothing_more(
    workspace: annot.Workspace, torture: Article
) -> None:
    workspace.articles.revise(torture, OLD.replace("1998", "1999"))
    done = workspace.articles.revise(torture, OLD)
    assert done.asking == []
    assert places(workspace, torture, 1) == [("ratified the convention in 1998", "placed")]
    assert workspace.claims.get(1).status is Status.STALE


def test_words_that_were_gone_and_come_back_ask(
    workspace: annot.Workspace, torture: Article
) -> None:
    gone = OLD.replace(" The vice-chair is Russian.", "")
    workspace.articles.revise(torture, gone)
    workspace.articles.revise(torture, f"{gone}\n\nMore.")
    done = workspace.articles.revise(torture, f"{OLD}\n\nMore.")
    assert [(fate.claim, fate.outcome) for fate in done.asking] == [(3, "moved")]
    assert places(workspace, torture, 3) == [("vice-chair is Russian", "moved")]
    workspace.claims.confirm(3)
    assert workspace.claims.list("placement:moved,ambiguous,orphaned") == []


def test_one_of_several_places_stays_to_be_chosen(workspace: annot.Workspace) -> None:
    said = "The report was read by four people."
    article = workspace.articles.add(f"One. {said} Two.\n\nThree.", title="Several")
    claim = workspace.claims.add(article, quote="read by four people")
    several = f"Zero. {said} Nine.\n\nEight. {said} Ten.\n\nSix. {said} Seven."
    assert outcomes(workspace.articles.revise(article, several)) == {claim.id: "ambiguous"}
    done = workspace.articles.revise(article, f"{several}\n\nEnd.")
    assert outcomes(done) == {claim.id: "ambiguous"}
    assert len(done.fates[0].candidates) == 3
    assert places(workspace, article, claim.id) == [("read by four people", "ambiguous")]


def test_other_words_around_an_unchecked_claim_ask_until_they_are_confirmed(
    workspace: annot.Workspace,
) -> None:
    article = workspace.articles.add(OLD, title="Unchecked")
    claim = workspace.claims.add(article, quote="vice-chair is Russian")
    turned = OLD.replace("The vice-chair", "It is not true that the vice-chair")
    workspace.articles.revise(article, turned)
    done = workspace.articles.revise(article, f"{turned}\n\nA last one.")
    assert [fate.context for fate in done.asking] != [""]
    assert [one.id for one in workspace.claims.list("placement:moved")] == [claim.id]
    workspace.claims.confirm(claim)
    assert workspace.articles.revise(article, f"{turned}\n\nAnother.").asking == []


def test_a_claim_that_was_checked_anew_is_not_stale_again_for_the_same_change(
    workspace: annot.Workspace, torture: Article
) -> None:
    workspace.articles.revise(torture, OLD.replace("1998", "1999"))
    workspace.claims.set(1, verdict="refuted")
    done = workspace.articles.revise(torture, OLD.replace("1998", "1999") + "\n\nA last one.")
    assert done.stale == ()
    assert workspace.claims.get(1).status is Status.CHECKED
    assert [fate.claim for fate in done.asking] == [1]


def test_a_dropped_claim_asks_nothing(workspace: annot.Workspace, torture: Article) -> None:
    workspace.claims.drop(3, reason="No claim.")
    done = workspace.articles.revise(torture, OLD.replace(" The vice-chair is Russian.", ""))
    assert done.asking == []
    assert 3 not in outcomes(done)
    assert [fate.claim for fate in workspace.articles.fates(torture)] == [1, 2, 4, 5]


WORDS = ("reports", "prisons", "visits", "never", "four", "thirty", "not", "Moscow", "said", "were")


def revised(chance: random.Random, text: str) -> str:
    """A next draft: words changed, put in and taken out, paragraphs moved, gone and back."""
    paragraphs = text.split("\n\n")
    if chance.random() < 0.3:
        chance.shuffle(paragraphs)
    if chance.random() < 0.2 and len(paragraphs) > 1:
        paragraphs.pop(chance.randrange(len(paragraphs)))
    words = "\n\n".join(paragraphs).split(" ")
    for _ in range(chance.randint(0, 4)):
        place = chance.randrange(len(words))
        words[place : place + 1] = chance.choice(
            ([], [chance.choice(WORDS)], [words[place], chance.choice(WORDS)])
        )
    return " ".join(words)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**6))
@example(147_969)
def test_through_many_drafts_no_claim_is_silently_on_other_words(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    chance = random.Random(seed)
    path = tmp_path_factory.mktemp("drafts") / "story.db"
    with annot.open(path, actor="dana") as workspace:
        sentences = [
            " ".join(chance.choice(WORDS) for _ in range(chance.randint(4, 12))) + f" {n}."
            for n in range(12)
        ]
        text = "\n\n".join(" ".join(sentences[n : n + 4]) for n in range(0, 12, 4))
        article = workspace.articles.add(text, title="Random")
        for number, sentence in enumerate(sentences):
            claim = workspace.claims.add(article, quote=sentence.rstrip("."))
            if number % 2:
                workspace.claims.set(claim, verdict="supported")
        confirmed = {claim.id: claim.text for claim in workspace.claims.list()}
        states, texts = [statuses(workspace)], [text]
        for _ in range(4):
            drafts = [revised(chance, texts[-1]), *texts[:-1]]
            new = chance.choice(drafts) if chance.random() < 0.3 else drafts[0]
            if new == texts[-1] or not new.strip():
                continue
            done = workspace.articles.revise(article, new)
            texts.append(new)
            asking = {fate.claim for fate in done.asking}
            assert list(workspace.articles.fates(article)) == list(done.fates)
            for number, words in confirmed.items():
                here = places(workspace, article, number)
                if number not in asking:
                    assert {(fold_text(exact), how) for exact, how in here} == {
                        (fold_text(words), "placed")
                    }
                else:
                    assert {how for _, how in here} != {"placed"}
                if number % 2 == 0 and here and fold_text(here[0][0]) != fold_text(words):
                    assert workspace.claims.get(number).status is Status.STALE
            states.append(statuses(workspace))
        assert workspace.history.verify().breaks == ()
        while len(states) > 1:
            workspace.history.undo()
            states.pop()
            texts.pop()
            assert workspace.articles.text(article) == texts[-1]
            assert statuses(workspace) == states[-1]


def statuses(workspace: annot.Workspace) -> list[tuple[int, str, int | None]]:
    return [(claim.id, claim.status.value, claim.position) for claim in workspace.claims.list()]
