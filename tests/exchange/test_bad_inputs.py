"""What a desk may pipe in by mistake or malice: one clear error each, and nothing is written.

Where something can be read for sure it is read; that is in the second table.
"""

from __future__ import annotations

import gzip
import json
import os
import threading
from pathlib import Path

import pytest
from workbook_files import SHEET, table, with_parts, with_sheet

from annot.errors import AnnotError, BadRow, BadRowsError, InputFileError
from annot.exchange.csv_table import LONGEST_CELL
from annot.exchange.json_elements import LONGEST
from annot.workspace import Workspace

HEAD = "claim,status,verdict,source_title,source_published\n"
DEEP = "[" * 100_000 + "]" * 100_000
LAUGHS = "<!DOCTYPE w [<!ENTITY a0 'lol'>{}]>".format(
    "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
)
REVIEW = '[{"@type":"ClaimReview","claimReviewed":"x","reviewRating":{"ratingValue":%s}}]'
LONG = b"x" * (LONGEST + (1 << 20))

REFUSED: dict[str, tuple[str, str | bytes, tuple[str, ...]]] = {
    "a quote that nothing closes": (
        "c.csv", 'key,claim\na,"One\nb,Two\n', ("line 2", "none closes it", "doubled"),
    ),
    "a quote within a cell": ("c.csv", 'key,claim\na,"One" x\n', ("line 2", "doubled")),
    "a quote over very many lines": (
        "c.csv.gz", gzip.compress(b'claim\nOne\n"' + b"x\n" * LONGEST_CELL, 1),
        ("line 3", "longer than 16,777,216", "quote"),
    ),
    "two columns of one name": ("c.csv", "claim,claim\nOne,Two\n", ("two columns", "Rename")),
    "two sheets' columns of one name": (
        "c.xlsx", table(("claim", "claim"), ("One", "Two")), ("two columns", "Rename"),
    ),
    "no heading": (
        "c.csv", "Two died,refuted\nThree did,supported\n",
        ("no column for the claims", "'Two died'", "a line with the names of columns above it"),
    ),
    "NUL in a table": ("c.csv", b"claim\nOn\0e\n", ("line 2", "NUL", "tr -d")),
    "NUL in JSON Lines": ("c.jsonl", b'{"claim":"On\0e"}\n', ("line 1", "NUL", "tr -d")),
    "NUL in JSON": ("c.json", b'[\n{"claim":"On\0e"}]', ("line 2", "control character", "Mend")),
    "one byte that is no UTF-8": (
        "c.csv", "claim\nCafé où\nÜber Öl für Gärten\n".encode() + b"x\xff\n",
        ("line 4", "0xff", "--encoding"),
    ),
    "UTF-16 cut in half": ("c.csv", "claim\nOne\n".encode("utf-16") + b"x", ("line 3", "utf-16")),
    "half a character in UTF-8": (
        "c.csv", b"claim\nOne\nhalf \xed\xa0\xbd\n", ("line 3", "half a character", "0xd83d"),
    ),
    "one endless line": ("c.csv", b"claim\n" + LONG, ("line 2", "longer than", "right file")),
    "one endless line of JSON": (
        "c.jsonl", b'{"claim":"' + LONG + b'"}', ("line 1", "longer than", "right file"),
    ),
    "one endless element": (
        "c.json", b'[{"claim":"One"},\n{"claim":"' + LONG * 2 + b'"}]', ("line 2", "longer than"),
    ),
    "a gzip bomb": (
        "c.csv.gz", gzip.compress(b"claim\n" + bytes(1) * (100 << 20), 1), ("c.csv.gz",),
    ),
    "a gzip file cut off": (
        "c.csv.gz", gzip.compress(b"claim\n" + os.urandom(3000).hex().encode())[:-100],
        ("cannot be unpacked", "cut off"),
    ),
    "a gzip file with a wrong bit": (
        "c.csv.gz", gzip.compress(b"claim\n", 0)[:11] + bytes(2) + b"claim\n",
        ("cannot be unpacked", "damaged"),
    ),
    "billion laughs": (
        "c.xlsx", with_sheet('<row r="1"><c r="A1" t="str"><v>&a11;</v></c></row>', LAUGHS),
        ("damaged", "save it anew"),
    ),
    "a zip bomb": (
        "c.xlsx", with_parts(table(("claim",)), {SHEET: b" " * (520 << 20)}),
        ("would unpack to 5", "CSV"),
    ),
    "deep JSON": ("c.json", f'[{{"claim":"x","a":{DEEP}}}]', ("line 1", "nested")),
    "a deep feed": ("c.json", REVIEW % DEEP, ("nested",)),
    "deep JSON without an end": ("c.json", "[" * 100_000, ("nested",)),
    "a deep bibliography": ("c.csljson", f'[{{"id":"a","title":{DEEP}}}]', ("nested",)),
    "NaN in a feed": ("c.json", REVIEW % "NaN", ("NaN",)),
    "NaN in a bibliography": ("c.csljson", '[{"id":"a","title":NaN}]', ("NaN",)),
    "a huge integer in a bibliography": (
        "c.csljson", f'[{{"id":"a","title":{"9" * 5000}}}]', ("999", "64 bits"),
    ),
    "an empty table": ("c.csv", "", ("is empty", "names of columns")),
    "an empty file packed": ("c.csv.gz", b"", ("is empty",)),
    "an empty workbook": ("c.xlsx", b"", ("is empty", "names of columns")),
    "an empty list of sources": ("c.bib", b"", ("is empty", "Export")),
    "an empty page": ("c.html", b"", ("no ClaimReview", "annot import --help")),
    "a picture": ("c.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), ("not a text file",)),
}  # fmt: skip
"""What is no file of claims: its name, what is in it, and what is told."""

BAD_ROWS: dict[str, tuple[str, str, BadRow]] = {
    "a row too short": (
        "c.csv", "claim,verdict\nOne,refuted\nTwo\n",
        BadRow(2, "", "Two", "the row has 1 cells, the heading has 2"),
    ),
    "a row too long": (
        "c.csv", "claim,verdict\nOne,refuted\nTwo,refuted,x\n",
        BadRow(2, "", "Two, refuted, x", "the row has 3 cells, the heading has 2"),
    ),
    "NaN in a line": (
        "c.jsonl", '{"claim":"One"}\n{"claim":"Two","n":NaN}\n',
        BadRow(2, "", '{"claim":"Two","n":NaN}', "line 2: It holds NaN"),
    ),
    "NaN in an element": (
        "c.json", '[{"claim":"One"},\n{"n":NaN}]',
        BadRow(2, "", '{"n":NaN}', "element 2 (line 2): It holds NaN"),
    ),
    "an infinity": (
        "c.json", '[{"claim":"One"},\n{"n":1e999}]',
        BadRow(2, "", '{"n":1e999}', "element 2 (line 2): It holds the number 1e999"),
    ),
    "a huge integer": (
        "c.jsonl", f'{{"claim":"One"}}\n{{"n":{"9" * 40}}}\n',
        BadRow(2, "", f'{{"n":{"9" * 40}}}', f"line 2: It holds the number {'9' * 30}"),
    ),
    "half a character": (
        "c.json", '[{"claim":"One"},\n{"claim":"\\ud83d"}]',
        BadRow(2, "", '{"claim":"\\ud83d"}', "element 2 (line 2): It holds half a character"),
    ),
    "NUL said in JSON": (
        "c.jsonl", '{"claim":"One"}\n{"claim":"a\\u0000"}\n',
        BadRow(2, "claim", "a\0", "The claim holds a NUL character"),
    ),
    "nested too deep": (
        "c.csv", "claim,evidence\nOne,\nTwo,[[{}]]\n".format("[" * 40 + "]" * 40),
        BadRow(2, "evidence", f"[[{'[' * 40}{']' * 40}]]", "It is nested more than 32 deep"),
    ),
    "a date with two readings": (
        "c.csv", HEAD + "One,,,,\nTwo,,,S,05/06/2021\n",
        BadRow(2, "source_published", "05/06/2021", "The date of publication '05/06/2021' has two "
               "readings: 2021-06-05 if the day comes first, 2021-05-06 if the month does"),
    ),
    "a day that there was not": (
        "c.csv", HEAD + "One,,,,\nTwo,,,S,2021-02-29\n",
        BadRow(2, "source_published", "2021-02-29",
               "The date of publication '2021-02-29' is no day of the calendar"),
    ),
    "a bare number as a date": (
        "c.csv", HEAD + "One,,,,\nTwo,,,S,44352\n",
        BadRow(2, "source_published", "44352", "The date of publication '44352' is a bare number"),
    ),
    "a misspelt status": (
        "c.csv", HEAD + "One,,,,\nTwo,chekced,,,\n",
        BadRow(2, "status", "chekced", "There is no status 'chekced'. Did you mean 'checked'?"),
    ),
    "a misspelt verdict": (
        "c.csv", HEAD + "One,,,,\nTwo,,refutd,,\n",
        BadRow(2, "verdict", "refutd", "There is no verdict 'refutd'. Did you mean 'refuted'?"),
    ),
    "a word elsewhere that means two of ours": (
        "c.csv", HEAD + "One,,,,\nTwo,,half-true,,\n",
        BadRow(2, "verdict", "half-true", "The rating 'half-true' is not certainly one of our "
               "verdicts; the nearest are inexact, misleading"),
    ),
}  # fmt: skip
"""Files with one bad row, their second, and what is told of it; reasons by their begin."""

TAKEN: dict[str, tuple[str, str | bytes, dict[str, str | None]]] = {
    "mixed ends of lines": (
        "c.csv", b"claim,verdict\r\nOne,refuted\nTwo,supported\rThree,\r\n",
        {"One": "refuted", "Two": "supported", "Three": None},
    ),
    "UTF-16 with a mark": ("c.csv", "claim\nZwölf\n".encode("utf-16"), {"Zwölf": None}),
    "UTF-16 without one": ("c.csv", "claim\nZwölf\n".encode("utf-16-be"), {"Zwölf": None}),
    "an older encoding": ("c.csv", "claim\nZwölf\n".encode("cp1252"), {"Zwölf": None}),
    "verdicts of others that are certain": (
        "c.csv", "claim,verdict\nOne,Pants on Fire\nTwo,REFUTES\n",
        {"One": "refuted", "Two": "refuted"},
    ),
    "dates with one reading": (
        "c.csv", HEAD + 'One,,,S,13/06/2021\nTwo,,,T,"June 5, 2021"\n', {"One": None, "Two": None},
    ),
    "an empty array": ("c.json", "[]", {}),
}  # fmt: skip
"""What looks bad and has one reading: its claims and their verdicts."""


def made(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def ledger(workspace: Workspace, folder: Path) -> bytes:
    """All that the workspace holds, history and all."""
    path = folder / "all.jsonl"
    workspace.export(path)
    return path.read_bytes()


def refusal(workspace: Workspace, folder: Path, path: Path) -> AnnotError:
    """The error that an import meets; nothing is written, and the file is named."""
    before = ledger(workspace, folder)
    with pytest.raises(AnnotError) as refused:
        workspace.import_file(path)
    assert ledger(workspace, folder) == before
    assert path.name in refused.value.message
    assert refused.value.hint
    return refused.value


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_that_cannot_be_read_is_one_clear_error(
    workspace: Workspace, tmp_path: Path, what: str
) -> None:
    name, content, told = REFUSED[what]
    error = refusal(workspace, tmp_path, made(tmp_path, name, content))
    said = f"{error.message} {error.hint}"
    assert all(words in said for words in told), said
    assert len(said) < 1000


@pytest.mark.parametrize("what", BAD_ROWS)
def test_a_bad_row_is_told_with_its_place_its_value_and_what_to_do(
    workspace: Workspace, tmp_path: Path, what: str
) -> None:
    name, content, expected = BAD_ROWS[what]
    error = refusal(workspace, tmp_path, made(tmp_path, name, content))
    assert isinstance(error, BadRowsError)
    (bad,) = error.rows
    assert (bad.row, bad.column, bad.value) == (expected.row, expected.column, expected.value)
    assert bad.reason.startswith(expected.reason)
    assert "--skip-bad" in error.hint


@pytest.mark.parametrize("what", TAKEN)
def test_what_has_one_reading_is_taken(workspace: Workspace, tmp_path: Path, what: str) -> None:
    name, content, claims = TAKEN[what]
    workspace.import_file(made(tmp_path, name, content))
    assert {claim.text: claim.verdict for claim in workspace.claims.list()} == claims


def test_a_folder_and_a_file_that_is_not_there(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "f.csv").mkdir()
    assert "is a folder" in refusal(workspace, tmp_path, tmp_path / "f.csv").message
    assert "no file" in refusal(workspace, tmp_path, tmp_path / "none.csv").message


def piped(folder: Path, content: str) -> Path:
    """A named pipe into which somebody writes."""
    pipe = folder / "pipe.csv"
    os.mkfifo(pipe)
    threading.Thread(target=pipe.write_text, args=(content,), daemon=True).start()
    return pipe


def test_a_named_pipe_is_read_to_its_end(workspace: Workspace, tmp_path: Path) -> None:
    assert workspace.import_file(piped(tmp_path, "claim\nOne\n")).added == 1


@pytest.mark.parametrize("content", ["", 'claim\n"One\n'])
def test_what_is_bad_in_a_pipe_is_told(workspace: Workspace, tmp_path: Path, content: str) -> None:
    assert isinstance(refusal(workspace, tmp_path, piped(tmp_path, content)), InputFileError)


def test_bad_elements_of_an_array_are_set_aside_and_can_be_mended(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = made(tmp_path, "c.json", '[{"claim":"One"},\n{"claim":"Two","n":NaN},{"claim":"Six"}]')
    rejects = tmp_path / "rejects.csv"
    done = workspace.import_file(path, skip_bad=rejects)
    assert (done.added, done.skipped) == (2, 1)
    assert json.dumps('{"claim":"Two","n":NaN}')[1:-1].replace('"', '""') in rejects.read_text()
