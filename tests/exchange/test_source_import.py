from __future__ import annotations

import pytest
from bibliography_files import file_of, written

from annot.errors import BadRowsError
from annot.exchange.bibtex_out import write_bibtex
from annot.exchange.csl_json import write_csl_json
from annot.exchange.ris import read_ris, write_ris
from annot.exchange.source_rows import import_sources
from annot.vocabulary import Audience
from annot.workspace import Workspace

TWO = """TY  - BOOK
TI  - The harbour
AU  - Roe, Ann
PY  - 1999
ER  -
TY  - ELEC
TI  - Timetable
UR  - https://example.org/times?utm_source=x
N1  - by heart
ER  -
"""


def test_sources_come_in_as_one_operation_that_one_undo_takes_back(workspace: Workspace) -> None:
    done = import_sources(workspace._ledger, read_ris(file_of(TWO)))
    assert (done.sources, done.added, done.left_out) == (2, 2, {"N1": 1})
    assert [item.action for item in workspace.history.list()][:1] == ["import"]
    assert [source.slug for source in workspace.sources.list()] == ["the-harbour", "timetable"]
    workspace.history.undo()
    assert workspace.sources.list() == []


def test_the_same_file_again_changes_nothing(workspace: Workspace) -> None:
    table = read_ris(file_of(TWO))
    import_sources(workspace._ledger, table)
    history = workspace.history.list()
    again = import_sources(workspace._ledger, table)
    assert (again.added, again.updated, again.unchanged) == (0, 0, 2)
    assert workspace.history.list() == history


def test_a_source_that_is_there_is_found_again_and_filled_in(workspace: Workspace) -> None:
    workspace.sources.add(url="http://www.example.org/times", title="Times")
    given = f"{TWO}TY  - ELEC\nUR  - https://example.org/times\nY2  - 2024/02/03/\nER  -\n"
    done = import_sources(workspace._ledger, read_ris(file_of(given)))
    assert (done.sources, done.added, done.updated, done.doubled) == (2, 1, 1, 1)
    found = workspace.sources.get("https://example.org/times")
    assert (found.title, found.accessed) == ("Times", "2024-02-03")


@pytest.mark.parametrize("url", ["urn:isbn:9780306406157", "https://example.org/a b"])
def test_a_source_with_an_address_of_no_normal_form_is_not_doubled(
    workspace: Workspace, url: str
) -> None:
    table = read_ris(file_of(f"TY  - BOOK\nTI  - A\nUR  - {url}\nER  -\n"))
    assert import_sources(workspace._ledger, table).added == 1
    assert import_sources(workspace._ledger, table).unchanged == 1
    assert workspace.sources.add(url=url, title="A").id == workspace.sources.list()[0].id


def test_one_bad_source_keeps_all_out(workspace: Workspace) -> None:
    bad = f"{TWO}TY  - ELEC\nTI  - Nowhere\nUR  - htp:/nowhere\nER  -\nTY  - BOOK\nER  -\n"
    with pytest.raises(BadRowsError) as caught:
        import_sources(workspace._ledger, read_ris(file_of(bad)))
    assert [(row.row, row.value) for row in caught.value.rows] == [(3, "line 11"), (4, "line 15")]
    assert "htp:/nowhere" in caught.value.rows[0].reason
    assert workspace.sources.list() == []


def test_a_dry_run_says_what_would_be_done_and_does_nothing(workspace: Workspace) -> None:
    history = workspace.history.list()
    done = import_sources(workspace._ledger, read_ris(file_of(TWO)), dry_run=True)
    assert (done.added, done.dry_run) == (2, True)
    assert (workspace.sources.list(), workspace.history.list()) == ([], history)


@pytest.mark.parametrize("write", [write_csl_json, write_bibtex, write_ris])
def test_the_public_gets_the_sources_of_what_it_may_read(
    workspace: Workspace, write: object
) -> None:
    shown = workspace.claims.add("bridge", quote="Two workers died")
    record = workspace.sources.add(title="Record", url="https://example.org/record")
    mole = workspace.sources.add(title="The mole", kind="interview", confidential=True)
    workspace.evidence.add(shown, record)
    workspace.evidence.add(shown, mole)
    workspace.claims.set(shown, verdict="refuted", status="checked")
    hidden = workspace.claims.add("bridge", quote="four million crowns")
    workspace.evidence.add(hidden, workspace.sources.add(title="Unfinished work"))
    workspace.sources.add(title="Not cited yet")

    data, summary = written(write, workspace, Audience.PUBLIC)
    assert b"Record" in data
    assert not any(name in data for name in (b"mole", b"Unfinished", b"Not cited"))
    assert (summary.claims, summary.rows, summary.withheld) == (1, 1, 1)

    narrow, summary = written(write, workspace, wanted="verdict:none")
    assert (b"Unfinished" in narrow, b"Record" in narrow, summary.rows) == (True, False, 1)

    everything, summary = written(write, workspace)
    assert summary.rows == 4
    assert everything == written(write, workspace)[0]
