from __future__ import annotations

import pytest
from rule_builders import claim, evidence, found_by

from annot.store.dossier import ClaimFile
from annot.vocabulary import ClaimKind, CorrectionState, Severity, Stance, Status, Verdict

SAFE = evidence("He said: 'The bridge\nis quite safe.'")
UNSAFE = evidence("The bridge is safe.")


def quotation(quote: str, *found, verdict: str | None = "supported", **values) -> ClaimFile:
    kept = {"kind": ClaimKind.QUOTATION, "quote": quote, "text": "He called it safe."} | values
    text = kept.pop("text")
    return claim(text, verdict and Verdict(verdict), *found, **kept)


def test_words_between_quotation_marks_have_to_stand_in_a_passage():
    quote = "“the bridge is quite safe,” said the engineer"
    [finding] = found_by("A201", quotation(quote, UNSAFE))
    assert finding.severity is Severity.ERROR
    assert "“the bridge is quite safe,”" in finding.message
    assert finding.place == (0, len(quote))
    assert not found_by("A201", quotation(quote, UNSAFE, SAFE))


def test_every_quoted_part_has_to_stand_somewhere_but_not_in_one_passage():
    quote = "“The bridge is safe,” he said. “We tested it.”"
    [finding] = found_by("A201", quotation(quote, UNSAFE))
    assert "“We tested it.”" in finding.message
    assert "bridge" not in finding.message
    assert not found_by("A201", quotation(quote, UNSAFE, evidence("we tested it twice")))


def test_marks_in_the_claim_count_where_the_anchor_has_none_and_else_the_whole_quote():
    assert not found_by("A201", quotation("quite safe", SAFE))
    assert found_by("A201", quotation("he called it safe", SAFE))
    marked = 'He said, in these words, that it was "quite safe".'
    assert not found_by("A201", quotation("he called it safe", SAFE, text=marked))
    assert not found_by("A201", quotation("", evidence("He called it safe!")))


def test_a_supported_quotation_needs_a_passage_but_one_in_work_can_wait():
    silent = evidence(locator="12:40")
    assert found_by("A201", quotation("“quite safe”", silent))
    assert not found_by("A201", quotation("“quite safe”", silent, verdict=None))
    assert found_by("A201", quotation("“quite safe”", UNSAFE, verdict=None))
    assert not found_by("A201", quotation("“quite safe”"))


@pytest.mark.parametrize("verdict", list(Verdict))
def test_verdicts_that_deny_the_words_explain_themselves(verdict: Verdict):
    holds_to_words = verdict in (Verdict.SUPPORTED, Verdict.MISLEADING)
    assert bool(found_by("A201", quotation("“quite”", UNSAFE, verdict=verdict))) == holds_to_words


def test_a_correction_is_held_to_the_passages_unless_it_was_refused():
    refuting = evidence("The bridge is safe.", Stance.REFUTES)
    right = {"verdict": "refuted", "correction": "It is “safe”"}
    wrong = {"verdict": "refuted", "correction": "It is “rather safe”"}
    assert not found_by("A201", quotation("“quite safe”", refuting, **right))
    assert found_by("A201", quotation("“quite safe”", refuting, **wrong))
    stet = wrong | {"correction_state": CorrectionState.STET}
    assert not found_by("A201", quotation("“quite safe”", refuting, **stet))
    plain = {"verdict": "refuted", "correction": "He was not asked"}
    assert not found_by("A201", quotation("“quite safe”", refuting, **plain))


def test_other_kinds_and_dropped_claims_are_left_out():
    assert not found_by("A201", quotation("“quite”", UNSAFE, kind=ClaimKind.EVENT))
    assert not found_by("A201", quotation("“quite”", UNSAFE, status=Status.DROPPED))
