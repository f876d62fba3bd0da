"""`annot claim` and `annot search`."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from cli_program import Program


def claim(annot: Program, number: int = 1) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(annot.ok("claim", "show", number, "--json"))
    return found


def numbers(annot: Program, *typed: object) -> list[int]:
    return [item["number"] for item in json.loads(annot.ok(*typed, "--json"))]


def test_claim_add_without_a_place_prints_its_number(annot: Program) -> None:
    assert annot.ok("claim", "add", "One is so") == "1\n"
    assert (claim(annot)["text"], claim(annot)["article"]) == ("One is so", None)


def test_claim_add_takes_every_field(harbour: Program) -> None:
    harbour.ok(
        "claim", "add", "Four were built", "--article", "harbour", "--quote", "four ships",
        "--kind", "quantity", "--status", "checking", "--verdict", "not-checkable",
        "--reasoning", "No list.", "--correction", "some ships", "--correction-state", "accepted",
        "--checker", "kim", "--tag", "ships", "--tag", "law", "--key", "K7",
    )  # fmt: skip
    found = claim(harbour, 2)
    assert found["kind"] == "quantity"
    assert (found["status"], found["verdict"]) == ("checking", "not_checkable")
    assert (found["correction"], found["correction_state"]) == ("some ships", "accepted")
    assert (found["checker"], found["tags"], found["key"]) == ("kim", ["ships", "law"], "K7")


def test_claim_extra_is_added_changed_and_taken_away(annot: Program) -> None:
    annot.ok("claim", "add", "One is so", "--extra", "Desk=Sport", "--extra", "Page=7 = 8")
    assert claim(annot)["extra"] == {"Desk": "Sport", "Page": "7 = 8"}
    annot.ok("claim", "set", "1", "--extra", "Desk=", "--extra", "Note to us=\x1b[31mx")
    assert claim(annot)["extra"] == {"Page": "7 = 8", "Note to us": "\x1b[31mx"}
    shown = annot.ok("claim", "show", "1")
    assert "Columns it came with" in shown
    assert "Page: 7 = 8" in shown
    assert "Note to us: ␛[31mx" in shown
    assert annot("claim", "set", "1", "--extra", "=x").code == 2


def test_claim_add_with_an_ambiguous_quote_lists_the_places(harbour: Program) -> None:
    result = harbour("claim", "add", "--article", "harbour", "--quote", "was")
    assert result.code == 6
    assert "  1. # Harbour The harbour «was» built in 1902." in result.err
    assert "  2. " in result.err
    assert "--occurrence" in result.err
    typed = ("claim", "add", "--article", "harbour", "--quote", "was", "--occurrence")
    assert harbour.ok(*typed, "2") == "2\n"
    assert len(claim(harbour, 2)["anchors"]) == 1
    harbour.ok(*typed, "all")
    assert len(claim(harbour, 3)["anchors"]) == 2


def test_claim_add_with_a_wrong_quote_shows_the_nearest_passage(harbour: Program) -> None:
    result = harbour("claim", "add", "--article", "harbour", "--quote", "built in 1903")
    assert result.code == 5
    assert "Nearest: # Harbour The harbour was «built in 1902»." in result.err
    assert "[-1903-]{+1902+}" in result.err


def test_claim_add_to_an_article_begins_no_workspace(annot: Program) -> None:
    assert annot("claim", "add", "--article", "x", "--quote", "y").code == 10


def test_claim_set_follows_the_verdict_and_none_takes_it_back(harbour: Program) -> None:
    harbour.ok("claim", "set", "1", "--verdict", "refuted", "--correction", "built in 1904")
    found = claim(harbour)
    assert (found["status"], found["verdict"], found["checker"]) == ("checked", "refuted", "dana")
    harbour.ok("claim", "set", "1", "--verdict", "none", "--correction", "")
    found = claim(harbour)
    assert (found["status"], found["verdict"]) == ("checking", None)
    assert (found["correction"], found["correction_state"]) == ("", None)


def test_claim_set_changes_all_or_none(harbour: Program) -> None:
    result = harbour("claim", "set", "1", "99", "--verdict", "refuted")
    assert result.code == 3
    assert claim(harbour)["verdict"] is None


def test_claim_set_tags_are_replaced_and_cleared(harbour: Program) -> None:
    harbour.ok("claim", "set", "1", "--tag", "a", "--tag", "b")
    harbour.ok("claim", "set", "1", "--tag", "c")
    assert claim(harbour)["tags"] == ["c"]
    harbour.ok("claim", "set", "1", "--tag", "")
    assert claim(harbour)["tags"] == []


def test_claim_set_of_an_older_version_is_refused(harbour: Program) -> None:
    version = claim(harbour)["version"]
    harbour.ok("claim", "set", "1", "--verdict", "refuted", "--if-version", version)
    result = harbour("claim", "set", "1", "--verdict", "supported", "--if-version", version)
    assert result.code == 9
    assert claim(harbour)["verdict"] == "refuted"


def test_claim_set_keeps_the_reason_in_the_history(harbour: Program) -> None:
    harbour.ok("claim", "set", "1", "--verdict", "refuted", "--reason", "the yearbook says 1904")
    (entry,) = json.loads(harbour.ok("history", "--limit", "1", "--json"))
    assert (entry["actor"], entry["reason"]) == ("dana", "the yearbook says 1904")


def test_claim_set_suggests_the_word_that_was_meant(harbour: Program) -> None:
    result = harbour("claim", "set", "1", "--verdict", "refted")
    assert result.code == 4
    assert "Did you mean 'refuted'?" in result.err


def test_claim_set_without_a_change_is_not_understood(harbour: Program) -> None:
    assert harbour("claim", "set", "1").code == 2


def test_claim_assign_names_the_checker(harbour: Program) -> None:
    harbour.ok("claim", "add", "Another")
    harbour.ok("claim", "assign", "1", "2", "kim")
    assert [claim(harbour, n)["checker"] for n in (1, 2)] == ["kim", "kim"]


def test_claim_anchor_and_unanchor(harbour: Program) -> None:
    anchor = harbour.ok("claim", "anchor", "1", "--quote", "until 1950").strip()
    assert [item["exact"] for item in claim(harbour)["anchors"]] == ["built in 1902", "until 1950"]
    assert "there already" in harbour("claim", "anchor", "1", "--quote", "until 1950").err
    harbour.ok("claim", "unanchor", "1", anchor)
    assert [item["exact"] for item in claim(harbour)["anchors"]] == ["built in 1902"]


def test_claim_drop_and_remove(harbour: Program) -> None:
    harbour.ok("claim", "drop", "1", "--reason", "opinion")
    assert claim(harbour)["status"] == "dropped"
    harbour.ok("claim", "remove", "1")
    assert harbour("claim", "show", "1").code == 3
    harbour.ok("undo")
    assert claim(harbour)["status"] == "dropped"


def test_claim_list_narrows_by_words_fields_and_options(harbour: Program) -> None:
    harbour.ok("claim", "add", "Bread was sold", "--verdict", "supported", "--status", "checked")
    harbour.ok("claim", "add", "Bread was baked")
    listed = ("claim", "list")
    assert numbers(harbour, *listed) == [2, 3, 1]
    assert numbers(harbour, *listed, "bread", "verdict:none") == [3]
    assert numbers(harbour, *listed, "-verdict:none") == [2]
    assert numbers(harbour, *listed, "--verdict", "none", "--article", "harbour") == [1]
    assert numbers(harbour, *listed, "--status", "checked", "bread") == [2]
    assert numbers(harbour, *listed, "--limit", "1") == [2]
    assert numbers(harbour, *listed, '"was baked"') == [3]
    assert numbers(harbour, "search", "bread", "sold") == [2]


@pytest.mark.parametrize(
    ("typed", "code", "told"),
    [
        (("--verdit", "x"), 2, "--verdit"),
        (("verdit:x",), 4, "Did you mean 'verdict'?"),
        (("status:nope",), 4, "nope"),
        (("--status", "chekced"), 4, "Did you mean 'checked'?"),
    ],
)
def test_claim_list_does_not_search_for_a_typo(
    harbour: Program, typed: tuple[str, ...], code: int, told: str
) -> None:
    result = harbour("claim", "list", *typed)
    assert (result.code, result.out) == (code, "")
    assert told in result.err


def test_claim_list_table_fits_the_terminal_and_is_whole_in_a_pipe(annot: Program) -> None:
    long = "They published 漢字漢字 reports and never told anybody anything about them, " * 3
    slug = annot.ok("article", "add", "-", "--title", "A very long title " * 3, stdin=b"Words.")
    annot.ok("claim", "add", long)
    annot.ok("claim", "add", long, "--article", slug.strip(), "--verdict", "not_checkable")
    table = annot.ok("claim", "list", terminal=True)
    for line in re.sub(r"\x1b\[[0-9;]*m", "", table).splitlines():
        wide = sum(character in "漢字" for character in line)
        assert len(line) + wide <= 80
    assert long.strip() in annot.ok("claim", "list")


def test_colours_only_for_terminals_that_want_them(
    harbour: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    harbour.ok("claim", "set", "1", "--verdict", "refuted")
    assert "\x1b[31m✗ refuted" in harbour.ok("claim", "list", terminal=True)
    assert "\x1b" not in harbour.ok("claim", "list")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in harbour.ok("claim", "list", terminal=True)


def test_claim_show_tells_everything(harbour: Program) -> None:
    harbour.ok("claim", "set", "1", "--verdict", "refuted", "--correction", "built in 1904")
    harbour.ok("evidence", "add", "1", "--source", "https://example.org/r", "--title", "Yearbook",
               "--stance", "refutes", "--passage", "opened 1904", "--locator", "p. 3")  # fmt: skip
    harbour.ok("note", "ask", "--claim", "1", "--to", "author", "Which harbour?")
    shown = harbour.ok("claim", "show", "1")
    for part in (
        "✗ refuted",
        "built in 1904 (open)",
        "placed, paragraph 2: # Harbour The harbour was «built in 1902».",
        "refutes: yearbook — Yearbook, https://example.org/r, p. 3",
        "“opened 1904”",
        "query to the author by dana: Which harbour?",
    ):
        assert part in shown


def test_a_text_that_begins_with_a_hyphen_comes_after_two(annot: Program) -> None:
    annot.ok("claim", "add", "--", "-5 degrees were measured")
    assert claim(annot)["text"] == "-5 degrees were measured"


def test_a_list_is_sorted_by_a_word_that_the_screen_knows_too(annot: Program) -> None:
    for text in ("One is so.", "Two is so.", "Three is so."):
        annot.ok("claim", "add", text)
    annot.ok("claim", "set", "2", "--kind", "date")
    assert numbers(annot, "claim", "list", "sort:-changed") == [2, 3, 1]
    failed = annot("claim", "list", "sort:chnged")
    assert failed.code == 4
    assert "Did you mean 'changed'?" in failed.err


def test_what_stands_beside_a_new_claim_is_told(harbour: Program) -> None:
    harbour.ok("article", "accept", "harbour", "--quote", "Nobody knows why")
    first = harbour("claim", "add", "--article", "harbour", "--quote", "Nobody knows why")
    again = harbour("claim", "add", "--article", "harbour", "--quote", "Nobody knows why")
    assert "accepted as making no claim; it no longer is" in first.err
    assert "very same words" not in first.err
    assert "At the very same words stands: claim 2." in again.err
    assert "0 accepted as having none" in harbour("article", "coverage", "harbour").err
    harbour.ok("undo")
    harbour.ok("undo")
    assert "1 accepted as having none" in harbour("article", "coverage", "harbour").err
