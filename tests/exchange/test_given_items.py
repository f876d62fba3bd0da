"""`workspace.claims.add_many`: what a program gives, with the guarantees of a file."""

from __future__ import annotations

import csv
from collections import namedtuple
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from annot.errors import BadRowsError, InputFileError, InvalidValueError, NotFoundError
from annot.exchange.progress import Progress
from annot.vocabulary import Verdict
from annot.workspace import Workspace


@dataclass
class Checked:
    key: str
    claim: str
    verdict: Verdict | None = None


Told = namedtuple("Told", "key claim source_url")


def test_mappings_and_records_are_taken_in_as_one_operation(workspace: Workspace) -> None:
    done = workspace.claims.add_many(
        [
            {"key": "a", "claim": "One", "verdict": "refuted", "Desk": "Sport"},
            Checked("b", "Two", Verdict.SUPPORTED),
            Told("c", "Three", "https://example.org/3"),
        ]
    )
    assert (done.added, done.sources_added, dict(done.kept_columns)) == (3, 1, {"Desk": ()})
    told = [(claim.key, claim.text, claim.verdict) for claim in workspace.claims.list()]
    assert told == [("a", "One", "refuted"), ("b", "Two", "supported"), ("c", "Three", None)]
    assert workspace.claims.get(1).extra == {"Desk": "Sport"}
    workspace.history.undo()
    assert workspace.claims.list() == []


def test_the_same_items_again_change_nothing_and_a_changed_one_changes_its_claim(
    workspace: Workspace,
) -> None:
    items = [{"key": f"k{n}", "claim": f"=Claim {n}", "tags": ["a, b", "c"]} for n in range(1500)]
    assert workspace.claims.add_many(items).added == 1500
    assert workspace.claims.add_many(iter(items)).unchanged == 1500
    items[7] = {**items[7], "claim": "Another"}
    done = workspace.claims.add_many(items)
    assert (done.updated, done.unchanged) == (1, 1499)
    assert workspace.claims.list("key:k7")[0].text == "Another"
    assert workspace.claims.list("key:k8")[0].tags == ["a, b", "c"]


def test_values_of_many_kinds_say_what_a_table_says(workspace: Workspace) -> None:
    workspace.claims.add_many(
        [
            {
                "key": UUID(int=7),
                "article": "bridge",
                "quote": "four million crowns",
                "claim": None,
                "locator": 14,
                "source_title": "Record",
                "source_authors": ("Doe; Jane", "Roe"),
                "source_published": date(1931, 5, 3),
                "source_confidential": True,
                "evidence": [{"source_title": "Other", "stance": "context", "note": "n"}],
                "notes": [{"text": "why?", "kind": "query", "to": "author"}],
                "score": 0.5,
                "price": Decimal("1.10"),
                "missing": float("nan"),
                "at": datetime(2021, 5, 3, 10, tzinfo=UTC),
                "nested": {"b": [1, None]},
            }
        ]
    )
    (claim,) = workspace.claims.list()
    assert (claim.text, claim.status) == ("four million crowns", "query")
    record, other = workspace.sources.list()
    assert (record.authors, record.published) == (["Doe; Jane", "Roe"], "1931-05-03")
    assert (record.confidential, other.title) == (True, "Other")
    assert [link.locator for link in workspace.evidence.list(claim)] == ["14", ""]
    assert claim.extra == {
        "score": "0.5",
        "price": "1.10",
        "at": "2021-05-03T10:00:00+00:00",
        "nested": '{"b":[1,null]}',
    }


def test_bad_items_are_told_with_their_index_and_nothing_is_written(workspace: Workspace) -> None:
    items: list[Any] = [
        {"claim": "One"},
        {"claim": "Two", "verdict": "suported"},
        "Three",
        {"claim": object()},
        {"claim": "Five", 7: "x"},
        {"verdict": "refuted"},
        {"claim": "\ud800"},
        {"claim": "Seven", "score": float("inf")},
    ]
    with pytest.raises(BadRowsError, match="7 items cannot be taken") as refused:
        workspace.claims.add_many(items)
    assert [bad.row for bad in refused.value.rows] == [1, 2, 3, 4, 5, 6, 7]
    assert "no mapping" in refused.value.rows[1].reason
    assert workspace.claims.list() == []


def test_bad_items_may_be_set_aside(workspace: Workspace, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    items = [{"claim": "One"}, {"claim": "=Two", "verdict": "suported"}, {"claim": "Three"}]
    done = workspace.claims.add_many(items, skip_bad=rejects)
    assert (done.added, done.skipped) == (2, 1)
    with rejects.open(newline="") as lines:
        (row,) = csv.DictReader(lines)
    assert (row["_row"], row["claim"], row["verdict"]) == ("1", "'=Two", "suported")
    rejects.write_text(rejects.read_text().replace("suported", "supported"))
    workspace.import_file(rejects)
    assert workspace.claims.list("verdict:supported")[0].text == "=Two"


def test_an_error_while_items_come_leaves_nothing(workspace: Workspace) -> None:
    def broken() -> Iterator[dict[str, str]]:
        yield {"claim": "One"}
        raise RuntimeError("the feed broke off")

    with pytest.raises(RuntimeError):
        workspace.claims.add_many(broken())
    assert workspace.claims.list() == []


@pytest.mark.file
def test_options_are_those_of_a_file(workspace: Workspace, tmp_path: Path) -> None:
    item = {"key": "a", "quote": "four million crowns", "verdict": "refuted"}
    told: list[Progress] = []
    assert workspace.claims.add_many([item], article="bridge", dry_run=True).dry_run
    workspace.claims.add_many([item], article="bridge", progress=told.append)
    assert told == [(1, 1.0)]
    workspace.claims.set(1, verdict="supported")
    assert workspace.claims.add_many([item], article="bridge").kept == 1
    out = tmp_path / "conflicts.csv"
    assert workspace.claims.add_many([item], article="bridge", conflicts=out).conflicts == 1
    assert workspace.claims.add_many([item], article="bridge", on_conflict="take").overruled == 1
    assert workspace.claims.add_many([]).claims == 0
    with pytest.raises(NotFoundError):
        workspace.claims.add_many([item], article="tunnel")
    with pytest.raises(InvalidValueError, match="overwritten"):
        workspace.claims.add_many([item], skip_bad=workspace.path)


def test_dates_of_items_may_be_read_one_way(workspace: Workspace) -> None:
    item = {"claim": "One", "source_title": "S", "source_published": "05/06/2021"}
    with pytest.raises(BadRowsError, match="two readings"):
        workspace.claims.add_many([item])
    workspace.claims.add_many([item], dates="month-first")
    assert workspace.sources.list()[0].published == "2021-05-06"


def test_names_are_not_guessed(workspace: Workspace) -> None:
    with pytest.raises(InputFileError, match="no column for the claims") as refused:
        workspace.claims.add_many([{"statement": "One"}])
    assert "claim=statement" in refused.value.hint
    workspace.claims.add_many([{"claim": "One", "rating": "5 stars"}])
    assert workspace.claims.get(1).extra == {"rating": "5 stars"}
