"""`annot settings`: where they are, and what they say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from annot.cli.command import Verb
from annot.cli.options import as_json
from annot.cli.output import say, write, write_json
from annot.cli.table import Column, write_table

if TYPE_CHECKING:
    from annot.settings import Settings
    from annot.tui.keys import Key


@click.command(cls=Verb, example="annot settings --init")
@click.option("--init", "begins", is_flag=True, help="Write a file that has every setting in it.")
@as_json
def settings(begins: bool, as_json: bool) -> None:
    """Colours, keys, matches, reports.

    They are read from a file of yours: the one that ANNOT_SETTINGS names, or else one in your
    folder for the settings of programs.
    """
    from annot import settings as settings_file

    if begins:
        _begin(settings_file.path())
        return
    found = settings_file.read()
    table = _table(found)
    if as_json:
        write_json(_facts(found, table))
    else:
        _write(found, table)


def _begin(path: Path) -> None:
    from annot import settings as settings_file
    from annot.tui.own_keys import template

    settings_file.begin(path, template())
    write(str(path))
    say("Every line in it that says something begins with #: take the # away.")


def _table(found: Settings) -> tuple[Key, ...]:
    """The key table in force.

    Raises:
        InputFileError: If keys, a workspace or a matcher in the settings cannot be used.
        InvalidValueError: If there is no such theme.
    """
    from annot.match.elsewhere import matching
    from annot.tui.own_keys import own_keys
    from annot.tui.themes import require

    require(found.theme, where=found.where("theme"))
    matching(found)
    return own_keys(found)


def _facts(found: Settings, table: tuple[Key, ...]) -> dict[str, Any]:
    from annot.tui.key_names import key_name

    return {
        "path": str(found.path),
        "theme": found.theme,
        "match": {
            "against": str(found.match.against) if found.match.against else None,
            "with": found.match.matcher or None,
        },
        "report": {"language": found.language, "template": found.template},
        "keys": {key.label: list(map(key_name, key.keys)) for key in table},
    }


def _write(found: Settings, table: tuple[Key, ...]) -> None:
    from annot.tui.key_names import key_name
    from annot.tui.keys import KEYS

    there = "" if found.text else "  (not there; annot settings --init writes one)"
    write(f"File   {found.path}{there}")
    write(f"Theme  {found.theme}")
    if found.match.against:
        write(f"Match  against {found.match.against}")
    if found.match.matcher:
        write(f"Match  with {found.match.matcher}")
    if found.language or found.template:
        write(f"Report {' '.join(filter(None, [found.language, found.template]))}")
    write("")
    rows = [
        (
            key.label,
            " ".join(map(key_name, key.keys)) or "none",
            "" if key == usual else "yours",
            key.help,
        )
        for key, usual in zip(table, KEYS, strict=True)
    ]
    columns = [Column("ACT"), Column("KEYS"), Column(""), Column("DOES", flexible=True)]
    write_table(columns, rows)
