"""How a report says dates, names of things and single facts, in whatever form it is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Literal

from annot.report.agreement_words import agreement_words
from annot.report.arrange import OpenPlace, OpenQuery, OpenRule, OpenSentence
from annot.report.languages import Words, words_in
from annot.report.model import (
    ActEntry,
    ArticleEntry,
    ClaimEntry,
    Coverage,
    DraftEntry,
    NoteEntry,
    PurgedEntry,
    Report,
    SourceEntry,
)
from annot.vocabulary import (
    Addressee,
    Audience,
    ClaimKind,
    CorrectionState,
    NoteKind,
    Rank,
    SourceKind,
    Stance,
    Status,
    Verdict,
)

STANCE_SIGNS = {Stance.SUPPORTS: "+", Stance.REFUTES: "−", Stance.CONTEXT: "·"}

MOST_PLACES = 20
"""The places of one rule that are linked; who wants all of them asks `annot check`."""

MOST_SENTENCES = 200
"""The sentences not looked at that are written out; `annot article coverage` has all."""

_TABLES: dict[type[StrEnum], str] = {
    Verdict: "verdict",
    Status: "status",
    ClaimKind: "claim_kind",
    Stance: "stance",
    SourceKind: "source_kind",
    Rank: "rank",
    Audience: "audience",
    Addressee: "addressee",
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_LINE_ENDS = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a table of facts; a fingerprint is hex that may be shown shortened."""

    name: str
    value: str
    kind: Literal["text", "moment", "fingerprint"] = "text"


def all_lines(text: str) -> list[str]:
    """The lines of a text, empty ones too; a text without an end of a line is one line."""
    return _LINE_ENDS.split(text)


def lines(text: str) -> list[str]:
    """The lines of a text that have something in them."""
    return [line for line in all_lines(text) if line.strip()]


def one_line(text: str) -> str:
    """A text with a space for each end of a line."""
    return _LINE_ENDS.sub(" ", text)


def not_looked_at(coverage: Coverage) -> int:
    """How many sentences have no claim and were not accepted as having none."""
    return coverage.total - coverage.claimed - coverage.accepted


def quotes_to_show(claim: ClaimEntry) -> Sequence[str]:
    """The different words as printed, unless they are the words of the claim."""
    different = list(dict.fromkeys(claim.quotes))
    return [] if different == [claim.text] else different


class Wording:
    """What a report says, in the words of one language.

    Args:
        words: The words; English if they are not given.
    """

    def __init__(self, words: Words | None = None) -> None:
        self.words = words or words_in()

    @property
    def language(self) -> str:
        """The code of the language, such as `de` (BCP 47)."""
        return self.words.language

    def text(self, name: str, /, **values: object) -> str:
        """The words of a name, filled in; a number that is filled in is written out in digits.

        Args:
            name: Such as `claim.heading`, a name in `words/en.toml`.
            values: What stands for the words in braces.
        """
        text = self.words.texts[name]
        return text.format(**{key: self._filled(value) for key, value in values.items()})

    def _filled(self, value: object) -> object:
        return str(value) if type(value) is int else value

    def label(self, value: StrEnum | None) -> str:
        """The word for a value of a vocabulary; None is the verdict that nobody has given yet."""
        table = "verdict" if value is None else _TABLES[type(value)]
        return self.words.texts[f"{table}.{'none' if value is None else value.value}"]

    def number(self, number: int) -> str:
        """A number with the language's sign between thousands."""
        return f"{number:,}".replace(",", self.words.texts["language.thousands"])

    def decimal(self, number: float) -> str:
        """A number with three places behind the language's decimal sign."""
        return f"{number:.3f}".replace(".", self.words.texts["language.decimal"])

    def moment(self, time: datetime) -> str:
        """A time as the report prints it, to the minute, in UTC."""
        utc = time.astimezone(UTC)
        return self.words.texts["language.moment"].format(
            year=f"{utc.year:04}",
            month=f"{utc.month:02}",
            day=f"{utc.day:02}",
            hour=f"{utc.hour:02}",
            minute=f"{utc.minute:02}",
        )

    def day(self, text: str) -> str:
        """A whole date as the language writes it; everything else, such as a year, as it is."""
        if not _DAY.fullmatch(text):
            return text
        try:
            date.fromisoformat(text)
        except ValueError:
            return text
        year, month, day = text.split("-")
        return self.text("language.day", year=year, month=month, day=day)

    def quoted(self, text: str) -> str:
        """Words in quotation marks."""
        texts = self.words.texts
        return f"{texts['language.open_quote']}{text}{texts['language.close_quote']}"

    def report_title(self, report: Report) -> str:
        """The title of a report, or what to call it without one."""
        return report.title.strip() or self.text("report.kind")

    def article_title(self, article: ArticleEntry) -> str:
        """The title of an article, or what to call it without one."""
        if article.title.strip():
            return article.title
        return article.slug.strip() or self.text("article.untitled")

    def claim_words(self, count: int) -> str:
        """A number of claims in words; none is said in words, too."""
        if not count:
            return self.text("claim.none")
        form = "one" if count == 1 else "other"
        return self.text(f"claim.count.{form}", count=self.number(count))

    def report_facts(self, report: Report) -> list[Fact]:
        """When, by whom and with what a report was made, and the seal of its history."""
        facts = [
            Fact(self.text("report.for"), self.label(report.audience)),
            Fact(self.text("report.made"), self.moment(report.made_at), "moment"),
            Fact(self.text("report.by"), report.made_by),
            Fact(self.text("report.with"), report.software),
            Fact(self.text("report.seal"), report.root, "fingerprint"),
        ]
        return [fact for fact in facts if fact.value.strip()]

    def article_facts(self, article: ArticleEntry) -> list[Fact]:
        """Where an article comes from, and the fingerprint of the very text that was checked.

        Of an entry without text (claims without an article) only the agreement is told.
        """
        agreed = agreement_words(self, article.agreement) if article.agreement else ""
        judged = Fact(self.text("agreement.name"), agreed)
        if not article.paragraphs and not article.purged:
            return [judged] if agreed else []
        facts = [
            Fact(self.text("article.by"), article.byline),
            Fact(self.text("article.publication"), article.publication),
            Fact(self.text("article.published"), self.day(article.published)),
            Fact(self.text("article.revision"), str(article.revision)),
            Fact(self.text("article.added"), self.moment(article.added_at), "moment"),
            Fact(self.text("article.file"), article.filename),
            Fact(self.text("article.text_hash"), article.text_sha256, "fingerprint"),
            Fact(self.text("article.file_hash"), article.file_sha256, "fingerprint"),
            Fact(self.text("article.purged"), "; ".join(map(self.purged, article.purged))),
            judged,
        ]
        return [fact for fact in facts if fact.value.strip()]

    def purged(self, gone: PurgedEntry) -> str:
        """What of an article is kept no more, since when and, if that is known, by whom and why."""
        by, why = one_line(gone.by).strip(), one_line(gone.reason).strip()
        when = self.day(f"{gone.at:%Y-%m-%d}")
        told = self.text("purged.on_by" if by else "purged.on", when=when, name=by)
        said = self.text(f"purged.{gone.what}", told=told)
        return f"{said} ({why})" if why else said

    def open_title(self, report: Report) -> str:
        """What the list of open items is called; the public has another one."""
        public = report.audience is Audience.PUBLIC
        return self.text("open.title_for_public" if public else "open.title")

    def open_heading(self, name: str) -> tuple[str, str]:
        """The title of a list of open items, by its name in `OpenItems`, and what it holds."""
        return self.text(f"open.{name}.title"), self.text(f"open.{name}.holds")

    def source_facts(self, source: SourceEntry) -> list[Fact]:
        """What is known of a source apart from its title and its addresses."""
        sort = self.label(source.kind)
        if source.rank is not None:
            sort = f"{sort}, {self.label(source.rank)}"
        facts = [
            Fact(self.text("source.by"), ", ".join(source.authors)),
            Fact(self.text("source.publisher"), source.publisher),
            Fact(self.text("source.published"), self.day(source.published)),
            Fact(self.text("source.kind"), sort),
            *(Fact(scheme.upper(), value) for scheme, value in source.identifiers),
            Fact(self.text("source.accessed"), self.day(source.accessed)),
        ]
        return [fact for fact in facts if fact.value.strip()]

    def source_title(self, source: SourceEntry) -> str:
        """The title of a source, or what to call it without one."""
        return source.title if source.title.strip() else self.text("source.untitled")

    def strip_words(self, shares: Sequence[float]) -> str:
        """The picture of how much of each paragraph stands in claims, in words."""
        some = sum(share > 0 for share in shares)
        return self.text("glance.strip_told", some=some, all=len(shares))

    def coverage(self, article: ArticleEntry) -> str:
        """How many sentences of an article have a claim, or none, or were not looked at yet."""
        coverage = article.coverage
        return self.text(
            "glance.coverage_line",
            article=self.article_title(article),
            claimed=self.number(coverage.claimed),
            accepted=self.number(coverage.accepted),
            open=self.number(not_looked_at(coverage)),
            total=self.number(coverage.total),
        )

    def checkers(self, claim: ClaimEntry) -> list[Fact]:
        """Who checked and approved a claim, when and on which revision; its last change."""
        checked = "claim.checked_by" if claim.checker.strip() else "claim.checked"
        approved = "claim.approved_by" if claim.approver.strip() else "claim.approved"
        facts = [
            Fact(self.text(checked), self.act(claim.checker, claim.found)),
            Fact(self.text(approved), self.act(claim.approver, claim.approved)),
            Fact(self.text("claim.changed"), self.moment(claim.changed_at), "moment"),
        ]
        return [fact for fact in facts if fact.value.strip()]

    def act(self, name: str, act: ActEntry | None) -> str:
        """Who did something, when, and on which revision of the article; empty if nobody did.

        Args:
            name: Who did it; whoever recorded it is named besides, if that was another.
            act: What the history knows of it.
        """
        if act is None:
            return name
        is_another = bool(act.by.strip()) and act.by != name
        parts = [
            name,
            self.moment(act.at),
            self.text("signed.revision", number=act.revision) if act.revision else "",
            self.text("signed.recorded_by", name=act.by) if is_another else "",
        ]
        return ", ".join(part for part in parts if part.strip())

    def accepted(self, claim: ClaimEntry) -> list[str]:
        """Who took a claim on the author's word, and who approved that; one sentence each."""
        told = []
        if found := self.act(claim.checker, claim.found):
            told.append(self.text("on_author.accepted", act=found))
        approved = self.act(claim.approver, claim.approved)
        name = "on_author.approved" if approved else "on_author.not_approved"
        return [*told, self.text(name, act=approved)]

    def same_claims(self, claim: ClaimEntry) -> list[str]:
        """The claims that are the same, where they stand and what was found about each."""
        return [
            self.text(
                "claim.same_of_article" if item.article.strip() else "claim.same",
                number=item.number,
                article=one_line(item.article),
                verdict=self.label(item.verdict),
                status=self.label(item.status),
                text=one_line(item.text),
            )
            for item in claim.same
        ]

    def correction_state(self, state: CorrectionState | None) -> str:
        """What became of a proposed wording."""
        return self.text(f"correction.{'none' if state is None else state.value}")

    def recorded(self, when: datetime, by: str) -> str:
        """When something was recorded and, if that is known, by whom."""
        moment = self.moment(when)
        return self.text("evidence.recorded_by", name=by, when=moment) if by.strip() else moment

    def note_heading(self, note: NoteEntry) -> str:
        """What a note is: a note, or a query and whom it is out to."""
        if note.kind is NoteKind.NOTE:
            return self.text("note.note")
        query = self.text("note.open_query" if note.answer is None else "note.query")
        return self.addressed(query, note)

    def addressed(self, query: str, note: NoteEntry) -> str:
        """What a query is called, with whom it is out to."""
        if not note.addressee:
            return query
        return self.text(f"note.to.{note.addressee.value}", query=query)

    def query_subject(self, item: OpenQuery) -> str:
        """What an open query is about, if it is not about a claim."""
        if item.source is not None:
            title = one_line(self.source_title(item.source))
            return self.text("open.about_source", number=item.source.number, source=title)
        title = "" if item.article is None else self.article_title(item.article)
        return self.text("open.about_article", article=title)

    def answered(self, note: NoteEntry) -> str:
        """Who recorded the answer to a query, and when; empty if that is not known."""
        act = note.answered
        return "" if act is None else self.recorded(act.at, one_line(act.by))

    def place_words(self, place: OpenPlace, *, alone: bool, sign: bool = False) -> str:
        """A place that is no claim: its paragraph and, unless it is the only one, its article.

        Args:
            place: The place.
            alone: Whether the report has one article.
            sign: Whether a paragraph is told by the sign ¶.
        """
        title = self.article_title(place.article)
        if place.paragraph is None:
            return self.quoted(title)
        number = place.paragraph
        words = f"¶{number}" if sign else self.text("place.paragraph", number=number)
        return words if alone else self.text("place.of_article", place=words, article=title)

    def sentence_place(self, item: OpenSentence, *, alone: bool, sign: bool = False) -> str:
        """The paragraph of a sentence and, unless it is the only one, its article."""
        place = OpenPlace(None, item.sentence.paragraph, item.article, item.position)
        return self.place_words(place, alone=alone, sign=sign)

    def draft_words(self, drafted: DraftEntry) -> str:
        """What a draft did to a claim, in words."""
        return self.text(
            "outcome.told_around" if drafted.context else "outcome.told",
            outcome=self.text(f"outcome.{drafted.outcome}"),
            words=one_line(drafted.words),
            around=one_line(drafted.context),
        )

    def rule_words(self, rule: OpenRule) -> str:
        """What a rule of proof finds, in a sentence; in the rule's own if the language has none."""
        return self.words.texts.get(f"rule.{rule.code}", rule.rule)

    def more_sentences(self, items: Sequence[object]) -> str:
        """How many sentences are not written out; empty if all are."""
        more = len(items) - MOST_SENTENCES
        return self.text("open.more_sentences", count=self.number(more)) if more > 0 else ""

    def more_places(self, rule: OpenRule) -> str:
        """How many places of a rule are not linked; empty if all are."""
        more = len(rule.places) - MOST_PLACES
        return self.text("open.more_places", count=self.number(more)) if more > 0 else ""
