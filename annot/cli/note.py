"""`annot note`: remarks, questions and their answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypedDict, Unpack
from uuid import UUID

import click

from annot.cli.command import Noun, given
from annot.cli.context import Desk, pass_desk
from annot.cli.options import NUMBER, Word, as_json, if_version, together
from annot.cli.output import counted, say, write_handle, write_json
from annot.vocabulary import Addressee, label

if TYPE_CHECKING:
    from annot.operations.notes import About
    from annot.store.models import Note
    from annot.workspace import Workspace


class Subject(TypedDict):
    """What a note is about, as it was named: one of the four."""

    claim: int | None
    evidence: int | None
    source: str | None
    article: str | None


_about = together(
    click.option("--claim", type=NUMBER, metavar="N", help="About this claim."),
    click.option("--evidence", type=NUMBER, metavar="N", help="About this piece of evidence."),
    click.option("--source", metavar="SOURCE", help="About this source (its slug or URL)."),
    click.option("--article", metavar="ARTICLE", help="About this article (its slug)."),
)
_number = click.argument("number", metavar="N", type=NUMBER)


@click.group(cls=Noun)
def note() -> None:
    """Remarks, questions and their answers."""


@note.command("add", example='annot note add --claim 12 "The figure is from a leaflet."')
@_about
@click.argument("text")
@pass_desk
def add(desk: Desk, /, text: str, **subject: Unpack[Subject]) -> None:
    """Note something about a claim, a piece of evidence, a source or an article."""
    with desk.opened() as workspace:
        added = workspace.notes.add(_subject(workspace, subject), text)
    say(f"Added note {added.id}.")
    write_handle(added.id)


@note.command("ask", example='annot note ask --claim 12 --to author "Where is this from?"')
@_about
@click.option("--to", type=Word(Addressee), required=True, help="Whom it is put to.")
@click.argument("text")
@pass_desk
def ask(desk: Desk, /, to: str, text: str, **subject: Unpack[Subject]) -> None:
    """Put a question to the author, a source or the editor.

    A claim that is not closed waits in the status query until the answer is there.
    """
    with desk.opened() as workspace:
        query = workspace.notes.ask(_subject(workspace, subject), text, to=to)
    say(f"Asked the {label(query.addressee)}: query {query.id}.")
    write_handle(query.id)


@note.command("answer", example='annot note answer 7 "From the annual report, p. 14."')
@_number
@click.argument("text")
@click.option("--replace", is_flag=True, help="Put it in the place of an answer that is there.")
@pass_desk
def answer(desk: Desk, /, number: int, text: str, *, replace: bool) -> None:
    """Record the answer to a query."""
    with desk.opened() as workspace:
        workspace.notes.answer(number, text, replace=replace)
    say(f"Query {number} is answered.")


@note.command("list", example="annot note list --open")
@_about
@click.option("--open", "only_open", is_flag=True, help="Only queries without an answer.")
@as_json
@pass_desk
def list_(desk: Desk, /, *, only_open: bool, as_json: bool, **subject: Unpack[Subject]) -> None:
    """List notes and queries, all or those about one thing, as they were added."""
    from annot.cli.objects import note_object
    from annot.cli.table import Column, write_table

    with desk.opened() as workspace:
        about = _subject(workspace, subject) if given(subject) else None
        notes = workspace.notes.list(about)
        found = [item for item in notes if not only_open or (item.addressee and not item.answer)]
        subjects = _subjects(workspace, found)
    if as_json:
        pairs = zip(found, subjects, strict=True)
        write_json([{**note_object(item), **named} for item, named in pairs])
        return
    write_table(
        [Column("NOTE", right=True), Column("ABOUT"), Column("KIND"), Column("BY", flexible=True),
         Column("WORDS", flexible=True)],
        [
            (str(item.id), _about_words(named), _kind(item), item.added_by, _words(item))
            for item, named in zip(found, subjects, strict=True)
        ],
    )  # fmt: skip
    say(f"{counted(len(found), 'note')}.")


@note.command("set", example='annot note set 7 "The figure is from the leaflet of 2019."')
@_number
@click.argument("text")
@if_version
@pass_desk
def set_(desk: Desk, /, number: int, text: str, *, version: UUID | None) -> None:
    """Change the words of a note or query."""
    with desk.opened() as workspace:
        workspace.notes.set(number, text, version=version)
    say(f"Note {number} is changed.")


@note.command("remove", example="annot note remove 7")
@_number
@pass_desk
def remove(desk: Desk, /, number: int) -> None:
    """Remove a note or query."""
    with desk.opened() as workspace:
        workspace.notes.remove(number)
    say(f"Removed note {number}; annot undo brings it back.")


def _subject(workspace: Workspace, subject: Subject) -> About:
    """What a note is about, as it is stored.

    Raises:
        UsageError: If not exactly one thing was named.
        NotFoundError: If there is no such thing.
    """
    if len(given(subject)) != 1:
        raise click.UsageError(
            "Say what it is about: one of --claim, --evidence, --source, --article."
        )
    if subject["claim"] is not None:
        return workspace.claims.get(subject["claim"])
    if subject["evidence"] is not None:
        return workspace.evidence.get(subject["evidence"])
    if subject["source"] is not None:
        return workspace.sources.get(subject["source"])
    assert subject["article"] is not None
    return workspace.articles.get(subject["article"])


def _subjects(workspace: Workspace, notes: Sequence[Note]) -> list[Subject]:
    sources = {item.id: item.slug for item in workspace.sources.list()}
    articles = {item.id: item.slug for item in workspace.articles.list()}
    return [
        Subject(
            claim=item.claim_id,
            evidence=item.evidence_id,
            source=None if item.source_id is None else sources.get(item.source_id),
            article=articles.get(item.article_id),
        )
        for item in notes
    ]


def _about_words(named: Subject) -> str:
    if named["claim"] is not None:
        return f"claim {named['claim']}"
    if named["evidence"] is not None:
        return f"evidence {named['evidence']}"
    return f"source {named['source']}" if named["source"] else f"article {named['article']}"


def _kind(item: Note) -> str:
    if item.addressee is None:
        return "note"
    state = "open" if item.answer is None else "answered"
    return f"query to the {label(item.addressee)}, {state}"


def _words(item: Note) -> str:
    return item.text if item.answer is None else f"{item.text} — {item.answer}"
