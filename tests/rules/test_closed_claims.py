from __future__ import annotations

import pytest
from rule_builders import claim, evidence, found_by, note, query

from annot.vocabulary import Severity, Status, Verdict

CLOSED = [Status.CHECKED, Status.APPROVED]


@pytest.mark.parametrize("status", list(Status))
def test_only_checked_and_approved_claims_need_a_verdict(status: Status):
    found = found_by("A302", claim(status=status))
    assert bool(found) == (status in CLOSED)
    assert not found_by("A302", claim("…", Verdict.UNPROVEN, status=status))


@pytest.mark.parametrize("status", list(Status))
def test_a_claim_is_open_until_it_is_checked_approved_or_dropped(status: Status):
    found = found_by("A304", claim("…", Verdict.SUPPORTED, status=status))
    assert bool(found) == (status not in {*CLOSED, Status.DROPPED})


@pytest.mark.parametrize("status", list(Status))
def test_only_checked_and_approved_claims_wait_for_nobody(status: Status):
    assert bool(found_by("A303", claim(status=status, notes=(query(),)))) == (status in CLOSED)


def test_each_open_query_about_claim_and_evidence_is_found():
    asked = evidence("closed", notes=(query("Which page?"), note()))
    one = claim("…", None, asked, status=Status.CHECKED, notes=(query("Who says so?"), note()))
    first, second = found_by("A303", one)
    assert "“Who says so?”" in first.message
    assert "query to the author" in first.message
    assert "“Which page?”" in second.message
    assert "annot note answer 7" in first.hint
    assert first.severity is Severity.WARNING


def test_answered_queries_are_not_open():
    assert not found_by("A303", claim(status=Status.CHECKED, notes=(query(answer="I do."),)))


def test_words_from_outside_are_shown_harmless_and_short():
    hostile = query("\x1b[31m\u202egnp.exe\n" + "long " * 90)
    [finding] = found_by("A303", claim(status=Status.CHECKED, notes=(hostile,)))
    assert finding.message.isprintable()
    assert len(finding.message) < 160
