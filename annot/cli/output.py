"""All that the commands print: data on stdout, talk on stderr, nothing from outside unmasked."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any, NamedTuple

import click

from annot.text.display import shown


class Styled(NamedTuple):
    """Words in a colour, or bold; only terminals get to see which."""

    text: str
    fg: str | None = None
    bold: bool = False


Part = str | Styled


def write(*parts: Part) -> None:
    """Print a line on stdout; whatever is in its parts is harmless afterwards."""
    _print(parts, to_stderr=False)


def say(*parts: Part) -> None:
    """Print a line on stderr: talk, for people."""
    _print(parts, to_stderr=True)


def write_handle(handle: object) -> None:
    """Print the handle of what was made, for `$(…)`.

    Where the person at the terminal has just read the same in a sentence, nothing is printed.
    """
    if not (is_terminal(sys.stdout) and is_terminal(sys.stderr)):
        write(str(handle))


def write_json(value: Any) -> None:
    """Print a value as indented JSON in UTF-8.

    Characters that act on a terminal or are not seen are escaped, which is the same JSON.
    """
    import json

    text = json.dumps(value, ensure_ascii=False, indent=2)
    for character in set(text):
        if not character.isprintable() and character != "\n":
            text = text.replace(character, json.dumps(character)[1:-1])
    click.echo(text.encode())


def is_terminal(stream: Any) -> bool:
    """Whether a stream is one that a person looks at or types into."""
    return bool(stream is not None and not stream.closed and stream.isatty())


def refuse_terminal(file: str, format_: str) -> None:
    """Raise an error if what is no text would go to a terminal.

    Args:
        file: Where it goes; `-` is standard output.
        format_: Its format.

    Raises:
        InvalidValueError: If standard output is a terminal, and meant.
    """
    from annot.errors import InvalidValueError

    if file == "-" and is_terminal(sys.stdout):
        raise InvalidValueError(
            f"A terminal cannot show {format_.lstrip('.')}.",
            hint=f"Name a file, or send it on: - --format {format_.lstrip('.')} | PROGRAM",
        )


def is_interactive() -> bool:
    """Whether somebody is there to see a screen and to answer."""
    return is_terminal(sys.stdin) and is_terminal(sys.stdout)


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 claim", "2,000 claims"."""
    return f"1 {one}" if number == 1 else f"{number:,} {many or one + 's'}"


def indented(text: str, spaces: int) -> str:
    """A text whose further lines stand under its first, so that none can pass for ours."""
    return shown(text, keep_newlines=True).replace("\n", "\n" + " " * spaces)


def _print(parts: Sequence[Part], *, to_stderr: bool) -> None:
    coloured = is_terminal(sys.stderr if to_stderr else sys.stdout) and not os.environ.get(
        "NO_COLOR"
    )
    line = "".join(_painted(part, coloured) for part in parts)
    click.echo(line, err=to_stderr, color=coloured)


def _painted(part: Part, coloured: bool) -> str:
    if isinstance(part, str):
        return shown(part, keep_newlines=True)
    text = shown(part.text, keep_newlines=True)
    if not coloured or not (part.fg or part.bold):
        return text
    return click.style(text, fg=part.fg, bold=part.bold or None)
