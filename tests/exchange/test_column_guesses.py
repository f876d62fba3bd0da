"""Usual names of columns are taken for fields where there is only one reading, and that is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from table_files import table

from annot.errors import BadRowsError, InputFileError
from annot.exchange.column_guesses import ASKED, GUESSES
from annot.exchange.table_columns import FIELDS, folded
from annot.workspace import Workspace


def test_usual_names_stand_for_fields(workspace: Workspace, tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "Statement,Rating,Link,Publisher,Comments,desk\n"
        "One,refuted,https://example.org/1,Daily,Look again,Sport\n",
    )
    summary = workspace.import_file(path)
    assert summary.guessed == {
        "claim": "Statement",
        "note": "Comments",
        "source_publisher": "Publisher",
        "source_url": "Link",
        "verdict": "Rating",
    }
    assert summary.kept_columns == {"desk": ()}
    claim = workspace.claims.get(1)
    assert (claim.text, claim.verdict, claim.extra) == ("One", "refuted", {"desk": "Sport"})
    assert workspace.sources.list()[0].publisher == "Daily"
    assert workspace.import_file(path).unchanged == 1


@pytest.mark.parametrize(
    ("heading", "guessed"),
    [
        ("claim,statement", {}),  # a column of the field's own name is there
        ("statement,assertion,quote", {}),  # two may stand for the claim
        ("claim,url,link", {}),
        ("claim,publisher", {}),  # nothing without a source
        ("claim,publisher,source_title", {"source_publisher": "publisher"}),
        ("claim,publisher,url", {"source_publisher": "publisher", "source_url": "url"}),
        ("claim,id,date,source,title,page", {}),  # may mean many things
    ],
)
def test_nothing_is_guessed_that_has_two_readings(
    workspace: Workspace, tmp_path: Path, heading: str, guessed: dict[str, str]
) -> None:
    cells = ["https://example.org/x" if "l" in c[2:] else "x" for c in heading.split(",")]
    path = table(tmp_path, f"{heading}\n{','.join(cells)}\n")
    assert workspace.import_file(path, dry_run=True, skip_bad=tmp_path / "r").guessed == guessed


def test_what_is_not_guessed_is_asked(workspace: Workspace, tmp_path: Path) -> None:
    path = table(tmp_path, "claim,id,Source,url,link\nOne,1,x,,\n")
    assert workspace.import_file(path).kept_columns == {
        "id": ("key",),
        "Source": ("source_url", "source_title"),
        "url": ("source_url",),
        "link": ("source_url",),
    }
    with pytest.raises(InputFileError) as refused:
        workspace.import_file(table(tmp_path, "text,label\nOne,refuted\n"))
    assert "--map claim=text or --map quote=text" in refused.value.hint


def test_a_guess_can_be_declined(workspace: Workspace, tmp_path: Path) -> None:
    path = table(tmp_path, "claim,rating\nOne,5 stars\n")
    with pytest.raises(BadRowsError) as refused:
        workspace.import_file(path)
    assert "'rating' was taken for verdict" in refused.value.hint
    assert "--map verdict=" in refused.value.hint
    done = workspace.import_file(path, mapping={"verdict": ""})
    assert done.kept_columns == {"rating": ()}
    assert workspace.claims.get(1).extra == {"rating": "5 stars"}


def test_in_a_table_of_ours_nothing_is_guessed(workspace: Workspace, tmp_path: Path) -> None:
    extra = {"url": "x", "source_author": "Doe", "Explanation": "y"}
    workspace.claims.add(text="One", extra=extra)
    for ending in ("csv", "json"):
        workspace.export(tmp_path / f"out.{ending}")
        done = workspace.import_file(tmp_path / f"out.{ending}")
        assert (done.unchanged, done.guessed) == (1, {})


def test_the_tables_of_names_are_sound() -> None:
    names = [*ASKED, *(name for names in GUESSES.values() for name in names)]
    assert len(names) == len(set(names))
    assert all(name == folded(name) and name not in FIELDS for name in names)
    fields = {*GUESSES, *(field for meant in ASKED.values() for field in meant)}
    assert fields <= set(FIELDS)


def test_notes_may_be_plain_text_and_evidence_may_not(workspace: Workspace, tmp_path: Path) -> None:
    workspace.import_file(table(tmp_path, "claim,Notes\nOne,Look again\nTwo,\n"))
    assert [note.text for note in workspace.notes.list(workspace.claims.get(1))] == ["Look again"]
    with pytest.raises(BadRowsError) as refused:
        workspace.import_file(table(tmp_path, "claim,Evidence\nOne,The yearbook\n"))
    assert "--map source_url=evidence" in refused.value.rows[0].reason
