"""How a report says dates, names of things and single facts, in whatever form it is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from annot.report.arrange import OpenPlace, OpenQuery, OpenRule, OpenSentence
from annot.report.model import (
    ArticleEntry,
    ClaimEntry,
    Coverage,
    DraftEntry,
    NoteEntry,
    Report,
    SourceEntry,
)
from annot.vocabulary import Audience, CorrectionState, NoteKind, Stance, label

STANCE_SIGNS = {Stance.SUPPORTS: "+", Stance.REFUTES: "−", Stance.CONTEXT: "·"}

CORRECTION_WORDS = {
    None: "proposed",
    CorrectionState.OPEN: "proposed, not decided",
    CorrectionState.ACCEPTED: "accepted",
    CorrectionState.STET: "refused (stet: the text stays as it is)",
}

OPEN_HEADINGS = {
    "faults": (
        "Wrong or doubtful, not decided",
        "The words as printed do not hold. A correction is a proposal until somebody accepts or "
        "refuses it.",
    ),
    "queries": ("Questions without an answer", "Asked and still out."),
    "stale": ("Stale", "The words or the source changed after the claim was checked."),
    "drafted": (
        "Changed by the latest draft",
        "Their words or places are others than before, and nobody has confirmed them yet.",
    ),
    "unfinished": ("Not finished", "Still to do, being checked, or waiting."),
    "sentences": (
        "Not looked at",
        "These sentences have no claim, and nobody has accepted them as making none.",
    ),
    "rules": (
        "Found by the rules of proof",
        "What annot check finds besides the claims and questions listed here.",
    ),
    "told": ("", "The words as printed do not hold. A correction stands where one was made."),
    "decided": (
        "Decided",
        "The words as first printed do not hold, and somebody has decided what to do about them.",
    ),
}
"""The title of each list of open items and what it holds, by the names in `OpenItems`."""

VERDICT_CAPTION = "What was found (dropped claims left out)"
SOURCE_CAPTION = "What was cited"
STATUS_CAPTION = "How far the checking has come"
MOST_PLACES = 20
"""The places of one rule that are linked; who wants all of them asks `annot check`."""

MOST_SENTENCES = 200
"""The sentences not looked at that are written out; `annot article coverage` has all."""

NOTHING_WRONG = "Nothing that is shown here was found wrong or doubtful."
NO_CLAIMS = "No claims are recorded."
NO_PLACE = "No place in this revision of the text."
NO_EVIDENCE = "No evidence recorded."
WITHHELD = "The source is withheld from this report."
SEAL_EXPLAINED = (
    "The seal is the root of the sealed history of the ledger from which this report was made: "
    "a ledger whose history was rewritten afterwards has another one."
)

_LINE_ENDS = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a table of facts; a fingerprint is hex that may be shown shortened."""

    name: str
    value: str
    kind: Literal["text", "moment", "fingerprint"] = "text"


def moment(time: datetime) -> str:
    """A time as the report prints it, to the minute, in UTC."""
    return time.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")


def all_lines(text: str) -> list[str]:
    """The lines of a text, empty ones too; a text without an end of a line is one line."""
    return _LINE_ENDS.split(text)


def lines(text: str) -> list[str]:
    """The lines of a text that have something in them."""
    return [line for line in all_lines(text) if line.strip()]


def one_line(text: str) -> str:
    """A text with a space for each end of a line."""
    return _LINE_ENDS.sub(" ", text)


def article_title(article: ArticleEntry) -> str:
    """The title of an article, or what to call it without one."""
    if article.title.strip():
        return article.title
    return article.slug.strip() or "Untitled"


def claim_words(count: int) -> str:
    """A number of claims in words."""
    return "1 claim" if count == 1 else f"{count:,} claims"


def report_facts(report: Report) -> list[Fact]:
    """When, by whom and with what a report was made, and the seal of its history."""
    facts = [
        Fact("For", f"the {label(report.audience)}"),
        Fact("Made", moment(report.made_at), "moment"),
        Fact("By", report.made_by),
        Fact("With", report.software),
        Fact("Seal of the history", report.root, "fingerprint"),
    ]
    return [fact for fact in facts if fact.value.strip()]


def article_facts(article: ArticleEntry) -> list[Fact]:
    """Where an article comes from, and the fingerprint of the very text that was checked.

    An entry without text (claims without an article) has no facts.
    """
    if not article.paragraphs and not article.purged:
        return []
    facts = [
        Fact("By", article.byline),
        Fact("Publication", article.publication),
        Fact("Published", article.published),
        Fact("Revision", str(article.revision)),
        Fact("Added", moment(article.added_at), "moment"),
        Fact("File", article.filename),
        Fact("SHA-256 of the text", article.text_sha256, "fingerprint"),
        Fact("SHA-256 of the file", article.file_sha256, "fingerprint"),
        Fact("Kept no more", "; ".join(article.purged)),
    ]
    return [fact for fact in facts if fact.value.strip()]


def open_title(report: Report) -> str:
    """What the list of open items is called; the public has another one."""
    return "What does not hold" if report.audience is Audience.PUBLIC else "What is open"


def source_facts(source: SourceEntry) -> list[Fact]:
    """What is known of a source apart from its title and its addresses."""
    sort = (
        label(source.kind) if source.rank is None else f"{label(source.kind)}, {label(source.rank)}"
    )
    facts = [
        Fact("By", ", ".join(source.authors)),
        Fact("Publisher", source.publisher),
        Fact("Published", source.published),
        Fact("Kind", sort),
        *(Fact(scheme.upper(), value) for scheme, value in source.identifiers),
        Fact("Accessed", source.accessed),
    ]
    return [fact for fact in facts if fact.value.strip()]


def source_title(source: SourceEntry) -> str:
    """The title of a source, or what to call it without one."""
    return source.title if source.title.strip() else "Untitled source"


def not_looked_at(coverage: Coverage) -> int:
    """How many sentences have no claim and were not accepted as having none."""
    return coverage.total - coverage.claimed - coverage.accepted


def strip_words(shares: Sequence[float]) -> str:
    """The picture of how much of each paragraph stands in claims, in words."""
    some = sum(share > 0 for share in shares)
    return f"{some} of {len(shares)} paragraphs have claims"


def checkers(claim: ClaimEntry) -> list[Fact]:
    """Who checked and approved a claim, and when it was last changed."""
    facts = [
        Fact("Checked by", claim.checker),
        Fact("Approved by", claim.approver),
        Fact("Last changed", moment(claim.changed_at), "moment"),
    ]
    return [fact for fact in facts if fact.value.strip()]


def same_claims(claim: ClaimEntry) -> list[str]:
    """The claims that are the same, where they stand and what was found about each."""
    return [
        f"claim {item.number}{f' of “{one_line(item.article)}”' if item.article.strip() else ''}:"
        f" {label(item.verdict)}, {label(item.status)}: {one_line(item.text)}"
        for item in claim.same
    ]


def note_heading(note: NoteEntry) -> str:
    """What a note is: a note, or a query and whom it is out to."""
    if note.kind is NoteKind.NOTE:
        return "Note"
    to = f" to the {label(note.addressee)}" if note.addressee else ""
    return f"Query{to}" if note.answer is not None else f"Open query{to}"


def query_subject(item: OpenQuery) -> str:
    """What an open query is about, if it is not about a claim."""
    return f"about the whole article “{article_title(item.article)}”"


def place_words(place: OpenPlace, *, alone: bool, paragraph: str = "paragraph ") -> str:
    """A place that is no claim: its paragraph and, unless it is the only one, its article."""
    title = f"“{article_title(place.article)}”"
    if place.paragraph is None:
        return title
    words = f"{paragraph}{place.paragraph}"
    return words if alone else f"{words} of {title}"


def sentence_place(item: OpenSentence, *, alone: bool, paragraph: str = "paragraph ") -> str:
    """The paragraph of a sentence and, unless it is the only one, its article."""
    place = OpenPlace(None, item.sentence.paragraph, item.article, item.position)
    return place_words(place, alone=alone, paragraph=paragraph)


def draft_words(drafted: DraftEntry) -> str:
    """What a draft did to a claim, in words."""
    around = f"; around it: {drafted.context}" if drafted.context else ""
    return f"{drafted.outcome}: {one_line(drafted.words)}{one_line(around)}"


def more_sentences(items: Sequence[OpenSentence]) -> str:
    """How many sentences are not written out; empty if all are."""
    more = len(items) - MOST_SENTENCES
    return f"And {more:,} more: annot article coverage" if more > 0 else ""


def more_places(rule: OpenRule) -> str:
    """How many places of a rule are not linked; empty if all are."""
    more = len(rule.places) - MOST_PLACES
    return f"and {more:,} more" if more > 0 else ""


def quotes_to_show(claim: ClaimEntry) -> Sequence[str]:
    """The different words as printed, unless they are the words of the claim."""
    different = list(dict.fromkeys(claim.quotes))
    return [] if different == [claim.text] else different
