"""The doctor finds what was damaged outside annot, names it, and repairs what it can."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import annot
from annot.errors import WorkspaceError
from annot.store.doctor.damage import KINDS
from annot.store.doctor.examine import examine
from annot.store.doctor.repair import repair
from annot.store.models import NOUNS
from annot.store.place import Place, Server
from tests.filled import filled
from tests.past_annot import past_annot
from tests.postgres_cluster import Cluster, database_of

psycopg = pytest.importorskip("psycopg") if os.environ.get("ANNOT_TEST_ENGINE") else None
ON_A_SERVER = os.environ.get("ANNOT_TEST_ENGINE") == "postgresql"

Make = str | Callable[[Any], None] | None


class Damage(NamedTuple):
    """A damage, as a statement or a function of the place, and what must be told of it.

    `mended` says whether a repair makes the workspace whole again. On a server it is made by
    `there` (None: it cannot be there; empty: by the same) and told `at` another place, if any.
    """

    name: str
    make: Make
    code: str
    where: str
    mended: bool
    there: Make = ""
    at: str = ""

    @property
    def made(self) -> Make:
        """How it is made on the engine that is tested."""
        return (self.there if self.there != "" else self.make) if ON_A_SERVER else self.make

    @property
    def told_at(self) -> str:
        """Where it is told on the engine that is tested."""
        return self.at if ON_A_SERVER and self.at else self.where


def readable(path: Path) -> None:
    path.chmod(0o644)


def left_over(path: Path) -> None:
    path.with_name(f".{path.name}.{2**22 + 1}.new").touch()


def without_wal(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA journal_mode = DELETE")


def page_overwritten(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        (page,) = raw.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'ix_claim_verdict'"
        ).fetchone()
        (size,) = raw.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * 200)


def index_behind(path: Path) -> None:
    """A row that its index does not know, as a program with a bug of its own leaves it."""
    with closing(sqlite3.connect(path)) as raw:
        name = "ix_source_title"
        kind, sql, root = raw.execute(
            "SELECT type, sql, rootpage FROM sqlite_master WHERE name = ?", (name,)
        ).fetchone()
        raw.execute("PRAGMA writable_schema = ON")
        raw.execute("DELETE FROM sqlite_master WHERE name = ?", (name,))
        raw.commit()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE source SET title = 'Another book' WHERE id = 1")
        raw.execute("UPDATE source SET title = 'Book 1' WHERE id = 2")
        raw.execute("PRAGMA writable_schema = ON")
        raw.execute(
            "INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql)"
            " VALUES (?, ?, 'source', ?, ?)",
            (kind, name, root, sql),
        )
        raw.commit()


TRIGGER = "CREATE TRIGGER helpful AFTER UPDATE ON claim BEGIN SELECT 1; END"
VIEW = "CREATE VIEW claims_view AS SELECT 'all is well' AS text"


def page_overwritten_there(server: Server) -> None:
    """A page that the disk has otherwise: of a copy, so that the server does not remember it."""
    folder, name = Path(server.url.rpartition("host=")[2]), database_of(server)
    cluster = Cluster(folder)
    with psycopg.connect(server.url) as connection:
        (file,) = connection.execute("SELECT pg_relation_filepath('note')").fetchone() or ("",)
    cluster.run("CHECKPOINT")
    with (folder / "data" / file).open("r+b") as opened:
        opened.write(b"\xff" * 200)
    cluster.run(
        f"CREATE DATABASE {name}c TEMPLATE {name} STRATEGY file_copy",
        f"DROP DATABASE {name}",
        f"ALTER DATABASE {name}c RENAME TO {name}",
    )


def index_behind_there(server: Server) -> None:
    """A row that its index does not know."""
    which = "WHERE indexrelid = CAST('ix_source_title' AS regclass)"
    for statement in (
        "CREATE EXTENSION amcheck",
        f"UPDATE pg_index SET indisready = false {which}",
        "UPDATE source SET title = 'Another book' WHERE id = 1",
        "UPDATE source SET title = 'Book 1' WHERE id = 1",
        f"UPDATE pg_index SET indisready = true {which}",
    ):
        past_annot(server, statement)


UNREADY = (
    "UPDATE pg_index SET indisvalid = false WHERE indexrelid = CAST('ix_claim_place' AS regclass)"
)
TRIGGER_THERE = (
    "CREATE TRIGGER helpful BEFORE UPDATE ON claim FOR EACH ROW"
    " EXECUTE FUNCTION suppress_redundant_updates_trigger()"
)
NO_STATUS = "ALTER TABLE claim DROP CONSTRAINT ck_claim_status_known;"
NO_ROLE = "ALTER TABLE person DROP CONSTRAINT ck_person_role_known;"
DIGEST = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
SLIPPED_IN = (
    "INSERT INTO claim SELECT article_id, 900, {}, created_at, updated_at, version, key, text,"
    " kind, status, verdict, reasoning, correction, correction_state, checker, approver, tags, 0,"
    " position, extra FROM claim WHERE id = 1"
)
STRANGER = "CREATE TABLE theirs (a INTEGER)"

DAMAGES = [
    Damage("readable by everybody", readable, "permissions", "story.db", mended=True,
           there="GRANT INSERT ON claim TO PUBLIC", at="table claim"),
    Damage("left by a kill", left_over, "left-over", ".story.db.", mended=True,
           there=None),
    Damage("without its log", without_wal, "journal-mode", "the file", mended=True,
           there="ALTER TABLE note SET UNLOGGED", at="table note"),
    Damage("a page overwritten", page_overwritten, "page", "the file", mended=False,
           there=page_overwritten_there, at="the "),
    Damage("an index behind", index_behind, "index", "the file", mended=True,
           there=index_behind_there, at="index ix_source_title"),
    Damage("an index not finished", None, "index", "index ix_claim_place", mended=True,
           there=UNREADY),
    Damage("an index dropped", "DROP INDEX ix_claim_place", "index-missing",
           "index ix_claim_place", mended=True),
    Damage("a view dropped", "DROP VIEW notes_view", "view", "view notes_view", mended=True),
    Damage("a view replaced", f"DROP VIEW claims_view; {VIEW}", "view", "view claims_view",
           mended=True),
    Damage("a trigger", TRIGGER, "foreign-code", "trigger helpful", mended=True,
           there=TRIGGER_THERE),
    Damage("a rule of the server", None, "foreign-code", "rule quiet", mended=True,
           there="CREATE RULE quiet AS ON INSERT TO note DO INSTEAD NOTHING"),
    Damage("rows that are hidden", None, "foreign-code", "row security claim", mended=True,
           there="ALTER TABLE claim ENABLE ROW LEVEL SECURITY"),
    Damage("what refuses rows", None, "foreign-code", "constraint short", mended=True,
           there="ALTER TABLE note ADD CONSTRAINT short CHECK (length(text) < 900)"),
    Damage("what refuses the same twice", None, "foreign-code", "index once", mended=True,
           there="CREATE UNIQUE INDEX once ON source (title)"),
    Damage("a reference that is not held", None, "constraint", "constraint fk_evidence_",
           mended=True, there="ALTER TABLE evidence DROP CONSTRAINT fk_evidence_source_id_source;"
           "UPDATE evidence SET source_id = 99 WHERE id = 2"),
    Damage("references switched off", None, "constraint", "constraint fk_note_", mended=True,
           there="ALTER TABLE note DISABLE TRIGGER ALL"),
    Damage("a rule of which old rows know nothing", None, "constraint",
           "constraint ck_anchor_span", mended=True,
           there="ALTER TABLE anchor DROP CONSTRAINT ck_anchor_span, ADD CONSTRAINT ck_anchor_span"
           ' CHECK ("start" >= 0 AND "end" >= "start") NOT VALID'),
    Damage("a key that is none", None, "constraint", "constraint uq_person_name", mended=True,
           there="ALTER TABLE person DROP CONSTRAINT uq_person_name"),
    Damage("a table of another program", STRANGER, "foreign-table",
           "table theirs", mended=False),
    Damage("a column more", "ALTER TABLE claim ADD COLUMN mine TEXT", "table", "table claim",
           mended=False),
    Damage("the workspace's own row gone", "DELETE FROM article WHERE id = 0", "own-article",
           "article 0", mended=False),
    Damage("a status that there is not", "UPDATE claim SET status = 'nice' WHERE id = 1",
           "value", "the file", mended=True, at="claim 1",
           there=NO_STATUS + "UPDATE claim SET status = 'nice' WHERE id = 1"),
    Damage("a moment that is none", "UPDATE claim SET updated_at = 'yesterday' WHERE id = 1",
           "value", "claim 1", mended=True, there=None),
    Damage("a uid cut off", "UPDATE note SET uid = x'01a2' WHERE id = 1", "value", "note 1",
           mended=True, there=None),
    Damage("tags that are no JSON", "UPDATE claim SET tags = '[ships' WHERE id = 2", "value",
           "claim 2", mended=True),
    Damage("evidence of no claim", "UPDATE evidence SET claim_id = 99 WHERE id = 1", "reference",
           "evidence 1", mended=True),
    Damage("a source gone", "DELETE FROM source WHERE id = 2", "reference", "evidence",
           mended=True),
    Damage("a link to nothing", "UPDATE same SET other_id = 500 WHERE id = 1", "link", "same 1",
           mended=True),
    Damage("drafts with a gap", "UPDATE revision SET number = 7 WHERE id = 2", "numbering",
           "article 2", mended=True),
    Damage("a verdict altered", "UPDATE claim SET verdict = 'refuted' WHERE id = 1", "row",
           "claim 1", mended=True),
    Damage("a claim's words altered", "UPDATE claim SET text = 'No.' WHERE id = 2", "full-text",
           "the full-text index", mended=True),
    Damage("a claim slipped in", SLIPPED_IN.format("randomblob(16)"), "row", "claim 900",
           mended=True, there=SLIPPED_IN.format("gen_random_uuid()")),
    Damage("a note gone", "DELETE FROM note WHERE id = 1", "row", "note 1", mended=True),
    Damage("search emptied", "INSERT INTO claim_fts (claim_fts) VALUES ('delete-all')",
           "full-text", "the full-text index", mended=True, there="DELETE FROM claim_fts"),
    Damage("other words in search", None, "full-text", "the full-text index", mended=True,
           there="UPDATE claim_fts SET words = CAST('nothing' AS tsvector) WHERE id = 1"),
    Damage("search dropped", "DROP TABLE claim_fts", "full-text", "table claim_fts", mended=True),
    Damage("a count of evidence", "UPDATE claim SET evidence_count = 9 WHERE id = 1",
           "evidence-count", "claim 1", mended=True),
    Damage("a place in lists", "UPDATE claim SET position = 4 WHERE id = 1", "position",
           "claim 1", mended=True),
    Damage("a counter set back", "UPDATE counter SET last = 1 WHERE noun = 'claim'", "counter",
           "counter claim", mended=True),
    Damage("an anchor moved", 'UPDATE anchor SET "start" = "start" + 1 WHERE id = 1', "anchor",
           "anchor 1", mended=True),
    Damage("an anchor beyond the text", 'UPDATE anchor SET "end" = 9000 WHERE id = 1', "anchor",
           "anchor 1", mended=True),
    Damage("other words around an anchor", "UPDATE anchor SET suffix = 'so' WHERE id = 1",
           "anchor", "anchor 1", mended=True),
    Damage("an accepted passage altered", "UPDATE acceptance SET exact = 'All is so.'",
           "acceptance", "acceptance", mended=True),
    Damage("structure beyond the text", "UPDATE revision SET blocks = '[[\"quote\",0,3,9999]]'"
           " WHERE id = 1", "structure", "revision 1", mended=True),
    Damage("a text gone", "DELETE FROM content WHERE sha256 ="
           " (SELECT text_sha256 FROM revision WHERE id = 1)", "content-missing", "revision 1",
           mended=False),
    Damage("a text altered", "UPDATE content SET data = CAST(data || x'21' AS BLOB) WHERE sha256 ="
           " (SELECT text_sha256 FROM revision WHERE id = 1)", "content-altered", "content",
           mended=False, there="UPDATE content SET data = data || CAST('!' AS bytea) WHERE sha256 ="
           " (SELECT text_sha256 FROM revision WHERE id = 1)"),
    Damage("the digests of an import gone", "DELETE FROM content WHERE lower(hex(sha256)) IN"
           ' (SELECT "after" FROM change WHERE rows > 1)', "content-missing", "event",
           mended=False, there="DELETE FROM content WHERE encode(sha256, 'hex') IN"
           ' (SELECT "after" FROM change WHERE rows > 1)'),
    Damage("bytes that nobody needs", f"INSERT INTO content VALUES (x'{DIGEST}', x'78')",
           "content-unused", "content 2d711642", mended=True,
           there=f"INSERT INTO content VALUES ('\\x{DIGEST}', '\\x78')"),
    Damage("an event altered", "UPDATE event SET actor = 'robin' WHERE article_id = 1 AND seq = 2",
           "event", "event 2 of article 1", mended=False),
    Damage("an event gone", "DELETE FROM event WHERE article_id = 1 AND seq = 2", "event",
           "event 2 of article 1", mended=False),
    Damage("a seal altered", "UPDATE seal SET heads = '[]'", "seal", "seal", mended=False),
    Damage("a snapshot of no source", "UPDATE snapshot SET source_id = 77 WHERE id = 1",
           "reference", "snapshot 1", mended=True),
    Damage("a snapshot of another source", "UPDATE snapshot SET source_id = 2 WHERE id = 1",
           "row", "snapshot 1", mended=True),
    Damage("what a snapshot kept gone", "DELETE FROM content WHERE sha256 ="
           " (SELECT file_sha256 FROM snapshot WHERE id = 1)", "content-missing", "snapshot 1",
           mended=False),
    Damage("a rule whose number is none", """UPDATE rule SET settings = '{"days":NaN}'
           WHERE id = 1""", "value", "rule 1", mended=True),
    Damage("a rule with a list of numbers", "UPDATE rule SET settings = '[7]' WHERE id = 1",
           "value", "rule 1", mended=True),
    Damage("a rule switched on", "UPDATE rule SET enabled = NOT enabled WHERE id = 2", "row",
           "rule 2", mended=True),
    Damage("a person whose role is none", "UPDATE person SET role = 'boss' WHERE id = 1", "value",
           "the file", mended=True, there=NO_ROLE + "UPDATE person SET role = 'boss' WHERE id = 1",
           at="person 1"),
    Damage("a person without a name", "UPDATE person SET name = '' WHERE id = 1", "value",
           "person 1", mended=True),
    Damage("somebody who manages by their own hand", "UPDATE person SET role = 'admin'"
           " WHERE id = 2", "row", "person 2", mended=True),
    Damage("an assignment to nobody", "UPDATE assignment SET name = '' WHERE id = 1", "value",
           "assignment 1", mended=True),
    Damage("an assignment gone", "DELETE FROM assignment WHERE id = 2", "row", "assignment 2",
           mended=True),
    Damage("a judgement about a claim of another article", "UPDATE judgement SET claim_id = 3"
           " WHERE id = 1", "reference", "judgement 1", mended=True),
    Damage("a judgement of nobody", "UPDATE judgement SET reader = '' WHERE id = 2", "value",
           "judgement 2", mended=True),
    Damage("a judgement altered", "UPDATE judgement SET verdict = 'supported' WHERE id = 1", "row",
           "judgement 1", mended=True),
]  # fmt: skip


PLANTED = [item for item in DAMAGES if item.made is not None]


def damage(place: Place, make: Make) -> None:
    if callable(make):
        make(place)
    elif make:
        past_annot(place, make)


def told(found: Iterable[object]) -> str:
    return "\n".join(map(str, found))


def typed(place: Place) -> str:
    """A place as one types it."""
    return str(place) if isinstance(place, Path) else place.url


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with rows of every noun."""
    return filled(tmp_path_factory.mktemp("whole"))


@pytest.fixture
def copy(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    cluster: Cluster | None,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Place]:
    """A copy of it, to be damaged."""
    if cluster is None:
        shutil.copy(request.getfixturevalue("whole"), tmp_path / "story.db")
        yield tmp_path / "story.db"
        return
    if request.node.get_closest_marker("file"):
        pytest.skip("it is about a workspace's file")
    monkeypatch.chdir(tmp_path)
    with cluster.database(like=request.getfixturevalue("filled_server")) as server:
        yield server


NOT_THERE = {"left-over"}
ONLY_THERE = {"constraint"}


def test_there_are_fifty_damages_of_every_kind() -> None:
    assert len(PLANTED) >= 50
    missing = NOT_THERE if ON_A_SERVER else ONLY_THERE
    assert {item.code for item in PLANTED} == set(KINDS) - missing


def test_a_whole_workspace_is_whole(copy: Place) -> None:
    for full in (False, True):
        found = examine(copy, full=full)
        assert (found.damages, found.left_out) == ((), ())
        assert found.rows > 30


@pytest.mark.parametrize("planted", PLANTED, ids=lambda item: item.name)
def test_a_planted_damage_is_found_named_and_repaired(copy: Place, planted: Damage) -> None:
    before = contents(copy)
    damage(copy, planted.made)

    # A repair begins with the same look; on a server it is not taken twice, to save the time.
    looked = () if ON_A_SERVER else examine(copy, full=True).damages
    after = repair(copy, actor="dana")
    found = looked or (*after.repaired, *after.damages)

    assert any(item.code == planted.code and planted.told_at in item.where for item in found), told(
        found
    )
    assert all(item.what and item.remedy for item in found)
    if not planted.mended:
        assert after.damages
        return
    assert after.damages == (), told(after.damages)
    assert contents(copy) == before
    with annot.open(copy, actor="dana") as workspace:
        assert workspace.history.verify().breaks == ()
        assert {claim.id for claim in workspace.claims.list("ship")} >= {2, 4}


def contents(place: Place) -> list[list[str]]:
    """The ledger's rows, and its kept bytes."""
    tables = (*NOUNS, "content", "counter")
    if isinstance(place, Path):
        with closing(sqlite3.connect(place)) as raw:
            return [sorted(map(repr, raw.execute(f"SELECT * FROM {name}"))) for name in tables]
    with psycopg.connect(place.url) as connection:
        return [
            sorted(map(repr, connection.execute(f"SELECT * FROM {name}".encode())))
            for name in tables
        ]


def test_the_backup_of_a_repair_is_the_workspace_as_it_was(copy: Place) -> None:
    damage(copy, "UPDATE claim SET reasoning = 'Paid for.' WHERE id = 1")

    done = repair(copy, actor="robin")

    assert done.backup is not None
    assert stat.S_IMODE(done.backup.stat().st_mode) == 0o600
    with closing(sqlite3.connect(done.backup)) as raw:
        assert raw.execute("SELECT reasoning FROM claim WHERE id = 1").fetchone() == ("Paid for.",)
    with annot.open(copy, actor="dana") as workspace:
        assert workspace.claims.get(1).reasoning == ""
        newest = workspace.history.list(limit=1)[0]
        assert (newest.actor, newest.action) == ("robin", "doctor.repair")
        assert "claim 1" in newest.reason
        assert workspace.history.undo(anybody=True).split()[0] != "doctor.repair"


@pytest.mark.file
def test_what_needs_no_backup_makes_none(copy: Path) -> None:
    copy.chmod(0o666)

    assert repair(copy, actor="dana").backup is None
    assert stat.S_IMODE(copy.stat().st_mode) == 0o660


def test_a_row_of_an_import_is_told_but_cannot_be_put_back(copy: Place) -> None:
    damage(copy, "UPDATE claim SET checker = 'robin' WHERE id = 6")

    after = repair(copy, actor="dana")

    assert [item.where for item in after.damages] == ["claim 6"]
    assert "backup" in after.damages[0].remedy


def test_the_quick_look_does_not_hold_rows_against_the_history(copy: Place) -> None:
    damage(copy, "UPDATE claim SET checker = 'robin' WHERE id = 1")

    assert examine(copy).damages == ()
    assert [item.where for item in examine(copy, full=True).damages] == ["claim 1"]


@pytest.mark.file
def test_ten_thousand_damages_are_told_in_a_few_lines(copy: Path) -> None:
    damage(copy, "UPDATE claim SET evidence_count = 9")
    with closing(sqlite3.connect(copy)) as raw:
        names = [row[1] for row in raw.execute("PRAGMA table_info(claim)")]
        taken = ", ".join(
            {"id": "1000 + value", "uid": "randomblob(16)"}.get(name, name) for name in names
        )
        raw.execute(
            f"WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n LIMIT 500)"
            f" INSERT INTO claim SELECT {taken} FROM claim, n WHERE claim.id = 1"
        )
        raw.commit()

    found = examine(copy)

    counts = [item for item in found.damages if item.code == "evidence-count"]
    assert len(counts) == 21
    assert counts[-1].where == "488 more"


def test_a_file_that_is_no_workspace_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "noise.db").write_bytes(b"noise" * 1000)
    with pytest.raises(WorkspaceError, match="not an annot workspace"):
        examine(tmp_path / "noise.db")


@pytest.mark.file
def test_a_workspace_that_can_only_be_read_is_examined(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damage(copy, "UPDATE claim SET evidence_count = 9 WHERE id = 1")
    writable = os.access
    monkeypatch.setattr(os, "access", lambda file, mode: file != copy and writable(file, mode))

    found = examine(copy)

    assert [item.where for item in found.damages] == ["claim 1"]
    assert [what.startswith("the full-text index") for what in found.left_out] == [True]
    with pytest.raises(WorkspaceError, match="read-only"):
        repair(copy, actor="dana")


@pytest.mark.file
def test_an_examination_is_made_though_another_program_writes(copy: Path) -> None:
    with closing(sqlite3.connect(copy, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        found = examine(copy)

    assert found.damages == ()
    assert len(found.left_out) == 1


def test_the_command_tells_what_to_do_and_what_it_did(
    copy: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    from annot.cli import main

    damage(copy, "UPDATE claim SET evidence_count = 9 WHERE id = 1")

    assert main(["-d", typed(copy), "doctor", "--json"]) == 1
    (found,) = json.loads(capsys.readouterr().out)["damages"]
    assert (found["code"], found["where"], found["repairable"]) == (
        "evidence-count", "claim 1", True,
    )  # fmt: skip
    assert main(["-d", typed(copy), "doctor"]) == 1
    shown = capsys.readouterr()
    assert "claim 1: its count of evidence" in shown.out
    assert f"annot -d {shlex.quote(str(copy))} doctor --repair" in shown.err
    assert main(["-d", typed(copy), "--as", "dana", "doctor", "--repair"]) == 0
    shown = capsys.readouterr()
    assert "repaired claim 1" in shown.out
    assert "before-repair" in shown.err
    assert main(["-d", typed(copy), "doctor"]) == 0
