"""A workspace on a server comes up to date and goes back whole, or stays as it was.

No schema before the first that was released on a server can be in one, so that the older ones are
made here by the steps themselves: that to the first, and one to a schema that is yet to come.
"""

from __future__ import annotations

import gzip
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

import annot
from annot.cli import main
from annot.errors import BusyError, ConflictError, NotFoundError, WorkspaceError
from annot.store.file_steps import MIGRATIONS
from annot.store.going_back import go_back
from annot.store.place import Server
from annot.store.postgres_schema import FIRST_SCHEMA, STEPS, alone, migrate
from annot.store.sqlite_file import SCHEMA_VERSION as NOW
from annot.store.upgrade import upgrade
from tests.next_schema import next_steps
from tests.past_annot import past_annot

NEXT = NOW + 1
OLD = Path(__file__).parents[1] / "store"
HALF_WAY = "op.execute('CREATE TABLE later (a INTEGER)'); raise RuntimeError('half-way')"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)


def contents(server: Server) -> dict[str, list[str]]:
    """Every row of every table, the full text too, as text."""
    with psycopg.connect(server.url) as connection:
        names = connection.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = current_schema()::regnamespace"
        ).fetchall()
        return {
            name: sorted(
                row[0] for row in connection.execute(f"SELECT CAST(t AS text) FROM {name} t")
            )
            for (name,) in names
        }


def schema(server: Server) -> list[tuple[str, ...]]:
    """What the server says of its tables, indexes, views and rules."""
    with psycopg.connect(server.url) as connection:
        found = connection.execute(
            "SELECT 'column', attrelid::regclass::text, attname || format_type(atttypid, atttypmod)"
            " || attnotnull || attcollation FROM pg_attribute JOIN pg_class c ON c.oid = attrelid"
            " WHERE attnum > 0 AND NOT attisdropped"
            " AND relnamespace = current_schema()::regnamespace"
            " UNION ALL SELECT 'rule', conrelid::regclass::text, conname ||"
            " pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE connamespace = current_schema()::regnamespace"
            " UNION ALL SELECT 'index', tablename, indexdef FROM pg_indexes"
            " WHERE schemaname = current_schema()"
            " UNION ALL SELECT 'view', viewname, definition FROM pg_views"
            " WHERE schemaname = current_schema()"
        ).fetchall()
        return sorted(found)


def rights(server: Server) -> list[tuple[str, ...]]:
    with psycopg.connect(server.url) as connection:
        found = connection.execute(
            "SELECT relname, relowner::regrole::text, aclexplode(relacl)::text FROM pg_class"
            " WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'v')"
        ).fetchall()
        return sorted(found)


def test_each_schema_since_the_first_has_a_step_on_a_server() -> None:
    found = {int(file.name[:4]) for file in MIGRATIONS.glob(f"{STEPS}/versions/[0-9]*.py")}
    assert found == set(range(FIRST_SCHEMA, NOW + 1))


def test_steps_and_a_fresh_workspace_end_in_the_same_schema(
    server: Server, nothing: Server
) -> None:
    with alone(nothing) as (driver, connection):
        migrate(connection, MIGRATIONS, 0, NOW)
        driver.execute(f"CREATE TABLE annot_schema AS SELECT {NOW} AS version")
        driver.execute("ALTER TABLE annot_schema ALTER version SET NOT NULL")

    assert schema(nothing) == schema(server)


@pytest.mark.parametrize("name", ["schema_1", "schema_4"])
def test_a_file_of_an_older_schema_comes_to_a_server(
    name: str, nothing: Server, tmp_path: Path
) -> None:
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress((OLD / f"{name}.db.gz").read_bytes()))
    with pytest.raises(WorkspaceError, match="older schema"):
        annot.open(path)
    upgrade(path)
    with annot.open(path, actor="dana") as workspace:
        root = workspace.history.verify().root
        workspace.copy(nothing)

    with annot.open(nothing, actor="dana") as shared:
        assert shared.history.verify().root == root
        assert shared.history.verify().breaks == ()
        shared.history.undo(anybody=True)
        assert shared.history.verify().breaks == ()


def test_a_step_keeps_what_is_there_and_makes_a_backup_that_opens(
    filled_there: Server, tmp_path: Path
) -> None:
    before = contents(filled_there)

    done = upgrade(filled_there, migrations=next_steps(tmp_path / "next"))

    assert (done.before, done.after) == (NOW, NEXT)
    assert done.backup is not None
    assert done.backup.parent == Path.cwd()
    assert f".schema-{NOW}.2" in done.backup.name
    now = contents(filled_there)
    assert now.pop("later") == []
    assert now.pop("annot_schema") == [f"({NEXT})"]
    assert {name: now[name] for name in before if name not in ("annot_schema", "source")} == {
        name: before[name] for name in before if name not in ("annot_schema", "source")
    }
    with pytest.raises(WorkspaceError, match="newer annot"):
        annot.open(filled_there)
    with annot.open(done.backup, actor="dana") as backup:
        assert backup.history.verify().breaks == ()
        assert backup.doctor(full=True).damages == ()


def test_a_step_that_fails_leaves_the_workspace_as_it_was(
    filled_there: Server, tmp_path: Path
) -> None:
    before = contents(filled_there), schema(filled_there)

    with pytest.raises(RuntimeError, match="half-way"):
        upgrade(filled_there, migrations=next_steps(tmp_path / "next", HALF_WAY))

    assert (contents(filled_there), schema(filled_there)) == before


def test_a_workspace_goes_back_if_nothing_was_done_since(
    filled_there: Server, tmp_path: Path
) -> None:
    past_annot(
        filled_there, "CREATE ROLE annot_helper NOLOGIN", "CREATE ROLE annot_owner NOLOGIN",
        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO annot_helper",
        'GRANT ALL ON SCHEMA public TO annot_owner',
    )  # fmt: skip
    with psycopg.connect(filled_there.url, autocommit=True) as connection:
        tables = connection.execute(
            "SELECT oid::regclass::text FROM pg_class WHERE relkind IN ('r', 'v')"
            " AND relnamespace = 'public'::regnamespace AND relname <> 'annot_schema'"
        ).fetchall()
        for (name,) in tables:
            connection.execute(f"ALTER TABLE {name} OWNER TO annot_owner".encode())
        connection.execute("GRANT UPDATE ON annot_schema TO annot_owner")
    before = contents(filled_there), schema(filled_there), rights(filled_there)
    migrations = next_steps(tmp_path / "next")
    upgrade(filled_there, migrations=migrations)
    past_annot(filled_there, "INSERT INTO later VALUES (1, 'so')",
               "UPDATE source SET shelf = '4'")  # fmt: skip
    now = contents(filled_there)

    done = go_back(filled_there, migrations=migrations)

    assert (contents(filled_there), schema(filled_there), rights(filled_there)) == before
    assert (done.before, done.after, done.lost) == (NEXT, NOW, 0)
    with closing(sqlite3.connect(done.kept)) as kept:
        assert kept.execute("SELECT said FROM later").fetchall() == [("so",)]
        assert kept.execute("SELECT DISTINCT shelf FROM source").fetchall() == [("4",)]
        assert kept.execute("PRAGMA user_version").fetchone() == (NEXT,)
    with annot.open(filled_there, actor="dana") as workspace:
        assert workspace.history.verify().breaks == ()
        assert {claim.id for claim in workspace.claims.list("ship")} >= {2, 4}
        workspace.claims.add(text="After going back")
        workspace.history.undo()
    upgrade(filled_there, migrations=migrations)
    assert contents(filled_there).keys() == now.keys()
    with psycopg.connect(filled_there.url, autocommit=True) as connection:
        connection.execute("REASSIGN OWNED BY annot_owner TO annot_admin")
        connection.execute("DROP OWNED BY annot_owner, annot_helper")
        connection.execute("DROP ROLE annot_owner, annot_helper")


def test_what_was_done_since_is_not_lost_in_silence(filled_there: Server, tmp_path: Path) -> None:
    migrations = next_steps(tmp_path / "next")
    with annot.open(filled_there, actor="dana") as workspace:
        early = workspace.backup(tmp_path / "early.db").path
        workspace.claims.add(text="Said later.")
    upgrade(filled_there, migrations=migrations)
    before = contents(filled_there)

    with pytest.raises(ConflictError, match="1 events were recorded"):
        go_back(filled_there, early, migrations=migrations)
    assert contents(filled_there) == before
    assert [path for path in Path.cwd().iterdir() if f"schema-{NEXT}" in path.name] == []

    done = go_back(filled_there, early, lose=True, migrations=migrations)
    assert done.lost == 1
    with annot.open(filled_there, actor="dana") as workspace:
        assert workspace.claims.list("later") == []
        assert workspace.history.verify().breaks == ()


def test_only_its_own_backup_is_gone_back_to(
    filled_there: Server, server: Server, tmp_path: Path
) -> None:
    migrations = next_steps(tmp_path / "next")
    with pytest.raises(NotFoundError, match="no backup of an upgrade"):
        go_back(filled_there)
    with annot.open(server, actor="dana") as other:
        other.claims.add(text="Another ledger.")
        theirs = other.backup(tmp_path / "theirs.db").path
    with pytest.raises(WorkspaceError, match="not of an older schema"):
        go_back(filled_there, theirs)
    upgrade(filled_there, migrations=migrations)
    with pytest.raises(WorkspaceError, match="no backup of"):
        go_back(filled_there, theirs, migrations=migrations)
    old = tmp_path / "old.db"
    old.write_bytes(gzip.decompress((OLD / "schema_4.db.gz").read_bytes()))
    with pytest.raises(WorkspaceError, match="which no annot had on a server"):
        go_back(filled_there, old, migrations=migrations)


def test_a_backup_that_somebody_made_up_is_refused(filled_there: Server, tmp_path: Path) -> None:
    migrations = next_steps(tmp_path / "next")
    done = upgrade(filled_there, migrations=migrations)
    assert done.backup is not None
    with closing(sqlite3.connect(done.backup)) as raw:
        raw.execute('CREATE TABLE "note; DROP TABLE event" (id INTEGER PRIMARY KEY)')
        raw.commit()
    before = contents(filled_there)

    with pytest.raises(WorkspaceError, match="which annot did not make"):
        go_back(filled_there, migrations=migrations)
    assert contents(filled_there) == before


def test_nothing_is_changed_while_others_write(
    filled_there: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annot.store.postgres_schema.CONNECT_SECONDS", 0.2)
    with annot.open(filled_there, actor="erin") as other, other.operation("source.add"):
        other.sources.add(title="Mine")
        with pytest.raises(BusyError, match=r"Others are writing .*; nothing was written\."):
            upgrade(filled_there, migrations=next_steps(tmp_path / "next"))
    assert list(Path.cwd().iterdir()) == []


def test_the_command_says_where_the_backup_is(
    filled_there: Server, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:  # fmt: skip
    typed = ["-d", filled_there.url, "upgrade"]
    assert main(typed) == 0
    assert "up to date" in capsys.readouterr().err
    assert main([*typed, "--back"]) == 3
    assert "no backup of an upgrade" in capsys.readouterr().err

    migrations = next_steps(tmp_path / "next")
    monkeypatch.setattr(upgrade, "__kwdefaults__", {"migrations": migrations})
    monkeypatch.setattr(go_back, "__kwdefaults__", {"lose": False, "migrations": migrations})
    assert main([*typed, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["before"], told["after"]) == (NOW, NEXT)
    assert Path(told["backup"]).exists()
    assert main([*typed, "--back"]) == 0
    assert f"schema {NOW}" in capsys.readouterr().err
    assert main(["-d", filled_there.url, "verify"]) == 0
