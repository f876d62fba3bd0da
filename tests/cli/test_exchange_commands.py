"""`annot import` and `annot export`."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from cli_program import Program

ROWS = "id,Statement,verdict\nK1,One is so,refuted\nK2,Two are not,\n"
MAPPED = ("--map", "claim=Statement", "--key", "id")


def texts(annot: Program) -> list[str]:
    return [item["text"] for item in json.loads(annot.ok("claim", "list", "--json"))]


def test_import_takes_a_file_once(annot: Program, tmp_path: Path) -> None:
    (tmp_path / "claims.csv").write_text(ROWS)
    first = annot("import", "claims.csv", *MAPPED, "--json")
    assert first.code == 0, first
    told = json.loads(first.out)
    assert (told["added"], told["path"], told["format"]) == (2, "claims.csv", "csv")
    assert told["operation"] == json.loads(annot.ok("history", "--json"))[0]["operation"]
    assert "Began the workspace" in first.err
    assert "Imported 2 claims: 2 added" in first.err
    again = annot("import", "claims.csv", *MAPPED)
    assert (again.code, again.out) == (0, "")
    assert json.loads(annot.ok("import", "claims.csv", *MAPPED, "--json"))["operation"] == ""
    assert "2 unchanged" in again.err
    assert texts(annot) == ["One is so", "Two are not"]


def test_import_reads_standard_input(annot: Program) -> None:
    annot.ok("import", "-", "--format", "csv", *MAPPED, stdin=ROWS.encode())
    assert texts(annot) == ["One is so", "Two are not"]


def test_a_dry_run_writes_nothing(annot: Program, tmp_path: Path) -> None:
    (tmp_path / "claims.csv").write_text(ROWS)
    result = annot("import", "claims.csv", *MAPPED, "--dry-run")
    assert "Would import 2 claims" in result.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["claims.csv"]
    annot.ok("claim", "add", "Another")
    annot.ok("import", "claims.csv", *MAPPED, "--dry-run")
    assert texts(annot) == ["Another"]


def test_columns_that_are_no_fields_are_told_and_come_out_again(
    annot: Program, tmp_path: Path
) -> None:
    (tmp_path / "claims.csv").write_text("claim,verdit,Page No\nOne,refuted,7\n")
    result = annot("import", "claims.csv", "--json")
    assert json.loads(result.out)["kept_columns"] == {"verdit": ["verdict"], "Page No": []}
    assert "Kept with each claim as they are: 'verdit', 'Page No'." in result.err
    assert "did you mean 'verdict'? --map verdict=verdit" in result.err
    (row,) = csv.DictReader(io.StringIO(annot.ok("export", "-", "--format", "csv")))
    assert (row["verdit"], row["Page No"]) == ("refuted", "7")


def test_a_table_without_a_column_for_claims_is_refused(annot: Program, tmp_path: Path) -> None:
    (tmp_path / "claims.csv").write_text("clam,desk\nOne,Sport\n")
    result = annot("import", "claims.csv")
    assert (result.code, result.out) == (7, "")
    assert "--map claim=clam" in result.err


def test_a_file_may_say_which_column_is_which(annot: Program, tmp_path: Path) -> None:
    (tmp_path / "claims.csv").write_text(ROWS)
    (tmp_path / "columns.toml").write_text('claim = "Statement"\nkey = "no"\n')
    result = annot("import", "claims.csv", "--map", "columns.toml")
    assert result.code == 7
    assert "columns.toml, line 2: The file has no column 'no' for 'key'." in result.err
    annot.ok("import", "claims.csv", "--map", "columns.toml", "--map", "key=id")
    assert texts(annot) == ["One is so", "Two are not"]
    assert annot("import", "claims.csv", "--map", "none.toml").code == 7
    assert annot("import", "claims.csv", "--map", "columns").code == 2


def test_a_guess_is_told_with_what_would_say_so(annot: Program, tmp_path: Path) -> None:
    (tmp_path / "claims.csv").write_text("Assertion,My Link,Link\nOne,,https://example.org\n")
    for more in ((), ("--dry-run",)):
        result = annot("import", "claims.csv", *more)
        assert "Guessed 'Assertion' for claim, 'Link' for source_url; to say so: " in result.err
        assert "--map claim=Assertion --map source_url=Link" in result.err
    result = annot("import", "claims.csv", "--map", "source_url=", "--map", "claim=Assertion")
    assert "Guessed" not in result.err
    assert "'My Link', 'Link'" in result.err


def test_bad_rows_stop_the_import_and_are_listed(annot: Program, tmp_path: Path) -> None:
    annot.ok("claim", "add", "Another")
    bad = "".join(f"N{n},Claim {n},\x1b[31mnonsense\n" for n in range(150))
    (tmp_path / "claims.csv").write_text(ROWS + bad)
    result = annot("import", "claims.csv", *MAPPED)
    assert (result.code, result.out) == (8, "")
    assert "row 3, column verdict: '␛[31mnonsense'" in result.err
    assert result.err.count("row ") == 100  # in the list alone, not in the first line too
    assert result.err.startswith("annot: claims.csv: 150 rows cannot be taken; nothing was written")
    assert "… and 50 more" in result.err
    assert "\x1b" not in result.err
    assert texts(annot) == ["Another"]
    refused = annot("import", "claims.csv", *MAPPED, "--json")
    found = json.loads(refused.out)
    assert (refused.code, found["bad_rows"], len(found["bad"])) == (8, 150, 100)
    assert found["bad"][0]["row"] == 3
    skipped = annot("import", "claims.csv", *MAPPED, "--skip-bad", "rejects.csv", "--json")
    assert (json.loads(skipped.out)["skipped"], len(json.loads(skipped.out)["bad"])) == (150, 100)
    assert "… and 50 more" in skipped.err


def test_an_encoding_that_was_found_is_told(annot: Program, tmp_path: Path) -> None:
    (tmp_path / "claims.csv").write_bytes("claim\nOne and two and three\n".encode("utf-16-le"))
    result = annot("import", "claims.csv")
    assert "Read as utf-16-le; if letters are wrong" in result.err
    assert "Read as" not in annot("import", "claims.csv", "--encoding", "utf-16-le").err


def test_words_of_other_vocabularies_are_told(annot: Program, tmp_path: Path) -> None:
    (tmp_path / "claims.csv").write_text("claim,verdict\nOne,Pants on fire\nTwo,mostly true\n")
    result = annot("import", "claims.csv")
    assert (
        "Took words of other vocabularies: 'mostly true' as inexact, 'pants on fire' as refuted."
        in result.err
    )
    assert "no place for it: ridiculous (pants on fire) 1." in result.err


def test_conflicts_are_decided_in_a_file(annot: Program, tmp_path: Path) -> None:
    (tmp_path / "claims.csv").write_text(ROWS)
    annot.ok("import", "claims.csv", *MAPPED)
    annot.ok("claim", "set", "1", "--verdict", "supported")
    kept = annot("import", "claims.csv", *MAPPED)
    assert "1 with later work kept" in kept.err
    typed = ("import", "claims.csv", *MAPPED, "--conflicts", "conflicts.csv")
    asked = annot(*typed, "--on-conflict", "ask-file")
    assert asked.code == 0
    assert "Left 1 claim to be decided, written to conflicts.csv" in asked.err
    assert "would be written" in annot(*typed, "--dry-run").err
    settled = annot("import", "conflicts.csv", *MAPPED)
    assert "Imported 1 claim: 1 updated" in settled.err
    assert json.loads(annot.ok("claim", "show", "1", "--json"))["verdict"] == "refuted"
    annot.ok("claim", "set", "1", "--verdict", "supported")
    taken = annot("import", "claims.csv", *MAPPED, "--on-conflict", "take")
    assert "1 with later work overruled" in taken.err
    assert annot("import", "claims.csv", *MAPPED, "--on-conflict", "ask-file").code == 4
    assert annot("import", "claims.csv", *MAPPED, "--on-conflict", "maybe").code == 4


def test_skip_bad_writes_them_to_a_file(annot: Program, tmp_path: Path) -> None:
    (tmp_path / "claims.csv").write_text(ROWS + "K3,Three,nonsense\n")
    result = annot("import", "claims.csv", *MAPPED, "--skip-bad", "rejects.csv")
    assert result.code == 0
    assert "Left out 1 bad row, written to rejects.csv" in result.err
    assert texts(annot) == ["One is so", "Two are not"]
    assert "nonsense" in (tmp_path / "rejects.csv").read_text()


def test_a_missing_file_begins_no_workspace(annot: Program, tmp_path: Path) -> None:
    result = annot("import", "missing.csv")
    assert result.code == 7
    assert list(tmp_path.iterdir()) == []


def test_a_mapping_that_is_none_is_not_understood(annot: Program) -> None:
    assert annot("import", "-", "--map", "claim").code == 2


def test_export_goes_to_a_pipe_and_in_again(harbour: Program, tmp_path: Path) -> None:
    harbour.ok("claim", "add", "Another", "--verdict", "refuted")
    rows = list(csv.DictReader(io.StringIO(harbour.ok("export", "-", "--format", "csv"))))
    assert {row["claim"] for row in rows} == {"built in 1902", "Another"}
    narrowed = harbour.ok("export", "-", "--format", "csv", "--filter", "verdict:refuted")
    assert [row["claim"] for row in csv.DictReader(io.StringIO(narrowed))] == ["Another"]


def test_a_whole_ledger_goes_out_and_in(harbour: Program, tmp_path: Path) -> None:
    result = harbour("export", "ledger.jsonl")
    assert (result.code, result.out) == (0, "")
    rows = (tmp_path / "ledger.jsonl").read_text().count("\n") - 1
    assert f"Wrote the whole ledger ({rows} rows, 1 claim) as jsonl" in result.err
    harbour.ok("-d", "copy.db", "import", "ledger.jsonl")
    harbour.ok("-d", "copy.db", "export", "again.jsonl")
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "ledger.jsonl").read_bytes()
    assert "built in 1902" in harbour.ok("-d", "copy.db", "claim", "list")


def test_an_export_says_what_it_holds_in_the_unit_of_its_format(annot: Program) -> None:
    annot.ok("source", "add", "--title", "Record")
    assert "Wrote the whole ledger (5 rows, 0 claims)" in annot("export", "a.jsonl").err
    for ending in ("bib", "ris", "csljson"):
        assert "Wrote 1 source as" in annot("export", f"a.{ending}").err
    for number in ("One", "Two"):
        annot.ok("claim", "add", number)
    assert "Wrote 1 source as bibtex" in annot("export", "a.bib").err
    assert "Wrote 2 claims as csv" in annot("export", "a.csv").err


def test_export_that_cannot_be_written(harbour: Program) -> None:
    assert harbour("export", "missing/claims.csv").code == 10
    assert harbour("export", "claims.nonsense").code == 4
    assert harbour("export", "claims.csv", "--article", "nope").code == 3
