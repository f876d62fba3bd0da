"""The report as an Excel workbook: one sheet a noun, for who sorts and filters.

Every cell is a text, a number that we counted, or a link that may be followed; none is a formula.
A text that a program would run if the sheet were saved as CSV has an apostrophe before it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO

from annot.errors import InvalidValueError
from annot.report import arrange
from annot.report.draft_words import revised_articles, revised_heading
from annot.report.dress import Dress
from annot.report.links import live
from annot.report.model import (
    ActEntry,
    ArticleEntry,
    ClaimEntry,
    NoteEntry,
    Report,
    SourceEntry,
)
from annot.report.places import paragraphs_by_claim
from annot.report.snapshot_words import snapshot_words
from annot.report.wording import Fact, Wording
from annot.text.addresses import printed
from annot.text.display import shown
from annot.text.formula import guarded
from annot.vocabulary import Audience

LONGEST_CELL = 32_767
"""What a cell of Excel holds, in UTF-16 code units."""

_LONGEST_LINK = 2_079
"""What Excel takes as an address."""

Row = Sequence[str | int]
_WIDTHS = {
    "claim": 60, "printed": 40, "why": 50, "correction": 40, "passage": 50, "title": 40, "note": 40,
    "address": 40, "archived": 30, "text": 60, "answer": 40, "sentence": 70, "value": 70,
    "old": 50, "new": 50, "around": 50, "told": 60, "hash": 66, "payload_hash": 66,
}  # fmt: skip
_LINKS = frozenset({"address", "archived"})


def write_xlsx(report: Report, out: BinaryIO, dress: Dress | None = None) -> None:
    """The report as a workbook, written row by row.

    Args:
        report: The report.
        out: Where it is written.
        dress: How it looks and speaks; plain and English if not given.

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
    wording = (dress or Dress()).wording
    with tempfile.TemporaryDirectory() as folder:  # nothing is left of the sheets if one breaks
        options = {
            "constant_memory": True,
            "tmpdir": folder,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        }
        workbook = Workbook(out, options)
        title = wording.text("sheet.title")
        workbook.set_properties({"created": report.made_at.replace(tzinfo=None), "title": title})
        formats = {
            "head": workbook.add_format({"bold": True, "bottom": 1}),
            "text": workbook.add_format({"text_wrap": True, "valign": "top"}),
            "link": workbook.get_default_url_format(),
        }
        for name, columns, rows in _sheets(wording, report):
            sheet = workbook.add_worksheet(wording.text(f"sheet.{name}"))
            heading = [wording.text(f"column.{column}") for column in columns]
            _write_sheet(sheet, columns, heading, rows, formats)
        workbook.close()


def _sheets(wording: Wording, report: Report) -> Iterator[tuple[str, Sequence[str], Iterator[Row]]]:
    """The names of the sheets and their columns in the catalogue of words, and their rows."""
    yield "report", ("fact", "value"), _facts(wording, report)
    yield (
        "claims",
        ("number", "article", "verdict", "status", "claim", "printed", "paragraphs", "why",
         "correction", "state", "kind", "checked_by", "approved_by", "tags", "evidence", "changed",
         "checked_at", "checked_on", "approved_at", "approved_on"),
        _claims(wording, report),
    )  # fmt: skip
    yield (
        "evidence",
        ("claim_number", "stance", "source_number", "title", "publisher", "published", "locator",
         "passage", "note", "address", "recorded_by", "recorded"),
        _evidence(wording, report),
    )  # fmt: skip
    yield (
        "sources",
        ("number", "title", "authors", "publisher", "published", "kind", "rank", "address",
         "archived", "accessed", "identifiers", "confidential", "cited_by"),
        _sources(wording, report),
    )  # fmt: skip
    yield (
        "notes",
        (
            "claim_number",
            "article",
            "what",
            "text",
            "answer",
            "by",
            "at",
            "source_number",
            "addressee",
            "answered_by",
            "answered_at",
        ),
        _notes(wording, report),
    )
    if any(item.snapshots for claim in report.claims for item in claim.evidence):
        yield (
            "snapshots",
            ("claim_number", "source_number", "snapshot", "taken", "told", "hash", "payload_hash"),
            _snapshots(wording, report),
        )
    if any(claim.judgements for claim in report.claims):
        yield (
            "judgements",
            ("claim_number", "article", "judged_by", "verdict", "why", "at", "adjudicated_by",
             "adjudicated_at"),
            _judgements(wording, report),
        )  # fmt: skip
    if any(article.uncovered for article in report.articles):
        yield "sentences", ("article", "paragraph", "sentence"), _uncovered(report)
    if revised_articles(report):
        yield (
            "revised",
            ("claim_number", "article", "outcome", "old", "new", "around", "open"),
            _revised(wording, report),
        )


def _facts(wording: Wording, report: Report) -> Iterator[Row]:
    for fact in wording.report_facts(report):
        yield fact.name, fact.value
    for article in report.articles:
        named = Fact(wording.text("glance.article"), article.title)
        for fact in (named, *wording.article_facts(article)):
            yield fact.name, fact.value
    for count in (*arrange.verdict_counts(report.marks), *arrange.status_counts(report.marks)):
        yield f"{count.sign} {wording.label(count.value)}", count.claims
    if report.audience is not Audience.PUBLIC:
        for article in report.articles:
            if article.paragraphs:
                yield wording.text("glance.title"), wording.coverage(article)


def _claims(wording: Wording, report: Report) -> Iterator[Row]:
    for article in report.articles:
        found = paragraphs_by_claim(article.paragraphs)
        for claim in article.claims:
            yield _claim(wording, article, claim, found.get(claim.number, []))


def _claim(
    wording: Wording, article: ArticleEntry, claim: ClaimEntry, places: Sequence[int]
) -> Row:
    is_corrected = claim.correction is not None
    state = wording.correction_state(claim.correction_state) if is_corrected else ""
    return (
        claim.number,
        article.slug if article.paragraphs or article.purged else "",
        wording.label(claim.verdict),
        wording.label(claim.status),
        claim.text,
        "\n".join(claim.quotes),
        ", ".join(map(str, places)),
        claim.reasoning or claim.dropped_because,
        claim.correction or "",
        state,
        wording.label(claim.kind) if claim.kind else "",
        claim.checker,
        claim.approver,
        ", ".join(claim.tags),
        len(claim.evidence),
        wording.moment(claim.changed_at),
        *_act(wording, claim.found),
        *_act(wording, claim.approved),
    )


def _act(wording: Wording, act: ActEntry | None) -> Row:
    """When something was done, and on which revision."""
    return ("", "") if act is None else (wording.moment(act.at), act.revision or "")


def _evidence(wording: Wording, report: Report) -> Iterator[Row]:
    for claim in report.claims:
        for item in claim.evidence:
            source = item.source
            told: Row = (
                (
                    "",
                    wording.text("evidence.withheld"),
                    "",
                    "",
                    item.locator,
                    item.passage,
                    item.note,
                    "",
                )
                if source is None
                else (
                    source.number,
                    wording.source_title(source),
                    source.publisher,
                    wording.day(source.published),
                    item.locator,
                    item.passage,
                    item.note,
                    source.url,
                )
            )
            recorded = wording.moment(item.added_at)
            yield (claim.number, wording.label(item.stance), *told, item.added_by, recorded)


def _snapshots(wording: Wording, report: Report) -> Iterator[Row]:
    for claim in report.claims:
        for item in claim.evidence:
            for seen in item.snapshots:
                yield (
                    claim.number,
                    item.source.number if item.source else "",
                    seen.number,
                    wording.moment(seen.at),
                    snapshot_words(wording, seen),
                    seen.sha256,
                    seen.payload_sha256,
                )


def _judgements(wording: Wording, report: Report) -> Iterator[Row]:
    for article in report.articles:
        slug = article.slug if article.paragraphs or article.purged else ""
        for claim in article.claims:
            decided = claim.decided
            told = (decided.by, wording.moment(decided.at)) if decided else ("", "")
            for item in claim.judgements:
                verdict, at = wording.label(item.verdict), wording.moment(item.at)
                yield (claim.number, slug, item.reader, verdict, item.note, at, *told)


def _revised(wording: Wording, report: Report) -> Iterator[Row]:
    for _, article, revised in revised_articles(report):
        for entry in revised.claims:
            outcome = revised_heading(wording, entry.outcome)[0]
            unsure = wording.text("revised.unconfirmed") if entry.is_open else ""
            yield entry.claim, article.slug, outcome, entry.old, entry.new, entry.context, unsure
        for number in revised.stale:
            yield number, article.slug, revised_heading(wording, "stale")[0], "", "", "", ""
        for sentence in revised.sentences:
            outcome = revised_heading(wording, "sentences")[0]
            yield "", article.slug, outcome, "", sentence.text, "", ""


def _sources(wording: Wording, report: Report) -> Iterator[Row]:
    citing = arrange.citing_claims(report)
    for source in report.sources:
        yield (
            source.number,
            wording.source_title(source),
            ", ".join(source.authors),
            source.publisher,
            wording.day(source.published),
            wording.label(source.kind),
            "" if source.rank is None else wording.label(source.rank),
            source.url,
            source.archived_url,
            wording.day(source.accessed),
            ", ".join(f"{scheme} {value}" for scheme, value in source.identifiers),
            wording.text("column.confidential") if source.confidential else "",
            ", ".join(map(str, citing[source.number])),
        )


def _notes(wording: Wording, report: Report) -> Iterator[Row]:
    for article in report.articles:
        slug = article.slug if article.paragraphs or article.purged else ""
        for note in article.notes:
            yield _note(wording, "", slug, None, note)
        for claim in article.claims:
            for note in claim.notes:
                yield _note(wording, claim.number, slug, None, note)
            for item in claim.evidence:
                for note in item.notes:
                    yield _note(wording, claim.number, slug, item.source, note)
    for source in report.sources:
        for note in source.notes:
            yield _note(wording, "", "", source, note)


def _note(
    wording: Wording, claim: str | int, slug: str, about: SourceEntry | None, note: NoteEntry
) -> Row:
    """A note on a claim, on its evidence of a source, on a source, or on an article."""
    answered = note.answered
    return (
        claim,
        slug,
        wording.note_heading(note),
        note.text,
        note.answer or "",
        note.added_by,
        wording.moment(note.added_at),
        about.number if about else "",
        wording.label(note.addressee) if note.addressee else "",
        answered.by if answered else "",
        wording.moment(answered.at) if answered else "",
    )


def _uncovered(report: Report) -> Iterator[Row]:
    for article in report.articles:
        for item in article.uncovered:
            yield article.slug, item.paragraph, item.text


def _write_sheet(
    sheet: Any,
    columns: Sequence[str],
    heading: Sequence[str],
    rows: Iterable[Row],
    formats: Any,
) -> None:
    for place, (name, words) in enumerate(zip(columns, heading, strict=True)):
        sheet.write_string(0, place, _cell(words), formats["head"])
        sheet.set_column(place, place, _WIDTHS.get(name, 15))
    sheet.freeze_panes(1, 0)
    number = 0
    for number, row in enumerate(rows, start=1):
        for place, (name, cell) in enumerate(zip(columns, row, strict=True)):
            if isinstance(cell, int):
                sheet.write_number(number, place, cell, formats["text"])
            elif name in _LINKS and (target := live(cell)) and len(target) <= _LONGEST_LINK:
                sheet.write_url(number, place, target, formats["link"], _cell(printed(cell)))
            elif cell:
                text = printed(cell) if name in _LINKS else cell
                sheet.write_string(number, place, _cell(text), formats["text"])
    sheet.autofilter(0, 0, max(1, number), len(columns) - 1)


def _cell(text: str) -> str:
    """A text as a cell may hold it; one that is too long ends with a sign that it goes on."""
    text = guarded(shown(text, keep_newlines=True))
    if len(text) * 2 > LONGEST_CELL and len(text.encode("utf-16-le")) > LONGEST_CELL * 2:
        text = text[: LONGEST_CELL // 2 - 1] + "…"
    return text
