"""What one passage does not hold of a claim, told before there is a verdict."""

from __future__ import annotations

from annot.rules.numbers import SELDOM_COUNTS, numbers
from annot.rules.quoted import holds, quoted


def not_in_passage(claim: str, passage: str) -> list[str]:
    """The numbers and the quotations of a claim that a passage does not hold, each once.

    They are as they stand in the claim, folded; numbers are compared by value. A year may be that
    of the source instead, which is not looked at.
    """
    held = {value for number in numbers(passage) for value in number.readings | number.pieces}
    wanted = (number for number in numbers(claim) if number.text not in SELDOM_COUNTS)
    missing = [number.text for number in wanted if not number.readings & held]
    missing += [f"“{words}”" for words in quoted(claim) if not holds(passage, words)]
    return list(dict.fromkeys(missing))
