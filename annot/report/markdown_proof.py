"""Evidence, notes and corrections as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annot.report import arrange
from annot.report.commonmark import address, escape, item, joined, line, prose, quoted
from annot.report.model import (
    ClaimEntry,
    EvidenceEntry,
    NoteEntry,
    Report,
    SnapshotEntry,
    SourceEntry,
)
from annot.report.snapshot_words import no_snapshot, snapshot_facts, snapshot_words
from annot.report.wording import STANCE_SIGNS, Fact, Wording

_CHANGE_MARKS = {"=": ("", ""), "-": ("{--", "--}"), "+": ("{++", "++}")}

Lines = list[str]


def bold(words: str, end: str = "") -> str:
    """Words in bold, with a sign of ours at their end."""
    return f"**{escape(words)}{end}**"


def changed(changes: Sequence[tuple[str, str]]) -> str:
    """What changed in words, as pairs like those of `arrange.change`."""
    return "".join(escape(words).join(_CHANGE_MARKS[operation]) for operation, words in changes)


def correction(wording: Wording, claim: ClaimEntry) -> Lines:
    """The wording proposed instead, and what became of it."""
    if claim.correction is None:
        return []
    state = wording.correction_state(claim.correction_state)
    told = bold(wording.text("correction.inline", state=state), ":")
    return [f"{told} {changed(arrange.change(claim))}".rstrip()]


def evidence(wording: Wording, report: Report, entry: EvidenceEntry) -> Lines:
    """A piece of evidence with its source, the snapshots of it, and what was noted."""
    sign = STANCE_SIGNS[entry.stance]
    said = f"**{sign} {escape(wording.label(entry.stance))}:** {_citation(wording, entry)}"
    when = wording.recorded(entry.added_at, entry.added_by)
    recorded = f"{line(escape(wording.text('evidence.recorded', when=when)))}."
    lacking = no_snapshot(wording, report, entry)
    return joined(
        [
            [said],
            quoted(prose(entry.passage)),
            prose(entry.note),
            *(_snapshot(wording, seen) for seen in entry.snapshots),
            prose(lacking),
            [recorded],
            *notes(wording, entry.notes),
        ]
    )


def _snapshot(wording: Wording, seen: SnapshotEntry) -> Lines:
    told = line(escape(snapshot_words(wording, seen)))
    return [told, "", *facts(snapshot_facts(wording, seen))]


def _citation(wording: Wording, evidence: EvidenceEntry) -> str:
    source = evidence.source
    if source is None:
        return escape(wording.text("evidence.withheld"))
    published = wording.day(source.published)
    parts = [wording.source_title(source), source.publisher, published, evidence.locator]
    cited = ", ".join(escape(part) for part in parts if part.strip())
    number = escape(wording.text("source.number", number=source.number))
    marked = confidential(wording, source)
    return f"{number}: {cited}.{marked} {_where(wording, source)}".rstrip()


def confidential(wording: Wording, source: SourceEntry) -> str:
    """That a source is confidential, if it is."""
    return f" {escape(wording.text('source.confidential'))}" if source.confidential else ""


def _where(wording: Wording, source: SourceEntry) -> str:
    parts = [
        address(source.url) if source.url.strip() else "",
        _around(wording, "source.archived_at", "address", address(source.archived_url))
        if source.archived_url.strip()
        else "",
        escape(wording.text("source.accessed_on", day=wording.day(source.accessed)))
        if source.accessed.strip()
        else "",
    ]
    return " · ".join(part for part in parts if part)


def _around(wording: Wording, name: str, value: str, markdown: str) -> str:
    """Fixed words with something in them that is Markdown already."""
    before, _, after = wording.text(name, **{value: "\0"}).partition("\0")
    return f"{escape(before)}{markdown}{escape(after)}"


def notes(wording: Wording, entries: Sequence[NoteEntry]) -> Iterator[Lines]:
    """Notes and queries under a heading."""
    if entries:
        yield [bold(wording.text("note.heading"))]
    for entry in entries:
        yield item(note(wording, entry))


def note(wording: Wording, entry: NoteEntry) -> Lines:
    """A note, or a query with its answer."""
    answer: Lines = []
    if entry.answer is not None:
        by = wording.answered(entry)
        told = bold(wording.text("note.answer"), "" if by else ":")
        answer = joined([[f"{told} {escape(by)}:" if by else told], prose(entry.answer)])
    recorded = escape(wording.recorded(entry.added_at, entry.added_by))
    head = f"{bold(wording.note_heading(entry))} {recorded}:"
    return joined([[head], prose(entry.text), answer])


def facts(items: Sequence[Fact]) -> Lines:
    """A list of names and values."""
    return [f"- {line(escape(fact.name))}: {escape(fact.value)}" for fact in items]
