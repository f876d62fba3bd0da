"""Running the program so that whatever goes wrong becomes one message and an exit code.

Beside the exit codes of `annot.errors`: 2 for a command line that is not understood, 70 for a bug,
74 for an error of the system, 130 for an interruption, 141 when the reader of a pipe went away.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, TextIO

import click

from annot.errors import (
    AnnotError,
    BadRow,
    BadRowsError,
    Place,
    QuoteAmbiguousError,
    QuoteNotFoundError,
)

if TYPE_CHECKING:
    from traceback import FrameSummary

NOT_UNDERSTOOD = 2
BUG, SYSTEM, INTERRUPTED, PIPE_CLOSED = 70, 74, 130, 141
MOST_BAD_ROWS = 100
"""How many bad rows of an import are listed; all of them go to the file of `--skip-bad`."""


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the program; the exit code.

    Args:
        arguments: What was typed after `annot`; else the arguments of this process.
    """
    for stream in (sys.stdout, sys.stderr):
        _never_fail_to_encode(stream)
    try:
        code = _run(sys.argv[1:] if arguments is None else list(arguments))
        _flush(sys.stdout)
    except BrokenPipeError:
        _silence_stdout()
        return PIPE_CLOSED
    except (KeyboardInterrupt, EOFError, click.Abort) as interruption:
        _tell("; ".join(["Interrupted", *getattr(interruption, "__notes__", [])]) + ".")
        return INTERRUPTED
    except OSError as error:
        _tell_system_error(error)
        return SYSTEM
    except Exception as error:
        if os.environ.get("ANNOT_DEBUG"):
            raise
        _tell_bug(error)
        return BUG
    return code


def _run(arguments: list[str]) -> int:
    from annot.cli.root import annot

    instruction = os.environ.get("_ANNOT_COMPLETE")
    if instruction:
        from click.shell_completion import shell_complete

        return shell_complete(annot, {}, "annot", "_ANNOT_COMPLETE", instruction)
    try:
        with annot.make_context("annot", arguments) as context:
            annot.invoke(context)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as error:
        _tell_usage(error)
        return error.exit_code
    except AnnotError as error:
        tell_error(error)
        return error.exit_code
    except UnicodeEncodeError as error:
        # Bytes that are no text in the terminal's encoding reach us as lone surrogates, which no
        # database takes; only what was typed can hold them.
        _tell(f"What was typed is not text: {error.object!r} holds bytes of another encoding.")
        return NOT_UNDERSTOOD
    return 0


MOST_PLACES = 20
"""The places of an ambiguous quote that are shown; nobody reads more."""


def tell_error(error: AnnotError) -> None:
    """Say on stderr what is wrong, what there is to choose from, and what to type next."""
    from annot.cli.output import say

    _tell(error.summary if isinstance(error, BadRowsError) else error.message)
    if isinstance(error, QuoteAmbiguousError):
        for number, place in enumerate(error.places[:MOST_PLACES], start=1):
            say(f"  {number}. {surroundings(place)}")
        if len(error.places) > MOST_PLACES:
            say(f"  … and {len(error.places) - MOST_PLACES:,} more")
    elif isinstance(error, QuoteNotFoundError) and error.nearest is not None:
        say(f"  Nearest: {surroundings(error.nearest)}")
        say(f"  Difference: {_line(error.difference)} (yours [-so-], the article's {{+so+}})")
    elif isinstance(error, BadRowsError):
        tell_bad_rows(error.rows, error.count)
    if error.hint:
        say(f"  {error.hint}")


def surroundings(place: Place) -> str:
    """A place on one line: what stands before, the words in «», what stands after."""
    from annot.text.display import one_line

    before = one_line(place.before[::-1], 48)[::-1] + " " * place.before[-1:].isspace()
    after = " " * place.after[:1].isspace() + one_line(place.after, 48)
    return f"{before}«{_line(place.exact)}»{after}"


def _line(text: str) -> str:
    from annot.text.display import one_line

    return one_line(text, 400)


def tell_bad_rows(rows: Sequence[BadRow], count: int) -> None:
    """Say on stderr what is wrong with rows of an import, and how many more there are.

    Args:
        rows: The first of them; a hundred are listed at most.
        count: How many there are.
    """
    from annot.cli.output import say

    for row in rows[:MOST_BAD_ROWS]:
        column = f", column {_line(row.column)}" if row.column else ""
        value = f" {_line(row.value)!r}:" if row.value else ""
        where = _line(row.place) or f"row {row.row}"
        say(f"  {where}{column}:{value} {_line(row.reason)}")
    if count > len(rows[:MOST_BAD_ROWS]):
        say(f"  … and {count - len(rows[:MOST_BAD_ROWS]):,} more")


def _tell_usage(error: click.ClickException) -> None:
    from annot.cli.output import say

    _tell(error.format_message())
    context = getattr(error, "ctx", None)
    if context is not None:
        say(f"  See: {context.command_path} --help")


def _tell_system_error(error: OSError) -> None:
    name = f" {error.filename!r}" if error.filename else ""
    _tell(f"The system refused{name}: {error.strerror or error}.")


def _tell_bug(error: Exception) -> None:
    from annot import __version__
    from annot.cli.output import Styled, say

    place, told = _place_of(error), _line(str(error))
    at = f" in {place.name}, line {place.lineno}" if place else ""
    say(Styled("annot met a bug:", fg="red", bold=True), f" {type(error).__name__}{at}: {told}")
    say(
        f"  Please report it with the version ({__version__}), what you typed, and the traceback "
        "that the same command shows with ANNOT_DEBUG=1."
    )


def _place_of(error: Exception) -> FrameSummary | None:
    from traceback import extract_tb

    frames = extract_tb(error.__traceback__)
    return frames[-1] if frames else None


def _tell(message: str) -> None:
    from annot.cli.output import Styled, say

    say(Styled("annot:", fg="red", bold=True), f" {message}")


def _never_fail_to_encode(stream: TextIO | None) -> None:
    """What a terminal's encoding does not hold is shown by its code instead of failing."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")


def _flush(stream: TextIO | None) -> None:
    if stream is not None:
        stream.flush()


def _silence_stdout() -> None:
    """Let the interpreter's last flush of a closed pipe go nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
