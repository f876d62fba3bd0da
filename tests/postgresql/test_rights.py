"""With the rights that the documentation gives, on a real server: who may do what."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

import annot
from annot.demo import load
from annot.errors import WorkspaceError
from annot.store.place import Server
from annot.store.reading import Reader
from annot.store.upgrade import upgrade
from tests.given_server import Given, documented
from tests.next_schema import next_steps
from tests.past_annot import past_annot
from tests.postgres_cluster import Cluster

ROLES = ("annot_reader", "annot_checker")


def is_spread(postgres: Cluster) -> bool:
    return isinstance(postgres, Given) and postgres.is_spread


@pytest.fixture
def people(server: Server, postgres: Cluster) -> Iterator[dict[str, Server]]:
    """The workspace for somebody who reads and somebody who checks, with the documented rights."""
    with annot.open(server, actor="dana") as workspace:
        load(workspace)
    database = server.url.rpartition("@/")[2].partition("?")[0]
    statements = [part for part in documented("GRANT").split(";") if part.strip()]
    if is_spread(postgres):  # see the page
        statements.append("GRANT UPDATE ON content, seal TO annot_checker")
    postgres.run(*statements, database=database)
    postgres.run(
        "CREATE ROLE rita LOGIN IN ROLE annot_reader",
        "CREATE ROLE carl LOGIN IN ROLE annot_checker",
        database=database,
    )
    yield {
        name: Server(server.url.replace("annot_admin@", f"{name}@")) for name in ("rita", "carl")
    }
    postgres.run("DROP ROLE rita", "DROP ROLE carl", database=database)
    postgres.run(*(f"DROP OWNED BY {role}" for role in ROLES), database=database)
    postgres.run(*(f"DROP ROLE {role}" for role in ROLES), database=database)


def test_who_reads_sees_everything_and_changes_nothing(
    people: dict[str, Server], tmp_path: Path
) -> None:
    with annot.open(people["rita"], actor="rita") as workspace:
        assert len(workspace.claims.list(limit=None)) == 40
        assert workspace.claims.list("torture") or workspace.claims.list("convention")
        assert workspace.history.verify().breaks == ()
        workspace.export(tmp_path / "claims.csv")
        for change in (
            lambda: workspace.claims.set(1, reasoning="Mine"),
            lambda: workspace.sources.add(title="Yearbook"),
            lambda: workspace.history.undo(anybody=True),
        ):
            with pytest.raises(WorkspaceError, match="does not allow this user"):
                change()
    reader = Reader(people["rita"])
    assert reader.claim(1) is not None
    reader.close()


def test_who_checks_can_do_what_annot_does(people: dict[str, Server], tmp_path: Path) -> None:
    with annot.open(people["carl"], actor="carl") as workspace:
        article = workspace.articles.add("It has 31 trams. It rains.", title="Trams")
        claim = workspace.claims.add(article, quote="31 trams")
        workspace.evidence.add(claim, workspace.sources.add(title="Fleet"), stance="refutes")
        workspace.claims.set(claim, verdict="refuted", correction="29 trams")
        workspace.notes.ask(claim, "Says who?", to="author")
        workspace.articles.revise(article, "It has 29 trams. It rains.")
        workspace.claims.add_many([{"claim": f"Number {n}"} for n in range(30)])
        workspace.history.undo()
        workspace.history.redo()
        workspace.articles.remove(article)
        workspace.history.undo()
        workspace.report(tmp_path / "report.html")
        workspace.export(tmp_path / "ledger.jsonl")
        assert workspace.history.verify().breaks == ()


@pytest.mark.parametrize("table", ["event", "change", "content", "seal"])
@pytest.mark.parametrize("does", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_who_checks_cannot_rewrite_the_history(
    people: dict[str, Server], postgres: Cluster, table: str, does: str
) -> None:
    if is_spread(postgres) and table in ("content", "seal") and does.startswith("UPDATE"):
        pytest.skip("Citus wants that right")
    column = {"event": "actor", "change": "after", "content": "data", "seal": "at"}[table]
    with (
        psycopg.connect(people["carl"].url) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(does.format(table, column, column).encode())


def test_who_checks_cannot_change_the_tables(people: dict[str, Server]) -> None:
    for statement in (
        b"ALTER TABLE event DROP COLUMN hash", b"DROP TABLE event CASCADE",
        b"CREATE TABLE public.mine (a integer)", b"UPDATE annot_schema SET version = 1",
        b"CREATE OR REPLACE VIEW history_view AS SELECT 1",
        b"ALTER TABLE claim DISABLE TRIGGER ALL",
    ):  # fmt: skip
        with (
            psycopg.connect(people["carl"].url) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(statement)


def test_what_is_changed_past_annot_is_found(people: dict[str, Server]) -> None:
    with psycopg.connect(people["carl"].url) as connection:
        connection.execute("UPDATE claim SET reasoning = reasoning || '!' WHERE id = 1")
        connection.execute("DELETE FROM note WHERE id = (SELECT min(id) FROM note)")
    with annot.open(people["rita"], actor="rita") as workspace:
        breaks = {item.where.partition(" ")[0] for item in workspace.history.verify().breaks}
    assert breaks == {"claim", "note"}


def test_who_reads_can_make_a_backup_and_look_for_damages(
    people: dict[str, Server], tmp_path: Path
) -> None:
    with annot.open(people["rita"], actor="rita") as workspace:
        done = workspace.backup(tmp_path / "kept.db")
        found = workspace.doctor(full=True)
        assert (found.damages, found.left_out) == ((), ())
    with annot.open(done.path, actor="rita") as kept:
        assert kept.history.verify().root == done.root


def test_who_does_not_manage_can_neither_purge_nor_repair_nor_upgrade(
    people: dict[str, Server], server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with annot.open(server, actor="dana") as workspace:
        workspace.articles.add("Nobody checks this.", title="Over")
        workspace.articles.remove("over")
    past_annot(server, "UPDATE claim SET evidence_count = 9 WHERE id = 1")
    migrations = next_steps(tmp_path / "next")
    for name, theirs in people.items():
        with annot.open(theirs, actor=name) as workspace:
            assert workspace.purge(older_than="0d").items
            assert [item.code for item in workspace.doctor().damages] == ["evidence-count"]
            with pytest.raises(WorkspaceError, match="does not allow this user"):
                workspace.purge(older_than="0d", yes=True)
            with pytest.raises(WorkspaceError, match="does not allow this user"):
                workspace.doctor(repair=True)
        with pytest.raises(WorkspaceError, match="does not allow this user"):
            upgrade(theirs, migrations=migrations)


def test_what_is_mended_keeps_its_rights(
    people: dict[str, Server], server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    past_annot(server, "DROP VIEW claims_view", "DROP TABLE claim_fts")
    with annot.open(server, actor="dana") as workspace:
        assert workspace.doctor(repair=True).damages == ()
    with annot.open(people["carl"], actor="carl") as workspace:
        number = workspace.claims.add(text="The harbour froze").id
        assert [claim.id for claim in workspace.claims.list("harbour froze")] == [number]
    with psycopg.connect(people["rita"].url) as connection:
        assert connection.execute("SELECT count(*) FROM claims_view").fetchone() == (41,)
