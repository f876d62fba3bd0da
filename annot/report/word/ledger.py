"""The ledger behind the manuscript: what is open, every claim with its proof, and the sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annot.report import arrange
from annot.report.arrange import OpenItems
from annot.report.judgement_words import judgement_lines
from annot.report.links import live
from annot.report.model import (
    ArticleEntry,
    ClaimEntry,
    EvidenceEntry,
    NoteEntry,
    Report,
    SourceEntry,
)
from annot.report.places import paragraphs_by_claim
from annot.report.snapshot_words import no_snapshot, snapshot_facts, snapshot_words
from annot.report.word.markup import BOLD, ITALIC, QUIET, attribute, paragraph, prose, run
from annot.report.wording import (
    MOST_PLACES,
    MOST_SENTENCES,
    STANCE_SIGNS,
    Fact,
    Wording,
    one_line,
    quotes_to_show,
)
from annot.text.addresses import printed
from annot.vocabulary import STATUS_SIGNS, VERDICT_SIGNS, Status

CHANGE_STYLES = {
    "=": "",
    "-": '<w:strike/><w:color w:val="9C1C2E"/>',
    "+": '<w:b/><w:color w:val="1C5231"/>',
}


class Links:
    """The addresses that a document leads to, each once; Word keeps them in a part of its own."""

    def __init__(self) -> None:
        self.targets: dict[str, str] = {}

    def to(self, url: str) -> str:
        """A run that shows an address, and leads there if it may be followed."""
        target = live(url)
        if target is None:
            return run(printed(url))
        name = self.targets.setdefault(target, f"link{len(self.targets) + 1}")
        shown = run(printed(url), style='<w:rStyle w:val="Hyperlink"/>')
        return f'<w:hyperlink r:id="{name}">{shown}</w:hyperlink>'


def facts(items: list[Fact]) -> str:
    """Lines of a name and a value."""
    return "".join(_line(fact.name, run(fact.value)) for fact in items)


def _line(name: str, content: str) -> str:
    return paragraph(run(f"{name}: ", style=BOLD) + content, style="Fact")


def opened(wording: Wording, report: Report, items: OpenItems) -> Iterator[str]:
    """What somebody still has to act on; for the public, what does not hold."""
    count = items.total or len(items.told)
    yield _counted(wording, wording.open_title(report), count, style="Heading1")
    if not count:
        yield paragraph(run(wording.text("open.nothing")))
    alone = len(report.articles) == 1
    yield from _open_claims(wording, "told", items.told)
    yield from _open_claims(wording, "faults", items.faults)
    yield from _open_queries(wording, items)
    yield from _open_claims(wording, "stale", items.stale)
    yield from _open_drafted(wording, items)
    yield from _open_claims(wording, "unfinished", items.unfinished)
    if items.sentences:
        yield from _open_heading(wording, "sentences", len(items.sentences))
        for item in items.sentences[:MOST_SENTENCES]:
            place = run(f"{wording.sentence_place(item, alone=alone)}: ", style=QUIET)
            yield paragraph(place + run(one_line(item.sentence.text)), style="Item")
        if more := wording.more_sentences(items.sentences):
            yield paragraph(run(more))
    if items.rules:
        yield from _open_heading(wording, "rules", sum(rule.count for rule in items.rules))
        for rule in items.rules:
            places = [
                wording.text("place.claim", number=place.claim.number)
                if place.claim
                else wording.place_words(place, alone=alone)
                for place in rule.places[:MOST_PLACES]
            ]
            listed = ", ".join(filter(None, [*places, wording.more_places(rule)]))
            found = f"{wording.number(rule.count)} × {wording.rule_words(rule)} {listed}"
            yield paragraph(run(f"{rule.code} ", style=BOLD) + run(found), style="Item")
    yield from _open_claims(wording, "decided", items.decided)
    if items.on_author:
        yield from _open_heading(wording, "on_author", len(items.on_author))
        for claim in items.on_author:
            yield paragraph(mention(wording, claim), style="Item")
            yield paragraph(run(" · ".join(wording.accepted(claim)), style=QUIET))


def _open_queries(wording: Wording, items: OpenItems) -> Iterator[str]:
    if items.queries:
        yield from _open_heading(wording, "queries", len(items.queries))
    for query in items.queries:
        about = mention(wording, query.claim) if query.claim else run(wording.query_subject(query))
        yield paragraph(about, style="Item")
        yield from _note(wording, query.query)


def _open_drafted(wording: Wording, items: OpenItems) -> Iterator[str]:
    if items.drafted:
        yield from _open_heading(wording, "drafted", len(items.drafted))
    for draft in items.drafted:
        told = run(f"{draft.claim.number}  ", style=BOLD)
        yield paragraph(told + run(wording.draft_words(draft.drafted)), style="Item")


def _counted(wording: Wording, title: str, count: int, *, style: str) -> str:
    told = wording.text("open.counted", title=title, count=wording.number(count))
    return paragraph(run(told), style=style)


def _open_heading(wording: Wording, name: str, count: int) -> Iterator[str]:
    title, explanation = wording.open_heading(name)
    if title:
        yield _counted(wording, title, count, style="Heading2")
    yield paragraph(run(explanation, style=QUIET))


def _open_claims(wording: Wording, name: str, listed: Sequence[ClaimEntry]) -> Iterator[str]:
    if listed:
        yield from _open_heading(wording, name, len(listed))
        for claim in listed:
            yield paragraph(mention(wording, claim), style="Item")
            yield _correction(wording, claim)


def mention(wording: Wording, claim: ClaimEntry) -> str:
    """A claim in one line: its number, verdict, status and words."""
    verdict = f"{VERDICT_SIGNS[claim.verdict]} {wording.label(claim.verdict)}"
    state = f"{verdict}, {wording.label(claim.status)}"
    return run(f"{claim.number}  {state}: ", style=BOLD) + run(one_line(claim.text))


def claims(wording: Wording, report: Report, article: ArticleEntry, links: Links) -> Iterator[str]:
    """Every claim of an article with all that was found."""
    found = paragraphs_by_claim(article.paragraphs)
    for claim in article.claims:
        titled = wording.text("claim.titled", number=claim.number, text=one_line(claim.text))
        yield paragraph(run(titled), style="Heading3")
        yield from _claim_lines(wording, claim, found.get(claim.number, []), article)
        for evidence in claim.evidence:
            yield from _evidence(wording, report, evidence, links)
        if not claim.evidence and claim.status is not Status.DROPPED:
            yield paragraph(run(wording.text("evidence.none"), style=ITALIC))
        if judged := judgement_lines(wording, claim):
            yield paragraph(run(wording.text("judgement.heading"), style=BOLD))
            yield from (paragraph(run(told), style="Item") for told in judged)
        for note in claim.notes:
            yield from _note(wording, note)


def _claim_lines(
    wording: Wording, claim: ClaimEntry, found_in: Sequence[int], article: ArticleEntry
) -> Iterator[str]:
    state = (
        f"{VERDICT_SIGNS[claim.verdict]} {wording.label(claim.verdict)} · "
        f"{STATUS_SIGNS[claim.status]} {wording.label(claim.status)}"
    )
    sort = f" · {wording.label(claim.kind)}" if claim.kind else ""
    tags = f" · {', '.join(claim.tags)}" if claim.tags else ""
    yield paragraph(run(f"{state}{sort}{tags}"))
    for quote in quotes_to_show(claim):
        yield _line(wording.text("claim.printed"), run(wording.quoted(one_line(quote))))
    if found_in:
        places = ", ".join(wording.text("place.paragraph", number=number) for number in found_in)
        yield _line(wording.text("claim.in_text"), run(places))
    elif article.paragraphs and claim.status is not Status.DROPPED:
        yield paragraph(run(wording.text("claim.no_place"), style=QUIET))
    if claim.dropped_because.strip():
        yield _line(wording.text("claim.dropped_because"), run(one_line(claim.dropped_because)))
    for same in wording.same_claims(claim):
        yield _line(wording.text("claim.same_as"), run(same))
    yield prose(claim.reasoning)
    yield _correction(wording, claim)
    yield facts(wording.checkers(claim))


def _correction(wording: Wording, claim: ClaimEntry) -> str:
    if claim.correction is None:
        return ""
    state = wording.correction_state(claim.correction_state)
    change = "".join(run(text, style=CHANGE_STYLES[op]) for op, text in arrange.change(claim))
    return _line(wording.text("correction.inline", state=state), change)


def _evidence(
    wording: Wording, report: Report, evidence: EvidenceEntry, links: Links
) -> Iterator[str]:
    sign = STANCE_SIGNS[evidence.stance]
    head = run(f"{sign} {wording.label(evidence.stance)}: ", style=BOLD)
    source = evidence.source
    if source is None:
        yield paragraph(head + run(wording.text("evidence.withheld")), style="Item")
        return
    published = wording.day(source.published)
    parts = [wording.source_title(source), source.publisher, published, evidence.locator]
    cited = one_line(", ".join(part for part in parts if part.strip()))
    number = wording.text("source.number", number=source.number)
    told = run(f"{number}: {cited}.{_confidential(wording, source)} ")
    address = links.to(source.url) if source.url.strip() else ""
    yield paragraph(head + told + address, style="Item")
    yield prose(evidence.passage, style="Passage")
    yield prose(evidence.note)
    for seen in evidence.snapshots:
        yield paragraph(run(snapshot_words(wording, seen), style=QUIET))
        yield facts(snapshot_facts(wording, seen))
    if lacking := no_snapshot(wording, report, evidence):
        yield paragraph(run(lacking, style=QUIET))
    when = _recorded(wording, evidence)
    yield paragraph(run(wording.text("evidence.recorded", when=when), style=QUIET))
    for note in evidence.notes:
        yield from _note(wording, note)


def _confidential(wording: Wording, source: SourceEntry) -> str:
    return f" {wording.text('source.confidential')}" if source.confidential else ""


def notes(wording: Wording, listed: Sequence[NoteEntry]) -> Iterator[str]:
    """Notes and queries about a whole article."""
    if listed:
        yield paragraph(run(wording.text("article.notes")), style="Heading2")
    for note in listed:
        yield from _note(wording, note)


def _note(wording: Wording, note: NoteEntry) -> Iterator[str]:
    head = f"{wording.note_heading(note)} {_recorded(wording, note)}"
    yield paragraph(run(head, style=QUIET), style="Item")
    yield prose(note.text)
    if note.answer is not None:
        by = f" {wording.answered(note)}"
        yield paragraph(run(wording.text("note.answer"), style=BOLD) + run(by, style=QUIET))
        yield prose(note.answer)


def _recorded(wording: Wording, entry: EvidenceEntry | NoteEntry) -> str:
    return wording.recorded(entry.added_at, one_line(entry.added_by))


def sources(wording: Wording, report: Report, links: Links) -> Iterator[str]:
    """All that was cited."""
    if not report.sources:
        return
    yield paragraph(run(wording.text("source.heading")), style="Heading1")
    citing = arrange.citing_claims(report)
    for source in report.sources:
        number = wording.text("source.number", number=source.number)
        title = f"{number}: {one_line(wording.source_title(source))}."
        yield paragraph(run(title + _confidential(wording, source)), style="Heading3")
        yield facts(wording.source_facts(source))
        for name, url in (("address", source.url), ("archived", source.archived_url)):
            if url.strip():
                yield _line(wording.text(f"source.{name}"), links.to(url))
        cited_by = ", ".join(wording.text("place.claim", number=n) for n in citing[source.number])
        if cited_by:
            yield _line(wording.text("source.cited_by"), run(cited_by))
        for note in source.notes:
            yield from _note(wording, note)


def relationships(links: Links) -> str:
    """What a document's part of relationships says of its links."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    return "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target={attribute(target)}'
        ' TargetMode="External"/>'
        for target, name in links.targets.items()
    )
