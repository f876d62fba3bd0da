from __future__ import annotations

import datetime as dt
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from bibliography_files import file_of
from openpyxl import Workbook
from workbook_files import SHEET, declaring, table, with_parts, with_sheet, workbook

from annot.errors import InputFileError
from annot.exchange.claims_in import Terms, take_table
from annot.exchange.table import Table
from annot.exchange.xlsx_child import MEMORY
from annot.exchange.xlsx_table import XlsxRows, read_xlsx
from annot.workspace import Workspace

CLAIM = ("claim",)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read(data: bytes, sheet: str = "") -> Table:
    return read_xlsx(file_of(data, "claims.xlsx"), sheet=sheet)


def refusal(data: bytes, sheet: str = "") -> str:
    with pytest.raises(InputFileError) as caught:
        read(data, sheet)
    assert "claims.xlsx" in caught.value.message
    assert "Traceback" not in caught.value.message
    return f"{caught.value.message} {caught.value.hint}"


def cells(data: bytes) -> list[Any]:
    found = read(data)
    return [list(row.cells.values()) for row in found.rows]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1999, "1999"),
        (1.0, "1"),
        (0.1, "0.1"),
        (-2.5, "-2.5"),
        (123456789012345, "123456789012345"),
        (1e-7, "0.0000001"),
        (dt.date(2020, 1, 2), "2020-01-02"),
        (dt.datetime(2020, 1, 2), "2020-01-02"),
        (dt.datetime(2020, 1, 2, 3, 4, 5), "2020-01-02T03:04:05"),
        (dt.time(3, 4), "03:04:00"),
        (dt.timedelta(hours=51, minutes=2), "51:02:00"),
        (True, "TRUE"),
        ("  two\nlines ", "  two\nlines "),
        ("_x0041_", "A"),
        ("‮é👩‍🚀", "‮é👩‍🚀"),
    ],
)
def test_a_cell_is_the_text_that_people_see(value: object, text: str) -> None:
    assert cells(table(CLAIM, (value,))) == [[text]]


def test_rows_have_the_numbers_of_the_sheet() -> None:
    def fill(book: Workbook) -> None:
        for place, value in (("C3", "claim"), ("D3", "verdict"), ("C4", "one"), ("D7", "refuted")):
            book.active[place] = value

    found = read(workbook(fill))
    assert found.columns == ("claim", "verdict")
    assert [(row.number, row.cells) for row in found.rows] == [
        (4, {"claim": "one", "verdict": ""}),
        (7, {"claim": "", "verdict": "refuted"}),
    ]
    assert [row.number for row in found.rows] == [4, 7]


def test_all_sheets_are_read_but_hidden_ones_and_one_is_if_it_is_named() -> None:
    def fill(book: Workbook) -> None:
        book.active.title = "First"
        for row in (("claim", "key"), ("one", "a")):
            book.active.append(row)
        for name, state in (("Second", "visible"), ("Lists", "hidden")):
            sheet = book.create_sheet(name)
            sheet.sheet_state = state
            for row in (("key", "claim"), ("b", name)):
                sheet.append(row)
        book.create_sheet("Empty")

    data = workbook(fill)
    found = read(data)
    assert [row.cells for row in found.rows] == [
        {"claim": "one", "key": "a"},
        {"claim": "Second", "key": "b"},
    ]
    assert found.left_out == {"hidden sheets": 1}
    assert isinstance(found.rows, XlsxRows)
    assert [found.rows.place(row.number) for row in found.rows] == [
        "sheet 'First', row 2",
        "sheet 'Second', row 2",
    ]
    assert [row.cells["claim"] for row in read(data, "Lists").rows] == ["Lists"]
    assert "It has: 'First', 'Second', 'Lists', 'Empty'" in refusal(data, "Third")
    assert "'Empty', is empty" in refusal(data, "Empty")


def test_what_merged_cells_say_they_say_of_every_row() -> None:
    def fill(book: Workbook) -> None:
        for row in (("claim", "source_url"), ("one", "a"), (None, "b"), (None, "c"), (None, "d")):
            book.active.append(row)
        book.active.merge_cells("A2:A4")

    assert cells(workbook(fill)) == [["one", "a"], ["one", "b"], ["one", "c"], ["", "d"]]


def test_the_value_that_a_formula_had_last_is_read() -> None:
    data = with_sheet(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>claim</t></is></c></row>'
        '<row r="2"><c r="A2" t="str"><f>"a"&amp;"b"</f><v>ab</v></c></row>'
        '<row r="3"><c r="A3"><f>1+1</f><v>2</v></c></row>'
        '<row r="4"><c r="A4"><f>1+1</f></c></row>'
        '<row r="5"><c r="A5" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )
    rows = list(read(data).rows)
    assert [row.cells["claim"] for row in rows] == ["ab", "2", "", ""]
    assert [row.damage for row in rows[:2]] == ["", ""]
    assert rows[2].damage.startswith("the cell A4 holds a formula without a value")
    assert rows[3].damage == "the cell A5 holds the error #DIV/0!"


def test_a_number_that_has_lost_its_digits_is_told() -> None:
    row = next(iter(read(table(CLAIM, (12345678901234567890,))).rows))
    assert row.damage.startswith("a number has lost its last digits: 1234567890")


def test_what_stands_beside_the_table_is_told() -> None:
    rows = read(table(("claim", None, "key"), ("x", "stray", "k"), ("y", None, "l", "more"))).rows
    assert [row.damage for row in rows] == [
        "'stray' stands in a column without a name",
        "'more' stands in a column without a name",
    ]


def test_two_columns_of_one_name_are_refused() -> None:
    assert "two columns named 'claim'" in refusal(table(("claim", "claim"), ("a", "b")))


def test_a_workbook_is_taken_in_as_a_table(workspace: Workspace) -> None:
    data = table(
        ("Claim", "article", "quote", "key", "source_url", "source_published"),
        ("", "bridge", "Two workers died", 17, "https://example.org/a", dt.date(2020, 1, 2)),
    )
    done = take_table(workspace._ledger, read(data), Terms())
    assert (done.added, done.sources_added, done.bad) == (1, 1, ())
    assert workspace.claims.get(1).key == "17"
    assert workspace.sources.list()[0].published == "2020-01-02"


FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
LAUGHS = "<!DOCTYPE w [<!ENTITY a0 'lol'>{}]>".format(
    "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "is empty"),
        (b"claim\nx\n", "is no Excel workbook"),
        (b"<html><table></table></html>", "is no Excel workbook"),
        (OLE + bytes(2000), "the old kind (.xls)"),
        (OLE + bytes(2000) + "EncryptedPackage".encode("utf-16-le"), "encrypted with a password"),
        (table(CLAIM)[:-200], "is no Excel workbook"),
        (with_parts(table(CLAIM), {"xl/workbook.xml": None}), "is a ZIP archive"),
        (
            with_parts(table(CLAIM), {"xl/workbook.xml": None, "word/document.xml": b"<w/>"}),
            "is a text document (.docx)",
        ),
        (with_parts(table(CLAIM), {SHEET: b"<worksheet"}), "damaged"),
        (with_parts(table(CLAIM), {SHEET: b"\x00\xff"}), "claims.xlsx"),
        (table(), "is empty"),
        (with_sheet('<row r="1"><c r="A1" t="str"><v>&a11;</v></c></row>', LAUGHS), "damaged"),
        (with_sheet(FAR), "1,024 MB of memory"),
    ],
)
def test_what_is_no_workbook_is_one_clear_error(data: bytes, told: str) -> None:
    begun = time.monotonic()
    assert told in refusal(data)
    assert time.monotonic() - begun < 20


def test_a_bomb_is_refused_by_what_it_says_and_by_what_it_does() -> None:
    bomb = with_parts(table(CLAIM), {SHEET: b" " * (520 << 20)})
    assert len(bomb) < 1 << 20
    begun = time.monotonic()
    assert "would unpack to 5" in refusal(bomb)
    assert "damaged" in refusal(declaring(bomb, SHEET, 1000))
    assert time.monotonic() - begun < 20


USED = """
import resource, sys
from pathlib import Path
import annot
with annot.open(sys.argv[1], actor="dana") as workspace:
    try:
        workspace.import_file(sys.argv[2])
    except annot.AnnotError as error:
        print(error.message.replace("\\n", " "))
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)
"""
"""Takes in a workbook in a process that has no other children, whose memory would be counted."""


def test_a_text_that_stands_in_very_many_cells_takes_no_more_than_its_memory(
    tmp_path: Path,
) -> None:
    strings = f"<sst><si><t>{'x' * 30_000}</t></si></sst>".encode()
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 90_000))
    data = with_parts(with_sheet(rows), {"xl/sharedStrings.xml": strings})
    (tmp_path / "cells.xlsx").write_bytes(data)
    command = [sys.executable, "-c", USED, tmp_path / "story.db", tmp_path / "cells.xlsx"]
    told, used = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )[:2]
    assert "1,024 MB" in told
    assert int(used) <= MEMORY + (64 << 20)


@pytest.mark.parametrize("seed", range(12))
def test_a_workbook_with_changed_bytes_gives_a_table_or_an_error(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    data = bytearray(table(CLAIM, ("one",), (2,), (dt.date(2020, 1, 2),)))
    for _ in range(seed + 1):
        data[chance.randrange(len(data))] = chance.randrange(256)
    try:
        found = read(bytes(data))
    except InputFileError:
        return
    assert all(isinstance(row.number, int) for row in found.rows)
