"""What is written in sets is what would have been written row by row, and undone as one."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import annot
from annot.errors import AnnotError, BadRowsError
from annot.exchange import files
from annot.exchange.csv_table import read_csv
from annot.exchange.input import Input
from annot.exchange.progress import Progress
from annot.exchange.summary import ImportSummary
from annot.exchange.table import Table
from annot.exchange.whole_rows import WholeRows

COLUMNS = (
    "key", "article", "claim", "quote", "kind", "status", "verdict", "correction", "reasoning",
    "source_url", "source_title", "source_published", "stance", "passage", "locator", "checker",
    "note", "tags", "desk", "prefix", "occurrence", "evidence", "notes",
)  # fmt: skip
DESKS = ("", "Sport", "'=x", " ", "a\nb", "City desk")
ODD = ("", " ", "x\ny", "'=1", "é\u00a0", "\u202e", "  two  ")
CELLS = {
    "key": ("", "k1", "k2", "k3", " k1 ", "0198c0de-0000-7000-8000-000000000000"),
    "article": ("", "", "mill-street", "no-such"),
    "claim": ("One is so.", "Two is so.", " One is so. ", "Three", "", "'=cmd", "a\nb"),
    "quote": ("", "40,000 books", "", "40,000", "no such words"),
    "prefix": ("", "", "has ", "no such"),
    "occurrence": ("", "", "1", "2", "all", "9"),
    "evidence": (
        "",
        '[{"source_url": "https://a.example/x"}]',
        '[{"source_title": "A book", "passage": "p"}, {"source_url": "http://a.example/x/"}]',
        '[{"source_title": "A book", "passage": "q"}, {"source_url": "http://a.example/x/"}]',
        "{}",
    ),
    "notes": (
        "",
        '[{"text": "Look."}]',
        '[{"kind": "query", "text": "Sure?", "to": "author"}]',
        '[{"kind": "query", "text": "Sure?", "to": "author", "answer": "Yes."}]',
    ),
    "kind": ("", "date", "Date", "number"),
    "status": ("", "todo", "checked", "approved", "nearly"),
    "verdict": ("", "supported", "REFUTED", "none"),
    "source_url": ("", "https://a.example/x", "http://www.a.example/x/", "https://doi.org/10.1/a"),
    "source_title": ("", "A book", "a book"),
    "source_published": ("", "2024", "2024-05-03", "soon"),
    "stance": ("", "supports", "refutes", "maybe"),
    "desk": DESKS,
}


BELOW = (
    "source_url", "source_title", "stance", "passage", "locator", "note", "quote", "evidence",
    "notes",
)  # fmt: skip
"""What differs between the rows of one claim."""


@st.composite
def rows_of_table(draw: st.DrawFn) -> tuple[list[str], list[dict[str, str]]]:
    """A table whose rows repeat, contradict and misspell each other; its columns and its rows."""
    columns = draw(st.permutations(COLUMNS))[: draw(st.integers(3, len(COLUMNS)))]
    columns = list(dict.fromkeys(["claim", *columns]))
    good = draw(st.booleans())
    rows: list[dict[str, str]] = []
    for _ in range(draw(st.integers(1, 8))):
        row = {
            column: draw(st.sampled_from(CELLS.get(column, ODD)[: 2 if good else None]))
            for column in columns
        }
        if rows and draw(st.booleans()):  # another row of a claim that was there
            row = {**draw(st.sampled_from(rows)), **{n: row[n] for n in BELOW if n in row}}
        rows.append(row)
    return columns, rows


@st.composite
def tables(draw: st.DrawFn) -> list[str]:
    """A table as it was, and as somebody sends it again."""
    columns, rows = draw(rows_of_table())
    _, others = draw(rows_of_table())
    again = []
    for row in rows:
        other = draw(st.sampled_from(others))
        changed = draw(st.sets(st.sampled_from(columns), max_size=2))
        again.append({n: other.get(n, "") if n in changed else row[n] for n in columns})
    return [written(columns, rows), written(columns, draw(st.permutations(again)))]


def written(columns: list[str], rows: list[dict[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def imported(path: Path, texts: list[str], *, how: str, skip: bool) -> tuple[Any, list[Any]]:
    """Import tables, each twice, into a workspace of its own; what was told, and what is there.

    Args:
        path: A folder for it.
        texts: The tables.
        how: `fast` reads usual rows fast, `whole` every row in full, `alone` also sorts and merges
            them one by one.
        skip: Whether to leave bad rows out.
    """

    def read(source: Input, **known: Any) -> Table:
        table = read_csv(source, **known)
        return table if how == "fast" else replace(table, cells=None)

    path.mkdir(parents=True, exist_ok=True)
    for old in path.iterdir():
        old.unlink()
    told: list[Any] = []
    with (
        pytest.MonkeyPatch.context() as patch,
        annot.open(path / "w.db", actor="dana") as workspace,
    ):
        patch.setattr(files, "READERS", {**files.READERS, "csv": read})
        if how == "alone":
            patch.setattr(WholeRows, "take", lambda _self, _row: False)
        workspace.articles.add("It has 40,000 books and 40,000 maps.\n", title="Mill Street")
        for text in (text for text in texts for _ in range(2)):
            (path / "t.csv").write_text(text, encoding="utf-8", newline="")
            try:
                rejects = {"skip_bad": path / "bad.csv"} if skip else {}
                done = workspace.import_file(path / "t.csv", **rejects)
                assert isinstance(done, ImportSummary)
                told.append(replace(done, path="", operation=""))
            except BadRowsError as error:
                told.append([(bad.row, bad.column, bad.reason) for bad in error.rows])
            except AnnotError as error:
                told.append(str(error))
            assert not workspace.history.verify().breaks
        workspace.export(path / "out.csv")
        there = [(path / "out.csv").read_text(), sorted(s.slug for s in workspace.sources.list())]
        there.append([(c.key, c.evidence_count, c.position) for c in workspace.claims.list()])
        if (path / "bad.csv").exists():
            there.append((path / "bad.csv").read_text())
    return told, there


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts=tables(), skip=st.booleans())
def test_rows_taken_in_sets_are_what_they_would_be_alone(
    tmp_path: Path, texts: list[str], skip: bool
) -> None:
    fast, whole, alone = (
        imported(tmp_path / how, texts, how=how, skip=skip) for how in ("fast", "whole", "alone")
    )
    assert fast == alone
    assert whole == alone


def table(count: int, **cells: str) -> str:
    heading = ["key", "claim", "verdict", "source_url", "passage", *cells]
    rows = [
        [f"k{n}", f"Ship {n} sailed.", "supported", f"https://a.example/{n % 7}", f"p{n}",
         *cells.values()]
        for n in range(count)
    ]  # fmt: skip
    out = io.StringIO()
    csv.writer(out).writerows([heading, *rows])
    return out.getvalue()


def test_a_long_table_is_one_event_undone_by_one_undo(
    workspace: annot.Workspace, tmp_path: Path
) -> None:
    (tmp_path / "t.csv").write_text(table(2500))
    workspace.claims.add(text="This was here.")
    done = workspace.import_file(tmp_path / "t.csv")
    assert (done.added, done.sources_added, done.evidence_added) == (2500, 7, 2500)
    assert [entry.action for entry in workspace.history.list()][:2] == ["import", "claim.add"]
    assert [c.text for c in workspace.claims.list("key:k77")] == ["Ship 77 sailed."]
    assert not workspace.history.verify().breaks
    workspace.history.undo()
    assert [claim.text for claim in workspace.claims.list()] == ["This was here."]
    assert not workspace.sources.list()
    workspace.history.redo()
    assert len(workspace.claims.list()) == 2501
    assert not workspace.history.verify().breaks


def test_the_same_again_changes_nothing_and_one_changed_row_changes_one_claim(
    workspace: annot.Workspace, tmp_path: Path
) -> None:
    text = table(1200)
    (tmp_path / "t.csv").write_text(text)
    workspace.import_file(tmp_path / "t.csv")
    events = len(workspace.history.list())
    again = workspace.import_file(tmp_path / "t.csv")
    assert (again.unchanged, again.added, again.updated) == (1200, 0, 0)
    assert len(workspace.history.list()) == events
    (tmp_path / "t.csv").write_text(text.replace("Ship 7 sailed.", "Ship 7 sank."))
    changed = workspace.import_file(tmp_path / "t.csv")
    assert (changed.unchanged, changed.added, changed.updated) == (1199, 0, 1)
    assert workspace.claims.list("sank")[0].key == "k7"


def test_what_people_did_to_a_row_of_a_long_import_is_kept(
    workspace: annot.Workspace, tmp_path: Path
) -> None:
    (tmp_path / "t.csv").write_text(table(1200))
    workspace.import_file(tmp_path / "t.csv")
    claim = workspace.claims.list("Ship 7 sailed")[0]
    workspace.claims.set(claim, verdict="refuted")
    kept = workspace.import_file(tmp_path / "t.csv")
    assert (kept.kept, kept.updated, kept.unchanged) == (1, 0, 1200)
    assert workspace.claims.get(claim).verdict == "refuted"
    (tmp_path / "t.csv").write_text(table(1200).replace("Ship 9 sailed.", "Ship 9 sank."))
    both = workspace.import_file(tmp_path / "t.csv")
    assert (both.kept, both.updated) == (1, 1)


def test_progress_is_told_in_rows(workspace: annot.Workspace, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(table(2500))
    told: list[Progress] = []
    workspace.import_file(tmp_path / "t.csv", progress=told.append)
    assert [item.rows for item in told] == [1000, 2000, 2500]
    shares = [item.share or 0 for item in told]
    assert 0 < shares[0] < shares[1] < shares[2] == 1


def several(count: int, **changed: str) -> str:
    """A table with two rows for each claim, all first rows first; cells of the last row changed."""
    rows = [
        {
            "key": f"k{n}", "claim": f"Ship {n} sailed.", "verdict": "supported",
            "source_url": f"https://a.example/{n % 7}/{half}", "passage": f"p{n}", "note": "Seen.",
        }
        for half in range(2)
        for n in range(count)
    ]  # fmt: skip
    rows[-1] |= changed
    return written(list(rows[0]), rows)


def test_a_claim_on_several_rows_is_one_claim_wherever_they_stand(
    workspace: annot.Workspace, tmp_path: Path
) -> None:
    (tmp_path / "t.csv").write_text(several(1200))
    done = workspace.import_file(tmp_path / "t.csv")
    assert (done.added, done.evidence_added, done.notes_added) == (1200, 2400, 1200)
    assert {claim.evidence_count for claim in workspace.claims.list()} == {2}
    again = workspace.import_file(tmp_path / "t.csv")
    assert (again.unchanged, again.added, again.updated) == (1200, 0, 0)
    assert not workspace.history.verify().breaks
    workspace.history.undo()
    assert not workspace.claims.list()
    assert not workspace.sources.list()


def test_rows_that_disagree_about_a_claim_are_refused_though_one_says_what_is_there(
    workspace: annot.Workspace, tmp_path: Path
) -> None:
    (tmp_path / "t.csv").write_text(several(1200))
    workspace.import_file(tmp_path / "t.csv")
    (tmp_path / "t.csv").write_text(several(1200, verdict="refuted"))
    with pytest.raises(BadRowsError) as refused:
        workspace.import_file(tmp_path / "t.csv")
    (bad,) = refused.value.rows
    assert (bad.row, bad.column) == (2400, "verdict")
    assert "another row of the same claim says" in bad.reason


def test_new_evidence_in_one_of_the_rows_of_a_claim_is_added_to_it(
    workspace: annot.Workspace, tmp_path: Path
) -> None:
    (tmp_path / "t.csv").write_text(several(1200))
    workspace.import_file(tmp_path / "t.csv")
    (tmp_path / "t.csv").write_text(several(1200, source_url="https://b.example/"))
    done = workspace.import_file(tmp_path / "t.csv")
    assert (done.updated, done.unchanged, done.evidence_added) == (1, 1199, 1)
    assert workspace.claims.list("key:k1199")[0].evidence_count == 3


def test_what_somebody_writes_while_the_file_is_read_is_seen(
    workspace: annot.Workspace, path: Path, tmp_path: Path
) -> None:
    (tmp_path / "t.csv").write_text(table(1200))
    workspace.import_file(tmp_path / "t.csv")
    more = table(1201).replace("Ship 9 sailed.", "Ship 9 sank.")
    (tmp_path / "t.csv").write_text(more)
    with annot.open(path, actor="zoe") as other:

        def meanwhile(_: Progress) -> None:
            if not other.claims.list("key:k1200"):
                other.claims.set(other.claims.list("key:k7")[0], verdict="refuted")
                other.claims.add(text="Ship 1200 sailed.", key="k1200")

        done = workspace.import_file(tmp_path / "t.csv", progress=meanwhile)
    assert (done.added, done.updated, done.kept) == (0, 2, 1)
    assert workspace.claims.list("key:k7")[0].verdict == "refuted"
    assert workspace.claims.list("key:k9")[0].text == "Ship 9 sank."
    (late,) = workspace.claims.list("key:k1200")
    assert (late.evidence_count, late.verdict) == (1, "supported")
    assert not workspace.history.verify().breaks


def test_thousands_of_quotes_are_found_and_found_again(
    workspace: annot.Workspace, tmp_path: Path
) -> None:
    sentences = [f"Ship {n} sailed with {n * 7 % 100} tons of salt." for n in range(1500)]
    workspace.articles.add("\n\n".join(sentences), title="Ships")
    rows = [
        {"article": "ships", "quote": sentence[:-1].upper(), "verdict": "supported"}
        for sentence in sentences
    ]
    (tmp_path / "t.csv").write_text(written(list(rows[0]), rows))
    done = workspace.import_file(tmp_path / "t.csv")
    assert (done.added, done.unanchored) == (1500, 0)
    claims = workspace.claims.list()
    assert [claim.text for claim in claims] == [sentence[:-1] for sentence in sentences]
    again = workspace.import_file(tmp_path / "t.csv")
    assert (again.unchanged, again.added, again.updated, again.unanchored) == (1500, 0, 0, 0)
    assert not workspace.history.verify().breaks


def test_lines_of_json_are_taken_in_sets_too(workspace: annot.Workspace, tmp_path: Path) -> None:
    lines = [
        {
            "key": f"k{n}",
            "claim": f"Ship {n}\nsailed.",
            "evidence": [{"source_title": f"Book {m}", "stance": "refutes"} for m in range(n % 3)],
            "notes": [{"text": "Seen.", "kind": "note"}],
        }
        for n in range(1200)
    ]
    (tmp_path / "t.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    done = workspace.import_file(tmp_path / "t.jsonl")
    assert (done.added, done.evidence_added, done.notes_added) == (1200, 1200, 1200)
    counts = [claim.evidence_count for claim in workspace.claims.list()]
    assert counts == [n % 3 for n in range(1200)]
    again = workspace.import_file(tmp_path / "t.jsonl")
    assert (again.unchanged, again.added, again.updated) == (1200, 0, 0)
    assert not workspace.history.verify().breaks
