"""`annot report`: the verification report as a file."""

from __future__ import annotations

import click

from annot.cli.command import Verb
from annot.cli.context import Desk, pass_desk
from annot.cli.options import Word, in_article
from annot.cli.output import say, write
from annot.vocabulary import Audience


@click.command(cls=Verb, example="annot report harbour.html --article harbour --audience public")
@click.argument("file", metavar="FILE", required=False, default="")
@in_article
@click.option(
    "--audience",
    type=Word(Audience),
    default=Audience.EDITOR.value,
    show_default=True,
    help="Who reads it; what they must not see is left out.",
)
@click.option("--title", default="", help="Its title; else the article's.")
@click.option("--sealed", is_flag=True, help="With the ledger and what proves it (.zip).")
@click.option("--language", default="", metavar="CODE", help="Its language: en or de.")
@click.option("--template", default="", metavar="FOLDER", help="A newsroom's own dress for it.")
@click.option(
    "--new-template", "new", default="", metavar="FOLDER", help="Write such a folder to begin with."
)
@click.option("--tracked", is_flag=True, help="Corrections as tracked changes (.docx).")
@pass_desk
def report(
    desk: Desk,
    /,
    file: str,
    article: str | None,
    audience: str,
    title: str,
    language: str,
    template: str,
    new: str,
    *,
    sealed: bool,
    tracked: bool,
) -> None:
    """Write the verification report.

    The ending of FILE names the format: .html (one file that needs no other), .docx (the text for
    Word, with a comment at every claim, and the ledger behind it), .pdf, .xlsx, .md, or .zip (a
    sealed bundle: report, ledger, texts, and a script by which anybody can check them).

    Language and template may also stand in your settings: annot settings.
    """
    if new:
        _begin(new)
        return
    if not file:
        raise click.UsageError("Name the file of the report: annot report report.html")
    if sealed and not file.lower().endswith(".zip"):
        raise click.UsageError("A sealed bundle is a .zip file: annot report case.zip --sealed")
    from annot import settings
    from annot.report.dress import still_english

    usual = settings.read()
    language, template = language or usual.language, template or usual.template
    with desk.opened() as workspace:
        workspace.report(
            file,
            article=article,
            audience=audience,
            title=title,
            tracked=tracked,
            language=language,
            template=template,
        )
    say(f"Wrote {file}.")
    if lacking := still_english(language, template):
        some = f"{len(lacking)} fixed words" if len(lacking) > 1 else "1 fixed word"
        say(f"In {language}, {some} are English still, such as {lacking[0]}.")


def _begin(folder: str) -> None:
    from annot.report.starter import begin_template

    for path in begin_template(folder):
        write(str(path))
    say(f"Every report that wears it: annot report FILE --template {folder}")
