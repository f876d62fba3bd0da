"""Beginning and opening a workspace on a server, and all that can be wrong with it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import annot
from annot.cli import main
from annot.errors import WorkspaceError
from annot.exchange.chosen import stored_claims
from annot.store.claim_filter import ClaimFilter
from annot.store.place import Server, place_of
from annot.store.reading import Reader
from annot.store.sqlite_file import SCHEMA_VERSION
from annot.store.table_rows import CONFIDENTIAL
from tests.given_server import Given
from tests.postgres_cluster import Cluster

SECRET = "swordfish"


def run_in(server: Server, postgres: Cluster, *statements: str) -> None:
    database = server.url.rpartition("@/")[2].partition("?")[0]
    postgres.run(*statements, database=database)


def folder_of(postgres: Cluster) -> Path:
    if isinstance(postgres, Given):
        pytest.skip("it is about a server of our own")
    return postgres.folder


def test_a_command_begins_a_workspace_in_an_empty_database(
    nothing: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = tmp_path / "harbour.md"
    draft.write_text("The harbour was built in 1902.")

    assert main(["-d", nothing.url, "article", "add", str(draft)]) == 0
    assert f"Began the workspace {nothing}." in capsys.readouterr().err
    assert main(["-d", nothing.url, "article", "list"]) == 0
    assert "harbour" in capsys.readouterr().out


def test_what_a_command_that_failed_had_begun_goes_away_again(nothing: Server) -> None:
    assert main(["-d", nothing.url, "article", "add", "there-is-no-such-file.md"]) != 0

    with pytest.raises(WorkspaceError, match="no workspace"):
        annot.open(nothing, create=False)
    annot.open(nothing).close()


def test_a_password_is_in_no_text_of_a_place() -> None:
    named = f"postgresql://dana:{SECRET}@db.example/story?sslmode=require&password={SECRET}"
    place = place_of(named)
    assert str(place_of(f"{named}&options=-csearch_path%3Dstory")).endswith(
        "sslmode=require&options=-csearch_path%3Dstory"
    )

    assert str(place) == "postgresql://dana@db.example/story?sslmode=require"
    assert SECRET not in repr(place)
    assert SECRET not in f"{place}"


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("postgresql://dana:{secret}@127.0.0.1:1/story", "cannot be reached"),
        ("postgresql://dana:{secret}@/nowhere?host={folder}", "no such user"),
        ("postgresql://annot_admin:{secret}@/nowhere?host={folder}", "no such database"),
        ("postgresql://dana:{secret}@[::1/story", "cannot be read"),
        ("postgresql://dana:{secret}@/story?no_such_option=1", "postgresql://dana@/story"),
        ("mysql://dana:{secret}@db.example/story", "not mysql://"),
    ],
)
def test_what_cannot_be_opened_is_told_in_words_without_the_password(
    postgres: Cluster, capsys: pytest.CaptureFixture[str], url: str, told: str
) -> None:
    folder = folder_of(postgres) if "{folder}" in url else ""
    assert main(["-d", url.format(secret=SECRET, folder=folder), "claim", "list"]) == 10

    err = capsys.readouterr().err
    assert told in err
    assert SECRET not in err
    assert "Traceback" not in err


def test_a_wrong_password_is_told(
    postgres: Cluster, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = folder_of(postgres) / "data" / "pg_hba.conf"
    before = rules.read_text()
    postgres.run("CREATE ROLE erin LOGIN PASSWORD 'right'")
    rules.write_text(f"local all erin scram-sha-256\n{before}")
    try:
        postgres.run("SELECT pg_reload_conf()", "SELECT pg_sleep(0.3)")
        url = server.url.replace("annot_admin@", f"erin:{SECRET}@")
        assert main(["-d", url, "claim", "list"]) == 10
        err = capsys.readouterr().err
        assert "the user or the password is wrong" in err
        assert SECRET not in err
    finally:
        rules.write_text(before)
        postgres.run("SELECT pg_reload_conf()", "DROP ROLE erin")


def test_without_psycopg_it_is_said_what_to_install() -> None:
    program = (
        "import sys; sys.modules['psycopg'] = None; from annot.cli import main;"
        "sys.exit(main(['-d', 'postgresql://dana@db.example/story', 'claim', 'list']))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)

    assert done.returncode == 10
    assert b"annot-ledger[postgres]" in done.stderr


def test_a_database_of_another_program_is_left_alone(postgres: Cluster, nothing: Server) -> None:
    run_in(nothing, postgres, "CREATE TABLE theirs (a integer)")

    with pytest.raises(WorkspaceError, match="tables of another program"):
        annot.open(nothing)


@pytest.mark.parametrize(
    ("version", "told"), [(SCHEMA_VERSION + 1, "newer annot"), (SCHEMA_VERSION - 1, "older schema")]
)
def test_another_schema_is_told(postgres: Cluster, server: Server, version: int, told: str) -> None:
    run_in(server, postgres, f"UPDATE annot_schema SET version = {version}")

    with pytest.raises(WorkspaceError, match=told):
        annot.open(server)


def test_a_screen_goes_on_when_the_server_had_ended_its_connection(
    server: Server, postgres: Cluster
) -> None:
    with annot.open(server, actor="dana") as workspace:
        workspace.claims.add(text="One is so")
        reader = Reader(server)
        postgres.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'annot' AND pid <> pg_backend_pid()"
        )
        assert [row.text for row in reader.page(ClaimFilter())] == ["One is so"]
        workspace.claims.add(text="Two is so")
        assert reader.count(ClaimFilter()) == 2
        reader.close()


def test_an_export_without_the_ledger_reads_a_server_too(server: Server) -> None:
    with annot.open(server, actor="dana") as workspace:
        workspace.claims.add_many([{"claim": f"Number {n}"} for n in range(1200)])
    with stored_claims(server, wanted="number") as claims:
        assert [found.rows[0][0].text for found in claims] == [f"Number {n}" for n in range(1200)]
        assert not claims.has(CONFIDENTIAL)
