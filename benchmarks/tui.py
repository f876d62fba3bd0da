"""What the person at `annot review` waits for, next to a Textual app of one line."""

from __future__ import annotations

import random
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from benchmarks.figures import Figure, median, percentile, run
from benchmarks.ledgers import (
    COMMON_FROM,
    COMMON_WORD,
    FIRST_WORDS,
    LONG,
    MILLION,
    RARE_FROM,
    RARE_STATUS,
    RARE_WORD,
    TEN,
    Ledger,
    claim_text,
    copied,
)
from benchmarks.terminal import Terminal

WIDE, NARROW = (160, 48), (80, 24)
SAMPLES = 200
RECOLOURED = 10
FIRST_ROUNDS = 9
"""Starts of each program: what the machine does besides shows in a quarter of a second."""

FILTER_SAMPLES = 20
FRAME_MS = 16.7
FILTER_MS = 50
MEMORY_MB = 64
FLOOR = (sys.executable, "-m", "benchmarks.floor_app")
FLOOR_LINE = b"keys so far"
SETTLED = 1.0
"""Seconds of silence after which the program has loaded what the first paint did not need."""

SETTLED_PROMPT = 0.4
"""The same while something is typed: there, the cursor blinks twice a second."""

LEDGERS = {"10 claims": TEN, "1,000,000 claims": MILLION, "1 MB with 10,000 claims": LONG}
CPU_RATIOS = {
    "line": 1.5,
    "page": 3.0,
    "row of the list": 3.0,
    "page of the list": 3.0,
    "next claim": 3.0,
    "verdict": 5.0,
    "undo": 5.0,
}
"""How many one-line updates of Textual each key may cost. A row is another claim in hand, too."""

COMMON_LETTERS = "BERTH"
"""The first word of every claim, in letters that are written so in the prompt alone."""

BETWEEN_KEYS = 0.04, 0.12
"""Seconds."""

BACK_TAB, PAGE_DOWN, PAGE_UP, CLEAR = b"\x1b[Z", b"\x1b[6~", b"\x1b[5~", b"\x15"


class Press(NamedTuple):
    """The milliseconds from a key to its frame, and those of the processors for all it led to."""

    latency: float
    cost: float


@dataclass(slots=True)
class Keys:
    """Presses of one key, and as many of a key of the floor, by turns."""

    ours: list[Press] = field(default_factory=list)
    floor: list[Press] = field(default_factory=list)

    def figures(self, what: str, ratio: float) -> Iterator[Figure]:
        """The figures of the key, its CPU as a ratio to the floor's."""
        ours, floor = ([press.latency for press in presses] for presses in (self.ours, self.floor))
        cost, least = (median(p.cost for p in presses) for presses in (self.ours, self.floor))
        p99, least_p99 = percentile(ours, 99), percentile(floor, 99)
        yield Figure(f"{what}: p50", median(ours), "ms", median(floor))
        yield Figure(f"{what}: p99", p99, "ms", least_p99, limit=FRAME_MS)
        yield Figure(f"{what}: CPU", cost, "ms", least, ratio_limit=ratio)


@dataclass(slots=True)
class Session:
    """Somebody at the keyboard.

    Attributes:
        terminal: Where they sit.
        floor: An app of one line, beside it.
        first: The number of the first claim in the list.
        last: That of the last one.
        claim: That of the claim in hand.
    """

    terminal: Terminal
    floor: Terminal
    first: int
    last: int
    claim: int
    _step: int = 1

    def press(self, keys: Keys, typed: bytes, shows: bytes = b"") -> None:
        """Press a key, and one of the floor; note what each took."""
        keys.ours.append(pressed(self.terminal, typed, shows))
        keys.floor.append(pressed(self.floor, b"x", b""))

    def next_claim(self, keys: Keys) -> None:
        """Go on to the next claim; from the last one back, from the first one on again."""
        if not self.first <= self.claim + self._step <= self.last:
            self._step = -self._step
        self.claim += self._step
        self.press(keys, b"]" if self._step > 0 else b"[", shows=in_pane(self.claim))

    def verdict_and_undo(self, verdicts: Keys, undos: Keys) -> None:
        """Give the claim in hand a verdict, which goes on to the next; and take it back."""
        self.press(verdicts, b"4", shows=b"claim %d: refuted" % self.claim)
        self.press(undos, b"u", shows=b"undone: ")
        if self.claim < self.last:
            self.claim += 1
        else:
            self.terminal.type(b"[" * min(self.claim - self.first, 20))
            self.claim -= min(self.claim - self.first, 20)

    def there_and_back(self, keys: Keys, on: bytes, back: bytes, times: int) -> None:
        """Press a key so many times, then the opposite one as often, until there are enough."""
        while len(keys.ours) < SAMPLES:
            for typed in [on] * times + [back] * times:
                self.press(keys, typed)


def measure() -> Iterator[Figure]:
    """All figures of the screen."""
    with ExitStack() as stack:
        paths = {name: stack.enter_context(copied(ledger)) for name, ledger in LEDGERS.items()}
        for size in (WIDE, NARROW):
            yield from first_rows(paths, size)
        yield from all_keys(paths)


def review(path: Path) -> tuple[str, ...]:
    """The command that opens the screen."""
    return (sys.executable, "-m", "annot", "-d", str(path), "review")


def in_pane(claim: int) -> bytes:
    """What only the pane of the claim in hand shows of a claim: the list has no room for it."""
    return claim_text(claim)[:37].encode()


def first_rows(paths: dict[str, Path], size: tuple[int, int]) -> Iterator[Figure]:
    """The time until the first claim and the article's first words are on the screen."""
    shown = (claim_text(1).encode(), FIRST_WORDS.encode())
    commands: dict[str, tuple[tuple[str, ...], tuple[bytes, ...]]] = {
        "floor": (FLOOR, (FLOOR_LINE,))
    }
    for name, path in paths.items():
        commands[name] = (review(path), shown)
    clock: dict[str, list[float]] = {name: [] for name in commands}
    cpu: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(FIRST_ROUNDS):
        for name, (command, needles) in commands.items():
            with Terminal(command, *size) as terminal:
                wall, processors = terminal.first_paint(*needles)
            clock[name].append(wall * 1000)
            cpu[name].append(processors * 1000)
    where = "{}x{}".format(*size)
    for name in paths:
        what = f"first rows, {name}, {where}"
        for kind, taken in (("", clock), (", CPU", cpu)):
            floor, measured = median(taken["floor"]), median(taken[name])
            what_floor = f"{what}{kind} (floor: one-line Textual app)"
            yield Figure(what_floor, measured, "ms", floor, ratio_limit=1.3)
    ten, million = (median(cpu[name]) for name in list(paths)[:2])
    what = f"first rows, 1,000,000 claims, {where}, CPU (floor: 10 claims)"
    yield Figure(what, million, "ms", ten, ratio_limit=1.1)


def all_keys(paths: dict[str, Path]) -> Iterator[Figure]:
    """Every key on every ledger, and the memory after it."""
    plain_memory = 0.0
    for name, size in [(name, WIDE) for name in paths] + [("10 claims", NARROW)]:
        path, ledger, where = paths[name], LEDGERS[name], "{}, {}x{}".format(name, *size)
        with opened(FLOOR, size, FLOOR_LINE) as floor, opened(review(path), size) as terminal:
            events = audited(path)
            session = begun(terminal, floor, ledger)
            for key, keys in keys_of(session, ledger):
                yield from keys.figures(f"{key}, {where}", CPU_RATIOS[key])
            missing = 2 * SAMPLES - (audited(path) - events)
            yield Figure(f"verdicts and undos without an event, {where}", missing, "count", limit=0)
            if ledger is MILLION:
                yield from filters(terminal)
                yield from echoes(terminal)
            else:
                most = max(recolourings(terminal))
                yield Figure(f"frames for one claim recoloured, {where}", most, "count", limit=1)
            memory, least = terminal.memory(), floor.memory()
        plain_memory = plain_memory or memory
        yield Figure(f"memory, {where} (floor: one-line Textual app)", memory, "MB", least)
        more = memory - plain_memory
        yield Figure(f"memory more than with 10 claims, {where}", more, "MB", limit=MEMORY_MB)


@contextmanager
def opened(
    command: tuple[str, ...], size: tuple[int, int], shows: bytes = claim_text(1).encode()
) -> Iterator[Terminal]:
    """A program that has loaded all it needs; its questions are answered at once."""
    with Terminal(command, *size) as terminal:
        terminal.first_paint(shows)
        terminal.rest(SETTLED)
        yield terminal


def pressed(terminal: Terminal, typed: bytes, shows: bytes) -> Press:
    """Press a key and wait until all is quiet."""
    before = terminal.cpu()
    latency = terminal.key(typed, shows=shows)
    return Press(latency * 1000, (terminal.cpu() - before) * 1000)


def begun(terminal: Terminal, floor: Terminal, ledger: Ledger) -> Session:
    """A session on the list that is wanted: with a million claims, that of the whole workspace."""
    if ledger is not MILLION:
        return Session(terminal, floor, 1, ledger.claims, 1)
    first = ledger.anchored + 1  # claims without an article come before the article
    terminal.type(b"W")
    terminal.rest(SETTLED)
    terminal.send(BACK_TAB)  # from the article to the list
    terminal.key(b"g", shows=in_pane(first))
    terminal.rest(SETTLED)
    return Session(terminal, floor, first, ledger.claims, first)


def keys_of(session: Session, ledger: Ledger) -> Iterator[tuple[str, Keys]]:
    """Press all keys."""
    yield "next claim", repeated(session.next_claim)
    verdicts, undos = Keys(), Keys()
    for _ in range(SAMPLES):
        session.verdict_and_undo(verdicts, undos)
    yield "verdict", verdicts
    yield "undo", undos
    session.terminal.type(b"g")
    lines, pages = Keys(), Keys()
    session.there_and_back(lines, b"j", b"k", times=100)
    session.there_and_back(pages, PAGE_DOWN, PAGE_UP, times=4 if ledger is TEN else 50)
    in_list = ledger is MILLION
    yield ("row of the list" if in_list else "line"), lines
    yield ("page of the list" if in_list else "page"), pages


def repeated(press: Callable[[Keys], None]) -> Keys:
    """Enough presses of one sort."""
    keys = Keys()
    for _ in range(SAMPLES):
        press(keys)
    return keys


def filters(terminal: Terminal) -> Iterator[Figure]:
    """The time from the last letter of a filter to its first page, at 1,000,000 claims."""
    terminal.type(b"f")
    terminal.rest(SETTLED_PROMPT)
    # The claim in hand stays in hand if it is in the list: no filter but the last lets it through.
    firsts = {COMMON_WORD: COMMON_FROM, f"status:{RARE_STATUS}": RARE_FROM, RARE_WORD: RARE_FROM}
    for typed, first in firsts.items():
        taken = []
        shows = claim_text(first)[:13].encode()
        for _ in range(FILTER_SAMPLES):
            for keys in (CLEAR, typed[:-1].encode()):
                terminal.type(keys)
                terminal.rest(SETTLED_PROMPT)
            taken.append(terminal.key(typed[-1:].encode(), shows=shows) * 1000)
        what = f"filter {typed}, 1,000,000 claims, first page: p50"
        yield Figure(what, median(taken), "ms", limit=FILTER_MS)
        yield Figure(what.replace("p50", "p99"), percentile(taken, 99), "ms", limit=FILTER_MS)


def echoes(terminal: Terminal) -> Iterator[Figure]:
    """The time until a letter is seen in the prompt while all claims are searched for the others.

    To search for the first letters of a word in every claim takes longer than from key to key: half
    a second. Somebody types eight to twenty-five keys a second.
    """
    taken = []
    pauses = random.Random(1)
    for _ in range(SAMPLES // len(COMMON_LETTERS)):
        terminal.type(CLEAR)
        terminal.rest(SETTLED_PROMPT)
        for count in range(1, len(COMMON_LETTERS) + 1):
            typed = COMMON_LETTERS[:count].encode()
            taken.append(terminal.echo(typed[-1:], shows=typed) * 1000)
            terminal.watch(pauses.uniform(*BETWEEN_KEYS))
    what = "letter in the filter while 1,000,000 claims are searched: p50"
    yield Figure(what, median(taken), "ms")
    yield Figure(what.replace("p50", "p99"), percentile(taken, 99), "ms", limit=FRAME_MS)


def recolourings(terminal: Terminal) -> Iterator[int]:
    """The frames that are drawn when the verdict of a claim is taken back, which stays in hand."""
    terminal.type(b"g")
    for _ in range(RECOLOURED):
        terminal.key(b"4", shows=b": refuted")
        terminal.send(b"[")
        yield terminal.frames(b"0")


def audited(path: Path) -> int:
    """How many events the history has."""
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    try:
        return int(connection.execute("SELECT count(*) FROM event").fetchone()[0])
    finally:
        connection.close()


if __name__ == "__main__":
    run(measure)
