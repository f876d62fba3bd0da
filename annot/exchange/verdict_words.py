"""What the verdicts are called elsewhere: the one table of other vocabularies, in both directions.

A word is only taken for a verdict of ours where its own definition leaves no choice. Where there is
a choice ("half true" may be inexact or misleading) the word is refused with the verdicts that come
near, and a person decides. Nothing is matched by likeness: a word is known or it is not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz import process

from annot.errors import InvalidValueError
from annot.vocabulary import Status, Verdict, label


class Meaning(NamedTuple):
    """What a word of another vocabulary says in ours.

    Attributes:
        verdict: The verdict; None if it is a word for how far checking has come.
        status: How far checking has come, if it is such a word.
        lost: What the word says beyond this; empty if it says no more.
    """

    verdict: Verdict | None
    status: Status | None = None
    lost: str = ""


class Unsure(NamedTuple):
    """A known word that may mean one of several verdicts, or none of ours."""

    near: tuple[Verdict, ...] = ()


class Word(NamedTuple):
    """What a verdict is called elsewhere.

    Attributes:
        word: The word; empty if there is none that would be true.
        lost: What it does not say; empty if it says the same.
    """

    word: str
    lost: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Another vocabulary of ratings.

    Attributes:
        name: What people call it.
        read: What its words mean, by the words as `folded` makes them.
        written: What it calls our verdicts; those that it has no word for are missing.
    """

    name: str
    read: Mapping[str, Meaning | Unsure]
    written: Mapping[Verdict, Word]


_SUPPORTED = Meaning(Verdict.SUPPORTED)
_INEXACT = Meaning(Verdict.INEXACT)
_MISLEADING = Meaning(Verdict.MISLEADING)
_REFUTED = Meaning(Verdict.REFUTED)
_CONFLICTING = Meaning(Verdict.CONFLICTING)
_UNPROVEN = Meaning(Verdict.UNPROVEN)
_NOT_CHECKABLE = Meaning(Verdict.NOT_CHECKABLE)
_PARTLY = Unsure((Verdict.INEXACT, Verdict.MISLEADING))
_MOSTLY_NOT = Unsure((Verdict.REFUTED, Verdict.MISLEADING))

_POLITIFACT = Vocabulary(
    "PolitiFact",
    {
        "true": _SUPPORTED,
        "mostly true": _INEXACT,
        "half true": _PARTLY,
        "mostly false": _MOSTLY_NOT,
        "barely true": _MOSTLY_NOT,
        "false": _REFUTED,
        "pants on fire": Meaning(Verdict.REFUTED, lost="ridiculous"),
        "pants fire": Meaning(Verdict.REFUTED, lost="ridiculous"),
    },
    {
        Verdict.SUPPORTED: Word("True"),
        Verdict.INEXACT: Word("Mostly True"),
        Verdict.REFUTED: Word("False"),
    },
)

_SNOPES = Vocabulary(
    "Snopes",
    {
        "true": _SUPPORTED,
        "correct attribution": _SUPPORTED,
        "mostly true": _INEXACT,
        "mixture": Unsure((Verdict.INEXACT, Verdict.MISLEADING, Verdict.CONFLICTING)),
        # Its definition: the primary elements are demonstrably false.
        "mostly false": Meaning(Verdict.REFUTED, lost="true in details"),
        "false": _REFUTED,
        "misattributed": _REFUTED,
        "miscaptioned": _MISLEADING,
        "unproven": _UNPROVEN,
        "unfounded": _UNPROVEN,
        "outdated": Unsure((Verdict.INEXACT, Verdict.MISLEADING, Verdict.REFUTED)),
        "research in progress": Meaning(None, Status.CHECKING),
        "fake": Unsure((Verdict.REFUTED, Verdict.MISLEADING)),
        "legend": Unsure((Verdict.UNPROVEN, Verdict.NOT_CHECKABLE)),
        "scam": Unsure((Verdict.REFUTED, Verdict.MISLEADING)),
        "labeled satire": Unsure((Verdict.REFUTED, Verdict.NOT_CHECKABLE)),
        "originated as satire": Unsure((Verdict.REFUTED, Verdict.MISLEADING)),
        "recall": Unsure(),
    },
    {
        Verdict.SUPPORTED: Word("True"),
        Verdict.INEXACT: Word("Mostly True"),
        Verdict.REFUTED: Word("False"),
        Verdict.CONFLICTING: Word("Unproven", "that the evidence conflicts"),
        Verdict.UNPROVEN: Word("Unproven"),
    },
)

_AVERITEC = Vocabulary(
    "AVeriTeC",
    {
        "supported": _SUPPORTED,
        "refuted": _REFUTED,
        "not enough evidence": _UNPROVEN,
        "conflicting evidence/cherrypicking": Meaning(Verdict.CONFLICTING, lost="cherry-picked"),
        "conflicting evidence/cherry picking": Meaning(Verdict.CONFLICTING, lost="cherry-picked"),
    },
    {
        Verdict.SUPPORTED: Word("Supported"),
        Verdict.REFUTED: Word("Refuted"),
        Verdict.CONFLICTING: Word(
            "Conflicting Evidence/Cherrypicking", "that nothing was cherry-picked"
        ),
        Verdict.UNPROVEN: Word("Not Enough Evidence"),
    },
)

_FEVER = Vocabulary(
    "FEVER",
    {"supports": _SUPPORTED, "refutes": _REFUTED, "not enough info": _UNPROVEN},
    {
        Verdict.SUPPORTED: Word("SUPPORTS"),
        Verdict.REFUTED: Word("REFUTES"),
        Verdict.UNPROVEN: Word("NOT ENOUGH INFO"),
    },
)

_SCIFACT = Vocabulary(
    "SciFact",
    {
        "support": _SUPPORTED,
        "supports": _SUPPORTED,
        "contradict": _REFUTED,
        "refutes": _REFUTED,
        "not enough info": _UNPROVEN,
    },
    {
        Verdict.SUPPORTED: Word("SUPPORT"),
        Verdict.REFUTED: Word("CONTRADICT"),
        Verdict.UNPROVEN: Word("NOT_ENOUGH_INFO"),
    },
)

_CHECKTHAT = Vocabulary(
    "CheckThat!",
    {"true": _SUPPORTED, "half true": _PARTLY, "false": _REFUTED},
    {Verdict.SUPPORTED: Word("TRUE"), Verdict.REFUTED: Word("FALSE")},
)

_CHECK = Vocabulary(
    "Check",
    {
        "undetermined": Meaning(None, Status.TODO),
        "unstarted": Meaning(None, Status.TODO),
        "in progress": Meaning(None, Status.CHECKING),
        "verified": _SUPPORTED,
        "false": _REFUTED,
        "not applicable": _UNPROVEN,
        "inconclusive": _UNPROVEN,
    },
    {
        Verdict.SUPPORTED: Word("verified"),
        Verdict.REFUTED: Word("false"),
        Verdict.CONFLICTING: Word("not_applicable", "that the evidence conflicts"),
        Verdict.UNPROVEN: Word("not_applicable"),
    },
)

_CLAIM_REVIEW = Vocabulary(
    "ClaimReview",
    {
        **{label(verdict): Meaning(verdict) for verdict in Verdict},
        **dict.fromkeys(("true", "correct", "accurate", "verified", "confirmed"), _SUPPORTED),
        **dict.fromkeys(("mostly true", "mostly correct", "mostly accurate"), _INEXACT),
        **dict.fromkeys(
            ("missing context", "out of context", "distorts the facts", "spins the facts",
             "cherry picks", "miscaptioned"),
            _MISLEADING,
        ),
        **dict.fromkeys(
            ("false", "incorrect", "wrong", "untrue", "not true", "hoax", "fabricated",
             "pants on fire", "four pinocchios"),
            _REFUTED,
        ),
        "conflicting evidence": _CONFLICTING,
        **dict.fromkeys(
            ("unsupported", "unverified", "unsubstantiated", "no evidence", "inconclusive",
             "not enough evidence", "insufficient evidence"),
            _UNPROVEN,
        ),
        **dict.fromkeys(("opinion", "uncheckable"), _NOT_CHECKABLE),
        **dict.fromkeys(("half true", "partly true", "partially true", "partly false",
                         "partially false", "exaggerated"), _PARTLY),
        **dict.fromkeys(("mostly false", "barely true", "largely false", "altered", "fake", "scam",
                         "satire"), _MOSTLY_NOT),
        "inaccurate": Unsure((Verdict.INEXACT, Verdict.REFUTED)),
        **dict.fromkeys(("mixture", "mixed"), Unsure((*_PARTLY.near, Verdict.CONFLICTING))),
    },
    {verdict: Word(label(verdict).capitalize()) for verdict in Verdict},
)  # fmt: skip

VOCABULARIES: Mapping[str, Vocabulary] = {
    "politifact": _POLITIFACT,
    "snopes": _SNOPES,
    "averitec": _AVERITEC,
    "fever": _FEVER,
    "scifact": _SCIFACT,
    "checkthat": _CHECKTHAT,
    "check": _CHECK,
    "claimreview": _CLAIM_REVIEW,
}
"""The other vocabularies by the names that programs use."""

WORST = 1
BEST = 4
NUMBERS: Mapping[Verdict, int] = {
    Verdict.REFUTED: WORST,
    Verdict.MISLEADING: 2,
    Verdict.INEXACT: 3,
    Verdict.SUPPORTED: BEST,
}
"""The `ratingValue` of a ClaimReview between `WORST` and `BEST`, for the verdicts that say how true
a claim is; the others are rated in words alone."""

_ROUND = re.compile(r"[\s.,:;!?'\"“”‘’«»]+")
_JOINTS = re.compile(r"[\s_‐‑-]+")


def folded(word: str) -> str:
    """A word as the table has it: lower case, spaces for hyphens and `_`, no marks around it."""
    plain = _JOINTS.sub(" ", unicodedata.normalize("NFKC", word).casefold()).strip()
    marks = _ROUND.match(plain)
    begin = marks.end() if marks else 0
    return plain[begin:].rstrip(" .,:;!?'\"“”‘’«»")


def meaning(vocabulary: str, word: str) -> Meaning:
    """What a word of a vocabulary says in ours.

    Args:
        vocabulary: Its name in `VOCABULARIES`.
        word: The word; case, hyphens and punctuation around it do not matter.

    Raises:
        InvalidValueError: If the vocabulary has no such word, or the word has no certain meaning;
            the message names what comes near.
    """
    words = VOCABULARIES[vocabulary]
    found = words.read.get(folded(word))
    if isinstance(found, Meaning):
        return found
    if found is not None:
        raise _unsure(f"{words.name}'s {word[:60]!r}", found.near)
    near = process.extractOne(folded(word)[:60], list(words.read), score_cutoff=60)
    meant = f" Did you mean {near[0]!r}?" if near else ""
    raise InvalidValueError(
        f"{words.name} has no rating {word[:60]!r}.{meant}", hint=f"Ours are: {_ours(*Verdict)}"
    )


def meaning_anywhere(word: str) -> Meaning:
    """What a word says in ours, whichever vocabulary it is from.

    Raises:
        InvalidValueError: If no vocabulary has it, or it is not certain what it means: those that
            have it must agree.
    """
    found = [v.read[folded(word)] for v in VOCABULARIES.values() if folded(word) in v.read]
    certain = {(item.verdict, item.status) for item in found if isinstance(item, Meaning)}
    if found and len(certain) == 1 and all(isinstance(item, Meaning) for item in found):
        return next(item for item in found if isinstance(item, Meaning))
    if found:
        near = [v for item in found if isinstance(item, Unsure) for v in item.near]
        near += [item.verdict for item in found if isinstance(item, Meaning) and item.verdict]
        raise _unsure(f"The rating {word[:60]!r}", tuple(dict.fromkeys(near)))
    raise InvalidValueError(
        f"There is no rating {word[:60]!r} in the vocabularies that are known.",
        hint=f"Ours are: {_ours(*Verdict)}",
    )


def is_known(word: str) -> bool:
    """Whether a word stands in any of the vocabularies, whatever it means."""
    plain = folded(word)
    return any(plain in vocabulary.read for vocabulary in VOCABULARIES.values())


def word_of(vocabulary: str, verdict: Verdict) -> Word:
    """What a verdict is called in a vocabulary; an empty word if nothing there would be true."""
    missing = Word("", f"the verdict {label(verdict)}")
    return VOCABULARIES[vocabulary].written.get(verdict, missing)


def rated(name: str, *, value: float | None, best: float | None, worst: float | None) -> Meaning:
    """What the rating of a ClaimReview says in our words.

    Only `alternateName` is for people, so it decides. Numbers speak where it is missing, and only
    the two ends of a scale whose both ends are given. A name whose number says the opposite (a
    "True" at the worst end) means nothing certain.

    Args:
        name: Its `alternateName`; may be empty.
        value: Its `ratingValue`.
        best: Its `bestRating`.
        worst: Its `worstRating`.

    Raises:
        InvalidValueError: If what it means is not certain.
    """
    by_number = _end(value, best, worst)
    if not name.strip():
        if by_number is None:
            raise InvalidValueError("The rating has no name.")
        return Meaning(by_number)
    found = meaning("claimreview", name)
    if by_number is not None and {found.verdict, by_number} == {
        Verdict.SUPPORTED,
        Verdict.REFUTED,
    }:
        raise InvalidValueError(
            f"The rating {name[:60]!r} stands at the wrong end of its scale: {value} of "
            f"{worst} to {best}."
        )
    return found


def _end(value: float | None, best: float | None, worst: float | None) -> Verdict | None:
    if value is None or best is None or worst is None or best <= worst:
        return None
    return {best: Verdict.SUPPORTED, worst: Verdict.REFUTED}.get(value)


def _unsure(what: str, near: tuple[Verdict, ...]) -> InvalidValueError:
    told = f"; the nearest are {_ours(*near)}" if near else ""
    return InvalidValueError(
        f"{what} is not certainly one of our verdicts{told}.",
        hint=f"Say which is meant. Ours are: {_ours(*Verdict)}",
    )


def _ours(*verdicts: Verdict) -> str:
    return ", ".join(verdict.value for verdict in verdicts)
