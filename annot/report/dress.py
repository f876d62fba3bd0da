"""What a report is dressed in: the words of its language, and what a newsroom brings of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from annot.report.house import House, read_house
from annot.report.languages import languages, missing, words_in
from annot.report.wording import Wording


@dataclass(frozen=True, slots=True)
class Dress:
    """How a report looks and speaks, whatever it says.

    Attributes:
        wording: What it says, in the words of its language.
        house: A newsroom's templates, logo and words; None if it wears ours.
    """

    wording: Wording = field(default_factory=Wording)
    house: House | None = None


def dressed(language: str = "", template: Path | str | None = None) -> Dress:
    """The dress for a report.

    Args:
        language: The code of a language; English if it is empty.
        template: A newsroom's folder; else nothing of its own.

    Raises:
        InvalidValueError: If there is no such language, or the folder is none.
        InputFileError: If something in the folder cannot be used, with its file.
    """
    house = read_house(Path(template).expanduser()) if template else None
    return Dress(Wording(words_in(language, house.words if house else None)), house)


def languages_with(template: Path | str | None = None) -> dict[str, str]:
    """The languages for reports by code, each in its own words, those of a newsroom among them.

    Args:
        template: A newsroom's folder.

    Raises:
        InvalidValueError: If the folder is none.
        InputFileError: If something in it cannot be used.
    """
    return languages(read_house(Path(template).expanduser()).words if template else None)


def still_english(language: str, template: Path | str | None) -> list[str]:
    """The names of the words that a newsroom's own language does not have, so that English stands.

    Args:
        language: The code of the language.
        template: The newsroom's folder.

    Raises:
        InvalidValueError: If the folder is none.
        InputFileError: If something in it cannot be used.
    """
    if not template:
        return []
    return missing(language.strip().casefold(), read_house(Path(template).expanduser()).words)
