"""The history cannot be bent unseen."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

import annot
from annot.store.models import Article
from annot.store.verify import chain_breaks, heads, row_breaks, seal_breaks, verify

pytestmark = pytest.mark.file


@pytest.fixture
def told(workspace: annot.Workspace, article: Article) -> annot.Workspace:
    """A workspace with a row of every noun."""
    claim = workspace.claims.add(article, quote="12 of its 30 readings", kind="quantity")
    source = workspace.sources.add(url="https://example.org/", title="Yearbook")
    evidence = workspace.evidence.add(claim, source, passage="12", locator="p. 3")
    workspace.notes.add(evidence, "Seen in print.")
    workspace.notes.ask(claim, "Which?", to="author")
    workspace.articles.accept(article, sentence=1)
    workspace.snapshots.take(source, file=_saved(workspace))
    workspace.claims.set(claim, verdict="supported", correction="13")
    workspace.history.undo()
    return workspace


def _saved(workspace: annot.Workspace) -> Path:
    """A file of a source."""
    path = workspace.path.with_name("saved.txt")
    path.write_text("12 of 30.")
    return path


def test_a_row_slipped_in_is_found(told: annot.Workspace, path: Path) -> None:
    raw = sqlite3.connect(path)
    columns = [row[1] for row in raw.execute("PRAGMA table_info(evidence)")]
    listed = ", ".join(f'"{name}"' for name in columns)
    taken = ", ".join("99" if n == "id" else "x'00'" if n == "uid" else f'"{n}"' for n in columns)
    raw.execute(f"INSERT INTO evidence ({listed}) SELECT {taken} FROM evidence LIMIT 1")
    raw.commit()
    raw.close()

    breaks = told.history.verify().breaks

    assert [found.where for found in breaks] == ["evidence 99"]


def test_an_older_copy_is_found_by_the_root_of_an_earlier_report(
    told: annot.Workspace, path: Path, tmp_path: Path
) -> None:
    older = tmp_path / "older.db"
    with sqlite3.connect(path) as raw:
        raw.execute("VACUUM INTO ?", (str(older),))
    told.sources.add(title="Later")
    root = told.history.seal().hex()
    told.sources.add(title="Later still")

    assert told.history.verify(root=root).breaks == ()
    with annot.open(older, actor="dana") as copy:
        assert copy.history.verify().breaks == ()
        assert copy.history.verify(root=root).breaks


def test_a_root_printed_where_nothing_could_be_written_is_found_in_the_history(
    told: annot.Workspace,
) -> None:
    sealed = [told.history.verify().root.hex()]  # as a report from a read-only copy prints it
    for title in ("Later", "Later still"):
        told.sources.add(title=title)
        sealed.append(told.history.verify().root.hex())
    told.history.undo()

    for root in sealed:
        assert told.history.verify(root=root).breaks == ()
    assert [found.where for found in told.history.verify(root="ab" * 32).breaks] == [
        f"root {'ab' * 32}"
    ]


def test_a_root_that_is_no_root_is_refused(workspace: annot.Workspace) -> None:
    with pytest.raises(annot.AnnotError, match="hex"):
        workspace.history.verify(root="nonsense")


def test_every_older_copy_is_found_by_every_later_root(
    workspace: annot.Workspace, path: Path, tmp_path: Path
) -> None:
    copies, roots = [], []
    for number in range(4):
        workspace.claims.add(text=f"Claim {number}")
        roots.append(workspace.history.seal().hex())
        copies.append(tmp_path / f"{number}.db")
        with sqlite3.connect(path) as raw:
            raw.execute("VACUUM INTO ?", (str(copies[-1]),))

    for number, older in enumerate(copies):
        with annot.open(older, actor="dana") as copy:
            for sealed, root in enumerate(roots):
                assert bool(copy.history.verify(root=root).breaks) == (sealed > number)


def test_a_seal_whose_heads_were_altered_is_found(told: annot.Workspace, path: Path) -> None:
    root = told.history.seal().hex()
    with sqlite3.connect(path) as raw:
        (kept,) = raw.execute("SELECT heads FROM seal").fetchone()
        heads = json.loads(kept)
        article, seq, _ = heads[-1]
        heads[-1][2] = "ab" * 32
        raw.execute("UPDATE seal SET heads = ?", (json.dumps(heads, separators=(",", ":")),))

    assert [(found.where, found.what) for found in told.history.verify().breaks] == [
        (f"seal {root}", "it is not the root of this history")
    ]
    found = told.history.verify(root=root).breaks
    assert (f"root {root}", "the heads kept with it were altered") in [
        (item.where, item.what) for item in found
    ]
    assert f"event {seq} of article {article}" in [item.where for item in found]


@pytest.mark.parametrize("heads", ["7", "[[1]]", "not json", '[[0,1,"xyz"]]'])
def test_a_seal_that_cannot_be_read_is_found(told: annot.Workspace, path: Path, heads: str) -> None:
    root = told.history.seal().hex()
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA ignore_check_constraints = ON")
        raw.execute("UPDATE seal SET heads = ?", (heads,))

    assert [(item.where, item.what) for item in told.history.verify().breaks] == [
        (f"seal {root}", "it cannot be read")
    ]


def test_an_event_that_is_gone_is_missed_by_the_next_one_and_by_its_changes(
    told: annot.Workspace, path: Path
) -> None:
    events = told.history.verify().events
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA foreign_keys = OFF")
        article, seq = raw.execute(
            "SELECT article_id, seq FROM event WHERE action = 'claim.add'"
        ).fetchone()
        raw.execute("DELETE FROM event WHERE action = 'claim.add'")

    found = told.history.verify()

    assert found.events == events - 1
    assert [(item.where, item.what) for item in found.breaks][:2] == [
        (f"event {seq} of article {article}", "it is missing, but its changes are there"),
        (f"event {seq + 1} of article {article}", f"the event before it, {seq}, is missing"),
    ]


def test_an_event_that_follows_another_history_is_found(told: annot.Workspace, path: Path) -> None:
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE event SET previous = zeroblob(32) WHERE action = 'claim.add'")

    wheres = [(item.where.split()[0], item.what) for item in told.history.verify().breaks]

    assert wheres == [
        ("event", "it was altered"),
        ("event", "it does not follow the event before it"),
    ]


def test_a_change_that_was_altered_is_named_with_its_event(
    told: annot.Workspace, path: Path
) -> None:
    with sqlite3.connect(path) as raw:
        raw.execute(
            "UPDATE change SET after = replace(after, '12 of', '13 of') WHERE noun = 'claim'"
        )

    breaks = told.history.verify().breaks

    assert "its change 0 was altered" in [item.what for item in breaks]
    assert {item.where.split()[0] for item in breaks} <= {"event", "claim"}


def test_bytes_that_are_gone_or_altered_are_found(told: annot.Workspace, path: Path) -> None:
    with sqlite3.connect(path) as raw:
        (file,) = raw.execute("SELECT file_sha256 FROM snapshot").fetchone()
        (text,) = raw.execute("SELECT text_sha256 FROM revision").fetchone()
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("UPDATE content SET data = x'00' WHERE sha256 = ?", (text,))
        raw.execute("DELETE FROM content WHERE sha256 = ?", (file,))

    found = {(item.where, item.what) for item in told.history.verify().breaks}

    assert (f"content {text.hex()}", "its bytes were altered") in found
    assert ("snapshot 1", f"its content {file.hex()} is missing") in found


def test_counts_that_were_altered_are_found(told: annot.Workspace, path: Path) -> None:
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE claim SET evidence_count = 7")
        raw.execute("UPDATE counter SET last = 0 WHERE noun = 'claim'")

    wheres = [item.where for item in told.history.verify().breaks]

    assert wheres == ["claim 1", "counter claim"]


def test_the_first_event_of_an_article_follows_the_workspace(
    told: annot.Workspace, path: Path
) -> None:
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE event SET previous = zeroblob(32) WHERE seq = 1 AND article_id = 1")

    assert [(item.where, item.what) for item in told.history.verify().breaks] == [
        ("event 1 of article 1", "it was altered"),
        ("event 1 of article 1", "it does not follow the event before it"),
    ]


def test_a_workspace_whose_uid_was_altered_is_found(told: annot.Workspace, path: Path) -> None:
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA ignore_check_constraints = ON")
        raw.execute("UPDATE article SET uid = x'00' WHERE id = 0")

    first, *_ = told.history.verify().breaks

    assert (first.where, first.what) == ("article 0", "it is missing, or its uid was altered")


def test_bytes_that_are_no_text_are_told_like_any_other(told: annot.Workspace, path: Path) -> None:
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE claim SET text = CAST(x'ff41' AS TEXT)")
        raw.execute("UPDATE event SET actor = CAST(x'ff41' AS TEXT) WHERE action = 'claim.add'")

    found = {(item.where.split()[0], item.what) for item in told.history.verify().breaks}

    assert ("claim", "it was altered outside any operation") in found
    assert ("event", "it was altered") in found


def test_changes_of_no_event_are_told_with_their_place(told: annot.Workspace, path: Path) -> None:
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("UPDATE change SET seq = 70 WHERE seq = 1 AND article_id = 1")
        raw.execute("UPDATE change SET seq = 80 WHERE seq = 2 AND article_id = 1")

    lost = [
        item.where
        for item in told.history.verify().breaks
        if item.what == "it is missing, but its changes are there"
    ]

    assert lost == ["event 70 of article 1", "event 80 of article 1"]


def test_how_much_was_looked_at_is_told(told: annot.Workspace, path: Path) -> None:
    with sqlite3.connect(path) as raw:
        (events,) = raw.execute("SELECT count(*) FROM event").fetchone()
        nouns = ("article", "revision", "claim", "anchor", "acceptance", "source", "snapshot",
                 "evidence", "note")  # fmt: skip
        counts = [raw.execute(f"SELECT count(*) FROM {noun}").fetchone()[0] for noun in nouns]

    found = told.history.verify()

    assert (found.events, found.rows, found.purged) == (events, sum(counts), ())


def test_what_is_wrong_is_told_part_by_part_too(told: annot.Workspace, path: Path) -> None:
    root = told.history.seal().hex()
    with told._ledger.database.reading() as connection:
        assert (chain_breaks(connection), row_breaks(connection)) == ([], [])
        assert list(seal_breaks(connection)) == []
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE source SET title = CAST(x'ff41' AS TEXT)")
        raw.execute("UPDATE event SET actor = 'eve' WHERE seq = 2 AND article_id = 1")
        raw.execute("UPDATE seal SET heads = '[]'")
    with told._ledger.database.reading() as connection:
        chains = [(item.where, item.what) for item in chain_breaks(connection)]
        assert chains == [("event 2 of article 1", "it was altered")]
        assert row_breaks(connection) == [("source", 1, "it was altered outside any operation")]
        (seal,) = seal_breaks(connection)
        assert (seal.where, seal.what) == (f"seal {root}", "it is not the root of this history")
        assert len(verify(connection).breaks) == 3
        # A reader of the workspace takes bytes that are no text for an error again.
        with pytest.raises(sqlite3.OperationalError):
            connection.connection.execute("SELECT title FROM source").fetchall()


def test_the_heads_are_the_last_events_of_all_articles(told: annot.Workspace, path: Path) -> None:
    with sqlite3.connect(path) as raw:
        last = raw.execute(
            "SELECT article_id, max(seq), hash FROM event GROUP BY article_id ORDER BY article_id"
        ).fetchall()
    assert len(last) == 2
    with told._ledger.database.reading() as connection:
        assert heads(connection) == last


def test_what_was_purged_is_told_and_is_no_break(told: annot.Workspace) -> None:
    (query,) = [note for note in told.notes.list() if note.addressee]
    told.notes.answer(query, "That one.")
    told.claims.set(1, verdict="supported")
    purged = told.purge(older_than="0d", reason="five years", yes=True)
    assert purged.items

    found = told.history.verify()

    assert found.breaks == ()
    assert len(found.purged) == len(purged.items)


def test_every_seal_is_looked_at(told: annot.Workspace, path: Path) -> None:
    first = told.history.seal().hex()
    told.sources.add(title="Later")
    second = told.history.seal().hex()
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA ignore_check_constraints = ON")
        raw.execute("UPDATE seal SET heads = 'not json'")

    found = {item.where for item in told.history.verify().breaks}

    assert found == {f"seal {first}", f"seal {second}"}
