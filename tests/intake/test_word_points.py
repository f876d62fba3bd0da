"""Comments of a Word file that stand at a point, not at words."""

from __future__ import annotations

from pathlib import Path

import pytest

import annot
from annot.intake.word import read_word
from tests.documents import HAS_OFFICE, NAMES, comments, paragraph, run, saved_by_office, word_file

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def remark(text: str) -> str:
    """A comment at a point, as LibreOffice has it in its own format."""
    return (
        "<office:annotation><dc:creator>Kim</dc:creator><dc:date>2026-01-02T10:00:00</dc:date>"
        f"<text:p>{text}</text:p></office:annotation>"
    )


def point(number: int) -> str:
    return f'<w:r><w:commentReference w:id="{number}"/></w:r>'


@pytest.fixture
def workspace_of(workspace: annot.Workspace, tmp_path: Path) -> annot.Workspace:
    """A workspace into which LibreOffice's own file with comments at points was taken."""
    path = tmp_path / "trams.fodt"
    path.write_text(
        f'<?xml version="1.0"?><office:document xmlns:office="{_OFFICE}:office:1.0" '
        f'xmlns:text="{_OFFICE}:text:1.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.2" '
        'office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>'
        f"<text:p>The town has 31 trams{remark('See https://example.org/fleet, p. 2.')} since "
        f"2004. {remark('Ask the mayor.')}Nobody knows why.{remark('Is that so?')}</text:p>"
        f"<text:p>{remark('From memory')}It rains.</text:p>"
        "</office:text></office:body></office:document>"
    )
    workspace.articles.add_file(saved_by_office(path, "docx", tmp_path))
    return workspace


@pytest.mark.skipif(not HAS_OFFICE, reason="needs LibreOffice (soffice)")
def test_comments_at_a_point_as_libreoffice_saves_them_come_in(
    workspace_of: annot.Workspace,
) -> None:
    claims = {claim.text: claim for claim in workspace_of.claims.list()}
    assert set(claims) == {
        "The town has 31 trams since 2004.", "Nobody knows why.", "It rains.",
    }  # fmt: skip
    (evidence,) = workspace_of.evidence.list(claims["The town has 31 trams since 2004."])
    assert evidence.note == "See https://example.org/fleet, p. 2."
    notes = {note.text: note for note in workspace_of.notes.list()}
    for text in ("Ask the mayor.", "Is that so?"):
        assert notes[text].claim_id == claims["Nobody knows why."].id
    assert (notes["Is that so?"].addressee, notes["Is that so?"].added_by) == ("author", "Kim")
    assert notes["From memory"].claim_id == claims["It rains."].id


@pytest.mark.parametrize(
    ("body", "about"),
    [
        (paragraph(run("One stands.  Two stand.   ") + point(0)), "Two stand."),
        (paragraph(run("One stands. ") + point(0) + run("Two stand.")), "Two stand."),
        (paragraph(run("One stands.") + point(0) + run(" Two stand.")), "One stands."),
        (paragraph(run("One stands. Tw") + point(0) + run("o stand.")), "Two stand."),
        (paragraph(run("One stands.")) + paragraph("") + paragraph(point(0)), "One stands."),
        (paragraph(point(0)) + paragraph(run("One stands.")), "One stands."),
        (paragraph(run("One.")) + paragraph(point(0) + run(" Two stand.")), "Two stand."),
        (
            paragraph('<w:commentRangeStart w:id="0"/>' + run("One stands. ") + point(0))
            + paragraph(run("Two stand.")),
            "One stands.",
        ),
        (paragraph(run("One.") + '<w:commentRangeEnd w:id="0"/>' + point(0)), "One."),
    ],
    ids=["spaces", "before", "behind", "inside", "empty last", "empty first", "next", "no end",
         "no start"],
)  # fmt: skip
def test_a_point_is_about_the_sentence_that_it_stands_in_or_behind(
    workspace: annot.Workspace, tmp_path: Path, body: str, about: str
) -> None:
    path = tmp_path / "points.docx"
    path.write_bytes(word_file(body, comments=comments("From memory")))
    workspace.articles.add_file(path)
    assert [claim.text for claim in workspace.claims.list()] == [about]
    assert [note.text for note in workspace.notes.list()] == ["From memory"]


def test_a_comment_in_a_footnote_is_about_the_sentence_of_the_footnote(
    workspace: annot.Workspace, tmp_path: Path
) -> None:
    call = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    inside = paragraph(
        '<w:commentRangeStart w:id="0"/>' + run("The mayor.") + '<w:commentRangeEnd w:id="0"/>'
        + point(0)
    )  # fmt: skip
    path = tmp_path / "notes.docx"
    path.write_bytes(
        word_file(
            paragraph(run("One stands.") + call + run(" Two stand.")),
            comments=comments("Which one?"),
            footnotes=f'<w:footnotes {NAMES}><w:footnote w:id="1">{inside}</w:footnote>'
            "</w:footnotes>",
        )
    )
    workspace.articles.add_file(path)
    (claim,) = workspace.claims.list()
    assert claim.text == "One stands."
    assert {note.text for note in workspace.notes.list()} == {"The mayor.", "Which one?"}


def test_a_point_inside_a_range_leaves_the_range_alone() -> None:
    body = paragraph(
        '<w:commentRangeStart w:id="0"/>' + run("One ") + point(1) + run("stands")
        + '<w:commentRangeEnd w:id="0"/>' + point(0) + run(" here.")
    )  # fmt: skip
    read = read_word(word_file(body, comments=comments("First", "Second")), "a.docx")
    assert [(comment.start, comment.end) for comment in read.comments] == [(0, 10), (4, 4)]
