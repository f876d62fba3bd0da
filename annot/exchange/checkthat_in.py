"""The tables of the CheckThat! labs to a claims table: tweets and debates, with or without labels.

A label that says whether a text is worth checking is no verdict: what is worth it is to do, what is
not is dropped. The cells are never quoted; a quotation mark in them is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from annot.errors import InputFileError, InvalidValueError
from annot.exchange.decoding import encoding_of, lines_of
from annot.exchange.feed_rows import Entry, Lost, entry, feed_table, filled, note
from annot.exchange.feed_values import address, appearances, count_unread, digest, line, sentence
from annot.exchange.input import Input
from annot.exchange.table import Cell, Table
from annot.exchange.verdict_words import Meaning, meaning
from annot.vocabulary import SourceKind, Status

NAME = "CheckThat!"
WORTHY = "check-worthy"

_TEXTS = ("normalized_claim", "tweet_text", "tweet_content", "vclaim", "text")
_LABELS = ("class_label", "check_worthiness")
_NUMBERS = ("tweet_id", "sentence_id", "vclaim_id")
_READ = frozenset({
    *_TEXTS, *_LABELS, *_NUMBERS, "line_number", "claim_number", "speaker", "topic",
    "topic_id", "tweet_url", "title", "label",
})  # fmt: skip

_DEBATE = ("line_number", "speaker", "text", "label")
_FACTS = ("line_number", "speaker", "text", "claim_number", "normalized_claim", "label")
_YES = frozenset({"yes", "1"})
_NO = frozenset({"no", "0"})
_NONE = frozenset({"", "-", "n/a"})


class Line(NamedTuple):
    """A row of the table: where it stands, its cells by column, and what is wrong with it."""

    place: str
    cells: Mapping[str, str]
    damage: str = ""


def read_checkthat(source: Input, *, known: Iterable[str] = ()) -> Table:
    """The claims of a table of a CheckThat! lab, with a heading or, as in debates, without one.

    Raises:
        InputFileError: If it is no such table.
    """
    encoding = encoding_of(source)
    first = next((line for line in lines_of(source, encoding) if line.strip()), "")
    heading = heading_of(first)
    if not heading:
        raise InputFileError(
            f"{source.name} is no table of {NAME}: {first[:60]!r}.",
            hint="It has columns such as tweet_id, tweet_text and class_label, with tabs between.",
        )
    lines = partial(_lines, source, encoding, heading, is_first=not _is_heading(first))
    return feed_table(lines, _entries, nothing=f"{source.name} holds no claim.")


def heading_of(first: str) -> tuple[str, ...]:
    """The columns of a table of the labs by its first line; none if it is another table."""
    cells = [cell.strip() for cell in first.lstrip("\ufeff").rstrip("\r\n").split("\t")]
    if _is_heading(first):
        return tuple(cell.lower().replace(" ", "_") for cell in cells)
    if not cells[0].isdecimal():
        return ()
    if len(cells) == len(_DEBATE) and cells[-1] in _YES | _NO:
        return _DEBATE
    if len(cells) >= len(_DEBATE) and cells[3].lower() in _NONE - {""}:
        return _FACTS
    if len(cells) == len(_FACTS) and cells[-1].upper() in ("TRUE", "FALSE", "HALF-TRUE"):
        return _FACTS
    return ()


def _is_heading(first: str) -> bool:
    cells = {cell.strip().lower() for cell in first.lstrip("\ufeff").split("\t")}
    return bool(cells & {*_NUMBERS, "line_number"}) and bool(cells & set(_TEXTS))


def _lines(
    source: Input, encoding: str, heading: Sequence[str], *, is_first: bool
) -> Iterator[Line]:
    """The rows of the table; `is_first` if its first line is one."""
    for number, text in enumerate(lines_of(source, encoding), start=1):
        if not text.strip():
            continue
        if not is_first:
            is_first = True
            continue
        place = f"line {number}"
        cells = [cell.strip() for cell in text.rstrip("\r\n").split("\t")]
        named = dict(zip(heading, cells, strict=False))
        # A line of a debate without a claim ends early, and so do test files without labels.
        too_many = len(cells) > len(heading)
        too_few = len(cells) < len(heading) - (3 if tuple(heading) == _FACTS else 0)
        damage = f"{place}: the row has {len(cells)} cells, the heading has {len(heading)}"
        yield Line(place, named, damage if too_many or too_few else "")


def _entries(row: Line, lost: Lost) -> Iterator[Entry]:
    if row.damage:
        yield Entry(damage=row.damage)
        return
    count_unread(row.cells, _READ, lost)
    if "claim_number" in row.cells and row.cells["claim_number"].lower() in _NONE:
        lost["lines without a claim"] += 1
        return
    try:
        says = _label(row.cells)
    except InvalidValueError as error:
        yield Entry(damage=f"{row.place}: {error.message} {error.hint}".rstrip())
        return
    yield _entry(row.cells, says, lost)


def _label(cells: Mapping[str, str]) -> Meaning:
    """What the label of a row says: a verdict, or whether the claim is to do or dropped."""
    if "normalized_claim" in cells:
        return meaning("checkthat", cells.get("label", ""))
    label = next((cells[name] for name in (*_LABELS, "label") if cells.get(name)), "")
    word = label.lower()
    if word in _NO:
        return Meaning(None, Status.DROPPED)
    if word and word not in _YES:
        raise InvalidValueError(
            f"The label {label[:60]!r} is neither Yes nor No, nor 1 nor 0.",
        )
    return Meaning(None, Status.TODO, lost=WORTHY if word else "")


def _entry(cells: Mapping[str, str], says: Meaning, lost: Lost) -> Entry:
    claim = next((line(cells[name]) for name in _TEXTS if cells.get(name)), "")
    topic = line(cells.get("topic") or cells.get("topic_id"))
    return entry(
        key=_key(cells, claim),
        claim=claim,
        status=says.status,
        verdict=says.verdict,
        checker=NAME if says.verdict else "",
        tags=[tag for tag in (says.lost, topic) if tag],
        evidence=[*appearances([address(cells.get("tweet_url"), lost)]), *_checked(cells)],
        notes=note(sentence(("said by", line(cells.get("speaker"))))),
    )


def _key(cells: Mapping[str, str], claim: str) -> str:
    """A key: only tweets have numbers that are the same in every file."""
    if cells.get("tweet_url") and cells.get("tweet_id"):
        return f"tweet:{line(cells['tweet_id'])}"
    named = [cells.get(name, "") for name in (*_NUMBERS, "line_number", "speaker")]
    if "normalized_claim" in cells:
        named = [cells.get("claim_number", "")]
    return digest("checkthat", named, claim)


def _checked(cells: Mapping[str, str]) -> Iterator[dict[str, Cell]]:
    """The article that checked a claim, of which the labs give the title alone."""
    if cells.get("vclaim") and cells.get("title"):
        yield filled(
            source_title=line(cells["title"]), source_kind=SourceKind.ARTICLE, stance="context"
        )
