"""What is worth checking is suggested, verbatim and with its reasons."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import annot
from annot import demo
from annot.operations.suggesting import LEAST
from annot.text.candidates import Candidate, candidates
from annot.text.sentences import sentences
from annot.vocabulary import ClaimKind


def only(sentence: str) -> Candidate:
    (found,) = candidates(sentence, [(0, len(sentence))])
    return found


@pytest.mark.parametrize(
    ("sentence", "kind", "reason"),
    [
        ("Only four of the thirty reports were published.", ClaimKind.QUANTITY, "number"),
        ("The treaty was signed on 26 November 1987.", ClaimKind.DATE, "date"),
        ("“We never turn anybody away from here,” she said.", ClaimKind.QUOTATION, "quotation"),
        ("The vice-chair of the committee is Russian.", ClaimKind.IDENTITY, "origin"),
        ("Ms Kim is the vice-chair of the committee.", ClaimKind.IDENTITY, "role"),
        ("The state joined the convention later.", ClaimKind.EVENT, "joining or leaving"),
        ("Exports fell because the port was closed.", ClaimKind.CAUSE, "cause"),
        ("The minister told Parliament about it.", ClaimKind.ATTRIBUTION, "attribution"),
        ("The bridge will be finished in spring.", ClaimKind.PREDICTION, "prediction"),
        ("I think the bridge should be torn down.", ClaimKind.OPINION, "opinion"),
    ],
)
def test_a_sentence_has_its_kind_and_reason(sentence: str, kind: ClaimKind, reason: str) -> None:
    found = only(sentence)
    assert found.kind is kind
    assert reason in found.reasons
    assert sentence[found.start : found.end] == sentence.strip()


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Anna Kowalska heads the agency.", "role"),
        ("He serves on the committee.", "role"),
        ("She was sworn in as Minister of Justice.", "role"),
        ("Jan Nowak, director of the museum, opened it.", "role"),
        ("The body, whose vice-chair is a lawyer, met.", "role"),
        ("The agency is based in Vienna.", "origin"),
        ("Forty-six other states are party to it.", "membership"),
        ("It left the treaty without a word.", "joining or leaving"),
        ("The firm belongs to a holding.", "membership"),
        ("The house used to be a school.", "role"),
        ("A weir, the property of the town, was torn down.", "deed"),
        ("The guards drove them out of the hall.", "cause"),
        ("There is no doctor on the island.", "state"),
        ("The law was repealed.", "event"),
        ("The company acquired a rival.", "event"),
        ("They have not built anything there.", "past"),
        ("The experts may visit any prison.", "rule"),
        ("The river is a fifth longer than the Oder.", "comparison"),
        ("Exports grew that year.", "change"),
        ("It stood empty for three and a half years.", "time"),
    ],
)
def test_roles_memberships_and_events_are_seen(sentence: str, reason: str) -> None:
    found = only(sentence)
    assert reason in found.reasons
    assert found.score > 0


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("At times, the square is empty.", "quantity"),
        ("It stood empty for three and a half years.", "number"),
        ("She joined the party in May 1990.", "number"),
        ("The A-10 road is closed.", "number"),
        ("He may have met her at noon.", "date"),
        ("In May 1987 it was signed.", "rule"),
        ("The Convention entered the European mainstream.", "origin"),
        ("Will Smith opened the show.", "prediction"),
        ("The treaty binds Great Britain.", "opinion"),
        ("They flew to Budapest and Bucharest.", "superlative"),
        ("They suggest that investors contest it.", "superlative"),
        ("Rose signed the paper in the hall.", "change"),
        ("It is Poland’s building that they saw.", "state"),
        ("On Monday, the president spoke at length.", "role"),
        ("Remarks were made by Chancellor Merz.", "role"),
        ("The president was tired of it.", "role"),
        ("This leads to higher prices.", "role"),
        ("The witness left the room by the left door.", "joining or leaving"),
        ("It should be noted that the door was shut.", "attribution"),
        ("The accused is silent.", "attribution"),
        ("The match was called off.", "attribution"),
        ("Under Article 20 it may be refused.", "number"),
        ("The will was found in a drawer.", "prediction"),
        ("The guards stood by the door.", "state"),
    ],
)
def test_what_only_looks_like_a_sign_is_no_reason(sentence: str, reason: str) -> None:
    assert reason not in only(sentence).reasons


def test_the_numbers_of_dates_and_durations_make_no_quantity() -> None:
    assert only("In October 2024, eight months after it, he sang.").kind is ClaimKind.DATE
    assert only("Nine days later the deputies passed it.").kind is ClaimKind.EVENT
    assert only("On 1 August 2024 sixteen prisoners walked free.").kind is ClaimKind.QUANTITY


def test_few_of_whom_something_is_told_make_no_quantity() -> None:
    assert only("The government expelled two diplomats.").kind is ClaimKind.EVENT
    assert only("Two of the five diplomats were expelled.").kind is ClaimKind.QUANTITY
    assert only("The government expelled 40 diplomats.").kind is ClaimKind.QUANTITY


def test_what_is_to_come_counts_less_than_what_was() -> None:
    told = only("The city built a tunnel with two lanes.")
    for ahead in ("will build", "plans to build", "is expected to build", "is due to build"):
        expected = only(f"The city {ahead} a tunnel with two lanes.")
        assert expected.kind is ClaimKind.PREDICTION
        assert "prediction" in expected.reasons
        assert expected.score < 0.8 * told.score


def test_what_somebody_is_quoted_with_is_not_the_writers_opinion() -> None:
    quoted = only("“We should never have built this ugly bridge,” the engineer said.")
    assert quoted.kind is ClaimKind.QUOTATION
    assert "opinion" not in quoted.reasons
    assert quoted.score > 0.5


LABELLED = Path(__file__).with_name("labelled_sentences.tsv")


@pytest.mark.parametrize("half", ["tuning", "held out"])
def test_kinds_and_what_is_worth_checking_agree_with_a_person(half: str) -> None:
    with LABELLED.open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file, dialect="excel-tab", quoting=csv.QUOTE_NONE))
    rows = [row for row in listed if row["half"] == half]
    assert len(rows) == 68
    found = [
        (candidates(row["sentence"], [(0, len(row["sentence"]))]) or [None])[0] for row in rows
    ]
    kinds = [item.kind if item else ClaimKind.OTHER for item in found]
    agreed = sum(kind == row["kind"] for kind, row in zip(kinds, rows, strict=True))
    assert agreed >= 60  # of 68
    worth, rest = (
        [item.score if item else 0 for item, row in zip(found, rows, strict=True)
         if row["worth"] == answer]
        for answer in ("yes", "no")
    )  # fmt: skip
    assert sum(score >= LEAST for score in worth) >= 0.9 * len(worth)
    assert sum(score >= LEAST for score in rest) <= 0.15 * len(rest)


def test_of_the_worked_example_nearly_all_claimed_sentences_are_suggested(
    workspace: annot.Workspace,
) -> None:
    article = demo.load(workspace)
    text = workspace.articles.text(article)
    looked_at = [item for item in workspace.articles.coverage(article) if not item.repeated]
    spans = [(item.start, item.end) for item in looked_at if item.claims]
    found = candidates(text, spans)
    assert len(spans) == 37
    assert sum(item.score >= LEAST for item in found) >= 35


def test_a_sentence_without_an_end_takes_no_longer_than_others() -> None:
    for endless in (
        "a " * 200_000, "“" * 200_000, "A" + " Bb" * 100_000, "is " + "a-" * 100_000,
        ", the a" * 60_000, "forced a " * 40_000, "called the “" * 40_000, "12,345" * 70_000,
    ):  # fmt: skip
        began = time.process_time()
        candidates(endless + " b c.", [(0, len(endless) + 5)])
        assert time.process_time() - began < 1


def test_what_can_be_checked_comes_before_opinion_and_question() -> None:
    text = (
        "Perhaps it was lovely there. Was it so? Of the 30 reports only four were published in"
        " 2014. I think it should be so."
    )
    ranked = [text[item.start : item.end] for item in candidates(text, sentences(text))]
    assert ranked[0].startswith("Of the 30 reports")
    scores = [item.score for item in candidates(text, sentences(text))]
    assert scores[0] > 0.6
    assert max(scores[1:]) < 0.3


def test_a_heading_and_an_exclamation_are_no_candidates() -> None:
    text = "# Four of thirty reports\n\nWell then!"
    assert candidates(text, sentences(text)) == []


@given(st.text("ab 1.?!\n“”#4 ofthe", max_size=200))
def test_every_candidate_is_verbatim_and_inside_its_sentence(text: str) -> None:
    spans = sentences(text)
    for item in candidates(text, spans):
        assert any(start <= item.start < item.end <= end for start, end in spans)
        assert text[item.start : item.end].strip() == text[item.start : item.end]
        assert 0 <= item.score <= 1
