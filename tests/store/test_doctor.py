"""The doctor finds what was damaged outside annot, names it, and repairs what it can."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

import annot
from annot.errors import WorkspaceError
from annot.store.doctor.damage import KINDS
from annot.store.doctor.examine import examine
from annot.store.doctor.repair import repair
from tests.filled import filled

pytestmark = pytest.mark.file


class Damage(NamedTuple):
    """A damage, as a statement or a function of the path, and what must be told of it.

    `mended` says whether a repair makes the workspace whole again.
    """

    name: str
    make: str | Callable[[Path], None]
    code: str
    where: str
    mended: bool


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

DAMAGES = [
    Damage("readable by everybody", readable, "permissions", "story.db", mended=True),
    Damage("left by a kill", left_over, "left-over", ".story.db.", mended=True),
    Damage("without its log", without_wal, "journal-mode", "the file", mended=True),
    Damage("a page overwritten", page_overwritten, "page", "the file", mended=False),
    Damage("an index behind", index_behind, "index", "the file", mended=True),
    Damage("an index dropped", "DROP INDEX ix_claim_place", "index-missing",
           "index ix_claim_place", mended=True),
    Damage("a view dropped", "DROP VIEW notes_view", "view", "view notes_view", mended=True),
    Damage("a view replaced", f"DROP VIEW claims_view; {VIEW}", "view", "view claims_view",
           mended=True),
    Damage("a trigger", TRIGGER, "foreign-code", "trigger helpful", mended=True),
    Damage("a table of another program", "CREATE TABLE theirs (a)", "foreign-table",
           "table theirs", mended=False),
    Damage("a column more", "ALTER TABLE claim ADD COLUMN mine TEXT", "table", "table claim",
           mended=False),
    Damage("the workspace's own row gone", "DELETE FROM article WHERE id = 0", "own-article",
           "article 0", mended=False),
    Damage("a status that there is not", "UPDATE claim SET status = 'nice' WHERE id = 1",
           "value", "the file", mended=True),
    Damage("a moment that is none", "UPDATE claim SET updated_at = 'yesterday' WHERE id = 1",
           "value", "claim 1", mended=True),
    Damage("a uid cut off", "UPDATE note SET uid = x'01a2' WHERE id = 1", "value", "note 1",
           mended=True),
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
    Damage("a claim slipped in", "INSERT INTO claim SELECT article_id, 900, randomblob(16),"
           " created_at, updated_at, version, key, text, kind, status, verdict, reasoning,"
           " correction, correction_state, checker, approver, tags, 0, position, extra"
           " FROM claim WHERE id = 1", "row", "claim 900", mended=True),
    Damage("a note gone", "DELETE FROM note WHERE id = 1", "row", "note 1", mended=True),
    Damage("search emptied", "INSERT INTO claim_fts (claim_fts) VALUES ('delete-all')",
           "full-text", "the full-text index", mended=True),
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
           mended=False),
    Damage("the digests of an import gone", "DELETE FROM content WHERE lower(hex(sha256)) IN"
           ' (SELECT "after" FROM change WHERE rows > 1)', "content-missing", "event",
           mended=False),
    Damage("bytes that nobody needs", "INSERT INTO content VALUES (x'2d711642b726b04401627ca9fbac32"
           "f5c8530fb1903cc4db02258717921a4881', x'78')", "content-unused", "content 2d711642",
           mended=True),
    Damage("an event altered", "UPDATE event SET actor = 'robin' WHERE article_id = 1 AND seq = 2",
           "event", "event 2 of article 1", mended=False),
    Damage("an event gone", "DELETE FROM event WHERE article_id = 1 AND seq = 2", "event",
           "event 2 of article 1", mended=False),
    Damage("a seal altered", "UPDATE seal SET heads = '[]'", "seal", "seal", mended=False),
]  # fmt: skip


def damage(path: Path, make: str | Callable[[Path], None]) -> None:
    if callable(make):
        make(path)
        return
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("PRAGMA ignore_check_constraints = ON")
        raw.executescript(make)


def told(found: Iterable[object]) -> str:
    return "\n".join(map(str, found))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with rows of every noun."""
    return filled(tmp_path_factory.mktemp("whole"))


@pytest.fixture
def copy(whole: Path, path: Path) -> Path:
    """A copy of it, to be damaged."""
    shutil.copy(whole, path)
    return path


def test_there_are_thirty_damages_of_every_kind() -> None:
    assert len(DAMAGES) >= 30
    assert {item.code for item in DAMAGES} == set(KINDS)


def test_a_whole_workspace_is_whole(copy: Path) -> None:
    for full in (False, True):
        found = examine(copy, full=full)
        assert (found.damages, found.left_out) == ((), ())
        assert found.rows > 30


@pytest.mark.parametrize("planted", DAMAGES, ids=lambda item: item.name)
def test_a_planted_damage_is_found_named_and_repaired(copy: Path, planted: Damage) -> None:
    before = contents(copy)
    damage(copy, planted.make)

    found = examine(copy, full=True)

    assert any(
        item.code == planted.code and planted.where in item.where for item in found.damages
    ), told(found.damages)
    assert all(item.what and item.remedy for item in found.damages)

    after = repair(copy, actor="dana")

    if not planted.mended:
        assert after.damages
        return
    assert after.damages == (), told(after.damages)
    assert examine(copy, full=True).damages == ()
    assert contents(copy) == before
    with annot.open(copy, actor="dana") as workspace:
        assert workspace.history.verify().breaks == ()
        assert {claim.id for claim in workspace.claims.list("ship")} >= {2, 4}


def contents(path: Path) -> list[list[tuple[object, ...]]]:
    """The ledger's rows, and its kept bytes."""
    tables = ("article", "revision", "claim", "anchor", "acceptance", "source", "evidence", "note",
              "same", "snapshot", "content", "counter")  # fmt: skip
    with closing(sqlite3.connect(path)) as raw:
        return [sorted(raw.execute(f"SELECT * FROM {table}"), key=repr) for table in tables]


def test_the_backup_of_a_repair_is_the_workspace_as_it_was(copy: Path) -> None:
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


def test_what_needs_no_backup_makes_none(copy: Path) -> None:
    copy.chmod(0o666)

    assert repair(copy, actor="dana").backup is None
    assert stat.S_IMODE(copy.stat().st_mode) == 0o660


def test_a_row_of_an_import_is_told_but_cannot_be_put_back(copy: Path) -> None:
    damage(copy, "UPDATE claim SET checker = 'robin' WHERE id = 6")

    after = repair(copy, actor="dana")

    assert [item.where for item in after.damages] == ["claim 6"]
    assert "backup" in after.damages[0].remedy


def test_the_quick_look_does_not_hold_rows_against_the_history(copy: Path) -> None:
    damage(copy, "UPDATE claim SET checker = 'robin' WHERE id = 1")

    assert examine(copy).damages == ()
    assert [item.where for item in examine(copy, full=True).damages] == ["claim 1"]


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


def test_an_examination_is_made_though_another_program_writes(copy: Path) -> None:
    with closing(sqlite3.connect(copy, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        found = examine(copy)

    assert found.damages == ()
    assert len(found.left_out) == 1


def test_the_command_tells_what_to_do_and_what_it_did(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from annot.cli import main

    damage(copy, "UPDATE claim SET evidence_count = 9 WHERE id = 1")

    assert main(["-d", str(copy), "doctor", "--json"]) == 1
    (found,) = json.loads(capsys.readouterr().out)["damages"]
    assert (found["code"], found["where"], found["repairable"]) == (
        "evidence-count", "claim 1", True,
    )  # fmt: skip
    assert main(["-d", str(copy), "doctor"]) == 1
    shown = capsys.readouterr()
    assert "claim 1: its count of evidence" in shown.out
    assert f"annot -d {copy} doctor --repair" in shown.err
    assert main(["-d", str(copy), "--as", "dana", "doctor", "--repair"]) == 0
    shown = capsys.readouterr()
    assert "repaired claim 1" in shown.out
    assert "before-repair" in shown.err
    assert main(["-d", str(copy), "doctor"]) == 0
