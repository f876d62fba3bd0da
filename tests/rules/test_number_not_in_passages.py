from __future__ import annotations

import pytest
from rule_builders import claim, evidence, found_by

from annot.vocabulary import CorrectionState, Severity, Stance, Status, Verdict


def messages(text: str, *found, verdict: str = "supported", **values) -> list[str]:
    one = claim(text, Verdict(verdict), *found, **values)
    return [finding.message for finding in found_by("A202", one)]


def test_number_that_no_passage_holds_is_found():
    few = evidence("the fair drew 2,500 visitors")
    [finding] = found_by(
        "A202", claim("The fair drew 25,000 visitors.", Verdict.SUPPORTED, few, at=(3, 9))
    )
    assert finding.message == "“25,000” stands in none of the passages."
    assert (finding.severity, finding.claim, finding.place) == (Severity.WARNING, 12, (3, 9))
    assert not messages("25,000 visitors", few, evidence("some 25 thousand people came"))


def test_one_finding_names_each_missing_number_once():
    found = evidence("in May")
    [message] = messages("Of 30 and again 30 reports, only four came in 27 years.", found)
    assert message == "“30”, “four” and “27” stand in none of the passages."


def test_context_proves_no_number_of_the_claim_but_may_bear_a_correction():
    context = evidence("27 reports", Stance.CONTEXT)
    silent = evidence("some reports", Stance.REFUTES)
    assert messages("27 reports", context, evidence("some reports"))
    corrected = {"verdict": "refuted", "correction": "27 reports"}
    assert not messages("30 reports", context, silent, **corrected)
    assert messages("30 reports", silent, **corrected)


@pytest.mark.parametrize("verdict", ["inexact", "misleading", "refuted", "conflicting"])
def test_the_number_of_a_faulty_claim_is_not_looked_for(verdict: str):
    found = evidence("27 reports", Stance.REFUTES)
    assert not messages("30 reports", found, verdict=verdict)
    assert messages("30 reports", found, verdict=verdict, correction="28 reports")
    stet = {"correction": "28 reports", "correction_state": CorrectionState.STET}
    assert not messages("30 reports", found, verdict=verdict, **stet)


def test_dates_may_be_those_of_publication_but_counts_may_not():
    found = evidence("signed on Monday", published="2025-09-29")
    assert not messages("It was signed on 29 September 2025.", found)
    assert messages("It was signed on 28 September 2025.", found)
    assert messages("It was signed by 29 members.", found)


def test_turns_of_speech_are_not_asked_for():
    assert not messages("At first one of them was second to none.", evidence("so it was"))


def test_without_passage_number_or_verdict_there_is_nothing_to_compare():
    assert not messages("30 reports", evidence(locator="p. 4"))
    assert not messages("30 reports", evidence("none"), verdict="unproven")
    assert not messages("some reports", evidence("none"))
    assert not messages("30 reports", evidence("none"), status=Status.DROPPED)
    assert not found_by("A202", claim("30 reports", None, evidence("none")))
