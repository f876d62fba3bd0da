"""Run all benchmarks and print one table."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks import (
    backup,
    bulk_import,
    bundle,
    drafts,
    edit,
    export,
    install,
    match,
    one_claim,
    report,
    selection,
    startup,
    text,
    tui,
)
from benchmarks.figures import Figure, run


def measure() -> Iterator[Figure]:
    """The figures of all benchmarks."""
    for benchmark in (
        *(startup, text, drafts, selection, edit, bulk_import, export, report, bundle, backup),
        *(match, one_claim, tui, install),
    ):
        yield from benchmark.measure()


if __name__ == "__main__":
    run(measure)
