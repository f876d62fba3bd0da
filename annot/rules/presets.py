"""Sets of rules with their numbers, named for what they hold, each figure with where it is from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annot.errors import InvalidValueError
from annot.rules.settings import Choice


@dataclass(frozen=True, slots=True)
class Standard:
    """Where a figure comes from.

    Attributes:
        code: The rule that has it.
        says: What is asked, and by whom.
        link: Where that can be read; empty if the figure is a choice of ours.
    """

    code: str
    says: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Preset:
    """A set of rules.

    Attributes:
        name: Its name.
        summary: What it holds, in one sentence.
        choices: The rules that it has otherwise than they come, by their codes.
        standards: Where its figures come from.
    """

    name: str
    summary: str
    choices: Mapping[str, Choice]
    standards: Sequence[Standard]


_KSJ = "https://ksjfactcheck.org/about/origin/"
_REPORT = "https://docslib.org/doc/3614127/the-state-of-fact-checking-in-science-journalism"
_BBC = "https://www.bbc.co.uk/editorialguidelines/guidelines/accuracy/guidelines"
_COCHRANE = "https://training.cochrane.org/handbook/current/chapter-05"
_MECIR = "https://community.cochrane.org/mecir-manual"
_COUNTED = ("quantity", "event", "cause", "attribution")
_ALL_KINDS: tuple[str, ...] = ()

_OURS_SHARE = Standard("A301", "No standard gives a share: 90 percent is a choice of ours.")
_TWO_SOURCES = Standard(
    "A105",
    "BBC Editorial Guidelines, section 3 (Accuracy), 3.3.4: reluctant to rely on a single source.",
    _BBC,
)
_FIRST_HAND = Standard(
    "A106",
    "BBC Editorial Guidelines, section 3 (Accuracy), 3.3.1 and 3.3.3: first-hand sources wherever "
    "possible. That three others stand in for one is a choice of ours.",
    _BBC,
)

PRESETS: tuple[Preset, ...] = (
    Preset(
        "default",
        "The rules as they come: proof for every verdict, every sentence, four eyes.",
        {},
        (),
    ),
    Preset(
        "newspaper",
        "Two sources for what is counted or happened; the writer checks, an editor approves.",
        {
            "A105": Choice(enabled=True, settings={"sources": 2, "kinds": _COUNTED}),
            "A301": Choice(enabled=True, settings={"share": 90}),
            "A401": Choice(enabled=True, settings={}),
            "A403": Choice(enabled=True, settings={"editors": ()}),
        },
        (
            _TWO_SOURCES,
            Standard(
                "A401",
                "The newspaper model in The State of Fact-Checking in Science Journalism (MIT, "
                "2018): no fact-checkers; the journalist answers for accuracy, and every story "
                "goes through an editor.",
                _REPORT,
            ),
            Standard(
                "A403",
                "The same model. That an editor has to approve what rests on the author's word is "
                "a choice of ours.",
                _REPORT,
            ),
            _OURS_SHARE,
        ),
    ),
    Preset(
        "magazine",
        "Every sentence, by somebody who neither wrote nor approves it; primary sources first.",
        {
            "A103": Choice(enabled=True, settings={"exceptions": True}),
            "A105": Choice(enabled=True, settings={"sources": 2, "kinds": _COUNTED}),
            "A106": Choice(enabled=True, settings={"primary": 1, "secondary": 3}),
            "A107": Choice(enabled=True, settings={"days": 90}),
            "A401": Choice(enabled=True, settings={}),
            "A403": Choice(enabled=True, settings={"editors": ()}),
        },
        (
            Standard(
                "A301",
                "KSJ Fact-Checking Project (MIT): each and every claim of a story before it "
                "publishes.",
                _KSJ,
            ),
            Standard(
                "A401",
                "KSJ Fact-Checking Project (MIT): a person aside from the journalist and the "
                "editor double-checks.",
                _KSJ,
            ),
            _TWO_SOURCES,
            _FIRST_HAND,
            Standard("A107", "No standard gives an age: 90 days is a choice of ours."),
            Standard("A403", "No standard asks for it: a choice of ours."),
        ),
    ),
    Preset(
        "research",
        "Two people judge every claim for themselves; passage and place for all evidence.",
        {
            "A103": Choice(enabled=True, settings={"exceptions": False}),
            "A105": Choice(enabled=True, settings={"sources": 2, "kinds": _ALL_KINDS}),
            "A106": Choice(enabled=True, settings={"primary": 1, "secondary": 3}),
            "A107": Choice(enabled=True, settings={"days": 365}),
            "A401": Choice(enabled=True, settings={}),
            "A402": Choice(enabled=True, settings={"votes": 2, "of": 2}),
        },
        (
            Standard(
                "A402",
                "Cochrane Handbook, chapter 5 (Collecting data), with the MECIR standards C45 "
                "(study characteristics) and C46 (outcome data): at least two people who work "
                "independently, and a way to settle disagreements that is set in advance.",
                _COCHRANE,
            ),
            Standard(
                "A107",
                "MECIR standard C37: searches are run again within 12 months before publication, "
                "and what they find is screened. That a snapshot counts as a search is a choice "
                "of ours.",
                _MECIR,
            ),
            _TWO_SOURCES,
            _FIRST_HAND,
            Standard("A103", "No standard asks for both of all evidence: a choice of ours."),
        ),
    ),
)
"""All presets; `default` takes back what was set."""


def preset_named(name: str) -> Preset:
    """The preset of a name, in upper or lower case.

    Raises:
        InvalidValueError: If there is none.
    """
    for preset in PRESETS:
        if preset.name == name.strip().lower():
            return preset
    raise InvalidValueError(
        f"There is no preset {name!r:.60}.",
        hint=f"One of: {', '.join(preset.name for preset in PRESETS)}",
    )
