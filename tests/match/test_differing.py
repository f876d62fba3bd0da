"""Numbers, names and negations that differ between two claims that look alike."""

from __future__ import annotations

import pytest

from annot.match.differing import differing


@pytest.mark.parametrize(
    ("mine", "theirs", "told"),
    [
        ("It had 30 readings", "It had 29 readings", ["numbers: 30 / 29"]),
        ("It had a dozen readings", "It had 12 readings", []),
        ("It sold 2.5 million", "It sold 2,500,000 and 3 more", ["numbers: – / 3"]),
        ("In Berlin it rained", "In Paris it rained", ["names: Berlin / Paris"]),
        ("Berlin is wet", "Paris is wet", ["names: Berlin / Paris"]),
        ("The mayor left", "A mayor left", []),
        ("BERLIN is wet", "Is Berlin wet", []),
        ("Berlin's mayor left", "The mayor of Berlin left", []),
        ("It never opened", "It opened", ["negation: never / –"]),
        ("It didn’t open", "It did open", ["negation: n't / –"]),
        ("It did not open", "It never opened", []),
        ("3 of 3", "3", ["numbers: 3 / –"]),
        ("Ana met 4 in Rome", "Ana did not meet 5 in Oslo",
         ["numbers: 4 / 5", "names: Rome / Oslo", "negation: – / not"]),
        ("", "", []),
        ("[/]\x1b 4", "\u202e5", ["numbers: 4 / 5"]),
    ],
)  # fmt: skip
def test_what_makes_two_claims_say_something_else_is_told(
    mine: str, theirs: str, told: list[str]
) -> None:
    found = differing(mine, theirs)
    assert found.lines == told
    assert differing(theirs, mine) == tuple(pair[::-1] for pair in found)
