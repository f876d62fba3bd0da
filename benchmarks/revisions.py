"""Random articles and random revisions of them that know where every word went.

A word keeps its number through a revision, changed or not; a copy of a word has none. What nobody
could tell apart does not come up: "one paragraph deleted and its twin moved into its place" is the
same text as "the twin deleted", and "a neighbour moved past it and a copy left behind" is the same
as "a copy put elsewhere". So one revision either moves or doubles paragraphs. In a text that stands
twice it does so with one of them, not past its twin, and a paragraph and its twin are deleted,
moved, doubled or cut once at most together. Nor does a word change into one that its sentence has.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Literal

from annot.text.drafts import Carried, carry

Span = tuple[int, int]

_NAMES = (  # noqa: SIM905
    "Adler Berger Castell Dorn Ebert Falk Gessner Hollmann Ivens Jansen Keller Lindqvist Marlow "
    "Norrby Ostrom Paulsen Quint Rasmus Sandell Tornqvist Ulrich Vesterby Wallin Zander Mill "
    "Street Northgate Eastport Kingsholm Halden Parliament Council Monday Tuesday March October"
).split()
_WORDS = (  # noqa: SIM905
    "the the the a of of in to and and that for on with by from after before its their which "
    "library harbour committee report budget school ferry bridge hospital tenants council treaty "
    "inspectors contract figures survey company minister mayor court appeal auditors pupils books "
    "berths patients engineers residents opened closed published promised refused denied approved "
    "signed built sold counted warned found said told asked reached lost won paid moved rose fell "
    "only never not no almost more less fewer than twice half every last first new old public "
    "private annual secret official local final early late long short heavy light quiet open "
    "million percent years months days people pages euros metres because although while when since "
    "under over without against between during quietly again already still soon nearly exactly "
    "agreement complaint vote meeting permit invoice archive station market village district river "
    "winter summer storm strike election inquiry verdict witness lawyer teacher nurse driver clerk"
).split()


@dataclass(frozen=True, slots=True)
class Word:
    """A word of an article: its letters, what follows it, its number in the text before, if any."""

    text: str
    number: int | None
    changed: bool = False
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of revision: the share of words changed, of sentences reworded, a text twice or not.

    Half of what a reworded sentence said is in another order, and nearly half of its words change.
    """

    words: float
    reworded: float
    twice: bool


Sentence = tuple[Word, ...]
Paragraph = tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A text, and where its numbered words are: start, end, whether changed."""

    text: str
    places: dict[int, tuple[int, int, bool]]
    sentences: tuple[tuple[int, ...], ...]


def _word(pick: random.Random) -> str:
    kind = pick.random()
    if kind < 0.08:
        return str(pick.choice((pick.randint(2, 99), pick.randint(1900, 2030), 1000)))
    return pick.choice(_NAMES if kind < 0.22 else _WORDS)


def _sentence(pick: random.Random, words: int | None = None) -> Sentence:
    length = words or pick.choice((3, 6, 9, 12, 15, 18, 24))
    made: list[Word] = []
    while len(made) < length:
        word = _word(pick)
        if not made or made[-1].text.lower() != word.lower():
            made.append(Word(word, None))
    made[0] = replace(made[0], text=made[0].text.capitalize())
    for at in range(4, length - 2, 6):
        made[at] = replace(made[at], mark=pick.choice(("", ",", "")))
    made[-1] = replace(made[-1], mark=".")
    return tuple(made)


def article(pick: random.Random, *, paragraphs: int, twice: bool = False) -> list[Paragraph]:
    """An article whose words are numbered, standing twice if asked for."""
    once = [tuple(_sentence(pick) for _ in range(pick.randint(1, 5))) for _ in range(paragraphs)]
    number = iter(range(10**9))
    return [
        tuple(tuple(replace(w, number=next(number)) for w in sentence) for sentence in paragraph)
        for paragraph in (once * 2 if twice else once)
    ]


def revised(
    pick: random.Random, before: list[Paragraph], kind: Kind, *, acts: int
) -> list[Paragraph]:
    """A revision.

    Args:
        pick: Chance.
        before: The article.
        kind: How many words and sentences change, and whether the article stands twice.
        acts: How many paragraphs or sentences are moved, deleted, doubled or put in, at most.
    """
    half = len(before) // 2 if kind.twice else len(before)
    after: list[_Kept] = [(number % half, paragraph) for number, paragraph in enumerate(before)]
    touched: set[int | None] = {None}
    shift = pick.choice((_move, _double))
    shifts = 1 if kind.twice else acts
    for _ in range(acts):
        at = pick.randrange(len(after))
        act = pick.choice((shift, shift, _delete, _cut, _add, _put_in, _put_in_front))
        if act in (shift, _delete, _cut):
            if after[at][0] in touched or len(after) < 3 or (act is shift and not shifts):
                continue
            touched.add(after[at][0])
            shifts -= act is shift
        act(pick, after, at)
    return [tuple(_edited(pick, s, kind) for s in paragraph) for _, paragraph in after]


_Kept = tuple[int | None, Paragraph]
"""A paragraph and the number that it shares with its twin; None for a new one or a copy."""


def _delete(pick: random.Random, after: list[_Kept], at: int) -> None:
    del after[at]


def _double(pick: random.Random, after: list[_Kept], at: int) -> None:
    copy = tuple(tuple(replace(word, number=None) for word in s) for s in after[at][1])
    after.insert(pick.randrange(len(after) + 1), (None, copy))


def _put_in_front(pick: random.Random, after: list[_Kept], at: int) -> None:
    _put_in(pick, after, 0)


def _put_in(pick: random.Random, after: list[_Kept], at: int) -> None:
    after.insert(at, (None, (_sentence(pick), _sentence(pick))))


def _cut(pick: random.Random, after: list[_Kept], at: int) -> None:
    family, paragraph = after[at]
    gone = pick.randrange(len(paragraph))
    left = paragraph[:gone] + paragraph[gone + 1 :] or (_sentence(pick),)
    after[at] = family, left


def _add(pick: random.Random, after: list[_Kept], at: int) -> None:
    family, paragraph = after[at]
    where = pick.randint(0, len(paragraph))
    after[at] = family, (*paragraph[:where], _sentence(pick), *paragraph[where:])


def _move(pick: random.Random, after: list[_Kept], at: int) -> None:
    to = pick.randrange(len(after))
    between = after[min(at, to) : at] + after[at + 1 : max(at, to) + 1]
    if all(other != after[at][0] for other, _ in between):
        after.insert(to, after.pop(at))


def _edited(pick: random.Random, sentence: Sentence, kind: Kind) -> Sentence:
    share = kind.words
    if pick.random() < kind.reworded:
        share = 0.45
        if len(sentence) > 8:
            cut = pick.randrange(3, len(sentence) - 3)
            sentence = sentence[cut:] + sentence[:cut]
    made: list[Word] = []
    # A new word that stands in the sentence already could as well be the one that stood there.
    said = {word.text.lower() for word in sentence}
    for word in sentence:
        if pick.random() >= share:
            made.append(word)
            continue
        kind = pick.random()
        if kind < 0.6:
            made.append(replace(word, text=_other_word(pick, said), changed=True))
        elif kind < 0.8:
            made += [word, Word(_other_word(pick, said), None)]
    if not made:
        made = [Word(_word(pick), None)]
    made = [replace(word, mark=word.mark.replace(".", "")) for word in made]
    made[-1] = replace(made[-1], mark=".")
    first = made[0]
    text = first.text[:1].upper() + first.text[1:]
    made[0] = replace(first, text=text, changed=first.changed or text != first.text)
    return tuple(made)


def _other_word(pick: random.Random, said: set[str]) -> str:
    while (word := _word(pick)).lower() in said:
        pass
    return word


def written(paragraphs: list[Paragraph]) -> Text:
    """An article as a text."""
    pieces: list[str] = []
    places: dict[int, tuple[int, int, bool]] = {}
    sentences: list[tuple[int, ...]] = []
    at = 0
    for paragraph in paragraphs:
        for sentence in paragraph:
            for word in sentence:
                if word.number is not None:
                    places[word.number] = at, at + len(word.text), word.changed
                pieces.append(word.text + word.mark + " ")
                at += len(pieces[-1])
            sentences.append(tuple(w.number for w in sentence if w.number is not None))
        pieces[-1:] = [pieces[-1][:-1] + "\n\n"]
        at += 1
    return Text("".join(pieces), places, tuple(sentences))


def passages(pick: random.Random, text: Text) -> list[tuple[int, ...]]:
    """A passage of each sentence, as the numbers of its words: all of it, or some words."""
    found = []
    for sentence in text.sentences:
        if not sentence:
            continue
        if len(sentence) > 3 and pick.random() < 0.5:
            start = pick.randrange(len(sentence) - 2)
            found.append(sentence[start : start + pick.randint(2, 10)])
        else:
            found.append(sentence)
    return found


def span(text: Text, numbers: tuple[int, ...]) -> Span:
    """The place of a passage in the text where it was numbered."""
    return text.places[numbers[0]][0], text.places[numbers[-1]][1]


Judgement = Literal["gone", "wrong", "found", "asked", "lost"]
"""What may be said of an answer: nothing was left to find; the passage was passed silently to
other words, or with other words; it was found; its place is among those asked about; neither."""


def judged(revision: Text, numbers: tuple[int, ...], answer: Carried) -> Judgement:
    """What is to be said of what `carry` answered about a passage."""
    where, same = _truth(revision, numbers)
    if answer.outcome in ("placed", "moved") and not (same and answer.new == where):
        return "wrong"
    if where is None:
        return "gone"
    if answer.new is not None:
        return "found" if _is_there(revision, numbers, answer.new) else "lost"
    asked = any(_is_there(revision, numbers, one.span) for one in answer.candidates)
    return "asked" if asked else "lost"


def _truth(text: Text, numbers: tuple[int, ...]) -> tuple[Span | None, bool]:
    """Where a passage is in a revision, and whether its words are the same and in a row.

    None if less than half of its words are left.
    """
    left = [text.places[number] for number in numbers if number in text.places]
    kept = [place for place in left if not place[2]]
    if 2 * len(kept) < len(numbers):
        return None, False
    start, end = min(p[0] for p in left), max(p[1] for p in left)
    in_a_row = left == sorted(left) and len(text.text[start:end].split()) == len(numbers)
    same = len(kept) == len(numbers) and in_a_row
    return (start, end), same


def _is_there(text: Text, numbers: tuple[int, ...], place: Span) -> bool:
    """Whether a place in a revision holds most of what is left of a passage, and not too much."""
    left = [text.places[n] for n in numbers if n in text.places and not text.places[n][2]]
    inside = sum(place[0] <= start and end <= place[1] for start, end, _ in left)
    size = sum(end - start + 1 for start, end, _ in left)
    return 2 * inside >= len(left) and place[1] - place[0] <= 4 * size + 40


HEAVY = tuple(
    Kind(words, 0.0, twice) for words in (0.0, 0.03, 0.15, 0.3) for twice in (False, True)
)
REWRITING = tuple(Kind(0.03, 0.5, twice) for twice in (False, True))


def answers(pick: random.Random, kind: Kind) -> list[tuple[Judgement, Text, Text, Carried]]:
    """One random revision of one random article, and what is to be said of each passage."""
    before = article(pick, paragraphs=pick.randint(3, 10), twice=kind.twice)
    after = revised(pick, before, kind, acts=pick.randint(0, 6))
    old, new = written(before), written(after)
    numbers = passages(pick, old)
    carried = carry(old.text, new.text, [span(old, one) for one in numbers])
    return [
        (judged(new, passage, one), old, new, one)
        for passage, one in zip(numbers, carried, strict=True)
    ]
