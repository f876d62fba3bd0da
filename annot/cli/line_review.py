"""`annot review --line`: the review screen as a conversation, a line at a time.

For screen readers, for terminals that can do little, and for scripts: one claim after the other is
said in words, and each line that is typed is an act, by its key or by its name. Claims go to
stdout, all else to stderr. A script ends at the first act that is refused, with the exit code of
its error, so that no later line meets a claim that was not meant.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from annot.cli.errors import tell_error
from annot.cli.line_acts import LineActs
from annot.cli.output import is_terminal, say, write
from annot.errors import AnnotError, InvalidValueError
from annot.settings import nearest
from annot.tui.key_names import key_name

if TYPE_CHECKING:
    from annot.tui.desk import Library
    from annot.tui.keys import Key

_OWN_KEYS = {"n": "next", "p": "previous"}
"""Keys that mean something else on the screen, where there is more than one line."""

_QUIT, _HELP = "quit", "help"
_PROMPT = "annot> "


class LineReview:
    """Reads a line, does it, and so on.

    Args:
        library: The workspace.
        article: The article to begin with; else the one last worked on.
        keys: The key table.

    Raises:
        NotFoundError: If there is no such article.
    """

    def __init__(self, library: Library, article: str, keys: Sequence[Key]) -> None:
        self._is_person = is_terminal(sys.stdin)
        self._keys = [key for key in keys if _is_here(key)]
        self._by_name = dict(_names(self._keys))
        self._acts = LineActs(library, article, read=self._read, name_of=self._name_of)

    def run(self) -> None:
        """Go on until the end of the input, or until it is quit.

        Raises:
            AnnotError: If an act is refused and nobody is there to type another one.
        """
        if self._is_person:
            say(f"{self._name_of(_HELP)} says what can be done, {self._name_of(_QUIT)} quits.")
        self._acts.say_claim()
        while self._step():
            pass

    def _step(self) -> bool:
        """Read a line and do what it says; whether to go on."""
        try:
            line = self._read(_PROMPT).strip()
        except EOFError:
            return False
        key, rest = self._found(line)
        if key is not None and key.action == _QUIT:
            return False
        try:
            self._do(line, key, rest)
        except AnnotError as error:
            if not self._is_person:
                raise
            tell_error(error)
        except (EOFError, KeyboardInterrupt) as end:
            if not self._is_person:
                raise InvalidValueError(f"The input ended within {line!r}.") from end
            say("Given up; nothing was changed.")
        return True

    def _do(self, line: str, key: Key | None, rest: str) -> None:
        if not line:
            self._acts.say_claim()
        elif key is None:
            known = [name for name in self._by_name if len(name) > 1]
            raise InvalidValueError(
                f"There is no act {line!r}.",
                hint=nearest(line, known) or f"See them: {self._name_of(_HELP)}",
            )
        elif key.action == _HELP:
            self._help()
        else:
            name, arguments = _call(key)
            getattr(self._acts, name)(*arguments, rest=rest)

    def _found(self, line: str) -> tuple[Key | None, str]:
        """The act that is meant, by key or name, and what was typed after it."""
        words = line.split()
        for count in range(len(words), 0, -1):
            name = " ".join(words[:count])
            key = self._by_name.get(name) or self._by_name.get(name.casefold())
            if key is not None:
                return key, line.split(maxsplit=count)[count] if len(words) > count else ""
        # The number of a claim may stand right after its sign: "#12".
        key = self._by_name.get(line[:1])
        return (key, line[1:]) if key and line[1:].isdecimal() else (None, "")

    def _read(self, question: str) -> str:
        """Show a question to a person and read a line, without its end.

        Raises:
            EOFError: At the end of the input.
            InvalidValueError: If it is not text.
        """
        if self._is_person:
            click.echo(question, nl=False, err=True)
        try:
            line = sys.stdin.readline()
            line.encode()
        except UnicodeError as error:
            raise InvalidValueError("What was typed is not UTF-8.") from error
        if not line:
            raise EOFError
        return line.rstrip("\r\n")

    def _help(self) -> None:
        write("An empty line says the claim again. Acts, by key or by name:")
        for key in self._keys:
            keys = [name for name, act in self._by_name.items() if act is key and name != key.label]
            write(f"{' or '.join([*keys, key.label])}: {key.help}")

    def _name_of(self, label: str) -> str:
        """What is typed for an act: its key, or else its name."""
        return next((name for name, key in self._by_name.items() if key.label == label), label)


def _is_here(key: Key) -> bool:
    """Whether an act of the screen makes sense without one."""
    return key.action in (_QUIT, _HELP) or hasattr(LineActs, _call(key)[0])


def _names(keys: Sequence[Key]) -> Iterator[tuple[str, Key]]:
    """What can be typed, and the act that it means: keys of one sign, then names."""
    by_label = {key.label: key for key in keys}
    for sign, act in _OWN_KEYS.items():
        yield sign, by_label[act]
    for key in keys:
        for name in map(key_name, key.keys):
            if len(name) == 1 and name not in _OWN_KEYS:
                yield name, key
    for key in keys:
        yield key.label, key


def _call(key: Key) -> tuple[str, tuple[str | int, ...]]:
    """The method of an action, and its arguments."""
    name, _, arguments = key.action.partition("(")
    found = ast.literal_eval(f"({arguments.rstrip(')')},)") if arguments else ()
    return name, found
