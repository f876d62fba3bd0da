"""Find the words as printed: where a quote stands, what stands around, what is most like it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from annot.errors import Place
from annot.text.difference import difference, difference_text
from annot.text.fold import Folded, fold, fold_text, lowered
from annot.text.marks import is_mark
from annot.text.word_index import WordIndex, everywhere
from annot.text.words import is_word_edge

__all__ = ["around", "difference", "difference_text", "find_quote", "nearest", "place"]

_LEAST_LIKENESS = 50.0
# Longer quotes are placed by their first and last words: aligning takes time by length.
_LONGEST_PROBE = 800
# How far, in code points, the edges of the most similar passage may move to the edge of a word.
_EDGE_REACH = 24
_MOST_WORDS, _MOST_PLACES, _RARE_WEIGHT = 6, 8, 15.0
_WORD = re.compile(r"[^\W_]+")
_SPACE = re.compile(r"\s+")

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What has to stand right before and right after a quote; empty asks for nothing.

    Both without spaces and in one case, for a prefix may begin in the middle of an ellipsis.
    """

    prefix: str
    suffix: str

    def hold(self, text: str, start: int, end: int) -> bool:
        """Whether they do."""
        # No two spaces follow each other in a folded text.
        before = text[max(0, start - 2 * len(self.prefix) - 1) : start]
        after = text[end : end + 2 * len(self.suffix) + 1]
        return _bare(before).endswith(self.prefix) and _bare(after).startswith(self.suffix)


def _bare(folded: str) -> str:
    return folded.replace(" ", "").casefold()


class Quotable:
    """A text in which many quotes are looked for; what that takes is made when first needed."""

    def __init__(self, folded: Folded) -> None:
        self.folded = folded

    @cached_property
    def words(self) -> WordIndex:
        """The words of the folded text."""
        return WordIndex(self.folded.text)

    @cached_property
    def lowered_words(self) -> WordIndex:
        """Its words in lower case."""
        return WordIndex(self.folded.lowered)


def find_quote(
    text: str | Folded | Quotable, quote: str, *, prefix: str = "", suffix: str = ""
) -> list[tuple[int, int]]:
    """Find all places where a quote stands, whatever its typography and white space.

    A place that begins and ends with a word is preferred, then one that does so but differs in
    upper and lower case, then one inside a word: of these, only the best sort there is counts.

    Args:
        text: The text, or its folded form if several quotes are looked for, or for thousands.
        quote: The words as printed; white space around them is ignored.
        prefix: What stands right before; empty for anything.
        suffix: What stands right after, likewise.

    Returns:
        Code points of the original text, half-open, in order, without overlaps.
    """
    many = text if isinstance(text, Quotable) else None
    folded = _folded(text)
    needle = fold_text(quote).strip()
    if not needle:
        return []
    around_it = _Surroundings(*(_bare(fold_text(part)) for part in (prefix, suffix)))
    inside_words: list[_Span] = []
    for occurrences in (
        _occurrences(folded, needle, many),
        _occurrences_in_any_case(folded, needle, many),
    ):
        found = [
            span
            for span in occurrences
            if all(map(folded.is_boundary, span)) and around_it.hold(folded.text, *span)
        ]
        whole = [span for span in found if all(is_word_edge(folded.text, edge) for edge in span)]
        if whole:
            return [folded.span(*span) for span in _apart(whole)]
        inside_words = inside_words or found
    return [folded.span(*span) for span in _apart(inside_words)]


def around(text: str, start: int, end: int, size: int = 32) -> tuple[str, str]:
    """The prefix and suffix of a W3C TextQuoteSelector for a place.

    Args:
        text: The text.
        start: First code point of the place.
        end: One after its last.
        size: How many code points to take on each side, at most; a combining sequence is not cut.

    Returns:
        What stands right before and right after, as it stands there.
    """
    first = max(0, start - size)
    while first < start and is_mark(text[first]):
        first += 1
    last = min(len(text), end + size)
    while end < last < len(text) and is_mark(text[last]):
        last -= 1
    return text[first:start], text[end:last]


def place(text: str, start: int, end: int) -> Place:
    """A place as it is offered to the user, what stands around it on one line."""
    before, after = (" ".join(_SPACE.split(part)) for part in around(text, start, end, size=40))
    return Place(start, end, before, text[start:end], after)


def nearest(text: str | Folded, quote: str) -> tuple[int, int, float] | None:
    """The passage most like a quote that does not stand in the text.

    Args:
        text: The text or its folded form; 5 MB take half a second.
        quote: The words as given.

    Returns:
        Code points of the original text, half-open, from word to word, and how like they are
        (100 is the same but for typography and case); None if nothing is like it.
    """
    folded = text if isinstance(text, Folded) else fold(text)
    needle, haystack = lowered(fold_text(quote).strip()), folded.lowered
    rare = _rare_words(needle, haystack)
    spans = [_to_words(needle, haystack, *found) for found in _candidates(needle, haystack, rare)]
    if not spans:
        return None
    start, end = max(spans, key=lambda span: _likeness(needle, haystack[slice(*span)], rare))
    likeness = fuzz.ratio(needle, haystack[start:end])
    if likeness < _LEAST_LIKENESS:
        return None
    return (*folded.span(start, end), likeness)


def _folded(text: str | Folded | Quotable) -> Folded:
    if isinstance(text, Quotable):
        return text.folded
    return text if isinstance(text, Folded) else fold(text)


def _occurrences(folded: Folded, needle: str, many: Quotable | None) -> Iterator[_Span]:
    # Overlapping ones too: the first may cut a word and the next may not.
    starts = everywhere(folded.text, needle) if many is None else many.words.occurrences(needle)
    for start in starts:
        yield start, start + len(needle)


def _occurrences_in_any_case(folded: Folded, needle: str, many: Quotable | None) -> Iterator[_Span]:
    # Lower case is made only when the quote was not found as it is.
    low = lowered(needle)
    for start in (
        everywhere(folded.lowered, low) if many is None else many.lowered_words.occurrences(low)
    ):
        yield start, start + len(low)


def _apart(spans: Iterable[_Span]) -> Iterator[_Span]:
    done = 0
    for start, end in spans:
        if start >= done:
            yield start, end
            done = end


def _rare_words(needle: str, haystack: str) -> dict[str, list[int]]:
    """Words of the needle that stand at a few places only, a number above all: there it may be."""
    words = {word for word in _WORD.findall(needle) if len(word) > 3 or word.isdecimal()}
    found = {}
    for word in sorted(words, key=lambda word: (not word.isdecimal(), -len(word)))[:_MOST_WORDS]:
        places = list(islice(everywhere(haystack, word), _MOST_PLACES + 1))
        if 0 < len(places) <= _MOST_PLACES:
            found[word] = places
    return found


def _candidates(needle: str, haystack: str, rare: dict[str, list[int]]) -> Iterator[_Span]:
    """Where the needle may be meant: the most similar passage, and those with its rare words."""
    whole = _aligned(needle, haystack)
    if whole is not None:
        yield whole
    for word, places in rare.items():
        before = needle.index(word) + len(needle) // 4
        for place in places:
            start = max(0, place - before)
            window = haystack[start : start + len(needle) * 3 // 2]
            near = _aligned(needle, window)
            if near is not None:
                yield start + near[0], start + near[1]


def _likeness(needle: str, passage: str, rare: dict[str, list[int]]) -> float:
    """How like a passage is, where a rare word that both have weighs more than its letters."""
    shared = sum(word in passage for word in rare)
    return fuzz.ratio(needle, passage) + _RARE_WEIGHT * shared / max(1, len(rare))


def _aligned(needle: str, haystack: str) -> _Span | None:
    head = fuzz.partial_ratio_alignment(
        needle[:_LONGEST_PROBE], haystack, score_cutoff=_LEAST_LIKENESS
    )
    if head is None:
        return None
    if len(needle) <= _LONGEST_PROBE:
        return head.dest_start, head.dest_end
    window = haystack[head.dest_start : head.dest_start + len(needle) * 5 // 4]
    tail = fuzz.partial_ratio_alignment(needle[-_LONGEST_PROBE:], window)
    return head.dest_start, head.dest_start + (tail.dest_end if tail else len(needle))


def _to_words(needle: str, haystack: str, start: int, end: int) -> _Span:
    """Move both edges to those edges of words that make the passage most like the needle."""
    head, tail = needle[:_LONGEST_PROBE], needle[-_LONGEST_PROBE:]
    head_end, tail_start = min(end, start + len(head)), max(start, end - len(tail))
    start = min(
        _edges(haystack, start),
        key=lambda edge: Levenshtein.distance(head, haystack[edge:head_end]),
        default=start,
    )
    end = min(
        _edges(haystack, end),
        key=lambda edge: Levenshtein.distance(tail, haystack[tail_start:edge]),
        default=end,
    )
    passage = haystack[start:end]
    start += len(passage) - len(passage.lstrip())
    return start, start + len(passage.strip())


def _edges(text: str, position: int) -> list[int]:
    """The edges of words within reach, the nearest first."""
    reach = range(max(0, position - _EDGE_REACH), min(len(text), position + _EDGE_REACH) + 1)
    edges = [edge for edge in reach if is_word_edge(text, edge)]
    return sorted(edges, key=lambda edge: abs(edge - position))
