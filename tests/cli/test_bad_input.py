"""What is hostile or broken: one clear error each, or it works; never a traceback."""

from __future__ import annotations

import errno
import json
import os
import pty
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_program import TEXT, Program, Run

HOSTILE = "\x1b[2J\x1b]0;owned\x07 [red]bold[/] \u202eevil\u202c \x9b31m =1+1 <script>"
ACTS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def binary(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 40)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def folder(path: Path) -> None:
    path.mkdir()


def nothing(path: Path) -> None:
    """No file at all."""


@pytest.mark.parametrize("make", [binary, empty, folder, nothing])
def test_a_file_that_is_no_article(
    annot: Program, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(tmp_path / "draft.txt")
    result = annot("article", "add", "draft.txt")
    assert (result.code, result.out) == (7, "")
    assert result.err.startswith("annot: ")
    assert "draft.txt" in result.err
    assert not (tmp_path / "annot.db").exists()


def foreign_sqlite(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE mine (x)")
    connection.commit()
    connection.close()


@pytest.mark.parametrize("make", [binary, folder, foreign_sqlite])
@pytest.mark.parametrize("typed", [["claim", "list"], ["claim", "add", "One"], []])
def test_a_file_that_is_no_workspace_is_left_alone(
    annot: Program, tmp_path: Path, make: Callable[[Path], None], typed: list[str]
) -> None:
    path = tmp_path / "other.db"
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    result = annot("-d", path, *typed, terminal=not typed)
    assert result.code == 10
    assert "annot:" in result.err
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_an_article_of_five_megabytes(annot: Program, tmp_path: Path) -> None:
    sentence = "In the year {} the board met {} times and wrote a report of it. "
    text = "".join(sentence.format(1000 + n, n) + "\n" * (n % 7 == 0) for n in range(80_000))
    (tmp_path / "long.txt").write_text(text)
    assert (tmp_path / "long.txt").stat().st_size > 5_000_000
    assert annot.ok("article", "add", "long.txt") == "long\n"
    quote = "In the year 70999 the board met 69999 times"
    annot.ok("claim", "add", "--article", "long", "--quote", quote)
    assert f"⟦1 {quote}⟧" in annot.ok("article", "show", "long", "--claims")


def test_hostile_words_are_printed_harmlessly_everywhere(annot: Program, tmp_path: Path) -> None:
    (tmp_path / "h.txt").write_text(f"Before {HOSTILE} after. And more words here.")
    annot.ok("article", "add", "h.txt", "--title", f"T {HOSTILE}", "--byline", HOSTILE)
    slug = annot.ok("article", "list", "--json")
    article = json.loads(slug)[0]["slug"]
    annot.ok("--as", HOSTILE.strip(), "claim", "add", "--article", article, "--quote", HOSTILE,
             "--tag", HOSTILE, "--reasoning", f"{HOSTILE}\n  verdict: forged")  # fmt: skip
    annot.ok("source", "add", "--title", HOSTILE, "--url", f"https://example.org/{HOSTILE}")
    source = json.loads(annot.ok("source", "list", "--json"))[0]["slug"]
    annot.ok("evidence", "add", "1", "--source", source, "--passage", HOSTILE, "--note", HOSTILE)
    annot.ok("note", "ask", "--claim", "1", "--to", "author", HOSTILE)
    for typed in (
        ["article", "list"], ["article", "show", article], ["article", "show", article, "--claims"],
        ["article", "coverage", article], ["claim", "list"], ["claim", "show", "1"],
        ["source", "list"], ["source", "show", source], ["evidence", "list", "1"],
        ["note", "list"], ["history", "--details"],
        ["article", "list", "--json"], ["claim", "list", "--json"], ["history", "--json"],
    ):  # fmt: skip
        result = annot(*typed)
        assert result.code == 0, result
        assert ACTS.search(result.out + result.err) is None, typed
        assert "[red]bold[/]" in result.out, typed
    shown = json.loads(annot.ok("claim", "show", "1", "--json"))
    assert shown["anchors"][0]["exact"] == HOSTILE.strip()


@pytest.mark.parametrize(
    "typed",
    [["claim", "add", "--article", HOSTILE, "--quote", HOSTILE], [HOSTILE], ["claim", HOSTILE],
     ["article", "show", HOSTILE], ["claim", "list", f"status:{HOSTILE}"], ["-d", HOSTILE, "undo"],
     ["claim", "add", "--article", "harbour", "--quote", HOSTILE], [f"--{HOSTILE}"],
     ["claim", "set", "1", "--verdict", HOSTILE], ["claim", "set", HOSTILE, "--text", "x"]],
)  # fmt: skip
def test_errors_repeat_hostile_words_harmlessly(harbour: Program, typed: list[str]) -> None:
    result = harbour(*typed)
    assert result.code in (2, 3, 4, 5, 10)
    assert ACTS.search(result.out + result.err) is None


@pytest.mark.file
@pytest.mark.parametrize(
    ("typed", "code", "told", "hint"),
    [
        (["claim", "add", "--article", "harbour", "--quote", "built", "--occurrence", "99"], 4,
         "stands in 2 places; there is no number 99", "--occurrence 1 … 2 (or all)"),
        (["claim", "add", "--article", "harbour", "--quote", "1902", "--occurrence", "2"], 4,
         "stands in one place; there is no number 2", "--occurrence 1."),
        (["verify", "--root", "zz"], 4, "'zz' is not written in hex", "annot verify"),
        (["verify", "--root", "00"], 4, "'00' is not 64 hex digits long", "annot verify"),
        (["claim", "unanchor", "1", "99"], 3, "has no anchor 99", "annot claim show 1"),
        (["claim", "unanchor", "9", "1"], 3, "There is no claim 9", "annot claim list"),
        (["claim", "assign", "1"], 2, "Nobody is named", "annot claim assign 1 NAME"),
        (["claim", "assign", "1", "2"], 2, "Nobody is named", "annot claim assign 1 2 NAME"),
        (["claim", "assign", "kim"], 2, "No claim is named", "annot claim assign N… kim"),
        (["report", "."], 4, ". is a folder", "annot report report.html"),
        (["report", "folder.html"], 4, "folder.html is a folder",
         "annot report folder.html/report.html"),
        (["export", "folder.html"], 4, "folder.html is a folder",
         "annot export folder.html/ledger.jsonl"),
        (["import", "."], 7, ". is a folder", "annot import"),
        (["import", "claims.csv", "--article", "nope"], 3, "no article 'nope'",
         "annot article list"),
        (["import", "named.csv"], 8, "one row cannot be taken",
         "There is no article 'nope'. Take it in first: annot article add FILE"),
        (["import", "binary.csv"], 7, "binary.csv is not a text file", "annot import"),
        (["import", "empty.csv"], 7, "empty.csv is empty", "annot import --help"),
        (["-d", "empty.txt", "claim", "list"], 10, "no workspace empty.txt: the file is empty",
         "annot -d empty.txt article add FILE"),
        (["article", "unaccept", "harbour", "--sentence", "2"], 3, "Nothing is accepted there",
         "annot article coverage harbour"),
        (["history", "--claim", "99"], 3, "There never was a claim 99", "annot claim list"),
        (["evidence", "add", "1", "--source", "Some book"], 3, "no source 'Some book'",
         "annot source add --title 'Some book'"),
        (["evidence", "add", "1", "--source", "http://[bad"], 4, "names no site", "whole"),
        (["claim", "list", "status:foo"], 4, "There is no status 'foo'", "dropped"),
        (["undo", "--operation", "01a2"], 2, "'01a2' is not the uid", "annot history"),
        (["article", "add", "annot.db"], 4, "is the workspace itself", "export ledger.jsonl"),
        (["import", "annot.db", "--format", "csv"], 4, "is the workspace itself", "annot -d OTHER"),
        (["import", "annot.db-wal", "--format", "csv"], 7, "no file annot.db-wal", "Check"),
        (["-d", "foreign.db", "upgrade"], 10, "of another program", "-d FILE"),
    ],
)  # fmt: skip
def test_an_error_names_what_to_type_next(
    harbour: Program, tmp_path: Path, typed: list[str], code: int, told: str, hint: str
) -> None:
    (tmp_path / "folder.html").mkdir()
    (tmp_path / "claims.csv").write_text("claim\nOne is so.\n")
    (tmp_path / "named.csv").write_text("article,claim\nnope,One is so.\n")
    binary(tmp_path / "binary.csv")
    foreign_sqlite(tmp_path / "foreign.db")
    for name in ("empty.csv", "empty.txt"):
        empty(tmp_path / name)
    result = harbour(*typed)
    assert (result.code, result.out) == (code, ""), result
    first, *rest = result.err.splitlines()
    assert first.startswith("annot: ")
    assert told in first
    assert hint in result.err
    assert rest


def test_what_begins_an_empty_file_names_it(annot: Program, tmp_path: Path) -> None:
    empty(tmp_path / "a b.db")
    assert "annot -d 'a b.db' article add FILE" in annot.ok("-d", "a b.db")


def test_half_a_character_in_the_arguments(harbour: Program) -> None:
    assert harbour("claim", "add", "half \udcff").code == 4
    assert harbour("article", "add", "no-\udcff.txt").code == 7
    assert harbour("source", "show", "half \udcff").code == 2
    assert harbour("claim", "list", "half-\udcff").code == 0


def test_a_terminal_that_cannot_show_a_sign_still_gets_the_table(
    harbour: Program, run: Run
) -> None:
    done = run("claim", "list", env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert b"todo" in done.stdout


def test_a_reader_that_goes_away_is_no_error_to_see(harbour: Program, tmp_path: Path) -> None:
    for number in range(3):
        harbour.ok("claim", "add", f"Claim {number}: " + "word " * 20_000)
    command = [sys.executable, "-m", "annot", "claim", "list"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=30) == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_an_output_that_is_full_is_told(harbour: Program, run: Run) -> None:
    with Path("/dev/full").open("wb") as full:
        done = run("claim", "list", stdout=full, capture_output=False, stderr=subprocess.PIPE)
    assert done.returncode == 74
    assert os.strerror(errno.ENOSPC).encode() in done.stderr
    assert b"Traceback" not in done.stderr


def test_closed_streams(harbour: Program, tmp_path: Path) -> None:
    command = f"{sys.executable} -m annot claim add Closed >&- 2>&- <&-"
    assert subprocess.run(["sh", "-c", command], cwd=tmp_path, check=False).returncode == 0
    assert "Closed" in harbour.ok("claim", "list")


def test_an_interruption_is_one_line(harbour: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    from annot.operations.claims import Claims

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Claims, "list", interrupted)
    result = harbour("claim", "list")
    assert (result.code, result.out, result.err) == (130, "", "annot: Interrupted.\n")


def test_a_bug_is_told_in_one_line_and_shown_on_demand(
    harbour: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    from annot.operations.claims import Claims

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("\x1b[31mlost")

    monkeypatch.setattr(Claims, "list", broken)
    result = harbour("claim", "list")
    assert result.code == 70
    assert "annot met a bug: RuntimeError in broken, line" in result.err
    assert "ANNOT_DEBUG=1" in result.err
    assert "\x1b" not in result.err
    assert "Traceback" not in result.err
    monkeypatch.setenv("ANNOT_DEBUG", "1")
    with pytest.raises(RuntimeError):
        harbour("claim", "list")


AS_NOBODY = """
import contextlib, json, os, pwd, sys
from annot.cli import main

folder, scratch, typed = json.loads(sys.argv[1])
nobody = pwd.getpwnam("nobody").pw_uid
os.chdir(scratch)  # whatever is loaded late, from where nobody may not read, is loaded now
with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
    with contextlib.redirect_stderr(nowhere):
        main(typed), main(["claim", "list"])
os.chdir(folder)
os.setuid(nobody)
sys.exit(main(typed))
"""


@pytest.mark.file
@pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to become somebody else")
@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (["claim", "list"], 0),
        (["claim", "add", "One"], 10),
        (["-d", "new.db", "claim", "add", "One"], 10),
        (["report", "report.html"], 10),
        (["demo"], 10),
        (["import", "ledger.jsonl"], 10),
    ],
)
def test_a_folder_that_cannot_be_written(
    harbour: Program, tmp_path: Path, typed: list[str], code: int
) -> None:
    with tempfile.TemporaryDirectory() as place, tempfile.TemporaryDirectory() as scratch:
        harbour.ok("export", "ledger.jsonl")
        for folder in (place, scratch):
            shutil.copy(tmp_path / "annot.db", folder)
            shutil.copy(tmp_path / "ledger.jsonl", folder)
        Path(place).chmod(0o755)
        (Path(place) / "annot.db").chmod(0o644)
        (Path(place) / "ledger.jsonl").chmod(0o644)
        what = json.dumps([place, scratch, typed])
        done = subprocess.run(
            [sys.executable, "-c", AS_NOBODY, what],
            capture_output=True,
            check=False,
            env={**os.environ, "ANNOT_SETTINGS": f"{place}/settings.toml"},
        )
    assert done.returncode == code, done
    assert b"Traceback" not in done.stderr
    if code:
        assert done.stderr.startswith(b"annot: ")
        assert b"/tmp" not in done.stderr  # a file that the user never named
    else:
        assert b"built in 1902" in done.stdout


def test_a_question_on_a_real_terminal(harbour: Program, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "annot", "article", "remove", "harbour"]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=tmp_path) as p:
        os.close(theirs)
        os.write(ours, b"y\n")
        seen = b""
        try:
            while chunk := os.read(ours, 4096):
                seen += chunk
        except OSError:
            pass
        assert p.wait(timeout=30) == 0
    os.close(ours)
    assert b"Remove harbour with 1 claim? [y/N]" in seen
    assert harbour("article", "show", "harbour").code == 3


def assert_whole(path: Path, annot: Program) -> None:
    """The ledger opens, its history holds, and SQLite finds nothing wrong with the file."""
    annot.ok("claim", "add", "After the kill")
    annot.ok("verify")
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()


@pytest.mark.parametrize("seed", range(4))
def test_a_kill_while_a_workspace_is_begun_leaves_a_whole_one_or_none(
    annot: Program, tmp_path: Path, seed: int
) -> None:
    (tmp_path / "harbour.md").write_text(TEXT)
    command = [sys.executable, "-m", "annot", "article", "add", "harbour.md"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL) as process:
        time.sleep(random.Random(seed).uniform(0.3, 0.9))
        process.kill()
    assert_whole(tmp_path / "annot.db", annot)


WORK = """
from annot.cli import main

for number in range(100_000):
    main(["claim", "add", f"Claim {number}", "--article", "harbour", "--quote", "four ships"])
    main(["evidence", "add", "1", "--source", f"https://example.org/{number}"])
    main(["claim", "set", "1", "--reasoning", f"{number}"])
    main(["undo"])
"""


@pytest.mark.parametrize("seed", range(10))
def test_a_kill_at_any_moment_loses_nothing_that_was_told_as_done(
    harbour: Program, tmp_path: Path, seed: int
) -> None:
    with subprocess.Popen(
        [sys.executable, "-u", "-c", WORK],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdout is not None
        told = process.stdout.readline()
        time.sleep(random.Random(seed).uniform(0, 0.3))
        process.kill()
        told += process.stdout.read()
    assert_whole(tmp_path / "annot.db", harbour)
    claims = {item["number"] for item in json.loads(harbour.ok("claim", "list", "--json"))}
    evidence = json.loads(harbour.ok("evidence", "list", "1", "--json"))
    handles = [int(line) for line in told.splitlines(keepends=True) if line.endswith(b"\n")]
    assert set(handles[0::2]) <= claims
    assert set(handles[1::2]) <= {item["number"] for item in evidence}
