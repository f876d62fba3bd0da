"""Articles as the screen shows them, by the standard library alone: their wording, their marks."""

from __future__ import annotations

import json
from typing import NamedTuple

from annot.errors import NotFoundError
from annot.store.thin import Run
from annot.text.structure import known_blocks
from annot.vocabulary import Status, Verdict

NOWHERE = 2**53 - 1
"""A code point behind the end of every text."""

LATEST = "(SELECT max(revision.id) FROM revision WHERE revision.article_id = ?)"
"""The id of the latest revision of an article, which is the parameter."""

_STATUSES = {status.value: status for status in Status}
_VERDICTS: dict[str | None, Verdict | None] = {None: None, **{v.value: v for v in Verdict}}
"""The members by what is stored; asking the enums takes four times as long."""


class ArticleRow(NamedTuple):
    """An article as a line of a list."""

    id: int
    slug: str
    title: str
    claims: int


class ArticleText(NamedTuple):
    """An article's latest wording; `headings` are code points of its text, half-open."""

    id: int
    slug: str
    title: str
    revision: int
    text: str
    headings: tuple[tuple[int, int], ...] = ()


class ArticleMarks(NamedTuple):
    """What is marked in a text; code points, half-open.

    `spans` are `(start, end, claim, status, verdict)`, `accepted` are `(start, end)`.
    """

    spans: list[tuple[int, int, int, Status, Verdict | None]]
    accepted: list[tuple[int, int]]


def articles(run: Run) -> list[ArticleRow]:
    """All articles, in the order in which they were added."""
    rows = run(
        "SELECT article.id, slug, title, coalesce(counted.claims, 0) FROM article"
        " LEFT JOIN (SELECT article_id, count(*) AS claims FROM claim WHERE article_id > 0"
        " GROUP BY article_id) AS counted ON counted.article_id = article.id"
        " WHERE article.id > 0 ORDER BY article.id",
        (),
    )
    return [ArticleRow(*row) for row in rows]


def newest_article(run: Run) -> str:
    """The slug of the article last worked on; empty if there is none."""
    found = run(
        "SELECT article.slug FROM event JOIN article ON article.id = event.article_id"
        " WHERE article.id > 0 AND event.article_id IN (SELECT revision.article_id"
        " FROM revision JOIN content ON content.sha256 = revision.text_sha256)"
        " ORDER BY event.operation DESC LIMIT 1",
        (),
    )
    return str(found[0][0]) if found else ""


def article(run: Run, slug: str) -> ArticleText:
    """An article's latest wording.

    Raises:
        NotFoundError: If there is no such article.
    """
    rows = run(
        "SELECT article.id, slug, title, revision.number, content.data, blocks FROM article"
        " JOIN revision ON revision.article_id = article.id"
        " LEFT JOIN content ON content.sha256 = revision.text_sha256"
        " WHERE slug = ? ORDER BY revision.id DESC LIMIT 1",
        (slug,),
    )
    if not rows:
        raise NotFoundError(f"There is no article {slug!r}.", hint="See them: annot article list")
    article_id, handle, title, number, data, blocks = rows[0]
    if data is None:
        raise NotFoundError(
            f"The text of {handle} is kept no more.",
            hint=f"See why: annot article show {handle}. Its claims: annot claim list",
        )
    text = data.decode()
    known = known_blocks(json.loads(blocks), len(text))
    headings = tuple((block.start, block.end) for block in known if block.kind == "heading")
    return ArticleText(article_id, handle, title, number, text, headings)


def marks(run: Run, article_id: int, *, until: int = NOWHERE) -> ArticleMarks:
    """The claims' places in an article's latest revision, and what is accepted in it.

    Args:
        run: Runs a query.
        article_id: The article.
        until: Only what begins before this code point.
    """
    spans = run(
        'SELECT anchor."start", anchor."end", claim.id, claim.status, claim.verdict'
        " FROM anchor JOIN claim ON claim.article_id = anchor.article_id"
        " AND claim.id = anchor.claim_id"
        f" WHERE anchor.article_id = ? AND anchor.revision_id = {LATEST}"
        ' AND anchor."start" < ?'
        " AND claim.status <> 'dropped' ORDER BY anchor.\"start\", anchor.id",
        (article_id, article_id, until),
    )
    accepted = run(
        'SELECT "start", "end" FROM acceptance'
        f' WHERE article_id = ? AND revision_id = {LATEST} AND "start" < ? ORDER BY "start"',
        (article_id, article_id, until),
    )
    return ArticleMarks(
        [
            (start, end, number, _STATUSES[status], _VERDICTS[verdict])
            for start, end, number, status, verdict in spans
        ],
        [(start, end) for start, end in accepted],
    )
