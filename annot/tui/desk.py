"""The thread that works on the workspace, so that the screen never waits for it.

Jobs are functions of a `Library` (a reader and, once it is loaded, the workspace). They run in the
order in which they were given; a job of a lane overtakes what is still waiting in its lane, and
interrupts it if it is running: only the last search typed is wanted.
"""

from __future__ import annotations

import contextlib
import queue
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from annot.errors import AnnotError
from annot.settings import USUAL, Matching
from annot.store.place import Place, driver_errors, translated
from annot.store.reading import Reader

if TYPE_CHECKING:
    from annot.store.recorder import Done
    from annot.workspace import Workspace

T = TypeVar("T")
Refused = Callable[[BaseException], None]
"""What is to be done with an error of a job on the screen.

It is an `AnnotError` to be told; anything else is a bug, after which the desk works no more.
"""


class Library:
    """What a job may use: the thin reader, and the workspace, loaded when first asked for.

    Args:
        path: The workspace.
        actor: Who acts; empty for the environment's or the login name.
        reader: Its reader; if there is none, one is opened when first asked for.
        matching: How claims that say the same are looked for.
    """

    def __init__(
        self, path: Place, actor: str, reader: Reader | None = None, matching: Matching = USUAL
    ) -> None:
        self.path = path
        self.actor = actor
        self.matching = matching
        self.is_second_reading = False
        self._reader = reader
        self._second_reader: Reader | None = None
        self._notebook: dict[str, set[int]] | None = None
        self._seen = reader.last_operation() if reader else b""
        self._own: set[bytes] = set()

    @property
    def reader(self) -> Reader:
        """What reads the ledger: plainly, or as a second reader does."""
        if self.is_second_reading:
            if self._second_reader is None:
                from annot.tui.second_reading import SecondReader

                self._second_reader = SecondReader(self.path)
            return self._second_reader
        if self._reader is None:
            self._reader = Reader(self.path)
        return self._reader

    def interrupt(self) -> None:
        """Have the query that is running end at once; may be called from any thread."""
        for reader in (self._reader, self._second_reader):
            if reader is not None:
                reader.interrupt()

    @cached_property
    def workspace(self) -> Workspace:
        """The workspace, for everything that writes."""
        from annot.workspace import open_workspace

        workspace = open_workspace(self.path, actor=self.actor, create=False)
        workspace.subscribe(self._note)
        workspace.leave_log()
        return workspace

    @cached_property
    def drafts(self) -> Path:
        """The folder of what was typed in this workspace and not saved."""
        from annot.tui import drafts

        return drafts.folder_of(self.reader.workspace_uid())

    def hide_verdicts(self, hide: bool) -> None:
        """Read as a second reader does from now on, or plainly again."""
        self.is_second_reading = hide

    def others_wrote(self) -> bool:
        """Whether anybody else has written since this was asked last."""
        found = self.reader.operations_after(self._seen)
        if not found:
            return False
        self._seen = found[-1]
        foreign = not self._own.issuperset(found)
        self._own.clear()
        return foreign

    @contextlib.contextmanager
    def noting(self, touched: dict[str, set[int]]) -> Iterator[None]:
        """Note which rows of which noun the operations inside the block touch."""
        self._notebook = touched
        try:
            yield
        finally:
            self._notebook = None

    @property
    def touched(self) -> frozenset[str]:
        """The nouns that the operations of the job in hand have touched so far."""
        return frozenset(self._notebook or ())

    def concerns(self, claims: Iterable[int]) -> None:
        """Note claims as touched of which something else was changed: who was asked for them."""
        if self._notebook is not None:
            self._notebook.setdefault("claim", set()).update(claims)

    def _note(self, done: Done) -> None:
        self._own.add(done.operation.bytes)
        if self._notebook is not None:
            for noun, ids in done.touched.items():
                self._notebook.setdefault(noun, set()).update(ids)

    def close(self) -> None:
        """Close what is open."""
        for reader in (self._reader, self._second_reader):
            if reader is not None:
                reader.close()
        if "workspace" in self.__dict__:
            self.workspace.close()


class Job(NamedTuple, Generic[T]):
    """Work for the desk's thread, and what is to be done on the screen with the result."""

    work: Callable[[Library], T]
    then: Callable[[T], None]
    refused: Refused
    lane: str
    generation: int


class Desk:
    """A thread, its jobs, and the way back to the screen.

    Args:
        library: What the jobs work on; it belongs to the thread from now on.
        deliver: Runs a function on the screen's own thread; called from the desk's.
    """

    def __init__(self, library: Library, deliver: Callable[[Callable[[], None]], object]) -> None:
        self._library = library
        self._deliver = deliver
        self._jobs: queue.SimpleQueue[Job[Any] | None] = queue.SimpleQueue()
        self._generations: dict[str, int] = defaultdict(int)
        self._running = ""
        self._interrupting = threading.Lock()
        self._thread = threading.Thread(target=self._work, name="annot-desk", daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def close(self) -> None:
        """Finish what was given, then stop; waits for the thread, so that nothing is lost."""
        self._jobs.put(None)
        if self._thread.is_alive():
            self._thread.join()
        else:
            self._library.close()

    def give(
        self,
        work: Callable[[Library], T],
        then: Callable[[T], None],
        refused: Refused,
        *,
        lane: str = "",
    ) -> None:
        """Give the desk a job.

        Args:
            work: What is to be done, in the desk's thread.
            then: What is to be done with the result, on the screen.
            refused: What is to be done with an error, on the screen.
            lane: Jobs of one lane overtake each other; without one, each is done.
        """
        generation = self._overtake(lane) if lane else 0
        self._jobs.put(Job(work, then, refused, lane, generation))

    def give_up(self, lane: str) -> None:
        """Want nothing more of what a lane was given."""
        self._overtake(lane)

    def _overtake(self, lane: str) -> int:
        """Let no job of a lane come to its end; the generation of the next one."""
        # Under the lock the job cannot end, so that no other job is interrupted in its place.
        with self._interrupting:
            self._generations[lane] += 1
            if self._running == lane:
                self._library.interrupt()
            return self._generations[lane]

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            if self._begins(job):
                self._do(job)
        self._library.close()

    def _begins(self, job: Job[Any]) -> bool:
        """Whether a job is wanted still; it then counts as running."""
        # Under the lock, so that a job is either not begun or interrupted by what overtakes it.
        with self._interrupting:
            is_wanted = not self._overtaken(job)
            self._running = job.lane if is_wanted else ""
        return is_wanted

    def _overtaken(self, job: Job[Any]) -> bool:
        return bool(job.lane) and job.generation != self._generations[job.lane]

    def _do(self, job: Job[Any]) -> None:
        try:
            result = job.work(self._library)
        except AnnotError as error:
            self._return(job, lambda error=error: job.refused(error))  # type: ignore[misc]
        except driver_errors() as error:
            # An interruption too: whoever waits for a job that was not overtaken must hear of it.
            told = translated(error, self._library.path)
            self._return(job, lambda: job.refused(told))
        except BaseException as bug:
            # The screen must not wait for ever for a thread that is gone.
            self._deliver(lambda bug=bug: job.refused(bug))  # type: ignore[misc]
            raise
        else:
            self._return(job, lambda: job.then(result))
        finally:
            with self._interrupting:
                self._running = ""

    def _return(self, job: Job[Any], act: Callable[[], None]) -> None:
        if not self._overtaken(job):
            self._deliver(act)
