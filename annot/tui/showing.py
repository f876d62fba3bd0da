"""What the screen reads from the ledger: jobs for the desk that change nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from annot.errors import NotFoundError
from annot.store.article_reading import ArticleMarks, ArticleText
from annot.store.claim_filter import ClaimFilter
from annot.store.claim_reading import ClaimDetail
from annot.store.list_reading import PAGE_ROWS, ListRow, Tally
from annot.store.reading import Reader
from annot.tui.desk import Library
from annot.vocabulary import Status

if TYPE_CHECKING:
    from annot.tui.acts import Act, Work

STRUCTURE = frozenset({"article", "revision", "anchor", "acceptance"})
"""Nouns whose changes move marks in the text; any other change only recolours."""


class Division(NamedTuple):
    """A text's sentences and the passages that repeat earlier ones; code points, half-open."""

    sentences: Sequence[tuple[int, int]] = ()
    repeated: Sequence[tuple[int, int]] = ()


HEAD = 20_000
"""Code points of a long text that are shown first; the rest takes a moment that nobody waits."""


class Whole(NamedTuple):
    """All that is marked in an article, and how its text is divided."""

    division: Division
    marks: ArticleMarks


class Opened(NamedTuple):
    """An article as it is shown at first, with the list of claims beside it.

    `head` is where that part of its text ends to which `marks` belong, in code points; `cursor` is
    the row of the list that is in hand, with its `detail`: the first that was not dropped.
    """

    article: ArticleText | None
    head: int
    marks: ArticleMarks
    total: int
    first_page: list[ListRow]
    cursor: int
    detail: ClaimDetail | None


class Changed(NamedTuple):
    """What is to be shown anew after an act, or after somebody else's.

    `article` is the open one where it has another text than before, by a new draft or by undoing
    one; `rows` are claims that were touched, each with whether the filter still lets it through;
    `marks` is None where no mark in the text moved; `is_listed_anew` says whether there are other
    rows in the list than before; `claim` is in hand, with its `detail` unless it is gone; `ahead`
    is the claim that is taken in hand next, and `tally` how far the list is checked, if these were
    asked for.
    """

    act: Act | None
    rows: list[tuple[ListRow, bool]]
    marks: ArticleMarks | None
    is_listed_anew: bool
    claim: int | None
    detail: ClaimDetail | None
    ahead: ClaimDetail | None = None
    article: ArticleText | None = None
    tally: Tally | None = None


class Listed(NamedTuple):
    """A list of claims made anew: its length, and the page on which its cursor is to be.

    `is_counted` says whether it is no longer, and whether a claim that is not on that page stands
    nowhere else in it: to look up all hits of a common word takes a while.
    """

    total: int
    is_counted: bool
    cursor: int
    page: int
    rows: list[ListRow]


class Counted(NamedTuple):
    """The length of a list whose first page was shown before it was counted.

    `cursor` is the row of the claim that was asked about, None if it is not in the list; `rows`
    are those of its `page`, unless that is the first.
    """

    total: int
    cursor: int | None
    page: int
    rows: list[ListRow]


class Taken(NamedTuple):
    """A claim with everything that belongs to it, and where it stands in the list, if it was asked.

    `row` is None too where the filter does not let it through.
    """

    detail: ClaimDetail | None
    row: int | None


def scoped(wanted: ClaimFilter, article: str) -> ClaimFilter:
    """A filter narrowed to an article, if one is given."""
    return wanted.narrowed("article", article) if article else wanted


def whole(article: ArticleText) -> Callable[[Library], Whole]:
    """An article divided into its sentences and repeats, with all its marks."""

    def job(library: Library) -> Whole:
        # The first rows do not wait until this is loaded.
        from annot.text.paragraphs import repeats
        from annot.text.sentences import sentences

        text = article.text
        repeated = [(item.start, item.end) for item in repeats(text)]
        return Whole(Division(sentences(text), repeated), library.reader.marks(article.id))

    return job


def open_article(reader: Reader, slug: str, wanted: ClaimFilter) -> Opened:
    """An article and the first claims of its list, the first one in hand.

    Of all articles it is the one last worked on, if none is named.

    Raises:
        NotFoundError: If there is no such article.
    """
    slug = slug or reader.newest_article()
    article = reader.article(slug) if slug else None
    chosen = scoped(wanted, slug)
    page = reader.page(chosen)
    cursor = next((i for i, row in enumerate(page) if row.status is not Status.DROPPED), 0)
    detail = reader.claim(page[cursor].number) if page else None
    head = _head(article.text, detail) if article else 0
    marks = reader.marks(article.id, until=head) if article else ArticleMarks([], [])
    return Opened(article, head, marks, reader.count(chosen), page, cursor, detail)


def _head(text: str, detail: ClaimDetail | None) -> int:
    """Where the part of a text ends that is shown first: whole paragraphs, with the claim."""
    needed = HEAD + (detail.places[0].start if detail and detail.places else 0)
    if len(text) <= needed:
        return len(text)
    return text.rfind("\n", 0, needed) + 1 or needed


def performed(
    work: Work,
    *,
    article: ArticleText | None,
    wanted: ClaimFilter,
    claim: int | None,
    ahead: int | None = None,
    tells_tally: bool = False,
) -> Callable[[Library], Changed]:
    """An act followed by reading what it changed.

    Args:
        work: The act.
        article: The open article.
        wanted: The filter of the list.
        claim: The claim in hand.
        ahead: The claim that is taken in hand after it.
        tells_tally: Whether it also reads how far the list is checked.
    """

    def job(library: Library) -> Changed:
        touched: dict[str, set[int]] = {}
        with library.noting(touched):
            act = work(library)
        reader = library.reader
        in_hand = claim if act.claim is None else act.claim
        rows = _claims_touched(reader, touched, in_hand)
        is_moved = bool(STRUCTURE & touched.keys()) or _are_some_gone(touched, rows)
        other = _other_draft(reader, article) if "revision" in touched else None
        return Changed(
            act,
            [(row, reader.matches(wanted, row.number)) for row in rows],
            reader.marks(article.id) if is_moved and article else None,
            is_moved,
            in_hand,
            reader.claim(in_hand) if in_hand is not None else None,
            reader.claim(ahead) if ahead is not None else None,
            other,
            reader.tally(wanted) if tells_tally else None,
        )

    return job


def refreshed(*, article: ArticleText | None, claim: int | None) -> Callable[[Library], Changed]:
    """Everything read anew, after somebody else wrote."""

    def job(library: Library) -> Changed:
        reader = library.reader
        return Changed(
            None,
            [],
            reader.marks(article.id) if article else None,
            True,
            claim,
            reader.claim(claim) if claim is not None else None,
            article=_other_draft(reader, article),
        )

    return job


def _other_draft(reader: Reader, article: ArticleText | None) -> ArticleText | None:
    """The article as it is now, if its latest draft is another one."""
    if article is None:
        return None
    try:
        now = reader.article(article.slug)
    except NotFoundError:
        return None
    return now if now != article else None


def listed(wanted: ClaimFilter, *, claim: int | None, cursor: int) -> Callable[[Library], Listed]:
    """A list of claims with its cursor on one of them.

    Args:
        wanted: The filter.
        claim: The claim for the cursor, if the filter lets it through.
        cursor: Where the cursor is to be otherwise, or the nearest row there is.
    """

    def job(library: Library) -> Listed:
        reader = library.reader
        first = reader.page(wanted)
        index = next((i for i, row in enumerate(first) if row.number == claim), None)
        is_whole = len(first) < PAGE_ROWS
        if is_whole or wanted.words:
            index = max(0, min(cursor if index is None else index, len(first) - 1))
            return Listed(len(first), is_whole, index, 0, first)
        count = reader.count(wanted)
        if index is None and claim is not None:
            index = _index(reader, wanted, claim)
        index = max(0, min(cursor if index is None else index, count - 1))
        page = index // PAGE_ROWS
        rows = reader.page(wanted, offset=page * PAGE_ROWS) if page else first
        return Listed(count, True, index, page, rows)

    return job


def counted(wanted: ClaimFilter, claim: int | None) -> Callable[[Library], Counted]:
    """How many claims a list has, and which of them one is, if it is any, with its page."""

    def job(library: Library) -> Counted:
        reader = library.reader
        index = None if claim is None else _index(reader, wanted, claim)
        page = (index or 0) // PAGE_ROWS
        rows = reader.page(wanted, offset=page * PAGE_ROWS) if page else []
        return Counted(reader.count(wanted), index, page, rows)

    return job


def taken(wanted: ClaimFilter, claim: int, *, is_listed: bool) -> Callable[[Library], Taken]:
    """A claim with everything that belongs to it; its place in the list unless that is known."""

    def job(library: Library) -> Taken:
        reader = library.reader
        index = None if is_listed else _index(reader, wanted, claim)
        return Taken(reader.claim(claim), index)

    return job


def _index(reader: Reader, wanted: ClaimFilter, claim: int) -> int | None:
    row = reader.row(claim, wanted) if reader.matches(wanted, claim) else None
    return None if row is None else reader.index(wanted, row.key)


def _are_some_gone(touched: dict[str, set[int]], rows: list[ListRow]) -> bool:
    return not touched.get("claim", set()) <= {row.number for row in rows}


def tally(wanted: ClaimFilter) -> Callable[[Library], Tally]:
    """How far the claims of a list are checked."""
    return lambda library: library.reader.tally(wanted)


def _claims_touched(
    reader: Reader, touched: dict[str, set[int]], in_hand: int | None
) -> list[ListRow]:
    numbers = set(touched.get("claim", ()))
    if len(numbers) > PAGE_ROWS:
        return []
    if in_hand is not None and {"evidence", "note"} & touched.keys():
        numbers.add(in_hand)
    rows = (reader.row(number) for number in sorted(numbers))
    return [row for row in rows if row is not None]
