"""Undo and redo over everything, without a limit, across restarts."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

import annot
from annot.errors import AnnotError, ConflictError, NothingToUndoError
from annot.store.images import image
from annot.store.models import NOUNS, Article
from tests.conftest import TEXT


def rows(workspace: annot.Workspace) -> dict[str, list[dict[str, object]]]:
    """Every row of every noun, as the history sees it."""
    find = workspace._ledger.database.find
    return {
        noun: [image(noun, row) for row in find(model) if row.id or noun != "article"]
        for noun, model in NOUNS.items()
    }


def work(workspace: annot.Workspace) -> list[dict[str, list[dict[str, object]]]]:
    """Do one of each thing; the states before and after each."""
    states = [rows(workspace)]

    def done() -> None:
        states.append(rows(workspace))

    article = workspace.articles.add(TEXT, title="Mill Street")
    done()
    claim = workspace.claims.add(article, quote="40,000 books")
    done()
    source = workspace.sources.add(title="Yearbook", publisher="The town")
    done()
    evidence = workspace.evidence.add(claim, source, passage="40,000 volumes", locator="p. 3")
    done()
    workspace.claims.set(claim, verdict="inexact", correction="40,000 volumes")
    done()
    query = workspace.notes.ask(workspace.claims.get(claim), "Books or volumes?", to="author")
    done()
    workspace.notes.answer(query, "Volumes.")
    done()
    workspace.articles.accept(article, sentence=1, reason="known")
    done()
    workspace.evidence.set(evidence, locator="p. 4")
    done()
    workspace.claims.remove(claim)
    done()
    workspace.articles.remove(article)
    done()
    return states


def test_undo_goes_back_through_every_state_and_redo_forth(path: Path) -> None:
    with annot.open(path, actor="dana") as workspace:
        states = work(workspace)
    for expected in reversed(states[:-1]):
        with annot.open(path, actor="dana") as workspace:
            workspace.history.undo()
            assert rows(workspace) == expected
    with annot.open(path, actor="dana") as workspace:
        with pytest.raises(NothingToUndoError):
            workspace.history.undo()
        for expected in states[1:]:
            workspace.history.redo()
            assert rows(workspace) == expected
        with pytest.raises(NothingToUndoError):
            workspace.history.redo()
        assert workspace.history.verify().breaks == ()


def test_nothing_is_redone_over_something_new(workspace: annot.Workspace, article: Article) -> None:
    workspace.claims.add(article, quote="40,000 books")
    workspace.history.undo()
    workspace.claims.add(article, quote="12 of its 30 readings")

    with pytest.raises(NothingToUndoError, match="nothing to redo"):
        workspace.history.redo()


def test_what_somebody_changed_since_is_a_conflict_that_names_them(
    path: Path, workspace: annot.Workspace, article: Article
) -> None:
    claim = workspace.claims.add(article, quote="40,000 books")
    with annot.open(path, actor="lee") as other:
        other.claims.set(claim, verdict="supported")

    with pytest.raises(ConflictError, match="changed since by lee"):
        workspace.history.undo()

    assert workspace.claims.get(claim).verdict == "supported"


def test_what_came_to_depend_on_it_is_a_conflict(path: Path, workspace: annot.Workspace) -> None:
    source = workspace.sources.add(title="Yearbook")
    with annot.open(path, actor="lee") as other:
        claim = other.claims.add(text="One is so.")
        other.evidence.add(claim, source)

    with pytest.raises(ConflictError, match="depends on"):
        workspace.history.undo()

    assert workspace.sources.get(source).title == "Yearbook"
    assert workspace.history.verify().breaks == ()


def test_each_undoes_their_own_unless_anybody_is_said(
    path: Path, workspace: annot.Workspace
) -> None:
    workspace.sources.add(title="Dana's")
    with annot.open(path, actor="lee") as other:
        other.sources.add(title="Lee's")

    workspace.history.undo()
    assert [source.title for source in workspace.sources.list()] == ["Lee's"]

    workspace.history.undo(anybody=True)
    assert workspace.sources.list() == []


def test_an_operation_is_not_undone_twice(workspace: annot.Workspace) -> None:
    workspace.sources.add(title="Yearbook")
    operation = workspace.history.list()[0].operation
    workspace.history.undo(operation)

    with pytest.raises(NothingToUndoError, match="undone already"):
        workspace.history.undo(operation)


class Ledger(RuleBasedStateMachine):
    """Random work, undo and redo, held against a model: the list of states behind and ahead."""

    def __init__(self) -> None:
        super().__init__()
        import tempfile

        self.folder = tempfile.TemporaryDirectory()
        self.workspace = annot.open(Path(self.folder.name) / "story.db", actor="dana")
        self.article = self.workspace.articles.add(TEXT, title="Mill Street")
        self.behind = [rows(self.workspace)]
        self.ahead: list[dict[str, list[dict[str, object]]]] = []

    def teardown(self) -> None:
        self.workspace.close()
        self.folder.cleanup()

    def _moved(self) -> None:
        now = rows(self.workspace)
        if now != self.behind[-1]:
            self.behind.append(now)
            self.ahead.clear()

    @rule(start=st.integers(0, 80), length=st.integers(1, 40))
    def add_claim(self, start: int, length: int) -> None:
        try:
            self.workspace.claims.add(self.article, span=(start, start + length))
        except AnnotError:
            return
        self._moved()

    @rule(verdict=st.sampled_from(["supported", "refuted", None]), pick=st.integers(0, 9))
    def judge(self, verdict: str | None, pick: int) -> None:
        claims = self.workspace.claims.list()
        if claims:
            self.workspace.claims.set(claims[pick % len(claims)], verdict=verdict)
            self._moved()

    @rule(pick=st.integers(0, 9), passage=st.text(max_size=20))
    def prove(self, pick: int, passage: str) -> None:
        claims = self.workspace.claims.list()
        if claims:
            with self.workspace.operation("evidence.add"):
                source = self.workspace.sources.add(title=f"Source {pick % 3}")
                with contextlib.suppress(AnnotError):
                    self.workspace.evidence.add(claims[pick % len(claims)], source, passage=passage)
            self._moved()

    @rule(pick=st.integers(0, 9))
    def remove(self, pick: int) -> None:
        claims = self.workspace.claims.list()
        if claims:
            self.workspace.claims.remove(claims[pick % len(claims)])
            self._moved()

    @precondition(lambda self: len(self.behind) > 1)
    @rule()
    def undo(self) -> None:
        self.workspace.history.undo()
        self.ahead.append(self.behind.pop())
        assert rows(self.workspace) == self.behind[-1]

    @precondition(lambda self: self.ahead)
    @rule()
    def redo(self) -> None:
        self.workspace.history.redo()
        self.behind.append(self.ahead.pop())
        assert rows(self.workspace) == self.behind[-1]

    @invariant()
    def history_holds(self) -> None:
        assert self.workspace.history.verify().breaks == ()


TestLedger = Ledger.TestCase
TestLedger.settings = settings(
    max_examples=12,
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@given(reason=st.text(max_size=200).filter(lambda t: "\0" not in t and t.isprintable()))
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_reason_is_kept_in_the_history(
    reason: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with annot.open(tmp_path_factory.mktemp("reason") / "story.db", actor="dana") as workspace:
        claim = workspace.claims.add(text="One is so.")
        workspace.claims.set(claim, verdict="supported", reason=reason)
        assert workspace.history.list()[0].reason == reason
        assert workspace.history.verify().breaks == ()


def test_what_was_undone_before_something_new_is_not_brought_back_later(
    workspace: annot.Workspace,
) -> None:
    for words in ("One.", "Two."):
        workspace.claims.add(text=words)
    workspace.history.undo()
    workspace.claims.add(text="Three.")
    workspace.history.undo()
    workspace.history.redo()
    with pytest.raises(NothingToUndoError):
        workspace.history.redo()
    assert [claim.text for claim in workspace.claims.list()] == ["One.", "Three."]
