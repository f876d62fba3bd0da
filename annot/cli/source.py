"""`annot source`: things that can be cited."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import click

from annot.cli.command import Noun, given
from annot.cli.context import Desk, pass_desk
from annot.cli.options import as_json, filter_of, if_version, source_options
from annot.cli.output import counted, say, write_handle, write_json
from annot.cli.snapshot import archive, snapshot, snapshots
from annot.text.addresses import printed
from annot.vocabulary import label


@click.group(cls=Noun)
def source() -> None:
    """Things that can be cited."""


source.add_command(archive)
source.add_command(snapshots)
source.add_command(snapshot)

_url = click.option("--url", help="Where it is.")
_source = click.argument("source_", metavar="SOURCE")


@source.command(
    "add",
    example='annot source add --url https://www.example.org/report --title "Annual report"',
)
@_url
@source_options
@pass_desk
def add(desk: Desk, /, **options: Any) -> None:
    """Add a source, or find the one that is there already.

    It is found again by its URL, its DOI, or its title, publisher and date; what was empty in it is
    filled in.
    """
    with desk.begun() as workspace:
        known = {item.id for item in workspace.sources.list()}
        found = workspace.sources.add(**source_values(options))
    say(f"{'Found again' if found.id in known else 'Added'}: source {found.slug}.")
    write_handle(found.slug)


def source_values(options: dict[str, Any]) -> dict[str, Any]:
    """The options of a source that were typed, as `workspace.sources` takes them."""
    values = given(options)
    if "identifiers" in values:
        values["identifiers"] = dict(values["identifiers"])
    return values


@source.command(
    "list",
    example="annot source list no:archive kind:report,page",
    context_settings={"ignore_unknown_options": True},
)
@click.argument("words", metavar="[FILTER]…", nargs=-1)
@as_json
@pass_desk
def list_(desk: Desk, /, words: tuple[str, ...], *, as_json: bool) -> None:
    """List the sources that a filter lets through, as they were added unless sorted.

    FILTER is words to look for in all that names a source, and fields to narrow by: kind:, has: and
    no: (url, archive, snapshot, access, publisher, date, evidence), is:double, is:confidential,
    is:dead. no:archive has an address and no archived one, no:access was never looked at,
    no:evidence is not cited; a dead one did not answer when annot source archive asked it last.
    sort: orders by title, cited, published or added; sort:-published has the newest first.
    """
    from annot.cli.objects import source_object
    from annot.cli.table import Column, write_table
    from annot.store.source_filter import SourceFilter

    typed = filter_of(words)
    SourceFilter.parse(typed)  # what is not understood is told before anything is opened
    with desk.opened() as workspace:
        found = workspace.sources.list(typed)
    if as_json:
        write_json([source_object(item) for item in found])
        return
    write_table(
        [
            Column("SOURCE"),
            Column("KIND"),
            Column("PUBLISHED"),
            Column("TITLE", flexible=True),
            Column("URL", flexible=True),
        ],
        [
            (item.slug, label(item.kind), item.published, item.title, printed(item.url))
            for item in found
        ],
    )
    say(f"{counted(len(found), 'source')}.")


@source.command("show", example="annot source show annual-report")
@_source
@as_json
@pass_desk
def show(desk: Desk, /, source_: str, *, as_json: bool) -> None:
    """Show everything about a source, named by its slug or URL."""
    from annot.cli.objects import source_object
    from annot.cli.source_view import write_source

    with desk.opened() as workspace:
        found = workspace.sources.get(source_)
    if as_json:
        write_json(source_object(found))
        return
    write_source(found)
    say(f"Claims it is cited for: annot claim list source:{found.slug}")


@source.command("set", example="annot source set annual-report --rank primary --confidential")
@_source
@_url
@source_options
@if_version
@pass_desk
def set_(desk: Desk, /, source_: str, version: UUID | None, **options: Any) -> None:
    """Change what is known of a source; what is not given stays.

    --author and --identifier give all of them anew.
    """
    values = source_values(options)
    if not values:
        raise click.UsageError("Nothing to change was given.")
    with desk.opened() as workspace:
        changed = workspace.sources.set(source_, **values, version=version)
    say(f"The source {changed.slug} is changed.")


@source.command("doubles", example="annot source doubles")
@as_json
@pass_desk
def doubles(desk: Desk, /, *, as_json: bool) -> None:
    """List sources that look like one, with the command that puts them into one.

    They have the same DOI or ISBN, the same address apart from what says who sent the reader, or
    nearly the same title and either the publisher or the date. Nothing is changed: look whether
    they are one.
    """
    from annot.cli.source_view import double_object, write_double

    with desk.opened() as workspace:
        found = workspace.sources.doubles()
    if as_json:
        write_json([double_object(item, desk.typed) for item in found])
        return
    for item in found:
        write_double(item, desk.typed)
    groups = counted(len(found), "group")
    say(f"{groups} of sources that look like one." if found else "No two sources look like one.")


@source.command("merge", example="annot source merge annual-report annual-report-2")
@_source
@click.argument("others", metavar="OTHER…", nargs=-1, required=True)
@click.option("--reason", default="", help="Why, for the history.")
@pass_desk
def merge(desk: Desk, /, source_: str, others: tuple[str, ...], reason: str) -> None:
    """Put sources into one, named by slug or URL; the first one stays.

    Evidence and notes of the others go to it, its empty fields are filled from them, and they are
    removed. It is confidential if one of them is. Whoever cites the others from now on, by address,
    DOI, name or slug, cites it; so does the same file when it is imported again.
    """
    with desk.opened() as workspace:
        kept = workspace.sources.merge(source_, others, reason=reason)
    say(f"Put into the source {kept.slug}: {', '.join(others)}; annot undo takes it apart again.")


@source.command("remove", example="annot source remove annual-report")
@_source
@pass_desk
def remove(desk: Desk, /, source_: str) -> None:
    """Remove a source that nothing cites."""
    with desk.opened() as workspace:
        workspace.sources.remove(source_)
    say(f"Removed the source {source_}; annot undo brings it back.")
