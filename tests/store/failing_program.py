"""The program on storage that fails: run apart, with `failing_storage.c` preloaded into it.

Every line on standard input is a request: the folder to work in, what is typed after `annot`, the
fault and at which operation on the folder's files it comes. Each is done in a process of its own,
forked here so that nothing is imported twice; the answer is a line of JSON: the exit code (negative
for a signal), what was printed, and how many operations there were.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
import tempfile
from pathlib import Path

import annot.cli.article
import annot.cli.care
import annot.cli.claim
import annot.cli.exchange
import annot.cli.history
import annot.cli.report
import annot.cli.upgrade
import annot.exchange.files
import annot.report.build
import annot.report.files
import annot.store.doctor.repair
import annot.store.going_back
import annot.store.upgrade
import annot.workspace  # noqa: F401 -- loaded once, for all
from annot.cli import main

STORAGE = ctypes.CDLL(os.environ["LD_PRELOAD"])
STORAGE.operations.restype = ctypes.c_char_p


def run(folder: str, typed: list[str], fault: str, at: int) -> dict[str, object]:
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if not child:
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            os.chdir(folder)
            tempfile.tempdir = os.environ["SQLITE_TMPDIR"] = str(Path(folder, "temporary"))
            STORAGE.fail_at(folder.encode(), fault.encode(), ctypes.c_long(at))
            code = main(typed)
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
        _, status = os.waitpid(child, 0)
        printed = [os.pread(file.fileno(), 1 << 20, 0).decode() for file in (out, err)]
    return {
        "code": os.waitstatus_to_exitcode(status),
        "out": printed[0],
        "err": printed[1],
        "operations": STORAGE.operations().decode(),
    }


if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(json.dumps(run(**json.loads(line))) + "\n")
        sys.stdout.flush()
