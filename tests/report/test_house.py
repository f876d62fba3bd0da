"""A newsroom's own folder: its words, logo, style sheet and templates, and how they fail."""

from __future__ import annotations

import base64
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import MethodType
from typing import BinaryIO

import pypdfium2
import pytest
from hostile_reports import hostile_reports
from hypothesis import HealthCheck, given, settings
from page import Page
from report_builders import (
    article,
    claim,
    evidence,
    library_report,
    paragraph,
    report,
    source,
    structured_report,
)
from test_typeset import needs_pango
from written import bytes_of, docx_of, html_of, markdown_of, xlsx_of

import annot
from annot.errors import AnnotError, InputFileError, InvalidValueError
from annot.report import rendering
from annot.report.dress import Dress, dressed, languages_with, still_english
from annot.report.files import writer_for
from annot.report.house import LARGEST_LOGO
from annot.report.html import _vocabulary, page_values, write_html
from annot.report.model import Report
from annot.report.starter import begin_template

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">'
    '<rect width="40" height="20" fill="#ff0000"/></svg>'
)
EXTENDS = '{% extends "annot/report.html.jinja" %}\n'


def png(width: int = 40, height: int = 20) -> bytes:
    """A red picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff\0\0" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "house"
    made.mkdir()
    return made


def worn(folder: Path, language: str = "", **files: str | bytes) -> Dress:
    """The dress of a folder with files in it; `__` in a name stands for a dot."""
    for name, content in files.items():
        path = folder / name.replace("__", ".")
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content, encoding="utf-8")
    return dressed(language, folder)


def refused(folder: Path, **files: str | bytes) -> AnnotError:
    """The one error that a page in this dress ends with."""
    with pytest.raises(AnnotError) as told:
        html_of(library_report(), worn(folder, **files))
    return told.value


def test_an_empty_folder_changes_nothing(folder: Path) -> None:
    made = library_report()
    assert html_of(made, worn(folder)) == html_of(made)
    assert markdown_of(made, worn(folder)) == markdown_of(made)
    assert docx_of(made, worn(folder)) == docx_of(made)


def test_a_new_folder_changes_no_word(tmp_path: Path, library: Report) -> None:
    written = begin_template(tmp_path / "new")
    assert sorted(path.name for path in written) == [
        "newsroom.css", "report.html.jinja", "report.md.jinja", "words.toml",
    ]  # fmt: skip
    for language in ("en", "de"):
        ours, theirs = dressed(language), dressed(language, tmp_path / "new")
        assert markdown_of(library, theirs) == markdown_of(library, ours)
        assert Page(html_of(library, theirs)).text.split() == (
            Page(html_of(library, ours)).text.split()
        )
    with pytest.raises(InputFileError, match="there already"):
        begin_template(tmp_path / "new")


def test_every_word_in_a_new_folder_can_be_used(tmp_path: Path, library: Report) -> None:
    begin_template(tmp_path)
    words = (tmp_path / "words.toml").read_text("utf-8")
    tables = "\n".join(
        line.removeprefix("# ")
        for line in words.partition("never changed.")[2].splitlines()
        if line.startswith("# ")
    )
    (tmp_path / "words.toml").write_text(tables, encoding="utf-8")
    assert markdown_of(library, dressed("de", tmp_path)) == (markdown_of(library, dressed("de")))


def test_own_words_stand_in_every_format(folder: Path, library: Report) -> None:
    words = '[en.report]\nkind = "Fact check"\ntitled = "Fact check: {title}"\n'
    words += '[en.verdict]\nrefuted = "false"\n'
    words += '[en.source]\nheading = "Where we looked"\n[en.sheet]\nsources = "looked"\n'
    dress = worn(folder, words__toml=words)
    page = Page(html_of(library, dress)).text
    assert "Fact check" in page
    assert "✗ false" in page
    text = markdown_of(library, dress)
    assert text.startswith("# Fact check: ")
    assert "## Where we looked" in text
    with zipfile.ZipFile(io.BytesIO(docx_of(library, dress))) as document:
        assert "Where we looked" in document.read("word/document.xml").decode()
    with zipfile.ZipFile(io.BytesIO(xlsx_of(library, dress))) as workbook:
        assert 'name="looked"' in workbook.read("xl/workbook.xml").decode()


def test_own_words_are_never_markup(folder: Path, library: Report) -> None:
    words = "[en.report]\nkind = '<b>[x](javascript:1)</b>'\n[en.glance]\ntitle = '# <i>'\n"
    dress = worn(folder, words__toml=words)
    page = Page(html_of(library, dress))
    assert page.problems == []
    assert "<b>[x](javascript:1)</b>" in page.text
    assert not {tag for tag, _ in page.elements} & {"b", "i"}
    assert "## # \\<i>" in markdown_of(library, dress)
    assert zipfile.ZipFile(io.BytesIO(docx_of(library, dress))).testzip() is None


def test_a_language_of_ones_own_stands_beside_ours(folder: Path, library: Report) -> None:
    words = '[fr.language]\nname = "Français"\nday = "{day}/{month}/{year}"\n'
    words += (
        '[fr.report]\nkind = "Vérification"\n[fr.claim.count]\nother = "{count} affirmations"\n'
    )
    dress = worn(folder, "fr", words__toml=words)
    text = markdown_of(library, dress)
    assert text.startswith("# Verification report: ")  # what it has no words for is English
    assert "14 affirmations" in text
    assert "05/01/2026" in text
    assert '<html lang="fr">' in html_of(library, dress)
    assert languages_with(folder) == {"de": "Deutsch", "en": "English", "fr": "Français"}
    assert "report.titled" in still_english("fr", folder)
    assert still_english("de", folder) == []
    with pytest.raises(InvalidValueError) as told:
        dressed("it", folder)
    assert told.value.hint == "There are: de (Deutsch), en (English), fr (Français)."


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("[en.report\n", "is not TOML"),
        ("kind = 'x'\n", "'kind' is not the code of a language"),
        ("[en.report]\nkinds = 'x'\n", "en.report.kinds is not the name of a word"),
        ("[en.report]\nkind = 4\n", "en.report.kind is not a text in quotation marks"),
        ("[en.report]\nkind = '{title}'\n", "en.report.kind asks for {title}"),
        ("[en.report]\ntitled = '{title.x}'\n", "en.report.titled cannot be read"),
        ("[en.report]\ntitled = '{title!r}'\n", "en.report.titled cannot be read"),
        ("[en.report]\ntitled = '{title'\n", "en.report.titled cannot be read"),
        ("[en.report]\nkind = '''a\nb'''\n", "is not one line"),
        ("[en.comment]\nclaim = 'Claim:'\n", "lacks the number"),
        ("[en.sheet]\nclaims = 'a/b'\n", "is no name for a sheet"),
        ("[en.sheet]\nclaims = 'a'\nsources = 'A'\n", "two sheets"),
        ("[en.sheet]\nclaims = 'Sources'\n", "two sheets"),
    ],
)
def test_a_word_that_cannot_be_used_is_named(folder: Path, words: str, message: str) -> None:
    error = refused(folder, words__toml=words)
    assert isinstance(error, InputFileError)
    assert message in error.message
    assert str(folder / "words.toml") in error.message


@pytest.mark.parametrize(("name", "content"), [("logo.svg", SVG.encode()), ("logo.png", png())])
def test_the_logo_stands_in_the_page_itself(
    folder: Path, library: Report, name: str, content: bytes
) -> None:
    dress = worn(folder, words__toml='[en.report]\nlogo = "The Weekly"\n')
    (folder / name).write_bytes(content)
    dress = dressed("", folder)
    page = Page(html_of(library, dress))
    [picture] = [attributes for tag, attributes in page.elements if tag == "img"]
    assert picture["alt"] == "The Weekly"
    head, _, data = (picture["src"] or "").partition(",")
    assert head == f"data:image/{'svg+xml' if name.endswith('svg') else 'png'};base64"
    assert base64.b64decode(data) == content


def test_a_png_stands_at_the_head_of_the_word_file(folder: Path, library: Report) -> None:
    data = docx_of(library, worn(folder, logo__png=png(4000, 100)))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.read("word/media/logo.png") == png(4000, 100)
        body = package.read("word/document.xml").decode()
    width, height = map(int, re.findall(r'<wp:extent cx="(\d+)" cy="(\d+)"', body)[0])
    assert width <= 6 * 360_000
    assert abs(width / height - 40) < 1
    plain = docx_of(library, worn(folder / ".."))
    with zipfile.ZipFile(io.BytesIO(plain)) as package:
        assert "word/media/logo.png" not in package.namelist()


@needs_pango
@pytest.mark.parametrize(("name", "content"), [("logo.svg", SVG.encode()), ("logo.png", png())])
def test_the_pdf_has_the_logo_and_the_words(
    folder: Path, library: Report, name: str, content: bytes
) -> None:
    (folder / name).write_bytes(content)
    dress = worn(folder, "de", words__toml='[de.report]\nkind = "Probe"\n')
    data = bytes_of(writer_for(Path("report.pdf")), library, dress)
    assert isinstance(data, bytes)
    first = pypdfium2.PdfDocument(data)[0]
    assert "PROBE" in first.get_textpage().get_text_bounded().upper()
    picture = first.render(scale=1).to_pil().convert("RGB")
    assert (255, 0, 0) in {colour for _, colour in picture.getcolors(1 << 20) or []}


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"logo__png": b"GIF89a" + b"x" * 60}, "is not a picture of the kind"),
        ({"logo__svg": "<html></html>"}, "is not a picture of the kind"),
        ({"logo__svg": SVG + " " * LARGEST_LOGO}, "is larger than a logo may be (256 KB)"),
        ({"logo__svg": SVG, "logo__png": png()}, "two logos"),
        ({"newsroom__css": "p {} </STYLE ><script>"}, "holds '</style'"),
        ({"words__toml": b"\xff\xfe"}, "is not UTF-8"),
        ({"report__html__jinja": "x" * (1024 * 1024 + 1)}, "is larger than a file may be"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(
    folder: Path, files: dict[str, str | bytes], message: str
) -> None:
    error = refused(folder, **files)
    assert isinstance(error, InputFileError)
    assert message in error.message


def test_no_folder_is_one_error_with_how_to_begin_one(tmp_path: Path) -> None:
    with pytest.raises(InvalidValueError) as told:
        dressed("", tmp_path / "none")
    assert "There is no folder" in told.value.message
    assert "--new-template" in told.value.hint


def test_a_link_out_of_the_folder_is_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "secret.jinja").symlink_to(tmp_path / "secret.txt")
    error = refused(folder)
    assert "leads out of its folder" in error.message


def test_blocks_are_filled_anew_with_our_pieces_at_hand(folder: Path, library: Report) -> None:
    page = Page(
        html_of(
            library,
            worn(
                folder,
                report__html__jinja=EXTENDS
                + '{% block before %}<p id="ours">{{ number(report.claims[1]) }} '
                '{{ include_me }}{% include "more.jinja" %}</p>{% endblock %}\n'
                "{% block footer %}{{ super() }}<p>{{ say('claim.none') }}</p>{% endblock %}"
                "{% block filter %}{% endblock %}{% set include_me = report.title %}",
                more__jinja="{{ words.number(1234) }}",
            ),
        )
    )
    assert page.problems == []
    assert "No claims" in page.text
    assert "1,234" in page.text
    assert not [tag for tag, _ in page.elements if tag == "form"]


def test_a_piece_can_be_replaced(folder: Path, library: Report) -> None:
    ours = rendering.source("pieces.html.jinja")
    begin = ours.index("{% macro verdict_badge")
    end = ours.index("{% macro status_badge")
    piece = "{% macro verdict_badge(verdict) -%}<b>{{ label(verdict) }}!</b>{%- endmacro %}\n"
    pieces = ours[:begin] + piece + ours[end:]
    text = html_of(library, worn(folder, pieces__html__jinja=pieces))
    assert "<b>conflicting!</b>" in text


def test_a_style_sheet_comes_after_ours_or_instead(folder: Path, library: Report) -> None:
    own = "h1 { color: teal; }"
    page = Page(html_of(library, worn(folder, newsroom__css=own)))
    assert page.style.rstrip().endswith(own)
    assert page.style.startswith("\n:root") or ":root {" in page.style
    (folder / "newsroom.css").unlink()
    page = Page(html_of(library, worn(folder, report__css=own)))
    assert page.style.startswith(own)


@pytest.mark.parametrize(
    ("template", "line", "message"),
    [
        (EXTENDS + "{% block open %}\n{{ report.titel }}{% endblock %}", 3, "'titel'"),
        (EXTENDS + "\n{% block open %}\n{% if %}{% endblock %}", 4, "Expected an expression"),
        (EXTENDS + "\n{% include 'missing.jinja' %}{% block open %}{% include 'gone' %}"
         "{% endblock %}", 3, "there is no template"),
        ("{% extends 'nothing.jinja' %}", 1, "there is no template 'nothing.jinja'"),
        (EXTENDS + "{% block open %}{{ 1 / 0 }}{% endblock %}", 2, "division by zero"),
        (EXTENDS + "{% block open %}{{ say('no.word') }}{% endblock %}", 2, "no.word"),
        (EXTENDS + "{% block open %}{{ report.title | safe }}{% endblock %}", 2, "safe"),
        (EXTENDS + "{% block open %}{{ report.__class__ }}{% endblock %}", 2, "unsafe"),
        (EXTENDS + "{% block open %}{{ words.text.__func__.x }}{% endblock %}", 2, "unsafe"),
        (EXTENDS + "{% block open %}{{ report.articles.append(1) }}{% endblock %}", 2, "unsafe"),
        (EXTENDS + "{% block open %}{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"
         "{% endblock %}", 2, "recursion"),
        (EXTENDS + "{% block open %}{{ '{0.__class__}'.format(report) }}{% endblock %}", 2,
         "unsafe"),
        (EXTENDS + "{% block open %}{% include '../html.py' %}{% endblock %}", 2, "no template"),
        (EXTENDS + "{% block open %}{% include 'annot/report.js' %}{% endblock %}", 2,
         "no template"),
    ],
)  # fmt: skip
def test_a_broken_template_is_one_error_with_file_and_line(
    folder: Path, template: str, line: int, message: str
) -> None:
    error = refused(folder, report__html__jinja=template)
    assert isinstance(error, InputFileError)
    assert error.message.startswith(f"{folder / 'report.html.jinja'}, line {line}: ")
    assert message in error.message
    assert "report-templates.md" in error.hint


@pytest.mark.parametrize(
    "template",
    [
        "<p>{{ report.title }}</p>",
        "<!-- <head> -->{{ opening }}<title>x</title>",
        '<!DOCTYPE html><html lang="en"><head><script>x()</script></head></html>',
        EXTENDS.replace("annot/report", "mine"),
    ],
)
def test_a_page_without_the_policy_at_its_head_is_not_written(folder: Path, template: str) -> None:
    mine = "<p>{% block open %}{% endblock %}</p>"
    error = refused(folder, report__html__jinja=template, mine__html__jinja=mine)
    assert "does not begin as a page must" in error.message
    assert "{% extends" in error.hint


def test_a_script_of_a_template_is_not_in_the_policy(folder: Path, library: Report) -> None:
    text = html_of(
        library,
        worn(folder, report__html__jinja=EXTENDS + "{% block before %}<script>x()</script>"
             "{% endblock %}"),
    )  # fmt: skip
    assert text.startswith(
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta'
    )
    policy = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert len(policy) == 1
    assert policy[0].count("sha256-") == 2
    assert "unsafe" not in policy[0]


_PRINTS = (
    EXTENDS
    + "{% block before %}{% autoescape false %}{{ report.title }}{{ report.title ~ '' }}"
    + "{% set x = report.title | upper %}{{ x }}{{ [report.title] | join }}"
    + "{{ (report.title | escape).unescape() }}{{ ('a' | escape).replace('a', report.title) }}"
    + "{% endautoescape %}{{ say('report.titled', title=report.title) }}{{ report }}{% endblock %}"
)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(hostile=hostile_reports())
def test_no_template_can_forget_to_escape(hostile: Report, tmp_path_factory: object) -> None:
    folder = tmp_path_factory.mktemp("house")  # type: ignore[attr-defined]
    page = Page(html_of(hostile, worn(folder, report__html__jinja=_PRINTS)))
    assert page.problems == []
    usual, structured = (Page(html_of(it())) for it in (library_report, structured_report))
    assert page.kinds <= usual.kinds | structured.kinds | {("br", "")}


def test_a_markdown_template_arranges_the_parts(folder: Path, library: Report) -> None:
    template = '{% extends "annot/report.md.jinja" %}{% block glance %}{% endblock %}'
    template += "{% block before %}\n{{ report.title }} {{ parts.articles | length }}\n\n"
    template += "{{ claims[2].text }}\n{% endblock %}"
    text = markdown_of(library, worn(folder, report__md__jinja=template))
    assert "At a glance" not in text
    assert "Library to open on Sundays 1\n" in text
    assert text.index("Library to open on Sundays 1") < text.index("## What is open")


def test_what_a_markdown_template_prints_is_no_markup(folder: Path) -> None:
    odd = "# <b>[x](javascript:1)</b> `y`"
    made = report([article([paragraph(1, "zq")], [claim(1, odd)], title=odd)], title=odd)
    template = "{{ report.title }}\n\n- {{ report.title | upper }}\n\n{{ parts.title ~ '' }}"
    text = markdown_of(made, worn(folder, report__md__jinja=template))
    from markdown_it import MarkdownIt

    page = Page(MarkdownIt("commonmark", {"html": True}).render(text))
    assert {tag for tag, _ in page.elements} <= {"p", "ul", "li"}
    broken = "\n{{ nothing }}"
    with pytest.raises(InputFileError, match=r"report\.md\.jinja, line 2"):
        markdown_of(made, worn(folder, report__md__jinja=broken))


def reachable(value: object, seen: set[int]) -> Iterator[str]:
    """All texts that a template can come to from a value: attributes, items, insides of functions.

    More than the sandbox lets through, which gives nothing that begins with an underscore.
    """
    if id(value) in seen or isinstance(value, (type, int, float, type(None))):
        return
    seen.add(id(value))
    if isinstance(value, (str, bytes)):
        yield value if isinstance(value, str) else value.decode("latin-1")
        return
    yield repr(value)
    for item in inside(value):
        yield from reachable(item, seen)


def inside(value: object) -> Iterator[object]:
    """What a value holds: its items, its attributes, what a function was made with."""
    if isinstance(value, Mapping):
        yield from (*value.keys(), *value.values())
    elif isinstance(value, (Sequence, set, frozenset)):
        yield from value
    if isinstance(value, MethodType):
        yield value.__self__
    for name in dir(value):
        if not name.startswith("__"):
            with suppress(Exception):  # what cannot be had is not reached
                yield getattr(value, name)


def test_a_template_for_the_public_reaches_nothing_that_the_public_must_not_see(
    folder: Path, workspace: annot.Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = [f"Zqsecret{name}" for name in (
        "title", "author", "publisher", "passage", "locator", "note", "remark", "query", "answer",
        "checker", "tag", "proposed", "unsettled", "onarticle",
    )]  # fmt: skip
    (title, author, publisher, passage, locator, remark, note, query, answer, checker, tag,
     proposed, unsettled, onarticle) = secrets  # fmt: skip
    item = workspace.articles.add("It has 31 trams. Nobody knows why.", title="Trams")
    hidden = workspace.sources.add(
        title=title, authors=[author], publisher=publisher, confidential=True
    )
    found = workspace.claims.add(item, quote="31 trams", tags=[tag])
    workspace.evidence.add(found, hidden, passage=passage, locator=locator, note=remark)
    workspace.notes.add(found, note)
    asked = workspace.notes.ask(found, query, to="source")
    workspace.notes.answer(asked, answer)
    workspace.notes.add(item, onarticle)
    workspace.claims.set(found, verdict="refuted", correction=proposed, checker=checker)
    workspace.claims.set(workspace.claims.add(item, quote="Nobody knows"), text=unsettled)

    reached: list[str] = []

    def looking(made: Report, out: BinaryIO, dress: Dress) -> None:
        reached.append("\n".join(reachable(page_values(made, dress), set())))
        write_html(made, out, dress)

    monkeypatch.setattr("annot.report.html.write_html", looking)
    dump = EXTENDS + "{% block before %}<pre>{{ report }}{{ open }}{{ citing }}{{ claims }}"
    dump += "{{ words }}{{ linked_data }}{{ self }}</pre>{% endblock %}"
    worn(folder, report__html__jinja=dump)
    for audience in ("editor", "public"):
        workspace.report(tmp_path / f"{audience}.html", audience=audience, template=folder)
    editor, public = reached
    assert [word for word in secrets if word not in editor] == []
    assert [word for word in secrets if word in public] == []
    page = (tmp_path / "public.html").read_text("utf-8")
    assert "31 trams" in page
    assert [word for word in secrets if word in page] == []


def test_cited_sources_of_a_template_lead_only_where_they_say(folder: Path) -> None:
    cited = source(1, url="javascript:alert(1)", archived_url="")
    made = report([article([], [claim(1, evidence=(evidence(cited),))])], [cited])
    template = (
        EXTENDS + "{% block sources %}{{ address(report.sources[0].url, 'x') }}{% endblock %}"
    )
    page = Page(html_of(made, worn(folder, report__html__jinja=template)))
    assert [href for href in page.values("href") if not href.startswith("#")] == []


def test_all_that_a_template_may_use_is_documented(library: Report) -> None:
    page = (Path(__file__).parents[2] / "docs" / "report-templates.md").read_text("utf-8")
    told = set(re.findall(r"`(\w+)`", page))
    ours = rendering.source("report.html.jinja")
    text = rendering.source("report.md.jinja")
    names = {*page_values(library, Dress()), *_vocabulary()}
    names |= set(re.findall(r"{% block (\w+)", ours + text))
    names |= set(re.findall(r"\w+", ours.partition("import ")[2].partition(" with context")[0]))
    names |= set(re.findall(r"parts\.(\w+)", text))
    assert sorted(names - told) == []
