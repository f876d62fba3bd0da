"""Sources that look like one: by number, by address, or by title with publisher or date.

Titles are compared with their neighbours in three orders (by beginning, by end, by words), among
those of one publisher and those of one date, so that the time grows with the number of sources and
not with its square.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Generic

from rapidfuzz import fuzz, process

from annot.operations.addresses import doi, page_key
from annot.store.source_filter import Citable, S
from annot.text.fold import fold_text

NUMBERS = ("doi", "isbn", "pmid", "pmcid", "arxiv")
"""Identifiers that name one work; an ISSN does not."""

_WINDOW = 20
"""Titles of a list with which each is compared."""

_LEAST_LIKENESS = 90.0
_LEAST_LIKENESS_OF_WORDS = 75.0
"""Of the words that differ, so that "for March" and "for May" are not the same."""

_LEAST_LETTERS = 8
"""Shorter titles are the same only if they are equal."""

_ARTICLE = re.compile(r"^(?:the|an?|der|die|das|le|la|les|el|los|las|il|lo)\s+")
_WORD = re.compile(r"[^\W_]+")
_COUNTS = re.compile(r"\d+|[ivx]{2,}")
"""What tells editions, years and parts apart; Roman numbers too."""


@dataclass(frozen=True)
class Double(Generic[S]):
    """Sources that look like one.

    Attributes:
        sources: Two or more; the one that is cited most comes first, the oldest of those.
        cited: How many pieces of evidence cite each of them.
        reasons: By what they are alike: an identifier's name such as `doi`, `url`, `title`.
    """

    sources: tuple[S, ...]
    cited: tuple[int, ...]
    reasons: tuple[str, ...]


def find_doubles(sources: Sequence[S], cited: Mapping[int, int]) -> list[Double[S]]:
    """The groups of sources that look like one, in the order of their first sources.

    Args:
        sources: All sources.
        cited: How often each is cited, by id; one that is not in it is not cited.
    """
    groups = _Groups(sources)
    for alike, reason in _of_one_mark(sources):
        for one, other in pairwise(alike):
            groups.join(one, other, reason)
    for one, other in _of_one_title(sources):
        if groups.are_of_one_time(one, other):
            groups.join(one, other, "title")
    return [_double(members, cited, reasons) for members, reasons in groups.found()]


def _double(members: Sequence[S], cited: Mapping[int, int], reasons: tuple[str, ...]) -> Double[S]:
    ordered = sorted(members, key=lambda source: (-cited.get(source.id, 0), source.id))
    return Double(tuple(ordered), tuple(cited.get(source.id, 0) for source in ordered), reasons)


class _Groups(Generic[S]):
    """Sources that were joined, each pair for a reason."""

    def __init__(self, sources: Sequence[S]) -> None:
        self._by_id = {source.id: source for source in sources}
        self._members = {source.id: [source.id] for source in sources}
        self._reasons: dict[int, dict[str, None]] = {}
        self._group = {source.id: source.id for source in sources}

    def join(self, one: int, other: int, reason: str) -> None:
        """Put two sources, and what was joined with them, into one group."""
        kept, gone = sorted((self._group[one], self._group[other]))
        reasons = self._reasons.setdefault(kept, {})
        reasons[reason] = None
        if kept == gone:
            return
        reasons |= self._reasons.pop(gone, {})
        for member in self._members[gone]:
            self._group[member] = kept
        self._members[kept] += self._members.pop(gone)

    def are_of_one_time(self, one: int, other: int) -> bool:
        """Whether no date in the group of one source speaks against one in that of the other.

        A source without a date would join all yearly editions otherwise.
        """
        if self._group[one] == self._group[other]:
            return True
        dates, others = self._dates(one), self._dates(other)
        return all(_may_be_one(date, another) for date in dates for another in others)

    def _dates(self, source: int) -> set[str]:
        return {self._by_id[member].published for member in self._members[self._group[source]]}

    def found(self) -> Iterator[tuple[list[S], tuple[str, ...]]]:
        """The groups of two and more."""
        for group in sorted(self._reasons):
            members = [self._by_id[member] for member in self._members[group]]
            yield members, tuple(self._reasons[group])


def _of_one_mark(sources: Sequence[Citable]) -> Iterator[tuple[list[int], str]]:
    """The sources that share a number or an address, with what they share."""
    marked: dict[tuple[str, str], dict[int, None]] = defaultdict(dict)
    for source in sources:
        for mark in _marks(source):
            marked[mark][source.id] = None
    for (name, _), alike in marked.items():
        if len(alike) > 1:
            yield list(alike), name


def _marks(source: Citable) -> Iterator[tuple[str, str]]:
    for name in NUMBERS:
        value = source.identifiers.get(name, "")
        number = _number(name, value)
        if number:
            yield name, number
    for url in (source.url, source.archived_url):
        number, page = doi(url), page_key(url)
        if number:
            yield "doi", number
        if page:
            yield "url", page


def _number(name: str, value: str) -> str:
    """A number however it is written: without hyphens, an ISBN of ten digits as one of thirteen."""
    if name == "doi":
        return doi(value) or value.lower()
    number = re.sub(r"[^0-9a-z]", "", value.lower()).removeprefix(name)
    if name == "isbn" and len(number) == 10 and number[:9].isdecimal():
        digits = f"978{number[:9]}"
        total = sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(digits))
        return f"{digits}{-total % 10}"
    return number


class _Titled:
    """A source as its title is compared."""

    def __init__(self, source: Citable) -> None:
        self.source = source
        self.words = _words(source.title)
        self.publisher = "".join(_words(source.publisher))
        whole = "".join(self.words)
        shorter = whole.removesuffix(self.publisher)
        # "Trams in numbers | Town library" is what the page itself is called.
        self.title = shorter if len(shorter) >= _LEAST_LETTERS else whole

    @cached_property
    def reversed(self) -> str:
        """The title from its end."""
        return self.title[::-1]

    @cached_property
    def sorted(self) -> str:
        """The title with its words in the order of the alphabet."""
        return " ".join(sorted(self.words))

    @cached_property
    def counts(self) -> list[str]:
        """The numbers in the title."""
        return sorted(found for word in self.words for found in _COUNTS.findall(word))

    def may_be(self, other: _Titled) -> bool:
        """Whether two sources with nearly the same title look like one."""
        if self.title != other.title and (
            min(len(self.title), len(other.title)) < _LEAST_LETTERS
            or self.counts != other.counts
            or not self._differs_little(other)
        ):
            return False
        published, another = self.source.published, other.source.published
        if self.publisher and self.publisher == other.publisher:
            return _may_be_one(published, another)
        return (
            bool(published)
            and published == another
            and (self.publisher in other.publisher or other.publisher in self.publisher)
        )

    def _differs_little(self, other: _Titled) -> bool:
        """Whether the words that only one of two titles has are nearly the same, too."""
        ours = "".join(word for word in self.words if word not in other.words)
        theirs = "".join(word for word in other.words if word not in self.words)
        return not (ours and theirs) or fuzz.ratio(ours, theirs) >= _LEAST_LIKENESS_OF_WORDS


def _of_one_title(sources: Sequence[Citable]) -> Iterator[tuple[int, int]]:
    """Pairs of sources whose titles are nearly the same, of one publisher or one date."""
    blocks: dict[tuple[str, str], list[_Titled]] = defaultdict(list)
    for titled in map(_Titled, sources):
        if titled.title:
            blocks["publisher", titled.publisher].append(titled)
            blocks["published", titled.source.published].append(titled)
    orders: tuple[Callable[[_Titled], str], ...] = (
        lambda titled: titled.title,
        lambda titled: titled.reversed,
        lambda titled: titled.sorted,
    )
    for (_, value), block in blocks.items():
        if value and len(block) > 1:
            for order in orders:
                yield from _neighbours(block, order)


def _neighbours(
    block: Iterable[_Titled], order: Callable[[_Titled], str]
) -> Iterator[tuple[int, int]]:
    ordered = sorted(block, key=order)
    keys = [order(titled) for titled in ordered]
    for place, titled in enumerate(ordered):
        near = process.extract(
            keys[place],
            keys[place + 1 : place + 1 + _WINDOW],
            scorer=fuzz.ratio,
            score_cutoff=_LEAST_LIKENESS,
            limit=None,
        )
        for _, _, distance in near:
            other = ordered[place + 1 + int(distance)]
            if titled.may_be(other):
                yield titled.source.id, other.source.id


def _words(text: str) -> list[str]:
    return _WORD.findall(_ARTICLE.sub("", fold_text(text).casefold().strip()))


def _may_be_one(date: str, other: str) -> bool:
    """Whether two dates do not speak against each other: one is not known, or says less."""
    return date.startswith(other) or other.startswith(date)
