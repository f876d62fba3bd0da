"""Where the passages of a text are in its next draft, and how sure that is."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Literal

from rapidfuzz import fuzz

from annot.text.drafts.alignment import NOWHERE
from annot.text.drafts.changes import Change, token_changes, word_changes
from annot.text.drafts.pairing import Pairing
from annot.text.drafts.tokens import Tokens, Vocabulary
from annot.text.fold import fold_text

Span = tuple[int, int]
"""Start and end of a passage in code points, half-open."""

Outcome = Literal["placed", "moved", "changed", "ambiguous", "orphaned"]
"""What became of a passage: the same words at their place, the same words elsewhere, found with
other words, one of several places (or of one that is doubtful), gone."""

_WIDTH = array("I").itemsize
_LONGEST_RUN = 12
_SURE_RUN = 5
_AN_END = 3
"""The beginning and the end of a text count as so many words around a passage."""
_SUPPORTED = 0.4
_LEAST_SHARE = 0.25
_LEAST_LIKENESS = 40.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a passage may have in the new text.

    Attributes:
        score: How like its words are (100 is the same but for typography).
        span: The place, in code points of the new text.
    """

    score: float
    span: Span


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of a passage.

    Attributes:
        old: The passage in the old text, in code points.
        outcome: What became of it.
        new: Its place in the new text; None if it is ambiguous or orphaned.
        score: How like its words are there (100 is the same but for typography).
        candidates: The places to choose from, the likeliest first; only if it is ambiguous.
        changes: What changed in its words; only if they changed.
        context_changed: Whether anything else in its sentences changed: "It is not true that …".
        context: What changed in its sentences as a whole, if the context changed.
        copy: Where the same words stand as a copy of a passage that has one copy less now; only if
            it is orphaned.
    """

    old: Span
    outcome: Outcome
    new: Span | None = None
    score: float = 0.0
    candidates: tuple[Candidate, ...] = ()
    changes: tuple[Change, ...] = ()
    context_changed: bool = False
    context: tuple[Change, ...] = ()
    copy: Span | None = None


def carry(
    old: str, new: str, spans: Sequence[Span], *, copies: Iterable[Sequence[int]] = ()
) -> list[Carried]:
    """Find the passages of a text in its next draft.

    A passage is placed or moved only if its words are the same after folding (`annot.text.fold`)
    and nothing else in the new text could be it as well; all other outcomes are to be asked about.

    Args:
        old: The text before.
        new: The text after.
        spans: The passages, in code points of the old text, half-open.
        copies: The numbers of those passages that are one and the same in the copies of a repeated
            passage, as the anchors of one claim are. They are settled together: if two copies are
            now one, one of them has it and the other is orphaned with `copy`, whichever it was.

    Returns:
        What became of each passage, in the order given.

    Raises:
        ValueError: If a span lies outside the old text.
    """
    for start, end in spans:
        if not 0 <= start <= end <= len(old):
            raise ValueError(f"the span {start}–{end} lies outside the text ({len(old)})")
    vocabulary = Vocabulary()
    drafts = _Drafts(vocabulary.read(old), vocabulary.read(new))
    carried = [drafts.carry(span) for span in spans]
    for numbers in copies:
        for number, one in zip(numbers, _settled([carried[n] for n in numbers]), strict=True):
            carried[number] = one
    return carried


@dataclass(frozen=True, slots=True)
class _Passage:
    """Words of the old text and the sentences that they touch."""

    span: Span
    first: int
    end: int
    sentences: range


class _Drafts:
    def __init__(self, old: Tokens, new: Tokens) -> None:
        self.old, self.new = old, new
        self.pairing = Pairing(old, new)

    @cached_property
    def _old_row(self) -> bytes:
        return array("I", self.old.ids).tobytes()

    @cached_property
    def _new_row(self) -> bytes:
        return array("I", self.new.ids).tobytes()

    def carry(self, span: Span) -> Carried:
        first, end = self.old.within(*span)
        if first >= end:
            return Carried(span, "orphaned")
        of_word = self.pairing.old.of_word
        passage = _Passage(span, first, end, range(of_word[first], of_word[end - 1] + 1))
        place = self._place(passage)
        if place is None:
            return self._gone(passage)
        return self._found(passage, *place)

    def _place(self, passage: _Passage) -> Span | None:
        """The words of the new text that a passage has become, if enough is like it."""
        places = self._traced(passage.sentences)
        offset = self.pairing.old.firsts[passage.sentences[0]]
        hull = self._hull(passage, places, offset)
        exact = None
        if hull is None or not self._same_ids(passage, *hull):
            exact = self._only_in_sentences(passage)
        hull = exact or hull
        if hull is None or not self._is_like(passage, *hull):
            return None
        return hull

    def _traced(self, sentences: range) -> list[int]:
        """For each word of some sentences its place in the new text, or NOWHERE."""
        traced: list[int] = []
        for number in sentences:
            pair = self.pairing.pair(number)
            first, end = self.pairing.old.words(number)
            if pair is not None and pair.by_likeness:
                traced += self.pairing.local_places(number, pair.new)
            else:
                traced += self.pairing.places[first:end]
        return traced

    def _hull(self, passage: _Passage, places: Sequence[int], offset: int) -> Span | None:
        """From the first to the last word that has a place, widened over replaced words."""
        inside = [
            (word, places[word - offset])
            for word in range(passage.first, passage.end)
            if places[word - offset] != NOWHERE
        ]
        if not inside:
            return self._gap_of(passage)
        cluster = self._cluster(inside, passage.end - passage.first)
        (first, start), (last, final) = cluster[0], cluster[-1]
        room = 2 * (passage.end - passage.first) + 6
        start = self._widened(passage.first, first, start, -1, room, places, offset)
        end = self._widened(passage.end - 1, last, final, 1, room, places, offset) + 1
        return start, end

    def _cluster(self, inside: list[tuple[int, int]], length: int) -> list[tuple[int, int]]:
        """Of the places of a passage's words those that stand together and weigh most."""
        clusters = [[inside[0]]]
        for (_, before), (word, place) in pairwise(inside):
            if before < place <= before + length + 12:
                clusters[-1].append((word, place))
            else:
                clusters.append([(word, place)])
        weight, ids = self.pairing.likeness.weight, self.old.ids
        return max(clusters, key=lambda cluster: sum(weight[ids[word]] for word, _ in cluster))

    def _widened(
        self,
        edge: int,
        word: int,
        place: int,
        step: Literal[-1, 1],
        room: int,
        places: Sequence[int],
        offset: int,
    ) -> int:
        """The edge of a passage in the new text, if its own last words were replaced.

        Words of the new text that stand for words on both sides of the edge are divided where a
        sentence is, or else in proportion.
        """
        lost = (edge - word) * step
        if lost <= 0:
            return place
        outside, at = 0, edge + step
        while 0 <= at - offset < len(places) and places[at - offset] == NOWHERE:
            outside, at = outside + 1, at + step
        sentence = self.pairing.new.of_word[place]
        limit = self.pairing.new.words(sentence)[0 if step < 0 else 1]
        limit = limit if step < 0 else limit - 1
        if 0 <= at - offset < len(places):
            neighbour = places[at - offset] - step
            limit = max(limit, neighbour) if step < 0 else min(limit, neighbour)
        gap = max(0, (limit - place) * step)
        return place + step * min(room, round(gap * lost / (lost + outside)))

    def _gap_of(self, passage: _Passage) -> Span | None:
        """What stands in the place of words of which none is left in their sentence."""
        if len(passage.sentences) > 1:
            return None
        number = passage.sentences[0]
        pair = self.pairing.pair(number)
        if pair is None:
            return None
        places = (
            self.pairing.local_places(number, pair.new)
            if pair.by_likeness
            else self.pairing.places[slice(*self.pairing.old.words(number))]
        )
        offset, until = self.pairing.old.words(number)
        start, end = self.pairing.new.words(pair.new)
        before = [p for p in places[: passage.first - offset] if start <= p < end]
        after = [p for p in places[passage.end - offset :] if start <= p < end]
        start = before[-1] + 1 if before else start
        end = after[0] if after else end
        lost_before = next(
            (n for n, p in enumerate(reversed(places[: passage.first - offset])) if p != NOWHERE),
            passage.first - offset,
        )
        lost_after = next(
            (n for n, p in enumerate(places[passage.end - offset :]) if p != NOWHERE),
            until - passage.end,
        )
        lost = passage.end - passage.first
        size, gap = lost + lost_before + lost_after, max(0, end - start)
        first = start + round(gap * lost_before / size)
        final = start + round(gap * (lost_before + lost) / size)
        return (first, final) if first < final else None

    def _only_in_sentences(self, passage: _Passage) -> Span | None:
        """Where a passage's words stand in the sentences that its sentences have become.

        None if they stand more than once in either.
        """
        touched = [pair.new for n in passage.sentences if (pair := self.pairing.pair(n))]
        if not touched:
            return None
        old_first, old_end = self._words_of(passage.sentences)
        new_first, new_end = self._words_of_new(min(touched), max(touched))
        if new_end - new_first > 4 * (old_end - old_first) + 40:
            return None
        words = self.old.ids[passage.first : passage.end]
        here = list(_occurrences(self._old_row, words, old_first, old_end, 2))
        there = list(_occurrences(self._new_row, words, new_first, new_end, 2))
        if len(here) == len(there) == 1:
            return there[0], there[0] + len(words)
        return None

    def _words_of(self, sentences: range) -> Span:
        firsts = self.pairing.old.firsts
        return firsts[sentences[0]], firsts[sentences[-1] + 1]

    def _words_of_new(self, first: int, last: int) -> Span:
        firsts = self.pairing.new.firsts
        return firsts[first], firsts[last + 1]

    def _same_ids(self, passage: _Passage, start: int, end: int) -> bool:
        return self.old.ids[passage.first : passage.end] == self.new.ids[start:end]

    def _is_like(self, passage: _Passage, start: int, end: int) -> bool:
        if start >= end:
            return False
        if self._same_ids(passage, start, end):
            return True
        weight = self.pairing.likeness.weight
        mine, theirs = self.old.ids[passage.first : passage.end], self.new.ids[start:end]
        left = list(theirs)
        shared = 0.0
        for word in mine:
            if word in left:
                left.remove(word)
                shared += weight[word]
        if shared >= _LEAST_SHARE * sum(weight[word] for word in mine):
            return True
        return self._score(passage.span, self._span(passage, start, end)) >= _LEAST_LIKENESS or (
            self._neighbours_hold(passage)
        )

    def _neighbours_hold(self, passage: _Passage) -> bool:
        """Whether the sentence is surely the same one although it says something else."""
        if len(passage.sentences) > 1:
            return False
        pair = self.pairing.pair(passage.sentences[0])
        return pair is not None and pair.strength >= _SUPPORTED

    def _span(self, passage: _Passage, start: int, end: int) -> Span:
        """The place of a passage in code points, cut inside a word where it was cut there."""
        first, final = self.new.starts[start], self.new.ends[end - 1]
        if self._same_word(passage.first, start):
            first += max(0, passage.span[0] - self.old.starts[passage.first])
        if self._same_word(passage.end - 1, end - 1):
            final -= max(0, self.old.ends[passage.end - 1] - passage.span[1])
        return first, final

    def _same_word(self, old: int, new: int) -> bool:
        return (
            self.old.text[self.old.starts[old] : self.old.ends[old]]
            == self.new.text[self.new.starts[new] : self.new.ends[new]]
        )

    def _score(self, span: Span, place: Span) -> float:
        return fuzz.ratio(self._old_words(span), fold_text(self.new.text[slice(*place)]).strip())

    def _old_words(self, span: Span) -> str:
        return fold_text(self.old.text[slice(*span)]).strip()

    def _found(self, passage: _Passage, start: int, end: int) -> Carried:
        place = self._span(passage, start, end)
        old_words, new_words = self.old.text[slice(*passage.span)], self.new.text[slice(*place)]
        same = old_words == new_words or (
            fold_text(old_words).strip() == fold_text(new_words).strip()
        )
        candidates = self._candidates(passage, start, end, same=same)
        if candidates:
            return Carried(passage.span, "ambiguous", candidates=candidates)
        moved = any(
            pair.moved for n in passage.sentences if (pair := self.pairing.pair(n)) is not None
        )
        outcome: Outcome = "changed" if not same else "moved" if moved else "placed"
        context = self._context(passage, start, end, place)
        return Carried(
            passage.span,
            outcome,
            new=place,
            score=100.0 if same else self._score(passage.span, place),
            changes=() if same else self._changes(passage.span, place),
            context_changed=bool(context),
            context=context,
        )

    def _candidates(
        self, passage: _Passage, start: int, end: int, *, same: bool
    ) -> tuple[Candidate, ...]:
        """The places to choose from; none if nothing but this one comes into question."""
        doubtful = same and not self._is_borne_out(passage, start, end)
        others: set[Span] = set()
        new_sentences = self.pairing.new.of_word
        for number in passage.sentences:
            pair = self.pairing.pair(number)
            if pair is None:
                continue
            here = range(new_sentences[start], new_sentences[end - 1] + 1)
            if pair.new not in here:
                # Its words were divided between a sentence and its rival.
                rivals = self.pairing.rivals(number, pair.new)[1]
                doubtful = doubtful or any(rival in here for rival in rivals)
            if self.pairing.is_unsettled(number):
                doubtful = True
                others.update(
                    place
                    for rival in self.pairing.rivals(number, pair.new)[1]
                    if (place := self._projected(passage, number, rival)) is not None
                )
        if not doubtful:
            return ()
        others |= set(self._in_the_same_sentences(passage, start, end))
        return self._ranked(passage, {self._span(passage, start, end), *others})

    def _ranked(self, passage: _Passage, places: Iterable[Span]) -> tuple[Candidate, ...]:
        found = [Candidate(self._score(passage.span, place), place) for place in places]
        return tuple(sorted(found, key=lambda one: (-one.score, one.span)))

    def _projected(self, passage: _Passage, number: int, rival: int) -> Span | None:
        """The place of a passage if one of its sentences were another one of the new text."""
        places = self.pairing.local_places(number, rival)
        offset, until = self.pairing.old.words(number)
        first, end = max(passage.first, offset), min(passage.end, until)
        inside = [place for place in places[first - offset : end - offset] if place != NOWHERE]
        if not inside:
            return None
        start, final = inside[0], inside[-1] + 1
        before, after = first - passage.first, passage.end - end
        start, final = max(0, start - before), min(len(self.new.ids), final + after)
        return self.new.starts[start], self.new.ends[final - 1]

    def _is_borne_out(self, passage: _Passage, start: int, end: int) -> bool:
        """Whether what stands around the same words says that they are these and no others."""
        left, right, ends = self._run(passage, start, end)
        run = self.old.ids[passage.first - left : passage.end + right]
        old_first, old_end = self._words_of(passage.sentences)
        of_word = self.pairing.new.of_word
        new_first, new_end = self._words_of_new(of_word[start], of_word[end - 1])
        here = _occurrences(
            self._old_row,
            run,
            min(old_first, passage.first - left),
            max(old_end, passage.end + right),
            2,
        )
        there = _occurrences(
            self._new_row, run, min(new_first, start - left), max(new_end, end + right), 2
        )
        if len(list(here)) != 1 or len(list(there)) != 1:
            return False
        pairs = [self.pairing.pair(number) for number in passage.sentences]
        if any(pair is None or pair.strength < _SUPPORTED for pair in pairs):
            return len(run) >= 2 * _SURE_RUN
        return len(run) + ends * _AN_END >= _SURE_RUN or len(run) > (old_end - old_first) // 2

    def _run(self, passage: _Passage, start: int, end: int) -> tuple[int, int, int]:
        """How many words on both sides are the same, and how many ends of both texts are there."""
        old, new = self.old.ids, self.new.ids
        left = right = 0
        while (
            left < _LONGEST_RUN
            and min(passage.first, start) > left
            and old[passage.first - left - 1] == new[start - left - 1]
        ):
            left += 1
        while (
            right < _LONGEST_RUN
            and passage.end + right < len(old)
            and end + right < len(new)
            and old[passage.end + right] == new[end + right]
        ):
            right += 1
        ends = (passage.first == left and start == left) + (
            passage.end + right == len(old) and end + right == len(new)
        )
        return left, right, ends

    def _in_the_same_sentences(self, passage: _Passage, start: int, end: int) -> Iterator[Span]:
        words = self.old.ids[passage.first : passage.end]
        of_word = self.pairing.new.of_word
        first, final = self._words_of_new(of_word[start], of_word[end - 1])
        for place in _occurrences(self._new_row, words, first, final, 8):
            yield self._span(passage, place, place + len(words))

    def _context(self, passage: _Passage, start: int, end: int, place: Span) -> tuple[Change, ...]:
        """What changed in the sentences around a passage, as a whole; nothing if nothing did."""
        old_spans, new_spans = self.pairing.old.spans, self.pairing.new.spans
        of_word = self.pairing.new.of_word
        before = old_spans[passage.sentences[0]][0], passage.span[0]
        after = passage.span[1], old_spans[passage.sentences[-1]][1]
        new_before = new_spans[of_word[start]][0], place[0]
        new_after = place[1], new_spans[of_word[end - 1]][1]
        if self._alike(before, new_before) and self._alike(after, new_after):
            return ()
        return self._changes(
            (min(before[0], passage.span[0]), max(after[1], passage.span[1])),
            (min(new_before[0], place[0]), max(new_after[1], place[1])),
        )

    def _changes(self, span: Span, place: Span) -> tuple[Change, ...]:
        old, new = self.old.cut(*span), self.new.cut(*place)
        if old is None or new is None:
            return word_changes(self.old.text[slice(*span)], self.new.text[slice(*place)])
        return token_changes(old, new)

    def _alike(self, old: Span, new: Span) -> bool:
        one, other = self.old.text[slice(*old)], self.new.text[slice(*new)]
        if one == other:
            return True
        words, new_words = slice(*self.old.within(*old)), slice(*self.new.within(*new))
        return (
            self.old.ids[words] == self.new.ids[new_words]
            and fold_text(one).strip() == fold_text(other).strip()
        )

    def _gone(self, passage: _Passage) -> Carried:
        """An orphan, unless what became of its copy may just as well be what became of it."""
        if len(passage.sentences) > 1:
            return Carried(passage.span, "orphaned")
        number = passage.sentences[0]
        words = self.old.ids[slice(*self.pairing.old.words(number))]
        copy, doubtful = None, set()
        for other in self.pairing.new.near(words):
            if self.pairing.likeness(number, other) < 0.5:
                continue
            place = self._projected(passage, number, other)
            taker = self.pairing.taker(other)
            if place is None:
                continue
            if taker is None or self.pairing.is_unsettled(taker):
                doubtful.add(place)
            elif copy is None and self._score(passage.span, place) == 100:
                copy = place
        if doubtful:
            return Carried(passage.span, "ambiguous", candidates=self._ranked(passage, doubtful))
        return Carried(passage.span, "orphaned", copy=copy)


def _occurrences(
    row: bytes, words: Sequence[int], start: int, end: int, most: int
) -> Iterator[int]:
    """The first places of some words in a part of a row, overlapping ones too."""
    needle = array("I", words).tobytes()
    at = row.find(needle, start * _WIDTH, end * _WIDTH)
    while at >= 0 and most > 0:
        if at % _WIDTH == 0:
            most -= 1
            yield at // _WIDTH
        at = row.find(needle, at + 1, end * _WIDTH)


def _settled(carried: list[Carried]) -> list[Carried]:
    """Copies of one passage settled together: which of them has which place is all the same."""
    taken = {one.new for one in carried if one.new is not None}
    same = {
        candidate.span for one in carried for candidate in one.candidates if candidate.score == 100
    }
    free = sorted(same - taken)
    open_ones = [number for number, one in enumerate(carried) if one.outcome == "ambiguous"]
    settled = list(carried)
    if len(free) <= len(open_ones) and (free or taken):
        for number, place in zip(open_ones, [*free, *[None] * len(open_ones)], strict=False):
            one = carried[number]
            settled[number] = (
                Carried(one.old, "orphaned")
                if place is None
                else Carried(one.old, "placed", new=place, score=100.0)
            )
    standing = [one.new for one in settled if one.new is not None and one.score == 100]
    return [
        replace(one, copy=one.copy or standing[0])
        if one.outcome == "orphaned" and standing
        else one
        for one in settled
    ]
