from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from table_files import table

import annot
from annot.errors import BadRowsError, InputFileError, InvalidValueError, NotFoundError
from annot.workspace import Workspace

Opened = Callable[..., Workspace]


def told(workspace: Workspace) -> list[str]:
    return [claim.text for claim in workspace.claims.list()]


def test_a_table_brings_claims_places_evidence_notes_and_tags(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = table(
        tmp_path,
        "key,article,claim,quote,verdict,correction,source_url,source_title,stance,passage,"
        "locator,checker,note,tags,source_authors\n"
        'a1,bridge,Two people died.,"Two workers died",inexact,Three workers died,'
        'https://example.org/1,Archive,refutes,"three, in fact",p. 4,lee,Ask again,'
        '"history, ""deaths, work"""," Doe, Jane ; Roe"\n',
    )
    summary = workspace.import_file(path)
    assert (summary.added, summary.sources_added, summary.evidence_added) == (1, 1, 1)
    (claim,) = workspace.claims.list("key:a1")
    assert (claim.text, claim.verdict, claim.status) == ("Two people died.", "inexact", "checked")
    assert (claim.correction_state, claim.checker) == ("open", "lee")
    assert claim.tags == ["history", "deaths, work"]
    assert [anchor.exact for anchor in workspace.claims.anchors(claim)] == ["Two workers died"]
    (link,) = workspace.evidence.list(claim)
    assert (link.stance, link.passage, link.locator) == ("refutes", "three, in fact", "p. 4")
    assert workspace.sources.get(link.source_id).authors == ["Doe, Jane", "Roe"]
    assert [note.text for note in workspace.notes.list(claim)] == ["Ask again"]
    assert workspace.history.undo().startswith("import on ")
    assert (workspace.claims.list(), workspace.sources.list()) == ([], [])


@pytest.mark.parametrize("encoded", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_dialects_and_encodings_are_found(
    workspace: Workspace, tmp_path: Path, encoded: str, delimiter: str, end: str
) -> None:
    rows = [("Key", "Claim", "Source Title"), ("1", "Žižka, said", "a;b"), ("2", "x|y", "")]
    lines = [delimiter.join(f'"{cell}"' for cell in row) for row in rows]
    path = tmp_path / "claims.csv"
    path.write_bytes(end.join([*lines, ""]).encode(encoded))
    assert workspace.import_file(path).added == 2
    assert told(workspace) == ["Žižka, said", "x|y"]
    assert [source.title for source in workspace.sources.list()] == ["a;b"]


def test_an_encoding_may_be_named(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_bytes("claim\nŁódź\n".encode("cp1250"))
    workspace.import_file(path, encoding="cp1250")
    assert told(workspace) == ["Łódź"]


def test_json_lines_nest_evidence_and_notes(workspace: Workspace, tmp_path: Path) -> None:
    row = {
        "key": 7,
        "claim": "x",
        "tags": ["a, b"],
        "evidence": [
            {"source_title": "One", "source_authors": ["A; B"], "source_confidential": True},
            {"source_title": "Two", "stance": "context", "note": "old"},
        ],
        "notes": [
            {"text": "why?", "kind": "query", "to": "author", "answer": "so"},
            {"text": "mind"},
        ],
    }
    path = table(tmp_path, json.dumps(row) + "\n\n", "claims.jsonl")
    assert workspace.import_file(path).evidence_added == 2
    (claim,) = workspace.claims.list("key:7")
    assert claim.tags == ["a, b"]
    assert [link.note for link in workspace.evidence.list(claim)] == ["", "old"]
    assert [source.confidential for source in workspace.sources.list()] == [True, False]
    assert [note.answer for note in workspace.notes.list(claim)] == ["so", None]
    again = table(tmp_path, json.dumps([row]), "claims.json")
    assert workspace.import_file(again).unchanged == 1


def test_an_open_query_makes_a_claim_wait(workspace: Workspace, tmp_path: Path) -> None:
    row = {"claim": "x", "notes": [{"text": "why?", "kind": "query", "to": "author"}]}
    workspace.import_file(table(tmp_path, json.dumps(row), "claims.jsonl"))
    assert workspace.claims.get(1).status == "query"


def test_rows_of_one_key_are_one_claim(workspace: Workspace, tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "key,claim,verdict,source_title\nk,One,supported,A\nk,One,,B\nk,One,supported,A\n,Two,,C\n"
        ",Two,,D\n",
    )
    summary = workspace.import_file(path)
    assert (summary.claims, summary.evidence_added, summary.unanchored) == (2, 4, 2)
    assert [claim.evidence_count for claim in workspace.claims.list()] == [2, 2]


def test_rows_of_one_key_that_disagree_are_bad(workspace: Workspace, tmp_path: Path) -> None:
    path = table(tmp_path, "key,claim,verdict\nk,One,supported\nk,One,refuted\n")
    with pytest.raises(BadRowsError) as refused:
        workspace.import_file(path)
    (row,) = refused.value.rows
    assert (row.row, row.column, row.value) == (2, "verdict", "refuted")


@pytest.mark.parametrize("key", ["k", ""])
def test_the_same_file_again_changes_nothing(
    workspace: Workspace, tmp_path: Path, key: str
) -> None:
    path = table(
        tmp_path,
        "key,article,claim,quote,verdict,source_url,source_title,passage,note,tags\n"
        f'{key},bridge,,9000 cars a day,,,,,,\n{key}2,,Else,,refuted,http://example.org/,T,p,n,"a"\n',
    ).with_name("claims.csv")
    path.write_text(path.read_text().replace("9000", "9,000").replace("9,000", '"9,000', 1)
                    .replace("cars a day,", 'cars a day",', 1))  # fmt: skip
    assert workspace.import_file(path).added == 2
    before = workspace.history.list(), workspace.history.verify().root
    again = workspace.import_file(path)
    assert (again.unchanged, again.added, again.updated, again.kept) == (2, 0, 0, 0)
    assert (workspace.history.list(), workspace.history.verify().root) == before


def test_a_changed_row_changes_just_its_claim(workspace: Workspace, tmp_path: Path) -> None:
    text = "key,claim,verdict,source_title,passage\na,One,,S,old\nb,Two,,S,p\n"
    workspace.import_file(table(tmp_path, text))
    changed = text.replace("One,,S,old", "One and a half,refuted,S,new")
    summary = workspace.import_file(table(tmp_path, changed))
    assert (summary.updated, summary.unchanged, summary.evidence_added) == (1, 1, 0)
    claim = workspace.claims.get(1)
    assert (claim.text, claim.verdict, claim.status) == ("One and a half", "refuted", "checked")
    assert [link.passage for link in workspace.evidence.list(1)] == ["new"]
    last = workspace.history.list()[0]
    assert {(change.noun, change.id) for change in last.changes} == {("claim", 1), ("evidence", 1)}
    workspace.history.undo()
    assert workspace.claims.get(1).text == "One"
    assert workspace.import_file(table(tmp_path, changed)).updated == 1


def test_what_people_set_since_stays(workspace: Workspace, tmp_path: Path) -> None:
    text = "key,claim,status,verdict,source_title,passage,note\na,One,checked,refuted,S,old,n\n"
    path = table(tmp_path, text)
    workspace.import_file(path)
    workspace.claims.set(1, verdict="supported", reasoning="Seen it.")
    with annot.open(workspace.path, actor="kim") as other:
        other.claims.set(1, status="approved")
    workspace.evidence.set(1, passage="better")
    workspace.notes.remove(1)
    before = len(workspace.history.list())
    again = workspace.import_file(path)
    assert (again.kept, again.unchanged, again.updated) == (1, 1, 0)
    assert len(workspace.history.list()) == before

    summary = workspace.import_file(table(tmp_path, text.replace("One", "One more")))
    assert (summary.kept, summary.updated) == (1, 1)
    claim = workspace.claims.get(1)
    # The verdict is theirs; but approved were other words.
    assert (claim.text, claim.verdict, claim.status) == ("One more", "supported", "checked")
    assert (claim.reasoning, claim.approver) == ("Seen it.", "")
    assert [link.passage for link in workspace.evidence.list(1)] == ["better"]
    assert workspace.notes.list(claim) == []


def test_an_emptied_cell_empties_what_the_file_had_brought(
    workspace: Workspace, tmp_path: Path
) -> None:
    text = "key,claim,correction,tags\na,One,Two,x\n"
    workspace.import_file(table(tmp_path, text))
    workspace.import_file(table(tmp_path, text.replace("Two,x", ",")))
    claim = workspace.claims.get(1)
    assert (claim.correction, claim.correction_state, claim.tags) == ("", None, [])


def test_a_removed_place_or_source_is_not_brought_again(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = table(tmp_path, "key,article,quote,source_title\na,bridge,four million crowns,S\n")
    workspace.import_file(path)
    workspace.claims.unanchor(1, workspace.claims.anchors(1)[0].id)
    workspace.evidence.remove(1)
    assert workspace.import_file(path).kept == 1
    assert (workspace.claims.anchors(1), workspace.evidence.list(1)) == ([], [])


def test_a_claim_made_by_hand_is_found_by_its_words(workspace: Workspace, tmp_path: Path) -> None:
    workspace.claims.add("bridge", quote="four million crowns")
    workspace.claims.add(text="Not in the text.")
    path = table(
        tmp_path,
        "article,claim,quote,verdict\nbridge,,four million crowns,supported\n,Not in the text.,,\n",
    )
    summary = workspace.import_file(path)
    assert (summary.added, summary.updated, summary.unchanged) == (0, 1, 1)
    assert workspace.claims.get(1).verdict == "supported"


def test_an_undone_import_comes_in_again(workspace: Workspace, tmp_path: Path) -> None:
    path = table(tmp_path, "key,claim,source_title\na,One,S\n")
    workspace.import_file(path)
    workspace.history.undo()
    assert workspace.import_file(path).added == 1
    workspace.import_file(table(tmp_path, "key,claim,source_title\na,One,T\n"))
    workspace.history.undo()
    assert workspace.import_file(table(tmp_path, "key,claim,source_title\na,One,T\n")).updated == 1


def test_a_quote_is_placed_or_its_row_is_bad(workspace: Workspace, tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "article,quote,prefix,occurrence\n"
        "bridge,the mayor called it,,\n"
        "bridge,the mayor called it,,2\n"
        "bridge,the mayor called it,as planned.,\n"
        "bridge,five million crowns,,\n"
        ",the bridge,,\n"
        "tunnel,the bridge,,\n"
        "bridge,the bridge,,first\n",
    )
    with pytest.raises(BadRowsError) as refused:
        workspace.import_file(path)
    reasons = {row.row: (row.column, row.reason) for row in refused.value.rows}
    assert list(reasons) == [1, 4, 5, 6, 7]
    assert "2 places" in reasons[1][1]
    assert "It cost four million crowns"[8:] in reasons[4][1]
    assert reasons[5][0] == "quote"
    assert reasons[6][0] == "article"
    assert reasons[6][1].startswith("There is no article 'tunnel'. Take it in first: annot")
    assert reasons[7][0] == "occurrence"
    assert workspace.claims.list() == []


def test_the_article_may_be_named_for_rows_that_name_none(
    workspace: Workspace, tmp_path: Path
) -> None:
    workspace.articles.add("Nothing but tunnels here.", title="Tunnel")
    path = table(tmp_path, "article,quote\n,four million crowns\ntunnel,but tunnels\n")
    assert workspace.import_file(path, article="bridge").added == 2
    assert [claim.article_id for claim in workspace.claims.list()] == [1, 2]
    with pytest.raises(NotFoundError, match="canal"):
        workspace.import_file(path, article="canal")


def test_after_a_new_draft_the_old_file_changes_nothing(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = table(tmp_path, "key,article,quote\na,bridge,four million crowns\n")
    workspace.import_file(path)
    text = workspace.articles.text("bridge").replace("four million crowns", "five crowns")
    workspace.articles.revise("bridge", text)
    assert workspace.import_file(path).unchanged == 1


def test_columns_may_have_other_names(workspace: Workspace, tmp_path: Path) -> None:
    path = table(tmp_path, "Nr,Statement\n5,One\n")
    summary = workspace.import_file(path, mapping={"claim": "Statement"}, key="Nr")
    assert summary.added == 1
    assert workspace.claims.get(1).key == "5"


@pytest.mark.parametrize("ending", ["csv", "tsv", "jsonl", "json"])
@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \n\n", "is empty"),
        (bytes(range(256)) * 40, "not a text file"),
    ],
)
def test_a_file_without_claims_in_it_is_told_so(
    workspace: Workspace, tmp_path: Path, ending: str, data: bytes, told: str
) -> None:
    path = tmp_path / f"claims.{ending}"
    path.write_bytes(data)
    with pytest.raises(InputFileError, match=told) as refused:
        workspace.import_file(path)
    assert "annot import" in refused.value.hint
    assert "article" not in refused.value.hint


@pytest.mark.parametrize(
    ("heading", "options", "error", "told_of"),
    [
        ("claim,Claim", {}, InputFileError, "both stand for 'claim'"),
        ("claim,claim", {}, InputFileError, "two columns"),
        ("claim,x", {"mapping": {"verdit": "x"}}, InvalidValueError, "verdict"),
        ("claim,x", {"mapping": {"verdict": "y"}}, InputFileError, "no column 'y'"),
        ("claim,x", {"key": "z"}, InputFileError, "no column 'z'"),
        ("claim", {"format": "xls"}, InvalidValueError, "no format 'xls'"),
        ("claim", {"encoding": "klingon"}, InputFileError, "klingon"),
        ('claim,"x', {}, InputFileError, "line"),
        ("", {}, InputFileError, "empty"),
    ],
)
def test_a_file_that_is_not_understood_is_refused(
    workspace: Workspace,
    tmp_path: Path,
    heading: str,
    options: dict[str, object],
    error: type[Exception],
    told_of: str,
) -> None:
    path = table(tmp_path, f"{heading}\n" + ("One,Two\n" if heading else ""))
    with pytest.raises(error, match=told_of):
        workspace.import_file(path, **options)
    assert workspace.claims.list() == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "rumour"),
        ("status", "done"),
        ("verdict", "suported"),
        ("correction_state", "maybe"),
        ("checker", "two\nlines"),
        ("source_published", "last May"),
        ("source_published", "2025-02-30"),
        ("source_kind", "blog"),
        ("source_rank", "third"),
        ("stance", "against"),
        ("source_confidential", "perhaps"),
        ("occurrence", "0"),
        ("evidence", "[1]"),
        ("evidence", '[{"source_title":"x","rating":1}]'),
        ("evidence", '[{"passage":"x"}]'),
        ("notes", '[{"text":"?","kind":"query"}]'),
        ("notes", '[{"text":" "}]'),
        ("passage", "of no source"),
        ("claim", " "),
        ("key", "a\nb"),
    ],
)
def test_a_value_that_the_ledger_does_not_take_makes_a_bad_row(
    workspace: Workspace, tmp_path: Path, column: str, value: str
) -> None:
    row = {"claim": "One", "source_title": "" if column == "passage" else "S", column: value}
    path = tmp_path / "claims.csv"
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, ["claim", *(name for name in row if name != "claim")])
        writer.writeheader()
        writer.writerow({"claim": "Good"})
        writer.writerow(row)
    with pytest.raises(BadRowsError) as refused:
        workspace.import_file(path)
    (bad,) = refused.value.rows
    assert (bad.row, bad.column) == (2, column)
    assert bad.reason
    assert workspace.claims.list() == []
    assert workspace.history.verify().breaks == ()


def test_nothing_is_half_imported(workspace: Workspace, tmp_path: Path) -> None:
    good = "".join(f"k{n},bridge,Claim {n},S{n}\n" for n in range(50))
    path = table(tmp_path, f"key,article,claim,source_title\n{good}k50,nowhere,Bad,S\n")
    history = workspace.history.list()
    with pytest.raises(BadRowsError, match="nowhere"):
        workspace.import_file(path)
    assert (workspace.claims.list(), workspace.sources.list()) == ([], [])
    assert workspace.history.list() == history


def test_a_failed_import_inside_another_operation_leaves_nothing(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = table(tmp_path, "claim,article\nGood,\nBad,nowhere\n")
    with workspace.operation("several"):
        workspace.claims.add(text="Mine")
        with pytest.raises(BadRowsError):
            workspace.import_file(path)
        workspace.import_file(table(tmp_path, "claim\nRehearsed\n"), dry_run=True)
    assert told(workspace) == ["Mine"]
    assert workspace.history.verify().breaks == ()


def test_a_dry_run_says_the_same_and_writes_nothing(workspace: Workspace, tmp_path: Path) -> None:
    path = table(tmp_path, "claim,source_title,status\nOne,S,\nTwo,S,never\n")
    rejects = tmp_path / "rejects.csv"
    before = workspace.history.list()
    rehearsed = workspace.import_file(path, dry_run=True, skip_bad=rejects)
    assert (workspace.claims.list(), workspace.history.list()) == ([], before)
    assert not rejects.exists()
    done = workspace.import_file(path, skip_bad=rejects)
    assert rehearsed.dry_run
    assert (rehearsed.added, rehearsed.sources_added, rehearsed.skipped, rehearsed.bad) == (
        done.added, done.sources_added, done.skipped, done.bad,
    )  # fmt: skip


def test_bad_rows_are_set_aside_mended_and_imported(workspace: Workspace, tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "Statement,verdict,tags,article,source_title\n"
        '"=1+1 is so",supported,"a, b",,S\n'
        '"=2+2 is so",suported,"a, ""b, c""",,S\n'
        "Too short\n"
        "x,refuted,,nowhere,\n",
    )
    rejects = tmp_path / "rejects.csv"
    mapping = {"claim": "Statement"}
    summary = workspace.import_file(path, mapping=mapping, skip_bad=rejects)
    assert (summary.added, summary.skipped) == (1, 3)
    assert [row.row for row in summary.bad] == [2, 3, 4]
    with rejects.open(newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert [row["_row"] for row in rows] == ["2", "3", "4"]
    assert [row["_column"] for row in rows] == ["verdict", "", "article"]
    assert "'supported'" in rows[0]["_reason"]
    assert rows[0]["claim"] == "'=2+2 is so"

    assert [row["_row_cells"] for row in rows] == ["", '["Too short"]', ""]

    text = rejects.read_bytes().replace(b"suported", b"supported").replace(b"nowhere", b"")
    text = text.replace(b'"[""Too short""]"', b"")
    mended = tmp_path / "mended.csv"
    mended.write_bytes(text)
    summary = workspace.import_file(mended)
    assert summary.added == 3
    assert told(workspace) == ["=1+1 is so", "=2+2 is so", "Too short", "x"]
    assert workspace.claims.get(2).tags == ["a", "b, c"]
    assert workspace.import_file(mended, mapping=mapping).unchanged == 3


def test_bad_rows_of_json_lines_are_set_aside_too(workspace: Workspace, tmp_path: Path) -> None:
    row = {
        "claim": "=One",
        "status": "never",
        "tags": ["a, b", "c"],
        "evidence": [
            {"source_title": "S", "source_authors": ["A; B"], "source_confidential": True}
        ],
        "notes": [{"text": "n"}],
    }
    rejects = tmp_path / "rejects.csv"
    path = table(tmp_path, json.dumps(row), "claims.jsonl")
    assert workspace.import_file(path, skip_bad=rejects).skipped == 1
    mended = table(tmp_path, rejects.read_text(encoding="utf-8").replace("never", "checked"))
    assert workspace.import_file(mended).evidence_added == 1
    claim = workspace.claims.get(1)
    assert (claim.text, claim.tags) == ("=One", ["a, b", "c"])
    assert workspace.sources.list()[0].authors == ["A; B"]
    assert workspace.sources.list()[0].confidential


def test_a_bad_row_leaves_the_rest_of_its_claim(workspace: Workspace, tmp_path: Path) -> None:
    path = table(tmp_path, "key,claim,source_title,stance\na,One,S,supports\na,One,T,never\n")
    rejects = tmp_path / "rejects.csv"
    workspace.import_file(path, skip_bad=rejects)
    assert workspace.claims.get(1).evidence_count == 1
    mended = table(tmp_path, rejects.read_text(encoding="utf-8").replace("never", "refutes"))
    assert workspace.import_file(mended).updated == 1
    assert workspace.claims.get(1).evidence_count == 2


@pytest.mark.file
def test_the_file_of_bad_rows_overwrites_neither_input_nor_workspace(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = table(tmp_path, "claim,status\nOne,never\n")
    for kept in (path, workspace.path):
        with pytest.raises(InvalidValueError, match="overwritten"):
            workspace.import_file(path, skip_bad=kept)


def test_a_file_that_is_not_there_is_told(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match="no file"):
        workspace.import_file(tmp_path / "none.csv")
    with pytest.raises(InputFileError, match="is a folder"):
        workspace.import_file(tmp_path, format="csv")


def test_importing_an_approval_names_who_approved(workspace: Workspace, tmp_path: Path) -> None:
    workspace.import_file(table(tmp_path, "claim,status,checker\nOne,approved,lee\n"))
    claim = workspace.claims.get(1)
    assert (claim.checker, claim.approver) == ("lee", "dana")
