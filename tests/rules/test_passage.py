from __future__ import annotations

import pytest

from annot.rules.passage import not_in_passage


@pytest.mark.parametrize(
    ("claim", "passage", "missing"),
    [
        ("It has 40,000 books.", "some forty thousand books", []),
        ("It has 40,000 books since 1998.", "some 4,000 books", ["40,000", "1998"]),
        ("The first of one million books", "a million", []),
        ("“We never turn anybody away,” she said.", "we never turn anybody away", []),
        ("“We never go,” she said.", "we go", ["“We never go,”"]),
        ("No number at all.", "", []),
    ],
)  # fmt: skip
def test_what_a_passage_does_not_hold_of_a_claim(
    claim: str, passage: str, missing: list[str]
) -> None:
    assert not_in_passage(claim, passage) == missing
