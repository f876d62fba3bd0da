from __future__ import annotations

import pytest
from rule_builders import claim, evidence, found_by

from annot.vocabulary import Severity, Stance, Status, Verdict

SUPPORTS = evidence("yes", Stance.SUPPORTS)
REFUTES = evidence("no", Stance.REFUTES)
CONTEXT = evidence("maybe", Stance.CONTEXT)


@pytest.mark.parametrize(
    ("verdict", "wrong", "needed"),
    [
        (Verdict.SUPPORTED, REFUTES, "supports"),
        (Verdict.REFUTED, SUPPORTS, "refutes"),
        (Verdict.CONFLICTING, SUPPORTS, "refutes"),
        (Verdict.CONFLICTING, REFUTES, "supports"),
    ],
)
def test_the_side_of_the_verdict_has_to_be_among_the_evidence(verdict, wrong, needed):
    [finding] = found_by("A104", claim("…", verdict, wrong, CONTEXT))
    assert f"no evidence {needed} the claim" in finding.message
    assert finding.severity is Severity.ERROR


@pytest.mark.parametrize("verdict", [None, *Verdict])
def test_both_sides_fit_every_verdict(verdict):
    assert not found_by("A104", claim("…", verdict, SUPPORTS, REFUTES))


@pytest.mark.parametrize("verdict", [None, *Verdict])
def test_evidence_that_takes_no_side_contradicts_nothing(verdict):
    assert not found_by("A104", claim("…", verdict), claim("…", verdict, CONTEXT))


@pytest.mark.parametrize("verdict", [Verdict.INEXACT, Verdict.MISLEADING, Verdict.UNPROVEN])
def test_half_wrong_claims_may_rest_on_either_side(verdict):
    assert not found_by("A104", claim("…", verdict, SUPPORTS), claim("…", verdict, REFUTES))


def test_dropped_claims_are_left_out():
    assert not found_by("A104", claim("…", Verdict.REFUTED, SUPPORTS, status=Status.DROPPED))
