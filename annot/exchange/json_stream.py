"""JSON written piece by piece: a list of any length inside a small document."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import islice
from typing import BinaryIO

_WRITTEN = 500

# One encoder for all objects: `json.dumps` would make a new one for each.
encoded = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


def write_list(out: BinaryIO, texts: Iterable[str]) -> int:
    """Write a list with a line for each value, in UTF-8.

    Args:
        out: Where to.
        texts: The values, each as JSON, in this order.

    Returns:
        How many there were.
    """
    count = 0
    out.write(b"[")
    rest = iter(texts)
    while batch := list(islice(rest, _WRITTEN)):
        lines = ",\n".join(batch)
        out.write(f"{',' if count else ''}\n{lines}".encode())
        count += len(batch)
    out.write(b"\n]" if count else b"]")
    return count
