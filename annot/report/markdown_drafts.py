"""What changed since the last draft, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from annot.report.commonmark import escape, heading, line
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
from annot.report.markdown_proof import Lines, changed, facts
from annot.report.model import ClaimMark, Report, RevisedEntry
from annot.report.wording import MOST_SENTENCES, Wording, one_line
from annot.vocabulary import VERDICT_SIGNS


def changes(wording: Wording, report: Report) -> Iterator[Lines]:
    """What changed in each article that has an earlier draft."""
    articles = revised_articles(report)
    if articles:
        yield [heading(2, escape(wording.text("revised.title")))]
    marks = report.marks_by_number
    for _, article, revised in articles:
        if len(report.articles) > 1:
            yield [heading(3, escape(wording.article_title(article)))]
        yield [f"{line(escape(revised_drafts(wording, revised)))}."]
        yield facts(revised_facts(wording, revised))
        if is_untouched(revised):
            yield [line(escape(wording.text("revised.untouched")))]
        level = 4 if len(report.articles) > 1 else 3
        yield from _groups(wording, revised, marks, level)


def _groups(
    wording: Wording, revised: RevisedEntry, marks: Mapping[int, ClaimMark], level: int
) -> Iterator[Lines]:
    for outcome, items in revised_groups(revised):
        yield from _heading(wording, outcome, len(items), level)
        yield [
            " ".join(
                [
                    f"- [{item.claim} {VERDICT_SIGNS[marks[item.claim].verdict]}]",
                    changed([(sign, one_line(text)) for sign, text in drafted_change(item)]),
                    *(f"({escape(told)})" for told in drafted_notes(wording, item)),
                ]
            )
            for item in items
        ]
    if revised.stale:
        yield from _heading(wording, "stale", len(revised.stale), level)
        yield [
            ", ".join(
                f"[{number} {VERDICT_SIGNS[marks[number].verdict]}]" for number in revised.stale
            )
        ]
    if revised.sentences:
        yield from _heading(wording, "sentences", len(revised.sentences), level)
        shown = revised.sentences[:MOST_SENTENCES]
        more = wording.more_sentences(revised.sentences)
        listed = [f"- ¶{item.paragraph}: {line(escape(one_line(item.text)))}" for item in shown]
        yield from filter(None, [listed, [escape(more)] if more else []])


def _heading(wording: Wording, name: str, count: int, level: int) -> Iterator[Lines]:
    title, holds = revised_heading(wording, name)
    told = wording.text("open.counted", title=title, count=wording.number(count))
    yield [heading(level, escape(told))]
    yield [line(escape(holds))]
