"""What the documentation says is so: its commands and examples run, its pages and links are there.

In a page, `console` blocks are commands with what they print (`…` stands for anything), `sh` blocks
are scripts, `python` blocks are programs; all blocks of a page run in order in one folder of its
own. Blocks of another name (`shell` for installing, `text`) are only read.
"""

from __future__ import annotations

import doctest
import importlib
import inspect
import io
import os
import re
import runpy
import shlex
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import annot
from annot.cli import main
from annot.errors import AnnotError
from annot.store.database import open_database
from annot.store.recorder import Recorder
from annot.tui.key_names import key_name
from annot.tui.keys import KEYS

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")], key=lambda path: path.as_posix()
)
MADE = runpy.run_path(str(ROOT / "docs" / "reference.py"))["pages"]()

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"^```.*?^```$|`[^`\n]*`", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)|<img [^>]*src=\"([^\"]+)\"")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
EXIT_CODE = re.compile(r"# exit code (\d+)$")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def runs(path: Path) -> bool:
    return any(
        block[1] in ("console", "sh", "python") for block in BLOCK.finditer(path.read_text())
    )


class Terminal(io.TextIOWrapper):
    """What a person would have seen: stdout and stderr on one terminal, nobody at the keyboard."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", newline="")

    def isatty(self) -> bool:
        return True

    def text(self) -> str:
        self.flush()
        assert isinstance(self.buffer, io.BytesIO)
        return self.buffer.getvalue().decode()


@dataclass
class Reader:
    """Somebody who types what a page says."""

    monkeypatch: pytest.MonkeyPatch
    names: dict[str, Any] = field(default_factory=lambda: {"__name__": "__main__"})

    def follow(self, page: Path) -> None:
        text = page.read_text(encoding="utf-8")
        for block in BLOCK.finditer(text):
            line = text.count("\n", 0, block.start()) + 1
            self.do(block[1], block[2], f"{name(page)}:{line}")

    def do(self, language: str, block: str, where: str) -> None:
        if language == "console":
            for command, shown in commands(block):
                self.type(command, shown, where)
        elif language == "sh":
            script = subprocess.run(
                ["bash", "-euo", "pipefail", "-c", block], capture_output=True, text=True
            )
            assert script.returncode == 0, f"{where}\n{script.stdout}{script.stderr}"
        elif language == "python" and ">>>" in block:
            self.try_out(block, where)
        elif language == "python":
            exec(compile(block, where, "exec"), self.names)

    def type(self, command: str, shown: str, where: str) -> None:
        """Type an `annot` command; it must end and print as the page says."""
        program, *words = shlex.split(command, comments=True)
        assert program == "annot", f"{where}: only annot is typed in a console block: {command}"
        screen = Terminal()
        with self.monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
            patch.setattr(sys, "stdout", screen)
            patch.setattr(sys, "stderr", screen)
            code = main(words)
        told = f"{where}\n$ {command}\n{screen.text()}"
        expected = EXIT_CODE.search(command)
        assert code == (int(expected[1]) if expected else 0), told
        assert not shown or agrees(shown, screen.text()), f"{told}\nbut the page shows\n{shown}"

    def try_out(self, block: str, where: str) -> None:
        """Run an example with prompts; what it prints must be what is shown."""
        example = doctest.DocTestParser().get_doctest(block, {}, where, where, 0)
        example.globs = self.names
        report = io.StringIO()
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS, verbose=False)
        runner.run(example, out=report.write, clear_globs=False)
        assert not runner.failures, report.getvalue()


def commands(block: str) -> Iterator[tuple[str, str]]:
    """The commands of a console block, each with the lines shown under it."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        match = re.match(r"((?:[^\n]*\\\n)*[^\n]*)\n?(.*)", part, re.DOTALL)
        assert match is not None
        yield match[1].replace("\\\n", " "), match[2].strip("\n")


def agrees(shown: str, printed: str) -> bool:
    parts = [re.escape(part) for part in shown.split("…")]
    # A slow machine shows progress, which is gone again when the command ends.
    printed = re.sub(r"\r\x1b\[K[^\r\n]*(?=\r)", "", printed).replace("\r\x1b[K", "")
    lines = "\n".join(line.rstrip() for line in printed.strip("\n").splitlines())
    return re.fullmatch(".*?".join(parts), lines, re.DOTALL) is not None


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """Somebody called dana, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ANNOT_ACTOR", "dana")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    return Reader(monkeypatch)


@pytest.mark.parametrize("page", [page for page in PAGES if runs(page)], ids=name)
def test_what_a_page_says_can_be_done(page: Path, reader: Reader) -> None:
    reader.follow(page)


def test_a_page_that_is_not_true_is_found(reader: Reader) -> None:
    with pytest.raises(AssertionError):
        reader.do("console", "$ annot --version\nannot 0.0.0\n", "here")
    with pytest.raises(AssertionError):
        reader.do("console", "$ annot claim show 1\n", "here")
    with pytest.raises(AssertionError):
        reader.do("sh", "annot claim show 1\ntrue\n", "here")
    with pytest.raises(AssertionError):
        reader.do("python", ">>> 1 + 1\n3\n", "here")
    reader.do("console", "$ annot claim show 1 # exit code 10\nannot: There is no …\n", "here")


# The pages that are made


@pytest.mark.parametrize("page", list(MADE), ids=name)
def test_the_pages_made_from_the_program_are_current(page: Path) -> None:
    made, kept = MADE[page], page.read_text(encoding="utf-8")
    # How help is broken into lines is a matter of the version of click.
    assert made.split() == kept.split(), f"{name(page)} is old: python docs/reference.py"


# What the pages refer to


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in LINK.finditer(CODE.sub("", page.read_text(encoding="utf-8"))):
        target, _, fragment = (link[1] or link[2]).partition("#")
        if "://" in target:
            continue
        file = page.parent / target if target else page
        assert file.exists(), f"{name(page)} links to {target}, which is not there"
        if fragment:
            assert fragment in headings(file), f"{name(page)}: {target} has no heading #{fragment}"


def headings(page: Path) -> set[str]:
    """The fragments by which the headings of a page can be linked to."""
    words = (match[1].lower() for match in HEADING.finditer(page.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", word).strip().replace(" ", "-") for word in words}


def test_no_picture_fetches_anything() -> None:
    pictures = list((ROOT / "docs" / "pictures").glob("*.svg"))
    assert pictures
    for picture in pictures:
        drawn = picture.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?:|url\((?!#)|@import|<script|<image", drawn), name(picture)


# What readers and the continuous integration look for


def test_the_readme_begins_with_one_line_to_run_and_one_to_test() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = [line for line in readme.splitlines() if line.startswith("python3 -m venv ")]
    assert [line.startswith("python3 -m venv .venv && ") for line in lines] == [True, True]
    assert lines[0].endswith("annot demo")
    assert "pytest" in lines[1]


def test_the_keys_that_the_readme_names_are_there() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.partition("### The same on the screen")[2].partition("###")[0]
    named = re.findall(r"^\| `(.+?)` \|", table, re.MULTILINE)
    assert len(named) == 10
    assert set(named) <= {key_name(name) for key in KEYS for name in key.keys}


def test_the_manual_has_every_exit_code() -> None:
    manual = (ROOT / "docs" / "manual.md").read_text(encoding="utf-8")
    table = {int(code) for code in re.findall(r"^\| (\d+) \|", manual, re.MULTILINE)}
    assert table >= {error.exit_code for error in AnnotError.__subclasses__()}


@pytest.mark.parametrize("vocabulary", ["Status", "Verdict", "ClaimKind", "SourceKind", "Stance"])
def test_the_manual_has_every_word(vocabulary: str) -> None:
    manual = (ROOT / "docs" / "manual.md").read_text(encoding="utf-8")
    words = getattr(importlib.import_module("annot.vocabulary"), vocabulary)
    assert [word for word in words if f"`{word.value}`" not in manual] == []


def test_the_manual_has_every_column_of_a_table() -> None:
    fields = importlib.import_module("annot.exchange.claim_fields").FIELDS
    manual = (ROOT / "docs" / "manual.md").read_text(encoding="utf-8")
    assert [column for column in fields if f"`{column}`" not in manual] == []


# Examples in the code


def example_of(module: str) -> str:
    """The indented example in a module's docstring."""
    told = inspect.getdoc(importlib.import_module(module)) or ""
    lines = re.findall(r"^(?:    .*|)$", told, re.MULTILINE)
    return textwrap.dedent("\n".join(lines))


def test_the_example_of_the_package_runs(reader: Reader) -> None:
    Path("draft.md").write_text("Of its 24 reports only four were published.\n")
    reader.do("python", example_of("annot"), "annot")
    assert [claim.text for claim in reader.names["annot"].open("story.db").claims.list()] == [
        "only four were published"
    ]


def test_the_example_of_the_recorder_runs(reader: Reader) -> None:
    with annot.open("story.db") as workspace:
        workspace.articles.add("One.")
    database = open_database(Path("story.db"), create=False)
    reader.names |= vars(importlib.import_module("annot.store.models"))
    reader.names |= vars(importlib.import_module("annot.vocabulary"))
    reader.names["recorder"] = Recorder(database)
    reader.do("python", example_of("annot.store.recorder"), "recorder")
    database.close()
    with annot.open("story.db") as workspace:
        assert [claim.verdict for claim in workspace.claims.list()] == ["supported"]
