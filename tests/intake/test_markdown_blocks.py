"""Markdown: the text stays as it is, and its structure is known beside it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import annot
from annot.intake.markdown import LONGEST, markdown_blocks

ARTICLE = """---
title: Trams
---
# Trams of the town #

The town has 31 trams
since 2004.

Why nobody
knows
-----

- One thing
  that goes on
- Another

  with a second paragraph
  1. ## Numbered
  2. 2
> - Said in a list
>
> It is over,
said the mayor.
> > Is it?

```
# no heading
```
"""


def told(text: str) -> list[tuple[str, int, str]]:
    return [(b.kind, b.level, text[b.start : b.end]) for b in markdown_blocks(text)]


def test_headings_lists_and_quotes_are_found_with_their_words_and_no_signs() -> None:
    assert told(ARTICLE) == [
        ("heading", 1, "Trams of the town"),
        ("heading", 2, "Why nobody\nknows"),
        ("list", 1, "One thing\n  that goes on"),
        ("list", 1, "Another"),
        ("list", 1, "with a second paragraph"),
        ("heading", 2, "Numbered"),
        ("list", 2, "2"),
        ("list", 1, "Said in a list"),
        ("quote", 1, "It is over,\nsaid the mayor."),
        ("quote", 2, "Is it?"),
    ]


def test_a_rule_at_the_begin_hides_nothing() -> None:
    assert told("---\n# First\n---\n# Second\n") == [
        ("heading", 1, "First"),
        ("heading", 1, "Second"),
    ]


def test_code_points_are_counted_and_signs_within_words_stay() -> None:
    assert told("😀\n\n# 🚋 a # b #\n\n##\n\n- \n- - x - x\n") == [
        ("heading", 1, "🚋 a # b"),
        ("list", 2, "x - x"),
    ]


def test_a_file_keeps_its_text_and_a_new_draft_has_its_own_blocks(
    workspace: annot.Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "trams.md"
    path.write_bytes(ARTICLE.replace("\n", "\r\n").encode("utf-16"))
    article = workspace.articles.add_file(path)
    assert workspace.articles.text(article) == ARTICLE
    assert len(workspace.articles.revision(article).blocks) == 10

    path.write_text("Nothing before\n\n## Trams, *all* of them\n")
    workspace.articles.revise_file(article, path)
    assert workspace.articles.revision(article).blocks == [["heading", 2, 19, 39]]
    assert len(workspace.articles.revision(article, 1).blocks) == 10
    workspace.history.undo()
    assert len(workspace.articles.revision(article).blocks) == 10


def test_a_text_has_no_structure(workspace: annot.Workspace, tmp_path: Path) -> None:
    path = tmp_path / "trams.txt"
    path.write_text("# Trams\n")
    assert workspace.articles.revision(workspace.articles.add_file(path)).blocks == []


_SIGNS = ("# ", "## ", "- ", "1. ", "> ", "    ", "\t", "===", "---", "#", "[a]: b", "\\", "`",
          "```", "<p>", "&amp;", "\x0b", "\u2028", "\xa0", " ", "*", "a", "b c", "é🚋")  # fmt: skip
_LINE = st.lists(st.sampled_from(_SIGNS), max_size=6).map("".join)


@given(st.lists(_LINE, max_size=12).map("\n".join))
@example("-\ta\n\t> b")
@example("- a\n\n\x0b- b")
@example("\x0b\n&amp;\n===")
def test_blocks_stand_in_the_text_in_order_and_hold_its_words(text: str) -> None:
    before = 0
    for block in markdown_blocks(text):
        assert before <= block.start < block.end <= len(text)
        words = text[block.start : block.end]
        assert words == words.strip()
        assert block.kind != "heading" or 1 <= block.level <= 6
        before = block.end


@given(
    st.integers(1, 6),
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1).filter(
        lambda words: words.strip("#") and not words.endswith(("#", "\\"))
    ),
    st.sampled_from(["", "> ", "- ", "> - ", "3. "]),
)
def test_a_heading_is_the_words_behind_its_signs(level: int, words: str, before: str) -> None:
    text = f"Para.\n\n{before}{'#' * level} {words} {'#' * level}  \n\nPara.\n"
    assert told(text) == [("heading", level, words)]


@pytest.mark.parametrize(
    "line", ["- a\n", "> a\n", "[a]: b\n", "a\n", "# ", "> ", "- ", "1. a\n", "[", "\t"]
)
def test_hostile_markdown_is_read_in_time(line: str) -> None:
    text = line * (200_000 // len(line))
    began = time.perf_counter()
    markdown_blocks(text)
    assert time.perf_counter() - began < 20


def test_a_text_that_is_too_long_has_no_structure() -> None:
    assert markdown_blocks("# a\n" + "a" * LONGEST) == ()
