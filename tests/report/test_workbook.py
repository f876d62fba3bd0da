"""The report as a workbook: one sheet a noun, links live, and nothing in it that computes."""

from __future__ import annotations

import io
from typing import Any

from hostile_reports import hostile_reports
from hypothesis import HealthCheck, given, settings
from openpyxl import load_workbook
from report_builders import library_report
from written import xlsx_of

from annot.report.model import Report


def sheets(report: Report) -> dict[str, list[tuple[Any, ...]]]:
    workbook = load_workbook(io.BytesIO(xlsx_of(report)))
    return {
        sheet.title: [tuple(cell.value for cell in row) for row in sheet.iter_rows()]
        for sheet in workbook
    }


def test_a_reader_of_another_make_finds_a_sheet_for_each_noun() -> None:
    library = library_report()
    found = sheets(library)
    assert list(found)[:5] == ["report", "claims", "evidence", "sources", "notes and queries"]
    assert len(found["claims"]) == 1 + len(library.claims)
    assert [row[0] for row in found["claims"][1:]] == [claim.number for claim in library.claims]
    assert len(found["evidence"]) == 1 + sum(len(claim.evidence) for claim in library.claims)
    assert len(found["sources"]) == 1 + len(library.sources)


def test_every_sheet_can_be_filtered_and_keeps_its_heading_in_sight() -> None:
    for sheet in load_workbook(io.BytesIO(xlsx_of(library_report()))):
        assert sheet.auto_filter.ref
        assert sheet.freeze_panes == "A2"


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(hostile_reports())
def test_nothing_computes_and_only_plain_addresses_are_links(hostile: Report) -> None:
    for sheet in load_workbook(io.BytesIO(xlsx_of(hostile))):
        assert sheet.sheet_state == "visible"
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert not str(cell.value or "").startswith(("=", "+", "-", "@"))
                if cell.hyperlink is not None:
                    assert cell.hyperlink.target.startswith(("http://", "https://", "mailto:"))


def test_a_text_that_is_longer_than_a_cell_is_cut_with_a_sign() -> None:
    from dataclasses import replace

    library = library_report()
    (article, *rest) = library.articles
    long = replace(article.claims[0], text="x" * 50_000)
    claims = [long, *article.claims[1:]]
    report = replace(library, articles=[replace(article, claims=claims), *rest])
    cell = sheets(report)["claims"][1][4]
    assert len(cell) < 32_768
    assert cell.endswith("…")
