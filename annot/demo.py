"""The worked example: an article with a ledger that shows every status and verdict.

It is taken in through the same operations as any other work, by the roles that it names: the
checker brings the article and the claims, the second reader approves.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from annot.store.models import Article
from annot.vocabulary import Status
from annot.workspace import Workspace, open_workspace

CHECKER = "checker"
SECOND_READER = "second reader"


def load(workspace: Workspace) -> Article:
    """Take the example in; what is there already is left as it is.

    Returns:
        Its article.

    Raises:
        WorkspaceError: If the workspace cannot be written.
        BusyError: If another program keeps it locked.
    """
    example = resources.files("annot") / "example"
    with open_workspace(workspace.path, actor=CHECKER) as checker:
        article = _article(checker, example / "article.md")
        if not checker.claims.list(f"article:{article.slug}", limit=1):
            _claims(checker, article, example / "claims.jsonl")
        _acceptances(checker, article, example / "accepted.jsonl")
    with open_workspace(workspace.path, actor=SECOND_READER) as reader:
        _approvals(reader, article, example / "claims.jsonl")
    return workspace.articles.get(article.slug)


def _article(workspace: Workspace, draft: Traversable) -> Article:
    digest = hashlib.sha256(draft.read_bytes()).digest()
    for article in workspace.articles.list():
        if workspace.articles.revision(article, 1).file_sha256 == digest:
            return article
    with resources.as_file(draft) as path:
        return workspace.articles.add_file(path)


def _claims(workspace: Workspace, article: Article, table: Traversable) -> None:
    """Import the claims; those that are approved in the example are only checked so far."""
    with tempfile.TemporaryDirectory(prefix="annot-") as folder:
        path = Path(folder) / "claims.jsonl"
        with path.open("w", encoding="utf-8") as lines:
            for row in _rows(table):
                if row["status"] == Status.APPROVED:
                    row["status"] = Status.CHECKED
                lines.write(json.dumps(row) + "\n")
        workspace.import_file(path, article=article)


def _approvals(workspace: Workspace, article: Article, table: Traversable) -> None:
    """Approve what the example has approved, unless somebody has decided about it already."""
    approved = {row["key"] for row in _rows(table) if row["status"] == Status.APPROVED}
    waiting = [
        claim
        for claim in workspace.claims.list(f"article:{article.slug} status:checked")
        if claim.key in approved and claim.version == _first_version(workspace, claim.id)
    ]
    if waiting:
        workspace.claims.set(waiting, status=Status.APPROVED, reason="Read a second time.")


def _first_version(workspace: Workspace, claim: int) -> object:
    return workspace.history.list(claim=claim)[-1].operation


def _acceptances(workspace: Workspace, article: Article, table: Traversable) -> None:
    if any(sentence.accepted for sentence in workspace.articles.coverage(article)):
        return
    with workspace.operation("article.accept"):
        for row in _rows(table):
            workspace.articles.accept(article, quote=row["quote"], reason=row["reason"])


def _rows(table: Traversable) -> Iterator[dict[str, Any]]:
    for line in table.read_text(encoding="utf-8").strip().split("\n"):
        yield json.loads(line)
