"""Claims that may say the same, said in words for `annot review --line`."""

from __future__ import annotations

from collections.abc import Sequence

from annot.cli.output import say, write
from annot.errors import InvalidValueError, NotFoundError
from annot.match.elsewhere import command_for
from annot.text.difference import marked
from annot.text.display import one_line
from annot.tui.desk import Library
from annot.tui.known import Known
from annot.tui.matching import known_claims
from annot.vocabulary import label

_LONGEST = 4_000
"""Code points of a match that are said."""

_MOST_DIGITS = 18
"""The digits that a number of the database may have."""


def say_matches(library: Library, claim: int) -> Sequence[Known]:
    """Say the claims that may say the same as one, the likest first."""
    rows = known_claims(claim)(library)
    for row in rows:
        write(_said(row))
    if not rows:
        say("No other claim says anything like it.")
    if any(row.elsewhere for row in rows):
        say("Claims of another workspace are only shown, and never linked.")
    return rows


def number_chosen(word: str, rows: Sequence[Known]) -> int:
    """The number of the claim that was chosen, after some were said.

    Raises:
        NotFoundError: If it is no number.
        InvalidValueError: If it was said of a claim of another workspace alone.
    """
    number = int(word) if word.isdecimal() and len(word) <= _MOST_DIGITS else 0
    if not number:
        raise NotFoundError(f"There is no claim {word}.")
    meant = [row for row in rows if row.match.claim == number]
    if meant and all(row.elsewhere for row in meant):
        raise InvalidValueError(
            f"Claim {meant[0].name} is of another workspace, and only shown.",
            hint=command_for(meant[0].elsewhere or "", number),
        )
    return number


def _said(row: Known) -> str:
    match = row.match
    linked = ", linked as the same" if row.is_linked else ""
    differing = "".join(f" Differs in {line}." for line in match.differing.lines)
    head = f"Claim {row.name}, {match.score} of 100, {label(match.verdict)}{linked}."
    return one_line(f"{head}{differing} {marked(match.difference)}", _LONGEST)
