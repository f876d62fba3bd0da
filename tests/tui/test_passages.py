from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annot.tui.passages import ClaimIndex, Mark, Passages, Span, uncovered
from annot.vocabulary import Status, Verdict

PLACES = st.lists(st.tuples(st.integers(0, 30_000), st.integers(1, 20_000)), max_size=20)


def spans(places: list[tuple[int, int]]) -> list[Span]:
    return [
        Span(start, start + size, number, Status.TODO, None)
        for number, (start, size) in enumerate(places)
    ]


@given(PLACES, st.integers(0, 40_000), st.integers(1, 3_000))
def test_all_claims_of_a_stretch_are_found_once(
    places: list[tuple[int, int]], start: int, size: int
) -> None:
    found = ClaimIndex(spans(places)).overlapping(start, start + size)
    expected = {
        number for number, (at, length) in enumerate(places)
        if at < start + size and at + length > start
    }  # fmt: skip
    assert sorted(place.claim for place in found) == sorted(expected)
    assert [place.start for place in found] == sorted(place.start for place in found)


def test_a_claim_has_one_look_at_all_its_passages() -> None:
    index = ClaimIndex(
        [Span(0, 5, 7, Status.TODO, None), Span(20, 25, 7, Status.CHECKED, Verdict.REFUTED)]
    )
    assert [place.start for place in index.of(7)] == [0, 20]
    assert index.marks[7] == Mark(Status.CHECKED, Verdict.REFUTED)
    assert index.of(8) == ()


def test_empty_spans_are_left_out() -> None:
    assert ClaimIndex([Span(5, 5, 1, Status.TODO, None)]).overlapping(0, 10) == []


@given(PLACES, st.integers(0, 40_000), st.integers(1, 3_000))
def test_passages_cover_what_they_were_given(
    places: list[tuple[int, int]], start: int, size: int
) -> None:
    given_passages = [(at, at + length) for at, length in places]
    found = Passages(given_passages).overlapping(start, start + size)
    touched = any(a < start + size and b > start for a, b in given_passages)
    assert bool(found) is touched


@given(PLACES, PLACES)
def test_a_sentence_is_uncovered_when_no_span_touches_it(
    sentences: list[tuple[int, int]], claimed: list[tuple[int, int]]
) -> None:
    passages = [(at, at + size) for at, size in sentences]
    cover = [(at, at + size) for at, size in claimed]
    bare = [s for s in passages if not any(a < s[1] and b > s[0] for a, b in cover)]
    found = uncovered(passages, cover)
    assert all(found.overlapping(start, end) for start, end in bare)
    assert bool(bare) is bool(found.overlapping(0, 100_000))
