"""Web pages as articles: their main text, its structure, and what they say of themselves."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

import annot
from annot.errors import AnnotError, InputFileError, UnreachableError
from annot.intake.html import read_html
from tests.pages import PAGE, site


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with site() as address:
        yield address


def test_the_article_is_picked_out_of_the_page_and_its_structure_with_it() -> None:
    page = read_html(PAGE.encode(), "page.html")

    assert "Home" not in page.text
    assert "Copyright" not in page.text
    assert [
        (block.kind, block.level, page.text[block.start : block.end]) for block in page.blocks
    ] == [
        ("heading", 1, "Trams of the town"),
        ("heading", 2, "Why nobody knows"),
        ("list", 1, "One thing that is long enough to be kept in the text"),
        ("list", 1, "Another thing with a link in the middle of it"),
        ("quote", 1, "It is over now, said the mayor of the town in the end."),
    ]
    assert "only four of the reports about them were ever published." in page.text
    assert "nobody has asked about it for years; it went on until the summer" in page.text
    assert (page.title, page.byline, page.publication, page.published) == (
        "Trams of the town", "City desk", "The Paper", "2025-10-02",
    )  # fmt: skip


def test_all_that_a_page_shows_is_there_too_and_nothing_that_it_does_not() -> None:
    page = read_html(PAGE.encode(), "page.html")

    assert "About us" in page.whole
    assert "Copyright" in page.whole
    assert "never shown" not in page.whole


def test_a_saved_page_becomes_an_article_and_its_bytes_are_kept(
    workspace: annot.Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "saved.html"
    path.write_text(PAGE)
    article = workspace.articles.add_file(path, byline="Somebody else")
    revision = workspace.articles.revision(article)

    assert (article.title, article.byline, article.publication) == (
        "Trams of the town", "Somebody else", "The Paper",
    )  # fmt: skip
    assert workspace.articles.content(revision.file_sha256) == PAGE.encode()
    assert revision.blocks[0] == ["heading", 1, 0, 17]
    claim = workspace.claims.add(article, quote="only four of the reports")
    assert workspace.claims.anchors(claim)[0].exact == "only four of the reports"
    assert not workspace.history.verify().breaks


def test_an_address_becomes_an_article_and_what_it_answered_is_kept(
    workspace: annot.Workspace, address: str
) -> None:
    article = workspace.articles.add_file(f"{address}/go", allow_private=True)
    revision = workspace.articles.revision(article)

    assert revision.filename == f"{address}/page"
    kept = workspace.articles.content(revision.file_sha256)
    assert kept[:2] == b"\x1f\x8b"
    assert revision.media_type == "application/warc"


@pytest.mark.parametrize(
    ("place", "error", "told"),
    [
        ("/gone", UnreachableError, "answers 404 Not Found"),
        ("/named.pdf", InputFileError, "is a PDF, not a text"),
        ("/picture", InputFileError, r"no text \(image/png\)"),
    ],
)
def test_an_address_without_an_article_is_one_clear_error(
    workspace: annot.Workspace, address: str, place: str, error: type[AnnotError], told: str
) -> None:
    with pytest.raises(error, match=told):
        workspace.articles.add_file(address + place, allow_private=True)

    assert workspace.articles.list() == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        b"%PDF-1.4 nothing",
        b"<html><body></body></html>",
        b"<div>" * 50_000,
        b"<html><body>" + b"<p>&" * 20_000,
        "<html><body><p>Lone \ud800 half</p>".encode("utf-8", "surrogatepass"),
        b"\0" * 100_000,
    ],
    ids=["empty", "picture", "pdf", "bare", "deep", "entities", "surrogate", "zeros"],
)
def test_what_is_no_article_is_one_clear_error(
    workspace: annot.Workspace, tmp_path: Path, data: bytes
) -> None:
    path = tmp_path / "strange.html"
    path.write_bytes(data)
    told = ""
    try:
        workspace.articles.add_file(path)
    except AnnotError as error:
        told = error.message
    assert ("strange.html" in told) == (workspace.articles.list() == [])


@pytest.mark.parametrize("seed", range(12))
def test_a_broken_page_is_read_or_is_one_clear_error(
    workspace: annot.Workspace, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    data = bytearray(PAGE.encode())
    if seed % 3 == 0:
        data = data[: chance.randrange(len(data))]
    for _ in range(1 + 6 * seed):
        if data:
            data[chance.randrange(len(data))] = chance.randrange(256)
    path = tmp_path / "broken.html"
    path.write_bytes(data)
    told = ""
    try:
        workspace.articles.add_file(path)
    except AnnotError as error:
        told = error.message
    assert ("broken.html" in told) == (workspace.articles.list() == [])
