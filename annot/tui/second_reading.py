"""A second reader judges for himself: what the first one found is not shown before."""

from __future__ import annotations

from annot.store.article_reading import ArticleMarks
from annot.store.claim_filter import ClaimFilter
from annot.store.claim_order import Key
from annot.store.claim_reading import ClaimDetail
from annot.store.list_reading import PAGE_ROWS, ListRow
from annot.store.reading import Reader
from annot.store.source_reading import SourceUse
from annot.vocabulary import NoteKind, Status

_ALL = ClaimFilter()


class SecondReader(Reader):
    """Reads claims that are checked, and not yet approved, as if nothing had been found.

    Evidence stays, and questions with their answers; verdict, reasoning, correction and remarks
    are left out. Filters still know them: who filters by verdict asks for it.
    """

    def page(
        self,
        wanted: ClaimFilter,
        *,
        after: Key | None = None,
        before: Key | None = None,
        offset: int = 0,
        limit: int = PAGE_ROWS,
    ) -> list[ListRow]:
        """Some rows of a list; see `Reader.page`."""
        found = super().page(wanted, after=after, before=before, offset=offset, limit=limit)
        return [_row(row) for row in found]

    def last_page(self, wanted: ClaimFilter, limit: int) -> list[ListRow]:
        """The last rows of a list."""
        return [_row(row) for row in super().last_page(wanted, limit)]

    def row(self, number: int, wanted: ClaimFilter = _ALL) -> ListRow | None:
        """One claim as a line of a list."""
        found = super().row(number, wanted)
        return None if found is None else _row(found)

    def marks(self, article_id: int, *, until: int = 2**53) -> ArticleMarks:
        """The claims' places in an article, and what is accepted in it."""
        found = super().marks(article_id, until=until)
        spans = [
            (start, end, number, status, None if status is Status.CHECKED else verdict)
            for start, end, number, status, verdict in found.spans
        ]
        return found._replace(spans=spans)

    def claim(self, number: int) -> ClaimDetail | None:
        """A claim with what may be known of it before one's own verdict."""
        found = super().claim(number)
        if found is None:
            return None
        same = tuple(
            row._replace(verdict=None) if row.status is Status.CHECKED else row
            for row in found.same
        )
        found = found._replace(same=same)
        if found.status is not Status.CHECKED:
            return found
        questions = tuple(note for note in found.notes if note.kind is NoteKind.QUERY)
        return found._replace(
            verdict=None, reasoning="", correction="", correction_state=None, notes=questions
        )

    def source_use(self, source_id: int) -> SourceUse:
        """Who cites a source; what was found about a claim is not said before one's own verdict."""
        found = super().source_use(source_id)
        citations = tuple(
            item._replace(verdict=None) if item.status is Status.CHECKED else item
            for item in found.citations
        )
        return found._replace(citations=citations)


def _row(row: ListRow) -> ListRow:
    return row._replace(verdict=None) if row.status is Status.CHECKED else row
