"""What there is to read about a source, in paragraphs: what it is, and who cites it for what.

Pure functions, as `annot.tui.claim_paragraphs` has them for a claim.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from annot.operations.doubles import Double
from annot.store.source_reading import (
    MOST_CITATIONS,
    Citation,
    SnapshotLine,
    SourceDetail,
    SourceLine,
    SourceNote,
    SourceUse,
)
from annot.text.addresses import printed
from annot.tui.claim_paragraphs import (
    ANSWER_SIGN,
    NOTE_SIGNS,
    STANCE_SIGNS,
    Paragraph,
    Run,
    spaced,
    worded,
)
from annot.tui.source_list import DEAD_SIGN, DOUBLE_SIGN, named
from annot.vocabulary import STATUS_SIGNS, VERDICT_SIGNS, label

CLAIM = "claim"
"""The noun of the items: the claims that cite the source."""

_MOST_SNAPSHOTS = 5
_ALIKE = {"url": "same address", "title": "nearly the same title"}


class SourceFile(NamedTuple):
    """A source with all that belongs to it."""

    detail: SourceDetail
    use: SourceUse


def source_paragraphs(
    file: SourceFile, *, cited: int, double: Double[SourceLine] | None
) -> list[Paragraph]:
    """Everything about a source, the most wanted first.

    Args:
        file: The source.
        cited: How often it is cited, of which not all may have been read.
        double: The sources that it looks like, if any.
    """
    source = file.detail
    return [
        *_names(source),
        *(Paragraph(spaced((Run(name, "label"), run))) for name, run in _facts(source)),
        *(_alike(source.id, double) if double else ()),
        *_snapshots(file.use.snapshots),
        *(part for note in file.use.notes for part in _note(note)),
        *_cited(file.use.citations, cited),
    ]


def _names(source: SourceDetail) -> Iterator[Paragraph]:
    head = [worded(source.slug, "number"), Run(label(source.kind), "muted")]
    if source.rank is not None:
        head.append(Run(label(source.rank), "muted"))
    if source.confidential:
        head.append(Run("confidential", "warning"))
    yield Paragraph(spaced(head))
    if source.title:
        yield Paragraph((worded(source.title, "claim"),), is_hanging=False)


def _facts(source: SourceDetail) -> Iterator[tuple[str, Run]]:
    """What is known of a source, by its name; what is missing of an address is told too."""
    issued = ", ".join(part for part in (source.publisher, source.published) if part)
    facts = (
        ("by", "; ".join(source.authors)),
        ("published", issued),
        ("URL", printed(source.url)),
        ("archived", printed(source.archived_url)),
        ("accessed", source.accessed),
        *source.identifiers,
    )
    missing = {"archived": "not archived", "accessed": "never looked at"} if source.url else {}
    for name, value in facts:
        if value:
            yield worded(name).text, worded(value)
        elif name in missing:
            yield name, Run(missing[name], "warning")


def _alike(source_id: int, double: Double[SourceLine]) -> Iterator[Paragraph]:
    why = ", ".join(_ALIKE.get(reason, f"same {reason.upper()}") for reason in double.reasons)
    yield Paragraph(
        spaced((Run(f"{DOUBLE_SIGN} looks like", "warning"), Run(why, "muted"))), is_opening=True
    )
    for other in double.sources:
        if other.id != source_id:
            told = [worded(named(other), "source"), worded(other.slug, "muted")]
            yield Paragraph(spaced(told), indent=1)


def _snapshots(snapshots: Sequence[SnapshotLine]) -> Iterator[Paragraph]:
    """What it said when it was looked at, the newest first."""
    for place, item in enumerate(snapshots[:_MOST_SNAPSHOTS]):
        head = [Run(f"snapshot {item.id}", "label"), Run(f"{item.at[:16].replace('T', ' ')} UTC")]
        if item.problem:
            head.append(worded(f"{DEAD_SIGN} {item.problem}", "warning"))
        else:
            head += [worded(item.media_type, "muted"), Run(f"sha256 {item.sha256[:12]}…", "muted")]
        yield Paragraph(spaced([*head, worded(item.added_by, "muted")]), is_opening=place == 0)
    more = len(snapshots) - _MOST_SNAPSHOTS
    if more > 0:
        yield Paragraph((Run(f"and {more} older", "muted"),), indent=1)


def _note(note: SourceNote) -> Iterator[Paragraph]:
    head = [
        Run(f"{NOTE_SIGNS[note.kind]} {label(note.kind)}", "label"),
        worded(note.text),
        worded(note.added_by, "muted"),
    ]
    yield Paragraph(spaced(head), is_opening=True)
    if note.answer is not None:
        yield Paragraph((Run(f"{ANSWER_SIGN} ", "label"), worded(note.answer)), indent=1)


def _cited(citations: Sequence[Citation], cited: int) -> Iterator[Paragraph]:
    by_claim = [(claim, list(own)) for claim, own in groupby(citations, lambda item: item.claim)]
    yield Paragraph((Run(_count(len(by_claim), cited), "label"),), is_opening=True)
    for place, (claim, own) in enumerate(by_claim):
        yield from _claim(claim, own, is_opening=place > 0)


def _count(claims: int, cited: int) -> str:
    if not cited:
        return "not cited"
    times = "once" if cited == 1 else f"{cited:,} times"
    if cited > MOST_CITATIONS:
        return f"cited {times}; the first {MOST_CITATIONS}:"
    return f"cited {times}, for {claims:,} claim{'s' if claims != 1 else ''}:"


def _claim(claim: int, own: Sequence[Citation], *, is_opening: bool) -> Iterator[Paragraph]:
    """A claim, and what the source says about it."""
    first, item = own[0], (CLAIM, claim)
    head = [
        Run(VERDICT_SIGNS[first.verdict], first.verdict or "muted"),
        Run(STATUS_SIGNS[first.status], first.status),
        Run(str(claim), "number"),
        worded(first.text),
        worded(f" {first.article}", "muted"),
    ]
    yield Paragraph(spaced(head, " "), item, is_opening=is_opening)
    for citation in own:
        stance = f"{STANCE_SIGNS[citation.stance]} {label(citation.stance)}"
        said = [Run(stance, citation.stance)]
        if citation.passage:
            said.append(worded(f"“{citation.passage}”", "quote"))
        said.append(worded(citation.locator, "muted"))
        yield Paragraph(spaced(said), item, 1, is_hanging=False)
