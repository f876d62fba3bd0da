from __future__ import annotations

import pytest
from rule_builders import claim, evidence, found_by, note, query

from annot.vocabulary import ClaimKind, Severity, Stance, Status, Verdict

PROVEN = ("supported", "inexact", "misleading", "refuted", "conflicting")


@pytest.mark.parametrize("verdict", PROVEN)
def test_verdict_about_sources_needs_evidence_that_takes_a_side(verdict: str):
    bare = claim("The bridge was closed.", Verdict(verdict), at=(4, 9))
    context = claim("…", Verdict(verdict), evidence("a map", Stance.CONTEXT), notes=(note(),))
    [finding] = found_by("A101", bare)
    assert (finding.claim, finding.place, finding.article) == (12, (4, 9), "bridges")
    assert finding.severity is Severity.ERROR
    assert verdict in finding.message
    assert "annot evidence add 12" in finding.hint
    assert len(found_by("A101", context)) == 1


@pytest.mark.parametrize("verdict", PROVEN)
@pytest.mark.parametrize("stance", [Stance.SUPPORTS, Stance.REFUTES])
def test_one_piece_of_evidence_of_either_side_is_enough(verdict: str, stance: Stance):
    assert not found_by("A101", claim("…", Verdict(verdict), evidence("words", stance)))


@pytest.mark.parametrize("verdict", [Verdict.UNPROVEN, Verdict.ON_AUTHOR, Verdict.NOT_CHECKABLE])
def test_other_verdicts_need_words_that_say_why(verdict: Verdict):
    assert found_by("A101", claim("…", verdict))
    assert found_by("A101", claim("…", verdict, notes=(query(),)))
    assert found_by("A101", claim("…", verdict, reasoning=" \n"))
    assert not found_by("A101", claim("…", verdict, reasoning="The archive has no record."))
    assert not found_by("A101", claim("…", verdict, notes=(note("Asked by telephone."),)))
    assert not found_by("A101", claim("…", verdict, notes=(query(answer="I was there."),)))


def test_evidence_explains_the_author_but_not_a_lack_of_proof():
    heard = evidence("I was there.")
    assert not found_by("A101", claim("…", Verdict.ON_AUTHOR, heard))
    assert found_by("A101", claim("…", Verdict.UNPROVEN, heard))


@pytest.mark.parametrize("kind", [ClaimKind.OPINION, ClaimKind.PREDICTION])
def test_opinions_and_predictions_explain_themselves(kind: ClaimKind):
    assert not found_by("A101", claim("…", Verdict.NOT_CHECKABLE, kind=kind))
    assert found_by("A101", claim("…", Verdict.UNPROVEN, kind=kind))


def test_no_verdict_and_dropped_claims_need_nothing():
    assert not found_by("A101", claim())
    assert not found_by("A101", claim("…", Verdict.SUPPORTED, status=Status.DROPPED))
