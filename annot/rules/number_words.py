"""Numbers written out in English: how to find them in a text, and what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

_TABLE = """
1 one first               11 eleven eleventh            20 twenty twentieth
2 two second              12 twelve twelfth             30 thirty thirtieth
3 three third             13 thirteen thirteenth        40 forty fortieth
4 four fourth             14 fourteen fourteenth        50 fifty fiftieth
5 five fifth              15 fifteen fifteenth          60 sixty sixtieth
6 six sixth               16 sixteen sixteenth          70 seventy seventieth
7 seven seventh           17 seventeen seventeenth      80 eighty eightieth
8 eight eighth            18 eighteen eighteenth        90 ninety ninetieth
9 nine ninth              19 nineteen nineteenth        10 ten tenth
"""
_ROWS = [
    (int(value), cardinal, ordinal)
    for value, cardinal, ordinal in re.findall(r"(\d+) (\w+) (\w+)", _TABLE)
]
_ONES = {cardinal: value for value, cardinal, _ in _ROWS if value < 10}
_NUMERATORS = {"a": 1, "an": 1} | _ONES
_ORDINAL_ONES = {ordinal: value for value, _, ordinal in _ROWS if value < 10}
_TENS = [cardinal for value, cardinal, _ in _ROWS if value >= 20]
_VALUES = {"zero": 0} | {word: value for value, *words in _ROWS for word in words}

_SHARES = {"half": 2, "quarter": 4} | {o: v for v, _, o in _ROWS if 3 <= v <= 10}
_DENOMINATORS = _SHARES | {f"{word}s": value for word, value in _SHARES.items()} | {"halves": 2}
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
"""What the words for large numbers mean."""

_MULTIPLIERS = {**SCALES, "dozen": 12}


def _any(words: Iterable[str]) -> str:
    """The source of a regular expression for any of the words, the longest first."""
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})"


_SMALL = rf"(?:{_any(_TENS)}[ -]{_any(_ONES | _ORDINAL_ONES)}|{_any(_VALUES)})\b"
_BELOW_THOUSAND = rf"(?:(?:{_SMALL}|\ba)[ -]hundred\b(?:(?: and)?[ -]{_SMALL})?|{_SMALL})"
_TIMES = rf"(?:half(?: an?)?|an?|{_BELOW_THOUSAND}(?: and a half)?)"
_LARGE = rf"{_TIMES}(?:[ -]{_any(_MULTIPLIERS)}\b(?: (?:and )?{_BELOW_THOUSAND})?)+"
_FRACTION = rf"{_any(_NUMERATORS)}[ -]{_any(_DENOMINATORS)}\b"
PATTERN = (
    rf"\b(?:{_LARGE}|{_BELOW_THOUSAND} and a half\b|{_FRACTION}|{_BELOW_THOUSAND}|half\b(?!-))"
)
"""The source of a regular expression for a number in words; in lower case."""

_WORD = re.compile(r"\w+")


def readings(words: str) -> frozenset[Fraction]:
    """What a number in words may mean: mostly one value.

    Args:
        words: What `PATTERN` matched: "two and a half million", "twenty-first", "two thirds".

    Returns:
        The values; "a third" is a part or comes after the second.
    """
    parts = _WORD.findall(words)
    if len(parts) == 2 and parts[0] in _NUMERATORS and parts[1] in _DENOMINATORS:
        share = Fraction(_NUMERATORS[parts[0]], _DENOMINATORS[parts[1]])
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
