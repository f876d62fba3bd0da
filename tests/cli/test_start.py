"""The start: what is loaded, what is said, how the help holds what the commands do."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from cli_program import Program, Run

from annot.cli.command import Verb
from annot.cli.root import COMMANDS
from annot.cli.root import annot as root
from annot.store.sqlite_file import SCHEMA_VERSION

HEAVY = ("sqlmodel", "sqlalchemy", "textual", "rich", "jinja2", "pydantic")


def commands(
    group: click.Group = root, context: click.Context | None = None
) -> Iterator[tuple[str, click.Command]]:
    context = context or click.Context(root, info_name="annot")
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            for path, inner in commands(command, click.Context(command, context, name)):
                yield f"{name} {path}", inner
        else:
            yield name, command


ALL = dict(commands())


@pytest.mark.parametrize("typed", [["--help"], ["--version"], ["claim", "--help"]])
def test_help_loads_nothing_heavy(typed: list[str], tmp_path: Path) -> None:
    script = (
        "import sys; from annot.cli import main; main(sys.argv[1:]);"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *typed], capture_output=True, cwd=tmp_path, check=True
    )
    assert done.stdout.decode().splitlines()[-1] == "[]"


def test_the_listing_says_what_the_commands_say() -> None:
    context = click.Context(root)
    for listed in COMMANDS:
        command = root.get_command(context, listed.name)
        assert command is not None
        assert command.name == listed.name
        assert command.get_short_help_str(limit=200) == listed.help
    assert list(root.list_commands(context)) == [listed.name for listed in COMMANDS]


@pytest.mark.parametrize("path", ALL)
def test_every_command_has_help_with_an_example_that_is_understood(
    path: str, annot: Program
) -> None:
    command = ALL[path]
    assert isinstance(command, Verb)
    shown = annot.ok(*path.split(), "--help")
    assert f"Example:\n  {command.example.splitlines()[0]}" in shown
    for line in command.example.splitlines():
        words = shlex.split(line.split(" && ")[0], comments=True)
        assert words[0] == "annot"
        assert path in " ".join(words)
        parsed(words[1:])


def parsed(words: list[str]) -> None:
    """Parse a command line to its end without running it."""
    command: click.Command | None = root
    context = root.make_context("annot", list(words), resilient_parsing=False)
    while isinstance(command, click.Group):
        rest = [*context._protected_args, *context.args]
        name, command, rest = command.resolve_command(context, rest)
        assert command is not None
        context = command.make_context(name, rest, parent=context)


@pytest.mark.file
def test_without_a_workspace_it_says_how_to_begin(annot: Program) -> None:
    assert "annot article add FILE" in annot.ok()
    assert "annot demo" in annot.ok()


def test_with_a_workspace_in_a_pipe_it_prints_the_help(harbour: Program) -> None:
    assert "Usage: annot" in harbour.ok()


def test_the_version(annot: Program) -> None:
    assert annot.ok("--version") == "annot 0.1.0\n"


def test_python_m_annot(run: Run) -> None:
    done = run("claim", "add", "One is so")
    assert (done.returncode, done.stdout) == (0, b"1\n")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["clam"], "Did you mean 'claim'?"),
        (["claim", "ad"], "Did you mean 'add'?"),
        (["claim", "set", "x", "--text", "y"], "'x' is not a number"),
        (["claim", "set", "0", "--text", "y"], "'0' is not a number"),
        (["claim", "show", "9" * 30], "is not a number"),
        (["claim", "add", "--nope"], "--nope"),
        (["undo", "--operation", "1"], "1"),
        (["review"], "terminal"),
    ],
)
def test_what_is_not_understood_exits_with_2_and_says_where_help_is(
    annot: Program, typed: list[str], told: str
) -> None:
    result = annot(*typed)
    assert (result.code, result.out) == (2, "")
    assert told in result.err
    assert "--help" in result.err


@pytest.mark.file
@pytest.mark.parametrize(
    "typed",
    [["claim", "list"], ["claim", "set", "1", "--text", "x"], ["history"], ["undo"], ["verify"],
     ["article", "list"], ["note", "list"], ["search", "x"], ["check"], ["report", "x.html"]],
)  # fmt: skip
def test_only_what_adds_begins_a_workspace(
    annot: Program, typed: list[str], tmp_path: Path
) -> None:
    result = annot(*typed)
    assert result.code == 10
    assert "There is no workspace annot.db" in result.err
    assert "annot article add FILE" in result.err
    assert list(tmp_path.iterdir()) == []


def test_the_workspace_and_the_actor_are_named_before_the_command(
    annot: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    annot.ok("-d", "story.db", "--as", "kim", "claim", "add", "One")
    monkeypatch.setenv("ANNOT_DATABASE", str(tmp_path / "story.db"))
    assert "kim  claim.add" in annot.ok("history")
    assert not (tmp_path / "annot.db").exists()


def test_upgrade_leaves_a_workspace_of_today_alone(harbour: Program, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    assert f"up to date (schema {SCHEMA_VERSION})" in harbour("upgrade").err
    assert sorted(tmp_path.iterdir()) == before
    assert harbour("-d", "missing.db", "upgrade").code == 10


def test_words_are_completed_by_the_shell(annot: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_ANNOT_COMPLETE", "bash_complete")
    for typed, position, offered in (
        ("annot cla", "1", "plain,claim\n"),
        ("annot claim lis", "2", "plain,list\n"),
        ("annot claim set --verdict su", "4", "plain,supported\n"),
    ):
        monkeypatch.setenv("COMP_WORDS", typed)
        monkeypatch.setenv("COMP_CWORD", position)
        assert annot.ok() == offered


def test_a_url_as_workspace_is_refused_without_printing_its_password(annot: Program) -> None:
    result = annot("-d", "postgresql://dana:secret@db/annot", "claim", "list")
    assert result.code == 10
    assert "secret" not in result.err
