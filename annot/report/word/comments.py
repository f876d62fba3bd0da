"""The comments of the document: one at every claim, one at every query with its answer below it.

A claim's comment is written by who checked it, and done when nobody has to act on the claim any
more. Its first line begins with the word for a claim and its number, by which `annot import` knows
it again when the document comes back; which words these are stands in the document's properties.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import IO

from annot.report import arrange
from annot.report.model import ClaimEntry, EvidenceEntry, NoteEntry, Report
from annot.report.word.markup import (
    BOLD,
    HEADER,
    ITALIC,
    NAMESPACES,
    attribute,
    moment,
    paragraph,
    run,
)
from annot.report.wording import STANCE_SIGNS, Wording, lines, one_line
from annot.text.addresses import printed
from annot.vocabulary import CLOSED, STATUS_SIGNS, VERDICT_SIGNS, Audience, NoteKind

REFERENCE = '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:annotationRef/></w:r>'
NOBODY = "annot"
"""Who signs where the report names nobody."""

_AT_ONCE = 1 << 16

CHANGE_MARKS = {"=": ("", ""), "-": ("[-", "-]"), "+": ("{+", "+}")}


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment, or a reply to one.

    Attributes:
        number: Its number in the document, from 0.
        author: Who says it.
        made_at: When.
        body: Its paragraphs, without their ids.
        is_done: Whether it is resolved.
        parent: The number of the comment that it replies to.
    """

    number: int
    author: str
    made_at: datetime
    body: tuple[str, ...]
    is_done: bool = False
    parent: int | None = None


class Comments:
    """The comments of a document, in the order in which they are called for.

    They are written down as they come, in files that nobody else can open, since each is part of
    two other parts of the document than the one that is being written.
    """

    def __init__(self, report: Report, wording: Wording) -> None:
        self._report = report
        self._wording = wording
        self._count = 0
        self._first: dict[int, int] = {}
        with contextlib.ExitStack() as opened:
            self._told = opened.enter_context(_file())
            self._ticks = opened.enter_context(_file())
            self._opened = opened.pop_all()

    def __enter__(self) -> Comments:
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    def at(self, claim: ClaimEntry) -> list[int]:
        """The numbers of the comments at a place of a claim, replies among them."""
        if claim.number in self._first:
            said = self._wording.text
            see = said("comment.see", comment=self._first[claim.number] + 1)
            again = f"{said('comment.again', number=claim.number)} {see}"
            return [self._add(self._author(claim.checker), claim.changed_at, [run(again)])]
        number = self._add(
            self._author(claim.checker),
            claim.changed_at,
            list(_claim_lines(self._wording, claim)),
            is_done=claim.status in CLOSED,
        )
        self._first[claim.number] = number
        queries = (note for note in claim.notes if note.kind is NoteKind.QUERY)
        return [number, *(each for query in queries for each in self._query(claim, query))]

    def _query(self, claim: ClaimEntry, query: NoteEntry) -> list[int]:
        said = self._wording.text
        asked_about = self._wording.addressed(said("comment.query", number=claim.number), query)
        head = run(asked_about, style=BOLD)
        asked = self._add(
            self._author(query.added_by),
            query.added_at,
            [head, *_lines(query.text)],
            is_done=query.answer is not None,
        )
        if query.answer is None:
            return [asked]
        answered = [run(f"{said('comment.answer')} ", style=BOLD), *_lines(query.answer)]
        act = query.answered
        by, at = (query.added_by, query.added_at) if act is None else (act.by, act.at)
        return [asked, self._add(self._author(by), at, answered, is_done=True, parent=asked)]

    def _author(self, name: str) -> str:
        public = self._report.audience is Audience.PUBLIC
        return NOBODY if public or not name.strip() else name

    def _add(
        self,
        author: str,
        made_at: datetime,
        lines: list[str],
        *,
        is_done: bool = False,
        parent: int | None = None,
    ) -> int:
        comment = Comment(self._count, author, made_at, tuple(lines), is_done, parent)
        self._count += 1
        self._told.write(_written(comment))
        self._ticks.write(_tick(comment))
        return comment.number

    def told(self) -> Iterator[str]:
        """The part of the document that has the comments."""
        yield f"{HEADER}<w:comments {NAMESPACES}>"
        yield from _read(self._told)
        yield "</w:comments>"

    def ticks(self) -> Iterator[str]:
        """What Word keeps of them in a part of its own: threads and ticks."""
        yield f"{HEADER}<w15:commentsEx {NAMESPACES}>"
        yield from _read(self._ticks)
        yield "</w15:commentsEx>"


def _file() -> IO[str]:
    return tempfile.TemporaryFile("w+", encoding="utf-8", newline="")


def _read(file: IO[str]) -> Iterator[str]:
    file.seek(0)
    return iter(partial(file.read, _AT_ONCE), "")


def _written(comment: Comment) -> str:
    paragraphs = []
    for place, line in enumerate(comment.body):
        content = f"{REFERENCE}{line}" if place == 0 else line
        last = place == len(comment.body) - 1
        extra = f' w14:paraId="{_paragraph_id(comment.number)}"' if last else ""
        paragraphs.append(paragraph(content, style="CommentText", extra=extra))
    initials = "".join(word[0] for word in comment.author.split()[:3])
    return (
        f'<w:comment w:id="{comment.number}" w:author={attribute(comment.author)}'
        f' w:date="{moment(comment.made_at)}" w:initials={attribute(initials)}>'
        f"{''.join(paragraphs)}</w:comment>"
    )


def _tick(comment: Comment) -> str:
    parent = (
        "" if comment.parent is None else f' w15:paraIdParent="{_paragraph_id(comment.parent)}"'
    )
    known = f'w15:paraId="{_paragraph_id(comment.number)}"{parent}'
    return f'<w15:commentEx {known} w15:done="{int(comment.is_done)}"/>'


def _paragraph_id(number: int) -> str:
    """Word asks for eight digits of hex, above 0 and below 80000000."""
    return f"{number + 1:08X}"


def _claim_lines(wording: Wording, claim: ClaimEntry) -> Iterator[str]:
    verdict = f"{VERDICT_SIGNS[claim.verdict]} {wording.label(claim.verdict)}"
    status = f"{STATUS_SIGNS[claim.status]} {wording.label(claim.status)}"
    begun = wording.text("comment.claim", number=claim.number)
    yield run(f"{begun} ", style=BOLD) + run(f"{verdict} · {status}", style=BOLD)
    if claim.text not in claim.quotes:
        yield run(claim.text, style=ITALIC)
    yield from _lines(claim.reasoning)
    if claim.correction is not None:
        change = "".join(
            text.join(CHANGE_MARKS[operation]) for operation, text in arrange.change(claim)
        )
        state = wording.correction_state(claim.correction_state)
        inline = wording.text("correction.inline", state=state)
        yield run(f"{inline}: ", style=BOLD) + run(change)
    for evidence in claim.evidence:
        yield from _evidence_lines(wording, evidence)
    for note in claim.notes:
        if note.kind is not NoteKind.QUERY:
            yield run(f"{wording.text('comment.note')} ", style=BOLD) + run(one_line(note.text))


def _evidence_lines(wording: Wording, evidence: EvidenceEntry) -> Iterator[str]:
    sign = STANCE_SIGNS[evidence.stance]
    head = run(f"{sign} {wording.label(evidence.stance)}: ", style=BOLD)
    source = evidence.source
    if source is None:
        yield head + run(wording.text("evidence.withheld"))
        return
    published = wording.day(source.published)
    parts = [wording.source_title(source), source.publisher, published, evidence.locator]
    cited = ", ".join(part for part in parts if part.strip())
    marked = f" {wording.text('source.confidential_aside')}" if source.confidential else ""
    address = f" {printed(source.url)}" if source.url.strip() else ""
    yield head + run(f"{cited}{marked}.{address}")
    if evidence.passage.strip():
        yield run(wording.quoted(one_line(evidence.passage)), style=ITALIC)
    yield from _lines(evidence.note)


def _lines(text: str) -> list[str]:
    return [run(line) for line in lines(text)]
