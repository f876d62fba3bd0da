"""What people changed since the last import, where the file says otherwise: kept, taken, asked."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from table_files import table

from annot.errors import BadRowsError, InvalidValueError
from annot.store.models import Article
from annot.workspace import Workspace

ROWS = (
    "key,claim,verdict,source_title,passage,note,desk\na,One,refuted,S,old,n,Sport\nb,Two,,T,p,,\n"
)


@pytest.fixture
def changed(workspace: Workspace, tmp_path: Path) -> Workspace:
    """A table was imported, and dana changed what it says of claim 1; nothing of claim 2."""
    workspace.import_file(table(tmp_path, ROWS))
    workspace.claims.set(1, verdict="supported", extra={"desk": "City"})
    workspace.evidence.set(1, passage="better")
    (note,) = workspace.notes.list(workspace.claims.get(1))
    workspace.notes.remove(note)
    return workspace


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def write(path: Path, written: list[dict[str, str]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.DictWriter(lines, list(written[0]))
        writer.writeheader()
        writer.writerows(written)


def verdict(workspace: Workspace, number: int = 1) -> str | None:
    found = workspace.claims.get(number).verdict
    return None if found is None else found.value


@pytest.mark.parametrize("mode", ["", "keep"])
def test_people_are_right_unless_said_otherwise(
    changed: Workspace, tmp_path: Path, mode: str
) -> None:
    done = changed.import_file(tmp_path / "claims.csv", on_conflict=mode)
    assert (done.kept, done.overruled, done.conflicts, done.unchanged) == (1, 0, 0, 2)
    assert verdict(changed) == "supported"


def test_the_file_may_win_as_an_update_in_the_history(changed: Workspace, tmp_path: Path) -> None:
    before = len(changed.history.list())
    done = changed.import_file(tmp_path / "claims.csv", on_conflict="take")
    assert (done.overruled, done.kept, done.updated, done.unchanged) == (1, 0, 1, 1)
    claim = changed.claims.get(1)
    assert (claim.verdict, claim.extra) == ("refuted", {"desk": "Sport"})
    assert [link.passage for link in changed.evidence.list(1)] == ["old"]
    assert [note.text for note in changed.notes.list(claim)] == ["n"]
    (entry,) = changed.history.list()[: len(changed.history.list()) - before]
    fields = {(c.noun, name): value for c in entry.changes for name, value in c.fields.items()}
    assert fields["claim", "verdict"] == ("supported", "refuted")
    assert fields["evidence", "passage"] == ("better", "old")
    changed.history.undo()
    assert verdict(changed) == "supported"
    assert not changed.history.verify().breaks


def test_a_cell_that_was_always_empty_overrules_nobody(changed: Workspace, tmp_path: Path) -> None:
    changed.claims.set(2, verdict="inexact")
    done = changed.import_file(tmp_path / "claims.csv", on_conflict="take")
    assert (verdict(changed, 2), done.overruled, done.kept) == ("inexact", 1, 1)
    emptied = ROWS.replace("a,One,refuted", "a,One,")
    changed.claims.set(1, verdict="unproven")
    changed.import_file(table(tmp_path, emptied), on_conflict="take")
    assert verdict(changed) is None


def test_evidence_that_people_took_away_comes_back_if_the_file_wins(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = table(tmp_path, ROWS)
    workspace.import_file(path)
    workspace.evidence.remove(1)
    assert workspace.import_file(path).kept == 1
    assert workspace.import_file(path, on_conflict="take").evidence_added == 1
    assert [link.passage for link in workspace.evidence.list(1)] == ["old"]
    assert workspace.import_file(path, on_conflict="take").unchanged == 2


def test_what_is_asked_about_goes_into_a_file_and_is_left_as_it_is(
    changed: Workspace, tmp_path: Path
) -> None:
    text = ROWS.replace("One,", "One and a half,").replace("Two,", "Two and a half,")
    out = tmp_path / "conflicts.csv"
    path = table(tmp_path, f"{text}c,Three,,New source,,,\n")
    rehearsed = changed.import_file(path, on_conflict="ask-file", conflicts=out, dry_run=True)
    assert (rehearsed.conflicts, out.exists()) == (1, False)
    done = changed.import_file(path, conflicts=out)
    assert (done.conflicts, done.claims, done.updated, done.added) == (1, 2, 1, 1)
    assert [claim.text for claim in changed.claims.list()] == ["One", "Two and a half", "Three"]
    (row,) = rows(out)
    assert [row[name] for name in ("key", "claim", "verdict", "passage", "desk")] == [
        "a", "One and a half", "refuted", "old", "Sport",
    ]  # fmt: skip
    assert json.loads(row["_ledger"]) == {
        "verdict": "supported",
        "desk": "City",
        "passage": "better",
        "note": "(taken away)",
    }
    assert row["_column"] == "verdict, desk, passage, note"
    assert "people made it 'supported'" in row["_reason"]
    assert "the file says 'refuted'" in row["_reason"]
    assert row["_row"] == "1"


@pytest.mark.parametrize(
    ("decided", "updated"), [("refuted", 1), ("supported", 1), ("inexact", 1), ("", 1)]
)
def test_the_mended_file_settles_the_conflict(
    changed: Workspace, tmp_path: Path, decided: str, updated: int
) -> None:
    out = tmp_path / "conflicts.csv"
    path = tmp_path / "claims.csv"
    changed.import_file(path, conflicts=out)
    (row,) = rows(out)
    write(out, [{**row, "verdict": decided, "desk": "Culture"}])
    done = changed.import_file(out)
    assert (done.updated, done.kept, done.conflicts) == (updated, 0, 0)
    claim = changed.claims.get(1)
    assert (verdict(changed) or "", claim.extra) == (decided, {"desk": "Culture"})
    assert [link.passage for link in changed.evidence.list(1)] == ["old"]
    assert changed.history.list()[0].action == "import.settle"
    assert changed.import_file(out).unchanged == 1

    changed.import_file(path)
    assert ((verdict(changed) or ""), changed.claims.get(1).extra) == (decided, {"desk": "Culture"})
    changed.history.undo()
    assert verdict(changed) == "supported"
    assert not changed.history.verify().breaks


def test_what_was_changed_once_more_is_a_conflict_again(changed: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "conflicts.csv"
    changed.import_file(tmp_path / "claims.csv", conflicts=out)
    changed.claims.set(1, verdict="misleading")
    kept = changed.import_file(out)
    assert (kept.kept, kept.updated, verdict(changed)) == (1, 0, "misleading")
    again = tmp_path / "again.csv"
    assert changed.import_file(out, conflicts=again).conflicts == 1
    (row,) = rows(again)
    assert json.loads(row["_ledger"])["verdict"] == "misleading"
    assert changed.import_file(again).updated == 1
    assert verdict(changed) == "refuted"


def test_without_a_key_the_rows_get_one(workspace: Workspace, tmp_path: Path) -> None:
    path = table(tmp_path, "Statement,verdict\nOne,refuted\n")
    workspace.import_file(path)
    workspace.claims.set(1, text="One, in other words", verdict="supported")
    out = tmp_path / "conflicts.csv"
    mapping = {"claim": "Statement"}
    assert workspace.import_file(path, mapping=mapping, conflicts=out).conflicts == 1
    (row,) = rows(out)
    assert list(row)[:3] == ["key", "claim", "verdict"]
    write(out, [{**row, "claim": "One, in the end"}])
    assert workspace.import_file(out).updated == 1
    (claim,) = workspace.claims.list()
    assert (claim.text, claim.verdict) == ("One, in the end", "refuted")


def test_all_rows_of_a_claim_are_asked_about_together(workspace: Workspace, tmp_path: Path) -> None:
    text = "key,claim,source_title,passage\na,One,S,p\na,One,T,q\nb,Two,S,p\n"
    path = table(tmp_path, text)
    workspace.import_file(path)
    (second,) = [item for item in workspace.evidence.list(1) if item.passage == "q"]
    workspace.evidence.set(second, passage="better")
    out = tmp_path / "conflicts.csv"
    changed = table(tmp_path, text.replace("a,One,S,p", "a,One,S,pp"), "changed.csv")
    assert workspace.import_file(changed, conflicts=out).conflicts == 1
    assert [row["_row"] for row in rows(out)] == ["1", "2"]
    assert [link.passage for link in workspace.evidence.list(1)] == ["p", "better"]
    workspace.import_file(out)
    assert [link.passage for link in workspace.evidence.list(1)] == ["pp", "q"]


@pytest.mark.file
def test_asking_needs_a_file_and_a_file_asks(workspace: Workspace, tmp_path: Path) -> None:
    path = table(tmp_path, ROWS)
    out = tmp_path / "out.csv"
    for wrong in (
        {"on_conflict": "ask-file"},
        {"on_conflict": "take", "conflicts": out},
        {"on_conflict": "never"},
        {"conflicts": path},
        {"conflicts": workspace.path},
        {"conflicts": out, "skip_bad": out},
    ):
        with pytest.raises(InvalidValueError):
            workspace.import_file(path, **wrong)
    assert workspace.import_file(path, conflicts=out).added == 2
    assert not out.exists()


def test_a_file_of_conflicts_with_broken_marks_is_refused(
    changed: Workspace, tmp_path: Path
) -> None:
    out = tmp_path / "conflicts.csv"
    changed.import_file(tmp_path / "claims.csv", conflicts=out)
    for broken in ("{", "[1]"):
        (row,) = rows(out)
        write(tmp_path / "broken.csv", [{**row, "_ledger": broken}])
        with pytest.raises(BadRowsError) as refused:
            changed.import_file(tmp_path / "broken.csv")
        assert refused.value.rows[0].column == "_ledger"


def test_the_file_of_conflicts_needs_no_options_when_it_comes_in(
    workspace: Workspace, article: Article, tmp_path: Path
) -> None:
    options = {"article": article, "key": "No", "mapping": {"claim": "Statement", "kind": ""}}
    text = "No,Statement,verdict,kind\n1,One is so.,refuted,ours\n"
    workspace.import_file(table(tmp_path, text), **options)
    workspace.claims.set(1, verdict="supported")
    out = tmp_path / "conflicts.csv"
    later = table(tmp_path, text.replace("refuted", "inexact"), "later.csv")
    assert workspace.import_file(later, conflicts=out, **options).conflicts == 1
    (row,) = rows(out)
    assert (row["article"], row["key"], row["_column"]) == (article.slug, "1", "verdict")
    assert workspace.import_file(out).updated == 1
    (claim,) = workspace.claims.list()
    assert (claim.verdict, claim.extra, claim.article_id) == (
        "inexact",
        {"kind": "ours"},
        article.id,
    )
