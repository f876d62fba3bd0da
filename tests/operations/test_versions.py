"""No update is lost: what was changed since it was read is not written over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

import annot
from annot.errors import ConflictError
from annot.store.models import Article

Set = Callable[[UUID, str], Any]


@pytest.fixture
def setters(workspace: annot.Workspace, article: Article) -> dict[str, tuple[UUID, Set]]:
    """For each noun the version that was read, and what changes it as of a version."""
    claim = workspace.claims.add(article, quote="opened in 1998")
    source = workspace.sources.add(title="Report")
    evidence = workspace.evidence.add(claim, source)
    note = workspace.notes.add(claim, "old")
    query = workspace.notes.ask(claim, "Which?", to="author")
    claim = workspace.claims.get(claim)
    claims, sources, notes = workspace.claims, workspace.sources, workspace.notes
    return {
        "claim": (claim.version, lambda v, text: claims.set(claim, reasoning=text, version=v)),
        "source": (source.version, lambda v, text: sources.set(source, publisher=text, version=v)),
        "evidence": (
            evidence.version,
            lambda v, text: workspace.evidence.set(evidence, passage=text, version=v),
        ),
        "note": (note.version, lambda v, text: notes.set(note, text, version=v)),
        "answer": (
            query.version,
            lambda v, text: notes.answer(query, text, replace=True, version=v),
        ),
    }


@pytest.mark.parametrize("noun", ["claim", "source", "evidence", "note", "answer"])
def test_the_second_of_two_who_read_the_same_is_refused_and_nothing_is_written(
    workspace: annot.Workspace, setters: dict[str, tuple[UUID, Set]], noun: str
) -> None:
    version, change = setters[noun]
    change(version, "hers")
    before = len(workspace.history.list())

    with pytest.raises(
        ConflictError, match=r"changed by dana at 2.* UTC in between \(.*hers"
    ) as caught:
        change(version, "mine")

    assert caught.value.hint.startswith("See what it is now: annot ")
    assert len(workspace.history.list()) == before
