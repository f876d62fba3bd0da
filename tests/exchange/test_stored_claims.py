from __future__ import annotations

import io
import sqlite3
import subprocess
import sys

import pytest
from exports import exported, fill

import annot
from annot.errors import InvalidValueError, WorkspaceError
from annot.exchange.averitec_out import write_averitec, write_labelled
from annot.exchange.chosen import stored_claims
from annot.exchange.claim_review_out import write_claim_reviews, write_reviews
from annot.exchange.claims_out import write_rows, write_table
from annot.exchange.json_out import write_json, write_objects
from annot.exchange.web_annotation_out import write_annotations, write_web_annotations
from annot.vocabulary import Audience
from annot.workspace import Workspace

THIN = """
import io, sys
from pathlib import Path
from annot.exchange.averitec_out import write_labelled
from annot.exchange.chosen import stored_claims
from annot.exchange.claim_review_out import write_reviews
from annot.exchange.claims_out import write_rows
from annot.exchange.json_out import write_objects
from annot.exchange.web_annotation_out import write_annotations

with stored_claims(Path(sys.argv[1]), wanted="no:anchor") as claims:
    assert write_rows(claims, io.BytesIO(), delimiter=",").claims == 1
    assert write_objects(claims, io.BytesIO()).claims == 1
assert not {"sqlalchemy", "sqlmodel", "pydantic", "textual"} & set(sys.modules), "too much"
"""


@pytest.mark.file
def test_exporting_alone_loads_nothing_that_is_slow_to_load(workspace: Workspace) -> None:
    fill(workspace)
    subprocess.run([sys.executable, "-c", THIN, str(workspace.path)], check=True)


@pytest.mark.parametrize(
    ("whole", "thin"),
    [
        (write_json, write_objects),
        (write_claim_reviews, write_reviews),
        (write_web_annotations, write_annotations),
        (write_averitec, write_labelled),
    ],
)
@pytest.mark.parametrize("wanted", ["", "verdict:refuted"])
def test_both_ways_write_the_same_bytes(
    workspace: Workspace, whole: object, thin: object, wanted: str
) -> None:
    fill(workspace)
    out = io.BytesIO()
    with stored_claims(workspace.path, wanted=wanted, audience=Audience.PUBLIC) as claims:
        done = thin(claims, out)
    assert (out.getvalue(), done) == exported(workspace, whole, wanted=wanted, audience="public")


def test_a_table_too(workspace: Workspace) -> None:
    fill(workspace)
    out = io.BytesIO()
    with stored_claims(workspace.path) as claims:
        write_rows(claims, out, delimiter="\t")
    whole = exported(workspace, lambda *given: write_table(*given, delimiter="\t"))
    assert out.getvalue() == whole[0]


@pytest.mark.file
def test_what_is_no_workspace_or_no_filter_is_told(workspace: Workspace) -> None:
    with pytest.raises(InvalidValueError), stored_claims(workspace.path, wanted="colour:red"):
        pass
    with pytest.raises(WorkspaceError), stored_claims(workspace.path.with_name("none.db")):
        pass


@pytest.mark.file
def test_a_damaged_file_is_told_in_words(workspace: Workspace) -> None:
    fill(workspace)
    path = workspace.path
    workspace.close()
    with sqlite3.connect(path) as raw:
        size = raw.execute("PRAGMA page_size").fetchone()[0]
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'ix_claim_place'"
        page = raw.execute(query).fetchone()[0]
    raw.close()
    data = bytearray(path.read_bytes())
    data[(page - 1) * size : page * size] = b"\xff" * size
    path.write_bytes(data)
    with stored_claims(path) as claims, pytest.raises(WorkspaceError, match="damaged"):
        write_objects(claims, io.BytesIO())
    with annot.open(path, actor="dana") as damaged:
        for ending in ("csv", "json"):
            with pytest.raises(WorkspaceError, match="damaged"):
                damaged.export(path.with_name(f"out.{ending}"))
            assert not path.with_name(f"out.{ending}").exists()
