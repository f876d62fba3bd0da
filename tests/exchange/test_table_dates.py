"""Dates in any habit: taken where they have one reading, refused with both where they have two."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from table_files import table

from annot.errors import BadRowsError, InvalidValueError
from annot.exchange.table_dates import table_date
from annot.operations.ledger import date
from annot.vocabulary import DateOrder
from annot.workspace import Workspace


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("", ""), ("2021", "2021"), ("2021-05", "2021-05"), (" 2021-05-03 ", "2021-05-03"),
        ("3 May 2021", "2021-05-03"), ("May 3, 2021", "2021-05-03"), ("3-May-2021", "2021-05-03"),
        ("May 3rd, 2021", "2021-05-03"), ("3rd of May 2021", "2021-05-03"),
        ("2021 May 3", "2021-05-03"), ("Sept. 2021", "2021-09"), ("05/2021", "2021-05"),
        ("03.05.2021", "2021-05-03"), ("3. 5. 2021", "2021-05-03"), ("5.13.2021", "2021-05-13"),
        ("5/13/2021", "2021-05-13"), ("13/5/2021", "2021-05-13"), ("05/05/2021", "2021-05-05"),
        ("2021/5/3", "2021-05-03"), ("2021.05.03", "2021-05-03"), ("20210503", "2021-05-03"),
        ("3. März 2021", "2021-03-03"), ("1er août 2021", "2021-08-01"),
        ("29.2.2020", "2020-02-29"),
        ("3 de mayo de 2021", "2021-05-03"), ("12 dicembre 2021", "2021-12-12"),
        ("Monday, 3 May 2021", "2021-05-03"), ("Mon, 03 May 2021 10:00:00 GMT", "2021-05-03"),
        ("2021-05-03T10:00:00Z", "2021-05-03"), ("2021-05-03 00:00:00", "2021-05-03"),
        ("5/13/2021 3:04 PM", "2021-05-13"), ("2021-05-03 10:00:00.123456+02:00", "2021-05-03"),
    ],
)  # fmt: skip
def test_a_date_with_one_reading_is_taken(text: str, day: str) -> None:
    assert table_date(text, "date") == day


@pytest.mark.parametrize("text", ["05/06/2021", "5-6-2021", "05/06/2021 10:00"])
def test_a_date_with_two_readings_is_refused_with_both(text: str) -> None:
    with pytest.raises(InvalidValueError, match=r"2021-06-05 .*2021-05-06.*--dates"):
        table_date(text, "date")
    assert table_date(text, "date", DateOrder.DAY_FIRST) == "2021-06-05"
    assert table_date(text, "date", DateOrder.MONTH_FIRST) == "2021-05-06"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("31.02.2021", "no day of the calendar"), ("2021-13-01", "no day of the calendar"),
        ("13/13/2021", "no day of the calendar"), ("3.5.21", "which century"),
        ("44319", "2021-05-03"), ("44319.0", "2021-05-03"), ("Tuesday, 3 May 2021", "no Tuesday"),
        ("yesterday", "is not a date"), ("May", "is not a date"), ("3 May", "is not a date"),
        ("2021?", "is not a date"), ("c. 2021", "is not a date"), ("2019-2021", "is not a date"),
        ("3 May 2021 or so", "is not a date"), ("12 May 13 2021", "is not a date"),
        ("a\nb", "one line"),
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused(text: str, told: str) -> None:
    with pytest.raises(InvalidValueError, match=told):
        table_date(text, "date")


@given(
    st.text(alphabet="0123456789-/. :TZamMayMonday,º²٣'", max_size=25) | st.text(max_size=12),
    st.sampled_from([None, *DateOrder]),
)
def test_any_text_is_a_date_that_the_ledger_takes_or_refused(
    text: str, order: DateOrder | None
) -> None:
    try:
        found = table_date(text, "date", order)
    except InvalidValueError:
        return
    assert date(found, "date") == found


@given(st.dates(), st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%d %B %Y", "%B %d, %Y", "%d-%b-%Y"]))
def test_every_day_survives_its_spelling(day: object, spelling: str) -> None:
    year = f"{day.year:04}"
    text = day.strftime(spelling.replace("%Y", year))
    assert table_date(text, "date") == day.isoformat()


def test_dates_of_a_table_are_stored_as_iso(workspace: Workspace, tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "claim,source_title,source_published,source_accessed\nOne,S,3 May 2021,13/5/2021\n",
    )
    workspace.import_file(path)
    (source,) = workspace.sources.list()
    assert (source.published, source.accessed) == ("2021-05-03", "2021-05-13")
    assert workspace.import_file(path).unchanged == 1


def test_ambiguous_dates_are_refused_or_settled_for_the_file(
    workspace: Workspace, tmp_path: Path
) -> None:
    rows = (
        'One,S,05/06/2021,\nTwo,,,"[{""source_title"":""T"",""source_published"":""5/6/2021""}]"\n'
    )
    path = table(tmp_path, f"claim,source_title,source_published,evidence\n{rows}")
    with pytest.raises(BadRowsError) as refused:
        workspace.import_file(path)
    first, second = refused.value.rows
    assert (first.row, first.column, first.value) == (1, "source_published", "05/06/2021")
    assert "2021-06-05" in first.reason
    assert "2021-05-06" in second.reason
    workspace.import_file(path, dates="day_first")
    assert [source.published for source in workspace.sources.list()] == ["2021-06-05"] * 2
    with pytest.raises(InvalidValueError, match="order of dates"):
        workspace.import_file(path, dates="dmy")
