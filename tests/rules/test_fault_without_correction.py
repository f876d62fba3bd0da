from __future__ import annotations

import pytest
from rule_builders import claim, evidence, found_by, note, query

from annot.vocabulary import CorrectionState, Severity, Stance, Status, Verdict

FAULTY = [Verdict.REFUTED, Verdict.INEXACT, Verdict.MISLEADING]


@pytest.mark.parametrize("verdict", FAULTY)
def test_fault_needs_a_correction_or_a_note(verdict: Verdict):
    explained = claim("…", verdict, evidence("287 steps", Stance.REFUTES), reasoning="It has 287.")
    [finding] = found_by("A102", explained)
    assert finding.severity is Severity.ERROR
    assert "annot claim set 12 --correction" in finding.hint
    assert not found_by("A102", claim("…", verdict, correction="287 steps"))
    assert not found_by("A102", claim("…", verdict, notes=(note("Cut."),)))


def test_open_query_decides_nothing_but_its_answer_does():
    assert found_by("A102", claim("…", Verdict.REFUTED, notes=(query(),)))
    assert not found_by("A102", claim("…", Verdict.REFUTED, notes=(query(answer="Cut it."),)))


def test_refused_correction_is_a_decision():
    stet = claim("…", Verdict.INEXACT, correction="287", correction_state=CorrectionState.STET)
    assert not found_by("A102", stet)


def test_sound_and_dropped_claims_need_no_correction():
    assert not found_by("A102", claim("…", Verdict.SUPPORTED), claim(), claim("…", "conflicting"))
    assert not found_by("A102", claim("…", Verdict.REFUTED, status=Status.DROPPED))
