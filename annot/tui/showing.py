"""What the screen reads from the ledger: jobs for the desk that change nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from annot.store.claim_filter import ClaimFilter
from annot.store.reading import (
    ArticleMarks,
    ArticleText,
    ClaimDetail,
    ListRow,
    Reader,
    Tally,
)
from annot.text.paragraphs import repeats
from annot.text.sentences import sentences
from annot.tui.acts import Act, Work
from annot.tui.desk import Library

SHORT_TEXT = 30_000
"""Code points up to which a text is divided into sentences before the first paint."""

STRUCTURE = frozenset({"article", "revision", "anchor", "acceptance"})
"""Nouns whose changes move marks in the text; any other change only recolours."""


@dataclass(frozen=True, slots=True)
class Division:
    """A text's sentences and the passages that repeat earlier ones; code points, half-open."""

    sentences: list[tuple[int, int]] = field(default_factory=list)
    repeated: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Opened:
    """An article as it is shown, with the list of claims beside it."""

    article: ArticleText | None
    marks: ArticleMarks
    division: Division | None
    count: int
    first_page: list[ListRow]
    detail: ClaimDetail | None


@dataclass(frozen=True, slots=True)
class Changed:
    """What is to be shown anew after an act, or after somebody else's.

    `rows` are claims that were touched, each with whether the filter still lets it through;
    `marks` and `count` are None where they did not change.
    """

    act: Act | None
    rows: list[tuple[ListRow, bool]]
    marks: ArticleMarks | None
    count: int | None
    detail: ClaimDetail | None


def scoped(wanted: ClaimFilter, article: str) -> ClaimFilter:
    """A filter narrowed to an article, if one is given."""
    return wanted.narrowed("article", article) if article else wanted


def divide(text: str) -> Division:
    """A text's sentences and repeats."""
    return Division(sentences(text), [(item.start, item.end) for item in repeats(text)])


def open_article(reader: Reader, slug: str, wanted: ClaimFilter) -> Opened:
    """An article and the first claims of its list; the one last worked on if none is named.

    Raises:
        NotFoundError: If there is no such article.
    """
    slug = slug or reader.newest_article()
    article = reader.article(slug) if slug else None
    marks = reader.marks(article.id) if article else ArticleMarks([], [])
    division = divide(article.text) if article and len(article.text) <= SHORT_TEXT else None
    chosen = scoped(wanted, slug)
    page = reader.page(chosen)
    detail = reader.claim(page[0].number) if page else None
    return Opened(article, marks, division, reader.count(chosen), page, detail)


def performed(
    work: Work, *, article: ArticleText | None, wanted: ClaimFilter, claim: int | None
) -> Callable[[Library], Changed]:
    """An act followed by reading what it changed."""

    def job(library: Library) -> Changed:
        touched: dict[str, set[int]] = {}
        with library.noting(touched):
            act = work(library)
        in_hand = claim if act.claim is None else act.claim
        numbers = _claims_touched(library.reader, touched, in_hand)
        moved = bool(STRUCTURE & touched.keys()) or len(touched.get("claim", ())) > len(numbers)
        reader = library.reader
        return Changed(
            act,
            [(row, reader.matches(wanted, row.number)) for row in numbers],
            reader.marks(article.id) if moved and article else None,
            reader.count(wanted),
            reader.claim(in_hand) if in_hand is not None else None,
        )

    return job


def refreshed(
    *, article: ArticleText | None, wanted: ClaimFilter, claim: int | None
) -> Callable[[Library], Changed]:
    """Everything read anew, after somebody else wrote."""

    def job(library: Library) -> Changed:
        reader = library.reader
        return Changed(
            None,
            [],
            reader.marks(article.id) if article else None,
            reader.count(wanted),
            reader.claim(claim) if claim is not None else None,
        )

    return job


def tally(wanted: ClaimFilter) -> Callable[[Library], Tally]:
    """How far the claims of a list are checked."""
    return lambda library: library.reader.tally(wanted)


def _claims_touched(
    reader: Reader, touched: dict[str, set[int]], in_hand: int | None
) -> list[ListRow]:
    numbers = set(touched.get("claim", ()))
    if in_hand is not None and {"evidence", "note"} & touched.keys():
        numbers.add(in_hand)
    rows = (reader.row(number) for number in sorted(numbers))
    return [row for row in rows if row is not None]
