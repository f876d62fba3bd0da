"""The numbers that stand in a text, in figures and in English words, by value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from unicodedata import numeric

from annot.text.fold import fold_text

_ONES = "one two three four five six seven eight nine".split()
_TEENS = (
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINAL_ONES = "first second third fourth fifth sixth seventh eighth ninth".split()
_ORDINAL_TEENS = (
    "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth"
    " nineteenth"
).split()
_ORDINAL_TENS = (
    "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth".split()
)
_SCALES = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
_SHORT_SCALES = {
    "k": 10**3,
    "m": 10**6,
    "mn": 10**6,
    "mln": 10**6,
    "b": 10**9,
    "bn": 10**9,
    "tn": 10**12,
}
_WORDS = {
    "zero": 0,
    **{
        word: value
        for words, first, step in (
            (_ONES, 1, 1),
            (_ORDINAL_ONES, 1, 1),
            (_TEENS, 10, 1),
            (_ORDINAL_TEENS, 10, 1),
            (_TENS, 20, 10),
            (_ORDINAL_TENS, 20, 10),
        )
        for value, word in enumerate(words)
        for value in (first + value * step,)
    },
}
_PARTS = {
    "half": 2,
    "halve": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
}
# Pronouns and turns of speech far more often than counts: "one of them", "at first", "a second".
_SELDOM_COUNTS = frozenset({"one", "first", "second"})

_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_MONTH_BEFORE = re.compile(rf"\b(?:{_MONTHS})\.? (?:\d{{1,2}} ?(?:-|to|and) ?)?$", re.IGNORECASE)
_MONTH_AFTER = re.compile(
    r"(?:st|nd|rd|th)?(?: ?(?:-|to|and) ?\d{1,2}(?:st|nd|rd|th)?)?"
    rf" (?:of )?(?:{_MONTHS})\b",
    re.IGNORECASE,
)
_LONGEST_DAY = 2
_YEARS = range(1000, 2200)
_YEAR_BEFORE = re.compile(r"(?<!\d)(\d\d)\d\d-$")
# Longer than any number that means something; int() refuses thousands of digits.
_LONGEST = 40


def _any(words: object) -> str:
    """A group of a regular expression for any of the words, the longest first."""
    return f"(?:{'|'.join(sorted(map(str, words), key=len, reverse=True))})"  # type: ignore[call-overload]
