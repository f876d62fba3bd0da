"""The document put together: its parts, and the package that holds them (ECMA-376, part 2)."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import BinaryIO

from annot.report import arrange
from annot.report.dress import Dress
from annot.report.files import encoded
from annot.report.model import Report
from annot.report.word import figures, ledger, picture
from annot.report.word.comments import NOBODY, Comments
from annot.report.word.ledger import Links
from annot.report.word.manuscript import Manuscript
from annot.report.word.markup import HEADER, NAMESPACES, QUIET, moment, paragraph, run, words
from annot.report.word.styles import NUMBERING, styles
from annot.report.wording import Wording
from annot.vocabulary import Audience

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PAGE = (
    '<w:sectPr><w:footerReference w:type="default" r:id="footer"/>'
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1247" w:right="1134" w:bottom="1247" w:left="1134" w:header="567"'
    ' w:footer="567" w:gutter="0"/></w:sectPr>'
)
_TYPES = {
    "word/document.xml": f"{_WORD}.document.main+xml",
    "word/styles.xml": f"{_WORD}.styles+xml",
    "word/numbering.xml": f"{_WORD}.numbering+xml",
    "word/comments.xml": f"{_WORD}.comments+xml",
    "word/commentsExtended.xml": f"{_WORD}.commentsExtended+xml",
    "word/footer1.xml": f"{_WORD}.footer+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/custom.xml": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
}


def write_docx(
    report: Report, out: BinaryIO, dress: Dress | None = None, *, tracked: bool = False
) -> None:
    """The report as a Word document.

    The text of each article comes first, its words as they are, with a comment at every claim's
    place; then what is open, every claim with its proof, and the sources. The parts are written one
    after the other, as they are made.

    Args:
        report: The report.
        out: Where it is written.
        dress: How it looks and speaks; plain and English if not given.
        tracked: Whether corrections are tracked changes in the text.
    """
    dress = dress or Dress()
    wording, logo = dress.wording, dress.house.logo if dress.house else None
    has_logo = logo is not None and picture.fits(logo)
    links = Links()
    with (
        Comments(report, wording) as comments,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package,
    ):
        manuscript = Manuscript(comments, wording, tracked=tracked)
        body = _body(wording, report, manuscript, links)
        if logo is not None and has_logo:
            body = chain([picture.head(logo, wording.text("report.logo"))], body)
        for name, part in _parts(wording, report, comments, body, tracked=tracked):
            _pack(package, name, encoded(part), report)
        relations = _relations(links, has_logo=has_logo)
        _pack(package, "word/_rels/document.xml.rels", [relations.encode()], report)
        if logo is not None and has_logo:
            _pack(package, "word/media/logo.png", [logo.content], report)


def _parts(
    wording: Wording, report: Report, comments: Comments, body: Iterable[str], *, tracked: bool
) -> Iterator[tuple[str, Iterable[str]]]:
    """The parts of the document by their names, but for those that tell of its links and logo.

    Of the comments there are those that the body has called for.
    """
    yield "[Content_Types].xml", [_content_types()]
    relations = _rels(
        ("document", f"{_RELATIONS}/officeDocument", "word/document.xml"),
        ("core", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ("custom", f"{_RELATIONS}/custom-properties", "docProps/custom.xml"),
    )
    yield "_rels/.rels", [relations]
    yield "docProps/core.xml", [_core(wording, report)]
    yield "docProps/custom.xml", [_custom(wording, report, tracked=tracked)]
    begin = f"{HEADER}<w:document {NAMESPACES}><w:body>"
    yield "word/document.xml", chain([begin], body, [f"{_PAGE}</w:body></w:document>"])
    yield "word/styles.xml", [f"{HEADER}{styles(wording.language)}"]
    yield "word/numbering.xml", [f"{HEADER}{NUMBERING}"]
    yield "word/comments.xml", comments.told()
    yield "word/commentsExtended.xml", comments.ticks()
    yield "word/footer1.xml", [_footer(wording, report)]


def _relations(links: Links, *, has_logo: bool) -> str:
    return _rels(
        ("styles", f"{_RELATIONS}/styles", "styles.xml"),
        ("numbering", f"{_RELATIONS}/numbering", "numbering.xml"),
        ("comments", f"{_RELATIONS}/comments", "comments.xml"),
        (
            "ticks",
            "http://schemas.microsoft.com/office/2011/relationships/commentsExtended",
            "commentsExtended.xml",
        ),
        ("footer", f"{_RELATIONS}/footer", "footer1.xml"),
        *([(picture.LOGO, f"{_RELATIONS}/image", "media/logo.png")] if has_logo else []),
        more=ledger.relationships(links),
    )


def _body(wording: Wording, report: Report, manuscript: Manuscript, links: Links) -> Iterator[str]:
    yield paragraph(run(wording.report_title(report)), style="Title")
    yield ledger.facts(wording.report_facts(report))
    claims = report.claims_by_number
    opened = ledger.opened(wording, report, arrange.open_items(report))
    is_first = arrange.is_shown_first(report)
    if is_first:
        yield from opened
    for article in report.articles:
        if article.paragraphs or article.purged:
            yield paragraph(run(wording.article_title(article)), style="Heading1")
            yield ledger.facts(wording.article_facts(article))
            yield from ledger.notes(wording, article.notes)
        if article.paragraphs:
            yield from manuscript.paragraphs(article.paragraphs, claims)
    if not is_first:
        yield from opened
    yield from figures.revised(wording, report)
    yield from figures.glance(wording, report)
    yield paragraph(run(wording.text("article.ledger")), style="Heading1")
    if not report.marks:
        yield paragraph(run(wording.text("glance.no_claims")))
    for article in report.articles:
        if len(report.articles) > 1 and article.claims:
            yield paragraph(run(wording.article_title(article)), style="Heading2")
        yield from ledger.claims(wording, report, article, links)
    yield from ledger.sources(wording, report, links)
    yield paragraph(run(wording.text("report.seal_explained"), style=QUIET))


def _content_types() -> str:
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in _TYPES.items()
    )
    return (
        f'{HEADER}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _rels(*known: tuple[str, str, str], more: str = "") -> str:
    listed = "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>'
        for name, kind, target in known
    )
    return f'{HEADER}<Relationships xmlns="{_PACKAGE}/relationships">{listed}{more}</Relationships>'


def _core(wording: Wording, report: Report) -> str:
    by = NOBODY if report.audience is Audience.PUBLIC else report.made_by or NOBODY
    made = moment(report.made_at)
    stamp = 'xsi:type="dcterms:W3CDTF"'
    return (
        f'{HEADER}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{words(wording.report_title(report))}</dc:title><dc:creator>{words(by)}</dc:creator>"
        f"<dcterms:created {stamp}>{made}</dcterms:created>"
        f"<dcterms:modified {stamp}>{made}</dcterms:modified></cp:coreProperties>"
    )


def _custom(wording: Wording, report: Report, *, tracked: bool) -> str:
    """By what the document is known again when it comes back.

    That is the seal, the articles, and the words by which its comments are known as ours.
    """
    values = {"annot-seal": report.root, "annot-tracked": str(int(tracked))}
    values["annot-articles"] = " ".join(
        f"{article.slug}@{article.revision}" for article in report.articles if article.paragraphs
    )
    for name in ("claim", "again", "query", "answer"):
        values[f"annot-{name}"] = wording.words.texts[f"comment.{name}"]
    listed = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{place}" name="{name}">'
        f"<vt:lpwstr>{words(value)}</vt:lpwstr></property>"
        for place, (name, value) in enumerate(values.items(), start=2)
    )
    return (
        f'{HEADER}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        'custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'docPropsVTypes">{listed}</Properties>'
    )


def _footer(wording: Wording, report: Report) -> str:
    page = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
        ' PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    told = wording.text("report.sealed", root=f"{report.root[:16]}…")
    seal = run(f"{told}   ", style=QUIET)
    return f"{HEADER}<w:ftr {NAMESPACES}>{paragraph(seal + page, style='Aside')}</w:ftr>"


def _pack(package: zipfile.ZipFile, name: str, part: Iterable[bytes], report: Report) -> None:
    """Write a part; the same report gives the same bytes."""
    made = max(report.made_at.timetuple()[:6], (1980, 1, 1, 0, 0, 0))
    info = zipfile.ZipInfo(name, made)
    info.compress_type = zipfile.ZIP_DEFLATED
    with package.open(info, "w") as file:
        file.writelines(part)
