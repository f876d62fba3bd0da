"""The sealed bundle: a stranger's script says whether it holds, and names what does not."""

from __future__ import annotations

import ast
import hashlib
import json
import random
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import annot
from annot.store.models import NOUNS, Source
from annot.store.transfer import TYPES

BARE = [sys.executable, "-I", "-S"]
"""Python without any package that is installed."""


@pytest.fixture
def bundle(workspace: annot.Workspace, tmp_path: Path) -> Path:
    """An unpacked bundle of a ledger with undone work, an import as a run, and two articles."""
    workspace.articles.add("It rained. It was cold.", title="Weather")
    article = workspace.articles.add_file(draft(tmp_path), title="Trams")
    claim = workspace.claims.add(article, quote="31 trams")
    workspace.claims.link(claim, workspace.claims.add("weather", quote="It rained"))
    source = workspace.sources.add(title="Fleet list")
    workspace.evidence.add(claim, source, stance="refutes", passage="29")
    keep(workspace, tmp_path, source, PAGE)
    keep(workspace, tmp_path, workspace.sources.add(title="A talk", confidential=True), TALK)
    workspace.claims.set(claim, verdict="refuted", correction="29 trams")
    workspace.rules.set("A105", {"kinds": ["quantity"]}, reason="Figures alone.")
    workspace.people.set("kim", role="reviewer")
    workspace.assignments.add(claim, name="kim")
    workspace.judgements.give(claim, verdict="inexact", note="Two are “lent”.")
    workspace.notes.ask(claim, "Says who? – “she”", to="author")
    (tmp_path / "claims.csv").write_text("claim\n" + "".join(f"Claim {n}\n" for n in range(30)))
    workspace.import_file(tmp_path / "claims.csv")
    workspace.claims.remove(workspace.claims.add(article, quote="since 2004"))
    workspace.history.undo()
    workspace.history.undo()
    workspace.report(tmp_path / "case.zip", audience="lawyer")
    with zipfile.ZipFile(tmp_path / "case.zip") as packed:
        packed.extractall(tmp_path / "case")
    return tmp_path / "case"


PAGE, TALK = "The town runs 29 trams.", "Two trams burnt out."


def keep(workspace: annot.Workspace, folder: Path, source: Source, words: str) -> None:
    page = folder / "page.txt"
    page.write_text(words)
    workspace.snapshots.take(source, file=page)


def name_of(words: str) -> str:
    return f"snapshots/{hashlib.sha256(words.encode()).hexdigest()}.txt"


def draft(folder: Path) -> Path:
    path = folder / "draft.txt"
    path.write_bytes("The town has 31 trams since 2004\u2026".encode("cp1252"))
    return path


def verify(path: Path, *more: str) -> tuple[int, str]:
    script = path / "verify.py" if path.is_dir() else path.parent / "case" / "verify.py"
    done = subprocess.run([*BARE, script, path, *more], capture_output=True, text=True, check=False)
    assert not done.stderr, done.stderr
    return done.returncode, done.stdout


def test_it_holds_packed_and_unpacked_and_says_the_root(
    bundle: Path, workspace: annot.Workspace
) -> None:
    root = workspace.history.verify().root.hex()
    for path in (bundle, bundle.with_suffix(".zip")):
        code, told = verify(path, root)
        assert code == 0
        assert root in told
    page = (bundle / "report.html").read_text()
    assert root[:12] in page
    assert root[12:] in page
    names = {file.relative_to(bundle).as_posix() for file in bundle.rglob("*") if file.is_file()}
    assert {"articles/weather/revision-1.txt", "articles/trams/revision-1.txt"} <= names
    original = bundle / "articles/trams/revision-1.original.txt"
    assert original.read_bytes() == draft(bundle).read_bytes()


def test_what_was_kept_of_the_sources_is_in_it_under_its_hash(bundle: Path) -> None:
    manifest = json.loads((bundle / "manifest.json").read_text())
    for words, source, confidential in ((PAGE, "fleet-list", False), (TALK, "a-talk", True)):
        assert (bundle / name_of(words)).read_text() == words
        (told,) = manifest["snapshots"][name_of(words)]
        assert (told["source"], told["confidential"]) == (source, confidential)
        assert manifest["files"][name_of(words)] in name_of(words)


def mend(bundle: Path) -> None:
    """Make the manifest that of the files which are there, as a forger would."""
    manifest = json.loads((bundle / "manifest.json").read_text())
    files = {f.relative_to(bundle).as_posix(): f for f in bundle.rglob("*") if f.is_file()}
    del files["manifest.json"]
    hashes = {name: hashlib.sha256(f.read_bytes()).hexdigest() for name, f in files.items()}
    manifest["files"] = hashes
    (bundle / "manifest.json").write_text(json.dumps(manifest))


def _replaced(bundle: Path) -> None:
    (bundle / name_of(PAGE)).write_text("The town runs 31 trams.")


def _renamed(bundle: Path) -> None:
    other = "The town runs 31 trams."
    (bundle / name_of(PAGE)).unlink()
    (bundle / name_of(other)).write_text(other)


def _taken_away(bundle: Path) -> None:
    (bundle / name_of(PAGE)).unlink()


def _exchanged(bundle: Path) -> None:
    (bundle / name_of(PAGE)).write_text(TALK)


def _added(bundle: Path) -> None:
    (bundle / name_of("Nobody saw this.")).write_text("Nobody saw this.")


@pytest.mark.parametrize("forge", [_replaced, _renamed, _taken_away, _exchanged, _added])
def test_no_snapshot_is_forged_by_who_mends_the_manifest_too(
    bundle: Path, forge: Callable[[Path], None]
) -> None:
    forge(bundle)
    mend(bundle)
    code, told = verify(bundle)
    assert code == 1
    forged = name_of("Nobody saw this." if forge is _added else PAGE)
    assert forged.removesuffix(".txt") in told


def test_a_ledger_of_many_snapshots_holds_each_once(
    workspace: annot.Workspace, tmp_path: Path
) -> None:
    source = workspace.sources.add(title="Fleet list")
    for _ in range(3):
        keep(workspace, tmp_path, source, PAGE)
    workspace.report(tmp_path / "case.zip")
    with zipfile.ZipFile(tmp_path / "case.zip") as packed:
        assert [n for n in packed.namelist() if n.startswith("snap")] == [name_of(PAGE)]
        (tmp_path / "case").mkdir()
        packed.extract("verify.py", tmp_path / "case")
        manifest = json.loads(packed.read("manifest.json"))
    assert [told["snapshot"] for told in manifest["snapshots"][name_of(PAGE)]] == [1, 2, 3]
    assert verify(tmp_path / "case.zip")[0] == 0


def test_the_script_knows_every_table_of_the_ledger(bundle: Path) -> None:
    script = (bundle / "verify.py").read_text()
    (others,) = re.findall(r"set\(rows\) - (\{[^}]*\})", script)
    assert ast.literal_eval(others) == {"workspace", *TYPES} - set(NOUNS)


def test_the_script_is_short_and_needs_nothing(bundle: Path) -> None:
    lines = (bundle / "verify.py").read_text().splitlines()
    assert len(lines) < 100
    assert max(map(len, lines)) <= 100


@pytest.mark.parametrize("seed", range(25))
def test_any_changed_byte_is_found_and_its_file_is_named(bundle: Path, seed: int) -> None:
    chance = random.Random(seed)
    files = sorted(f for f in bundle.rglob("*") if f.is_file() and f.name != "verify.py")
    file = files[seed % len(files)]
    data = bytearray(file.read_bytes())
    place = chance.randrange(len(data))
    data[place] ^= 1 << chance.randrange(7)
    file.write_bytes(data)
    script = [*BARE, bundle / "verify.py"]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert file.name in done.stdout + done.stderr or file.name == "manifest.json"


def forge(bundle: Path, change: Callable[[dict[str, object]], bool]) -> None:
    """Change the first line of the ledger that is meant, and the manifest with it."""
    lines = (bundle / "ledger.jsonl").read_text().splitlines()
    for number, line in enumerate(lines):
        row = json.loads(line)
        if change(row):
            lines[number] = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
            break
    else:
        raise AssertionError("nothing was forged")
    data = "".join(f"{line}\n" for line in lines).encode()
    (bundle / "ledger.jsonl").write_bytes(data)
    manifest = json.loads((bundle / "manifest.json").read_text())
    manifest["files"]["ledger.jsonl"] = hashlib.sha256(data).hexdigest()
    (bundle / "manifest.json").write_text(json.dumps(manifest))


FORGED: dict[str, Callable[[dict[str, object]], bool]] = {
    "claim 1 is not": lambda row: (
        row["type"] == "claim" and row["id"] == 1 and row.update(verdict="supported") is None
    ),
    "claim 5 is not": lambda row: (
        row["type"] == "claim" and row["id"] == 5 and row.update(text="Forged") is None
    ),
    "event 2 of article 2 was altered": lambda row: (
        row["type"] == "event"
        and (row["article_id"], row["seq"]) == (2, 2)
        and row.update(actor="eve") is None
    ),
    "evidence 1 is not": lambda row: row["type"] == "evidence" and row.update(passage="31") is None,
}


@pytest.mark.parametrize("told", FORGED)
def test_a_forger_who_mends_the_manifest_is_found_by_the_history(bundle: Path, told: str) -> None:
    forge(bundle, FORGED[told])
    code, found = verify(bundle)
    assert code == 1
    assert told in found


def test_another_root_than_that_of_a_printed_report_is_told(bundle: Path) -> None:
    code, told = verify(bundle, "ab" * 32)
    assert code == 1
    assert "the root is" in told


def test_it_is_not_for_the_public(workspace: annot.Workspace, tmp_path: Path) -> None:
    workspace.articles.add("It is so.", title="So")
    with pytest.raises(annot.AnnotError, match="not for the public"):
        workspace.report(tmp_path / "case.zip", audience="public")
    assert not (tmp_path / "case.zip").exists()
