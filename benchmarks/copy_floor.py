"""The floor of an import into a server: COPY of rows that are there already, in one transaction.

python -m benchmarks.copy_floor URL FOLDER

The folder has a file `NUMBER-TABLE.copy` for each table, in the order in which they are written.
Nothing of annot is loaded: this is what somebody would script who has the rows ready.
"""

from __future__ import annotations

import sys
from pathlib import Path

import psycopg

_BLOCK = 1 << 18


def fill(url: str, folder: Path) -> None:
    """Copy all files of a folder into the tables of a database."""
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        for file in sorted(folder.glob("*.copy")):
            table = file.stem.partition("-")[2]
            with file.open("rb") as rows, cursor.copy(f"COPY {table} FROM STDIN") as copy:
                while block := rows.read(_BLOCK):
                    copy.write(block)


if __name__ == "__main__":
    fill(sys.argv[1], Path(sys.argv[2]))
