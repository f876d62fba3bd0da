"""The top of the command line: global options, and commands that are loaded when they are used.

The listing of `annot --help` comes from a table, so that it loads none of the commands.
"""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple

import click

from annot import __version__
from annot.cli.command import Noun
from annot.cli.context import DEFAULT, Desk


class Listed(NamedTuple):
    """A command in the listing: its section, its name, where it is defined, what it does."""

    section: str
    name: str
    home: str
    help: str


COMMANDS = (
    Listed("Texts and claims", "article", "article:article", "Texts under verification."),
    Listed("Texts and claims", "claim", "claim:claim", "Their assertions, and what was found."),
    Listed("Texts and claims", "suggest", "suggest:suggest", "Sentences that may be claims."),
    Listed("Texts and claims", "search", "search:search", "Find claims by their words."),
    Listed(
        "Texts and claims",
        "match",
        "match:match",
        "Find claims that may say the same.",
    ),
    Listed("Texts and claims", "review", "review:review", "Work through claims on the screen."),
    Listed("Texts and claims", "serve", "serve:serve", "The screen in a browser, until Ctrl-C."),
    Listed("Proof", "source", "source:source", "Things that can be cited."),
    Listed("Proof", "evidence", "evidence:evidence", "What the sources say about the claims."),
    Listed("Proof", "note", "note:note", "Remarks, questions and their answers."),
    Listed("Proof", "check", "check:check", "Find what stands in the way of publication."),
    Listed("Proof", "rules", "rules:rules", "The rules of proof: on or off, and their numbers."),
    Listed("Proof", "people", "people:people", "Who works here, and what they may do."),
    Listed("Proof", "report", "report:report", "Write the verification report."),
    Listed("Data", "import", "exchange:import_", "Take in claims from a file, all or none."),
    Listed("Data", "export", "exchange:export", "Write claims, or the whole ledger, to a file."),
    Listed("Data", "copy", "copy:copy", "Copy a whole workspace, such as from a file to a server."),
    Listed("Data", "merge", "merge:merge", "Take in what was done apart, in another copy."),
    Listed("History", "history", "history:history", "Who did what, newest first."),
    Listed("History", "undo", "history:undo", "Take back the last operation, or a named one."),
    Listed("History", "redo", "history:redo", "Do again what was undone last."),
    Listed("History", "verify", "history:verify", "Prove that nothing was altered unseen."),
    Listed("Care", "backup", "care:backup", "Copy the workspace, and check the copy."),
    Listed("Care", "doctor", "care:doctor", "Find what is damaged, and say what to do."),
    Listed("Care", "purge", "care:purge", "Let old texts, files and snapshots go, by a rule."),
    Listed("Care", "upgrade", "upgrade:upgrade", "Bring an older workspace up to date."),
    Listed("The program", "demo", "demo:demo", "Look around in a worked example."),
    Listed("The program", "settings", "settings:settings", "Colours, keys, matches, reports."),
)
"""Every command, in the order of the help; a test holds that it says what the commands say."""


class Root(Noun):
    """The top-level group: imports a command's module when the command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return [command.name for command in COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, loaded now; None if there is none."""
        for command in COMMANDS:
            if command.name == cmd_name:
                module, attribute = command.home.split(":")
                found: click.Command = getattr(import_module(f"annot.cli.{module}"), attribute)
                return found
        return None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the listing, a section for each group of commands."""
        for section in dict.fromkeys(command.section for command in COMMANDS):
            with formatter.section(section):
                formatter.write_dl([(c.name, c.help) for c in COMMANDS if c.section == section])


@click.group(
    cls=Root,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Begin with: annot demo, or: annot article add FILE. The exit codes are in the manual.",
)
@click.option(
    "-d",
    "--database",
    envvar="ANNOT_DATABASE",
    default="",
    metavar="WORKSPACE",
    help="A file, or postgresql://USER@HOST/DATABASE; else ANNOT_DATABASE, else "
    f"{DEFAULT} in this folder.",
)
@click.option(
    "--as",
    "actor",
    envvar="ANNOT_ACTOR",
    default="",
    metavar="NAME",
    help="Who acts; else ANNOT_ACTOR, else the login name.",
)
@click.version_option(__version__, prog_name="annot", message="%(prog)s %(version)s")
@click.pass_context
def annot(context: click.Context, database: str, actor: str) -> None:
    """A ledger of claims and their evidence, for fact-checkers.

    Without a command, the workspace here is opened on the screen.
    """
    context.obj = Desk(database, actor)
    if context.invoked_subcommand is None:
        _open_or_explain(context)


def _open_or_explain(context: click.Context) -> None:
    from annot.cli.output import is_interactive, say, write

    desk: Desk = context.obj
    if not desk.exists:
        write(_BEGIN.format(path=desk.path, annot=desk.typed))
    elif is_interactive():
        from annot.cli.review import open_screen

        open_screen(desk)
    else:
        write(context.get_help())
        say(f"The workspace {desk.path} is here; on a terminal this opens it.")


_BEGIN = """\
There is no workspace {path} yet. Begin one:

  {annot} article add FILE     take in an article (text or Markdown)
  {annot} claim add "…"        or a claim without an article
  {annot} import FILE          or a spreadsheet of claims

Or look around first:

  annot demo                 a worked example, in a workspace of its own
  annot --help               all commands"""
