from __future__ import annotations

import queue
import random
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import annot
from annot.errors import AnnotError, NotFoundError, WorkspaceError
from annot.store.models import Article
from annot.store.reading import Reader
from annot.tui.desk import Desk, Library

PATIENCE = 60.0
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


class Table:
    """A desk, and a thread of ours that does what it delivers."""

    def __init__(self, path: Path, reader: Reader | None = None) -> None:
        self.library = Library(path, "dana", reader or Reader(path))
        self._delivered: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self.desk = Desk(self.library, self._delivered.put)
        self.results: list[object] = []
        self.errors: list[BaseException] = []

    def give(self, work: Callable[[Library], object], *, lane: str = "") -> None:
        self.desk.give(work, self.results.append, self.errors.append, lane=lane)

    def take_in(self) -> None:
        while not self._delivered.empty():
            self._delivered.get()()

    def finish(self) -> None:
        """Let the desk do all it was given, and take in what it made."""
        self.desk.close()
        self.take_in()


@pytest.fixture
def table(path: Path, workspace: annot.Workspace, article: Article) -> Iterator[Table]:
    found = Table(path)
    yield found
    found.desk.close()


def test_jobs_are_done_in_their_order_and_on_one_other_thread(table: Table) -> None:
    threads = []
    for number in range(50):
        table.give(lambda _, n=number: threads.append(threading.get_ident()) or n)  # type: ignore[misc]
    table.desk.start()
    table.finish()
    assert table.results == list(range(50))
    assert len(set(threads)) == 1
    assert threads[0] != threading.get_ident()


def test_of_a_lane_only_the_last_job_is_wanted(table: Table) -> None:
    done = []
    for number in range(5):
        table.give(lambda _, n=number: done.append(n) or n, lane="filter")  # type: ignore[misc]
        table.give(lambda _, n=number: f"write {n}")  # type: ignore[misc]
    table.desk.start()
    table.finish()
    assert done == [4]
    assert table.results == ["write 0", "write 1", "write 2", "write 3", 4, "write 4"]


def test_a_job_of_a_lane_interrupts_the_one_that_is_running(table: Table) -> None:
    running = threading.Event()

    def endless(library: Library) -> object:
        running.set()
        return library.reader.run(ENDLESS)

    table.desk.start()
    table.give(endless, lane="filter")
    assert running.wait(PATIENCE)
    # Only a query that has begun can be interrupted.
    deadline = time.monotonic() + PATIENCE
    while not table.results and time.monotonic() < deadline:
        table.give(lambda _: "the last one", lane="filter")
        table.take_in()
    table.finish()
    assert "the last one" in table.results
    assert not table.errors


def test_other_lanes_and_writes_are_not_interrupted(table: Table) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(library: Library) -> int:
        begun.set()
        go_on.wait(PATIENCE)
        return library.workspace.claims.add(text="One is so.").id

    table.desk.start()
    table.give(slow)
    assert begun.wait(PATIENCE)
    table.give(lambda _: "other", lane="filter")
    go_on.set()
    table.finish()
    assert table.results == [1, "other"]


def test_what_was_overtaken_while_it_ran_is_not_shown(table: Table) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(_: Library) -> str:
        begun.set()
        go_on.wait(PATIENCE)
        return "old"

    table.desk.start()
    table.give(slow, lane="filter")
    assert begun.wait(PATIENCE)
    table.give(lambda _: "new", lane="filter")
    go_on.set()
    table.finish()
    assert table.results == ["new"]


COUNTED = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT ?) SELECT count(*) FROM n"
)


@pytest.fixture
def quick_switching() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def test_of_many_jobs_at_once_none_that_is_wanted_is_lost(
    table: Table, quick_switching: None
) -> None:
    rows = random.Random(8)

    def query(answer: object) -> Callable[[Library], object]:
        counted = rows.randint(1, 500)
        return lambda library: library.reader.run(COUNTED, (counted,)) and answer

    table.desk.start()
    for number in range(3000):
        table.give(query(f"filter {number}"), lane="filter")
        table.give(query(f"detail {number}"), lane="detail")
        table.give(query(number))
    table.finish()
    assert not table.errors
    assert [answer for answer in table.results if isinstance(answer, int)] == list(range(3000))
    assert {"filter 2999", "detail 2999"} <= set(table.results)


class SlowToInterrupt(Reader):
    """A reader whose interruption comes when the job that was meant could be over."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.asked, self.next_began = threading.Event(), threading.Event()

    def interrupt(self) -> None:
        self.asked.set()
        self.next_began.wait(0.5)
        super().interrupt()


def test_an_interruption_never_meets_the_job_that_comes_next(
    path: Path, workspace: annot.Workspace
) -> None:
    reader = SlowToInterrupt(path)
    table = Table(path, reader)
    begun = threading.Event()

    def overtaken(library: Library) -> None:
        begun.set()
        assert reader.asked.wait(PATIENCE)

    def following(library: Library) -> object:
        reader.next_began.set()
        return library.reader.run(COUNTED, (2_000_000,))

    table.desk.start()
    table.give(overtaken, lane="filter")
    table.give(following)
    assert begun.wait(PATIENCE)
    table.give(lambda _: "new", lane="filter")
    table.finish()
    assert table.results == [[(2_000_000,)], "new"]
    assert not table.errors


def test_what_is_interrupted_though_it_is_wanted_is_told(table: Table) -> None:
    def interrupted(library: Library) -> object:
        timer = threading.Timer(0.05, library.reader.interrupt)
        timer.start()
        return library.reader.run(ENDLESS)

    table.desk.start()
    table.give(interrupted)
    table.finish()
    assert [type(error) for error in table.errors] == [WorkspaceError]


def test_what_a_lane_was_given_up_is_interrupted_and_shown_no_more(table: Table) -> None:
    begun = threading.Event()

    def endless(library: Library) -> object:
        begun.set()
        return library.reader.run(ENDLESS)

    table.desk.start()
    table.give(endless, lane="check")
    table.give(lambda _: "next")
    assert begun.wait(PATIENCE)
    deadline = time.monotonic() + PATIENCE
    while not table.results:
        assert time.monotonic() < deadline
        table.desk.give_up("check")
        table.take_in()
    table.finish()
    assert table.results == ["next"]
    assert not table.errors


def test_errors_of_ours_and_of_the_database_come_back_and_the_desk_goes_on(table: Table) -> None:
    def refuse(_: Library) -> None:
        raise NotFoundError("There is no claim 9.")

    def damage(library: Library) -> None:
        raise sqlite3.DatabaseError("disk image is malformed")

    table.give(refuse)
    table.give(damage)
    table.give(lambda _: "still here")
    table.desk.start()
    table.finish()
    assert [type(error) for error in table.errors] == [NotFoundError, WorkspaceError]
    assert table.results == ["still here"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_bug_comes_back_too_so_that_nobody_waits_for_ever(table: Table) -> None:
    table.give(lambda _: 1 // 0)
    table.desk.start()
    table.finish()
    (bug,) = table.errors
    assert isinstance(bug, ZeroDivisionError)
    assert not isinstance(bug, AnnotError)


def test_closing_finishes_what_was_given(table: Table, workspace: annot.Workspace) -> None:
    for number in range(20):
        table.give(lambda library, n=number: library.workspace.claims.add(text=f"Claim {n}").id)  # type: ignore[misc]
    table.desk.start()
    table.desk.close()
    assert len(workspace.claims.list()) == 20


def test_a_desk_that_never_started_closes_too(table: Table) -> None:
    table.desk.close()
    with pytest.raises(sqlite3.ProgrammingError):
        table.library.reader.articles()


def test_only_what_others_wrote_counts_as_theirs(
    path: Path, workspace: annot.Workspace, article: Article
) -> None:
    library = Library(path, "dana", Reader(path))
    try:
        assert not library.others_wrote()
        library.workspace.claims.add(article, quote="opened in 1998")
        assert not library.others_wrote()
        workspace.claims.set(1, verdict="refuted")
        library.workspace.claims.set(1, verdict="supported")
        assert library.others_wrote()
        assert not library.others_wrote()
    finally:
        library.close()


def test_what_an_act_touches_is_noted_only_inside_its_block(
    path: Path, workspace: annot.Workspace, article: Article
) -> None:
    library, touched = Library(path, "dana", Reader(path)), {}
    try:
        with library.noting(touched):
            library.workspace.claims.add(article, quote="opened in 1998")
        library.workspace.claims.add(article, quote="has 40,000 books")
        assert touched == {"claim": {1}, "anchor": {1, 2}}
    finally:
        library.close()
