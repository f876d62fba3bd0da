"""Undo and redo over everything, without a limit, across restarts."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

import annot
from annot.errors import AnnotError, ConflictError, NothingToUndoError
from annot.store.images import image
from annot.store.models import NOUNS, Article
from tests.conftest import TEXT

Told = tuple[str, str]
QUOTES = ("40,000 books", "12 of its 30 readings", "We never turn anybody away")


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


def refused(error: type[AnnotError], workspace: annot.Workspace, operation: UUID | None) -> Told:
    with pytest.raises(error) as raised:
        workspace.history.undo(operation)
    assert workspace.history.verify().breaks == ()
    return raised.value.message, raised.value.hint


def test_what_cannot_be_undone_is_told_with_the_next_command(
    path: Path, workspace: annot.Workspace
) -> None:
    nothing = "There is no operation by dana left to undo."
    assert refused(NothingToUndoError, workspace, None) == (nothing, "See all: annot history")
    with pytest.raises(NothingToUndoError, match=r"There is no operation left to undo\."):
        workspace.history.undo(anybody=True)
    with pytest.raises(NothingToUndoError, match=r"There is nothing to redo\.") as raised:
        workspace.history.redo()
    assert raised.value.hint == "See all: annot history"
    unknown = UUID("0198c0de-0000-7000-8000-000000000000")
    told = f"There is no operation {unknown}.", "See all: annot history"
    assert refused(NothingToUndoError, workspace, unknown) == told

    source = workspace.sources.add(title="Yearbook")
    first = workspace.history.list()[0].operation
    with annot.open(path, actor="lee") as other:
        other.sources.set(source, publisher="The town")
    second = workspace.history.list()[0].operation
    assert refused(ConflictError, workspace, first) == (
        "The source 1 was changed since by lee (source.set); nothing was undone.",
        f"Undo that first: annot undo --operation {second}",
    )


def test_an_operation_that_was_undone_is_told_with_who_did_it(
    path: Path, workspace: annot.Workspace
) -> None:
    workspace.sources.add(title="Yearbook")
    operation = workspace.history.list()[0].operation
    with annot.open(path, actor="lee") as other:
        other.history.undo(operation)
    assert refused(NothingToUndoError, workspace, operation) == (
        f"The operation {operation} was undone already, by lee.",
        "",
    )


def test_each_redoes_their_own_unless_anybody_is_said(
    path: Path, workspace: annot.Workspace
) -> None:
    workspace.sources.add(title="Dana's")
    with annot.open(path, actor="lee") as other:
        other.sources.add(title="Lee's")
        other.history.undo()
        with pytest.raises(NothingToUndoError):
            workspace.history.redo()
        workspace.history.undo()
        workspace.sources.add(title="New")
        assert other.history.redo() == "source.add on source lees"
    with pytest.raises(NothingToUndoError):
        workspace.history.redo(anybody=True)
    workspace.history.undo()
    workspace.history.redo(anybody=True)
    assert [source.title for source in workspace.sources.list()] == ["Lee's", "New"]


def test_several_rows_of_every_noun_come_and_go_at_once(
    workspace: annot.Workspace, article: Article
) -> None:
    before = rows(workspace)
    with workspace.operation("batch"):
        claims = [workspace.claims.add(article, quote=quote) for quote in QUOTES]
        source = workspace.sources.add(title="Yearbook")
        for claim in claims:
            workspace.evidence.add(claim, source, passage=claim.text)
            workspace.notes.add(claim, "Look.")
    added = rows(workspace)
    with workspace.operation("batch"):
        for claim in claims:
            workspace.claims.set(claim, verdict="refuted", kind="quantity")
        workspace.sources.set(source, publisher="The town")
    changed = rows(workspace)
    with workspace.operation("batch"):
        for claim in claims:
            workspace.claims.remove(claim)
    removed = rows(workspace)
    for expected in (changed, added, before):
        workspace.history.undo()
        assert rows(workspace) == expected
        assert workspace.history.verify().breaks == ()
    for expected in (added, changed, removed):
        workspace.history.redo()
        assert rows(workspace) == expected
        assert workspace.history.verify().breaks == ()


def test_counts_and_words_are_right_after_each_step(
    workspace: annot.Workspace, article: Article
) -> None:
    claim = workspace.claims.add(article, quote="40,000 books")
    workspace.evidence.add(claim, workspace.sources.add(title="Yearbook"))
    workspace.claims.remove(claim)
    workspace.history.undo()
    assert workspace.claims.get(claim).evidence_count == 1
    assert [found.id for found in workspace.claims.list("books")] == [claim.id]
    workspace.history.undo()
    assert workspace.claims.get(claim).evidence_count == 0


def test_a_row_that_is_gone_is_a_conflict(workspace: annot.Workspace) -> None:
    source = workspace.sources.add(title="Yearbook")
    workspace.sources.set(source, publisher="The town")
    changed = workspace.history.list()[0].operation
    workspace.sources.remove(source)
    removed = workspace.history.list()[0].operation
    assert refused(ConflictError, workspace, changed) == (
        "The source 1 was changed since by dana (source.remove); nothing was undone.",
        f"Undo that first: annot undo --operation {removed}",
    )
    assert workspace.sources.list() == []


def test_a_claim_to_which_another_is_linked_stays(workspace: annot.Workspace) -> None:
    one, two = (workspace.claims.add(text=text) for text in ("One is so.", "One is not so."))
    operation = workspace.history.list()[0].operation
    workspace.claims.link(one, two)
    assert refused(ConflictError, workspace, operation) == (
        "Claim 2 would be gone, and another one is linked to it as the same; nothing was undone.",
        "See when it was linked: annot history --claim 2",
    )
    assert len(workspace.claims.list()) == 2


@pytest.mark.file
def test_a_row_altered_outside_annot_is_a_conflict_without_a_name(
    workspace: annot.Workspace, path: Path
) -> None:
    workspace.sources.add(title="Yearbook")
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE source SET title = 'Another'")
    with pytest.raises(ConflictError, match=r"The source 1 was changed since by dana"):
        workspace.history.undo()
    assert workspace.sources.get(1).title == "Another"
