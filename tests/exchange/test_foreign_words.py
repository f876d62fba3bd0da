"""Verdicts in words of other vocabularies: taken where they are certain, refused where not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from table_files import table

from annot.errors import BadRowsError
from annot.workspace import Workspace


def test_words_with_one_meaning_are_taken_and_told(workspace: Workspace, tmp_path: Path) -> None:
    words = ["True", "mostly true", "FALSE", "Pants on Fire!", "pants-on-fire", "NOT ENOUGH INFO",
             "refuted", "", "In progress", "Research in progress"]  # fmt: skip
    lines = [f"k{number},Claim {number},{word}" for number, word in enumerate(words)]
    path = table(tmp_path, "\n".join(["key,claim,verdict", *lines]))
    done = workspace.import_file(path)
    found = [(claim.verdict, claim.status.value) for claim in workspace.claims.list()]
    assert found == [
        ("supported", "checked"), ("inexact", "checked"), ("refuted", "checked"),
        ("refuted", "checked"), ("refuted", "checked"), ("unproven", "checked"),
        ("refuted", "checked"), (None, "todo"), (None, "checking"), (None, "checking"),
    ]  # fmt: skip
    assert done.verdict_words == {
        "false": "refuted",
        "in progress": "status checking",
        "mostly true": "inexact",
        "not enough info": "unproven",
        "pants on fire": "refuted",
        "research in progress": "status checking",
        "true": "supported",
    }
    assert done.left_out == {"ridiculous (pants on fire)": 2}
    assert workspace.import_file(path).unchanged == 10


def test_rows_read_one_by_one_are_counted_once(workspace: Workspace, tmp_path: Path) -> None:
    rows = [{"claim": f"Claim {n}", "verdict": "Pants on fire", "note": "a\nb"} for n in range(3)]
    for name, text in (
        ("claims.json", json.dumps(rows)),
        ("claims.csv", 'claim,verdict,note\nA,pants on fire,"a\nb"\nB,pants on fire,\n'),
    ):
        done = workspace.import_file(table(tmp_path, text, name))
        assert done.left_out == {"ridiculous (pants on fire)": done.claims}
        assert workspace.import_file(tmp_path / name).unchanged == done.claims


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("Half true", "not certainly one of our verdicts; the nearest are inexact, misleading"),
        ("mostly false", "not certainly"),
        ("suported", "Did you mean 'supported'?"),
        ("5 stars", "There is no verdict '5 stars'"),
    ],
)
def test_a_word_with_several_meanings_is_refused_with_the_near_ones(
    workspace: Workspace, tmp_path: Path, word: str, told: str
) -> None:
    with pytest.raises(BadRowsError) as refused:
        workspace.import_file(table(tmp_path, f"claim,verdict\nOne,{word}\n"))
    (bad,) = refused.value.rows
    assert (bad.column, bad.value) == ("verdict", word)
    assert told in bad.reason


def test_a_status_that_is_given_counts_more_than_a_word(
    workspace: Workspace, tmp_path: Path
) -> None:
    workspace.import_file(table(tmp_path, "claim,verdict,status\nOne,in progress,query\n"))
    assert workspace.claims.get(1).status == "query"
