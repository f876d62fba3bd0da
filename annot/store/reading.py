"""The thin read path: what the screen shows, as plain tuples, by the standard library alone.

The first rows must not wait until SQLModel is loaded (0.3 s), and a page of a long list must cost
less than a millisecond. All queries here only read; every write goes through the recorder.

One connection answers what the screen asks; the queries stand by what they are about:
`list_reading`, `claim_reading`, `article_reading`, `source_reading`, `source_finding`,
`people_reading` and `last_written`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from annot.store import article_reading, claim_reading, last_written, people_reading
from annot.store.article_reading import NOWHERE, ArticleMarks, ArticleRow, ArticleText
from annot.store.claim_filter import ClaimFilter, Parameter
from annot.store.claim_order import Key
from annot.store.claim_reading import ClaimDetail, SourceRow
from annot.store.list_reading import PAGE_ROWS, ListRow, Lists, Tally
from annot.store.place import Place, connect
from annot.store.thin import uid_text

if TYPE_CHECKING:
    from annot.store.source_reading import SourceDetail, SourceLine, SourceUse

_ALL = ClaimFilter()


class Reader:
    """A connection that only reads, for one thread at a time.

    `interrupt` may be called from any thread.
    """

    def __init__(self, place: Place) -> None:
        self._connection = connect(place)
        self._lists = Lists(self.run)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def interrupt(self) -> None:
        """Have the query that is running end at once, with one of `place.driver_errors`."""
        self._connection.interrupt()

    def run(self, statement: str, parameters: Sequence[Parameter] = ()) -> list[tuple[Any, ...]]:
        """The rows of a query of the store's own."""
        rows: list[tuple[Any, ...]] = self._connection.execute(
            statement, tuple(parameters)
        ).fetchall()
        return rows

    # The workspace, and what was written last

    def workspace_uid(self) -> str:
        """The uid of the workspace, which a copy of it has too."""
        return uid_text(self.run("SELECT uid FROM article WHERE id = 0")[0][0])

    def operations_after(self, last: bytes) -> list[bytes]:
        """The operations later than one, which is named by its uid; oldest first."""
        return last_written.operations_after(self.run, last)

    def last_operation(self) -> bytes:
        """The uid of the newest operation; empty if there is none."""
        return last_written.last_operation(self.run)

    def last_actor(self, noun: str, number: int) -> str:
        """Who changed a row last; empty if the history does not say."""
        return last_written.last_actor(self.run, noun, number)

    # Articles

    def articles(self) -> list[ArticleRow]:
        """All articles, in the order in which they were added."""
        return article_reading.articles(self.run)

    def newest_article(self) -> str:
        """The slug of the article last worked on; empty if there is none."""
        return article_reading.newest_article(self.run)

    def article(self, slug: str) -> ArticleText:
        """An article's latest wording.

        Raises:
            NotFoundError: If there is no such article.
        """
        return article_reading.article(self.run, slug)

    def marks(self, article_id: int, *, until: int = NOWHERE) -> ArticleMarks:
        """The claims' places in an article's latest revision, and what is accepted in it.

        Args:
            article_id: The article.
            until: Only what begins before this code point.
        """
        return article_reading.marks(self.run, article_id, until=until)

    # Lists of claims

    def count(self, wanted: ClaimFilter) -> int:
        """How many claims a filter lets through."""
        return self._lists.count(wanted)

    def tally(self, wanted: ClaimFilter) -> Tally:
        """How many claims a filter lets through, and how many of them are closed."""
        return self._lists.tally(wanted)

    def page(
        self,
        wanted: ClaimFilter,
        *,
        after: Key | None = None,
        before: Key | None = None,
        offset: int = 0,
        limit: int = PAGE_ROWS,
    ) -> list[ListRow]:
        """Some rows of a list in its order: after or before a key, or from an offset."""
        return self._lists.page(wanted, after=after, before=before, offset=offset, limit=limit)

    def last_page(self, wanted: ClaimFilter, limit: int) -> list[ListRow]:
        """The last rows of a list, in its order."""
        return self._lists.last_page(wanted, limit)

    def row(self, number: int, wanted: ClaimFilter = _ALL) -> ListRow | None:
        """One claim as a line of a list; its key is that of the list's order."""
        return self._lists.row(number, wanted)

    def matches(self, wanted: ClaimFilter, number: int) -> bool:
        """Whether a filter lets a claim through."""
        return self._lists.matches(wanted, number)

    def index(self, wanted: ClaimFilter, key: Key) -> int:
        """How many rows of a list stand before a key."""
        return self._lists.index(wanted, key)

    # A claim, and what is completed while it is typed

    def claim(self, number: int) -> ClaimDetail | None:
        """A claim with everything that belongs to it; None if there is none."""
        return claim_reading.claim(self.run, number)

    def people(self) -> list[str]:
        """Names of people in the ledger, those who were busy lately first."""
        return people_reading.known_people(self.run)

    def tags(self) -> list[str]:
        """The tags of the newest claims, the most used first."""
        return people_reading.known_tags(self.run)

    # Sources; nobody sees them at first, so they are loaded when they are asked for

    def sources(self, typed: str, limit: int = 20) -> list[SourceRow]:
        """Sources whose handle, title, publisher or URL hold all words typed, the best first."""
        from annot.store import source_finding

        return source_finding.sources(self.run, typed, limit)

    def source_named(self, *, slug: str = "", url_key: str = "", doi: str = "") -> int | None:
        """The id of the source of a handle, a normalised URL or a DOI; None if there is none."""
        from annot.store import source_finding

        return source_finding.source_named(self.run, slug=slug, url_key=url_key, doi=doi)

    def source(self, source_id: int) -> SourceDetail | None:
        """A source with all that is known of it; None if there is none."""
        from annot.store import source_reading

        return source_reading.source_detail(self._connection, source_id)

    def source_lines(self) -> list[SourceLine]:
        """All sources as lines of a list, in the order in which they were added."""
        from annot.store import source_reading

        return source_reading.source_lines(self._connection)

    def source_use(self, source_id: int) -> SourceUse:
        """Who cites a source, the notes about it and its snapshots."""
        from annot.store import source_reading

        return source_reading.source_use(self._connection, source_id)

    def snapshot_text(self, source_id: int) -> tuple[str, str] | None:
        """When the newest snapshot of a source with a text was taken, and the text."""
        from annot.store import source_reading

        return source_reading.snapshot_text(self._connection, source_id)
