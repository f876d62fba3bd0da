"""`annot import` and `annot export`: claims and whole ledgers, in and out."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from annot.cli.command import Verb
from annot.cli.context import Desk, pass_desk
from annot.cli.errors import tell_bad_rows
from annot.cli.options import MapType, Word, as_json, in_article
from annot.cli.output import counted, refuse_terminal, say, write_json
from annot.cli.progress import showing_progress
from annot.errors import BadRowsError
from annot.vocabulary import Audience, DateOrder, OnConflict

if TYPE_CHECKING:
    from annot.exchange.source_rows import SourcesSummary
    from annot.exchange.summary import ExportSummary, ImportSummary, WordSummary


@click.command(
    "import",
    cls=Verb,
    example=(
        "annot import claims.csv --article harbour --map claim=Statement --dry-run\n"
        "annot import claims.csv --article harbour --map claim=Statement --skip-bad rejects.csv"
    ),
)
@click.argument("file", metavar="FILE|-")
@click.option(
    "--format",
    "format_",
    default="",
    metavar="FORMAT",
    help="Else by the ending of FILE.",
)
@click.option("--article", metavar="ARTICLE", help="The article of rows that name none.")
@click.option(
    "--map",
    "mapping",
    multiple=True,
    type=MapType(),
    metavar="FIELD=COLUMN|FILE.toml",
    help="Take a field from this column, or say so in a file; may be repeated.",
)
@click.option("--key", default="", metavar="COLUMN", help="The column that names each claim.")
@click.option("--encoding", default="", help="The file's encoding; else it is found.")
@click.option("--delimiter", default="", help="The sign between cells; else it is found.")
@click.option("--sheet", default="", help="The sheet of an Excel file; else all of them.")
@click.option(
    "--dates",
    type=Word(DateOrder),
    default="",
    help="What comes first in dates with two readings, such as 05/06/2021.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be done and write nothing.")
@click.option(
    "--skip-bad",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="REJECTS",
    help="Import the good rows, write the bad ones to this file.",
)
@click.option(
    "--on-conflict",
    type=Word(OnConflict),
    default="",
    help="What is done where people changed since what the file says otherwise; else keep.",
)
@click.option(
    "--conflicts",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Take nothing of these claims, write their rows to this file, to be decided.",
)
@as_json
@pass_desk
def import_(
    desk: Desk,
    /,
    file: str,
    format_: str,
    mapping: tuple[dict[str, str] | Path, ...],
    *,
    dry_run: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Take in claims from a file, all or none.

    FILE is a table of claims (csv, tsv, xlsx, jsonl, json), a feed or corpus (claimreview,
    webannotation, averitec, fever, scifact, checkthat), a list of sources (bibtex, csl, ris), or a
    whole ledger as `annot export ledger.jsonl` writes it. The same file again changes
    nothing. - is standard input, for which --format must be said.
    """
    from annot.cli.objects import plain
    from annot.exchange.summary import ImportSummary, WordSummary

    opened = desk.tried() if dry_run else desk.begun()
    with _refusal(as_json), opened as workspace, showing_progress() as progress:
        done = workspace.import_file(
            file,
            format=format_,
            mapping=mapping,
            dry_run=dry_run,
            progress=progress,
            **options,
        )
    if as_json:
        write_json(plain(dataclasses.asdict(done)))
    if isinstance(done, ImportSummary):
        if not options["encoding"]:
            _tell_encoding(done.encoding)
        _tell_import(done, options["skip_bad"], options["conflicts"])
    elif isinstance(done, WordSummary):
        _tell_word(done)
    else:
        _tell_sources(done)


@contextlib.contextmanager
def _refusal(as_json: bool) -> Iterator[None]:
    """Print as JSON, too, what is wrong with the rows of an import that is refused."""
    try:
        yield
    except BadRowsError as error:
        if as_json:
            bad = [dataclasses.asdict(row) for row in error.rows]
            write_json({"error": error.message, "bad_rows": error.count, "bad": bad})
        raise


@click.command(
    cls=Verb,
    example=(
        "annot export ledger.jsonl\n"
        "annot export - --format csv --filter 'verdict:refuted,misleading' --audience public"
    ),
)
@click.argument("file", metavar="FILE|-")
@click.option(
    "--format", "format_", default="", metavar="FORMAT", help="Else by the ending of FILE."
)
@in_article
@click.option("--filter", "wanted", default="", help="Only these claims, as in claim list.")
@click.option(
    "--audience", type=Word(Audience), default="", help="Leave out what they must not see."
)
@pass_desk
def export(desk: Desk, /, file: str, format_: str, **options: Any) -> None:
    """Write claims, or the whole ledger, to a file.

    .jsonl is the whole ledger without loss; .csv, .tsv, .xlsx and .json are tables of claims; .bib,
    .ris and .csljson are the sources that they cite; claimreview, webannotation and averitec are
    for --format. - is standard output. A file that is there is
    replaced whole, or stays as it was.
    """
    if format_.strip().lower().lstrip(".") == "xlsx":
        refuse_terminal(file, "xlsx")
    with desk.opened() as workspace:
        done = workspace.export(file, format=format_, **options)
    withheld = f"; {done.withheld:,} with a confidential source withheld" if done.withheld else ""
    say(f"Wrote {_what(done)} as {done.format} to {done.path}{withheld}.")
    _tell_left_out("The format has no place for", done.lost)
    if done.root:
        say(f"The root of its history: {done.root}")


def _what(done: ExportSummary) -> str:
    """What an export holds, in the unit of its format."""
    if done.format in ("bibtex", "csl", "ris"):
        return counted(done.rows, "source")
    claims = counted(done.claims, "claim")
    if done.format == "jsonl":
        return f"the whole ledger ({counted(done.rows, 'row')}, {claims})"
    return claims


def _tell_sources(done: SourcesSummary) -> None:
    parts = [
        f"{number:,} {what}"
        for number, what in (
            (done.added, "new"),
            (done.updated, "filled in"),
            (done.unchanged, "as they were"),
            (done.doubled, "twice in the file"),
        )
        if number
    ]
    verb = "Would import" if done.dry_run else "Imported"
    say(f"{verb} {counted(done.sources, 'source')}: {', '.join(parts) or 'nothing'}.")
    _tell_left_out("Left out, since the ledger has no place for it", done.left_out)


def _tell_word(done: WordSummary) -> None:
    parts = [
        counted(number, one, many)
        for number, one, many in (
            (done.notes, "note", "notes"),
            (done.answers, "answer", "answers"),
            (done.accepted, "correction accepted", "corrections accepted"),
            (done.refused, "correction refused", "corrections refused"),
            (done.unchanged, "comment that was here already", "comments that were here already"),
        )
        if number
    ]
    verb = "Would take in" if done.dry_run else "Took in"
    say(f"{verb}: {', '.join(parts) or 'nothing new'}.")
    if done.without_claim:
        say(
            f"{counted(done.without_claim, 'comment')} at words where no claim stands: read "
            "there; not taken in."
        )


def _tell_left_out(what: str, counts: Mapping[str, int]) -> None:
    if counts:
        say(f"{what}: {', '.join(f'{name} {n:,}' for name, n in sorted(counts.items()))}.")


_SURE = frozenset({"utf-16", "utf-32"})
"""Encodings that a file itself names with its first bytes."""


def _tell_encoding(encoding: str) -> None:
    """Say how a file was read that is not in UTF-8: what was found may be another one."""
    if encoding and encoding not in _SURE and not encoding.startswith("utf-8"):
        say(f"Read as {encoding}; if letters are wrong, name its encoding: --encoding NAME")


def _tell_guessed(guessed: Mapping[str, str]) -> None:
    from annot.exchange.column_hints import said

    if guessed:
        pairs = ", ".join(f"{column!r} for {field}" for field, column in guessed.items())
        say(f"Guessed {pairs}; to say so: {said(guessed)}")


def _tell_kept(columns: Mapping[str, Sequence[str]]) -> None:
    from annot.exchange.column_hints import told

    if columns:
        say(f"Kept with each claim as they are: {', '.join(map(repr, columns))}.")
    for column, near in columns.items():
        if near:
            say(f"  {told(column, tuple(near))}")


def _tell_import(done: ImportSummary, rejects: Path | None, conflicts: Path | None) -> None:
    claims = [
        f"{number:,} {what}"
        for number, what in (
            (done.added, "added"),
            (done.updated, "updated"),
            (done.unchanged, "unchanged"),
            (done.kept, "with later work kept"),
            (done.overruled, "with later work overruled"),
            (done.unanchored, "without a place"),
        )
        if number
    ]
    others = [
        counted(number, one, many)
        for number, one, many in (
            (done.articles_added, "new article", "new articles"),
            (done.sources_added, "new source", "new sources"),
            (done.evidence_added, "new piece of evidence", "new pieces of evidence"),
            (done.notes_added, "new note", "new notes"),
            (done.places_added, "new place", "new places"),
            (done.acceptances_added, "accepted sentence", "accepted sentences"),
            (done.links_added, "link of same claims", "links of same claims"),
        )
        if number
    ]
    verb = "Would import" if done.dry_run else "Imported"
    say(f"{verb} {counted(done.claims, 'claim')}: {', '.join([*claims, *others]) or 'nothing'}.")
    _tell_left_out("Left out, since the ledger has no place for it", done.left_out)
    if done.verdict_words:
        words = (f"{word!r} as {ours}" for word, ours in done.verdict_words.items())
        say(f"Took words of other vocabularies: {', '.join(words)}.")
    _tell_guessed(done.guessed)
    _tell_kept(done.kept_columns)
    if done.history == "not adopted":
        say("The history in the file stays there: this workspace has one of its own.")
    if done.conflicts:
        went = "would be written" if done.dry_run else "written"
        say(
            f"Left {counted(done.conflicts, 'claim')} to be decided, {went} to {conflicts}: write "
            "what is right into the rows there, and import that file."
        )
    if done.skipped:
        went = "would be written" if done.dry_run else "written"
        say(f"Left out {counted(done.skipped, 'bad row')}, {went} to {rejects}:")
        tell_bad_rows(done.bad, done.skipped)
