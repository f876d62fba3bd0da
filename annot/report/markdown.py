"""A report as Markdown that reads well as plain text, too.

A claim stands in the text as `[12 ✗]⟦words⟧`: its number, the sign of its verdict, its words. Where
claims overlap, the closing bracket carries the number of the one that ends: `⟧₁₂`. A proposed
wording is shown as `{--old--}{++new++}`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annot.report import arrange, places, wording
from annot.report.arrange import Count, OpenItems, OpenRule, OpenSentence
from annot.report.commonmark import address, escape, heading, item, joined, line, prose, quoted
from annot.report.model import (
    ArticleEntry,
    ClaimEntry,
    EvidenceEntry,
    NoteEntry,
    Paragraph,
    Report,
    SourceEntry,
)
from annot.report.places import Stretch
from annot.report.shapes import Shape, shapes
from annot.report.wording import Fact
from annot.vocabulary import STATUS_SIGNS, VERDICT_SIGNS, Audience, Status, label

_SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_CHANGE_MARKS = {"=": ("", ""), "-": ("{--", "--}"), "+": ("{++", "++}")}

Lines = list[str]


def write_markdown(report: Report) -> str:
    """Lay a report out as Markdown (CommonMark with GitHub's tables).

    Args:
        report: The report. All its strings may come from outside: they are escaped so that no
            markup comes of them, and only plain web and mail addresses become links.

    Returns:
        The text, to be written as UTF-8, with a line feed at its end.
    """
    title = report.title.strip()
    blocks = [
        [heading(1, f"Verification report: {escape(title)}" if title else "Verification report")],
        _facts(wording.report_facts(report)),
        *_glance(report),
        *_open(report, arrange.open_items(report)),
        *(block for article in report.articles for block in _article(article)),
        *_sources(report),
        [line(escape(wording.SEAL_EXPLAINED))],
        [f"{_link(claim)}: #claim-{claim.number}" for claim in report.claims],
    ]
    return "\n".join(joined(blocks)) + "\n"


def _glance(report: Report) -> Iterator[Lines]:
    yield [heading(2, "At a glance")]
    if not report.claims:
        yield [wording.NO_CLAIMS]
    else:
        yield [f"{wording.VERDICT_CAPTION}:"]
        yield _count_table("Verdict", arrange.verdict_counts(report.claims))
        yield [f"{wording.STATUS_CAPTION}:"]
        yield _count_table("Status", arrange.status_counts(report.claims))
    if report.audience is not Audience.PUBLIC:
        yield [_coverage(article) for article in report.articles if article.paragraphs]


def _count_table(name: str, counts: Sequence[Count]) -> Lines:
    rows = [f"| {count.sign} {count.words} | {count.claims} |" for count in counts]
    return [f"| {name} | Claims |", "| --- | ---: |", *rows]


def _coverage(article: ArticleEntry) -> str:
    coverage = article.coverage
    return (
        f"- Sentences of “{escape(wording.article_title(article))}”: "
        f"{coverage.claimed} with a claim, {coverage.accepted} accepted as having none, "
        f"{wording.not_looked_at(coverage)} not yet looked at, {coverage.total} in all."
    )


def _open(report: Report, items: OpenItems) -> Iterator[Lines]:
    alone = len(report.articles) == 1
    yield [heading(2, f"{wording.open_title(report)} ({items.total or len(items.told)})")]
    if report.audience is Audience.PUBLIC and not items.told:
        yield [wording.NOTHING_WRONG]
    elif not items.total and not items.told:
        yield ["Nothing is open."]
    yield from _open_claims("told", items.told)
    yield from _open_claims("faults", items.faults)
    if items.queries:
        yield from _open_heading("queries", len(items.queries))
        for query in items.queries:
            subject = wording.query_subject(query) if query.claim is None else ""
            about = _mention(query.claim) if query.claim else line(escape(subject))
            yield item(joined([[about], _note(query.query)]))
    yield from _open_claims("stale", items.stale)
    if items.drafted:
        yield from _open_heading("drafted", len(items.drafted))
        yield [
            f"- {_link(draft.claim)} {escape(wording.draft_words(draft.drafted))}"
            for draft in items.drafted
        ]
    yield from _open_claims("unfinished", items.unfinished)
    if items.sentences:
        yield from _open_heading("sentences", len(items.sentences))
        yield [
            _open_sentence(sentence, alone=alone)
            for sentence in items.sentences[: wording.MOST_SENTENCES]
        ]
        yield list(filter(None, [wording.more_sentences(items.sentences)]))
    if items.rules:
        yield from _open_heading("rules", sum(rule.count for rule in items.rules))
        yield [_open_rule(rule, alone=alone) for rule in items.rules]
    yield from _open_claims("decided", items.decided)


def _open_heading(name: str, count: int) -> Iterator[Lines]:
    title, explanation = wording.OPEN_HEADINGS[name]
    if title:
        yield [heading(3, f"{title} ({count})")]
    yield [explanation]


def _open_claims(name: str, claims: Sequence[ClaimEntry]) -> Iterator[Lines]:
    if claims:
        yield from _open_heading(name, len(claims))
        for claim in claims:
            yield item(joined([[_mention(claim)], _correction(claim)]))


def _open_sentence(item: OpenSentence, *, alone: bool) -> str:
    place = wording.sentence_place(item, alone=alone, paragraph="¶")
    return f"- {escape(place)}: {line(escape(wording.one_line(item.sentence.text)))}"


def _open_rule(rule: OpenRule, *, alone: bool) -> str:
    places = [
        _link(place.claim)
        if place.claim
        else escape(wording.place_words(place, alone=alone, paragraph="¶"))
        for place in rule.places[: wording.MOST_PLACES]
    ]
    listed = ", ".join(filter(None, [*places, wording.more_places(rule)]))
    return f"- **{escape(rule.code)}** {rule.count} × {escape(rule.rule)} {listed}"


def _article(article: ArticleEntry) -> Iterator[Lines]:
    yield [heading(2, f"Article: {escape(wording.article_title(article))}")]
    yield _facts(wording.article_facts(article))
    yield from _notes(article.notes)
    if article.paragraphs:
        yield [heading(3, "The text")]
        claims = {claim.number: claim for claim in article.claims}
        marked = places.stretches(article.paragraphs)
        formed = shapes(article.paragraphs)
        for paragraph, shape, stretches in zip(article.paragraphs, formed, marked, strict=True):
            yield _paragraph(paragraph, shape, stretches, claims)
    yield [heading(3, wording.claim_words(len(article.claims)) if article.claims else "No claims")]
    found = places.paragraphs_by_claim(article.paragraphs)
    for claim in article.claims:
        yield from _claim(claim, found.get(claim.number, []), article)


def _paragraph(
    paragraph: Paragraph,
    shape: Shape,
    stretches: Sequence[Stretch],
    claims: dict[int, ClaimEntry],
) -> Lines:
    repeats = f" (repeats ¶{paragraph.repeats})" if paragraph.repeats else ""
    text = "".join(_stretch(stretch, claims) for stretch in stretches)
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


def _stretch(stretch: Stretch, claims: dict[int, ClaimEntry]) -> str:
    begins = "".join(f"{_link(claims[begin.claim])}⟦" for begin in stretch.begins)
    # A backslash at the end of a line breaks it there.
    words = "\\\n".join(escape(text) for text in wording.all_lines(stretch.text))
    alone = len(stretch.beginning) + len(stretch.continuing) == 1
    ends = "".join("⟧" if alone else f"⟧{claim}".translate(_SUBSCRIPT) for claim in stretch.ends)
    return f"{begins}{words}{ends}"


def _claim(claim: ClaimEntry, found_in: Sequence[int], article: ArticleEntry) -> Iterator[Lines]:
    yield [heading(4, f"Claim {claim.number}")]
    yield prose(claim.text)
    yield [f"- **{name}:** {value}" for name, value in _claim_facts(claim, found_in, article)]
    yield prose(claim.reasoning)
    yield _correction(claim)
    if not claim.evidence and claim.status is not Status.DROPPED:
        yield [wording.NO_EVIDENCE]
    if claim.evidence:
        yield ["**Evidence**"]
    for evidence in claim.evidence:
        yield item(_evidence(evidence))
    yield from _notes(claim.notes)


def _claim_facts(
    claim: ClaimEntry, found_in: Sequence[int], article: ArticleEntry
) -> Iterator[tuple[str, str]]:
    yield "Verdict", _verdict(claim)
    yield "Status", _status(claim)
    if claim.kind:
        yield "Kind", label(claim.kind)
    if claim.tags:
        yield "Tags", ", ".join(map(escape, claim.tags))
    for quote in wording.quotes_to_show(claim):
        yield "As printed", f"“{escape(quote)}”"
    if found_in:
        yield "In the text", ", ".join(f"¶{number}" for number in found_in)
    elif article.paragraphs and claim.status is not Status.DROPPED:
        yield "In the text", wording.NO_PLACE
    if claim.dropped_because.strip():
        yield "Dropped because", escape(wording.one_line(claim.dropped_because))
    for same in wording.same_claims(claim):
        yield "The same as", escape(same)
    for fact in wording.checkers(claim):
        yield fact.name, escape(fact.value)


def _correction(claim: ClaimEntry) -> Lines:
    if claim.correction is None:
        return []
    change = "".join(
        escape(words).join(_CHANGE_MARKS[operation]) for operation, words in arrange.change(claim)
    )
    return [
        f"**Correction, {wording.CORRECTION_WORDS[claim.correction_state]}:** {change}".rstrip()
    ]


def _evidence(evidence: EvidenceEntry) -> Lines:
    sign = wording.STANCE_SIGNS[evidence.stance]
    said = f"**{sign} {label(evidence.stance)}:** {_citation(evidence)}"
    recorded = f"Recorded {_recorded(evidence)}."
    return joined([[said], quoted(prose(evidence.passage)), prose(evidence.note), [recorded]])


def _citation(evidence: EvidenceEntry) -> str:
    source = evidence.source
    if source is None:
        return wording.WITHHELD
    parts = [wording.source_title(source), source.publisher, source.published, evidence.locator]
    cited = ", ".join(escape(part) for part in parts if part.strip())
    marked = " Confidential." if source.confidential else ""
    return f"Source {source.number}: {cited}.{marked} {_where(source)}".rstrip()


def _where(source: SourceEntry) -> str:
    parts = [
        address(source.url) if source.url.strip() else "",
        f"archived: {address(source.archived_url)}" if source.archived_url.strip() else "",
        f"accessed {escape(source.accessed)}" if source.accessed.strip() else "",
    ]
    return " · ".join(part for part in parts if part)


def _notes(notes: Sequence[NoteEntry]) -> Iterator[Lines]:
    if notes:
        yield ["**Notes and queries**"]
    for note in notes:
        yield item(_note(note))


def _note(note: NoteEntry) -> Lines:
    answer = [] if note.answer is None else joined([["**Answer:**"], prose(note.answer)])
    return joined(
        [[f"**{wording.note_heading(note)}** {_recorded(note)}:"], prose(note.text), answer]
    )


def _recorded(entry: EvidenceEntry | NoteEntry) -> str:
    by = f"by {escape(entry.added_by)}, " if entry.added_by.strip() else ""
    return f"{by}{wording.moment(entry.added_at)}"


def _sources(report: Report) -> Iterator[Lines]:
    if not report.sources:
        return
    yield [heading(2, "Sources")]
    citing = arrange.citing_claims(report)
    claims = {claim.number: claim for claim in report.claims}
    for source in report.sources:
        marked = " Confidential." if source.confidential else ""
        title = f"**Source {source.number}:** {escape(wording.source_title(source))}.{marked}"
        cited_by = " ".join(_link(claims[number]) for number in citing[source.number])
        yield item(
            joined(
                [
                    [title],
                    _facts(wording.source_facts(source)),
                    [f"Address: {address(source.url)}"] if source.url.strip() else [],
                    [f"Archived: {address(source.archived_url)}"]
                    if source.archived_url.strip()
                    else [],
                    [f"Cited by {cited_by}"] if cited_by else [],
                ]
            )
        )


def _facts(facts: Sequence[Fact]) -> Lines:
    return [f"- {line(escape(fact.name))}: {escape(fact.value)}" for fact in facts]


def _mention(claim: ClaimEntry) -> str:
    return f"{_link(claim)} {label(claim.verdict)}, {label(claim.status)}: {escape(claim.text)}"


def _link(claim: ClaimEntry) -> str:
    """A link to the claim, whose target stands at the end of the file."""
    return f"[{claim.number} {VERDICT_SIGNS[claim.verdict]}]"


def _verdict(claim: ClaimEntry) -> str:
    return f"{VERDICT_SIGNS[claim.verdict]} {label(claim.verdict)}"


def _status(claim: ClaimEntry) -> str:
    return f"{STATUS_SIGNS[claim.status]} {label(claim.status)}"
