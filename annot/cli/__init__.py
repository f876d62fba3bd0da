"""The command line: thin commands over the façade, data on stdout and talk on stderr."""

from __future__ import annotations

from collections.abc import Sequence


def program() -> int:
    """Run the program in a process of its own; the exit code.

    Looking for garbage where there is none took a quarter of the time of every command: while it
    loads, and once more through all that was loaded at its end.
    """
    import gc

    gc.set_threshold(200_000, 20, 20)
    try:
        return main()
    finally:
        gc.freeze()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program.

    Args:
        arguments: What was typed after `annot`; else the arguments of this process.

    Returns:
        The exit code (see `annot.errors`).
    """
    from annot.cli.errors import run

    return run(arguments)
