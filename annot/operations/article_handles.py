"""Articles by the names and numbers that people call them by, and their latest text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from annot.errors import InvalidValueError, NotFoundError
from annot.store.models import UNPLACED, Article, Revision
from annot.store.recorder import Operation
from annot.store.rows import find

if TYPE_CHECKING:
    from sqlalchemy import Connection

ArticleHandle = Article | str | int


def named(handle: ArticleHandle) -> dict[str, int | str]:
    """The column that a handle is of, with its value."""
    if isinstance(handle, Article):
        return {"id": handle.id}
    return {"id": handle} if isinstance(handle, int) else {"slug": handle}


def only(found: Sequence[Article], handle: ArticleHandle) -> Article:
    """The article that was found for a handle.

    Raises:
        NotFoundError: If none was.
    """
    if not found or found[0].id == UNPLACED:
        name = handle.slug if isinstance(handle, Article) else handle
        raise NotFoundError(
            f"There is no article {name!r}.",
            hint="See them: annot article list (or take it in: annot article add FILE)",
        )
    return found[0]


def article_ids(connection: Connection) -> dict[str, int]:
    """The ids of all articles by their handles."""
    return {article.slug: article.id for article in find(connection, Article)}


def article_in(operation: Operation, handle: ArticleHandle) -> Article:
    """The article that a handle names, as it is stored now, inside an operation.

    Raises:
        NotFoundError: If there is none.
    """
    return only(operation.find(Article, **named(handle)), handle)


def latest_text(operation: Operation, article_id: int) -> tuple[Revision, str]:
    """The latest revision of an article and its text.

    Raises:
        InvalidValueError: If the article has no text.
    """
    revisions = operation.find(Revision, article_id=article_id)
    if not revisions:
        raise InvalidValueError("Claims without an article have no text to be anchored in.")
    return revisions[-1], operation.content(revisions[-1].text_sha256).decode()
