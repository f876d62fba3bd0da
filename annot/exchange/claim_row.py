"""One row of a claims table: what it says, every value as the ledger takes it.

Nothing here looks into the ledger; what only the ledger can tell (whether the article exists, where
the quote stands) is found out when the rows are taken in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any
from uuid import UUID

from annot.errors import BadRow, InvalidValueError
from annot.exchange import claim_fields
from annot.exchange.conflicts import Settled, settled_by
from annot.exchange.foreign_words import verdict_in
from annot.exchange.table import Cell, Reading, Row, bad, damage_of
from annot.exchange.table_columns import LEDGER
from annot.operations.ledger import columns, line, words
from annot.operations.places import Occurrence
from annot.vocabulary import Addressee, DateOrder, NoteKind, Stance

_NO_SOURCE = "there is no source: a URL or a title is missing"
UNSAID, PRINTED = "unsaid", "printed"
"""What readers of feeds say of a piece of evidence, and of a note: see `GivenEvidence`."""

_REPORTS = ("passage", "locator", "evidence_note")


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of a claim as printed, and which of their places is meant."""

    words: str
    prefix: str = ""
    suffix: str = ""
    occurrence: Occurrence = None


@dataclass(frozen=True, slots=True)
class GivenEvidence:
    """A source, as the keywords of `workspace.sources.add`, and what the file says of the link.

    `link` has those of stance, passage, locator and note that the file gives; `unsaid` names those
    of them that its format cannot say, so that they stand for new evidence and contradict none.
    """

    source: dict[str, Any]
    link: dict[str, Any]
    unsaid: frozenset[str] = frozenset()

    @property
    def said(self) -> dict[str, Any]:
        """What the file itself says of the link."""
        return {name: value for name, value in self.link.items() if name not in self.unsaid}


@dataclass(frozen=True, slots=True)
class GivenNote:
    """A note or a query about the claim.

    `printed` are the words that it tells, if it is about how the claim was printed: it says nothing
    new of a claim that is anchored at them.
    """

    kind: NoteKind
    text: str
    addressee: Addressee | None = None
    answer: str | None = None
    printed: str = ""


@dataclass(slots=True)
class ClaimRow:
    """What one row says; `values` has the claim's own columns that the file gives, by name."""

    row: Row
    key: str = ""
    article: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    quote: Quote | None = None
    evidence: list[GivenEvidence] = field(default_factory=list)
    notes: list[GivenNote] = field(default_factory=list)
    settled: Settled | None = None

    @property
    def uid(self) -> UUID | None:
        """The key as the uid that an export writes for a claim without a key."""
        return uid_of(self.key)


def uid_of(key: str) -> UUID | None:
    """The uid that a key is, if it is one."""
    try:
        return UUID(key)
    except ValueError:
        return None


class CellError(Exception):
    """A cell that cannot be taken: its field, its value and why."""

    def __init__(self, name: str, value: object, reason: str) -> None:
        super().__init__(reason)
        self.name = name
        self.value = value
        self.reason = reason


def claim_row(row: Row, reading: Reading) -> ClaimRow | BadRow:
    """What a row says, or what is wrong with it."""
    if damage := damage_of(row, reading):
        return bad(row, "", ", ".join(row.whole), damage)
    try:
        read = _claim_row(row, reading.given(row), reading.dates)
        if reading.extra or "extra" in reading.fields:
            read.values["extra"] = _extra(row, reading)
        reading.words.meet(row.cells.get(reading.fields.get("verdict", "")))
        if reading.is_marked:
            read.settled = _read({LEDGER: row}, LEDGER, lambda _: settled_by(row, reading))
        return read
    except CellError as fault:
        return bad(row, reading.column(fault.name), fault.value, fault.reason)


def _claim_row(row: Row, given: Mapping[str, Cell], dates: DateOrder | None) -> ClaimRow:
    faults: list[CellError] = []
    read = ClaimRow(row)
    parts: dict[str, Callable[[], Any]] = {
        "key": lambda: _read(given, "key", _key),
        "article": lambda: _read(given, "article", lambda cell: claim_fields.text(cell).strip()),
        "values": lambda: claim_values(given),
        "quote": lambda: _quote(given),
        "evidence": lambda: [*_own_evidence(given, dates), *_nested_evidence(given, dates)],
        "notes": lambda: [*_own_note(given), *_nested_notes(given)],
    }
    for name, part in parts.items():
        try:
            setattr(read, name, part())
        except CellError as fault:
            faults.append(fault)
    _raise_all(faults)
    if not read.values.get("text") and read.quote is None:
        raise CellError("claim", "", "there are no words: a row needs a claim or a quote")
    return read


def _key(cell: Cell) -> str:
    return line(claim_fields.text(cell), "key")


def _raise_all(faults: list[CellError]) -> None:
    """Raise several faults of a row as one, which is told with the place of the first."""
    if not faults:
        return
    first = faults[0]
    more = [f"{fault.name} {fault.value!r:.80}: {fault.reason}" for fault in faults[1:]]
    raise CellError(first.name, first.value, "; ".join([first.reason, *more]))


def _read(given: Mapping[str, Cell], name: str, read: Callable[[Cell], Any]) -> Any:
    cell = given.get(name, "")
    try:
        return read(cell)
    except InvalidValueError as error:
        raise CellError(name, cell, _told(error)) from error


def _told(error: InvalidValueError) -> str:
    is_told = "One of" not in error.hint or "Did you mean" in error.message
    return error.message if is_told else f"{error.message} {error.hint}"


def claim_values(given: Mapping[str, Cell]) -> dict[str, Any]:
    """The claim's own values that cells by field give.

    Raises:
        CellError: If one cannot be taken.
    """
    values, faults = {}, []
    for column, name in claim_fields.CLAIM.items():
        if column in given:
            try:
                values[name] = _read(given, column, partial(claim_fields.claim_value, column))
            except CellError as fault:
                faults.append(fault)
    _raise_all(faults)
    if values.get("verdict", True) is None and not values.get("status"):
        # A word such as "in progress" says how far checking has come.
        values["status"] = verdict_in(claim_fields.text(given["verdict"])).status
    for name in ("text", "status"):
        if not values.get(name, True):
            del values[name]
    if not values.get("correction_state", True) or not values.get("correction", True):
        values.pop("correction_state", None)
    return values


def _quote(given: Mapping[str, Cell]) -> Quote | None:
    parts = {
        name: _read(given, name, partial(_words, name)) for name in ("quote", "prefix", "suffix")
    }
    which = _read(given, "occurrence", claim_fields.occurrence)
    if parts["quote"].strip():
        return Quote(parts["quote"], parts["prefix"], parts["suffix"], which)
    return None


def _extra(row: Row, reading: Reading) -> dict[str, str]:
    """What stands in columns that are no fields, by their names; also that nothing does."""
    listed = _read(reading.given(row), "extra", claim_fields.extras)
    _read({"extra": listed}, "extra", lambda cell: columns(cell, "column"))
    own = {
        name: _read({name: cell}, name, lambda cell: words(claim_fields.any_text(cell), "column"))
        for name, cell in reading.kept(row).items()
    }
    return {**listed, **own}


def _words(name: str, cell: Cell) -> str:
    return words(claim_fields.text(cell), name)


def _own_evidence(given: Mapping[str, Cell], dates: DateOrder | None) -> Iterator[GivenEvidence]:
    """The evidence in a row's own columns; a stance alone is none."""
    source = {
        name: _read(given, column, partial(claim_fields.source_value, column, order=dates))
        for column, name in claim_fields.SOURCE.items()
        if column in given
    }
    link = {
        "note" if column == "evidence_note" else column: _read(given, column, check)
        for column, check in claim_fields.LINK.items()
        if column in given
    }
    if source.get("url") or source.get("title"):
        yield GivenEvidence({n: v for n, v in source.items() if v}, link)
        return
    for column in (*claim_fields.SOURCE, *_REPORTS):
        if given.get(column) not in (None, "", [], False):
            raise CellError(
                column, given[column], "there is no source: a URL or a title is missing"
            )


def _nested_evidence(given: Mapping[str, Cell], dates: DateOrder | None) -> Iterator[GivenEvidence]:
    known = {*claim_fields.SOURCE, "stance", "passage", "locator", "note"}
    for listed in _read(given, "evidence", claim_fields.evidence):
        item = {name: value for name, value in listed.items() if name != UNSAID}
        _refuse_unknown("evidence", item, known)
        renamed = {"evidence_note" if name == "note" else name: item[name] for name in item}
        try:
            found = list(_own_evidence(renamed, dates))
        except CellError as fault:
            raise CellError("evidence", fault.value, f"{fault.name}: {fault.reason}") from fault
        if not found:
            raise CellError("evidence", item, _NO_SOURCE)
        named = listed.get(UNSAID)
        unsaid = frozenset(map(str, named)) if isinstance(named, list) else frozenset[str]()
        yield from (replace(evidence, unsaid=unsaid) for evidence in found)


def _own_note(given: Mapping[str, Cell]) -> Iterator[GivenNote]:
    told = _read(given, "note", lambda cell: words(claim_fields.text(cell), "note"))
    if told.strip():
        yield GivenNote(NoteKind.NOTE, told)


def _nested_notes(given: Mapping[str, Cell]) -> Iterator[GivenNote]:
    for listed in _read(given, "notes", claim_fields.notes):
        item = {name: value for name, value in listed.items() if name != PRINTED}
        _refuse_unknown("notes", item, set(claim_fields.NOTE))
        try:
            read = {name: _read(item, name, check) for name, check in claim_fields.NOTE.items()}
        except CellError as fault:
            raise CellError("notes", fault.value, f"{fault.name}: {fault.reason}") from fault
        printed = str(listed.get(PRINTED) or "")
        note = GivenNote(read["kind"], read["text"], read["to"], read["answer"], printed)
        _refuse_unclear(note, item)
        yield note


def _refuse_unclear(note: GivenNote, item: Mapping[str, Cell]) -> None:
    asks = note.kind is NoteKind.QUERY
    if not note.text.strip():
        raise CellError("notes", item, "a note has no text")
    if asks and note.addressee is None:
        raise CellError("notes", item, f"a query says to whom: {', '.join(Addressee)}")
    if not asks and (note.addressee or note.answer):
        raise CellError("notes", item, "only a query is put to somebody and has an answer")


def _refuse_unknown(name: str, item: Mapping[str, Cell], known: set[str]) -> None:
    for member_name in item:
        if member_name not in known:
            raise CellError(
                name,
                item,
                f"{member_name!r} is not known here; known are {', '.join(sorted(known))}",
            )


DEFAULT_LINK: Mapping[str, Any] = {
    "stance": Stance.SUPPORTS, "passage": "", "locator": "", "note": "",
}  # fmt: skip
"""What a piece of evidence is where the file says nothing."""
