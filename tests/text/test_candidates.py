"""What is worth checking is suggested, verbatim and with its reasons."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
        ("The state joined the convention later.", ClaimKind.EVENT, "membership"),
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
