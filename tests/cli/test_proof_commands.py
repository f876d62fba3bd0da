"""`annot source`, `annot evidence` and `annot note`."""

from __future__ import annotations

import json
from typing import Any

from cli_program import Program

URL = "https://www.example.org/report?utm_source=x"


def printed(annot: Program, *typed: object) -> Any:
    return json.loads(annot.ok(*typed, "--json"))


def test_source_add_finds_the_same_one_again(annot: Program) -> None:
    first = annot("source", "add", "--url", URL, "--title", "Annual report")
    assert (first.out, "Added: source annual-report" in first.err) == ("annual-report\n", True)
    again = annot("source", "add", "--url", "http://example.org/report", "--publisher", "Board")
    assert (again.out, "Found again" in again.err) == ("annual-report\n", True)
    (found,) = printed(annot, "source", "list")
    assert (found["title"], found["publisher"]) == ("Annual report", "Board")


def test_source_add_takes_every_field(annot: Program) -> None:
    annot.ok(
        "source", "add", "--title", "Talk", "--author", "A. Roe", "--author", "B. Poe",
        "--publisher", "Radio", "--published", "2025-10", "--kind", "interview", "--rank",
        "primary", "--accessed", "2025-11-01", "--archived-url", "https://example.org/a",
        "--identifier", "ISBN=123", "--confidential",
    )  # fmt: skip
    found = printed(annot, "source", "show", "talk")
    assert found["authors"] == ["A. Roe", "B. Poe"]
    assert (found["kind"], found["rank"], found["confidential"]) == ("interview", "primary", True)
    assert found["identifiers"] == {"isbn": "123"}
    assert "confidential" in annot.ok("source", "show", "talk")


def test_source_set_and_remove(annot: Program) -> None:
    annot.ok("source", "add", "--title", "Talk", "--confidential")
    annot.ok("source", "set", "talk", "--public", "--rank", "secondary")
    assert printed(annot, "source", "show", "talk")["confidential"] is False
    assert annot("source", "set", "talk").code == 2
    annot.ok("source", "remove", "talk")
    assert annot("source", "show", "talk").code == 3


def test_a_source_that_is_cited_stays(harbour: Program) -> None:
    harbour.ok("evidence", "add", "1", "--source", URL)
    result = harbour("source", "remove", URL)
    assert result.code == 9
    assert len(printed(harbour, "source", "list")) == 1


def test_an_identifier_without_a_value_is_not_understood(annot: Program) -> None:
    assert annot("source", "add", "--title", "T", "--identifier", "doi").code == 2


def test_evidence_add_with_a_new_url_is_one_operation(harbour: Program) -> None:
    number = harbour.ok(
        "evidence", "add", "1", "--source", URL, "--title", "Annual report", "--stance", "refutes"
    )
    assert number == "1\n"
    (found,) = printed(harbour, "evidence", "list", "1")
    assert (found["source"], found["stance"]) == ("annual-report", "refutes")
    harbour.ok("undo")
    assert printed(harbour, "source", "list") == []
    assert printed(harbour, "evidence", "list", "1") == []


def test_evidence_add_to_a_claim_that_is_not_there_leaves_no_source(harbour: Program) -> None:
    assert harbour("evidence", "add", "9", "--source", URL).code == 3
    assert printed(harbour, "source", "list") == []


def test_evidence_add_names_a_source_by_slug_too(harbour: Program) -> None:
    harbour.ok("source", "add", "--title", "Yearbook")
    harbour.ok("evidence", "add", "1", "--source", "yearbook", "--passage", "opened 1904")
    assert harbour("evidence", "add", "1", "--source", "yearbok").code == 3
    assert harbour("evidence", "add", "1", "--source", "yearbook", "--title", "X").code == 2
    assert "opened 1904" in harbour.ok("evidence", "list", "1")


def test_the_stance_that_was_not_said_is_told(harbour: Program) -> None:
    assert "supports if it is not said" in " ".join(harbour.ok("evidence", "add", "--help").split())
    result = harbour("evidence", "add", "1", "--source", URL)
    assert "supports." in result.err
    assert "No stance was said; if it is another one: annot evidence set 1 --stance" in result.err
    said = harbour("evidence", "add", "1", "--source", URL, "--stance", "supports")
    assert "No stance" not in said.err


def test_evidence_set_and_remove(harbour: Program) -> None:
    harbour.ok("evidence", "add", "1", "--source", URL)
    version = printed(harbour, "evidence", "list", "1")[0]["version"]
    harbour.ok("evidence", "set", "1", "--stance", "context", "--if-version", version)
    assert harbour("evidence", "set", "1", "--note", "x", "--if-version", version).code == 9
    assert harbour("evidence", "set", "1", "--if-version", version).code == 2
    harbour.ok("evidence", "remove", "1")
    assert printed(harbour, "evidence", "list", "1") == []
    assert harbour("evidence", "list", "9").code == 3


def test_sources_and_notes_are_changed_only_as_they_were_read(harbour: Program) -> None:
    harbour.ok("evidence", "add", "1", "--source", URL)
    source = printed(harbour, "source", "list")[0]
    options = ("--rank", "primary", "--if-version", source["version"])
    harbour.ok("source", "set", source["slug"], *options)
    assert harbour("source", "set", source["slug"], *options).code == 9
    harbour.ok("note", "add", "--claim", "1", "old")
    version = printed(harbour, "note", "list")[0]["version"]
    harbour.ok("note", "set", "1", "new", "--if-version", version)
    assert harbour("note", "set", "1", "newer", "--if-version", version).code == 9


def test_a_query_and_its_answer(harbour: Program) -> None:
    assert harbour.ok("note", "ask", "--claim", "1", "--to", "author", "Where from?") == "1\n"
    assert printed(harbour, "claim", "show", "1")["status"] == "query"
    assert [item["number"] for item in printed(harbour, "note", "list", "--open")] == [1]
    harbour.ok("note", "answer", "1", "The yearbook.")
    assert printed(harbour, "note", "list", "--open") == []
    assert printed(harbour, "claim", "show", "1")["status"] == "checking"
    assert "Where from? — The yearbook." in harbour.ok("note", "list")


def test_a_second_answer_is_refused_unless_it_is_to_replace_the_first(harbour: Program) -> None:
    harbour.ok("note", "ask", "--claim", "1", "--to", "author", "Where from?")
    harbour.ok("--as", "kim", "note", "answer", "1", "The \x1b[31myearbook.")
    result = harbour("note", "answer", "1", "A leaflet.")
    assert (result.code, result.out) == (9, "")
    assert "query 1 was answered already by kim on 20" in result.err
    assert "“The ␛[31myearbook.”" in result.err
    assert "annot note answer 1 --replace" in result.err
    harbour.ok("note", "answer", "1", "--replace", "A leaflet.")
    assert "Where from? — A leaflet." in harbour.ok("note", "list")


def test_notes_on_everything(harbour: Program) -> None:
    harbour.ok("evidence", "add", "1", "--source", URL, "--title", "Report")
    subjects = {"--claim": "1", "--evidence": "1", "--source": "report", "--article": "harbour"}
    for option, handle in subjects.items():
        harbour.ok("note", "add", option, handle, f"about {option}")
        (found,) = printed(harbour, "note", "list", option, handle)
        assert found["text"] == f"about {option}"
    table = harbour.ok("note", "list")
    for words in ("claim 1", "evidence 1", "source report", "article harbour"):
        assert words in table
    harbour.ok("note", "set", "1", "other words")
    harbour.ok("note", "remove", "2")
    left = {item["number"]: item["text"] for item in printed(harbour, "note", "list")}
    assert left == {1: "other words", 3: "about --source", 4: "about --article"}


def test_a_note_is_about_one_thing(harbour: Program) -> None:
    assert harbour("note", "add", "text").code == 2
    assert harbour("note", "add", "--claim", "1", "--article", "harbour", "text").code == 2
    assert harbour("note", "answer", "9", "text").code == 3
