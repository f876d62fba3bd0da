"""Paragraphs of a plain text, and passages that stand in it twice.

An article has either a line for each paragraph or lines wrapped by hand with blank lines between
paragraphs. Which of the two is seen from the line breaks: in wrapped text they come where the next
word would not have fitted, and seldom after a full stop.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from annot.text.fold import fold, fold_text

_Span = tuple[int, int]

# Headings, list items, rules and table rows of Markdown and plain text: never part of the line
# before them.
_OF_ITS_OWN = re.compile(
    r"#{1,6}\s|[-*+•‣◦–—]\s|\(?\d{1,3}[.)]\s|\(?[a-z]\)\s|>|\||[-=*_~\s]{3,}$|`{3}", re.IGNORECASE
)
_CLOSED = re.compile(r"#{1,6}\s|[-=*_~\s]{3,}$|\|")
_ENDS_A_SENTENCE = re.compile(r"[.!?…。！？؟।][\"'”’»)\]]*$")
_NARROWEST, _WIDEST = 45, 120
# The share of line breaks that come where the line was full (some come early, before a long
# address or by hand), and of those that come inside a sentence.
_FULL_SHARE, _INSIDE_SHARE = 0.8, 0.6
_RAGGED = 0.85

_FEWEST_WORDS = 8
_FEWEST_CODE_POINTS = 60


@dataclass(frozen=True, slots=True)
class Repeat:
    """A paragraph that says again, word for word, what an earlier one says.

    Attributes:
        start: First code point of the later paragraph.
        end: One after its last.
        first_start: First code point of the paragraph that says it first.
        first_end: One after its last.
        paragraph: The number of the later paragraph, from 1.
        first_paragraph: The number of the earlier one, from 1.
    """

    start: int
    end: int
    first_start: int
    first_end: int
    paragraph: int
    first_paragraph: int


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Find the paragraphs of a text.

    Args:
        text: The whole text. Blocks between blank lines are paragraphs if their lines look wrapped
            by hand; otherwise each line is one. Headings and list items stand alone either way.

    Returns:
        Code points of each paragraph without the white space around it, half-open, in order.
    """
    blocks = list(_blocks(text))
    if not _is_wrapped(text, blocks):
        return [line for block in blocks for line in block]
    return [paragraph for block in blocks for paragraph in _paragraphs_of_block(text, block)]


def repeats(text: str) -> list[Repeat]:
    """Find the paragraphs that repeat an earlier one, whatever the typography.

    Args:
        text: The whole text. Paragraphs of less than eight words and sixty code points do not
            count: "Advertisement" may well stand there ten times.

    Returns:
        The repeats in text order; each points to the first paragraph with these words.
    """
    first: dict[str, tuple[int, _Span]] = {}
    found: list[Repeat] = []
    for number, (start, end) in enumerate(paragraphs(text), start=1):
        words = fold_text(text[start:end])
        if len(words) < _FEWEST_CODE_POINTS and words.count(" ") < _FEWEST_WORDS - 1:
            continue
        first_number, first_span = first.setdefault(words, (number, (start, end)))
        if first_number != number:
            found.append(Repeat(start, end, *first_span, number, first_number))
    return found


def describe_repeats(repeats: Sequence[Repeat]) -> str:
    """Say which paragraphs repeat which: "paragraph 3 repeats 1, paragraphs 5–8 repeat 1–4"."""
    runs: list[list[Repeat]] = []
    for repeat in repeats:
        if runs and _follows(runs[-1][-1], repeat):
            runs[-1].append(repeat)
        else:
            runs.append([repeat])
    return ", ".join(_describe_run(run) for run in runs)


def collapse(
    places: Sequence[tuple[int, int]], repeats: Sequence[Repeat]
) -> list[list[tuple[int, int]]]:
    """Put places together that are the same words in a passage and in its repeats.

    Args:
        places: Where a quote stands, in text order.
        repeats: The repeats of the text.

    Returns:
        Groups in text order. Each begins with the place in the first passage, then come its
        copies; a place outside of all repeats is a group of its own.
    """
    passages = _passages(repeats)
    uneven = _families_of_uneven_length(passages)
    places_so_far: Counter[_Passage] = Counter()
    groups: dict[tuple[int, ...], list[_Span]] = {}
    for start, end in places:
        passage = _passage_at(passages, start)
        if passage is None:
            key: tuple[int, ...] = (start, end)
        elif passage.first in uneven:
            key = (passage.first, places_so_far[passage], -1, -1)
            places_so_far[passage] += 1
        else:
            key = (passage.first, start - passage.start, end - passage.start)
        groups.setdefault(key, []).append((start, end))
    return sorted(groups.values())


def copies(text: str, repeats: Sequence[Repeat], start: int, end: int) -> list[tuple[int, int]]:
    """The places that say again, in repeated passages, what stands at one place.

    Args:
        text: The whole text.
        repeats: Its repeats.
        start: First code point of the place, in the first passage or in a repeat of it; the place
            may go on into the next passage.
        end: One after its last code point.

    Returns:
        Code points of all other places with these words, half-open, in text order.
    """
    passages = _passages(repeats)
    head, tail = _passage_at(passages, start), _passage_at(passages, end - 1)
    if head is None or tail is None or start >= end:
        return []
    words = fold_text(text[start:end]).strip()
    numbered = {passage.number: passage for passage in passages}
    found: list[_Span] = []
    for other in passages:
        other_tail = numbered.get(other.number + tail.number - head.number)
        if other == head or other.first != head.first or other_tail is None:
            continue
        other_start, _ = _counterpart(text, head, other, start, head.end)
        _, other_end = _counterpart(text, tail, other_tail, tail.start, end)
        if fold_text(text[other_start:other_end]).strip() == words:
            found.append((other_start, other_end))
    return found


@dataclass(frozen=True, slots=True, order=True)
class _Passage:
    """A paragraph that is repeated or repeats; `first` is the number of the one said first."""

    start: int
    end: int
    number: int
    first: int


def _passages(repeats: Iterable[Repeat]) -> list[_Passage]:
    found: set[_Passage] = set()
    for repeat in repeats:
        number = repeat.first_paragraph
        found.add(_Passage(repeat.first_start, repeat.first_end, number, number))
        found.add(_Passage(repeat.start, repeat.end, repeat.paragraph, number))
    return sorted(found)


def _passage_at(passages: Sequence[_Passage], position: int) -> _Passage | None:
    at = bisect_right(passages, position, key=lambda passage: passage.start) - 1
    return passages[at] if at >= 0 and position < passages[at].end else None


def _families_of_uneven_length(passages: Iterable[_Passage]) -> set[int]:
    """The passages whose repeats differ in typography, so that positions in them differ too."""
    lengths: dict[int, int] = {}
    uneven: set[int] = set()
    for passage in passages:
        length = passage.end - passage.start
        if lengths.setdefault(passage.first, length) != length:
            uneven.add(passage.first)
    return uneven


def _counterpart(text: str, here: _Passage, there: _Passage, start: int, end: int) -> _Span:
    """The place in one passage that corresponds to a place in another with the same words."""
    source, target = fold(text[here.start : here.end]), fold(text[there.start : there.end])
    first, last = source.locate(start - here.start, end - here.start)
    first, last = target.span(min(first, len(target.text)), min(last, len(target.text)))
    return there.start + first, there.start + last


def _follows(one: Repeat, other: Repeat) -> bool:
    return (other.paragraph, other.first_paragraph) == (one.paragraph + 1, one.first_paragraph + 1)


def _describe_run(run: Sequence[Repeat]) -> str:
    first, last = run[0], run[-1]
    if len(run) == 1:
        return f"paragraph {first.paragraph} repeats {first.first_paragraph}"
    return (
        f"paragraphs {first.paragraph}–{last.paragraph} repeat "
        f"{first.first_paragraph}–{last.first_paragraph}"
    )


def _blocks(text: str) -> Iterator[list[_Span]]:
    """The lines between blank lines, each without the white space around it."""
    block: list[_Span] = []
    position = 0
    for line in text.splitlines(keepends=True):
        words = line.strip()
        if words:
            start = position + len(line) - len(line.lstrip())
            block.append((start, start + len(words)))
        elif block:
            yield block
            block = []
        position += len(line)
    if block:
        yield block


def _is_wrapped(text: str, blocks: Iterable[Sequence[_Span]]) -> bool:
    breaks = [
        (text[slice(*before)], text[slice(*after)])
        for block in blocks
        for before, after in pairwise(block)
        if not _begins_anew(text, before, after)
    ]
    if not breaks:
        return False
    lengths = sorted(max(map(len, lines)) for lines in breaks)
    width = lengths[len(lengths) * 19 // 20]
    if not _NARROWEST <= width <= _WIDEST:
        return False
    full = sum(len(before) + 1 + _first_word(after) > width * _RAGGED for before, after in breaks)
    inside = sum(not _ENDS_A_SENTENCE.search(before[-8:]) for before, _ in breaks)
    return full >= _FULL_SHARE * len(breaks) and inside >= _INSIDE_SHARE * len(breaks)


def _first_word(line: str) -> int:
    return len(line.split(None, 1)[0])


def _paragraphs_of_block(text: str, lines: Sequence[_Span]) -> Iterator[_Span]:
    start, end = lines[0]
    for before, after in pairwise(lines):
        if _begins_anew(text, before, after):
            yield start, end
            start = after[0]
        end = after[1]
    yield start, end


def _begins_anew(text: str, before: _Span, after: _Span) -> bool:
    return bool(_OF_ITS_OWN.match(text, *after) or _CLOSED.match(text, *before))
