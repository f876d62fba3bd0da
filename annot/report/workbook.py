"""The report as an Excel workbook: one sheet a noun, for who sorts and filters.

Every cell is a text, a number that we counted, or a link that may be followed; none is a formula.
A text that a program would run if the sheet were saved as CSV has an apostrophe before it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from annot.errors import InvalidValueError
from annot.report import arrange, wording
from annot.report.links import live
from annot.report.model import ArticleEntry, ClaimEntry, NoteEntry, Report
from annot.report.places import paragraphs_by_claim
from annot.text.addresses import printed
from annot.text.display import shown
from annot.text.formula import guarded
from annot.vocabulary import label

LONGEST_CELL = 32_767
"""What a cell of Excel holds, in UTF-16 code units."""

_LONGEST_LINK = 2_079
"""What Excel takes as an address."""

Row = Sequence[str | int]
_WIDTHS = {
    "claim": 60, "printed": 40, "why": 50, "correction": 40, "passage": 50, "title": 40, "note": 40,
    "address": 40, "archived": 30, "text": 60, "answer": 40, "sentence": 70, "value": 70,
}  # fmt: skip
_LINKS = frozenset({"address", "archived"})


def write_xlsx(report: Report) -> bytes:
    """The report as a workbook.

    Returns:
        The bytes of the file.

    Raises:
        InvalidValueError: If the package that writes workbooks is missing.
    """
    try:
        from xlsxwriter import Workbook  # type: ignore[import-untyped]
    except ImportError as error:
        raise InvalidValueError(
            "A package is missing that writes Excel workbooks.",
            hint="Install it: pip install 'annot-ledger[data]', or write .html or .docx.",
        ) from error
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    workbook = Workbook(out, options)
    workbook.set_properties({"created": report.made_at.replace(tzinfo=None), "title": "Report"})
    formats = {
        "head": workbook.add_format({"bold": True, "bottom": 1}),
        "text": workbook.add_format({"text_wrap": True, "valign": "top"}),
        "link": workbook.get_default_url_format(),
    }
    for name, heading, rows in _sheets(report):
        _write_sheet(workbook.add_worksheet(name), heading, list(rows), formats)
    workbook.close()
    return out.getvalue()


def _sheets(report: Report) -> Iterator[tuple[str, Sequence[str], Iterator[Row]]]:
    yield "report", ("fact", "value"), _facts(report)
    yield (
        "claims",
        ("number", "article", "verdict", "status", "claim", "printed", "paragraphs", "why",
         "correction", "state", "kind", "checked by", "approved by", "tags", "evidence", "changed"),
        _claims(report),
    )  # fmt: skip
    yield (
        "evidence",
        ("claim number", "stance", "source number", "title", "publisher", "published", "locator",
         "passage", "note", "address", "recorded by", "recorded"),
        _evidence(report),
    )  # fmt: skip
    yield (
        "sources",
        ("number", "title", "authors", "publisher", "published", "kind", "rank", "address",
         "archived", "accessed", "identifiers", "confidential", "cited by"),
        _sources(report),
    )  # fmt: skip
    yield (
        "notes and queries",
        ("claim number", "article", "what", "text", "answer", "by", "at"),
        _notes(report),
    )
    if any(article.uncovered for article in report.articles):
        yield "not looked at", ("article", "paragraph", "sentence"), _uncovered(report)


def _facts(report: Report) -> Iterator[Row]:
    for fact in wording.report_facts(report):
        yield fact.name, fact.value
    for article in report.articles:
        for fact in (wording.Fact("Article", article.title), *wording.article_facts(article)):
            yield fact.name, fact.value
    for count in (*arrange.verdict_counts(report.claims), *arrange.status_counts(report.claims)):
        yield f"{count.sign} {count.words}", count.claims


def _claims(report: Report) -> Iterator[Row]:
    for article in report.articles:
        found = paragraphs_by_claim(article.paragraphs)
        for claim in article.claims:
            yield _claim(article, claim, found.get(claim.number, []))


def _claim(article: ArticleEntry, claim: ClaimEntry, places: Sequence[int]) -> Row:
    state = "" if claim.correction is None else wording.CORRECTION_WORDS[claim.correction_state]
    return (
        claim.number,
        article.slug if article.paragraphs else "",
        label(claim.verdict),
        label(claim.status),
        claim.text,
        "\n".join(claim.quotes),
        ", ".join(map(str, places)),
        claim.reasoning or claim.dropped_because,
        claim.correction or "",
        state,
        label(claim.kind) if claim.kind else "",
        claim.checker,
        claim.approver,
        ", ".join(claim.tags),
        len(claim.evidence),
        wording.moment(claim.changed_at),
    )


def _evidence(report: Report) -> Iterator[Row]:
    for claim in report.claims:
        for item in claim.evidence:
            source = item.source
            told: Row = (
                ("", wording.WITHHELD, "", "", item.locator, item.passage, item.note, "")
                if source is None
                else (
                    source.number,
                    wording.source_title(source),
                    source.publisher,
                    source.published,
                    item.locator,
                    item.passage,
                    item.note,
                    source.url,
                )
            )
            recorded = wording.moment(item.added_at)
            yield (claim.number, label(item.stance), *told, item.added_by, recorded)


def _sources(report: Report) -> Iterator[Row]:
    citing = arrange.citing_claims(report)
    for source in report.sources:
        yield (
            source.number,
            wording.source_title(source),
            ", ".join(source.authors),
            source.publisher,
            source.published,
            label(source.kind),
            "" if source.rank is None else label(source.rank),
            source.url,
            source.archived_url,
            source.accessed,
            ", ".join(f"{scheme} {value}" for scheme, value in source.identifiers),
            "confidential" if source.confidential else "",
            ", ".join(map(str, citing[source.number])),
        )


def _notes(report: Report) -> Iterator[Row]:
    for article in report.articles:
        for note in article.notes:
            yield _note("", article, note)
        for claim in article.claims:
            for note in claim.notes:
                yield _note(claim.number, article, note)


def _note(claim: str | int, article: ArticleEntry, note: NoteEntry) -> Row:
    at = wording.moment(note.added_at)
    where = article.slug if article.paragraphs else ""
    return claim, where, wording.note_heading(note), note.text, note.answer or "", note.added_by, at


def _uncovered(report: Report) -> Iterator[Row]:
    for article in report.articles:
        for item in article.uncovered:
            yield article.slug, item.paragraph, item.text


def _write_sheet(sheet: Any, heading: Sequence[str], rows: Sequence[Row], formats: Any) -> None:
    for place, name in enumerate(heading):
        sheet.write_string(0, place, name, formats["head"])
        sheet.set_column(place, place, _WIDTHS.get(name, 15))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(rows)), len(heading) - 1)
    for number, row in enumerate(rows, start=1):
        for place, (name, cell) in enumerate(zip(heading, row, strict=True)):
            if isinstance(cell, int):
                sheet.write_number(number, place, cell, formats["text"])
            elif name in _LINKS and (target := live(cell)) and len(target) <= _LONGEST_LINK:
                sheet.write_url(number, place, target, formats["link"], _cell(printed(cell)))
            elif cell:
                text = printed(cell) if name in _LINKS else cell
                sheet.write_string(number, place, _cell(text), formats["text"])


def _cell(text: str) -> str:
    """A text as a cell may hold it; one that is too long ends with a sign that it goes on."""
    text = guarded(shown(text, keep_newlines=True))
    if len(text) * 2 > LONGEST_CELL and len(text.encode("utf-16-le")) > LONGEST_CELL * 2:
        text = text[: LONGEST_CELL // 2 - 1] + "…"
    return text
