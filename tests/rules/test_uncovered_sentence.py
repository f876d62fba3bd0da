from __future__ import annotations

from rule_builders import claim, dossier, found_by

from annot.rules.registry import check
from annot.vocabulary import Placement, Severity, Status

TEXT = "The bridge is old. It was built in 1881. Nobody knows by whom."


def place(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def test_every_sentence_without_claim_or_acceptance_is_found_at_its_place():
    first, second, third = found_by("A301", text=TEXT)
    assert [TEXT[slice(*found.place)] for found in (first, second, third)] == [
        "The bridge is old.",
        "It was built in 1881.",
        "Nobody knows by whom.",
    ]
    assert "“It was built in 1881.”" in second.message
    assert "annot article accept bridges --sentence 2" in second.hint
    assert (second.severity, second.claim) == (Severity.WARNING, None)


def test_a_claim_or_an_acceptance_that_touches_a_sentence_covers_it():
    one = claim(at=place("built in 1881"))
    [finding] = found_by("A301", one, text=TEXT, accepted=(place("Nobody"),))
    assert finding.place == place("The bridge is old.")


def test_dropped_claims_and_lost_anchors_cover_nothing():
    dropped = claim(at=place("built"), status=Status.DROPPED)
    lost = claim(at=place("built"), placement=Placement.ORPHANED)
    assert len(found_by("A301", dropped, text=TEXT)) == 3
    assert len(found_by("A301", lost, text=TEXT)) == 3


def test_repeated_passages_count_with_their_first_place():
    passage = "The old bridge was closed to lorries for two years after the flood of 1932."
    text = f"{passage}\n\nIt stood.\n\n{passage}"
    one = claim(at=(0, len(passage)))
    [finding] = found_by("A301", one, text=text)
    assert finding.message.endswith("“It stood.”")


def test_claims_without_an_article_have_no_sentences():
    assert check(dossier(claim()), codes=["A301"]) == []
