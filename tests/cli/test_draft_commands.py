"""`annot article revise` and `diff`, `annot claim confirm`."""

from __future__ import annotations

import json
from pathlib import Path

from cli_program import TEXT, Program


def test_a_draft_says_what_it_did_and_a_dry_run_only_what_it_would(harbour: Program) -> None:
    Path("two.md").write_text(TEXT.replace("1902", "1903").replace("Nobody knows why. ", ""))
    harbour.ok("claim", "set", 1, "--verdict", "supported")
    tried = harbour("article", "revise", "harbour", "two.md", "--dry-run")
    assert "claim 1: changed  built in [-1902-]{+1903+}" in tried.out
    assert "would have" in tried.err
    assert json.loads(harbour.ok("claim", "show", 1, "--json"))["status"] == "checked"
    done = harbour("article", "revise", "harbour", "two.md")
    assert done.out == tried.out
    assert "1 with other words, 1 stale now" in done.err
    assert "annot claim confirm N" in done.err
    shown = json.loads(harbour.ok("claim", "show", 1, "--json"))
    assert (shown["status"], shown["anchors"][0]["placement"]) == ("stale", "moved")
    assert "built in 1903" in harbour.ok("article", "show", "harbour")
    harbour.ok("claim", "confirm", 1, "--status", "todo")
    assert harbour("claim", "list", "placement:moved").out == ""
    harbour.ok("undo")
    harbour.ok("undo")
    assert "built in 1902" in harbour.ok("article", "show", "harbour")


def test_the_difference_of_two_drafts_is_shown_by_paragraph(harbour: Program) -> None:
    Path("two.md").write_text(TEXT.replace("1902", "1903") + "\nA last one.\n")
    harbour.ok("article", "revise", "harbour", "two.md")
    found = harbour("article", "diff", "harbour")
    assert found.code == 1
    assert "~ The harbour was built in [-1902-]{+1903+}." in found.out
    assert "+ A last one." in found.out
    assert "Nobody knows" not in found.out
    same = harbour("article", "diff", "harbour", "--from", 2, "--to", 2)
    assert (same.code, same.out) == (0, "")
    blocks = json.loads(harbour("article", "diff", "harbour", "--json").out)
    assert {block["kind"] for block in blocks} == {"same", "changed", "added"}


def test_what_is_no_draft_is_refused(harbour: Program) -> None:
    Path("same.md").write_text(TEXT)
    assert harbour("article", "revise", "harbour", "same.md").code == 4
    assert harbour("article", "revise", "harbour", "none.md").code == 7
    assert harbour("article", "revise", "nope", "same.md").code == 3
    Path("binary.md").write_bytes(bytes(range(256)) * 9)
    assert harbour("article", "revise", "harbour", "binary.md").code == 7
    assert harbour("article", "diff", "harbour").code == 3
