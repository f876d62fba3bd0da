"""The fixed words of reports, a table for each language, and a newsroom's own words over them.

`words/en.toml` is the measure: every language has its names, with the same words in braces. What a
newsroom writes of its own is checked against it before any report is made; a word that a language
of its own lacks is said in English. No word is markup in any format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any

from annot.errors import InputFileError, InvalidValueError

ENGLISH = "en"

_CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
_RULE = re.compile(r"rule\.[A-Z]\d{1,4}")
_LONGEST = 2000
_LONGEST_SHEET = 31
_NOT_IN_SHEETS = re.compile(r"[\[\]:*?/\\]|^'|'$")


@dataclass(frozen=True, slots=True)
class Words:
    """The fixed words of one language.

    Attributes:
        language: Its code, such as `de` (BCP 47).
        texts: The words by their names, such as `claim.none`; all names of English are there.
    """

    language: str
    texts: Mapping[str, str]

    @property
    def name(self) -> str:
        """What the language calls itself."""
        return self.texts["language.name"]


def languages(own: Mapping[str, Mapping[str, str]] | None = None) -> dict[str, str]:
    """The languages that reports can be written in, by code, each in its own words.

    Args:
        own: A newsroom's words, as from `own_words`.
    """
    own = own or {}
    codes = sorted({*_codes(), *own})
    return {code: _texts(code, own)["language.name"] for code in codes}


def words_in(language: str = "", own: Mapping[str, Mapping[str, str]] | None = None) -> Words:
    """The words of a language.

    Args:
        language: Its code; English if it is empty.
        own: A newsroom's words, which stand over ours.

    Raises:
        InvalidValueError: If there is no such language, with those that there are.
    """
    own = own or {}
    code = language.strip().casefold() or ENGLISH
    known = languages(own)
    if code not in known:
        listed = ", ".join(f"{code} ({name})" for code, name in known.items())
        raise InvalidValueError(
            f"Reports are not written in {language!r}.", hint=f"There are: {listed}."
        )
    return Words(code, _texts(code, own))


def own_words(text: str, file: str) -> dict[str, dict[str, str]]:
    """A newsroom's words from its TOML file: a table for each language, its words below it.

    Args:
        text: What the file says.
        file: Its name, for messages.

    Returns:
        The words by language and name.

    Raises:
        InputFileError: If it is not TOML, or a word is not one of ours, lacks something that is
            filled in, or cannot be used where it stands.
    """
    import tomllib

    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputFileError(f"{file} is not TOML: {error}") from error
    own = {}
    for code, table in found.items():
        if not isinstance(table, dict) or not _CODE.fullmatch(code):
            raise InputFileError(
                f"{file}: {code!r} is not the code of a language.",
                hint='Write the language first: [de.report] and below it kind = "Faktencheck".',
            )
        own[code] = dict(_flat(table))
        _check(code, own[code], file)
    return own


def missing(language: str, own: Mapping[str, Mapping[str, str]]) -> list[str]:
    """The names that a newsroom's own language has no words for; ours lack none."""
    if language in _codes() or language not in own:
        return []
    return sorted(set(_ours(ENGLISH)) - set(own.get(language, {})))


def placeholders(text: str) -> set[str]:
    """The words in braces that are filled in.

    Raises:
        ValueError: If a brace is not closed, or asks for more than a word.
    """
    found = set()
    for _, name, form, conversion in Formatter().parse(text):
        if name is None:
            continue
        if not name.isidentifier() or form or conversion:
            raise ValueError(f"what is in braces is not a word: {name!r}")
        found.add(name)
    return found


@cache
def _codes() -> tuple[str, ...]:
    folder = files("annot.report").joinpath("words")
    return tuple(sorted(f.name[:-5] for f in folder.iterdir() if f.name.endswith(".toml")))


@cache
def _ours(code: str) -> Mapping[str, str]:
    import tomllib

    file = files("annot.report").joinpath(f"words/{code}.toml")
    return dict(_flat(tomllib.loads(file.read_text(encoding="utf-8"))))


def _texts(code: str, own: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    below = _ours(code) if code in _codes() else {**_ours(ENGLISH), "language.name": code}
    return {**below, **own.get(code, {})}


def _flat(table: Mapping[str, Any], above: str = "") -> Iterable[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value


def _check(code: str, words: Mapping[str, str], file: str) -> None:
    english = _ours(ENGLISH)
    for name, text in words.items():
        wrong = _wrong(name, text, english)
        if wrong:
            raise InputFileError(
                f"{file}: {code}.{name} {wrong}.",
                hint="The words and their names: annot report --new-template FOLDER writes them.",
            )
    whole = _texts(code, {code: words})
    names = [name for name in english if name.startswith("sheet.") and name != "sheet.title"]
    sheets = [whole[name].casefold() for name in names]
    if len(sheets) != len(set(sheets)):
        raise InputFileError(f"{file}: two sheets in {code}.sheet have the same name.")


def _wrong(name: str, text: object, english: Mapping[str, str]) -> str:
    """What is wrong with a newsroom's word; empty if nothing is."""
    if name not in english and not _RULE.fullmatch(name):
        return "is not the name of a word"
    if not isinstance(text, str):
        return "is not a text in quotation marks"
    if len(text) > _LONGEST or "\n" in text:
        return f"is not one line of at most {_LONGEST} characters"
    try:
        strange = placeholders(text) - placeholders(english.get(name, ""))
    except ValueError as error:
        return f"cannot be read: {error}"
    if name.startswith("comment.") and placeholders(text) != placeholders(english[name]):
        return "lacks the number by which a comment is known again"
    if strange:
        return f"asks for {{{min(strange)}}}, which is not filled in there"
    return _wrong_sheet(text) if name.startswith("sheet.") else ""


def _wrong_sheet(text: str) -> str:
    if not text.strip() or len(text) > _LONGEST_SHEET or _NOT_IN_SHEETS.search(text):
        return f"is no name for a sheet (at most {_LONGEST_SHEET} letters, none of []:*?/\\)"
    return ""
