"""`python -m annot`."""

from __future__ import annotations

import sys

from annot.cli import program

if __name__ == "__main__":
    sys.exit(program())
