"""A thin connection: one that only reads, by the standard library alone, and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

Run = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]
"""Runs a query of the store's own, with `?` for its parameters, and gives its rows."""


class Thin(Protocol):
    """A connection that only reads, for one thread, without anything heavy being loaded.

    Uids are 16 bytes, moments UTC text, truth is 1 or 0: as SQLite stores them.
    """

    def execute(self, statement: str, parameters: Any = (), /) -> Any:
        """Run a query of the store's own, with `?` for its values; rows can be gone through."""

    def interrupt(self) -> None:
        """End what is running; from any thread."""

    def close(self) -> None:
        """Close it."""


def uid_text(stored: bytes) -> str:
    """A uid as it is written."""
    digits = stored.hex()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
