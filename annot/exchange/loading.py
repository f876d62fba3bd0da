"""Functions that are loaded when they are called: a command needs one format of fifteen."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class Later:
    """A function of this package, loaded when it is first called.

    Args:
        home: Its module and its name, such as `csv_table.read_csv`.
        given: Keywords that it is always called with.
    """

    def __init__(self, home: str, **given: Any) -> None:
        self.home = home
        self._given = given

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        """Call it."""
        module, _, name = self.home.partition(".")
        function = getattr(import_module(f"annot.exchange.{module}"), name)
        return function(*arguments, **self._given, **keywords)
