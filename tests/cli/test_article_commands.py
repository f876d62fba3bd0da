"""`annot article`, as somebody at a shell meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_program import TEXT, Program


@pytest.mark.file
def test_article_add_prints_the_slug_for_scripts_and_the_counts_for_people(
    annot: Program, tmp_path: Path
) -> None:
    (tmp_path / "harbour.md").write_text(TEXT)
    result = annot("article", "add", "harbour.md")
    assert result.out == "harbour\n"
    assert "Began the workspace annot.db" in result.err
    assert "revision 1, 5 sentences in 3 paragraphs" in result.err


def test_article_add_on_a_terminal_does_not_say_it_twice(annot: Program, tmp_path: Path) -> None:
    (tmp_path / "harbour.md").write_text(TEXT)
    result = annot("article", "add", "harbour.md", terminal=True)
    assert (result.code, result.out) == (0, "")
    assert "Added the article harbour" in result.err


def test_article_add_reads_standard_input(annot: Program) -> None:
    annot.ok("article", "add", "-", "--title", "Piped", stdin=TEXT.encode())
    assert annot.ok("article", "show", "piped") == TEXT


def test_article_add_of_several_files_is_one_operation(annot: Program, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(f"The words of {name}.")
    annot.ok("article", "add", "one.txt", "two.txt")
    annot.ok("undo")
    assert json.loads(annot.ok("article", "list", "--json")) == []


@pytest.mark.file
@pytest.mark.parametrize("begun", [False, True])
def test_article_add_with_one_bad_file_writes_nothing(
    annot: Program, tmp_path: Path, begun: bool
) -> None:
    (tmp_path / "one.txt").write_text("Words.")
    if begun:
        annot.ok("claim", "add", "One is so")
    result = annot("article", "add", "one.txt", "missing.txt")
    assert result.code == 7
    assert "There is no file missing.txt" in result.err
    assert (tmp_path / "annot.db").exists() is begun
    if begun:
        assert json.loads(annot.ok("article", "list", "--json")) == []


def test_article_add_tells_an_encoding_that_is_not_utf_8(annot: Program, tmp_path: Path) -> None:
    words = "Das Café in der Straße öffnete früher. Für Gäste gab es süße Brötchen. "
    (tmp_path / "old.txt").write_bytes((words * 5).encode("latin-1"))
    result = annot("article", "add", "old.txt")
    assert result.code == 0
    assert "It was read as cp125" in result.err
    assert "Café in der Straße" in annot.ok("article", "show", "old")


def test_article_add_tells_repeated_paragraphs(annot: Program) -> None:
    passage = "The committee met nine times in that year and published four reports."
    text = f"{passage}\n\nBetween them stands this.\n\n{passage}\n"
    result = annot("article", "add", "-", "--title", "Twice", stdin=text.encode())
    assert "Paragraph 3 repeats 1: a claim there is anchored in both." in result.err
    annot.ok("claim", "add", "--article", "twice", "--quote", "published four reports")
    anchors = json.loads(annot.ok("claim", "show", "1", "--json"))["anchors"]
    assert [anchor["exact"] for anchor in anchors] == ["published four reports"] * 2


def test_a_title_for_several_files_is_refused(annot: Program) -> None:
    assert annot("article", "add", "a.txt", "b.txt", "--title", "T").code == 2


def test_article_show_marks_the_claims(harbour: Program) -> None:
    harbour.ok("claim", "add", "--article", "harbour", "--quote", "in 1902. Only four ships")
    shown = harbour.ok("article", "show", "harbour", "--claims")
    assert "The harbour was ⟦1 built ⟦2 in 1902⟧. Only four ships⟧ were" in shown
    assert "no verdict: built in 1902" in shown


def test_article_show_as_json_holds_the_exact_text(harbour: Program) -> None:
    shown = json.loads(harbour.ok("article", "show", "harbour", "--claims", "--json"))
    anchor = shown["claims"][0]["anchors"][0]
    assert shown["text"] == TEXT
    assert TEXT[anchor["start"] : anchor["end"]] == "built in 1902"


def test_article_set_changes_what_is_given(harbour: Program) -> None:
    harbour.ok("article", "set", "harbour", "--byline", "D. Roe", "--published", "2025-10")
    (listed,) = json.loads(harbour.ok("article", "list", "--json"))
    assert (listed["title"], listed["byline"]) == ("Harbour", "D. Roe")
    assert harbour("article", "set", "harbour").code == 2


def test_article_coverage_counts_claims_and_acceptances(harbour: Program) -> None:
    harbour.ok("article", "accept", "harbour", "--sentence", "4", "--reason", "nobody can")
    result = harbour("article", "coverage", "harbour", "--json")
    covered = [item["number"] for item in json.loads(result.out) if item["covered"]]
    assert covered == [2, 4]
    assert (
        "5 sentences: 1 with a claim, 1 accepted as having none, 3 not yet looked at."
    ) in harbour("article", "coverage", "harbour").err
    left = json.loads(harbour.ok("article", "coverage", "harbour", "--open", "--json"))
    assert [item["number"] for item in left] == [1, 3, 5]


def test_article_unaccept_takes_it_back(harbour: Program) -> None:
    harbour.ok("article", "accept", "harbour", "--quote", "Nobody knows why.")
    harbour.ok("article", "unaccept", "harbour", "--sentence", "4")
    left = json.loads(harbour.ok("article", "coverage", "harbour", "--open", "--json"))
    assert 4 in [item["number"] for item in left]
    assert harbour("article", "unaccept", "harbour", "--sentence", "99").code == 3


def test_article_accept_wants_one_passage(harbour: Program) -> None:
    assert harbour("article", "accept", "harbour").code == 2
    assert harbour("article", "accept", "harbour", "--quote", "x", "--sentence", "1").code == 2


def test_article_remove_never_asks_in_a_pipe(harbour: Program) -> None:
    result = harbour("article", "remove", "harbour")
    assert result.code == 2
    assert "--yes" in result.err
    harbour.ok("article", "remove", "harbour", "--yes")
    assert harbour("claim", "show", "1").code == 3
    harbour.ok("undo")
    harbour.ok("claim", "show", "1")


def test_article_remove_asks_on_a_terminal(harbour: Program) -> None:
    refused = harbour("article", "remove", "harbour", stdin=b"n\n", terminal=True)
    assert "Nothing was removed" in refused.err
    harbour.ok("article", "show", "harbour")
    harbour.ok("article", "remove", "harbour", stdin=b"y\n", terminal=True)
    assert harbour("article", "show", "harbour").code == 3


def test_the_same_file_twice_is_refused_and_names_the_article(
    harbour: Program, tmp_path: Path
) -> None:
    result = harbour("article", "add", "harbour.md")
    assert (result.code, result.out) == (4, "")
    assert "The words of harbour.md are there already, as the article 'harbour'" in result.err
    assert "annot article show harbour" in result.err
    assert "--again" in result.err
    (tmp_path / "copy.txt").write_text("Another text.")
    assert harbour("article", "add", "copy.txt", "copy.txt").code == 4
    assert harbour.ok("article", "add", "harbour.md", "--again") == "harbour-2\n"
    assert len(json.loads(harbour.ok("article", "list", "--json"))) == 2


def test_coverage_has_the_numbers_of_the_report_with_repeated_passages_too(
    annot: Program, tmp_path: Path
) -> None:
    passage = "The harbour was built in 1902. Only four ships were ever built there by the yard."
    (tmp_path / "twice.txt").write_text(f"{passage}\n\nNobody knows why. It rained.\n\n{passage}\n")
    annot.ok("article", "add", "twice.txt")
    annot.ok("claim", "add", "--article", "twice", "--quote", "four ships")
    annot.ok("article", "accept", "twice", "--quote", "It rained.")
    told = "1 with a claim, 1 accepted as having none, 2 not yet looked at"
    result = annot("article", "coverage", "twice")
    assert f"4 sentences (and 2 that repeat others): {told}." in result.err
    annot.ok("report", "report.md")
    assert f"{told}, 4 in all." in (tmp_path / "report.md").read_text()
    assert len(json.loads(annot.ok("article", "coverage", "twice", "--open", "--json"))) == 2
    assert annot("check", "--code", "A301").out.count("A301") == 2


def test_the_structure_of_an_article_is_shown_as_json(annot: Program, tmp_path: Path) -> None:
    (tmp_path / "trams.md").write_text("# Trams\n\n- One\n  - 🚋 two\n\n> It is\n> over.\n")
    annot.ok("article", "add", "trams.md")
    told = json.loads(annot.ok("article", "show", "trams", "--json"))
    assert set(told["blocks"][0]) == {"kind", "level", "start", "end"}
    shown = [(b["kind"], b["level"], told["text"][b["start"] : b["end"]]) for b in told["blocks"]]
    assert shown == [
        ("heading", 1, "Trams"),
        ("list", 1, "One"),
        ("list", 2, "🚋 two"),
        ("quote", 1, "It is\n> over."),
    ]
