"""How claims are laid out on a terminal: a table of many, a sheet of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from annot.cli.colours import status_colour, verdict_colour
from annot.cli.errors import surroundings
from annot.cli.output import Part, Styled, indented, write
from annot.cli.source_view import source_line
from annot.cli.table import Column, write_table
from annot.errors import Place
from annot.text.display import one_line
from annot.text.paragraphs import paragraphs
from annot.text.spans import SpanIndex
from annot.vocabulary import STATUS_SIGNS, VERDICT_SIGNS, Status, Verdict, label

if TYPE_CHECKING:
    from annot.operations.assignments import AssignmentState
    from annot.store.dossier import ClaimFile, Dossier, EvidenceFile
    from annot.store.models import Anchor, Claim, Judgement, Note
    from annot.store.same_claims import SameRow

_LABEL = 12


def write_claims(claims: Sequence[Claim], slugs: Mapping[int, str]) -> None:
    """Print a table of claims; it names their articles if there are several.

    Args:
        claims: The claims.
        slugs: The slug of each article, by id.
    """
    several = len({claim.article_id for claim in claims}) > 1
    columns = [
        Column("CLAIM", right=True),
        Column("STATUS"),
        Column("VERDICT"),
        Column("EVIDENCE", right=True),
        *([Column("ARTICLE", flexible=True)] if several else []),
        Column("WORDS", flexible=True),
    ]
    rows: list[tuple[Part, ...]] = [
        (
            str(claim.id),
            status_cell(claim.status),
            verdict_cell(claim.verdict),
            str(claim.evidence_count),
            *((slugs.get(claim.article_id, "–"),) if several else ()),
            claim.text,
        )
        for claim in claims
    ]
    write_table(columns, rows)


def status_cell(status: Status) -> Styled:
    """A status with its sign."""
    return Styled(f"{STATUS_SIGNS[status]} {label(status)}", status_colour(status))


def verdict_cell(verdict: Verdict | None) -> Styled:
    """A verdict with its sign."""
    return Styled(f"{VERDICT_SIGNS[verdict]} {label(verdict)}", verdict_colour(verdict))


def write_claim(dossier: Dossier, file: ClaimFile, asked: Sequence[AssignmentState]) -> None:
    """Print all that is known about a claim, and who was asked to judge or to adjudicate it."""
    claim = file.claim
    write(Styled(f"Claim {claim.id}", bold=True), "  ", status_cell(claim.status), "  ",
          verdict_cell(claim.verdict))  # fmt: skip
    write("  ", indented(claim.text, 2))
    write("")
    for name, value in _facts(dossier, file):
        if value:
            write(f"  {name:<{_LABEL}}", indented(value, _LABEL + 2))
    _write_section("Columns it came with", map(_extra_line, sorted(claim.extra.items())))
    spans = SpanIndex(paragraphs(dossier.text))
    _write_section("Places", (_place_line(anchor, spans) for anchor in file.anchors))
    _write_section("Evidence", (line for item in file.evidence for line in _evidence_lines(item)))
    _write_section("The same", map(_same_line, file.same))
    _write_section("Given to", map(_asked_line, asked))
    _write_section("Judgements", map(_judgement_line, file.judgements))
    _write_section("Notes", (line for note in file.notes for line in note_lines(note)))


def note_lines(note: Note) -> Iterator[str]:
    """A note, or a query with its answer, as lines."""
    what = f"query to the {label(note.addressee)}" if note.addressee else "note"
    yield f"{note.id:>5}  {what} by {one_line(note.added_by, 80)}: {indented(note.text, 9)}"
    if note.addressee:
        yield f"         answer: {indented(note.answer, 9)}" if note.answer else "         open"


def _facts(dossier: Dossier, file: ClaimFile) -> list[tuple[str, str]]:
    claim = file.claim
    correction = f"{claim.correction} ({label(claim.correction_state)})" * bool(claim.correction)
    return [
        ("Article", dossier.article.slug if dossier.revision else ""),
        ("Kind", label(claim.kind) if claim.kind else ""),
        ("Dropped", file.dropped_because),
        ("Reasoning", claim.reasoning),
        ("Correction", correction),
        ("Checker", claim.checker),
        ("Approved by", claim.approver),
        ("Tags", ", ".join(claim.tags)),
        ("Key", claim.key),
        ("Changed", f"{claim.updated_at.astimezone():%Y-%m-%d %H:%M}"),
        ("Version", str(claim.version)),
    ]


def _extra_line(column: tuple[str, str]) -> str:
    name, value = column
    return f"  {one_line(name, 80)}: {indented(value, 4)}"


def _place_line(anchor: Anchor, spans: SpanIndex) -> str:
    place = Place(anchor.start, anchor.end, anchor.prefix, anchor.exact, anchor.suffix)
    inside = spans.touching(anchor.start, anchor.end)
    where = f", paragraph {inside[0] + 1}" if inside else ""
    return f"{anchor.id:>5}  {anchor.placement}{where}: {surroundings(place)}"


def _evidence_lines(file: EvidenceFile) -> Iterator[str]:
    evidence = file.evidence
    at = f", {one_line(evidence.locator, 200)}" if evidence.locator else ""
    yield f"{evidence.id:>5}  {label(evidence.stance)}: {source_line(file.source)}{at}"
    if evidence.passage:
        yield f"         “{indented(evidence.passage, 9)}”"
    if evidence.note:
        yield f"         {indented(evidence.note, 9)}"
    for note in file.notes:
        yield from (f"    {line}" for line in note_lines(note))


def _same_line(same: SameRow) -> str:
    of = f" of {one_line(same.article, 80)}" if same.article else ""
    found = f"{label(same.verdict)}, {label(same.status)}"
    return f"  claim {same.number}{of}: {found}: {one_line(same.text, 200)}"


def _asked_line(asked: AssignmentState) -> str:
    done = "done" if asked.is_done else "open"
    return f"  {one_line(asked.assignment.name, 80)} to {asked.assignment.task}: {done}"


def _judgement_line(judgement: Judgement) -> str:
    why = f": {indented(judgement.note, 4)}" if judgement.note else ""
    return f"  {one_line(judgement.reader, 80)} finds it {label(judgement.verdict)}{why}"


def _write_section(heading: str, lines: Iterable[str]) -> None:
    found = list(lines)
    if found:
        write("")
        write(Styled(heading, bold=True))
        for line in found:
            write(line)
