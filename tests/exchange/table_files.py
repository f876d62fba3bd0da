"""Small tables for the tests."""

from __future__ import annotations

from pathlib import Path


def table(folder: Path, text: str, name: str = "claims.csv") -> Path:
    """A file with a text in it."""
    path = folder / name
    path.write_bytes(text.encode())
    return path
