"""The text of an article in the document: its very words, with a comment at each claim's place.

If it is asked for, corrections are tracked changes: the words as printed are taken out and the
proposed ones put in, each by who checked the claim, for somebody to accept or refuse in Word. Where
the places of two claims overlap, only the first one's correction is tracked; both are in comments.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise

from annot.report.model import ClaimEntry, Paragraph
from annot.report.places import Stretch, stretches
from annot.report.shapes import Shape, is_numbered, shapes
from annot.report.word.comments import NOBODY, Comments
from annot.report.word.markup import attribute, moment, paragraph, run
from annot.report.word.styles import item_style
from annot.report.wording import Wording
from annot.text.difference import difference
from annot.vocabulary import CorrectionState, Status

_TRACKED = frozenset({CorrectionState.OPEN, CorrectionState.ACCEPTED})


@dataclass(slots=True)
class _Edits:
    """What corrections change in a paragraph; offsets are code points of its text.

    Attributes:
        gone: The spans that are taken out, with the claim that says so.
        before: The words that are put in where a claim begins, by that offset, likewise.
        come: The words that are put in behind an offset, likewise.
        until: Where the last correction ends.
    """

    gone: list[tuple[int, int, ClaimEntry]] = field(default_factory=list)
    before: dict[int, tuple[str, ClaimEntry]] = field(default_factory=dict)
    come: dict[int, tuple[str, ClaimEntry]] = field(default_factory=dict)
    until: int = 0


class Manuscript:
    """Writes the paragraphs of articles.

    Args:
        comments: The comments of the document.
        wording: What is said besides the words of the article.
        tracked: Whether corrections are tracked changes.
    """

    def __init__(self, comments: Comments, wording: Wording, *, tracked: bool) -> None:
        self._comments = comments
        self._wording = wording
        self._tracked = tracked
        self._changes = 0

    def paragraphs(
        self, paragraphs: Sequence[Paragraph], claims: Mapping[int, ClaimEntry]
    ) -> Iterator[str]:
        """The paragraphs of a text, each with the comments at its claims."""
        open_ones: dict[int, list[int]] = {}
        styles = map(_style, paragraphs, shapes(paragraphs))
        every = pairwise(chain(stretches(paragraphs), [[]]))
        for item, style, (marked, following) in zip(paragraphs, styles, every, strict=True):
            edits = _edits(marked, claims) if self._tracked else _Edits()
            begins = following[0].begins if following else ()
            going_on = {begin.claim for begin in begins if begin.goes_on}
            pieces = self._pieces(marked, claims, edits, open_ones, going_on)
            yield paragraph("".join(pieces), style=style)
            if item.repeats:
                repeats = self._wording.text(
                    "place.paragraph_repeats", number=item.number, first=item.repeats
                )
                yield paragraph(run(repeats), style="Aside")

    def _pieces(
        self,
        marked: Sequence[Stretch],
        claims: Mapping[int, ClaimEntry],
        edits: _Edits,
        open_ones: dict[int, list[int]],
        going_on: set[int],
    ) -> Iterator[str]:
        """The words of a paragraph with the comments that begin and end in it.

        Args:
            marked: Its stretches.
            claims: All claims by number.
            edits: What corrections change in it.
            open_ones: The comments that are open, by claim; kept up.
            going_on: The claims whose place goes on in the next paragraph.
        """
        offset = 0
        last = len(marked) - 1
        for place, stretch in enumerate(marked):
            for begin in stretch.begins:
                if begin.goes_on and begin.claim in open_ones:
                    continue
                open_ones[begin.claim] = self._comments.at(claims[begin.claim])
                for number in open_ones[begin.claim]:
                    yield f'<w:commentRangeStart w:id="{number}"/>'
            yield from self._words(stretch.text, offset, edits)
            offset += len(stretch.text)
            for claim in stretch.ends:
                if place == last and claim in going_on:
                    continue
                for number in open_ones.pop(claim, []):
                    yield (
                        f'<w:commentRangeEnd w:id="{number}"/><w:r><w:rPr>'
                        '<w:rStyle w:val="CommentReference"/></w:rPr>'
                        f'<w:commentReference w:id="{number}"/></w:r>'
                    )

    def _words(self, text: str, offset: int, edits: _Edits) -> Iterator[str]:
        end = offset + len(text)
        cuts = {offset, end}
        for start, stop, _ in edits.gone:
            cuts |= {at for at in (start, stop) if offset < at < end}
        cuts |= {at for at in edits.come if offset < at < end}
        if offset in edits.before:
            words, claim = edits.before[offset]
            yield self._change("ins", run(words), claim)
        for here, there in pairwise(sorted(cuts)):
            piece = text[here - offset : there - offset]
            gone = next((c for start, stop, c in edits.gone if start <= here < stop), None)
            if gone is None:
                yield run(piece)
            else:
                yield self._change("del", run(piece, tag="w:delText"), gone)
            if there in edits.come:
                words, claim = edits.come[there]
                yield self._change("ins", run(words), claim)

    def _change(self, kind: str, content: str, claim: ClaimEntry) -> str:
        self._changes += 1
        author = attribute(claim.checker.strip() or NOBODY)
        return (
            f'<w:{kind} w:id="{1_000_000 + self._changes}" w:author={author}'
            f' w:date="{moment(claim.changed_at)}">{content}</w:{kind}>'
        )


def _style(item: Paragraph, shape: Shape) -> str:
    """How a paragraph of the text looks; the title of its article is a heading of level 1."""
    if shape.kind == "heading":
        return f"Heading{min(1 + shape.depth, 5)}"
    if shape.kind == "list":
        return "ListNumber" if is_numbered(item) or shape.goes_on else item_style(shape.depth)
    return "Quote" if shape.kind == "quote" else "Manuscript"


def _edits(marked: Sequence[Stretch], claims: Mapping[int, ClaimEntry]) -> _Edits:
    """What the corrections of a paragraph's claims change in it."""
    edits = _Edits()
    text = "".join(stretch.text for stretch in marked)
    begun: dict[int, int] = {}
    places: list[tuple[int, int, ClaimEntry]] = []
    offset = 0
    for stretch in marked:
        begun.update((begin.claim, offset) for begin in stretch.begins)
        offset += len(stretch.text)
        places += [
            (begun[number], offset, claims[number]) for number in stretch.ends if number in begun
        ]
    for start, end, claim in sorted(places, key=lambda place: place[:2]):
        if start >= edits.until and _is_tracked(claim):
            _edit(edits, text, start, end, claim)
            edits.until = end
    return edits


def _is_tracked(claim: ClaimEntry) -> bool:
    is_kept = claim.status is not Status.DROPPED
    return is_kept and bool(claim.correction) and claim.correction_state in _TRACKED


def _edit(edits: _Edits, text: str, start: int, end: int, claim: ClaimEntry) -> None:
    assert claim.correction is not None
    at = start
    for operation, words in difference(text[start:end], claim.correction):
        if operation == "+":
            (edits.before if at == start else edits.come)[at] = (words, claim)
        else:
            if operation == "-":
                edits.gone.append((at, at + len(words), claim))
            at += len(words)
