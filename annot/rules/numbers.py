"""The numbers that stand in a text, in figures and in English words, compared by value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from unicodedata import numeric

from annot.rules.number_words import PATTERN, SCALES, readings
from annot.text.fold import fold_text

SELDOM_COUNTS = frozenset({"one", "first", "second"})
"""Words for numbers that seldom count anything by themselves."""

_SHORT_SCALES = {"k": 10**3, "mln": 10**6, "mn": 10**6, "m": 10**6, "bn": 10**9, "b": 10**9}
_VULGAR = "¼½¾⅐-⅞"
_FIGURES = (
    r"(?<!\d)(?<!\d[.,])(?P<figures>"
    r"[1-9]\d{0,2}(?P<mark>[,.' ])\d{3}(?:(?P=mark)\d{3})*(?:(?!(?P=mark))[.,]\d+)?(?!\d|[.,]\d)"
    r"|\d+[.,]\d+(?!\d|[.,]\d))"
    r"|(?P<whole>\d+)"
)
_AND_PART = rf"(?:[ -]?(?P<part>[{_VULGAR}])|(?P<half> and a half\b))?"
_SCALE = (
    rf"(?:[ -]?(?P<scale>hundred|{'|'.join(SCALES)})s?\b"
    r"|(?: ?(?P<short>mln|mn|bn)|(?P<letter>[kmb]))\b)?"
)
_PER_CENT = r"[ -]?per ?cent\b|[ -]percentage"
_NUMBER = re.compile(
    rf"(?:(?:{_FIGURES}){_AND_PART}|(?P<vulgar>[{_VULGAR}])){_SCALE}(?P<percent> ?%|{_PER_CENT})?"
    rf"|(?P<words>{PATTERN})(?P<percent_in_words>{_PER_CENT})?"
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_OTHER_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_AFTER_MONTH = re.compile(rf"\b{_MONTH}\.? (?:the )?(?:{_OTHER_DAY} ?(?:-|to|and) ?)?$")
_BEFORE_MONTH = re.compile(rf"(?:st|nd|rd|th)?(?: ?(?:-|to|and) ?{_OTHER_DAY})? (?:of )?{_MONTH}\b")
# As far as the patterns of months reach.
_REACH = 32
_FIRST_YEAR, _LAST_YEAR = 1000, 2199
_LAST_DAY = 31
_CENTURY = re.compile(r"\b(\d\d)\d\d-$")
# No number that means something is longer, and int() refuses thousands of figures.
_MOST_FIGURES = 40


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text.

    Attributes:
        text: How it stands there, folded and in lower case.
        readings: What it may mean; two such numbers are the same if they share a reading.
        pieces: What the figures mean one by one where a space may be no separator of thousands
            ("on May 9 300 people"); mostly empty.
        is_date: Whether it is a year, or a day beside the name of its month.
    """

    text: str
    readings: frozenset[Fraction]
    pieces: frozenset[Fraction] = frozenset()
    is_date: bool = False


def numbers(text: str) -> list[Number]:
    """All numbers of a text in their order.

    Figures may have separators of thousands (25,000 or 25.000 or 25 000 or 25'000), decimals (2.5
    or 2,5), a scale (2.5 million, 25bn), a vulgar fraction (3½) and a percent sign; words are
    English ("two and a half million", "a dozen", "two thirds", "twenty-first"). Signs are left out.
    """
    return list(_numbers(fold_text(text).lower()))


def _numbers(folded: str) -> Iterator[Number]:
    for match in _NUMBER.finditer(folded):
        if len(match[0]) > _MOST_FIGURES and not match["words"]:
            continue
        values = _values(folded, match)
        if match["percent"] or match["percent_in_words"]:
            values |= _shares(values)
        yield Number(match[0].strip(), values, _pieces(match), _is_date(folded, match))


def _values(folded: str, match: re.Match[str]) -> frozenset[Fraction]:
    if match["words"]:
        return readings(match["words"])
    values = _plain_values(folded, match)
    added = Fraction(1, 2) if match["half"] else _vulgar(match["part"])
    scaled = frozenset((value + added) * _scale(match) for value in values)
    # "25m" may be millions or metres.
    return scaled | values if match["letter"] else scaled


def _plain_values(folded: str, match: re.Match[str]) -> frozenset[Fraction]:
    """What the figures mean by themselves, without what stands behind them."""
    if match["vulgar"]:
        return frozenset({_vulgar(match["vulgar"])})
    if match["whole"]:
        return _whole_values(folded, match)
    figures, mark = match["figures"], match["mark"]
    if mark is None:
        return frozenset({_decimal(figures)})
    grouped = _decimal(figures.replace(mark, ""))
    if mark != "." or figures.count(".") > 1 or "," in figures or figures.endswith("000"):
        return frozenset({grouped})
    # "1.234" is a decimal fraction or, on the continent, a thousand and more.
    decimal = _decimal(figures)
    if match["scale"] or match["short"] or match["percent"]:
        return frozenset({decimal})
    return frozenset({grouped, decimal})


def _whole_values(folded: str, match: re.Match[str]) -> frozenset[Fraction]:
    whole = match["whole"]
    values = {Fraction(int(whole))}
    century = _CENTURY.search(folded, max(0, match.start() - _REACH), match.start())
    if century and len(whole) == 2:
        # The second year of "2014-15".
        values.add(Fraction(int(century[1] + whole)))
    return frozenset(values)


def _decimal(figures: str) -> Fraction:
    whole, _, rest = figures.replace(",", ".").partition(".")
    return Fraction(int(whole + rest), 10 ** len(rest))


def _vulgar(sign: str | None) -> Fraction:
    return Fraction(numeric(sign)).limit_denominator(10) if sign else Fraction(0)


def _scale(match: re.Match[str]) -> int:
    if match["scale"]:
        word = match["scale"]
        return SCALES.get(word, 100)
    short = match["short"] or match["letter"]
    return _SHORT_SCALES[short] if short else 1


def _shares(values: frozenset[Fraction]) -> frozenset[Fraction]:
    """Percents as parts, so that 50 % is a half; but 100 % is not "one"."""
    shares = (value / 100 for value in values)
    return frozenset(share for share in shares if share.denominator > 1)


def _pieces(match: re.Match[str]) -> frozenset[Fraction]:
    if match["mark"] != " ":
        return frozenset()
    return frozenset(Fraction(int(piece)) for piece in re.findall(r"\d+", match["figures"]))


def _is_date(folded: str, match: re.Match[str]) -> bool:
    whole = match["whole"]
    if whole is None or match["scale"] or match["percent"]:
        return False
    if len(whole) == 4:
        return _FIRST_YEAR <= int(whole) <= _LAST_YEAR
    if not 1 <= int(whole) <= _LAST_DAY:
        return False
    start, end = match.span("whole")
    return bool(
        _BEFORE_MONTH.match(folded, end)
        or _AFTER_MONTH.search(folded[max(0, start - _REACH) : start])
    )
