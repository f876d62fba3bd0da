"""`annot review --line`: claims in words, acts by lines, from a person or from a script."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cli_program import Program, Result

from annot.cli.line_acts import LineActs
from annot.tui.keys import KEYS

SCREEN_ONLY = {
    "page", "pane", "enter", "back", "zoom", "sentence", "uncovered", "paragraph", "word",
    "word_end", "character", "select", "select_sentence", "adjust", "anchor", "unanchor",
    "reanchor", "split", "merge", "accept", "mark", "history", "edit_source", "open_source",
    "copy", "search", "search_next", "sources", "theme", "palette", "help", "backup", "doctor",
    "quit",
}  # fmt: skip
"""Actions that need a cursor, several claims at once, or a screen; commands do what they do."""


@pytest.fixture
def claims(harbour: Program) -> Program:
    """The article `harbour` with three claims."""
    for quote in ("Only four ships were ever built there", "largest of the coast until 1950"):
        harbour.ok("claim", "add", "--article", "harbour", "--quote", quote)
    return harbour


def line(program: Program, *typed: str, terminal: bool = False) -> Result:
    stdin = "".join(f"{text}\n" for text in typed).encode()
    return program("review", "--line", stdin=stdin, terminal=terminal)


def show(program: Program, claim: int) -> dict[str, Any]:
    found = json.loads(program.ok("claim", "show", str(claim), "--json"))
    return found if isinstance(found, dict) else found[0]


def test_a_claim_is_said_in_words(claims: Program) -> None:
    claims.ok("claim", "set", 1, "--verdict", "inexact", "--correction", "built in 1903")
    claims.ok("evidence", "add", 1, "--source", "https://x.org/a", "--title", "Port book",
              "--stance", "refutes", "--passage", "built in 1903", "--locator", "p. 4")  # fmt: skip
    claims.ok("note", "ask", "--claim", 1, "--to", "author", "Which year?")
    said = line(claims).out.splitlines()
    assert said == [
        "Claim 1, 1 of 3: built in 1902",
        "Place in harbour, placed: … Harbour The harbour was «built in 1902» "
        ". Only four ships were ever built there. Nobody knows why. It was the largest …",
        "Status: checked. Verdict: inexact.",
        "Correction, open: built in 1903",
        "Checker: dana",
        "Evidence 1, refutes: Port book, p. 4, https://x.org/a. Passage: “built in 1903”.",
        "Query 1 by dana to the author: Which year?",
        "Query 1 is open.",
    ]


def test_verdicts_go_on_to_the_next_claim(claims: Program) -> None:
    done = line(claims, "1", "4", "u", "q", "this is not read")
    assert done.code == 0
    assert "claim 1: supported. u undoes it." in done.err
    assert "claim 2: refuted" in done.err
    assert "undone: claim.set on claim 2" in done.err
    assert [show(claims, number)["verdict"] for number in (1, 2)] == ["supported", None]
    assert [text[:7] for text in done.out.splitlines() if text.startswith("Claim")] == [
        "Claim 1", "Claim 2", "Claim 3", "Claim 3",
    ]  # fmt: skip


def test_one_moves_by_keys_names_and_numbers(claims: Program) -> None:
    typed = ("n", "]", "n", "p", "[", "p", "end", "g", "#3", "# 2", "number 1", "Next", "")
    done = line(claims, *typed)
    said = [text[6] for text in done.out.splitlines() if text.startswith("Claim ")]
    assert said == ["1", "2", "3", "2", "1", "3", "1", "3", "2", "1", "2", "2"]
    assert "That was the last claim." in done.err
    assert "That was the first claim." in done.err


def test_open_claims_queries_and_ones_own_are_found(claims: Program) -> None:
    claims.ok("claim", "set", 2, "--status", "checked", "--verdict", "supported")
    claims.ok("note", "ask", "--claim", 3, "--to", "author", "Since when?")
    done = line(claims, "}", "{", "next query", "query before", "m")
    said = [text[6] for text in done.out.splitlines() if text.startswith("Claim ")]
    assert said == ["1", "3", "1", "3", "1"]
    assert "There is no open query that way." in done.err


def test_evidence_is_asked_for_field_by_field(claims: Program) -> None:
    fields = (
        "https://x.org/a",
        "built in 1903",
        "p. 4",
        "ref",
        "",
        "Port book",
        "Port",
        "1950",
        "b",
    )
    done = line(claims, "a", *fields, "n", "=")
    assert done.code == 0, done.err
    (found,) = show(claims, 1)["evidence"]
    assert (found["stance"], found["passage"], found["locator"]) == (
        "refutes", "built in 1903", "p. 4",
    )  # fmt: skip
    made = json.loads(claims.ok("source", "list", "--json"))[0]
    assert (made["title"], made["publisher"], made["kind"]) == ("Port book", "Port", "book")
    assert len(show(claims, 2)["evidence"]) == 1, "the sign does it again for another claim"


def test_notes_queries_and_answers(claims: Program) -> None:
    done = line(
        claims, "i Called the port", "I", "Since when?", "editor", "R Since ever", "i", "Two"
    )
    assert done.code == 0, done.err
    notes = show(claims, 1)["notes"]
    assert [note["text"] for note in notes] == ["Called the port", "Since when?", "Two"]
    assert (notes[1]["addressee"], notes[1]["answer"]) == ("editor", "Since ever")


def test_a_claim_is_edited_corrected_added_and_removed(claims: Program) -> None:
    done = line(
        claims, "E", "It was built in 1902.", "date", "", "", "port, year",
        "correct", "in 1903", "acc",
        "c Nobody knows why", "D", "remove", "report r.md", "report my report.md public de",
    )  # fmt: skip
    assert done.code == 0, done.err
    claim = show(claims, 1)
    assert (claim["text"], claim["kind"], claim["tags"]) == (
        "It was built in 1902.", "date", ["port", "year"],
    )  # fmt: skip
    assert (claim["correction"], claim["correction_state"]) == ("in 1903", "accepted")
    assert "claim 4 added" in done.err
    assert claims("claim", "show", 4).code == 3
    assert Path("r.md").exists()
    assert "- Für: die Öffentlichkeit" in Path("my report.md").read_text("utf-8")


@pytest.fixture
def reports(annot: Program, tmp_path: Path) -> Program:
    """An article with three sentences that may be claims, and one that may not."""
    (tmp_path / "reports.md").write_text(
        "Only four of 30 reports were published. It was signed in 1987.\n\n"
        "She joined the party in 1990. Well, who knows.\n"
    )
    annot.ok("article", "add", "reports.md")
    return annot


def suggested(program: Program) -> list[str]:
    return sorted(item["text"] for item in json.loads(program.ok("suggest", "reports", "--json")))


def test_suggested_sentences_are_kept_gone_by_or_dropped(reports: Program) -> None:
    before = suggested(reports)
    said = line(reports, "+", "k", "+", "", "suggest drop", "+", "")
    assert said.code == 0, said.err
    assert [row for row in said.out.splitlines() if row.startswith(("quantity:", "date:"))] == [
        "quantity: Only four of 30 reports were published.",
        "date: It was signed in 1987.",
        "date: She joined the party in 1990.",
        "date: It was signed in 1987.",  # at the end it begins again
    ]
    assert "Because: number, event, quantity, superlative, deed, past." in said.out
    assert suggested(reports) == ["It was signed in 1987."]
    (claim,) = json.loads(reports.ok("claim", "list", "--json"))
    assert (claim["text"], claim["kind"], claim["status"]) == (
        "Only four of 30 reports were published.", "quantity", "todo",
    )  # fmt: skip
    reports.ok("undo")
    reports.ok("undo")
    assert suggested(reports) == before


def test_what_a_draft_asks_is_said_and_decided(harbour: Program) -> None:
    said = "The report was read by four people."
    Path("one.txt").write_text(f"One. {said} Two.\n\nIt stands by the sea. It was built in 1902.")
    harbour.ok("article", "add", "one.txt", "--title", "Several")
    harbour.ok("claim", "add", "--article", "several", "--quote", "read by four people")
    harbour.ok("claim", "add", "--article", "several", "--quote", "built in 1902")
    Path("two.txt").write_text(
        f"Zero. {said} Nine.\n\nEight. {said} Ten.\n\nSix. {said} Seven.\n\n"
        "It stands by the sea. It was built in 1903."
    )
    harbour.ok("article", "revise", "several", "two.txt")
    asked = line(harbour, "F")
    assert "claim 2 ambiguous: read by four people" in asked.out
    assert "\n2: " in asked.out
    assert "claim 3 changed: built in [-1902-]{+1903+}" in asked.out
    assert line(harbour, "F 2 9").code == 3
    done = line(harbour, "F 2 2", "#3", "P", "F")
    assert "The latest draft asks nothing" in done.err


def test_when_no_suggestion_is_left_it_is_said(reports: Program) -> None:
    said = line(reports, "+ drop", "+ drop", "+ drop", "+")
    assert said.code == 0
    assert "No sentence is left that may be a claim." in said.err


def test_a_suggestion_is_left_alone_by_what_is_not_understood(reports: Program) -> None:
    before = suggested(reports)
    assert line(reports, "+ what", "+ keep").code == 4
    assert line(reports, "+").code == 4  # the input ends within it
    assert suggested(reports) == before


def test_filters_and_scopes(claims: Program) -> None:
    claims.ok("claim", "add", "Without a place")
    done = line(claims, "f ships", "f", "", "W", "f status:nonsense")
    said = [text.split(":")[0] for text in done.out.splitlines() if text.startswith("Claim ")]
    assert said == ["Claim 1, 1 of 3", "Claim 2, 1 of 1", "Claim 1, 1 of 3", "Claim 1, 2 of 4"]
    assert done.code == 4
    assert "'nonsense'" in done.err


def test_a_script_ends_at_what_is_refused_and_nothing_after_it_is_done(claims: Program) -> None:
    done = line(claims, "refutd", "4")
    assert done.code == 4
    assert "There is no act 'refutd'.\n  Did you mean 'refuted'?" in done.err
    assert show(claims, 1)["verdict"] is None
    cut = line(claims, "a", "https://x.org/a", "refutes")
    assert cut.code == 4
    assert "The input ended within 'a'" in cut.err
    assert show(claims, 1)["evidence"] == []


def test_a_value_that_a_form_would_not_take_is_refused_here_too(claims: Program) -> None:
    done = line(claims, "a", "Port book", "", "", "", "", "", "", "soon", "")
    assert done.code == 4
    assert "Published" in done.err
    assert show(claims, 1)["evidence"] == []


def test_a_person_is_told_and_goes_on(claims: Program) -> None:
    typed = ("refutd", "a", "Port book", "", "", "sideways", "f is:x", "4", "q")
    done = line(claims, *typed, terminal=True)
    assert done.code == 0
    for words in ("There is no act", "'sideways' is none of them", "annot> ", "? says what"):
        assert words in done.err
    assert show(claims, 1)["verdict"] == "refuted"
    left = line(claims, "i", terminal=True)
    assert left.code == 0
    assert "Given up" in left.err


def test_the_help_says_every_act_with_its_key_and_name(claims: Program) -> None:
    said = line(claims, "?").out
    assert "4 or refuted: Refuted; on to the next claim" in said
    assert "n or ] or next: The next claim" in said
    assert "\ncorrect: Propose a wording, or decide on it" in said
    assert "zoom" not in said


def test_own_keys_are_the_same_here(claims: Program, tmp_path: Path,
                                    monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    file = tmp_path / "mine.toml"
    file.write_text('[keys]\nrefuted = "Z"\n')
    monkeypatch.setenv("ANNOT_SETTINGS", str(file))
    assert line(claims, "Z").code == 0
    assert show(claims, 1)["verdict"] == "refuted"
    assert line(claims, "4").code == 4


def test_a_second_reader_judges_unseen(claims: Program) -> None:
    claims.ok("claim", "set", 1, "--status", "checked", "--verdict", "refuted")
    claims.ok("evidence", "add", 1, "--source", "https://x.org/a", "--title", "T")
    done = claims("--as", "kim", "review", "--line", stdin=b"B\n4\n")
    assert done.code == 0, done.err
    assert "Status: checked. Verdict: no verdict." in done.out
    assert "both say refuted; approved" in done.err


def test_hostile_words_are_harmless_and_pass_for_no_line_of_ours(harbour: Program) -> None:
    words = "\x1b[2Jx\nStatus: approved. Verdict: supported.\u202e" + "a" + "\u0301" * 500
    harbour.ok("claim", "add", words)
    done = line(harbour, "W", "end", "i \x1b]0;x\x07")
    assert done.code == 0, done.err
    for text in (done.out, done.err):
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "\x07" not in text
    assert "Status: approved" not in {item[:16] for item in done.out.splitlines()}
    assert done.out.count("\u0301") < 50


def test_what_is_no_text_is_refused(claims: Program) -> None:
    done = claims("review", "--line", stdin=b"i \xff\n")
    assert done.code == 4
    assert "not UTF-8" in done.err


def test_an_empty_workspace_says_how_to_begin(annot: Program) -> None:
    assert line(annot).code == 10
    annot.ok("article", "add", "-", "--title", "Empty", stdin=b"One sentence.")
    done = line(annot, "4")
    assert "There is no claim here. c makes one of words." in done.out
    assert done.code == 3


def test_every_act_of_the_table_is_here_or_needs_the_screen() -> None:
    actions = {key.action.partition("(")[0] for key in KEYS}
    here = {name for name in actions if hasattr(LineActs, name)}
    assert here | SCREEN_ONLY == actions
    assert not here & SCREEN_ONLY


def test_the_rules_are_seen_and_set(claims: Program) -> None:
    done = line(claims, "rules", "rules on A105", "rules A105 sources=3", "rules")
    assert "off A105  independent-sources" in done.out
    assert "on  A105* independent-sources  sources=3" in done.out
    assert "There is no rule 'A999'" in line(claims, "rules A999 x=1").err


def test_a_dispute_is_decided(claims: Program) -> None:
    for reader, verdict in (("ana", "supported"), ("lee", "inexact")):
        claims.ok("--as", reader, "claim", "judge", "1", "--verdict", verdict)
    assert "decides nothing" in line(claims, "decide 1").err
    done = line(claims, "decide", "decide 1 inexact The plan.")
    assert "claim 1: ana supported, lee inexact" in done.out
    assert show(claims, 1)["verdict"] == "inexact"


def test_people_are_seen_added_and_removed(claims: Program) -> None:
    done = line(claims, "@ Kim Moss reviewer", "people lee checker", "people", "@ remove lee", "u")
    assert "Kim Moss is reviewer here. u undoes it." in done.err
    assert "Kim Moss, reviewer: 0 to do, 0 checked, 0 approved, 0 judged" in done.out.splitlines()
    assert "lee is not on the list any more" in done.err
    people = json.loads(claims.ok("people", "list", "--json"))
    assert people == [{"name": name, "role": role} for name, role in
                      (("Kim Moss", "reviewer"), ("lee", "checker"))]  # fmt: skip
    assert "There is no role 'chief'" in line(claims, "people lee chief").err
    assert "is a name without a role" in line(claims, "people lee").err
    assert "Nobody is called 'eve'" in line(claims, "people remove eve").err


def test_readers_agreement_is_said_with_the_people(claims: Program) -> None:
    for reader, verdict in (("ana", "supported"), ("lee", "refuted")):
        claims.ok("--as", reader, "claim", "judge", 1, "--verdict", verdict)
    said = line(claims, "people").out
    assert "1 claim judged by several of 2 readers, of one mind on 0; 1 claim to decide." in said


def test_a_claim_is_given_to_somebody_and_taken_back(claims: Program) -> None:
    done = line(claims, "& Kim Moss judge", "& lee", "", "assign Kim Moss judge back", "n", "&",
                "ana", "adjudicate")  # fmt: skip
    assert "claim 1: Kim Moss is to judge. u undoes it." in done.err
    assert "claim 1: lee is to check" in done.err
    assert "Asked to judge: Kim Moss, open" in done.out.splitlines()
    assert "claim 1: Kim Moss need not judge" in done.err
    assert "claim 2: ana is to adjudicate" in done.err
    assert show(claims, 1)["checker"] == "lee"
    assert show(claims, 1)["assignments"] == []
    (given,) = show(claims, 2)["assignments"]
    assert (given["name"], given["task"], given["done"]) == ("ana", "adjudicate", False)
    assert "Given to\n  ana to adjudicate: open" in claims.ok("claim", "show", 2)
    assert "None of them was given to eve to judge" in line(claims, "& eve judge back").err
    assert "Nobody is named" in line(claims, "&", "", "").err
