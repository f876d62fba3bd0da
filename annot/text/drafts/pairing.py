"""Which sentence of an old text is which of the new one, and whether another could be it as well.

Words are aligned first (`annot.text.drafts.alignment`). A sentence whose words found no place there
is looked for among those of the new text that nothing else has taken: it was moved. Where several
sentences say much the same, as in an article that stands twice, the sentences before and after
settle which is which, or nothing does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from annot.text.drafts.alignment import NOWHERE, align
from annot.text.drafts.likeness import Likeness, Sentences
from annot.text.drafts.tokens import Tokens
from annot.text.sentences import sentences

_HOMELESS = 0.4
"""A sentence with less of its words in one place has none there, if a better one is free."""
_FREE = 0.2
"""By so much a sentence must be liker than the one that a place was taken by."""
_MOVED = 0.4
_ALIKE = 0.5
_NEARLY = 0.3
_HAPPY = 0.4
_WEAKLY = 0.2
_HARDLY = 0.35
_IMPLIED = 4
_EXPLAINED = 0.7
_LONGEST_RUN = 20
_WIDEST = 60
"""So far, in sentences, a sure one is looked for; among more nothing is told apart."""
_JOINED = 12
_NEAR = 3
_LONGEST_WALK = 200
_SKIPS = ((0, 1), (1, 0), (1, 1), (0, 2), (2, 0), (1, 2), (2, 1), (2, 2))
"""What may lie between two sentences that speak for a rival: so many old and new sentences."""


_Rivals = tuple[list[int], list[int]]
"""Sentences of the old text and of the new one."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence of the old text and what became of it.

    Attributes:
        old: Its number.
        new: The number of the sentence of the new text.
        strength: The share of its words, by weight, that are in that sentence.
        moved: Whether it comes in another order than the sentences around it.
        by_likeness: Whether it was found because it is like it, not by the alignment of the text.
    """

    old: int
    new: int
    strength: float
    moved: bool = False
    by_likeness: bool = False


class Pairing:
    """Old text and new text, sentence by sentence.

    Args:
        old: The words of the old text.
        new: Those of the new one, read with the same vocabulary.
        divide: What divides a text into its sentences, or into paragraphs instead.
    """

    def __init__(
        self,
        old: Tokens,
        new: Tokens,
        divide: Callable[[str], Iterable[tuple[int, int]]] = sentences,
    ) -> None:
        self.old, self.new = Sentences(old, divide), Sentences(new, divide)
        self.places = align(old.ids, new.ids)
        self.likeness = Likeness(self.old, self.new)
        self._shares = self._shared_words()
        self._filled: dict[int, float] = defaultdict(float)
        for shares in self._shares:
            for other, share in shares.items():
                self._filled[other] += share
        self._takers: dict[int, tuple[int, float]] = {}
        for number, shares in enumerate(self._shares):
            for other in shares:
                strength = self._strength(number, other)
                if strength > self._takers.get(other, (0, 0.0))[1]:
                    self._takers[other] = number, strength
        self._pairs: dict[int, Pair | None] = {}
        self._in_place: dict[int, Pair | None] = {}
        self._unsettled: dict[int, bool] = {}
        self._alone: dict[int, bool] = {}
        self._sure: dict[int, bool] = {}
        self._rivals: dict[tuple[int, int], _Rivals] = {}
        self._alike: dict[tuple[int, int], _Rivals] = {}
        self._hardly: dict[tuple[int, int], _Rivals] = {}
        self._local: dict[tuple[int, int], list[int]] = {}

    def _shared_words(self) -> list[dict[int, float]]:
        shares: list[dict[int, float]] = [defaultdict(float) for _ in range(len(self.old))]
        weight, ids = self.likeness.weight, self.old.tokens.ids
        old_sentence, new_sentence = self.old.of_word, self.new.of_word
        for word, place in enumerate(self.places):
            if place != NOWHERE:
                shares[old_sentence[word]][new_sentence[place]] += weight[ids[word]]
        return shares

    def in_place(self, number: int) -> Pair | None:
        """The sentence that has most of the words of an old one by alignment."""
        if number not in self._in_place:
            self._in_place[number] = self._aligned(number)
        return self._in_place[number]

    def _aligned(self, number: int) -> Pair | None:
        shares = self._shares[number] if 0 <= number < len(self.old) else None
        if not shares:
            return None
        other = max(shares, key=lambda key: shares[key])
        return Pair(number, other, self._strength(number, other))

    def _strength(self, old: int, new: int) -> float:
        """The share of two sentences, by weight, that is aligned.

        Of a sentence that was joined to another, or of one part of a divided one, its own share.
        """
        share = self._shares[old].get(new, 0.0)
        old_total, new_total = self.likeness.old_total(old), self.likeness.new_total(new)
        strength = share / max(old_total, new_total)
        if self._filled[new] >= _EXPLAINED * new_total:
            strength = max(strength, share / old_total)
        if sum(self._shares[old].values()) >= _EXPLAINED * old_total:
            strength = max(strength, share / new_total)
        return strength

    def _is_explained(self, old: int, new: int) -> bool:
        """Whether two sentences are alike only by words that are aligned: parts of each other."""
        both = max(self.likeness.old_total(old), self.likeness.new_total(new))
        shared = self.likeness(old, new) * both
        return shared > 0 and self._shares[old].get(new, 0.0) >= _EXPLAINED * shared

    def pair(self, number: int) -> Pair | None:
        """What became of a sentence of the old text; None if it is gone."""
        try:
            return self._pairs[number]
        except KeyError:
            inside = 0 <= number < len(self.old)
            found = self._pairs[number] = self._paired(number) if inside else None
            return found

    def _paired(self, number: int) -> Pair | None:
        found = self.in_place(number)
        strength = max(found.strength, self.likeness(number, found.new)) if found else 0.0
        if strength < _HOMELESS:
            best = max(
                self._free(number, strength),
                key=lambda pair: (pair.strength, self._continuity(pair.old, pair.new)),
                default=None,
            )
            if best:
                return best
        return found or self._in_the_gap(number)

    def _free(self, number: int, strength: float) -> Iterator[Pair]:
        for other in self.new.near(self.old.tokens.ids[slice(*self.old.words(number))]):
            like = self.likeness(number, other)
            _, taken = self._takers.get(other, (0, 0.0))
            if like >= _MOVED and like > max(strength, taken) + _FREE:
                slot = self._slot(number)
                moved = slot is None or other not in slot
                yield Pair(number, other, like, moved, by_likeness=True)

    def _in_the_gap(self, number: int) -> Pair | None:
        """The sentence that stands alone between the neighbours of an old one."""
        slot = self._slot(number)
        if slot is None or len(slot) != 1:
            return None
        return Pair(number, slot[0], self.likeness(number, slot[0]), by_likeness=True)

    def _slot(self, number: int) -> range | None:
        """What lies between the nearest sentences before and after that the alignment found.

        None if there is none far and wide.
        """
        before, after = number - 1, number + 1
        while before >= 0 and not self._is_elsewhere(before, NOWHERE):
            before -= 1
            if number - before > _WIDEST:
                return None
        while after < len(self.old) and not self._is_elsewhere(after, NOWHERE):
            after += 1
            if after - number > _WIDEST:
                return None
        first, last = self.in_place(before), self.in_place(after)
        return range(first.new + 1 if first else 0, last.new if last else len(self.new))

    def taker(self, new: int) -> int | None:
        """The old sentence that has most of the words of a new one by alignment."""
        found = self._takers.get(new)
        return found[0] if found else None

    def local_places(self, old: int, new: int) -> list[int]:
        """For each word of an old sentence its place in a new one, or NOWHERE."""
        found = self._local.get((old, new))
        if found is None:
            first, end = self.new.words(new)
            mine = self.old.tokens.ids[slice(*self.old.words(old))]
            places = align(mine, self.new.tokens.ids[first:end])
            found = [place if place == NOWHERE else first + place for place in places]
            self._local[old, new] = found
        return found

    def rivals(self, old: int, new: int) -> _Rivals:
        """Old sentences that could be the new one, and new ones that could be the old one.

        A sentence that is hardly like it is one too if it follows one that is a rival of the
        sentence before, or precedes one that is a rival of the sentence after.
        """
        known = self._rivals.get((old, new))
        if known is None:
            known = self._rivals[old, new] = self._found_rivals(old, new)
        return known

    def _found_rivals(self, old: int, new: int) -> _Rivals:
        olds, news = map(set, self._alike_ones(old, new))
        for step in (-1, 1):
            for far in range(step, step * (_IMPLIED + 1), step):
                neighbour = self.pair(old + far)
                if neighbour is None or neighbour.new != new + far:
                    break
                beside_olds, beside_news = self._alike_ones(old + far, neighbour.new)
                beside = far == step
                olds.update(
                    n - far for n in beside_olds if beside or self._is_weakly_alike(n - far, new)
                )
                news.update(
                    n - far for n in beside_news if beside or self._is_weakly_alike(old, n - far)
                )
        return (
            sorted(n for n in olds if n != old and 0 <= n < len(self.old)),
            sorted(n for n in news if n != new and 0 <= n < len(self.new)),
        )

    def _alike_ones(self, old: int, new: int) -> _Rivals:
        """Rivals that are about as like as the pair is."""
        known = self._alike.get((old, new))
        if known is None:
            least = max(_ALIKE, self.likeness(old, new) - _NEARLY)
            olds, news = self._hardly_alike(old, new)
            known = self._alike[old, new] = (
                [other for other in olds if self.likeness(other, new) >= least],
                [other for other in news if self.likeness(old, other) >= least],
            )
        return known

    def _hardly_alike(self, old: int, new: int) -> _Rivals:
        known = self._hardly.get((old, new))
        if known is None:
            of_new = self.old.near(self.new.tokens.ids[slice(*self.new.words(new))])
            of_old = self.new.near(self.old.tokens.ids[slice(*self.old.words(old))])
            known = self._hardly[old, new] = (
                [n for n in of_new if n != old and self._is_rival(n, new)],
                [n for n in of_old if n != new and self._is_rival(old, n)],
            )
        return known

    def _is_rival(self, old: int, new: int) -> bool:
        return self.likeness(old, new) >= _HARDLY and not self._is_explained(old, new)

    def _is_weakly_alike(self, old: int, new: int) -> bool:
        return (
            0 <= old < len(self.old)
            and 0 <= new < len(self.new)
            and self.likeness(old, new) >= _WEAKLY
        )

    def is_unsettled(self, number: int) -> bool:
        """Whether a sentence of the old text has several places that cannot be told apart."""
        if number not in self._unsettled:
            pair = self.pair(number)
            self._unsettled[number] = pair is not None and (
                not self._is_settled_alone(pair) or self._is_beside_unsettled(pair)
            )
        return self._unsettled[number]

    def _is_beside_unsettled(self, pair: Pair) -> bool:
        """Whether one of the sentences before or after may be a rival's beside one of this one.

        What is surely in place ends the passage that goes or stays together.
        """
        for step in (-1, 1):
            here, rivals = pair, self.rivals(pair.old, pair.new)
            for _ in range(_LONGEST_RUN):
                beside = self.pair(here.old + step)
                if beside is None:
                    break
                others = self.rivals(beside.old, beside.new)
                if here is pair and pair.new + step in others[1]:
                    return True
                together = {n + step for n in rivals[0]} & set(others[0]) or (
                    {n + step for n in rivals[1]} & set(others[1])
                )
                if beside.new != here.new + step or not together or self._is_sure(beside.old):
                    break
                if not self._is_settled_alone(beside):
                    return True
                here, rivals = beside, others
        return False

    def _is_settled_alone(self, pair: Pair) -> bool:
        known = self._alone.get(pair.old)
        if known is None:
            known = self._alone[pair.old] = self._is_settled(pair)
        return known

    def _is_settled(self, pair: Pair) -> bool:
        olds, news = self.rivals(pair.old, pair.new)
        if pair.moved:
            slot = self._slot(pair.old)
            if slot is None or any(not self._is_anothers(n, pair.old) for n in slot[:_WIDEST]):
                return False
            # Another may be what a sentence was reworded to, while this one is its copy.
            olds = sorted({*olds, *self._hardly_alike(pair.old, pair.new)[0]})
            news = sorted({*news, *self._hardly_alike(pair.old, pair.new)[1]})
            return self._outdoes_all(pair, olds, news)
        if any(self._is_joined(other, pair.new, pair) for other in olds) or any(
            self._is_joined(pair.old, other, pair) for other in news
        ):
            return False
        start, end, new_start, new_end = self._window(pair.old)
        if (olds or news) and max(end - start, new_end - new_start) >= _WIDEST:
            return False
        if self._is_crowded(pair) and (end - start, new_end - new_start) != (1, 1):
            return False
        rivals_here = [
            n for n in range(start, end) if n != pair.old and self._could_be(n, pair.new)
        ] or [
            n
            for n in range(new_start, new_end)
            if n != pair.new and self._could_become(pair.old, n)
        ]
        if rivals_here or self._is_beside_its_like(pair):
            return False
        if (olds or news) and self._is_crossed(pair, start, end, new_start, new_end):
            return self._outdoes_all(pair, olds, news)
        return True

    def _is_joined(self, old: int, new: int, pair: Pair) -> bool:
        """Whether sentences beside a rival of a pair, one after the other, lead to another pair.

        A few that came or went may lie between; the sentences that go along with the pair itself
        speak for that and not for the rival.
        """
        for step in (-1, 1):
            goal = self._goal(old, new, step, pair.new - pair.old)
            if goal is not None:
                unlike = sum(
                    not self._is_weakly_alike(old + far, new + far)
                    for far in range(step, goal, step)
                )
                if unlike <= 1:
                    return True
        return False

    def _goal(self, old: int, new: int, step: int, shift: int) -> int | None:
        """How far the next pair is that comes about as far after two sentences in both texts."""
        for far in range(step, step * (_JOINED + 1), step):
            found = self.pair(old + far)
            if found is None:
                continue
            if abs(found.new - new - far) <= _NEAR and found.new - found.old != shift:
                return far
        return None

    def _is_beside_its_like(self, pair: Pair) -> bool:
        """Whether what stands beside a run of sentences may be what one of them was reworded to.

        The run would be a copy of what they were.
        """
        first = last = pair.old
        shift = pair.new - pair.old
        while self._is_shifted(first - 1, shift) and pair.old - first < _IMPLIED:
            first -= 1
        while self._is_shifted(last + 1, shift) and last - pair.old < _IMPLIED:
            last += 1
        beside = [*self._free_from(first + shift, -1), *self._free_from(last + shift, 1)]
        return any(
            self._is_rival(old, new) and new not in self._alike_ones(old, old + shift)[1]
            for old in range(first, last + 1)
            for new in beside
        )

    def _is_shifted(self, old: int, shift: int) -> bool:
        found = self.in_place(old)
        return found is not None and found.new - old == shift

    def _free_from(self, new: int, step: int) -> Iterator[int]:
        """The sentences of the new text beside one, up to the next that has its place."""
        for other in range(new + step, new + step * (_LONGEST_RUN + 1), step):
            if not 0 <= other < len(self.new) or self._is_anothers(other, NOWHERE):
                return
            yield other

    def _outdoes_all(self, pair: Pair, olds: list[int], news: list[int]) -> bool:
        one = pair.old, pair.new
        return all(self.outdoes(one, (other, pair.new)) for other in olds) and all(
            self.outdoes(one, (pair.old, other)) for other in news
        )

    def _could_be(self, old: int, new: int) -> bool:
        return (
            not self._is_elsewhere(old, new)
            and self.likeness(old, new) >= _WEAKLY
            and not self._is_explained(old, new)
        )

    def _could_become(self, old: int, new: int) -> bool:
        return (
            not self._is_anothers(new, old)
            and self.likeness(old, new) >= _WEAKLY
            and not self._is_explained(old, new)
        )

    def _is_crowded(self, pair: Pair) -> bool:
        """Whether there are more sentences of the same words than are looked at as rivals."""
        return self.old.is_crowded(pair.old) or self.new.is_crowded(pair.new)

    def _is_crossed(self, pair: Pair, start: int, end: int, new_start: int, new_end: int) -> bool:
        """Whether something may have moved across a sentence, or the sentence across that."""
        homeless = [n for n in range(start, end) if not self._is_elsewhere(n, NOWHERE)]
        free = [n for n in range(new_start, new_end) if not self._is_anothers(n, NOWHERE)]
        crossings = [
            *((old, new) for old in homeless for new in range(new_start, new_end)),
            *((old, new) for old in range(start, end) for new in free),
        ]
        return any(
            (old < pair.old) != (new < pair.new)
            and old != pair.old
            and self.likeness(old, new) >= _ALIKE
            for old, new in crossings
        )

    def _window(self, number: int) -> tuple[int, int, int, int]:
        """What lies between the nearest sentences before and after that are surely in place."""
        before, after = number - 1, number + 1
        first_one, last_one = number - _WIDEST, number + _WIDEST
        while before >= 0 and before > first_one and not self._is_sure(before):
            before -= 1
        while after < len(self.old) and after < last_one and not self._is_sure(after):
            after += 1
        first, last = self.in_place(before), self.in_place(after)
        return (
            before + 1,
            after,
            first.new + 1 if first else 0,
            last.new if last else len(self.new),
        )

    def _is_sure(self, number: int) -> bool:
        """Whether a sentence is in its place and nothing else could be there.

        Nothing could if all rivals are in their own places.
        """
        if number not in self._sure:
            pair = self.in_place(number)
            self._sure[number] = False
            if pair is not None and pair.strength >= _ALIKE and not self._is_crowded(pair):
                olds, news = self.rivals(number, pair.new)
                more_olds, more_news = self._hardly_alike(number, pair.new)
                olds, news = olds + more_olds, news + more_news
                self._sure[number] = all(self._is_elsewhere(n, pair.new) for n in olds) and all(
                    self._is_anothers(n, number) for n in news
                )
        return self._sure[number]

    def _is_elsewhere(self, old: int, new: int) -> bool:
        found = self.in_place(old)
        return found is not None and found.new != new and found.strength >= _HAPPY

    def _is_anothers(self, new: int, old: int) -> bool:
        taker, strength = self._takers.get(new, (old, 0.0))
        return taker != old and strength >= _HAPPY

    def outdoes(self, one: tuple[int, int], other: tuple[int, int]) -> bool:
        """Whether the sentences before and after speak for one pair more than for another."""
        before, after = self._walk(*one, -1), self._walk(*one, 1)
        other_before, other_after = self._stroll(*other, -1), self._stroll(*other, 1)
        return (
            before >= other_before
            and after >= other_after
            and (before > other_before or after > other_after)
        )

    def _continuity(self, old: int, new: int) -> int:
        return self._walk(old, new, -1) + self._walk(old, new, 1)

    def _walk(self, old: int, new: int, step: int) -> int:
        """How many sentences in a row are alike from here; both texts ending together is one."""
        for length in range(_LONGEST_WALK):
            old, new = old + step, new + step
            if self._both_end(old, new):
                return length + 1
            if not self._are_alike(old, new):
                return length
        return _LONGEST_WALK

    def _stroll(self, old: int, new: int, step: int) -> int:
        """How many sentences are alike from here if a few may have come or gone between them."""
        length = 0
        while length < _LONGEST_WALK:
            for skip, new_skip in ((0, 0), *_SKIPS):
                at, new_at = old + step * (1 + skip), new + step * (1 + new_skip)
                if self._both_end(at, new_at):
                    return length + 1
                if self._are_alike(at, new_at):
                    break
            else:
                return length
            old, new, length = at, new_at, length + 1
        return length

    def _both_end(self, old: int, new: int) -> bool:
        return old == new == -1 or (old == len(self.old) and new == len(self.new))

    def _are_alike(self, old: int, new: int) -> bool:
        return (
            0 <= old < len(self.old)
            and 0 <= new < len(self.new)
            and self.likeness(old, new) >= _ALIKE
        )
