"""The review screen beside two Textual programs that show many rows, on the same million claims.

They are toolong (`tl`), which shows a file of lines, and harlequin, which shows what a query finds.
Both are looked for on the path; one that is not there is left out. Not every version of Textual
marks the end of a frame, so all are timed alike: until certain words have been written. Pages of
toolong glide: so the first new claim of a page is timed, too, and not only its last.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.figures import Figure, median, percentile, run
from benchmarks.ledgers import MILLION, RARE_FROM, RARE_WORD, claim_text, copied
from benchmarks.terminal import Terminal
from benchmarks.tui import BACK_TAB, PAGE_DOWN, SAMPLES, WIDE

ROUNDS = 3
"""Every program is opened so often; pages are turned in the last round only."""

PATIENCE = 300.0
"""Seconds after which words that have not come never will."""

QUIET = 0.1
"""Seconds of silence after which an answer is complete; toolong pauses within a glide."""

UNTIMED = 0.3
"""The same for keys that are not timed; a cursor blinks twice a second."""

LOADED = 1.0
"""Seconds of silence after which a program has loaded what the first picture did not need."""

BLINKING = 3.0
"""Seconds after which one that is never silent is taken to be: a cursor blinks on for ever."""

WARM_UP = 5
"""Pages that are turned to learn how many claims one has."""

HOME, END, DOWN = b"\x1b[H", b"\x1b[F", b"\x1b[B"
TABLE_HOME, TABLE_END = b"\x1b[1;5H", b"\x1b[1;5F"
CONTROL_A, CONTROL_F, CONTROL_J, CONTROL_U = b"\x01", b"\x06", b"\n", b"\x15"
ENTER, ESCAPE = b"\r", b"\x1b"
F2, F5, F10 = b"\x1bOQ", b"\x1b[15~", b"\x1b[21~"

QUERY = "SELECT id, status, verdict, text FROM claim"

_ESCAPE = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)"
    rb"|P[^\x1b]*\x1b\\|[ -/]*[0-OQ-Z^-~\\])"
)
_NUMBER = re.compile(rb"Berth (\d{7})")


@dataclass(frozen=True, slots=True)
class Wait:
    """What an answer took.

    Attributes:
        clock: Seconds on the clock until the last of the words was there.
        cpu: Seconds of the processors until the program was quiet again.
        first: Seconds on the clock until the first of the words was there.
    """

    clock: float
    cpu: float
    first: float


class Seat(Terminal):
    """A terminal whose output is read for words, whatever escape sequences stand between them."""

    def start(self, words: bytes) -> Wait:
        """Wait for words of the first picture."""
        return self._wait(self.begun, 0.0, [words])

    def ask(self, typed: bytes, *words: bytes) -> Wait:
        """Type, and wait until all the words have been written since."""
        self.rest(0)
        before, begun = self.cpu(), time.perf_counter()
        os.write(self._fd, typed)
        return self._wait(begun, before, words)

    def settle(self, seconds: float = QUIET) -> list[int]:
        """Wait until the program is quiet; the numbers of the claims that it wrote meanwhile."""
        ends = time.perf_counter() + BLINKING
        seen: list[int] = []
        rest = self._taken()
        while time.perf_counter() < ends and self._read(seconds):
            plain, rest = _plain(rest + self._taken())
            seen += (int(number) for number in _NUMBER.findall(plain))
        return seen

    def turn(self, key: bytes) -> list[int]:
        """Press a key that shows other claims; the numbers of those that were written."""
        os.write(self._fd, key)
        ends = time.perf_counter() + PATIENCE
        while not (seen := self.settle(LOADED)):
            if time.perf_counter() > ends:
                raise TimeoutError(f"{key!r} showed no claims")
        return seen

    def press(self, *keys: bytes) -> None:
        """Press keys that are not timed, each when the one before is answered."""
        for key in keys:
            os.write(self._fd, key)
            self.settle(UNTIMED)

    def cpu(self) -> float:
        """The seconds of the processors that the program has taken, ended threads included."""
        # The clock of another process, as clock_getcpuclockid() of the C library makes its number.
        return time.clock_gettime((~self._pid << 3) | 2)

    def _taken(self) -> bytes:
        taken = bytes(self._begun_frame)
        self._begun_frame.clear()
        return taken

    def _wait(self, begun: float, cpu_before: float, words: Sequence[bytes]) -> Wait:
        came: dict[bytes, float] = {}
        plain = rest = b""
        while len(came) < len(words):
            left = begun + PATIENCE - time.perf_counter()
            if left < 0 or not self._read(left):
                missing = set(words) - set(came)
                raise TimeoutError(f"{missing} did not come; last: {plain[-200:]!r}")
            more, rest = _plain(rest + self._taken())
            plain = plain[-100:] + more
            for word in words:
                if word in plain:
                    came.setdefault(word, self._read_at - begun)
        self.settle()
        return Wait(max(came.values()), self.cpu() - cpu_before, min(came.values()))


def _plain(written: bytes) -> tuple[bytes, bytes]:
    """What was written without escape sequences; and the begin of one that is not yet whole."""
    plain = _ESCAPE.sub(b"", written)
    whole, escape, begun = plain.rpartition(b"\x1b")
    return (whole, escape + begun) if escape else (plain, b"")


class Program:
    """One of those that are compared: what is typed to make it do the same as the others.

    Args:
        folder: Where the ledger is and the claims as lines are, and where it may keep its files.
    """

    name = ""
    executable = ""
    arguments: tuple[str, ...] = ()
    start_shows = claim_text(1)[:13].encode()
    home, end = HOME, END

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def command(self) -> list[str]:
        """What is run: with a home of its own, so that no setting and no memory is found."""
        apart = ["env", *(f"--unset=XDG_{kind}_HOME" for kind in ("CACHE", "CONFIG", "DATA"))]
        arguments = (argument.format(folder=self._folder) for argument in self.arguments)
        return [*apart, f"HOME={self._folder}", self.executable, *arguments]

    def show_all(self, seat: Seat) -> Wait | None:
        """Make it show all claims, and its list take the keys; what that took, if it is a step."""
        return None

    def find(self, seat: Seat, word: str, shows: bytes) -> Wait:
        """Find claims with a word, from the first claim of all on; the list is shown again."""
        raise NotImplementedError


class Annot(Program):
    """The review screen: the list of the whole workspace, and its filter."""

    name = "annot"
    executable = sys.executable
    arguments = ("-m", "annot", "-d", "{folder}/annot.db", "review")

    def show_all(self, seat: Seat) -> Wait:
        wait = seat.ask(b"W", last_claim())
        seat.press(BACK_TAB)
        return wait

    def find(self, seat: Seat, word: str, shows: bytes) -> Wait:
        seat.press(HOME, b"f")
        wait = seat.ask(pasted(word), shows)
        seat.press(CONTROL_U, ENTER)
        return wait


class Toolong(Program):
    """A reader of logs: it shows the end of the file first, and finds the next line with a word."""

    name = "toolong"
    executable = "tl"
    arguments = ("{folder}/claims.jsonl",)
    start_shows = claim_text(MILLION.claims)[:13].encode()

    def find(self, seat: Seat, word: str, shows: bytes) -> Wait:
        seat.press(HOME)
        seat.ask(CONTROL_F, b"Case sensitive")
        seat.press(CONTROL_U)
        seat.ask(pasted(word), word.encode())
        wait = seat.ask(DOWN, shows)
        seat.press(ESCAPE, ESCAPE)
        return wait


class Harlequin(Program):
    """A client of databases: it shows what a query finds, and finds by another query."""

    name = "harlequin"
    executable = "harlequin"
    arguments = (
        *("-a", "sqlite", "--no-write-history"),
        *("--viewer-max-rows", str(MILLION.claims), "{folder}/annot.db"),
    )
    start_shows = b"main db"
    home, end = TABLE_HOME, TABLE_END

    def show_all(self, seat: Seat) -> Wait:
        wait = self._query(seat, f"{QUERY} ORDER BY id", claim_text(1)[:13].encode())
        seat.press(F5, F10)  # the result alone, which is as high as the lists of the others
        return wait

    def find(self, seat: Seat, word: str, shows: bytes) -> Wait:
        seat.press(F10, F2)
        seat.settle(LOADED)  # the editor takes the keys a while after it was asked to
        wait = self._query(seat, f"{QUERY} WHERE text LIKE '%{word}%' ORDER BY id", shows)
        seat.press(F5, F10)
        return wait

    @staticmethod
    def _query(seat: Seat, query: str, shows: bytes) -> Wait:
        seat.press(CONTROL_A)
        seat.ask(pasted(query), query.encode())
        return seat.ask(CONTROL_J, shows)


PROGRAMS: tuple[type[Program], ...] = (Annot, Toolong, Harlequin)


@dataclass(slots=True)
class Taken:
    """What one program took, by what it did; seconds, and megabytes of memory."""

    waits: dict[str, list[Wait]] = field(default_factory=dict)
    pages: list[Wait] = field(default_factory=list)
    memory: float = 0.0

    def note(self, what: str, wait: Wait) -> None:
        """Note one wait."""
        self.waits.setdefault(what, []).append(wait)

    def figures(self) -> Iterator[tuple[str, float, str]]:
        """What was measured, the median or the percentile, and its unit."""
        for what, waits in self.waits.items():
            yield what, median(wait.clock for wait in waits) * 1000, "ms"
            yield f"{what}, CPU", median(wait.cpu for wait in waits) * 1000, "ms"
        clock, first = (
            [getattr(w, kind) * 1000 for w in self.pages] for kind in ("clock", "first")
        )
        yield "page down, its first new claim: p50", median(first), "ms"
        yield "page down: p50", median(clock), "ms"
        yield "page down: p99", percentile(clock, 99), "ms"
        yield "page down, CPU", sum(wait.cpu for wait in self.pages) / len(self.pages) * 1000, "ms"
        yield "memory with all claims in the list", self.memory, "MB"


def measure() -> Iterator[Figure]:
    """The figures of the review screen, each beside that of every other program."""
    there = [program for program in PROGRAMS if shutil.which(program.executable)]
    for program in PROGRAMS:
        if program not in there:
            print(f"{program.executable} is not on the path: left out", file=sys.stderr)
    taken = {program: Taken() for program in there}
    with copied(MILLION) as ledger:
        write_lines(ledger)
        for number in range(ROUNDS):
            for program in there:
                one_round(program(ledger.parent), taken[program], turn=number == ROUNDS - 1)
    ours = {what: (value, unit) for what, value, unit in taken[Annot].figures()}
    for program in there:
        for what, value, unit in taken[program].figures():
            if program is Annot:
                yield Figure(f"{what}, annot", value, unit)
            elif what in ours:
                yield Figure(f"{what}, annot (floor: {program.name})", ours[what][0], unit, value)
            else:
                yield Figure(f"{what}, {program.name}", value, unit)


def one_round(program: Program, taken: Taken, *, turn: bool) -> None:
    """Start a program, look at the first and the last claim, find two words, and turn pages."""
    with Seat(program.command(), *WIDE) as seat:
        start = seat.start(program.start_shows)
        taken.note("first rows after the start", start)
        seat.settle(LOADED)
        if shown := program.show_all(seat):
            taken.note("first rows of all claims, from the key", shown)
        seat.settle(LOADED)
        seat.press(program.home)
        taken.note("to the last claim", seat.ask(program.end, last_claim()))
        if turn:
            seat.press(program.home)
            taken.pages.extend(pages(seat))
        taken.memory = seat.memory()
        rare, last = claim_text(RARE_FROM)[:13].encode(), str(MILLION.claims)
        taken.note(f"find {RARE_WORD}", program.find(seat, RARE_WORD, rare))
        taken.note(f"find {last}, the last claim alone", program.find(seat, last, last_claim()))


def pages(seat: Seat) -> Iterator[Wait]:
    """Turn pages from the first one on; each counts until its last claim is there."""
    *_, before, last = [max(seat.turn(PAGE_DOWN)) for _ in range(WARM_UP)]
    step = last - before
    for _ in range(SAMPLES):
        first, last = last + 1, last + step
        yield seat.ask(PAGE_DOWN, *(claim_text(number)[:13].encode() for number in (first, last)))


def write_lines(ledger: Path) -> None:
    """Write the claims of a ledger as JSON Lines, in the same folder."""
    with (
        closing(sqlite3.connect(ledger)) as connection,
        Path(ledger.parent, "claims.jsonl").open("w", encoding="utf-8") as file,
    ):
        for row in connection.execute(f"{QUERY} ORDER BY id"):
            names = ("id", "status", "verdict", "text")
            file.write(json.dumps(dict(zip(names, row, strict=True))) + "\n")


def last_claim() -> bytes:
    """The first words of the last claim."""
    return claim_text(MILLION.claims)[:13].encode()


def pasted(text: str) -> bytes:
    """What a terminal sends for a text from the clipboard."""
    return b"\x1b[200~" + text.encode() + b"\x1b[201~"


if __name__ == "__main__":
    run(measure)
