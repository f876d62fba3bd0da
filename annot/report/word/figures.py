"""What changed since the last draft, and how far the checking has come."""

from __future__ import annotations

from collections.abc import Iterator

from annot.report import arrange
from annot.report.draft_words import (
    drafted_change,
    drafted_notes,
    is_untouched,
    revised_articles,
    revised_drafts,
    revised_facts,
    revised_groups,
    revised_heading,
)
from annot.report.model import Report, RevisedEntry
from annot.report.word import ledger
from annot.report.word.markup import BOLD, QUIET, paragraph, run
from annot.report.wording import MOST_SENTENCES, Fact, Wording, one_line
from annot.vocabulary import Audience


def revised(wording: Wording, report: Report) -> Iterator[str]:
    """What changed in each article that has an earlier draft; the editor is told."""
    articles = revised_articles(report)
    if articles:
        yield paragraph(run(wording.text("revised.title")), style="Heading1")
    for _, article, item in articles:
        if len(report.articles) > 1:
            yield paragraph(run(wording.article_title(article)), style="Heading2")
        yield paragraph(run(revised_drafts(wording, item), style=QUIET))
        yield ledger.facts(revised_facts(wording, item))
        if is_untouched(item):
            yield paragraph(run(wording.text("revised.untouched")))
        yield from _groups(wording, report, item)


def _groups(wording: Wording, report: Report, item: RevisedEntry) -> Iterator[str]:
    for outcome, entries in revised_groups(item):
        yield from _heading(wording, outcome, len(entries))
        for entry in entries:
            words = "".join(
                run(one_line(text), style=ledger.CHANGE_STYLES[operation])
                for operation, text in drafted_change(entry)
            )
            yield paragraph(run(f"{entry.claim}  ", style=BOLD) + words, style="Item")
            for told in drafted_notes(wording, entry):
                yield paragraph(run(told, style=QUIET))
    if item.stale:
        yield from _heading(wording, "stale", len(item.stale))
        stale, claims = set(item.stale), report.claims_by_number
        for mark in report.marks:
            if mark.number in stale:
                yield paragraph(ledger.mention(wording, claims[mark.number]), style="Item")
    if item.sentences:
        yield from _heading(wording, "sentences", len(item.sentences))
        for sentence in item.sentences[:MOST_SENTENCES]:
            place = f"{wording.text('place.paragraph', number=sentence.paragraph)}: "
            told = run(place, style=QUIET) + run(one_line(sentence.text))
            yield paragraph(told, style="Item")
        if more := wording.more_sentences(item.sentences):
            yield paragraph(run(more))


def _heading(wording: Wording, name: str, count: int) -> Iterator[str]:
    title, holds = revised_heading(wording, name)
    told = wording.text("open.counted", title=title, count=wording.number(count))
    yield paragraph(run(told), style="Heading2")
    yield paragraph(run(holds, style=QUIET))


def glance(wording: Wording, report: Report) -> Iterator[str]:
    """How many claims have each verdict and status, and how much of each article is covered."""
    yield paragraph(run(wording.text("glance.title")), style="Heading1")
    for name, counts in (
        ("glance.verdicts", arrange.verdict_counts(report.marks)),
        ("glance.statuses", arrange.status_counts(report.marks)),
    ):
        if counts:
            yield paragraph(run(wording.text(name)), style="Heading2")
        yield ledger.facts(
            [
                Fact(f"{count.sign} {wording.label(count.value)}", wording.number(count.claims))
                for count in counts
            ]
        )
    if report.audience is not Audience.PUBLIC:
        for article in report.articles:
            if article.paragraphs:
                yield paragraph(run(wording.coverage(article)))
