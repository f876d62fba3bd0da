"""FEVER to a claims table: claims with a label, and sentences of Wikipedia as their evidence."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from annot.errors import InputFileError, InvalidValueError
from annot.exchange.feed_rows import Entry, Lost, entry, feed_table, filled
from annot.exchange.feed_values import STANCES, block, count_unread, line
from annot.exchange.input import Input
from annot.exchange.json_elements import Element, elements_of
from annot.exchange.table import Cell, Table
from annot.exchange.verdict_words import Meaning, meaning

NAME = "FEVER"

_BRACKETS = {
    "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}",
    "-COLON-": ":", "-SLH-": "/",
}  # fmt: skip
_READ = frozenset({"id", "label", "claim", "evidence", "verifiable"})


def read_fever(source: Input, *, known: Iterable[str] = ()) -> Table:
    """The claims of a FEVER file, one a line.

    Raises:
        InputFileError: If it is no such file.
    """
    return feed_table(
        lambda: elements_of(source), _entries, nothing=f"{source.name} holds no claim."
    )


def is_fever(value: Any) -> bool:
    """Whether an object is a labelled claim as FEVER has it."""
    return (
        isinstance(value, dict)
        and {"id", "claim", "label", "evidence"} <= set(value)
        and _is_evidence(value["evidence"])
    )


def locator(sentences: Iterable[int]) -> str:
    """Sentences that a corpus counts from 0, as people count them: "sentences 1, 3"."""
    told = [str(number + 1) for number in sorted(set(sentences))]
    return f"sentence{'s' * (len(told) > 1)} {', '.join(told)}" if told else ""


def _is_evidence(value: Any) -> bool:
    """Whether it is a list of sets of evidence (FEVEROUS has objects instead)."""
    return isinstance(value, list) and all(
        isinstance(found, list) and all(isinstance(item, list) and len(item) == 4 for item in found)
        for found in value
    )


def _entries(element: Element, lost: Lost) -> Iterator[Entry]:
    value = element.value
    if not isinstance(value, dict) or not isinstance(value.get("claim"), str):
        raise _not_fever(element, value)
    evidence = value.get("evidence", [])
    if not _is_evidence(evidence):
        raise _not_fever(element, evidence)
    label = line(value.get("label"))
    try:
        says = meaning("fever", label) if label else Meaning(None)
    except InvalidValueError as error:
        yield Entry(damage=f"{element.place}: {error.message} {error.hint}")
        return
    count_unread(value, _READ, lost)
    lost["which sentences prove it together"] += len(evidence) > 1
    number = line(value.get("id"))
    yield entry(
        key=f"fever:{number}" if number else "",
        claim=block(value["claim"]),
        verdict=says.verdict,
        checker=NAME if says.verdict else "",
        evidence=list(_evidence(evidence, says)),
    )


def _evidence(sets: list[list[list[Any]]], says: Meaning) -> Iterator[dict[str, Cell]]:
    """A source for each page, with all the sentences of it."""
    pages: dict[str, list[int]] = {}
    for _, _, page, number in (item for found in sets for item in found):
        if isinstance(page, str) and page.strip():
            sentences = pages.setdefault(line(page), [])
            if isinstance(number, int) and not isinstance(number, bool) and number >= 0:
                sentences.append(number)
    for page, sentences in pages.items():
        name = _title(page)
        yield filled(
            source_url=f"https://en.wikipedia.org/wiki/{quote(name.replace(' ', '_'))}",
            source_title=name,
            source_publisher="Wikipedia",
            stance=STANCES.get(says.verdict, "context"),
            locator=locator(sentences),
        )


def _title(page: str) -> str:
    """The title of a page, which the corpus writes without spaces and brackets."""
    for code, sign in _BRACKETS.items():
        page = page.replace(code, sign)
    return unicodedata.normalize("NFC", page.replace("_", " "))


def _not_fever(element: Element, value: object) -> InputFileError:
    return InputFileError(
        f"{element.place}: it is no claim of {NAME}: {value!r:.60}.",
        hint="A claim is an object with id, label, claim and evidence; FEVEROUS is not read.",
    )
