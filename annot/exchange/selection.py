"""What of a ledger an export is to hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from annot.vocabulary import Audience

if TYPE_CHECKING:
    from annot.operations.article_handles import ArticleHandle


@dataclass(frozen=True, slots=True)
class Selection:
    """What is to be exported: one article or all, the claims a filter lets through, for whom."""

    article: ArticleHandle | None = None
    wanted: str = ""
    audience: Audience = Audience.EDITOR
