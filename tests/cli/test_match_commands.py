"""`annot match`, `annot claim link` and `unlink`: what was checked before is found and tied."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_program import Program, Result


@pytest.fixture
def claims(harbour: Program) -> Program:
    """The article `harbour` with a claim, and two claims without an article."""
    harbour.ok("claim", "add", "The harbour of Mole was not built in 1902")
    harbour.ok("claim", "add", "--", "The harbour\x1b was built\u202e in 1903")
    harbour.ok("claim", "set", 2, "--verdict", "refuted")
    return harbour


def line(program: Program, *typed: str, against: str = "") -> Result:
    options = ("--against", against) if against else ()
    stdin = "".join(f"{text}\n" for text in typed).encode()
    return program("review", "--line", *options, stdin=stdin)


def test_matches_are_printed_with_what_differs_first(claims: Program) -> None:
    done = claims("match", "The harbour was built in 1902.")
    said = done.out.splitlines()
    at = next(number for number, text in enumerate(said) if text.startswith("Claim 2 "))
    assert "✗ refuted  ● checked" in said[at]
    assert said[at + 1] == "  names: – / Mole"
    assert said[at + 2] == "  negation: – / not"
    assert said[at + 3] == "  The harbour {+of Mole +}was {+not +}built in 1902[-.-]"
    assert "  numbers: 1902 / 1903" in said
    assert "\x1b" not in done.out
    assert "\u202e" not in done.out
    assert done.err.splitlines() == ["3 matches."]


def test_json_has_every_part_of_a_match(claims: Program) -> None:
    (found,) = json.loads(claims.ok("match", "--claim", 1, "--limit", 1, "--json"))
    assert found["claim"] in (2, 3)
    assert set(found) == {
        "claim", "score", "numbers", "names", "negation", "text", "difference", "article",
        "status", "verdict", "correction", "when",
    }  # fmt: skip


def test_an_archive_is_looked_in(claims: Program, tmp_path: Path) -> None:
    claims.ok("-d", "archive.db", "claim", "add", "It was built in 1902, says the port")
    done = claims("match", "--claim", 1, "--against", "archive.db")
    assert done.out.startswith("Claim 1 ")
    assert "1 match in archive.db." in done.err
    assert "Only claims of one workspace are linked. See one: annot -d archive.db" in done.err
    missing = claims("match", "built", "--against", "none.db")
    assert (missing.code, missing.out) == (10, "")
    assert "no workspace none.db" in missing.err
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("typed", [[], ["words", "--claim", "1"], ["  "], ["built", "--limit", 0]])
def test_what_is_looked_for_has_to_be_said(claims: Program, typed: list[object]) -> None:
    done = claims("match", *typed)
    assert done.code == 2
    assert "Traceback" not in done.err


def test_claims_are_linked_shown_and_unlinked(claims: Program) -> None:
    assert "Claim 2 is the same as claim 1: no verdict." in claims("claim", "link", 2, 1).err
    shown = claims.ok("claim", "show", 1)
    assert "claim 2: refuted, checked: The harbour of Mole was not built in 1902" in shown
    (same,) = json.loads(claims.ok("claim", "show", 2, "--json"))["same"]
    assert (same["number"], same["article"], same["verdict"]) == (1, "harbour", None)
    assert "claim.link" in claims.ok("history", "--claim", 1)
    assert claims.ok("verify")
    claims.ok("claim", "unlink", 1, 2)
    assert "The same" not in claims.ok("claim", "show", 1)
    assert claims("claim", "unlink", 1, 2).code != 0


@pytest.mark.parametrize("ending", [".md", ".html"])
def test_the_report_tells_of_a_link_to_those_who_may_know(claims: Program, ending: str) -> None:
    claims.ok("claim", "set", 1, "--verdict", "supported")
    claims.ok("claim", "link", 1, 2)
    for audience in ("editor", "lawyer", "public"):
        name = f"{audience}{ending}"
        claims.ok("report", name, "--article", "harbour", "--audience", audience)
        told = Path(name).read_text()
        assert ("claim 2: refuted, checked: The harbour of Mole" in told) == (audience != "public")


def test_by_lines_matches_are_said_and_linked(claims: Program) -> None:
    done = line(claims, "#1", "K", "2", "", "known 2")
    assert done.code == 0, done.err
    assert "Differs in negation: – / not." in done.out
    assert "The same as claim 2, refuted: The harbour of Mole was not built in 1902" in done.out
    assert "claim 1 and claim 2 are the same. u undoes it." in done.err
    assert "claim 1 and claim 2 are no longer the same" in done.err
    assert "\x1b" not in done.out


@pytest.fixture
def archive(claims: Program) -> str:
    """An archive whose claim 7 alone is like the claims of the harbour."""
    for number in range(1, 7):
        claims.ok("-d", "archive.db", "claim", "add", f"Whale {number} sings")
    words = "The harbour was built in 1902, says\x1b the port"
    claims.ok("-d", "archive.db", "claim", "add", words)
    return "archive.db"


def test_by_lines_claims_of_an_archive_are_said_and_not_linked(
    claims: Program, archive: str
) -> None:
    done = line(claims, "#1", "K", "2", against=archive)
    assert done.code == 0, done.err
    assert "Claim 7 in archive.db, " in done.out
    assert "\x1b" not in done.out
    assert "only shown, and never linked" in done.err
    assert "claim 1 and claim 2 are the same" in done.err
    refused = line(claims, "#1", "K", "7", against=archive)
    assert refused.code == 4
    assert "Claim 7 in archive.db is of another workspace, and only shown." in refused.err
    assert "annot -d archive.db claim show 7" in refused.err


def test_by_lines_nothing_is_asked_where_only_the_archive_has_a_match(
    claims: Program, archive: str
) -> None:
    for number in (2, 3):
        claims.ok("claim", "remove", number)
    done = line(claims, "#1", "K", "refuted", against=archive)
    assert done.code == 0, done.err
    assert "Claim 7 in archive.db, " in done.out
    (claim,) = json.loads(claims.ok("claim", "list", "--json"))
    assert (claim["verdict"], claim["number"]) == ("refuted", 1)


@pytest.mark.file
def test_the_workspace_itself_is_not_looked_in_twice(claims: Program) -> None:
    done = line(claims, "#1", "K", "", against="annot.db")
    assert "Claim 2, " in done.out
    assert "annot.db" not in done.out


@pytest.mark.parametrize("by_line", [["--line"], []], ids=["line", "screen"])
def test_an_archive_that_is_not_there_is_one_error_before_anything_opens(
    claims: Program, by_line: list[str], tmp_path: Path
) -> None:
    (tmp_path / "notes.db").write_text("No workspace, but notes.")
    for name in ("none.db", "notes.db"):
        done = claims("review", *by_line, "--against", name, terminal=not by_line)
        assert (done.code, done.out) == (10, "")
        assert name in done.err
    assert "Traceback" not in done.err
    assert not (tmp_path / "none.db").exists()


def test_a_matcher_that_is_not_installed_is_told(claims: Program) -> None:
    done = claims("match", "--claim", 1, "--with", "ours")
    assert (done.code, done.out) == (3, "")
    assert "There is no matcher 'ours'." in done.err


def test_a_matcher_scores_what_was_found(
    claims: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ours.py").write_text(
        "def match(text, found):\n    return {item.claim: 40 + item.claim for item in found}\n"
    )
    info = tmp_path / "ours-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: ours\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[annot.matchers]\nours = ours:match\n")
    monkeypatch.syspath_prepend(tmp_path)
    found = json.loads(claims.ok("match", "--claim", 1, "--with", "ours", "--json"))
    assert [(item["claim"], item["score"]) for item in found] == [(3, 43), (2, 42)]
    monkeypatch.setenv("ANNOT_SETTINGS", str(tmp_path / "settings.toml"))
    (tmp_path / "settings.toml").write_text('[match]\nwith = "ours"\n')
    assert "Claim 3, 43 of 100" in line(claims, "#1", "K", "").out


def test_the_screen_in_a_browser_is_not_begun_with_an_archive_that_is_not_there(
    claims: Program,
) -> None:
    pytest.importorskip("textual_serve")
    done = claims("serve", "--against", "none.db", "--port", 0)
    assert (done.code, done.out) == (10, "")
    assert "no workspace none.db" in done.err
