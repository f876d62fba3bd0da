"""`annot source doubles` and `annot source merge`."""

from __future__ import annotations

import json

import pytest
from cli_program import Program

URL = "https://www.example.org/report"


def two_that_look_like_one(annot: Program) -> None:
    annot.ok("evidence", "add", "1", "--source", URL, "--title", "Annual report")
    annot.ok("source", "add", "--url", f"{URL}?ref=home", "--title", "The report \x1b[31m",
             "--publisher", "Board", "--confidential")  # fmt: skip


@pytest.mark.file
def test_doubles_are_listed_with_what_to_type_and_that_works(harbour: Program) -> None:
    two_that_look_like_one(harbour)
    result = harbour("source", "doubles")
    assert (result.code, "1 group of sources" in result.err) == (0, True)
    lines = [line.strip() for line in result.out.splitlines()]
    assert lines == [
        "Same address",
        f"annual-report — Annual report, {URL} (cited 1 time)",
        f"the-report-31m (confidential) — The report ␛[31m, Board, {URL}?ref=home (not cited)",
        "annot source merge annual-report the-report-31m",
    ]
    assert "\x1b" not in result.out

    merged = harbour(*lines[-1].split()[1:], "--reason", "the same page")
    assert (merged.code, "annot undo takes it apart" in merged.err) == (0, True)
    (source,) = json.loads(harbour.ok("source", "list", "--json"))
    assert (source["slug"], source["publisher"], source["confidential"]) == (
        "annual-report", "Board", True,
    )  # fmt: skip
    assert "the same page" in harbour.ok("history", "--json")
    none = harbour("source", "doubles")
    assert (none.out, none.err) == ("", "No two sources look like one.\n")
    harbour.ok("undo")
    assert len(json.loads(harbour.ok("source", "list", "--json"))) == 2


@pytest.mark.file
def test_doubles_as_json_have_the_command_for_this_workspace(harbour: Program) -> None:
    two_that_look_like_one(harbour)
    (group,) = json.loads(harbour.ok("-d", "annot.db", "source", "doubles", "--json"))
    assert group["reasons"] == ["url"]
    assert [(item["slug"], item["cited"]) for item in group["sources"]] == [
        ("annual-report", 1), ("the-report-31m", 0),
    ]  # fmt: skip
    assert group["merge"] == "annot -d annot.db source merge annual-report the-report-31m"
    harbour.ok("source", "merge", "annual-report", "the-report-31m")
    assert json.loads(harbour.ok("source", "doubles", "--json")) == []


def test_a_merge_that_cannot_be_changes_nothing(harbour: Program) -> None:
    two_that_look_like_one(harbour)
    assert harbour("source", "merge", "annual-report").code == 2
    same = harbour("source", "merge", "annual-report", URL)
    assert same.code != 0
    assert "There is nothing to put into the source annual-report." in same.err
    unknown = harbour("source", "merge", "annual-report", "the-report-31m", "typo")
    assert unknown.code == 3
    assert len(json.loads(harbour.ok("source", "list", "--json"))) == 2


def test_a_list_of_sources_is_narrowed_as_one_of_claims(harbour: Program) -> None:
    two_that_look_like_one(harbour)
    harbour.ok("source", "add", "--title", "Talk")
    found = json.loads(harbour.ok("source", "list", "no:archive", "-is:confidential", "--json"))
    assert [source["slug"] for source in found] == ["annual-report"]
    assert "Talk" in harbour.ok("source", "list", "no:url")
    wrong = harbour("source", "list", "no:archve")
    assert (wrong.code, "Did you mean 'archive'" in wrong.err) == (
        harbour("claim", "list", "no:verdct").code, True,
    )  # fmt: skip
    assert harbour("source", "list", "--nothing").code == 2
