"""Writes the pages of the documentation that are made from the program itself.

    python docs/reference.py

`docs/commands.md` has the help of every command, `docs/keys.md` every key of the review screen,
`docs/rules` a page for every rule of proof. Tests hold that all are current.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import click

from annot.cli.root import annot
from annot.rules.registry import RULES
from annot.tui.form_keys import FORM_KEYS
from annot.tui.key_names import key_name
from annot.tui.keys import KEYS, Key
from annot.tui.people_keys import PEOPLE_KEYS
from annot.tui.source_keys import SOURCE_KEYS

HERE = Path(__file__).parent
WIDTH = 80

_COMMANDS = """\
# The commands

What `annot COMMAND --help` prints, for every command. The words are explained in
[the manual](manual.md); this page is made by `python docs/reference.py`.
"""
_KEYS = """\
# The keys

Every key of the review screen, as `?` shows them there, and [those of forms](#in-a-form). Other
keys for an act are given by its name, in [the settings](manual.md#settings). This page is made by
`python docs/reference.py`.
"""
_SOURCE_KEYS = """\
## The sources

The keys of the screen that `L` opens: all sources, and who cites them.
"""
_PEOPLE_KEYS = """\
## The people

The keys of the screen that `@` opens: who works here, and how far readers agree.
"""


def pages() -> dict[Path, str]:
    """The text of each page that is made."""
    return {
        **{HERE / "rules" / f"{rule.code}-{rule.name}.md": f"{rule.page}\n" for rule in RULES},
        HERE / "rules" / "README.md": _with_table(HERE / "rules" / "README.md"),
        HERE / "commands.md": "\n".join([_COMMANDS, *_sections(_context(annot, "annot"))]),
        HERE / "keys.md": "\n".join(
            [
                _KEYS,
                *_groups(KEYS),
                _SOURCE_KEYS,
                *_groups(SOURCE_KEYS, level=3),
                _PEOPLE_KEYS,
                *_groups(PEOPLE_KEYS, level=3),
                _of_forms(),
            ]
        ),
    }


def _with_table(path: Path) -> str:
    """The index of the rules with its table made anew; what stands around it is written by hand."""
    rows = [
        f"| [{rule.code}]({rule.code}-{rule.name}.md) | {rule.severity}"
        f" | {'on' if rule.is_on else 'off'} | {rule.summary} |"
        for rule in RULES
    ]
    lines = path.read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("|---"))
    behind = [line for line in lines[at + 1 :] if not line.startswith("| [A")]
    return "\n".join([*lines[: at + 1], *rows, *behind]) + "\n"


def _context(
    command: click.Command, name: str, parent: click.Context | None = None
) -> click.Context:
    """A command as it was typed, without what else it needs."""
    return command.make_context(
        name, [], parent, resilient_parsing=True, terminal_width=WIDTH, max_content_width=WIDTH
    )


def _sections(context: click.Context) -> Iterator[str]:
    """The help of a command, then that of the commands under it."""
    command = context.command
    yield f"## {context.command_path}\n\n```text\n{command.get_help(context).rstrip()}\n```\n"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from _sections(_context(below, name, context))


def _groups(table: Sequence[Key], *, level: int = 2) -> Iterator[str]:
    for heading, keys in groupby(table, key=lambda key: key.group):
        rows = ["| key | act | does | operation |", "|---|---|---|---|"]
        rows += [
            f"| {' '.join(_code(key_name(name)) for name in key.keys)} | {key.label} | {key.help} "
            f"| {_code(key.operation) if key.operation else ''} |"
            for key in keys
        ]
        yield "\n".join([f"{'#' * level} {heading}\n", *rows, ""])


def _of_forms() -> str:
    rows = [f"| {_code(key.key)} | {key.help} |" for key in FORM_KEYS]
    heading = "## In a form\n\nThose that can be used stand at its lower edge.\n"
    return "\n".join([heading, "| key | does |", "|---|---|", *rows, ""])


def _code(text: str) -> str:
    return f"`{text}`" if text != "|" else "`\\|`"


def main() -> None:
    """Write all pages."""
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
