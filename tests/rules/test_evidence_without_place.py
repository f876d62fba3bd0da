from __future__ import annotations

import pytest
from rule_builders import claim, evidence, found_by, note

from annot.store.dossier import EvidenceFile
from annot.vocabulary import Severity, SourceKind, Stance, Status

WITHOUT_WORDS = [SourceKind.INTERVIEW, SourceKind.VIDEO, SourceKind.DATASET]
WITH_PAGES = [
    SourceKind.REPORT,
    SourceKind.DOCUMENT,
    SourceKind.LAW,
    SourceKind.BOOK,
    SourceKind.OTHER,
]


def messages(*found: EvidenceFile) -> list[str]:
    return [finding.message for finding in found_by("A103", claim("…", None, *found))]


@pytest.mark.parametrize("kind", list(SourceKind))
@pytest.mark.parametrize("stance", list(Stance))
def test_evidence_with_nothing_is_found_and_with_both_it_is_not(kind: SourceKind, stance: Stance):
    [message] = messages(evidence("", stance, kind=kind))
    assert "no passage and no locator" in message
    assert not messages(evidence("closed in May", stance, kind=kind, locator="p. 14"))


@pytest.mark.parametrize("kind", WITH_PAGES)
def test_what_has_pages_needs_both(kind: SourceKind):
    assert "no locator" in messages(evidence("closed in May", kind=kind))[0]
    assert "no passage" in messages(evidence(kind=kind, locator="p. 14", note="read it"))[0]


@pytest.mark.parametrize("kind", [SourceKind.PAGE, SourceKind.ARTICLE])
def test_the_passage_is_the_place_where_one_searches_for_words(kind: SourceKind):
    assert not messages(evidence("closed in May", kind=kind))
    assert messages(evidence(kind=kind, locator="third paragraph"))


@pytest.mark.parametrize("kind", WITHOUT_WORDS)
def test_what_has_no_words_needs_a_locator_or_a_note(kind: SourceKind):
    assert not messages(evidence(kind=kind, locator="12:40"))
    assert not messages(evidence(kind=kind, note="She said so."))
    assert not messages(evidence(kind=kind, notes=(note("Heard again by a second reader."),)))


def test_context_needs_any_of_the_three():
    report = SourceKind.REPORT
    assert not messages(evidence("closed", Stance.CONTEXT, kind=report))
    assert not messages(evidence("", Stance.CONTEXT, kind=report, note="Could not be opened."))


def test_each_piece_has_its_own_finding_with_its_number_and_source():
    pieces = [evidence(id=31), evidence(id=32), evidence("closed in May", id=33)]
    first, second = found_by("A103", claim("…", None, *pieces, at=(2, 5)))
    assert "annot evidence set 31 --passage" in first.hint
    assert "annot evidence set 32 --passage" in second.hint
    assert "“Road authority”" in first.message
    assert (first.severity, first.claim, first.place) == (Severity.WARNING, 12, (2, 5))


def test_dropped_claims_are_left_out():
    assert not found_by("A103", claim("…", None, evidence(), status=Status.DROPPED))
