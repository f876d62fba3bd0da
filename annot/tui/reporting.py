"""Which report is wanted, for whom and in which language, and its writing."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from annot import settings
from annot.tui.acts import Act, Work
from annot.tui.desk import Library
from annot.vocabulary import Audience, label

_HEARS = {
    Audience.EDITOR: "what to decide, all that is open, what the rules find",
    Audience.LAWYER: "everything, with who checked and approved it",
    Audience.PUBLIC: "settled claims, without notes, names and confidential sources",
}


class Wanted(NamedTuple):
    """A report that is wanted.

    Attributes:
        audience: Who reads it.
        language: The code of its language; empty for the one of the settings.
    """

    audience: Audience = Audience.EDITOR
    language: str = ""

    @property
    def file(self) -> str:
        """What its file is called, if nobody says otherwise."""
        reader = "" if self.audience is Audience.EDITOR else f"-{self.audience}"
        return f"report{reader}{f'-{self.language}' if self.language else ''}.html"

    @property
    def told(self) -> str:
        """What it is, in words."""
        return f"the {label(self.audience)}{f' in {self.language}' if self.language else ''}"


def choices() -> list[tuple[Wanted, str]]:
    """All reports that there are, each in words; those in the language of the settings first.

    Raises:
        AnnotError: If the settings, or the newsroom's folder that they name, cannot be used.
    """
    usual, known = _languages()
    rows = [(Wanted(reader), f"{label(reader)}: {_HEARS[reader]}") for reader in Audience]
    for code, name in known.items():
        if code != usual:
            rows += [
                (Wanted(reader, code), f"{label(reader)}, {name}: {_HEARS[reader]}")
                for reader in Audience
            ]
    return rows


def typed(words: str) -> tuple[str, Wanted]:
    """A file and the report for it, as in "case.html public de"; both words may be missing.

    Raises:
        AnnotError: If the settings, or the newsroom's folder that they name, cannot be used.
    """
    parts = words.split()
    _, known = _languages()
    wanted = Wanted()
    while parts and (parts[-1] in known or parts[-1] in set(Audience)):
        word = parts.pop()
        if word in known:
            wanted = wanted._replace(language=word)
        else:
            wanted = wanted._replace(audience=Audience(word))
    return " ".join(parts), wanted


def write_report(path: str, article: str, wanted: Wanted) -> Work:
    """Write the verification report of an article, or of the whole workspace if none is named."""

    def work(library: Library) -> Act:
        target = Path(path).expanduser()
        usual = settings.read()
        library.workspace.report(
            target,
            article=article or None,
            audience=wanted.audience,
            language=wanted.language or usual.language,
            template=usual.template,
        )
        return Act(f"report written: {target.absolute()}", back="")

    return work


def _languages() -> tuple[str, dict[str, str]]:
    """The language of the settings, and all that there are by code."""
    from annot.report.dress import languages_with
    from annot.report.languages import ENGLISH

    found = settings.read()
    return found.language.casefold() or ENGLISH, languages_with(found.template)
