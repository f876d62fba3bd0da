"""A workspace over several machines: the documented SQL, and that rows lie where it says."""

from __future__ import annotations

import psycopg
import pytest

import annot
from annot.demo import load
from annot.store.models import metadata
from annot.store.place import Server
from annot.store.postgres_server import VERSION_TABLE
from tests.given_server import Given, documented
from tests.postgres_cluster import Cluster

LIKE_CITUS = """
    CREATE TABLE citus_tables (table_name regclass, said text);
    CREATE FUNCTION create_reference_table(named regclass) RETURNS void LANGUAGE sql AS
      $$ INSERT INTO citus_tables VALUES (named, 'copied') $$;
    CREATE FUNCTION create_distributed_table(named regclass, by text, colocate_with text)
      RETURNS void LANGUAGE sql AS
      $$ INSERT INTO citus_tables VALUES (named, by || ' with ' || colocate_with) $$
"""
"""What the script calls, by functions that only write down that they were called."""

REFERENCES = (
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE contype = 'f' AND connamespace = 'public'::regnamespace ORDER BY 1, 2"
)


@pytest.fixture
def plain(postgres: Cluster, server: Server) -> Server:
    """A workspace that is not spread."""
    if isinstance(postgres, Given) and postgres.is_spread:
        pytest.skip("it is about a server without Citus")
    return server


def test_the_documented_script_names_every_table_once(plain: Server) -> None:
    with psycopg.connect(plain.url, autocommit=True) as connection:
        connection.execute(LIKE_CITUS)
        tables = connection.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND relkind = 'r' AND relname <> 'citus_tables'"
        ).fetchall()
        connection.execute(documented("citus").encode())
        found = connection.execute("SELECT table_name::text, said FROM citus_tables").fetchall()

    said = dict(found)
    assert len(said) == len(found)
    assert said.keys() == {name for (name,) in tables} - {VERSION_TABLE}
    divided = {
        table.name
        for table in metadata.tables.values()
        if table.primary_key.columns.keys()[0] == "article_id"
    }
    assert {name for name in said if said[name] != "copied"} == {*divided, "claim_fts"}
    assert {said[name] for name in divided} == {"article_id with none", "article_id with revision"}


def test_the_documented_script_leaves_all_references_as_they_were(plain: Server) -> None:
    with psycopg.connect(plain.url, autocommit=True) as connection:
        connection.execute(LIKE_CITUS)
        before = connection.execute(REFERENCES).fetchall()
        connection.execute(documented("citus").encode())
        assert connection.execute(REFERENCES).fetchall() == before

        calls = connection.execute("SELECT count(*) FROM citus_tables").fetchone()
        connection.execute(documented("citus").encode())
        assert connection.execute("SELECT count(*) FROM citus_tables").fetchone() == calls
        assert connection.execute(REFERENCES).fetchall() == before


def test_the_rows_of_articles_lie_on_several_machines(postgres: Cluster, server: Server) -> None:
    if not (isinstance(postgres, Given) and postgres.is_spread):
        pytest.skip("it needs several machines (ANNOT_TEST_SERVER)")
    with annot.open(server, actor="dana") as workspace:
        load(workspace)
        for number in range(12):
            article = workspace.articles.add(f"It has {number} trams.", title=f"Trams {number}")
            workspace.claims.add(article, quote=f"{number} trams")
        assert workspace.history.verify().breaks == ()
    with psycopg.connect(server.url, autocommit=True) as connection:
        kinds = connection.execute(
            "SELECT citus_table_type, count(*) FROM citus_tables GROUP BY 1"
        ).fetchall()
        places = connection.execute(
            "SELECT nodeport, result::bigint FROM run_command_on_shards('claim',"
            " 'SELECT count(*) FROM %s') JOIN pg_dist_placement USING (shardid)"
            " JOIN pg_dist_node USING (groupid)"
        ).fetchall()
    assert dict(kinds) == {"reference": 9, "distributed": 11}
    assert sum(rows for _, rows in places) == 52
    assert len({port for port, rows in places if rows}) == 2


def test_many_claims_are_taken_in_at_once_and_go_again(shared: annot.Workspace) -> None:
    """So many that the server is told to count them."""
    rows = [
        {
            "key": f"k{number}", "claim": f"Tram {number} is red", "stance": "supports",
            "source_url": f"https://e.example/{number % 7}",
        }
        for number in range(5_000)
    ]  # fmt: skip
    assert shared.claims.add_many(rows).added == 5_000
    assert shared.claims.add_many(rows).unchanged == 5_000
    assert shared.history.verify().breaks == ()
    shared.history.undo()
    assert shared.claims.list("red") == []
    assert shared.history.verify().breaks == ()
