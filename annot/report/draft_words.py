"""What the editor is told of the latest draft: in which order, and in the words of a language."""

from __future__ import annotations

from annot.report.model import ArticleEntry, DraftEntry, Report, RevisedEntry
from annot.report.wording import Fact, Wording, one_line
from annot.text.difference import difference
from annot.vocabulary import Audience

_GRAVEST_FIRST = ("orphaned", "ambiguous", "changed", "moved", "placed")


def revised_articles(report: Report) -> list[tuple[int, ArticleEntry, RevisedEntry]]:
    """The articles that have an earlier draft, each after its place in the report, from 1.

    Only the editor is told what changed.
    """
    if report.audience is not Audience.EDITOR:
        return []
    return [
        (position, article, article.revised)
        for position, article in enumerate(report.articles, start=1)
        if article.revised is not None
    ]


def drafted_change(entry: DraftEntry) -> list[tuple[str, str]]:
    """What a draft did to the words of a claim, as pairs like those of `change`.

    All of them go if they are gone.
    """
    if entry.outcome == "changed":
        return list(difference(entry.old, entry.new))
    return [("-" if entry.outcome == "orphaned" else "=", entry.old)]


def revised_groups(revised: RevisedEntry) -> list[tuple[str, list[DraftEntry]]]:
    """The claims that a draft touched by what became of them, the gravest first."""
    groups = [
        (outcome, [item for item in revised.claims if item.outcome == outcome])
        for outcome in _GRAVEST_FIRST
    ]
    return [(outcome, items) for outcome, items in groups if items]


def revised_drafts(wording: Wording, revised: RevisedEntry) -> str:
    """Which two drafts are held against each other."""
    return wording.text("revised.drafts", before=revised.before, after=revised.after)


def revised_facts(wording: Wording, revised: RevisedEntry) -> list[Fact]:
    """How many paragraphs a draft changed, moved, added and removed."""
    return [
        Fact(wording.text(f"revised.paragraphs.{kind}"), wording.number(count))
        for kind, count in revised.paragraphs
    ]


def revised_heading(wording: Wording, name: str) -> tuple[str, str]:
    """The title of a list of what changed, and what it holds."""
    return wording.text(f"revised.{name}.title"), wording.text(f"revised.{name}.holds")


def is_untouched(revised: RevisedEntry) -> bool:
    """Whether nothing is to be told of a draft but its paragraphs."""
    return not (revised.claims or revised.stale or revised.sentences)


def drafted_notes(wording: Wording, entry: DraftEntry) -> list[str]:
    """What else is to be said of a claim that a draft touched."""
    told = [
        (wording.text("revised.candidates", count=entry.candidates), bool(entry.candidates)),
        (wording.text("revised.around", around=one_line(entry.context)), bool(entry.context)),
        (wording.text("revised.unconfirmed"), entry.is_open),
    ]
    return [text for text, is_said in told if is_said]
