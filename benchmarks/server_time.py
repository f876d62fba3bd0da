"""What a PostgreSQL server took of the processors, read from Linux's /proc."""

from __future__ import annotations

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def server_seconds(folder: Path) -> float:
    """Seconds of the processors that a server took since it began, with all that it started.

    Args:
        folder: Its data.
    """
    postmaster = int((folder / "postmaster.pid").read_text().split()[0])
    own = _times(postmaster)
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    living = sum(sum(_times(int(child))[:2]) for child in children)
    return (sum(own) + living) / _TICKS


def _times(process: int) -> tuple[int, int, int, int]:
    """Ticks of a process in its own code and the system's, and those of its ended children."""
    try:
        told = Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:  # it ended just now
        return 0, 0, 0, 0
    user, system, children_user, children_system = map(int, told.rpartition(")")[2].split()[11:15])
    return user, system, children_user, children_system
