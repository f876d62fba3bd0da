from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from random_ledgers import ACTS, build

import annot
from annot.errors import AnnotError, ConflictError, InputFileError, InvalidValueError
from annot.workspace import Workspace

Opened = Callable[..., Workspace]


def told(action: Callable[[], object]) -> str:
    try:
        action()
    except AnnotError as error:
        return type(error).__name__
    return "done"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ACTS)
def test_out_and_in_and_out_again_is_the_same_file(acts: list[tuple]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder) / "first.jsonl", Path(folder) / "second.jsonl"
        with (
            annot.open(Path(folder) / "a.db", actor="dana") as workspace,
            annot.open(Path(folder) / "b.db", actor="dana") as copy,
        ):
            build(workspace, acts)
            workspace.export(first)
            copy.import_file(first)
            copy.export(second)
            assert second.read_bytes() == first.read_bytes()
            assert copy.history.verify() == workspace.history.verify()
            assert copy.history.verify().breaks == ()
            assert copy.claims.list() == workspace.claims.list()
            for act in ("undo", "undo", "redo", "undo"):
                here, there = getattr(workspace.history, act), getattr(copy.history, act)
                assert told(here) == told(there)
            assert copy.history.verify().breaks == ()


@pytest.fixture
def full(workspace: Workspace) -> Workspace:
    claim = workspace.claims.add("bridge", quote="Two workers died", verdict="supported")
    source = workspace.sources.add(url="https://example.org/archive", title="City archive")
    workspace.evidence.add(claim, source, passage="two dead", locator="p. 4")
    workspace.notes.ask(claim, "Which year?", to="author")
    workspace.claims.set(claim, verdict="inexact", correction="Three workers died")
    workspace.history.undo()
    return workspace


def test_the_copy_goes_on_where_the_original_stood(
    full: Workspace, opened: Opened, tmp_path: Path
) -> None:
    full.export(tmp_path / "a.jsonl")
    copy = opened("copy")
    summary = copy.import_file(tmp_path / "a.jsonl")
    assert (summary.history, summary.claims, summary.evidence_added) == ("adopted", 1, 1)
    assert copy.history.redo().startswith("claim.")
    assert copy.claims.get(1).verdict == "inexact"
    assert copy.claims.list("workers")[0].evidence_count == 1
    assert copy.claims.add(text="Another one").id == 2


def test_numbers_of_undone_claims_are_not_given_again_in_the_copy(
    workspace: Workspace, opened: Opened, tmp_path: Path
) -> None:
    workspace.claims.add(text="Undone")
    workspace.history.undo()
    workspace.export(tmp_path / "a.jsonl")
    copy = opened("copy")
    copy.import_file(tmp_path / "a.jsonl")
    assert copy.claims.add(text="New").id == workspace.claims.add(text="New").id == 2


def test_every_line_has_a_type_and_files_that_are_no_text_survive(
    opened: Opened, tmp_path: Path
) -> None:
    workspace = opened("polish")
    draft = tmp_path / "draft.txt"
    draft.write_bytes("Zażółć gęślą jaźń. Ten most zbudowano w roku 1931.".encode("cp1250"))
    workspace.articles.add_file(draft, encoding="cp1250")
    workspace.export(tmp_path / "a.jsonl")
    written = (tmp_path / "a.jsonl").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in written.split("\n") if line]
    assert all(line["type"] for line in lines)
    assert lines[0]["type"] == "workspace"
    assert any("base64" in line for line in lines)
    copy = opened("copy")
    copy.import_file(tmp_path / "a.jsonl")
    revision = copy.articles.revision(copy.articles.list()[0])
    assert copy.articles.content(revision.file_sha256) == draft.read_bytes()


def test_a_dry_run_writes_nothing(full: Workspace, opened: Opened, tmp_path: Path) -> None:
    full.export(tmp_path / "a.jsonl")
    for name, before in (("empty", 0), ("other", 1)):
        other = opened(name)
        for _ in range(before):
            other.claims.add(text="Here before")
        history = other.history.list()
        summary = other.import_file(tmp_path / "a.jsonl", dry_run=True)
        assert (summary.added, summary.dry_run) == (1, True)
        assert len(other.claims.list()) == before
        assert other.history.list() == history
        assert other.import_file(tmp_path / "a.jsonl").added == 1


def test_another_workspace_gets_what_it_does_not_have(
    full: Workspace, opened: Opened, tmp_path: Path
) -> None:
    full.export(tmp_path / "a.jsonl")
    other = opened("other")
    other.articles.add("Another text under the same title.", title="Bridge")
    other.claims.add(text="Here before")
    kept = other.sources.add(url="http://www.example.org/archive/", title="Archive of the city")
    summary = other.import_file(tmp_path / "a.jsonl")
    assert (summary.added, summary.articles_added, summary.sources_added) == (1, 1, 0)
    assert summary.history == "not adopted"
    assert [article.slug for article in other.articles.list()] == ["bridge", "bridge-2"]
    claim = other.claims.list("article:bridge-2")[0]
    assert other.claims.anchors(claim)[0].exact == "Two workers died"
    assert other.evidence.list(claim)[0].source_id == kept.id
    assert other.notes.list(claim)[0].text == "Which year?"
    assert other.history.verify().breaks == ()
    assert other.history.list()[0].action == "import"

    count = len(other.history.list())
    again = other.import_file(tmp_path / "a.jsonl")
    assert (again.added, again.unchanged) == (0, 1)
    assert len(other.history.list()) == count

    assert other.history.undo().startswith("import on ")
    assert [article.slug for article in other.articles.list()] == ["bridge"]
    assert other.history.verify().breaks == ()


def test_new_work_of_a_copy_comes_home(full: Workspace, opened: Opened, tmp_path: Path) -> None:
    full.export(tmp_path / "a.jsonl")
    copy = opened("copy")
    copy.import_file(tmp_path / "a.jsonl")
    copy.claims.add("bridge", quote="four million crowns")
    copy.export(tmp_path / "b.jsonl")
    assert full.import_file(tmp_path / "b.jsonl").added == 1
    assert [claim.text for claim in full.claims.list("article:bridge")] == [
        "Two workers died",
        "four million crowns",
    ]


def test_what_says_something_else_in_both_is_a_conflict(
    full: Workspace, opened: Opened, tmp_path: Path
) -> None:
    full.export(tmp_path / "a.jsonl")
    copy = opened("copy")
    copy.import_file(tmp_path / "a.jsonl")
    copy.claims.set(1, verdict="refuted")
    copy.claims.add(text="New in the copy")
    copy.export(tmp_path / "b.jsonl")
    with pytest.raises(ConflictError, match="claim 1"):
        full.import_file(tmp_path / "b.jsonl")
    assert len(full.claims.list()) == 1
    assert full.history.verify().breaks == ()


@pytest.mark.parametrize("asked", [{"audience": "public"}, {"article": "bridge"}, {"wanted": "x"}])
def test_a_part_of_a_ledger_is_no_lossless_export(
    full: Workspace, tmp_path: Path, asked: dict[str, str]
) -> None:
    with pytest.raises(InvalidValueError, match="lossless"):
        full.export(tmp_path / "a.jsonl", **asked)
    assert list(tmp_path.glob("*.jsonl*")) == []


def rewritten(number: int, **members: object) -> Callable[[list[dict]], None]:
    def damage(lines: list[dict]) -> None:
        lines[number].update(members)

    return damage


def first(lines: list[dict], kind: str) -> dict:
    return next(line for line in lines if line["type"] == kind)


DAMAGES: dict[str, Callable[[list[dict]], object]] = {
    "no heading": lambda lines: lines.pop(0),
    "another format": rewritten(0, format=2),
    "another workspace": rewritten(0, uid="01a20739-cce7-7176-8554-c62ae8ba79fe"),
    "another root": rewritten(0, root="00" * 32),
    "an unknown type": rewritten(1, type="opinion"),
    "no type": lambda lines: lines[1].pop("type"),
    "a kept file that was altered": lambda lines: first(lines, "content").update(text="Else"),
    "a claim that was altered": lambda lines: first(lines, "claim").update(verdict="refuted"),
    "a claim of an unknown verdict": lambda lines: first(lines, "claim").update(verdict="so-so"),
    "a claim whose text is a number": lambda lines: first(lines, "claim").update(text=5),
    "a claim whose text is a list": lambda lines: first(lines, "claim").update(text=["x"]),
    "a claim without a text": lambda lines: first(lines, "claim").pop("text"),
    "a claim with a new field": lambda lines: first(lines, "claim").update(rating=3),
    "a claim that is missing": lambda lines: lines.remove(first(lines, "claim")),
    "a claim that is there twice": lambda lines: lines.insert(3, first(lines, "claim")),
    "evidence of no claim": lambda lines: first(lines, "evidence").update(claim_id=99),
    "an event by somebody else": lambda lines: first(lines, "event").update(actor="eve"),
    "an event that is missing": lambda lines: lines.remove(first(lines, "event")),
    "a change that was altered": lambda lines: first(lines, "change").update(after=None),
    "a change that is missing": lambda lines: lines.remove(first(lines, "change")),
    "a seal that was altered": lambda lines: first(lines, "seal").update(heads=[]),
    "a seal that is missing": lambda lines: lines.remove(first(lines, "seal")),
    "the end missing": lambda lines: lines.__delitem__(slice(-5, None)),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
@pytest.mark.parametrize("name", ["empty", "ledger"])
def test_a_damaged_file_is_refused_whole(
    full: Workspace,
    opened: Opened,
    tmp_path: Path,
    name: str,
    damage: Callable[[list[dict]], object],
) -> None:
    path = tmp_path / "a.jsonl"
    full.export(path)
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    damage(lines)
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    target = full if name == "ledger" else opened(name)
    before = target.history.list(), target.claims.list(), target.history.verify()
    with pytest.raises(InputFileError) as refused:
        target.import_file(path)
    assert "a.jsonl" in refused.value.message or "columns" in refused.value.message
    assert (target.history.list(), target.claims.list(), target.history.verify()) == before


@pytest.mark.parametrize(
    ("line", "told_of"),
    [
        ("{", "no JSON"),
        ("[1]", "no JSON object"),
        ('{"type":"claim","id":NaN}', "NaN"),
        ('{"type":"claim","id":1e999}', "too large"),
        ('{"type":"claim","id":123456789012345678901234567890}', "64 bits"),
        ('{"type":"claim","id":1,"id":2}', "twice"),
        ('{"type":"claim","text":"\\ud800"}', "surrogate"),
        ('{"type":"claim","text":' + "[" * 5000 + "]" * 5000 + "}", "nested"),
        ('{"type":"claim","text":' + "[" * 50 + "]" * 50 + "}", "nested"),
    ],
)
def test_a_line_that_is_no_clear_value_is_named(
    full: Workspace, opened: Opened, tmp_path: Path, line: str, told_of: str
) -> None:
    path = tmp_path / "a.jsonl"
    full.export(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[4] = line
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(InputFileError, match="line 5") as refused:
        opened("empty").import_file(path)
    assert told_of in refused.value.message


def test_the_line_of_an_altered_row_is_named(
    full: Workspace, opened: Opened, tmp_path: Path
) -> None:
    path = tmp_path / "a.jsonl"
    full.export(path)
    text = path.read_text(encoding="utf-8")
    number = next(n for n, x in enumerate(text.splitlines(), 1) if x.startswith('{"type":"event"'))
    path.write_text(text.replace('"actor":"dana"', '"actor":"eve"', 1), encoding="utf-8")
    with pytest.raises(InputFileError, match=f"line {number}: event 1 .* was altered"):
        opened("empty").import_file(path)
