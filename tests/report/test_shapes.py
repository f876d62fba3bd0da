"""Headings, lists and quotes of an article, from its file to every form of the report."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from report_builders import paragraph

import annot
from annot.intake.word import read_word
from annot.report.shapes import parts, shapes

ARTICLE = """# Trams

The town has 31 trams.

### What *we* know ###

- One thing
  that goes on
- Another
  1. A first
> It is over,
> said the mayor.

## Last

The end.
"""


@pytest.fixture
def article(
    workspace: annot.Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> annot.Workspace:
    """A workspace with the article and claims in a paragraph, a heading, and over signs."""
    monkeypatch.chdir(tmp_path)
    Path("trams.md").write_text(ARTICLE)
    added = workspace.articles.add_file("trams.md")
    for quote in ("31 trams", "What *we* know", "over,\n> said the mayor", "## Last"):
        workspace.claims.add(added, quote=quote)
    return workspace


def test_the_page_shows_headings_lists_and_quotes_as_such(article: annot.Workspace) -> None:
    article.report("report.html")
    html = Path("report.html").read_text()
    text = html.partition("The text</h3>")[2].partition('<section class="claims"')[0]
    plain = re.sub(r'<a class="marker.*?</a>|</?mark[^>]*>', "", text)
    assert re.findall(r"<h(\d) dir=.auto. lang=..>(.*?)</h", plain) == [
        ("4", "Trams"), ("5", "What *we* know"), ("5", "## Last"),
    ]  # fmt: skip
    items = re.findall(r'<li class="([^"]*)" aria-level="(\d)">(.*?)</li>', plain, re.DOTALL)
    words = re.compile(r'dir="auto" lang="">(.*?)</p>')
    assert [(*item[:2], words.findall(item[2])) for item in items] == [
        ("level-1", "1", ["One thing", "that goes on"]),
        ("level-1", "1", ["Another"]),
        ("level-2 numbered", "2", ["1. A first"]),
    ]
    (quote,) = re.findall(r'<blockquote class="quoted">(.*?)</blockquote>', plain, re.DOTALL)
    assert re.findall(r'dir="auto" lang="">(.*?)</p>', quote) == [
        "It is over,",
        "&gt; said the mayor.",
    ]  # fmt: skip -- a claim covers the sign, so it stays
    assert "place-2-1" in text.partition("<h5")[2].partition("</h5>")[0]


def test_the_markdown_has_them_too(article: annot.Workspace) -> None:
    article.report("report.md")
    tokens = MarkdownIt().parse(Path("report.md").read_text())
    headings = [
        (token.tag, tokens[at + 1].content)
        for at, token in enumerate(tokens)
        if token.type == "heading_open" and "¶" in tokens[at + 1].content
    ]
    assert headings == [
        ("h4", "¶1 Trams"),
        ("h5", r"¶3 [2 ·]⟦What \*we\* know⟧"),
        ("h5", "¶10 [4 ·]⟦## Last⟧"),
    ]
    listed = [(t.level, t.content) for t in tokens if re.match(r"\*\*¶[45678]", t.content)]
    assert listed == [
        (3, "**¶4** One thing"),
        (3, "**¶5** that goes on"),
        (3, "**¶6** Another"),
        (5, "**¶7** 1. A first"),
        (2, "**¶8** It is [3 ·]⟦over,⟧"),
    ]


def test_the_word_report_has_their_styles_and_comes_back_with_them(
    article: annot.Workspace,
) -> None:
    article.report("report.docx")
    styles = {p.text: p.style.name for p in docx.Document("report.docx").paragraphs}
    assert {words: styles[words] for words in (
        "The town has 31 trams.", "What *we* know", "## Last", "One thing", "that goes on",
        "Another", "1. A first", "It is over,",
    )} == {
        "The town has 31 trams.": "Manuscript", "What *we* know": "Heading 3",
        "## Last": "Heading 3", "One thing": "List Bullet", "that goes on": "List Number",
        "Another": "List Bullet", "1. A first": "List Number", "It is over,": "Quote",
    }  # fmt: skip
    with zipfile.ZipFile("report.docx") as package:
        assert b'w:lvlText w:val="\xe2\x80\xa2"' in package.read("word/numbering.xml")
    read = read_word(Path("report.docx").read_bytes(), "report.docx")
    told = {read.text[b.start : b.end]: b.kind for b in read.blocks}
    assert (told["Another"], told["It is over,"]) == ("list", "quote")
    comments = {comment.printed for comment in read.comments}
    assert {"31 trams", "What *we* know", "## Last"} <= comments


_KINDS = st.tuples(
    st.sampled_from(["", "heading", "list", "quote"]), st.integers(1, 9), st.booleans()
)


@given(st.lists(_KINDS))
def test_no_depth_is_left_out_and_no_paragraph_is_lost(
    kinds: list[tuple[str, int, bool]],
) -> None:
    text = [
        paragraph(number, "a", kind=kind, level=level, goes_on=goes_on)
        for number, (kind, level, goes_on) in enumerate(kinds, start=1)
    ]
    depths = {"heading": 0, "list": 0}
    for shape in shapes(text):
        if shape.kind != "list":
            depths["list"] = 0
        if shape.kind in depths:
            assert 1 <= shape.depth <= depths[shape.kind] + 1
            depths[shape.kind] = shape.depth
    found = [own for part in parts(text, text) for item in part.items for _, own in item.paragraphs]
    assert found == text
