"""Reading a file of a stranger in a process of its own, with limits on time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import annot
from annot.errors import InputFileError

LARGEST = 256 << 20
"""The largest file that is tried, in bytes."""

_PACKAGES = str(Path(annot.__file__).parents[1])
_START = (
    "import runpy, sys; packages, name = sys.argv[1:3]; del sys.argv[1:3]; "
    "sys.path.append(packages); runpy.run_module(name, run_name='__main__', alter_sys=True)"
)
"""Runs a module as a program, whatever folder it is run in, and however the package was found."""

_FAILED = 1
"""What a reading program returns that met something in the file for which it is not made."""


def read_apart(
    child: ModuleType, data: bytes, name: str, *, hint: str, given: Sequence[str] = ()
) -> dict[str, Any]:
    """What a reading program says of a file.

    Args:
        child: The program: a module of this package with `SECONDS` and `MEMORY`, its limits.
        data: The bytes of the file.
        name: What it is called, for messages.
        hint: What to do with a file that cannot be read.
        given: Arguments of the program.

    Raises:
        InputFileError: If it was refused, or the program did not come to its end.
    """
    too_much = InputFileError(
        f"{name} cannot be read within {child.SECONDS} seconds and {child.MEMORY >> 20:,} MB of "
        "memory; it is damaged or very large.",
        hint=hint,
    )
    if len(data) > LARGEST:
        raise too_much
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        command = [sys.executable, "-P", "-c", _START, _PACKAGES, child.__name__, *given]
        try:
            done = subprocess.run(  # noqa: S603 -- our own program
                command, stdin=file, capture_output=True, timeout=3 * child.SECONDS, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise too_much from error
    if done.returncode == _FAILED:
        raise InputFileError(f"{name} cannot be read; it is damaged.", hint=hint)
    if done.returncode:
        raise too_much
    told: dict[str, Any] = json.loads(done.stdout)
    if "refused" in told:
        raise InputFileError(f"{name} {told['refused']}", hint=hint)
    return told
