"""The program, run in this process on real files, and what it printed."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from annot.cli import main

TEXT = (
    "# Harbour\n\n"
    "The harbour was built in 1902. Only four ships were ever built there.\n\n"
    "Nobody knows why. It was the largest of the coast until 1950.\n"
)


@dataclass(frozen=True)
class Result:
    """What a run of the program left behind."""

    code: int
    out: str
    err: str


class Stream(io.TextIOWrapper):
    """A stream that may pass for a terminal."""

    def __init__(self, data: bytes = b"", *, terminal: bool = False) -> None:
        super().__init__(io.BytesIO(data), encoding="utf-8", newline="")
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal

    def text(self) -> str:
        self.flush()
        assert isinstance(self.buffer, io.BytesIO)
        return self.buffer.getvalue().decode()


@dataclass(frozen=True)
class Program:
    """`annot`, to be called with what one types after it."""

    monkeypatch: pytest.MonkeyPatch

    def __call__(self, *typed: object, stdin: bytes = b"", terminal: bool = False) -> Result:
        out, err = Stream(terminal=terminal), Stream(terminal=terminal)
        with self.monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", Stream(stdin, terminal=terminal))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            code = main([str(word) for word in typed])
        return Result(code, out.text(), err.text())

    def ok(self, *typed: object, stdin: bytes = b"", terminal: bool = False) -> str:
        """Run what must succeed; what it printed on stdout."""
        result = self(*typed, stdin=stdin, terminal=terminal)
        assert result.code == 0, result
        return result.out


Run = Callable[..., "subprocess.CompletedProcess[bytes]"]
"""The program as a process of its own, called with what one types after it."""
