"""What doctor and purge do on a server alone; what they do everywhere is in their own tests."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

import annot
from annot.cli import main
from annot.store.place import Server
from tests.past_annot import past_annot


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_rule_that_rows_break_is_held_for_new_ones_and_told_again(filled_there: Server) -> None:
    past_annot(
        filled_there,
        "ALTER TABLE claim DROP CONSTRAINT ck_claim_status_known",
        "UPDATE claim SET status = 'nice' WHERE id = 6",  # of an import: it cannot be put back
    )
    with annot.open(filled_there, actor="dana") as workspace:
        found = workspace.doctor(repair=True)

    assert {(item.code, item.where) for item in found.damages} == {
        ("constraint", "constraint ck_claim_status_known"),
        ("value", "claim 6"),
        ("row", "claim 6"),
    }
    with (
        psycopg.connect(filled_there.url) as connection,
        pytest.raises(psycopg.errors.CheckViolation),
    ):
        connection.execute("UPDATE claim SET status = 'nicer' WHERE id = 1")


def test_what_a_repair_kept_has_the_damage(filled_there: Server) -> None:
    past_annot(
        filled_there,
        "ALTER TABLE evidence DROP CONSTRAINT fk_evidence_source_id_source",
        "ALTER TABLE person DROP CONSTRAINT ck_person_role_known",
        "UPDATE evidence SET source_id = 99 WHERE id = 1",
        "UPDATE person SET role = 'boss' WHERE id = 1",
    )
    with annot.open(filled_there, actor="dana") as workspace:
        done = workspace.doctor(repair=True)

    assert done.damages == ()
    assert done.backup is not None
    assert done.backup.parent == Path.cwd()
    with annot.open(done.backup, actor="dana") as kept:
        codes = {item.code for item in kept.doctor(full=True).damages}
        assert codes == {"reference", "value", "row"}


def test_what_is_theirs_and_does_no_harm_is_left_alone(filled_there: Server) -> None:
    past_annot(
        filled_there,
        "CREATE INDEX quick ON claim (checker, id)",
        "CREATE VIEW mine AS SELECT count(*) FROM claim",
    )
    with annot.open(filled_there, actor="dana") as workspace:
        assert workspace.doctor(full=True).damages == ()


def test_a_schema_of_its_own_is_looked_at_alone(filled_there: Server) -> None:
    past_annot(filled_there, "CREATE SCHEMA desk", "CREATE TABLE desk.theirs (a integer)")
    own = Server(f"{filled_there.url}&options=-csearch_path%3Ddesk")
    past_annot(filled_there, "DROP TABLE desk.theirs")
    with annot.open(own, actor="erin") as workspace:
        workspace.claims.add(text="One is so")
        assert workspace.doctor(full=True).damages == ()
        past_annot(own, "DROP INDEX ix_claim_place", "DROP VIEW claims_view")
        done = workspace.doctor(repair=True)
        assert done.damages == ()
        assert len(done.repaired) == 2
        assert done.backup is not None
        assert ".desk.before-repair." in done.backup.name
    with annot.open(filled_there, actor="dana") as workspace:
        assert workspace.doctor(full=True).damages == ()


def test_bytes_that_others_read_are_told_to_be_there_still(
    shared: annot.Workspace,
    server: Server,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("annot.store.postgres_wiping.BUSY_SECONDS", 0.1)
    shared.articles.add("Nobody checks this.", title="Over")
    with psycopg.connect(server.url) as reading:
        reading.execute("SELECT count(*) FROM content")
        assert main(["-d", server.url, "purge", "--older-than", "0d", "--yes"]) == 0
    shown = capsys.readouterr()
    assert "text and file of over, draft 1" in shown.out
    assert "VACUUM (FULL) content" in shown.err
    assert shared.history.verify().breaks == ()
