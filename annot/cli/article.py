"""`annot article`: texts under verification."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from annot.cli.command import Noun, given
from annot.cli.context import Desk, pass_desk
from annot.cli.draft import diff, revise
from annot.cli.found import show_found
from annot.cli.options import NUMBER, allow_private, article_options, as_json
from annot.cli.output import counted, say, write, write_handle, write_json

if TYPE_CHECKING:
    from annot.store.models import Article
    from annot.text.coverage import SentenceCoverage
    from annot.workspace import Workspace

_UNICODE = ("utf-8", "utf-8-sig", "ascii")


@click.group(cls=Noun)
def article() -> None:
    """Texts under verification."""


article.add_command(revise)
article.add_command(diff)


@article.command("add", example="annot article add draft.md --published 2025-10-02")
@click.argument("files", metavar="FILE…|URL|-", nargs=-1, required=True)
@article_options
@click.option("--encoding", default="", help="The file's encoding; else it is found.")
@click.option(
    "--notes/--no-notes",
    default=True,
    help="Comments and footnotes of documents come along, or not.",
)
@click.option("--again", is_flag=True, help="One more article of a text that is there already.")
@click.option("--yes", is_flag=True, help="Do not ask about the text found in a web page.")
@allow_private
@pass_desk
def add(
    desk: Desk,
    /,
    files: tuple[str, ...],
    title: str | None,
    *,
    encoding: str,
    notes: bool,
    yes: bool,
    allow_private: bool,
    **options: Any,
) -> None:
    """Take in files or pages of the web as articles; - is a text on standard input.

    A file is text, Markdown, Word (.docx), OpenDocument (.odt), RTF, PDF or a saved web page
    (.html). Of a page, saved or by its address, the main text is taken; on a terminal it is shown,
    and you are asked.

    Of a document of Word or LibreOffice the text comes with all tracked changes accepted. Words
    with a comment and sentences with a footnote become claims: an address in them is a source, a
    question a query to the author, everything else a note. What is in the file is kept whole.

    Several files are one operation: all are taken in, or none. A text that is there already is
    refused.
    """
    if title is not None and len(files) > 1:
        raise click.UsageError("A title is one article's; add the files one by one.")
    with desk.begun() as workspace:
        read = partial(workspace.articles.read, encoding=encoding, allow_private=allow_private)
        drafts = [read(file) for file in files]
        if not yes:
            show_found(drafts)
        with workspace.operation("article.add"):
            added = [
                workspace.articles.add_file(draft, title=title or "", notes=notes, **given(options))
                for draft in drafts
            ]
        told = [(item.slug, list(_about_added(workspace, item))) for item in added]
    for slug, lines in told:
        for line in lines:
            say(line)
        write_handle(slug)


def _about_added(workspace: Workspace, item: Article) -> Iterator[str]:
    from annot.text.paragraphs import describe_repeats, paragraphs
    from annot.text.sentences import sentences

    revision = workspace.articles.revision(item)
    text = workspace.articles.text(item)
    yield (
        f"Added the article {item.slug}: revision {revision.number}, "
        f"{counted(len(sentences(text)), 'sentence')} in "
        f"{counted(len(paragraphs(text)), 'paragraph')}."
    )
    claims = workspace.claims.list(f'article:"{item.slug}"')
    if claims:
        yield (
            f"Took {counted(len(claims), 'claim')} from its comments and footnotes; "
            "--no-notes leaves them out."
        )
    if revision.encoding not in (*_UNICODE, "docx", "html", "odt", "pdf", "rtf"):
        yield f"It was read as {revision.encoding}; name another with --encoding if that is wrong."
    repeated = workspace.articles.repeats(item)
    if repeated:
        told = describe_repeats(repeated)
        yield f"{told[0].upper()}{told[1:]}: a claim there is anchored in both."


@article.command("list", example="annot article list")
@as_json
@pass_desk
def list_(desk: Desk, /, *, as_json: bool) -> None:
    """List the articles, as they were added."""
    from annot.cli.objects import article_object
    from annot.cli.table import Column, write_table

    with desk.opened() as workspace:
        found = [(item, workspace.articles.revision(item)) for item in workspace.articles.list()]
    if as_json:
        write_json([article_object(*pair) for pair in found])
        return
    write_table(
        [
            Column("ARTICLE"),
            Column("REVISION", right=True),
            Column("PUBLISHED"),
            Column("BYLINE", flexible=True),
            Column("TITLE", flexible=True),
        ],
        [
            (item.slug, str(revision.number), item.published, item.byline, item.title)
            for item, revision in found
        ],
    )
    say(f"{counted(len(found), 'article')}.")


@article.command("show", example="annot article show harbour --claims")
@click.argument("article_", metavar="ARTICLE")
@click.option("--claims", is_flag=True, help="Mark the claims in the text.")
@as_json
@pass_desk
def show(desk: Desk, /, article_: str, *, claims: bool, as_json: bool) -> None:
    """Print an article's text, with its claims marked as ⟦12 …⟧ if asked for.

    In JSON, blocks say what in the text is a heading, an item of a list, a quote or a page: its
    level, and its place in code points.
    """
    from annot.cli.marked import legend, marked
    from annot.cli.objects import article_object, block_objects, claim_object

    with desk.opened() as workspace:
        dossier = workspace.dossier(article_)
        revision = workspace.articles.revision(article_)
    if as_json:
        marks = [claim_object(dossier, file) for file in dossier.claims]
        object_ = article_object(dossier.article, revision)
        gone = {"purged": [item.sentence for item in dossier.purged]} if dossier.purged else {}
        object_ |= {"text": dossier.text, "blocks": block_objects(revision, dossier.text)}
        write_json({**object_, **gone, **({"claims": marks} if claims else {})})
        return
    say(f"{dossier.article.title} ({dossier.article.slug}, revision {revision.number})")
    for item in dossier.purged:
        say(item.sentence)
    say("")
    if not claims:
        write(dossier.text.rstrip("\n"))
        return
    write(marked(dossier).rstrip("\n"))
    write("")
    for line in legend(dossier):
        write(*line)


@article.command("set", example='annot article set harbour --byline "D. Roe"')
@click.argument("article_", metavar="ARTICLE")
@article_options
@pass_desk
def set_(desk: Desk, /, article_: str, **options: str | None) -> None:
    """Change what is known of an article; what is not given stays."""
    values = given(options)
    if not values:
        raise click.UsageError("Nothing to change was given.")
    with desk.opened() as workspace:
        changed = workspace.articles.set(article_, **values)
    say(f"The article {changed.slug} is changed.")


@article.command("coverage", example="annot article coverage harbour --open")
@click.argument("article_", metavar="ARTICLE")
@click.option("--open", "only_open", is_flag=True, help="Only sentences nobody has looked at.")
@as_json
@pass_desk
def coverage(desk: Desk, /, article_: str, *, only_open: bool, as_json: bool) -> None:
    """List the sentences, each with its claims or its acceptance."""
    from annot.cli.objects import sentence_object
    from annot.cli.table import Column, write_table

    with desk.opened() as workspace:
        sentences = workspace.articles.coverage(article_)
    wanted = [item for item in sentences if not (only_open and item.covered)]
    if as_json:
        write_json([sentence_object(item) for item in wanted])
        return
    write_table(
        [Column("NUMBER", right=True), Column("COVERED BY"), Column("SENTENCE", flexible=True)],
        [(str(item.number), _covered_by(item), item.text) for item in wanted],
    )
    _say_tally(sentences)


def _say_tally(sentences: Sequence[SentenceCoverage]) -> None:
    from annot.text.coverage import tally

    found = tally(sentences)
    repeats = f" (and {found.repeated:,} that repeat others)" if found.repeated else ""
    say(
        f"{counted(found.total, 'sentence')}{repeats}: {found.claimed:,} with a claim, "
        f"{found.accepted:,} accepted as having none, {found.open:,} not yet looked at."
    )


def _covered_by(item: SentenceCoverage) -> str:
    if item.claims:
        return f"claim {', '.join(map(str, item.claims))}"
    if item.accepted:
        return "accepted"
    return "repeats" if item.repeated else "–"


@article.command(
    "accept", example='annot article accept harbour --sentence 4 --reason "a question"'
)
@click.argument("article_", metavar="ARTICLE")
@click.option("--quote", help="The passage's words; all its places are accepted.")
@click.option("--sentence", type=NUMBER, metavar="N", help="The number of a sentence.")
@click.option("--reason", default="", help="Why it needs no claim.")
@pass_desk
def accept(
    desk: Desk, /, article_: str, quote: str | None, sentence: int | None, reason: str
) -> None:
    """Accept a passage as making no claim."""
    if (quote is None) == (sentence is None):
        raise click.UsageError("Name the passage: either --quote or --sentence.")
    with desk.opened() as workspace:
        found = workspace.articles.accept(
            article_, quote=quote or "", sentence=sentence, reason=reason
        )
    say(f"Accepted as making no claim: {counted(len(found), 'passage')}.")


@article.command("unaccept", example="annot article unaccept harbour --sentence 4")
@click.argument("article_", metavar="ARTICLE")
@click.option("--sentence", type=NUMBER, required=True, metavar="N", help="Its number.")
@pass_desk
def unaccept(desk: Desk, /, article_: str, sentence: int) -> None:
    """Take back that a sentence makes no claim."""
    from annot.errors import NotFoundError

    with desk.opened() as workspace:
        sentences = workspace.articles.coverage(article_)
        if sentence > len(sentences):
            raise NotFoundError(
                f"The article {article_!r} has {len(sentences)} sentences, no {sentence}.",
                hint=f"See them: annot article coverage {article_}",
            )
        chosen = sentences[sentence - 1]
        count = workspace.articles.unaccept(article_, span=(chosen.start, chosen.end))
    say(f"Taken back: {counted(count, 'acceptance')}.")


@article.command("remove", example="annot article remove harbour --yes")
@click.argument("article_", metavar="ARTICLE")
@click.option("--yes", is_flag=True, help="Do not ask.")
@pass_desk
def remove(desk: Desk, /, article_: str, *, yes: bool) -> None:
    """Remove an article with its claims, evidence and notes; undo brings all back."""
    with desk.opened() as workspace:
        dossier = workspace.dossier(article_)
        question = f"Remove {dossier.article.slug} with {counted(len(dossier.claims), 'claim')}?"
        if not yes and not _agreed(question):
            say("Nothing was removed.")
            return
        workspace.articles.remove(article_)
    say(f"Removed the article {dossier.article.slug}; annot undo brings it back.")


def _agreed(question: str) -> bool:
    from annot.cli.output import is_interactive

    if not is_interactive():
        raise click.UsageError("Nobody is here to be asked; say --yes.")
    return click.confirm(question, err=True)
