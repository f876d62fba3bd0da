"""A report as Markdown that reads well as plain text, too.

A claim stands in the text as `[12 ✗]⟦words⟧`: its number, the sign of its verdict, its words. Where
claims overlap, the closing bracket carries the number of the one that ends: `⟧₁₂`. A proposed
wording is shown as `{--old--}{++new++}`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import BinaryIO

from annot.report import arrange, places
from annot.report.arrange import Count, OpenItems, OpenRule, OpenSentence
from annot.report.commonmark import (
    address,
    escape,
    flowing,
    heading,
    item,
    joined,
    line,
    prose,
    quoted,
)
from annot.report.dress import Dress
from annot.report.files import write_text
from annot.report.filling import TEMPLATE, fill
from annot.report.judgement_words import judgement_lines
from annot.report.markdown_drafts import changes
from annot.report.markdown_proof import (
    Lines,
    bold,
    confidential,
    correction,
    evidence,
    facts,
    note,
    notes,
)
from annot.report.model import (
    ArticleEntry,
    ClaimEntry,
    ClaimMark,
    Paragraph,
    Report,
)
from annot.report.places import Stretch
from annot.report.shapes import Shape, shapes
from annot.report.wording import (
    MOST_PLACES,
    MOST_SENTENCES,
    Wording,
    all_lines,
    one_line,
    quotes_to_show,
)
from annot.vocabulary import STATUS_SIGNS, VERDICT_SIGNS, Audience, Status

Block = Iterable[str]
"""Lines that belong together."""

_SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def write_markdown(report: Report, out: BinaryIO, dress: Dress | None = None) -> None:
    """Lay a report out as Markdown; see `markdown_pieces`."""
    write_text(markdown_pieces(report, dress), out)


def markdown_pieces(report: Report, dress: Dress | None = None) -> Iterator[str]:
    """A report as Markdown (CommonMark with GitHub's tables), line by line.

    Args:
        report: The report. All its strings may come from outside: they are escaped so that no
            markup comes of them, and only plain web and mail addresses become links.
        dress: How it looks and speaks; plain and English if not given.

    Yields:
        The lines with their ends, to be written as UTF-8; a newsroom's template makes one piece.

    Raises:
        InputFileError: If a newsroom's template is broken.
    """
    dress = dress or Dress()
    parts = _parts(dress.wording, report)
    if dress.house is not None and TEMPLATE in dress.house.templates:
        blocks = {name: [list(block) for block in part] for name, part in parts.items()}
        blocks["articles"] = [
            joined(_article(dress.wording, report, article)) for article in report.articles
        ]
        yield fill(report, dress, blocks)
        return
    names = ("title", "facts", *arrange.order(report), "sources", "seal", "links")
    for text in flowing(chain.from_iterable(parts[name] for name in names)):
        yield f"{text}\n"


def _parts(wording: Wording, report: Report) -> dict[str, Iterable[Block]]:
    """The parts of a report by name, each in blocks of lines that are made as they are asked for.

    Those of the articles are one after the other.
    """
    title = report.title.strip()
    titled = wording.text("report.titled", title=title) if title else wording.text("report.kind")
    return {
        "title": [[heading(1, escape(titled))]],
        "facts": [facts(wording.report_facts(report))],
        "glance": _glance(wording, report),
        "open": _open(wording, report, arrange.open_items(report)),
        "articles": chain.from_iterable(
            _article(wording, report, article) for article in report.articles
        ),
        "revised": changes(wording, report),
        "sources": _sources(wording, report),
        "seal": [_said(wording, "report.seal_explained")],
        "links": [(f"{_link(mark)}: #{_anchor(wording, mark)}" for mark in report.marks)],
    }


def _said(wording: Wording, name: str) -> Lines:
    """Fixed words as a paragraph."""
    return [line(escape(wording.text(name)))]


def _glance(wording: Wording, report: Report) -> Iterator[Lines]:
    yield [heading(2, escape(wording.text("glance.title")))]
    if not report.marks:
        yield _said(wording, "glance.no_claims")
    else:
        for name, counts in (
            ("verdict", arrange.verdict_counts(report.marks)),
            ("status", arrange.status_counts(report.marks)),
        ):
            caption = "glance.verdicts" if name == "verdict" else "glance.statuses"
            yield [f"{line(escape(wording.text(caption)))}:"]
            yield _count_table(wording, f"glance.{name}", counts)
    if report.audience is not Audience.PUBLIC:
        yield [
            f"- {line(escape(wording.coverage(article)))}"
            for article in report.articles
            if article.paragraphs
        ]


def _count_table(wording: Wording, name: str, counts: Sequence[Count]) -> Lines:
    rows = [
        f"| {count.sign} {escape(wording.label(count.value))} | {wording.number(count.claims)} |"
        for count in counts
    ]
    head = [escape(wording.text(column)) for column in (name, "glance.claims")]
    return [f"| {head[0]} | {head[1]} |", "| --- | ---: |", *rows]


def _open(wording: Wording, report: Report, items: OpenItems) -> Iterator[Block]:
    alone = len(report.articles) == 1
    yield [_counted(wording, 2, wording.open_title(report), items.total or len(items.told))]
    if report.audience is Audience.PUBLIC and not items.told:
        yield _said(wording, "open.nothing_wrong")
    elif not items.total and not items.told:
        yield _said(wording, "open.nothing")
    yield from _open_claims(wording, "told", items.told)
    yield from _open_claims(wording, "faults", items.faults)
    if items.queries:
        yield from _open_heading(wording, "queries", len(items.queries))
        for query in items.queries:
            subject = wording.query_subject(query) if query.claim is None else ""
            about = _mention(wording, query.claim) if query.claim else line(escape(subject))
            yield item(joined([[about], note(wording, query.query)]))
    yield from _open_claims(wording, "stale", items.stale)
    if items.drafted:
        yield from _open_heading(wording, "drafted", len(items.drafted))
        yield (
            f"- {_link(draft.claim)} {escape(wording.draft_words(draft.drafted))}"
            for draft in items.drafted
        )
    yield from _open_claims(wording, "unfinished", items.unfinished)
    if items.sentences:
        yield from _open_heading(wording, "sentences", len(items.sentences))
        yield [
            _open_sentence(wording, sentence, alone=alone)
            for sentence in items.sentences[:MOST_SENTENCES]
        ]
        yield list(filter(None, [escape(wording.more_sentences(items.sentences))]))
    if items.rules:
        yield from _open_heading(wording, "rules", sum(rule.count for rule in items.rules))
        yield [_open_rule(wording, rule, alone=alone) for rule in items.rules]
    yield from _open_claims(wording, "decided", items.decided)
    if items.on_author:
        yield from _open_heading(wording, "on_author", len(items.on_author))
        for claim in items.on_author:
            accepted = [f"- {escape(told)}" for told in wording.accepted(claim)]
            yield item(joined([[_mention(wording, claim)], accepted]))


def _counted(wording: Wording, level: int, title: str, count: int) -> str:
    told = wording.text("open.counted", title=title, count=wording.number(count))
    return heading(level, escape(told))


def _open_heading(wording: Wording, name: str, count: int) -> Iterator[Lines]:
    title, explanation = wording.open_heading(name)
    if title:
        yield [_counted(wording, 3, title, count)]
    yield [line(escape(explanation))]


def _open_claims(wording: Wording, name: str, claims: Sequence[ClaimEntry]) -> Iterator[Lines]:
    if claims:
        yield from _open_heading(wording, name, len(claims))
        for claim in claims:
            yield item(joined([[_mention(wording, claim)], correction(wording, claim)]))


def _open_sentence(wording: Wording, item: OpenSentence, *, alone: bool) -> str:
    place = wording.sentence_place(item, alone=alone, sign=True)
    return f"- {escape(place)}: {line(escape(one_line(item.sentence.text)))}"


def _open_rule(wording: Wording, rule: OpenRule, *, alone: bool) -> str:
    places = [
        _link(place.claim)
        if place.claim
        else escape(wording.place_words(place, alone=alone, sign=True))
        for place in rule.places[:MOST_PLACES]
    ]
    listed = ", ".join(filter(None, [*places, escape(wording.more_places(rule))]))
    told = f"{wording.number(rule.count)} × {escape(wording.rule_words(rule))}"
    return f"- **{escape(rule.code)}** {told} {listed}"


def _article(wording: Wording, report: Report, article: ArticleEntry) -> Iterator[Lines]:
    titled = wording.text("article.heading", title=wording.article_title(article))
    yield [heading(2, escape(titled))]
    yield facts(wording.article_facts(article))
    yield from notes(wording, article.notes)
    if article.paragraphs:
        yield [heading(3, escape(wording.text("article.text")))]
        marks = article.marks_by_number
        marked = places.stretches(article.paragraphs)
        formed = shapes(article.paragraphs)
        for paragraph, shape, stretches in zip(article.paragraphs, formed, marked, strict=True):
            yield _paragraph(wording, paragraph, shape, stretches, marks)
    yield [heading(3, escape(wording.claim_words(len(article.claims))))]
    found = places.paragraphs_by_claim(article.paragraphs)
    for claim in article.claims:
        yield from _claim(wording, report, claim, found.get(claim.number, []), article)


def _paragraph(
    wording: Wording,
    paragraph: Paragraph,
    shape: Shape,
    stretches: Sequence[Stretch],
    marks: Mapping[int, ClaimMark],
) -> Lines:
    repeats = ""
    if paragraph.repeats:
        told = wording.text("place.sign_repeats", first=paragraph.repeats)
        repeats = f" {escape(told)}"
    text = "".join(_stretch(stretch, marks) for stretch in stretches)
    number = f"¶{paragraph.number}"
    if shape.kind == "heading":
        words = text.replace("\\\n", " ")  # a heading is one line
        return [heading(min(3 + shape.depth, 6), f"{number}{repeats} {words}")]
    first, *rest = text.split("\n")
    lines = [f"**{number}**{repeats} {first.strip()}", *map(line, rest)]
    if shape.kind == "quote":
        return quoted(lines)
    if shape.kind == "list":
        inner = lines if shape.goes_on else item(lines)
        margin = "  " * (shape.depth if shape.goes_on else shape.depth - 1)
        return [f"{margin}{text}" for text in inner]
    return lines


def _stretch(stretch: Stretch, marks: Mapping[int, ClaimMark]) -> str:
    begins = "".join(f"{_link(marks[begin.claim])}⟦" for begin in stretch.begins)
    # A backslash at the end of a line breaks it there.
    words = "\\\n".join(escape(text) for text in all_lines(stretch.text))
    alone = len(stretch.beginning) + len(stretch.continuing) == 1
    ends = "".join("⟧" if alone else f"⟧{claim}".translate(_SUBSCRIPT) for claim in stretch.ends)
    return f"{begins}{words}{ends}"


def _claim(
    wording: Wording,
    report: Report,
    claim: ClaimEntry,
    found_in: Sequence[int],
    article: ArticleEntry,
) -> Iterator[Lines]:
    yield [heading(4, escape(wording.text("claim.heading", number=claim.number)))]
    yield prose(claim.text)
    yield [
        f"- **{escape(name)}:** {value}"
        for name, value in _claim_facts(wording, claim, found_in, article)
    ]
    yield prose(claim.reasoning)
    yield correction(wording, claim)
    if not claim.evidence and claim.status is not Status.DROPPED:
        yield _said(wording, "evidence.none")
    if claim.evidence:
        yield [bold(wording.text("evidence.heading"))]
    for each in claim.evidence:
        yield item(evidence(wording, report, each))
    if judged := judgement_lines(wording, claim):
        yield [bold(wording.text("judgement.heading"))]
        yield [f"- {line(escape(told))}" for told in judged]
    yield from notes(wording, claim.notes)


def _claim_facts(
    wording: Wording, claim: ClaimEntry, found_in: Sequence[int], article: ArticleEntry
) -> Iterator[tuple[str, str]]:
    said = wording.text
    yield said("claim.verdict"), _verdict(wording, claim)
    yield said("claim.status"), _status(wording, claim)
    if claim.kind:
        yield said("claim.kind"), escape(wording.label(claim.kind))
    if claim.tags:
        yield said("claim.tags"), ", ".join(map(escape, claim.tags))
    for quote in quotes_to_show(claim):
        yield said("claim.printed"), escape(wording.quoted(quote))
    if found_in:
        yield said("claim.in_text"), ", ".join(f"¶{number}" for number in found_in)
    elif article.paragraphs and claim.status is not Status.DROPPED:
        yield said("claim.in_text"), escape(said("claim.no_place"))
    if claim.dropped_because.strip():
        yield said("claim.dropped_because"), escape(one_line(claim.dropped_because))
    for same in wording.same_claims(claim):
        yield said("claim.same_as"), escape(same)
    for fact in wording.checkers(claim):
        yield fact.name, escape(fact.value)


def _sources(wording: Wording, report: Report) -> Iterator[Lines]:
    if not report.sources:
        return
    yield [heading(2, escape(wording.text("source.heading")))]
    citing = arrange.citing_claims(report)
    marks = report.marks_by_number
    for source in report.sources:
        number = bold(wording.text("source.number", number=source.number), ":")
        marked = confidential(wording, source)
        title = f"{number} {escape(wording.source_title(source))}.{marked}"
        cited_by = " ".join(_link(marks[number]) for number in citing[source.number])
        yield item(
            joined(
                [
                    [title],
                    facts(wording.source_facts(source)),
                    _addressed(wording, "source.address", source.url),
                    _addressed(wording, "source.archived", source.archived_url),
                    [f"{line(escape(wording.text('source.cited_by')))} {cited_by}"]
                    if cited_by
                    else [],
                    *notes(wording, source.notes),
                ]
            )
        )


def _addressed(wording: Wording, name: str, url: str) -> Lines:
    return [f"{line(escape(wording.text(name)))}: {address(url)}"] if url.strip() else []


def _mention(wording: Wording, claim: ClaimEntry) -> str:
    state = f"{wording.label(claim.verdict)}, {wording.label(claim.status)}"
    return f"{_link(claim)} {escape(state)}: {escape(claim.text)}"


def _link(claim: ClaimEntry | ClaimMark) -> str:
    """A link to the claim, whose target stands at the end of the file."""
    return f"[{claim.number} {VERDICT_SIGNS[claim.verdict]}]"


def _anchor(wording: Wording, claim: ClaimMark) -> str:
    """What a page calls the heading of a claim, as GitHub makes it of the words."""
    heading = wording.text("claim.heading", number=claim.number).lower()
    return "".join(sign for sign in heading if sign.isalnum() or sign in " -_").replace(" ", "-")


def _verdict(wording: Wording, claim: ClaimEntry) -> str:
    return f"{VERDICT_SIGNS[claim.verdict]} {escape(wording.label(claim.verdict))}"


def _status(wording: Wording, claim: ClaimEntry) -> str:
    return f"{STATUS_SIGNS[claim.status]} {escape(wording.label(claim.status))}"
