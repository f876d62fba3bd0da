from __future__ import annotations

from report_builders import paragraph

from annot.report.places import paragraphs_by_claim, stretches


def test_overlapping_claims_run_in_lanes_of_their_own_to_their_ends() -> None:
    [found] = stretches([paragraph(1, "{1|one {2|two |1}three |2}{3|four }five")])
    assert [(s.text, s.continuing, s.beginning, s.ends) for s in found] == [
        ("one ", [], [(1, 1)], []),
        ("two ", [(1, 1)], [(2, 2)], [1]),
        ("three ", [(2, 2)], [], [2]),
        ("four ", [], [(3, 1)], [3]),
        ("five", [], [], []),
    ]


def test_the_places_of_a_claim_are_numbered_through_the_article() -> None:
    text = [paragraph(1, "{1|a} b"), paragraph(2, "{1|a}{1|a}"), paragraph(3, "{2|c}")]
    begins = [(b.claim, b.nth) for part in stretches(text) for s in part for b in s.begins]
    assert begins == [(1, 1), (1, 2), (1, 3), (2, 1)]
    assert paragraphs_by_claim(text) == {1: [1, 2, 2], 2: [3]}


def test_a_place_that_begins_where_another_of_the_claim_ends_is_another_place() -> None:
    [found] = stretches([paragraph(1, "{1|a}{1|b}")])
    assert [s.ends for s in found] == [[1], [1]]


def test_a_claim_goes_on_over_the_end_of_a_paragraph() -> None:
    from annot.report.model import Paragraph, Piece

    first, second = stretches(
        [
            Paragraph(number=1, pieces=[Piece(text="a", claims=[1], begins=[1])], repeats=None),
            Paragraph(number=2, pieces=[Piece(text="b", claims=[1], begins=[])], repeats=None),
        ]
    )
    assert first[0].ends == []
    assert (second[0].continuing, second[0].ends) == ([(1, 1)], [1])


def test_a_text_without_paragraphs_has_no_places() -> None:
    assert list(stretches([])) == []
    assert paragraphs_by_claim([]) == {}
