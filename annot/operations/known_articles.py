"""Articles as they are stored now: found, read, compared draft by draft, and how far covered."""

from __future__ import annotations

from collections.abc import Sequence

from annot.errors import NotFoundError
from annot.operations.article_handles import ArticleHandle, named, only
from annot.operations.drafting import BlockDifference
from annot.operations.ledger import Ledger
from annot.operations.whereabouts import Fate, whereabouts
from annot.store.models import UNPLACED, Acceptance, Anchor, Article, Claim, Revision
from annot.text.coverage import SentenceCoverage, covered_sentences
from annot.text.drafts import compare
from annot.text.paragraphs import Repeat, repeats
from annot.vocabulary import Status


class KnownArticles:
    """The articles of a workspace, to be read; `Articles` changes them, too."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def get(self, handle: ArticleHandle) -> Article:
        """The article that a slug or id names, as it is stored now.

        Raises:
            NotFoundError: If there is none.
        """
        return only(self._ledger.database.find(Article, **named(handle)), handle)

    def list(self) -> Sequence[Article]:
        """All articles, in the order in which they were added."""
        return [item for item in self._ledger.database.find(Article) if item.id != UNPLACED]

    def revisions(self, handle: ArticleHandle) -> Sequence[Revision]:
        """All drafts of an article, the first one first.

        Raises:
            NotFoundError: If there is no such article.
        """
        return self._ledger.database.find(Revision, article_id=self.get(handle).id)

    def revision(self, handle: ArticleHandle, number: int | None = None) -> Revision:
        """One wording of an article, the latest if no number is given.

        Raises:
            NotFoundError: If there is no such article or revision.
        """
        article = self.get(handle)
        found = self._ledger.database.find(Revision, article_id=article.id)
        wanted = [item for item in found if number in (None, item.number)]
        if not wanted:
            raise NotFoundError(f"The article {article.slug!r} has no revision {number}.")
        return wanted[-1]

    def text(self, handle: ArticleHandle, revision: int | None = None) -> str:
        """The text of an article, of its latest revision if no number is given.

        Raises:
            NotFoundError: If there is no such article or revision.
        """
        digest = self.revision(handle, revision).text_sha256
        return self.content(digest).decode()

    def content(self, sha256: bytes) -> bytes:
        """The bytes kept under a SHA-256.

        Raises:
            NotFoundError: If there are none.
        """
        return self._ledger.database.content(sha256)

    def repeats(self, handle: ArticleHandle) -> Sequence[Repeat]:
        """The passages of an article that stand in it a second time."""
        return repeats(self.text(handle))

    def diff(
        self, handle: ArticleHandle, *, before: int | None = None, after: int | None = None
    ) -> Sequence[BlockDifference]:
        """What changed from one draft of an article to another, paragraph by paragraph.

        Args:
            handle: The article.
            before: The number of the one draft; else the last but one.
            after: The number of the other; else the latest.

        Raises:
            NotFoundError: If there is no such article or draft.
        """
        article = self.get(handle)
        latest = self.revision(article, after)
        first = self.revision(article, latest.number - 1 if before is None else before)
        old, new = (self.content(item.text_sha256).decode() for item in (first, latest))
        return [
            BlockDifference(
                block.kind,
                old[slice(*block.old)] if block.old else "",
                new[slice(*block.new)] if block.new else "",
            )
            for block in compare(old, new)
        ]

    def fates(self, handle: ArticleHandle) -> Sequence[Fate]:
        """What the latest draft did to the claims that had a place before; none for a first one.

        Claims that were dropped are left out.

        Raises:
            NotFoundError: If there is no such article.
        """
        article = self.get(handle)
        *drafts, latest = self.revisions(article)
        if not drafts:
            return []
        claims = self._ledger.database.find(Claim, article_id=article.id)
        wanted = {claim.id for claim in claims if claim.status is not Status.DROPPED}
        new = self.content(latest.text_sha256).decode()
        found = whereabouts(self._ledger.database, drafts, new, wanted)
        return [found[claim].fate for claim in found if claim in wanted]

    def coverage(self, handle: ArticleHandle) -> Sequence[SentenceCoverage]:
        """Every sentence of the latest revision, with its claims or its acceptance.

        Raises:
            NotFoundError: If there is no such article.
        """
        article = self.get(handle)
        revision, text = self.revision(article), self.text(article)
        find = self._ledger.database.find
        dropped = {claim.id for claim in find(Claim, article_id=article.id, status=Status.DROPPED)}
        return covered_sentences(
            text,
            [
                (anchor.start, anchor.end, anchor.claim_id)
                for anchor in find(Anchor, revision_id=revision.id)
                if anchor.claim_id not in dropped
            ],
            [(item.start, item.end) for item in find(Acceptance, revision_id=revision.id)],
        )
