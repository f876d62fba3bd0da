"""Sentences of two texts, and which of them say much the same."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from annot.text.drafts.tokens import Tokens
from annot.text.sentences import sentences

_PROBES = 8
_COMMON = 64
_MOST_CANDIDATES = 12
_FEW = 4


class Sentences:
    """The sentences of a text, or its paragraphs, and which words belong to each.

    Attributes:
        tokens: The words of the text.
        spans: Each sentence in code points, half-open.
        firsts: The number of the first word of each; one more entry ends the last.
        of_word: The number of the sentence of each word.
    """

    def __init__(
        self, tokens: Tokens, divide: Callable[[str], Iterable[tuple[int, int]]] = sentences
    ) -> None:
        self.tokens = tokens
        self.spans: list[tuple[int, int]] = []
        self.firsts: list[int] = []
        self.of_word: list[int] = []
        starts, at = tokens.starts, 0
        for start, end in divide(tokens.text):
            first = at
            while at < len(starts) and starts[at] < end:
                at += 1
            if at > first:
                self.of_word += [len(self.spans)] * (at - first)
                self.firsts.append(first)
                self.spans.append((start, end))
        self.firsts.append(at)
        self._bags: dict[int, dict[int, int]] = {}
        self._near: dict[tuple[int, ...], list[int]] = {}

    def __len__(self) -> int:
        return len(self.spans)

    def words(self, number: int) -> tuple[int, int]:
        """The first word of a sentence and one after its last."""
        return self.firsts[number], self.firsts[number + 1]

    def bag(self, number: int) -> dict[int, int]:
        """The words of a sentence and how often it has each."""
        bag = self._bags.get(number)
        if bag is None:
            bag = self._bags[number] = {}
            for word in self.tokens.ids[slice(*self.words(number))]:
                bag[word] = bag.get(word, 0) + 1
        return bag

    @cached_property
    def postings(self) -> dict[int, list[int]]:
        """The sentences that have a word."""
        found: dict[int, list[int]] = defaultdict(list)
        for word, sentence in zip(self.tokens.ids, self.of_word, strict=True):
            if not (places := found[word]) or places[-1] != sentence:
                places.append(sentence)
        return found

    @cached_property
    def same(self) -> dict[tuple[int, ...], list[int]]:
        """The sentences of the same words."""
        found: dict[tuple[int, ...], list[int]] = defaultdict(list)
        for number in range(len(self)):
            found[tuple(self.tokens.ids[slice(*self.words(number))])].append(number)
        return found

    def is_crowded(self, number: int) -> bool:
        """Whether more sentences than `near` returns have the same words."""
        words = tuple(self.tokens.ids[slice(*self.words(number))])
        return len(self.same[words]) > _MOST_CANDIDATES

    def near(self, words: Sequence[int]) -> list[int]:
        """Sentences that share rare words with others, those that share most of them first."""
        key = tuple(words)
        found = self._near.get(key)
        if found is None:
            found = self._near[key] = self._nearest(key)
        return found

    def _nearest(self, words: tuple[int, ...]) -> list[int]:
        postings = self.postings
        probes = [
            found
            for word in set(words)
            if len(found := postings.get(word, ())) <= _COMMON and found
        ]
        probes.sort(key=len)
        del probes[_PROBES:]
        votes: dict[int, int] = defaultdict(int)
        for found in probes:
            for number in found:
                votes[number] += 1
        least = 1 + len(probes) // _FEW
        same = self.same.get(words, ())[:_MOST_CANDIDATES]
        others = [number for number, many in votes.items() if many >= least and number not in same]
        others.sort(key=lambda number: -votes[number])
        return [*same, *others[:_MOST_CANDIDATES]]


class Likeness:
    """How like the sentences of two texts are: 0 shares no word, 1 has the same words.

    Rare words count more: a word that stands n times in both texts counts 1 / √n.
    """

    def __init__(self, old: Sentences, new: Sentences) -> None:
        self.old, self.new = old, new
        counts = Counter(old.tokens.ids)
        counts.update(new.tokens.ids)
        self.weight = {word: count**-0.5 for word, count in counts.items()}
        self._old_totals: dict[int, float] = {}
        self._new_totals: dict[int, float] = {}
        self._known: dict[tuple[int, int], float] = {}

    def old_total(self, number: int) -> float:
        """What all words of a sentence of the old text count."""
        return self._total(self.old, number, self._old_totals)

    def new_total(self, number: int) -> float:
        """What all words of a sentence of the new text count."""
        return self._total(self.new, number, self._new_totals)

    def _total(self, sentences: Sentences, number: int, known: dict[int, float]) -> float:
        total = known.get(number)
        if total is None:
            weight = self.weight
            total = sum(weight[word] * many for word, many in sentences.bag(number).items())
            known[number] = total
        return total

    def __call__(self, old: int, new: int) -> float:
        """How like a sentence of the old text and one of the new text are."""
        found = self._known.get((old, new))
        if found is None:
            mine, other, weight = self.old.bag(old), self.new.bag(new), self.weight
            shared = 0.0
            for word in mine.keys() & other.keys():
                many, others = mine[word], other[word]
                shared += weight[word] * (many if many < others else others)
            found = shared / max(self.old_total(old), self.new_total(new))
            self._known[old, new] = found
        return found
