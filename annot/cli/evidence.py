"""`annot evidence`: what the sources say about the claims."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

import click

from annot.cli.command import Noun, given
from annot.cli.context import Desk, pass_desk
from annot.cli.options import NUMBER, as_json, evidence_options, if_version, source_options
from annot.cli.output import counted, say, write_handle, write_json
from annot.cli.snapshot import standing_words
from annot.cli.source import source_values
from annot.errors import NotFoundError
from annot.vocabulary import label

if TYPE_CHECKING:
    from annot.workspace import Workspace

_NEITHER = ("stance", "passage", "locator", "note")


@click.group(cls=Noun)
def evidence() -> None:
    """What the sources say about the claims."""


@evidence.command(
    "add",
    example=(
        "annot evidence add 12 --source annual-report --stance refutes --locator p.14\n"
        'annot evidence add 12 --source https://www.example.org/r --title "Annual report"'
    ),
)
@click.argument("claim", metavar="CLAIM", type=NUMBER)
@click.option("--source", required=True, metavar="SLUG|URL", help="What is cited.")
@evidence_options("What the source does to the claim; supports if it is not said.")
@source_options
@pass_desk
def add(desk: Desk, /, claim: int, source: str, **options: Any) -> None:
    """Link a claim to what a source says about it.

    A URL that is not known yet becomes a source, described by the options from --title on; both are
    one operation.
    """
    link = given({name: options.pop(name) for name in _NEITHER})
    about_source = source_values(options)
    with desk.opened() as workspace, workspace.operation("evidence.add"):
        cited = _cited(workspace, source, about_source)
        added = workspace.evidence.add(claim, cited, **link)
        standing = workspace.snapshots.standing(cited, added.passage)
    say(f"Added evidence {added.id} to claim {claim}: {cited}, {label(added.stance)}.")
    if standing is not None:
        say(f"In the newest snapshot of {cited}: {standing_words(standing)}.")
    if "stance" not in link:
        say(f"No stance was said; if it is another one: annot evidence set {added.id} --stance …")
    write_handle(added.id)


def _cited(workspace: Workspace, source: str, about_source: dict[str, Any]) -> str:
    """The slug of the source that was named, added if it is a URL."""
    from annot.operations.addresses import url_key

    if url_key(source):
        return workspace.sources.add(url=source, **about_source).slug
    try:
        found = workspace.sources.get(source)
    except NotFoundError as error:
        raise NotFoundError(
            error.message,
            hint="What has no address is added first: annot source add --title "
            f"{shlex.quote(source)}; all sources: annot source list",
        ) from error
    if about_source:
        raise click.UsageError(
            f"{source!r} is a source that is there; change it with: annot source set {found.slug}"
        )
    return found.slug


@evidence.command("list", example="annot evidence list 12")
@click.argument("claim", metavar="CLAIM", type=NUMBER)
@as_json
@pass_desk
def list_(desk: Desk, /, claim: int, *, as_json: bool) -> None:
    """List the evidence of a claim, as it was added."""
    from annot.cli.lookup import claim_file
    from annot.cli.objects import evidence_object
    from annot.cli.table import Column, write_table

    with desk.opened() as workspace:
        _, file = claim_file(workspace, claim)
    found = [(item.evidence, item.source) for item in file.evidence]
    if as_json:
        write_json([evidence_object(*pair) for pair in found])
        return
    write_table(
        [
            Column("EVIDENCE", right=True),
            Column("STANCE"),
            Column("SOURCE"),
            Column("LOCATOR", flexible=True),
            Column("PASSAGE", flexible=True),
        ],
        [
            (str(item.id), label(item.stance), source.slug, item.locator, item.passage)
            for item, source in found
        ],
    )
    say(f"{counted(len(found), 'piece')} of evidence.")


@evidence.command("set", example='annot evidence set 3 --stance context --locator "p. 15"')
@click.argument("number", metavar="N", type=NUMBER)
@click.option("--source", metavar="SLUG|URL", help="Another source.")
@evidence_options("What the source does to the claim.")
@if_version
@pass_desk
def set_(desk: Desk, /, number: int, **options: Any) -> None:
    """Change a piece of evidence; what is not given stays."""
    values = given(options)
    if not values.keys() - {"version"}:
        raise click.UsageError("Nothing to change was given.")
    with desk.opened() as workspace:
        changed = workspace.evidence.set(number, **values)
    say(f"Evidence {number} of claim {changed.claim_id} is changed.")


@evidence.command("remove", example="annot evidence remove 3")
@click.argument("number", metavar="N", type=NUMBER)
@pass_desk
def remove(desk: Desk, /, number: int) -> None:
    """Take a piece of evidence from its claim, with the notes about it."""
    with desk.opened() as workspace:
        workspace.evidence.remove(number)
    say(f"Removed evidence {number}; annot undo brings it back.")
