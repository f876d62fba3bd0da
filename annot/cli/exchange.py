"""`annot import` and `annot export`: claims and whole ledgers, in and out."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import click

from annot.cli.command import Verb
from annot.cli.context import Desk, pass_desk
from annot.cli.options import PairType, Word, as_json, in_article
from annot.cli.output import write_json
from annot.vocabulary import Audience


@click.command(
    "import",
    cls=Verb,
    example=(
        "annot import claims.csv --article harbour --map claim=Statement --dry-run\n"
        "annot import claims.csv --article harbour --map claim=Statement --skip-bad rejects.csv"
    ),
)
@click.argument("file", metavar="FILE|-")
@click.option("--format", "format_", default="", help="Else by the ending of FILE.")
@click.option("--article", metavar="ARTICLE", help="The article of rows that name none.")
@click.option(
    "--map",
    "mapping",
    multiple=True,
    type=PairType("FIELD=COLUMN"),
    help="Take a field from this column; may be repeated.",
)
@click.option("--key", default="", metavar="COLUMN", help="The column that names each claim.")
@click.option("--encoding", default="", help="The file's encoding; else it is found.")
@click.option("--dry-run", is_flag=True, help="Say what would be done and write nothing.")
@click.option(
    "--skip-bad",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="REJECTS",
    help="Import the good rows, write the bad ones to this file.",
)
@as_json
@pass_desk
def import_(
    desk: Desk,
    /,
    file: str,
    format_: str,
    mapping: tuple[tuple[str, str], ...],
    *,
    dry_run: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Take in claims from a file, all or none; the same file again changes nothing.

    - is standard input, for which --format must be said.
    """
    _refuse_missing(file)
    with desk.tried() if dry_run else desk.begun() as workspace:
        done = workspace.import_file(
            file, format=format_, mapping=dict(mapping), dry_run=dry_run, **options
        )
    _tell(done, as_json=as_json)


@click.command(
    cls=Verb,
    example=(
        "annot export ledger.jsonl\n"
        "annot export - --format csv --filter 'verdict:refuted,misleading' --audience public"
    ),
)
@click.argument("file", metavar="FILE|-")
@click.option("--format", "format_", default="", help="Else by the ending of FILE.")
@in_article
@click.option("--filter", "wanted", default="", help="Only these claims, as in claim list.")
@click.option(
    "--audience", type=Word(Audience), default="", help="Leave out what they must not see."
)
@pass_desk
def export(desk: Desk, /, file: str, format_: str, **options: Any) -> None:
    """Write claims, or the whole ledger, to a file; - is standard output."""
    with desk.opened() as workspace:
        done = workspace.export(file, format=format_, **options)
    _tell(done, as_json=False)


def _refuse_missing(file: str) -> None:
    """Say that there is no such file before a workspace is begun for it."""
    from annot.errors import InputFileError

    if file != "-" and not Path(file).exists():
        raise InputFileError(
            f"There is no file {file}.", hint="Check the name; - reads standard input."
        )


def _tell(done: Any, *, as_json: bool) -> None:
    counts = dataclasses.asdict(done)
    if as_json:
        write_json(counts)
