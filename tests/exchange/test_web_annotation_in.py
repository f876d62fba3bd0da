from __future__ import annotations

import io
from typing import Any

import pytest
from feed_files import file_of, jsons, lines_of, only, table_or_error, taken
from hypothesis import given, settings
from hypothesis import strategies as st

from annot.errors import InputFileError
from annot.exchange.feed_values import CONTEXT
from annot.exchange.selection import Selection
from annot.exchange.table import Table
from annot.exchange.web_annotation_in import read_web_annotations
from annot.exchange.web_annotation_out import write_web_annotations
from annot.workspace import Workspace

QUOTE = {
    "type": "TextQuoteSelector",
    "exact": "built in 1931",
    "prefix": "The bridge was ",
    "suffix": ". Two workers",
}
POSITION = {"type": "TextPositionSelector", "start": 15, "end": 28}
ANNOTATION: dict[str, Any] = {
    "@context": "http://www.w3.org/ns/anno.jsonld",
    "id": "https://notes.example.org/1",
    "type": "Annotation",
    "motivation": "commenting",
    "created": "2024-05-03T10:00:00Z",
    "body": [
        {"type": "TextualBody", "value": "Was it not 1934?", "format": "text/plain"},
        {"type": "TextualBody", "purpose": "tagging", "value": "dates"},
    ],
    "target": {
        "source": "https://news.example.org/bridge",
        "selector": [{"type": "RangeSelector"}, POSITION, QUOTE],
    },
}
HYPOTHESIS: dict[str, Any] = {
    "id": "aBcD_1",
    "created": "2024-05-03T10:00:00.123+00:00",
    "updated": "2024-05-03T10:00:00.123+00:00",
    "user": "acct:jo@example.org",
    "uri": "https://news.example.org/bridge",
    "text": "Was it not 1934?",
    "tags": ["dates"],
    "group": "__world__",
    "permissions": {"read": ["group:__world__"]},
    "target": [{"source": "https://news.example.org/bridge", "selector": [POSITION, QUOTE]}],
    "document": {"title": ["Bridge"]},
    "links": {"html": "https://notes.example.org/a/aBcD_1"},
    "flagged": False,
    "hidden": False,
}
CELLS = {
    "quote": "built in 1931",
    "prefix": "The bridge was ",
    "suffix": ". Two workers",
    "tags": ["dates"],
    "notes": [{"kind": "note", "text": "Was it not 1934?"}],
}


def read(data: Any) -> Table:
    return read_web_annotations(file_of(data))


@pytest.mark.parametrize(
    "data",
    [
        ANNOTATION,
        [ANNOTATION],
        {"type": "AnnotationPage", "items": [ANNOTATION]},
        {
            "@context": "http://www.w3.org/ns/anno.jsonld",
            "type": "AnnotationCollection",
            "first": {"type": "AnnotationPage", "items": [ANNOTATION]},
            "total": 1,
        },
        {**ANNOTATION, "type": ["oa:Annotation"], "target": [ANNOTATION["target"]]},
        lines_of(ANNOTATION),
    ],
)
def test_an_annotation_is_a_claim_where_its_quote_stands(data: Any) -> None:
    table = read(data)
    assert only(table) == {"key": "https://notes.example.org/1", **CELLS}
    assert table.left_out["created"] == 1


@pytest.mark.parametrize(
    "data",
    [
        HYPOTHESIS,
        {"total": 1, "rows": [HYPOTHESIS]},
        {"export_date": "2024-05-03", "client_version": "1", "annotations": [HYPOTHESIS]},
    ],
)
def test_hypothesis_gives_the_same(data: Any) -> None:
    table = read(data)
    assert only(table) == {"key": "aBcD_1", **CELLS}
    assert table.left_out["user"] == 1
    assert "links" not in table.left_out


def test_replies_and_notes_about_the_page_are_left_out_and_counted() -> None:
    reply = {**HYPOTHESIS, "id": "r", "references": ["aBcD_1"]}
    page_note = {**HYPOTHESIS, "id": "p", "target": [{"source": "https://news.example.org/bridge"}]}
    table = read({"rows": [reply, page_note, HYPOTHESIS]})
    assert only(table)["key"] == "aBcD_1"
    assert (table.left_out["replies"], table.left_out["annotations of no passage"]) == (1, 1)


def test_a_position_alone_is_a_bad_row() -> None:
    target = {"source": "https://news.example.org", "selector": POSITION}
    (row,) = read({**ANNOTATION, "target": target}).rows
    assert "no quote" in row.damage


def test_every_passage_of_an_annotation_is_a_place_of_one_claim(workspace: Workspace) -> None:
    other = {**QUOTE, "exact": "called it a burden", "prefix": "", "suffix": ""}
    targets = [{"selector": {"type": "FragmentSelector", "refinedBy": QUOTE}}, {"selector": other}]
    table = read({**ANNOTATION, "target": targets})
    assert taken(workspace, table, "bridge").added == 1
    (claim,) = workspace.claims.list()
    assert [a.exact for a in workspace.claims.anchors(claim)] == [
        "built in 1931", "called it a burden",
    ]  # fmt: skip
    assert taken(workspace, table, "bridge").unchanged == 1


def test_an_assessment_says_claim_verdict_and_reasoning() -> None:
    def body(purpose: str, value: str) -> dict[str, str]:
        return {"type": "TextualBody", "purpose": purpose, "value": value}

    annotation = {
        **ANNOTATION,
        "motivation": "assessing",
        "creator": {"type": "Person", "name": "Jo Berg"},
        "body": [
            body("describing", "The bridge dates from 1931."),
            body("assessing", "Mostly true"),
            body("commenting", "The archive says so."),
            body("classifying", "date"),
            body("classifying", "history"),
            body("assessing", "Half true"),
            body("questioning", "Who built it?"),
            {"type": "SpecificResource", "purpose": "linking", "source": "https://a.example.org",
             "selector": {"type": "TextQuoteSelector", "exact": "Opened in 1931."}},
            {"type": "SpecificResource", "source": "urn:uuid:1"},
        ],
    }  # fmt: skip
    table = read(annotation)
    cells = only(table)
    assert {name: cells[name] for name in ("claim", "verdict", "reasoning", "kind", "checker")} == {
        "claim": "The bridge dates from 1931.",
        "verdict": "inexact",
        "reasoning": "The archive says so.",
        "kind": "date",
        "checker": "Jo Berg",
    }
    assert cells["tags"] == ["history"]
    assert cells["notes"] == [{"kind": "note", "text": "Half true"}]
    assert cells["evidence"] == [
        {"source_url": "https://a.example.org", "passage": "Opened in 1931.", **CONTEXT}
    ]
    assert table.left_out["links to things without an address"] == 1
    assert table.left_out["questions and answers"] == 1


def test_further_pages_elsewhere_are_not_fetched_but_told() -> None:
    page = {"type": "AnnotationPage", "items": [ANNOTATION], "next": "https://notes.example.org/2"}
    assert read(page).left_out["pages that are elsewhere"] == 1


@pytest.mark.parametrize("data", ["", "[]", "{}", "nope", {"rows": []}, {"type": "Annotation"}])
def test_a_file_without_a_passage_is_told(data: Any) -> None:
    with pytest.raises(InputFileError, match="feed"):
        read(data)


def test_what_annot_writes_finds_its_own_claims_again(workspace: Workspace) -> None:
    claim = workspace.claims.add("bridge", quote="Two workers died", text="Two died there.")
    workspace.claims.set(claim, verdict="misleading", reasoning="Three did.", kind="quantity")
    out = io.BytesIO()
    write_web_annotations(workspace._ledger, Selection(), out)
    assert taken(workspace, read(out.getvalue())).unchanged == 1


NAMES = st.sampled_from(["type", "id", "body", "target", "selector", "exact", "prefix", "value",
                         "purpose", "motivation", "items", "first", "rows", "uri", "text", "tags",
                         "references", "refinedBy", "source", "creator", "name"])  # fmt: skip
WORDS = st.sampled_from(
    ["Annotation", "AnnotationPage", "TextQuoteSelector", "words", "assessing", "tagging",
     "linking", "https://a.example.org", "\0", "\n", " "]
)  # fmt: skip


@settings(max_examples=150)
@given(jsons(NAMES, WORDS))
def test_any_json_gives_a_table_or_an_error_of_the_file(value: Any) -> None:
    table_or_error(read_web_annotations, value)
    table_or_error(read_web_annotations, {**ANNOTATION, "body": value})
    table_or_error(read_web_annotations, {**ANNOTATION, "target": value, "creator": value})
    table_or_error(read_web_annotations, {**HYPOTHESIS, "target": [value], "tags": value})
