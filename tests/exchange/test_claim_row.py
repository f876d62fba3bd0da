"""One row as it is read: what it says, and how what is wrong with it is told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest

from annot.errors import BadRow
from annot.exchange.claim_row import (
    ClaimRow,
    GivenEvidence,
    GivenNote,
    Quote,
    claim_row,
    claim_values,
    uid_of,
)
from annot.exchange.column_map import ColumnMap
from annot.exchange.table import Row, reading
from annot.vocabulary import (
    Addressee,
    ClaimKind,
    CorrectionState,
    DateOrder,
    NoteKind,
    SourceKind,
    Stance,
    Status,
    Verdict,
)


def read(
    cells: Mapping[str, Any], dates: DateOrder | None = None, **mapping: str
) -> ClaimRow | BadRow:
    """What a row with these cells says, read as the fourth of its table."""
    columns = reading(cells, ColumnMap(mapping))
    columns.dates = dates
    return claim_row(Row(4, cells), columns)


def taken(cells: Mapping[str, Any], dates: DateOrder | None = None, **mapping: str) -> ClaimRow:
    row = read(cells, dates, **mapping)
    assert isinstance(row, ClaimRow), row
    return row


def refused(cells: Mapping[str, Any], **mapping: str) -> BadRow:
    row = read(cells, None, **mapping)
    assert isinstance(row, BadRow), row
    assert row.row == 4
    return row


def test_a_row_says_what_stands_in_its_columns() -> None:
    row = taken(
        {
            "key": " k 1 ",
            "article": " bridge ",
            "claim": "One is so.",
            "quote": "one is so",
            "prefix": "that ",
            "suffix": ", they say",
            "occurrence": "2",
            "kind": "date",
            "status": "checked",
            "verdict": "refuted",
            "correction": "Two are so.",
            "correction_state": "stet",
            "checker": "lee",
            "tags": "a, b",
            "source_title": "A book",
            "source_kind": "book",
            "stance": "refutes",
            "passage": "p",
            "locator": " p. 3 ",
            "evidence_note": "seen",
            "note": "Ask again.",
        }
    )
    assert (row.key, row.article) == ("k 1", "bridge")
    assert row.quote == Quote("one is so", "that ", ", they say", 2)
    assert row.values == {
        "text": "One is so.",
        "kind": ClaimKind.DATE,
        "status": Status.CHECKED,
        "verdict": Verdict.REFUTED,
        "correction": "Two are so.",
        "correction_state": CorrectionState.STET,
        "checker": "lee",
        "tags": ["a", "b"],
    }
    assert row.evidence == [
        GivenEvidence(
            {"title": "A book", "kind": SourceKind.BOOK},
            {"stance": Stance.REFUTES, "passage": "p", "locator": "p. 3", "note": "seen"},
        )
    ]
    assert row.notes == [GivenNote(NoteKind.NOTE, "Ask again.")]
    assert (row.row.number, row.settled, row.uid) == (4, None, None)


def test_what_a_row_does_not_have_is_not_said() -> None:
    row = taken({"claim": "One is so."})
    assert row.values == {"text": "One is so."}
    assert (row.key, row.article, row.quote) == ("", "", None)
    assert (row.evidence, row.notes) == ([], [])


def test_a_quote_alone_is_a_claim_wherever_it_stands() -> None:
    row = taken({"claim": "", "quote": " one is so ", "status": "", "verdict": ""})
    assert row.quote == Quote(" one is so ")
    assert row.values == {"verdict": None}


@pytest.mark.parametrize("cells", [{"claim": " ", "quote": " "}, {"claim": ""}, {"claim": None}])
def test_a_row_without_words_is_refused(cells: dict[str, Any]) -> None:
    bad = refused({**cells, "verdict": "refuted"})
    assert (bad.column, bad.value) == ("claim", "")
    assert bad.reason == "there are no words: a row needs a claim or a quote"


def test_an_empty_correction_has_no_state() -> None:
    given = {"claim": "One.", "correction": "", "correction_state": "open"}
    assert claim_values(given) == {"text": "One.", "correction": ""}
    assert claim_values({"claim": "One.", "correction_state": ""}) == {"text": "One."}
    alone = claim_values({"claim": "One.", "correction_state": "stet"})
    assert alone["correction_state"] is CorrectionState.STET
    both = claim_values({"correction": "Two.", "correction_state": ""})
    assert both == {"correction": "Two."}


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        ({"verdict": "in progress"}, Status.CHECKING),
        ({"verdict": "in progress", "status": ""}, Status.CHECKING),
        ({"verdict": "in progress", "status": "todo"}, Status.TODO),
        ({"verdict": "refuted", "status": ""}, None),
        ({"verdict": ""}, None),
    ],
)
def test_a_verdict_may_say_how_far_checking_has_come(
    cells: dict[str, str], status: Status | None
) -> None:
    values = claim_values({"claim": "One.", **cells})
    assert values.get("status") == status
    assert ("status" in values) == (status is not None)


def test_all_faults_of_a_row_are_told_at_the_place_of_the_first() -> None:
    bad = refused({"My claim": "One.", "kind": "rumour", "status": "done", "occurrence": "0",
                   "My stance": "against", "source_title": "S"},
                  claim="My claim", stance="My stance")  # fmt: skip
    assert (bad.column, bad.value) == ("kind", "rumour")
    first, second, *more = bad.reason.split("; ")
    assert first.startswith("There is no kind 'rumour'. One of: quantity, date, ")
    assert second.startswith("status 'done': ")
    assert [told.split(":")[0] for told in more if ":" in told] == [
        "occurrence '0'",
        "stance 'against'",
    ]


def test_a_fault_is_told_in_the_column_in_which_it_stands() -> None:
    bad = refused({"claim": "One.", "My verdict": "suported"}, verdict="My verdict")
    assert (bad.column, bad.value) == ("My verdict", "suported")


def test_the_words_to_choose_from_are_told_once() -> None:
    near = refused({"claim": "One.", "verdict": "suported"})
    assert "Did you mean 'supported'?" in near.reason
    assert "One of" not in near.reason
    far = refused({"claim": "One.", "kind": "rumour"})
    assert far.reason.count("One of") == 1
    assert "quantity" in far.reason


def test_a_long_value_is_cut_among_several() -> None:
    bad = refused({"claim": "One.", "kind": "x", "status": "y" * 300})
    assert f"status '{'y' * 79}: " in bad.reason


def test_a_stance_alone_is_no_evidence() -> None:
    assert taken({"claim": "One.", "stance": "refutes", "passage": ""}).evidence == []
    empty = {"claim": "One.", "source_authors": [], "source_confidential": False, "passage": None}
    assert taken(empty).evidence == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("source_publisher", "The town"),
        ("source_confidential", True),
        ("passage", "three"),
        ("locator", "p. 1"),
        ("evidence_note", "seen"),
    ],
)
def test_what_is_said_of_no_source_is_refused(column: str, value: Any) -> None:
    bad = refused({"claim": "One.", column: value})
    assert (bad.column, bad.value) == (column, value if isinstance(value, str) else "True")
    assert bad.reason == "there is no source: a URL or a title is missing"


def test_a_source_has_an_address_or_a_title() -> None:
    for cells, source in (
        ({"source_url": "https://example.org/1"}, {"url": "https://example.org/1"}),
        ({"source_title": "T", "source_url": ""}, {"title": "T"}),
    ):
        (given,) = taken({"claim": "One.", **cells}).evidence
        assert given == GivenEvidence(source, {})


def test_dates_are_read_in_the_order_that_was_said() -> None:
    cells = {"claim": "One.", "source_title": "S", "source_published": "05/06/2021"}
    nested = {"source_title": "T", "source_published": "05/06/2021"}
    found = taken({**cells, "evidence": [nested]}, DateOrder.MONTH_FIRST).evidence
    assert [given.source["published"] for given in found] == ["2021-05-06", "2021-05-06"]
    assert "two readings" in refused(cells).reason


def test_evidence_may_be_nested() -> None:
    nested = [
        {"source_title": "A", "stance": "context", "note": "n", "passage": "p", "locator": "l"},
        {"source_url": "https://example.org/2"},
    ]
    for cell in (nested, json.dumps(nested)):
        row = taken({"claim": "One.", "source_title": "Own", "evidence": cell})
        assert [given.source for given in row.evidence] == [
            {"title": "Own"},
            {"title": "A"},
            {"url": "https://example.org/2"},
        ]
        assert row.evidence[1].link == {
            "stance": Stance.CONTEXT,
            "note": "n",
            "passage": "p",
            "locator": "l",
        }
        assert row.evidence[1].said == row.evidence[1].link


def test_a_reader_may_name_what_its_format_cannot_say() -> None:
    item = {"source_title": "A", "stance": "context", "note": "n", "unsaid": ["stance", "locator"]}
    (given,) = taken({"claim": "One.", "evidence": [item]}).evidence
    assert given.unsaid == {"stance", "locator"}
    assert given.said == {"note": "n"}
    odd = {"source_title": "A", "unsaid": "stance"}
    assert taken({"claim": "One.", "evidence": [odd]}).evidence[0].unsaid == frozenset()


def test_what_is_wrong_in_nested_evidence_is_told_with_its_member() -> None:
    bad = refused({"claim": "One.", "evidence": [{"source_title": "A", "stance": "against"}]})
    assert (bad.column, bad.value) == ("evidence", "against")
    assert bad.reason.startswith("stance: There is no stance 'against'. One of: supports, ")
    bad = refused({"claim": "One.", "evidence": [{"stance": "refutes"}]})
    assert (bad.column, bad.value) == ("evidence", "{'stance': 'refutes'}")
    assert bad.reason == "there is no source: a URL or a title is missing"
    bad = refused({"claim": "One.", "evidence": [{"source_title": "A", "rating": 1}]})
    assert (bad.column, bad.value) == ("evidence", "{'source_title': 'A', 'rating': 1}")
    assert bad.reason.startswith(
        "'rating' is not known here; known are locator, note, passage, source_accessed, source_"
    )
    assert bad.reason.endswith(", stance")


def test_notes_may_be_nested() -> None:
    nested = [
        {"text": "why?", "kind": "query", "to": "author", "answer": "so"},
        {"text": "mind"},
        {"text": "printed so", "printed": "One was so."},
    ]
    row = taken({"claim": "One.", "note": "own", "notes": nested})
    assert row.notes == [
        GivenNote(NoteKind.NOTE, "own"),
        GivenNote(NoteKind.QUERY, "why?", Addressee.AUTHOR, "so"),
        GivenNote(NoteKind.NOTE, "mind"),
        GivenNote(NoteKind.NOTE, "printed so", printed="One was so."),
    ]
    assert taken({"claim": "One.", "note": " "}).notes == []


@pytest.mark.parametrize(
    ("note", "reason"),
    [
        ({"text": " "}, "a note has no text"),
        ({"kind": "query", "text": "?"}, "a query says to whom: author, source, editor"),
        ({"text": "x", "to": "author"}, "only a query is put to somebody and has an answer"),
        ({"text": "x", "answer": "y"}, "only a query is put to somebody and has an answer"),
        ({"text": "x", "by": "lee"}, "'by' is not known here; known are answer, kind, text, to"),
    ],
)
def test_a_note_that_is_not_clear_is_refused(note: dict[str, str], reason: str) -> None:
    bad = refused({"claim": "One.", "notes": [note]})
    assert (bad.column, bad.value, bad.reason) == ("notes", repr(note), reason)


def test_what_is_wrong_in_a_nested_note_is_told_with_its_member() -> None:
    bad = refused({"claim": "One.", "notes": [{"text": "x", "kind": "shout"}]})
    assert (bad.column, bad.value) == ("notes", "shout")
    assert bad.reason.startswith("kind: There is no kind of note 'shout'. One of: note")


def test_columns_that_are_no_fields_are_kept_with_what_the_column_extra_holds() -> None:
    row = taken({"claim": "One.", "Desk": "Sport", "Page": 7, "extra": '{"Claim": "c", "a": ""}'})
    assert row.values["extra"] == {"Claim": "c", "a": "", "Desk": "Sport", "Page": "7"}
    assert taken({"claim": "One.", "extra": ""}).values["extra"] == {}
    assert taken({"claim": "One.", "Desk": ""}).values["extra"] == {"Desk": ""}


def test_a_column_that_cannot_be_kept_is_told() -> None:
    bad = refused({"claim": "One.", "Desk": "a\0b"})
    assert (bad.column, bad.value) == ("Desk", "a\0b")
    assert bad.reason == "The column holds a NUL character, which no text can hold."
    bad = refused({"claim": "One.", "extra": '{"": "x"}'})
    assert (bad.column, bad.value) == ("extra", "{'': 'x'}")
    assert bad.reason == "The column with 'x' in it has no name."
    bad = refused({"claim": "One.", "extra": "[1]"})
    assert (bad.column, bad.value, bad.reason) == ("extra", "[1]", "It must be a JSON object.")


@pytest.mark.parametrize("name", ["key", "article", "quote", "prefix", "suffix", "note"])
def test_a_list_is_no_text(name: str) -> None:
    bad = refused({"claim": "One.", name: ["x"]})
    assert (bad.column, bad.value, bad.reason) == (name, "['x']", "It must be a text, not ['x'].")


@pytest.mark.parametrize(
    ("name", "told"), [("key", "key"), ("quote", "quote"), ("suffix", "suffix"), ("note", "note")]
)
def test_what_no_text_can_hold_is_told_by_its_field(name: str, told: str) -> None:
    bad = refused({"claim": "One.", name: "a\0b"})
    assert bad.column == name
    assert bad.reason == f"The {told} holds a NUL character, which no text can hold."


def test_a_damaged_row_is_told_as_it_stands() -> None:
    columns = reading(["claim", "verdict"], ColumnMap({}))
    damaged = Row(9, {"claim": "a"}, "the row has 1 cells, the heading has 2", ("a", "b"))
    assert claim_row(damaged, columns) == BadRow(
        9, "", "a, b", "the row has 1 cells, the heading has 2"
    )


def test_words_of_other_vocabularies_are_remembered() -> None:
    cells = {"claim": "One.", "Rating": "Pants on Fire"}
    columns = reading(cells, ColumnMap({"verdict": "Rating"}))
    claim_row(Row(1, cells), columns)
    assert list(columns.words.meanings) == ["pants on fire"]


def test_a_row_of_a_file_of_conflicts_says_what_it_settles() -> None:
    marks = {"_row": "1", "_column": "", "_reason": "", "_ledger_version": " v1 "}
    row = taken({"claim": "One.", **marks, "_ledger": '{"verdict": "refuted"}'})
    assert row.settled is not None
    assert (row.settled.version, row.settled.fields) == ("v1", frozenset({"verdict"}))
    bad = refused({"claim": "One.", **marks, "_ledger": "[1]"})
    assert (bad.column, bad.reason) == (
        "_ledger",
        "It must be the JSON object that was written there.",
    )


def test_a_key_may_be_the_uid_of_a_claim() -> None:
    uid = "0198c0de-0000-7000-8000-000000000000"
    assert taken({"claim": "One.", "key": uid}).uid == UUID(uid)
    assert uid_of("k1") is None
