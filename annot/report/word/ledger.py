"""The ledger behind the manuscript: what is open, every claim with its proof, and the sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annot.report import arrange, wording
from annot.report.arrange import OpenItems
from annot.report.links import live
from annot.report.model import ArticleEntry, ClaimEntry, EvidenceEntry, NoteEntry, Report
from annot.report.places import paragraphs_by_claim
from annot.report.word.markup import BOLD, ITALIC, QUIET, attribute, paragraph, prose, run
from annot.report.wording import Fact
from annot.text.addresses import printed
from annot.vocabulary import STATUS_SIGNS, VERDICT_SIGNS, Status, label

_CHANGE = {
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


def opened(report: Report, items: OpenItems) -> Iterator[str]:
    """What somebody still has to act on; for the public, what does not hold."""
    count = items.total or len(items.told)
    yield paragraph(run(f"{wording.open_title(report)} ({count})"), style="Heading1")
    if not count:
        yield paragraph(run("Nothing is open."))
    alone = len(report.articles) == 1
    yield from _open_claims("told", items.told)
    yield from _open_claims("faults", items.faults)
    yield from _open_queries(items)
    yield from _open_claims("stale", items.stale)
    yield from _open_drafted(items)
    yield from _open_claims("unfinished", items.unfinished)
    if items.sentences:
        yield from _open_heading("sentences", len(items.sentences))
        for item in items.sentences[: wording.MOST_SENTENCES]:
            place = run(f"{wording.sentence_place(item, alone=alone)}: ", style=QUIET)
            yield paragraph(place + run(wording.one_line(item.sentence.text)), style="Item")
        if more := wording.more_sentences(items.sentences):
            yield paragraph(run(more))
    if items.rules:
        yield from _open_heading("rules", sum(rule.count for rule in items.rules))
        for rule in items.rules:
            places = [
                f"claim {place.claim.number}"
                if place.claim
                else wording.place_words(place, alone=alone)
                for place in rule.places[: wording.MOST_PLACES]
            ]
            listed = ", ".join(filter(None, [*places, wording.more_places(rule)]))
            told = run(f"{rule.code} ", style=BOLD) + run(f"{rule.count} × {rule.rule} {listed}")
            yield paragraph(told, style="Item")
    yield from _open_claims("decided", items.decided)


def _open_queries(items: OpenItems) -> Iterator[str]:
    if items.queries:
        yield from _open_heading("queries", len(items.queries))
    for query in items.queries:
        about = _mention(query.claim) if query.claim else run(wording.query_subject(query))
        yield paragraph(about, style="Item")
        yield from _note(query.query)


def _open_drafted(items: OpenItems) -> Iterator[str]:
    if items.drafted:
        yield from _open_heading("drafted", len(items.drafted))
    for draft in items.drafted:
        told = run(f"{draft.claim.number}  ", style=BOLD)
        yield paragraph(told + run(wording.draft_words(draft.drafted)), style="Item")


def _open_heading(name: str, count: int) -> Iterator[str]:
    title, explanation = wording.OPEN_HEADINGS[name]
    if title:
        yield paragraph(run(f"{title} ({count})"), style="Heading2")
    yield paragraph(run(explanation, style=QUIET))


def _open_claims(name: str, listed: Sequence[ClaimEntry]) -> Iterator[str]:
    if listed:
        yield from _open_heading(name, len(listed))
        for claim in listed:
            yield paragraph(_mention(claim), style="Item")
            yield _correction(claim)


def _mention(claim: ClaimEntry) -> str:
    state = f"{VERDICT_SIGNS[claim.verdict]} {label(claim.verdict)}, {label(claim.status)}"
    return run(f"{claim.number}  {state}: ", style=BOLD) + run(wording.one_line(claim.text))


def claims(article: ArticleEntry, links: Links) -> Iterator[str]:
    """Every claim of an article with all that was found."""
    found = paragraphs_by_claim(article.paragraphs)
    for claim in article.claims:
        heading = run(f"Claim {claim.number}: {wording.one_line(claim.text)}")
        yield paragraph(heading, style="Heading3")
        yield from _claim_lines(claim, found.get(claim.number, []), article)
        for evidence in claim.evidence:
            yield from _evidence(evidence, links)
        if not claim.evidence and claim.status is not Status.DROPPED:
            yield paragraph(run(wording.NO_EVIDENCE, style=ITALIC))
        for note in claim.notes:
            yield from _note(note)


def _claim_lines(claim: ClaimEntry, found_in: list[int], article: ArticleEntry) -> Iterator[str]:
    state = (
        f"{VERDICT_SIGNS[claim.verdict]} {label(claim.verdict)} · "
        f"{STATUS_SIGNS[claim.status]} {label(claim.status)}"
    )
    sort = f" · {label(claim.kind)}" if claim.kind else ""
    tags = f" · {', '.join(claim.tags)}" if claim.tags else ""
    yield paragraph(run(f"{state}{sort}{tags}"))
    for quote in wording.quotes_to_show(claim):
        yield _line("As printed", run(f"“{wording.one_line(quote)}”"))
    if found_in:
        yield _line("In the text", run(", ".join(f"paragraph {number}" for number in found_in)))
    elif article.paragraphs and claim.status is not Status.DROPPED:
        yield paragraph(run(wording.NO_PLACE, style=QUIET))
    if claim.dropped_because.strip():
        yield _line("Dropped because", run(wording.one_line(claim.dropped_because)))
    for same in wording.same_claims(claim):
        yield _line("The same as", run(same))
    yield prose(claim.reasoning)
    yield _correction(claim)
    yield facts(wording.checkers(claim))


def _correction(claim: ClaimEntry) -> str:
    if claim.correction is None:
        return ""
    state = wording.CORRECTION_WORDS[claim.correction_state]
    change = "".join(run(text, style=_CHANGE[op]) for op, text in arrange.change(claim))
    return _line(f"Correction, {state}", change)


def _evidence(evidence: EvidenceEntry, links: Links) -> Iterator[str]:
    sign = wording.STANCE_SIGNS[evidence.stance]
    head = run(f"{sign} {label(evidence.stance)}: ", style=BOLD)
    source = evidence.source
    if source is None:
        yield paragraph(head + run(wording.WITHHELD), style="Item")
        return
    parts = [wording.source_title(source), source.publisher, source.published, evidence.locator]
    cited = ", ".join(part for part in parts if part.strip())
    confidential = " Confidential." if source.confidential else ""
    told = run(f"Source {source.number}: {wording.one_line(cited)}.{confidential} ")
    address = links.to(source.url) if source.url.strip() else ""
    yield paragraph(head + told + address, style="Item")
    yield prose(evidence.passage, style="Passage")
    yield prose(evidence.note)
    yield paragraph(run(f"Recorded {_recorded(evidence)}", style=QUIET))


def notes(listed: Sequence[NoteEntry]) -> Iterator[str]:
    """Notes and queries about a whole article."""
    if listed:
        yield paragraph(run("Notes on the article"), style="Heading2")
    for note in listed:
        yield from _note(note)


def _note(note: NoteEntry) -> Iterator[str]:
    head = f"{wording.note_heading(note)} {_recorded(note)}"
    yield paragraph(run(head, style=QUIET), style="Item")
    yield prose(note.text)
    if note.answer is not None:
        yield paragraph(run("Answer", style=BOLD))
        yield prose(note.answer)


def _recorded(entry: EvidenceEntry | NoteEntry) -> str:
    by = f"by {wording.one_line(entry.added_by)}, " if entry.added_by.strip() else ""
    return f"{by}{wording.moment(entry.added_at)}"


def sources(report: Report, links: Links) -> Iterator[str]:
    """All that was cited."""
    if not report.sources:
        return
    yield paragraph(run("Sources"), style="Heading1")
    citing = arrange.citing_claims(report)
    for source in report.sources:
        marked = " Confidential." if source.confidential else ""
        title = f"Source {source.number}: {wording.one_line(wording.source_title(source))}.{marked}"
        yield paragraph(run(title), style="Heading3")
        yield facts(wording.source_facts(source))
        for name, url in (("Address", source.url), ("Archived", source.archived_url)):
            if url.strip():
                yield _line(name, links.to(url))
        cited_by = ", ".join(f"claim {number}" for number in citing[source.number])
        if cited_by:
            yield _line("Cited by", run(cited_by))


def relationships(links: Links) -> str:
    """What a document's part of relationships says of its links."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    return "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target={attribute(target)}'
        ' TargetMode="External"/>'
        for target, name in links.targets.items()
    )
