"""What the programs that read a stranger's file have in common: their limits and their answer.

A file comes on standard input; one JSON object goes to standard output, or `{"refused": …}`.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

_TOO_MUCH = 3
"""The exit code of a program that came to its limits."""


class RefusedError(Exception):
    """What is wrong with the file, for a person."""


def answer(read: Callable[[BinaryIO], dict[str, Any]], *, seconds: int, memory: int) -> int:
    """Read the file on standard input, and write what it holds or why it is refused.

    Args:
        read: What reads it; it refuses by a `RefusedError`.
        seconds: The processor time that it may take.
        memory: The memory that it may take, in bytes.

    Returns:
        The exit code: 0 if it was read or refused.
    """
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    try:
        told = json.dumps(read(sys.stdin.buffer))
    except RefusedError as error:
        told = json.dumps({"refused": str(error)})
    except (MemoryError, RecursionError):
        return _TOO_MUCH
    sys.stdout.write(told)
    return 0
