"""Numbers written out in English: how to find them in a text, and what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

_ONES = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINAL_ONES = "first second third fourth fifth sixth seventh eighth ninth".split()
_ORDINAL_TEENS = (
    "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth"
    " nineteenth"
).split()
_ORDINAL_TENS = (
    "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth"
).split()

_UP_TO_NINETEEN = range(1, 20)
_BY_TENS = range(20, 100, 10)
_VALUES = {
    "zero": 0,
    **dict(zip(_ONES + _TEENS, _UP_TO_NINETEEN, strict=True)),
    **dict(zip(_ORDINAL_ONES + _ORDINAL_TEENS, _UP_TO_NINETEEN, strict=True)),
    **dict(zip(_TENS, _BY_TENS, strict=True)),
    **dict(zip(_ORDINAL_TENS, _BY_TENS, strict=True)),
}
_DENOMINATORS = {
    "half": 2,
    "third": 3,
    "quarter": 4,
    **dict(zip(_ORDINAL_ONES[3:] + _ORDINAL_TEENS[:1], range(4, 11), strict=True)),
}
_DENOMINATORS |= {f"{word}s": value for word, value in _DENOMINATORS.items()} | {"halves": 2}
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
"""What the words for large numbers mean."""

_MULTIPLIERS = {**SCALES, "dozen": 12}


def _any(words: Iterable[str]) -> str:
    """The source of a regular expression for any of the words, the longest first."""
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})"


_SMALL = rf"(?:{_any(_TENS)}[ -]{_any(_ONES + _ORDINAL_ONES)}|{_any(_VALUES)})\b"
_BELOW_THOUSAND = rf"(?:(?:{_SMALL}|\ba)[ -]hundred\b(?:(?: and)?[ -]{_SMALL})?|{_SMALL})"
_TIMES = rf"(?:half(?: an?)?|an?|{_BELOW_THOUSAND}(?: and a half)?)"
_LARGE = rf"{_TIMES}(?:[ -]{_any(_MULTIPLIERS)}\b(?: (?:and )?{_BELOW_THOUSAND})?)+"
_FRACTION = rf"(?:an?|{_any(_ONES)})[ -]{_any(_DENOMINATORS)}\b"
PATTERN = (
    rf"\b(?:{_LARGE}|{_BELOW_THOUSAND} and a half\b|{_FRACTION}|{_BELOW_THOUSAND}|half\b(?!-))"
)
"""The source of a regular expression for a number in words; to be used regardless of case."""

_WORD = re.compile(r"\w+")


def readings(words: str) -> frozenset[Fraction]:
    """What a number in words may mean: mostly one value.

    Args:
        words: What `PATTERN` matched: "two and a half million", "Twenty-first", "two thirds".

    Returns:
        The values; "a third" is a part or comes after the second.
    """
    parts = _WORD.findall(words.lower())
    if len(parts) == 2 and parts[1] in _DENOMINATORS:
        share = Fraction(_VALUES.get(parts[0], 1), _DENOMINATORS[parts[1]])
        return frozenset({share, Fraction(_VALUES.get(parts[1], share))})
    return frozenset({_value(parts)})


def _value(words: list[str]) -> Fraction:
    total, current = Fraction(0), Fraction(0)
    for word in words:
        if word in _MULTIPLIERS:
            total, current = total + current * _MULTIPLIERS[word], Fraction(0)
        elif word == "hundred":
            current *= 100
        elif word == "half":
            current += Fraction(1, 2)
        elif word in ("a", "an"):
            current = current or Fraction(1)
        else:
            current += _VALUES.get(word, 0)
    return total + current
