"""The command line: thin commands over the façade, data on stdout and talk on stderr."""

from __future__ import annotations

from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program.

    Args:
        arguments: What was typed after `annot`; else the arguments of this process.

    Returns:
        The exit code (see `annot.errors`).
    """
    from annot.cli.errors import run

    return run(arguments)
