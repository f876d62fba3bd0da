"""`annot article revise` and `diff`: a new draft, and what it did."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from annot.cli.command import Verb
from annot.cli.context import Desk, pass_desk
from annot.cli.found import show_found
from annot.cli.options import NUMBER, allow_private, as_json
from annot.cli.output import Styled, counted, say, write, write_json
from annot.errors import AnnotError

if TYPE_CHECKING:
    from annot.operations.drafting import BlockDifference, Revised
    from annot.operations.whereabouts import Fate

_SIGNS = {"same": " ", "changed": "~", "moved": ">", "added": "+", "removed": "-"}


class _RehearsedError(AnnotError):
    """Takes back what a dry run has done."""


@click.command("revise", cls=Verb, example="annot article revise harbour draft-2.md")
@click.argument("article_", metavar="ARTICLE")
@click.argument("file", metavar="FILE|URL|-")
@click.option("--encoding", default="", help="The file's encoding; else it is found.")
@click.option("--note", default="", help="What is to be said of the draft.")
@click.option("--dry-run", is_flag=True, help="Say what the draft would do and write nothing.")
@click.option("--yes", is_flag=True, help="Do not ask about the text found in a web page.")
@allow_private
@as_json
@pass_desk
def revise(
    desk: Desk,
    /,
    article_: str,
    file: str,
    encoding: str,
    note: str,
    *,
    dry_run: bool,
    yes: bool,
    allow_private: bool,
    as_json: bool,
) -> None:
    """Take in a new draft of an article, and say where each claim went.

    It is a file, or the address of a page, as at annot article add.

    A claim whose words stand as they stood keeps its place. One that was found elsewhere, with
    other words, or at one of several places asks to be looked at; what was found about words that
    changed is stale. One undo brings the draft before back.
    """
    done: Revised | None = None
    try:
        with desk.opened() as workspace:
            draft = workspace.articles.read(file, encoding=encoding, allow_private=allow_private)
            if not (yes or dry_run):
                show_found([draft])
            with workspace.operation("article.revise"):
                done = workspace.articles.revise_file(article_, draft, note=note)
                if dry_run:
                    raise _RehearsedError("")
    except _RehearsedError:
        pass
    assert done is not None
    if as_json:
        write_json(dataclasses.asdict(done))
    else:
        for line in _told(done):
            write(*line)
    would = "would have" if dry_run else "has"
    say(
        f"The draft {done.revision} of {done.article} {would} "
        f"{counted(len(done.fates), 'claim')} with a place before: {_counts(done)}."
    )
    if done.accepted or done.reopened:
        say(
            f"Of the sentences accepted as making no claim {done.accepted:,} still are, "
            f"{done.reopened:,} are not any more."
        )
    say(f"{counted(done.uncovered, 'sentence')} of the draft nobody has looked at.")
    if done.asking and not dry_run:
        say(
            "What asks: annot claim list placement:moved,ambiguous,orphaned; right as it is: annot "
            "claim confirm N; elsewhere: annot claim reanchor N --quote …; gone: annot claim drop N"
        )


def _counts(done: Revised) -> str:
    words = {
        "placed": "placed",
        "moved": "moved",
        "changed": "with other words",
        "ambiguous": "at one of several places",
        "orphaned": "gone",
    }
    told = [f"{done.count(name):,} {said}" for name, said in words.items() if done.count(name)]  # type: ignore[arg-type]
    stale = f"{len(done.stale):,} stale now" if done.stale else ""
    return ", ".join(filter(None, [*told, stale])) or "none"


def _told(done: Revised) -> Iterator[tuple[Styled | str, ...]]:
    """The claims that ask, each with what differs."""
    for fate in done.asking:
        yield Styled(f"claim {fate.claim}: {fate.outcome}", bold=True), f"  {_short(_words(fate))}"
        for number, candidate in enumerate(fate.candidates, start=1):
            around = f"{candidate.before}«{candidate.exact}»{candidate.after}"
            yield (f"    {number}. {_short(around)}",)
        if fate.context:
            yield (f"    around it: {_short(fate.context)}",)


def _words(fate: Fate) -> str:
    if fate.outcome == "changed":
        return fate.difference
    return fate.old


@click.command("diff", cls=Verb, example="annot article diff harbour --from 1 --to 3")
@click.argument("article_", metavar="ARTICLE")
@click.option("--from", "before", type=NUMBER, metavar="N", help="A draft; else the last but one.")
@click.option("--to", "after", type=NUMBER, metavar="N", help="A draft; else the latest.")
@as_json
@pass_desk
def diff(
    desk: Desk, /, article_: str, before: int | None, after: int | None, *, as_json: bool
) -> None:
    """Show what changed from one draft to another, paragraph by paragraph.

    Before a paragraph stands ~ if its words changed, > if it moved, + if it came, - if it went;
    paragraphs that are the same are left out. The exit code is 1 if there is any difference.
    """
    with desk.opened() as workspace:
        blocks = workspace.articles.diff(article_, before=before, after=after)
    changed = [block for block in blocks if block.kind != "same" or block.old != block.new]
    if as_json:
        write_json([_object(block) for block in blocks])
    else:
        for block in changed:
            write(f"{_SIGNS[block.kind]} ", _block_words(block))
    say(f"{counted(len(changed), 'paragraph')} of {len(blocks):,} differ.")
    click.get_current_context().exit(1 if changed else 0)


def _block_words(block: BlockDifference) -> str:
    from annot.cli.output import indented

    words = block.difference if block.old and block.new else block.new or block.old
    return indented(words, 2)


def _object(block: BlockDifference) -> dict[str, str]:
    return {**dataclasses.asdict(block), "difference": block.difference}


def _short(text: str) -> str:
    from annot.text.display import one_line

    return one_line(text, 160)
