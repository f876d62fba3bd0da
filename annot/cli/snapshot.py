"""`annot source archive`, `snapshots`, `snapshot`: what sources said when they were looked at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from annot.cli.command import Verb
from annot.cli.context import Desk, pass_desk
from annot.cli.options import NUMBER, allow_private, as_json
from annot.cli.output import Styled, counted, say, write, write_json
from annot.errors import UnreachableError
from annot.text.addresses import printed

if TYPE_CHECKING:
    from annot.store.models import Snapshot, Source
    from annot.text.standing import Standing
    from annot.workspace import Workspace


@click.command(
    "archive",
    cls=Verb,
    example=(
        "annot source archive annual-report\n"
        "annot source archive --filter 'has:url no:snapshot'\n"
        "annot source archive yearbook --file scan.pdf"
    ),
)
@click.argument("sources", metavar="SOURCE…", nargs=-1)
@click.option("--filter", "wanted", metavar="FILTER", help="All sources that it lets through.")
@click.option("--file", metavar="FILE", help="A file of it that was saved, instead of its address.")
@allow_private
@pass_desk
def archive(
    desk: Desk,
    /,
    sources: tuple[str, ...],
    wanted: str | None,
    file: str | None,
    *,
    allow_private: bool,
) -> None:
    """Keep what sources say now, so that it can be proved later.

    The address is asked once; what it answers is kept whole with its hash and the time (WARC), and
    so is the text in it, in which the passages of evidence are looked for. That it does not answer
    is kept as well: annot source list is:dead. Nothing else that the page names is fetched.
    """
    if bool(sources) == (wanted is not None):
        raise click.UsageError("Name the sources: either SOURCE… or --filter.")
    if file is not None and len(sources) != 1:
        raise click.UsageError("A file is one source's.")
    dead = 0
    with desk.opened() as workspace:
        if wanted is not None:
            sources = tuple(item.slug for item in workspace.sources.list(wanted))
        for name in sources:
            taken = workspace.snapshots.take(name, file=file or "", allow_private=allow_private)
            dead += bool(taken.problem)
            for line in _told(workspace, name, taken):
                say(line)
    if len(sources) != 1:
        say(f"{counted(len(sources), 'source')} looked at, {dead} without an answer.")
    if dead:
        click.get_current_context().exit(UnreachableError.exit_code)


def _told(workspace: Workspace, name: str, taken: Snapshot) -> list[str]:
    if taken.problem:
        return [f"{name}: {taken.problem}. That is kept as snapshot {taken.id}."]
    size = counted(len(workspace.snapshots.text(taken).split()), "word")
    said = f"{name}: snapshot {taken.id}, {taken.media_type}, {size}, sha256 {_hash(taken)[:16]}…"
    return [said, *_missing(workspace, name)]


def _missing(workspace: Workspace, name: str) -> list[str]:
    """The evidence whose passages do not stand in the newest snapshot of a source."""
    return [
        f"  evidence {item.id} of claim {item.claim_id}: {standing_words(found)}"
        for item, found in workspace.snapshots.standings(name)
        if not found.stands
    ]


def standing_words(found: Standing) -> str:
    """Whether a passage stands in a snapshot, in words."""
    from annot.text.display import one_line

    if found.stands:
        return "its passage stands there" + (f", on page {found.page}" if found.page else "")
    if found.difference:
        return f"its passage is not there; nearest is {one_line(found.difference, 300)}"
    return "its passage is not there"


@click.command("snapshots", cls=Verb, example="annot source snapshots annual-report")
@click.argument("source_", metavar="[SOURCE]", required=False)
@as_json
@pass_desk
def snapshots(desk: Desk, /, source_: str | None, *, as_json: bool) -> None:
    """List the snapshots of a source, or of all, oldest first."""
    from annot.cli.table import Column, write_table

    with desk.opened() as workspace:
        found = workspace.snapshots.list(source_)
        named = {item.id: item for item in workspace.sources.list()}
    if as_json:
        write_json([snapshot_object(item, named[item.source_id]) for item in found])
        return
    write_table(
        [
            Column("SNAPSHOT", right=True),
            Column("TAKEN"),
            Column("SOURCE"),
            Column("KIND"),
            Column("SHA256"),
            Column("WHAT", flexible=True),
        ],
        [
            (
                str(item.id),
                f"{item.at:%Y-%m-%d %H:%M}",
                named[item.source_id].slug,
                item.media_type,
                _hash(item)[:16],
                item.problem or item.filename or printed(item.url),
            )
            for item in found
        ],
    )
    say(f"{counted(len(found), 'snapshot')}.")


@click.command("snapshot", cls=Verb, example="annot source snapshot 3 --save report.warc.gz")
@click.argument("number", metavar="N", type=NUMBER)
@click.option("--text", is_flag=True, help="Print the text that was found in it.")
@click.option("--save", metavar="FILE", help="Write what was kept to a file that is not there yet.")
@as_json
@pass_desk
def snapshot(desk: Desk, /, number: int, save: str | None, *, text: bool, as_json: bool) -> None:
    """Show a snapshot: when, what, its hash; its text; or write out what was kept."""
    with desk.opened() as workspace:
        found = workspace.snapshots.get(number)
        source = workspace.sources.get(found.source_id)
        words = workspace.snapshots.text(found) if text else ""
        if save is not None:
            _save(Path(save), workspace.snapshots.data(found))
            say(f"Written: {save}.")
    if as_json:
        write_json({**snapshot_object(found, source), **({"text": words} if text else {})})
    elif text:
        write(words.replace("\f", "\n"))
    elif save is None:
        _write(found, source)


def _write(found: Snapshot, source: Source) -> None:
    write(Styled(f"Snapshot {found.id}", bold=True), f" of {source.slug}")
    facts = [
        ("Taken", f"{found.at:%Y-%m-%d %H:%M:%S} UTC by {found.added_by}"),
        ("Address", printed(found.url)),
        ("File", found.filename),
        ("Status", str(found.status or "")),
        ("Problem", found.problem),
        ("Kind", found.media_type),
        ("SHA-256", _hash(found)),
    ]
    for name, value in facts:
        if value:
            write(f"  {name:<10}", value)


def _save(path: Path, data: bytes) -> None:
    from annot.errors import InvalidValueError, WorkspaceError

    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError as error:
        raise InvalidValueError(f"There is a file {path}.", hint="Name another.") from error
    except OSError as error:
        raise WorkspaceError(f"{path} cannot be written: {error.strerror or error}.") from error


def snapshot_object(found: Snapshot, source: Source) -> dict[str, Any]:
    """A snapshot for `--json`."""
    return {
        "id": found.id,
        "uid": str(found.uid),
        "source": source.slug,
        "at": found.at.isoformat(),
        "url": found.url,
        "status": found.status or None,
        "problem": found.problem,
        "filename": found.filename,
        "media_type": found.media_type,
        "sha256": _hash(found) or None,
        "has_text": found.text_sha256 is not None,
        "added_by": found.added_by,
    }


def _hash(found: Snapshot) -> str:
    return found.payload_sha256.hex() if found.payload_sha256 else ""
