"""`annot report`: the verification report as a file."""

from __future__ import annotations

from pathlib import Path

import click

from annot.cli.command import Verb
from annot.cli.context import Desk, pass_desk
from annot.cli.options import Word, in_article
from annot.cli.output import refuse_terminal, say, write
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
@click.option("--names", is_flag=True, help="The public may be told who checked and approved.")
@click.option("--format", "format_", default="", help="Else the ending of FILE says it.")
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
    format_: str,
    *,
    sealed: bool,
    tracked: bool,
    names: bool,
) -> None:
    """Write the verification report.

    The ending of FILE names the format: .html (one file that needs no other), .docx (the text for
    Word, with a comment at every claim, and the ledger behind it), .pdf, .xlsx, .md, or .zip (a
    sealed bundle: report, ledger, texts, snapshots, and a script by which anybody can check them).
    - is standard output, in the format that --format names.

    Language and template may also stand in your settings: annot settings.
    """
    if new:
        _begin(new)
        return
    if not file:
        raise click.UsageError("Name the file of the report: annot report report.html")
    if sealed and (format_ or Path(file).suffix).lower().lstrip(".") != "zip":
        raise click.UsageError("A sealed bundle is a .zip file: annot report case.zip --sealed")
    from annot import settings
    from annot.report.dress import still_english
    from annot.report.files import TEXTS, ending_of

    if file == "-" and (ending := ending_of(file, format_)) not in TEXTS:
        refuse_terminal(file, ending)

    usual = settings.read()
    language, template = language or usual.language, template or usual.template
    with desk.opened() as workspace:
        workspace.report(
            file,
            article=article,
            audience=audience,
            title=title,
            tracked=tracked,
            format=format_,
            names=names,
            language=language,
            template=template,
        )
    if file != "-":
        say(f"Wrote {file}.")
    if lacking := still_english(language, template):
        some = f"{len(lacking)} fixed words" if len(lacking) > 1 else "1 fixed word"
        say(f"In {language}, {some} are English still, such as {lacking[0]}.")


def _begin(folder: str) -> None:
    from annot.report.starter import begin_template

    for path in begin_template(folder):
        write(str(path))
    say(f"Every report that wears it: annot report FILE --template {folder}")
