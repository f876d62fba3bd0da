"""What differs between two claims that look alike: numbers, names, and whether one says "not".

Claims that share nearly all words differ in just these, and then they are not the same claim.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar

from annot.rules.numbers import SELDOM_COUNTS, Number, numbers
from annot.text.fold import fold_text

T = TypeVar("T")

_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|nowhere|neither|nor|without|cannot|hardly|barely)\b"
    r"|n't\b"
)
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?:]['\")\]]*\s*$")
_PLAIN = """
a about according after all although an and another any as at because before between both but by
despite during each either even every few first for former from given he her here his how however
i if in including it its last least less like many more most much my neither never next no nobody
none not nothing now of on once one only or other our over own people several she since so some
still such than that the their then there these they this those though through to today two under
until we what when where whether which while who whose why with without yesterday yet you your
"""
_PLAIN_BEGINNINGS = frozenset(_PLAIN.split())


class Differing(NamedTuple):
    """What one text has and the other has not, in the order in which it stands there.

    Each is a pair: the words of the first text, and those of the second.
    """

    numbers: tuple[tuple[str, ...], tuple[str, ...]]
    names: tuple[tuple[str, ...], tuple[str, ...]]
    negation: tuple[tuple[str, ...], tuple[str, ...]]

    @property
    def lines(self) -> list[str]:
        """What differs in words: `numbers: 30 / 29`; a dash stands for none."""
        return [
            f"{name}: {_listed(mine)} / {_listed(theirs)}"
            for name, (mine, theirs) in zip(self._fields, self, strict=True)
            if mine or theirs
        ]


def differing(mine: str, theirs: str) -> Differing:
    """What two texts differ in that makes them say something else.

    Numbers are compared by value ("a dozen" is 12), names by their words in upper or lower case.
    """
    return differing_from(mine)(theirs)


def differing_from(mine: str) -> Callable[[str], Differing]:
    """What each of several texts has otherwise than one, which is read only once."""
    first = _read(mine)

    def with_theirs(theirs: str) -> Differing:
        second = _read(theirs)
        return Differing(
            _numbers(first.numbers, second.numbers),
            (_names(first.text, second.text), _names(second.text, first.text)),
            _negations(first.negations, second.negations),
        )

    return with_theirs


class _Read(NamedTuple):
    """A text as it is compared: folded, with its numbers and its negations."""

    text: str
    numbers: Sequence[Number]
    negations: Sequence[str]


def _read(text: str) -> _Read:
    folded = fold_text(text)
    return _Read(folded, _counting(folded), _NEGATION.findall(folded.lower()))


def _numbers(
    mine: Sequence[Number], theirs: Sequence[Number]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (
        tuple(number.text for number in _without(mine, theirs, _is_same)),
        tuple(number.text for number in _without(theirs, mine, _is_same)),
    )


def _counting(text: str) -> list[Number]:
    return [number for number in numbers(text) if number.text not in SELDOM_COUNTS]


def _is_same(one: Number, other: Number) -> bool:
    return bool(one.readings & other.readings)


def _without(listed: Sequence[T], others: Sequence[T], is_same: Callable[[T, T], bool]) -> list[T]:
    """What is listed but for what the others have; each of the others stands for one."""
    left = list(others)
    without = []
    for item in listed:
        twin = next((other for other in left if is_same(item, other)), None)
        if twin is None:
            without.append(item)
        else:
            left.remove(twin)
    return without


def _names(text: str, other: str) -> tuple[str, ...]:
    """The names of a text of which the other has no word, in the order of the text."""
    known = {word.casefold() for word in _WORD.findall(other)}
    known |= {word.removesuffix("'s") for word in known}
    found = dict.fromkeys(
        match[0].removesuffix("'s") for match in _WORD.finditer(text) if _is_name(text, match)
    )
    return tuple(name for name in found if name.casefold() not in known)


def _is_name(text: str, match: re.Match[str]) -> bool:
    word = match[0]
    if not word[0].isupper():
        return False
    before = text[: match.start()]
    is_first = not before.strip(" '\"([") or _SENTENCE_END.search(before) is not None
    return not (is_first and word.casefold() in _PLAIN_BEGINNINGS)


def _negations(
    mine: Sequence[str], theirs: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if len(mine) == len(theirs):
        return (), ()
    gone, come = Counter(mine) - Counter(theirs), Counter(theirs) - Counter(mine)
    return tuple(gone.elements()), tuple(come.elements())


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words) or "–"
