"""What of a Word file is its text: boxes once, joined paragraphs, formulas."""

from __future__ import annotations

from pathlib import Path

import pytest

from annot.intake.word import read_word
from tests.documents import HAS_OFFICE, NAMES, comments, paragraph, run, saved_by_office, word_file


def text_of(body: str) -> str:
    return read_word(word_file(body), "a.docx").text


def box(*paragraphs: str) -> str:
    """A text box, as Word writes it: once for new programs and once for old ones."""
    inside = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        "<w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{inside}</wps:txbx></w:drawing>'
        "</mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def test_a_text_box_is_read_once_and_behind_its_paragraph() -> None:
    body = paragraph(run("The town has ") + box(paragraph(run("In a box."))) + run("31 trams."))
    assert text_of(body + paragraph(run("It rains."))) == (
        "The town has 31 trams.\n\nIn a box.\n\nIt rains."
    )


def test_a_box_of_old_programs_only_is_read() -> None:
    old = "<w:r><w:pict><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></w:pict></w:r>"
    alone = old.format(paragraph(run("In a box.")))
    assert text_of(paragraph(run("One.") + alone)) == "One.\n\nIn a box."
    wrapped = f"<mc:AlternateContent><mc:Fallback>{alone}</mc:Fallback></mc:AlternateContent>"
    assert text_of(paragraph(run("One.") + wrapped)) == "One.\n\nIn a box."


def test_boxes_in_boxes_come_one_after_the_other() -> None:
    inner = box(paragraph(run("Inner.")))
    outer = box(paragraph(run("Outer.") + inner), paragraph(run("Last of the outer.")))
    assert text_of(paragraph(outer + run("Text.")) + paragraph(run("End."))) == (
        "Text.\n\nOuter.\n\nInner.\n\nLast of the outer.\n\nEnd."
    )


def test_comments_in_a_box_stand_at_their_words() -> None:
    inside = '<w:commentRangeStart w:id="0"/>' + run("a box") + '<w:commentRangeEnd w:id="0"/>'
    body = paragraph(run("The town.") + box(paragraph(run("In ") + inside + run("."))))
    read = read_word(word_file(body, comments=comments("Which?")), "a.docx")
    (comment,) = read.comments
    assert comment.printed == "a box"
    assert read.text[comment.start : comment.end] == "a box"


@pytest.mark.skipif(not HAS_OFFICE, reason="needs LibreOffice (soffice)")
def test_a_text_box_of_libreoffice_is_read_once(tmp_path: Path) -> None:
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("office", "office"), ("text", "text"), ("draw", "drawing"),
                            ("svg", "svg-compatible"))
    )  # fmt: skip
    path = tmp_path / "boxes.fodt"
    path.write_text(
        f'<?xml version="1.0"?><office:document {names} office:version="1.2" '
        'office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>'
        '<text:p>The town has <draw:frame text:anchor-type="char" svg:width="5cm" '
        'svg:height="2cm"><draw:text-box><text:p>In a box.</text:p></draw:text-box></draw:frame>'
        "31 trams.</text:p></office:text></office:body></office:document>"
    )
    data = saved_by_office(path, "docx", tmp_path).read_bytes()
    assert read_word(data, "a.docx").text == "The town has 31 trams.\n\nIn a box."


GONE = '<w:rPr><w:del w:id="7" w:author="Ed"/></w:rPr>'
MOVED = '<w:rPr><w:moveFrom w:id="7" w:author="Ed"/></w:rPr>'


def struck(words: str) -> str:
    return f'<w:del w:id="8" w:author="Ed"><w:r><w:delText>{words}</w:delText></w:r></w:del>'


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (paragraph(run("The town "), GONE) + paragraph(run("has 31 trams.")),
         "The town has 31 trams."),
        (paragraph(run("One "), GONE) + paragraph(run("two "), GONE) + paragraph(run("three.")),
         "One two three."),
        (paragraph(run("One.")) + paragraph(struck("Two."), GONE) + paragraph(run("Three.")),
         "One.\n\nThree."),
        (paragraph(run("One.")) + paragraph(struck("Two."), MOVED) + paragraph(run("Three.")),
         "One.\n\nThree."),
        (paragraph(run("One. ") + box(paragraph(run("Box."))), GONE) + paragraph(run("Two.")),
         "One. Two.\n\nBox."),
        ("<w:tbl><w:tr><w:tc>" + paragraph(run("One."), GONE) + "</w:tc><w:tc>"
         + paragraph(run("Two."), GONE) + "</w:tc></w:tr></w:tbl>" + paragraph(run("Three.")),
         "One.\n\nTwo.\n\nThree."),
        ('<w:tbl><w:tr><w:trPr><w:del w:id="9" w:author="Ed"/></w:trPr><w:tc>'
         + paragraph(run("Gone.")) + "</w:tc></w:tr><w:tr><w:tc>" + paragraph(run("Here."))
         + "</w:tc></w:tr></w:tbl>", "Here."),
        (paragraph(run("Last."), GONE), "Last."),
        (paragraph(run("One."), '<w:rPr><w:ins w:id="7" w:author="Ed"/></w:rPr>')
         + paragraph(run("Two.")), "One.\n\nTwo."),
    ],
    ids=["two", "three", "whole", "moved", "box", "cells", "row", "last", "inserted"],
)  # fmt: skip
def test_paragraphs_whose_end_was_deleted_are_joined(body: str, text: str) -> None:
    assert text_of(body) == text


def test_what_is_joined_is_what_the_end_that_stays_makes_of_it() -> None:
    level = '<w:outlineLvl w:val="1"/>'
    body = paragraph(run("Trams "), GONE) + paragraph(run("of the town"), level)
    read = read_word(word_file(body + paragraph(run("It rains."))), "a.docx")
    assert read.text == "Trams of the town\n\nIt rains."
    assert [tuple(block) for block in read.blocks] == [("heading", 2, 0, 17)]


def test_a_comment_over_a_joined_paragraph_stands_at_its_words() -> None:
    body = (
        paragraph(run("One ") + '<w:commentRangeStart w:id="0"/>' + run("two "), GONE)
        + paragraph(run("three") + '<w:commentRangeEnd w:id="0"/>' + run(" four."))
    )  # fmt: skip
    read = read_word(word_file(body, comments=comments("Which?")), "a.docx")
    (comment,) = read.comments
    assert read.text[comment.start : comment.end] == "two three"


def test_where_tabulators_stop_is_no_text() -> None:
    stops = '<w:tabs><w:tab w:val="left" w:pos="720"/><w:tab w:val="left" w:pos="900"/></w:tabs>'
    body = paragraph(run("One") + "<w:r><w:tab/></w:r>" + run("two"), stops)
    assert text_of(body) == "One\ttwo"


def sign(words: str) -> str:
    return f"<m:r><m:t>{words}</m:t></m:r>"


def formula(inside: str) -> str:
    return paragraph(run("Then ") + f"<m:oMath>{inside}</m:oMath>" + run(" holds."))


FRACTION = f"<m:f><m:num>{sign('a+b')}</m:num><m:den>{sign('2')}</m:den></m:f>"
POWER = f"<m:sSup><m:e>{sign('x')}</m:e><m:sup>{sign('2')}</m:sup></m:sSup>"
BRACKETS = (
    f"<m:d><m:dPr><m:sepChr m:val=';'/></m:dPr><m:e>{sign('0')}</m:e><m:e>{POWER}</m:e></m:d>"
)


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        (sign("E = m") + sign("c"), "E = mc"),
        (sign("y = ") + FRACTION, "y = (a+b)/2"),
        (POWER + sign(" + 1"), "x^2 + 1"),
        (f"<m:sSub><m:e>{sign('H')}</m:e><m:sub>{sign('2')}</m:sub></m:sSub>{sign('O')}", "H_2O"),
        (f"<m:rad><m:deg/><m:e>{FRACTION}</m:e></m:rad>", "√((a+b)/2)"),
        (BRACKETS, "(0;x^2)"),
        (f"<m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr><m:sub>{sign('i=1')}</m:sub>"
         f"<m:sup>{sign('n')}</m:sup><m:e>{sign('i')}</m:e></m:nary>", "∑_(i=1)^n i"),
        (f"<m:func><m:fName>{sign('sin')}</m:fName><m:e>{sign('x')}</m:e></m:func>", "sin x"),
        (f"<m:box><m:e>{sign('x')}</m:e></m:box>" + sign("=1"), "x=1"),
    ],
)  # fmt: skip
def test_a_formula_is_read_in_one_line(inside: str, told: str) -> None:
    assert text_of(formula(inside)) == f"Then {told} holds."


def test_what_was_deleted_of_a_formula_is_gone() -> None:
    gone = f'<w:del w:id="3" w:author="Ed">{sign("9")}</w:del>'
    assert text_of(formula(sign("x=") + gone + sign("1"))) == "Then x=1 holds."


def test_a_formula_in_a_footnote_is_read() -> None:
    note = paragraph(run("So ") + f"<m:oMath>{FRACTION}</m:oMath>")
    call = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    read = read_word(
        word_file(
            paragraph(run("It rains.") + call),
            footnotes=f'<w:footnotes {NAMES}><w:footnote w:id="1">{note}</w:footnote>'
            "</w:footnotes>",
        ),
        "a.docx",
    )
    assert [each.text for each in read.notes] == ["So (a+b)/2"]


@pytest.mark.parametrize("level", ["", "<w:ilvl/>", '<w:ilvl w:val=""/>', '<w:ilvl w:val="99"/>'])
def test_an_item_of_a_list_without_a_level_is_of_the_first(level: str) -> None:
    item = paragraph(run("One."), f'<w:numPr>{level}<w:numId w:val="3"/></w:numPr>')
    read = read_word(word_file(item), "a.docx")
    assert [tuple(block) for block in read.blocks] == [("list", 1, 0, 4)]


@pytest.mark.parametrize("name", ["heading ", "heading 12", "heading x", "list bullet "])
def test_a_style_with_an_odd_name_is_read(name: str) -> None:
    styles = (
        f'<w:styles {NAMES}><w:style w:styleId="A"><w:name w:val="{name}"/><w:pPr>'
        '<w:outlineLvl w:val=""/></w:pPr></w:style></w:styles>'
    )
    body = paragraph(run("One."), '<w:pStyle w:val="A"/>')
    assert read_word(word_file(body, styles=styles), "a.docx").text == "One."
