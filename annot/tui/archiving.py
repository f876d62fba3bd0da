"""Keeping what sources say now: the web is asked in threads, the desk writes what came of it."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import NamedTuple, TypeVar

from annot.errors import AnnotError
from annot.text.addresses import printed
from annot.tui import acts

T = TypeVar("T")


class Asked(NamedTuple):
    """A source whose address is to be asked."""

    id: int
    slug: str
    url: str


async def archive(
    sources: Sequence[Asked],
    *,
    perform: Callable[[acts.Work], Awaitable[bool]],
    tell: Callable[[str], None],
) -> None:
    """Ask the addresses of sources, one after the other, and keep what they answer.

    What was kept stays if this is cancelled; each source is an operation of its own.

    Args:
        sources: The sources.
        perform: Has the desk do something.
        tell: Says something on the status line.
    """
    from annot.operations.snapshots import look

    dead = kept = 0
    for place, source in enumerate(sources, start=1):
        of_many = f"{place} of {len(sources)}: " if len(sources) > 1 else ""
        tell(f"{of_many}asking {printed(source.url) or source.slug} …  Esc gives up")
        try:
            said = await _in_thread(partial(look, source))
        except AnnotError as error:
            tell(f"! {error.message}")
            return
        is_done = await perform(acts.keep_snapshot(source.id, source.slug, said))
        kept += is_done and not said.problem
        dead += is_done and bool(said.problem)
    if len(sources) > 1:
        tell(f"{kept} of {len(sources)} sources kept, {dead} did not answer; u takes one back")


async def _in_thread(work: Callable[[], T]) -> T:
    """What a function gives that may wait long; its thread keeps nobody from leaving."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[T] = loop.create_future()

    def settle(act: Callable[[], None]) -> None:
        if not answer.done():
            act()

    def run() -> None:
        try:
            result = work()
        except BaseException as error:  # noqa: BLE001 -- told where it is waited for
            act = partial(answer.set_exception, error)
        else:
            act = partial(answer.set_result, result)
        with contextlib.suppress(RuntimeError):  # the screen is gone
            loop.call_soon_threadsafe(settle, act)

    threading.Thread(target=run, name="annot-web", daemon=True).start()
    return await answer
