"""What a retention rule lets go is gone from the disk, told for ever, and breaks nothing."""

from __future__ import annotations

import json
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

import annot
from annot.cli import main
from annot.errors import ConflictError, InvalidValueError, PurgedError
from annot.operations.care import age_before
from annot.store.models import Article
from annot.store.place import Place
from tests.past_annot import past_annot
from tests.postgres_cluster import Cluster

SECRET = "The keeper of the lighthouse was seen there on Monday."
SAID = "Nobody kept the lighthouse that winter."


@pytest.fixture
def closed(workspace: annot.Workspace, tmp_path: Path) -> Article:
    """An article all of whose claims are closed, with a source that was looked at."""
    article = workspace.articles.add(f"The harbour froze. {SECRET}\n", title="Harbour")
    claim = workspace.claims.add(article, quote="The harbour froze")
    source = workspace.sources.add(title="Logbook")
    (tmp_path / "page.txt").write_text(SAID)
    workspace.snapshots.take(source, file=tmp_path / "page.txt")
    workspace.evidence.add(claim, source, passage="kept the lighthouse")
    workspace.claims.set(claim, verdict="supported")
    return article


def purge_all(workspace: annot.Workspace) -> list[str]:
    done = workspace.purge(older_than="0d", reason="five years", yes=True)
    return [item.of for item in done.items]


def test_what_would_go_is_only_told_at_first(workspace: annot.Workspace, closed: Article) -> None:
    done = workspace.purge(older_than="0d")

    assert not done.done
    assert [item.of for item in done.items] == [
        "text and file of harbour, draft 1",
        "text and file of snapshot 1 of logbook",
    ]
    assert SECRET in workspace.articles.text(closed)
    assert [entry.action for entry in workspace.history.list(limit=1)] == ["claim.set"]


def assert_whole(workspace: annot.Workspace) -> None:
    assert workspace.history.verify().breaks == ()
    assert workspace.doctor(full=True).damages == ()


def on_disk(path: Place, cluster: Cluster | None) -> list[bytes]:
    """All files that the workspace is in; of a server those of its database."""
    if isinstance(path, Path):
        return [file.read_bytes() for file in path.parent.glob(f"{path.name}*")]
    assert cluster is not None
    return [file.read_bytes() for file in cluster.files(path)]


def test_what_is_purged_is_gone_from_the_disk(
    workspace: annot.Workspace, closed: Article, path: Place, cluster: Cluster | None
) -> None:
    for words in (SECRET, SAID):
        assert any(words.encode() in data for data in on_disk(path, cluster))
    assert purge_all(workspace)

    for words in (SECRET, SAID):
        assert not any(words.encode() in data for data in on_disk(path, cluster))


def test_the_text_of_an_article_that_was_removed_goes_too(
    workspace: annot.Workspace, closed: Article, path: Place, cluster: Cluster | None
) -> None:
    workspace.articles.revise(closed, "The harbour froze. It was cold.")
    workspace.history.undo()
    workspace.claims.remove(1)
    workspace.articles.remove(closed)
    assert any(SECRET.encode() in data for data in on_disk(path, cluster))
    assert workspace.purge(older_than="1d", yes=True).items == ()
    assert workspace.purge(older_than="0d", what=["snapshots"]).items != ()

    assert workspace.purge(older_than="0d", what=["texts"], reason="they ask", yes=True).wiped

    assert not any(SECRET.encode() in data for data in on_disk(path, cluster))
    found = workspace.history.verify()
    assert found.breaks == ()
    assert [item.of for item in found.purged] == [
        "text and file of harbour, draft 1 (removed)",
        "text and file of harbour, draft 2 (removed)",
    ]
    assert_whole(workspace)


def test_an_article_whose_text_went_comes_back_without_it(
    workspace: annot.Workspace, closed: Article
) -> None:
    workspace.claims.remove(1)
    workspace.articles.remove(closed)
    removal = workspace.history.list(limit=1)[0].operation
    purge_all(workspace)

    workspace.history.undo(removal)

    assert workspace.articles.get("harbour").title == "Harbour"
    with pytest.raises(PurgedError, match=r"purged on .* by dana"):
        workspace.articles.text("harbour")
    assert workspace.history.verify().breaks == ()
    assert_whole(workspace)


def test_what_was_undone_stays_as_long_as_its_article_is_open(
    workspace: annot.Workspace, article: Article
) -> None:
    workspace.claims.add(article, quote="opened in 1998", prefix="Street ", suffix=". It has")
    workspace.articles.revise(article, workspace.articles.text(article) + "It is closed.\n")
    workspace.history.undo()

    assert purge_all(workspace) == []
    workspace.history.redo()
    assert workspace.articles.text(article).endswith("It is closed.\n")


def test_a_snapshot_that_was_undone_goes_when_it_is_old(
    workspace: annot.Workspace, tmp_path: Path
) -> None:
    (tmp_path / "page.txt").write_text(SAID)
    workspace.snapshots.take(workspace.sources.add(title="Logbook"), file=tmp_path / "page.txt")
    workspace.history.undo()
    undone = workspace.history.list(limit=1)[0].operation

    assert workspace.purge(older_than="1d").items == ()
    assert purge_all(workspace) == ["text and file of snapshot 1 of logbook (removed)"]
    workspace.history.undo(undone)
    assert workspace.history.verify().breaks == ()
    with pytest.raises(PurgedError):
        workspace.snapshots.text(1)


def test_the_same_text_elsewhere_keeps_the_bytes_of_what_was_removed(
    workspace: annot.Workspace, closed: Article
) -> None:
    text = workspace.articles.text(closed)
    workspace.claims.remove(1)
    workspace.articles.remove(closed)
    workspace.articles.add(text, title="Again")
    workspace.claims.add("again", quote="The harbour froze")

    assert purge_all(workspace) == ["text and file of snapshot 1 of logbook"]
    assert SECRET in workspace.articles.text("again")


def test_verify_doctor_and_every_reader_say_when_and_by_whom(
    workspace: annot.Workspace, closed: Article
) -> None:
    purge_all(workspace)

    found = workspace.history.verify()
    assert found.breaks == ()
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    assert {item.told for item in found.purged} == {f"purged on {today} by dana (five years)"}
    assert_whole(workspace)
    assert len(workspace.doctor().purged) == 2
    for ask in (
        lambda: workspace.articles.text(closed),
        lambda: workspace.articles.coverage(closed),
        lambda: workspace.claims.add(closed, quote="Monday"),
        lambda: workspace.articles.revise(closed, "Other words."),
        lambda: workspace.snapshots.text(1),
        lambda: workspace.snapshots.data(1),
    ):
        with pytest.raises(PurgedError, match=f"purged on {today} by dana"):
            ask()
    assert workspace.snapshots.standing("logbook", "kept the lighthouse") is None
    assert workspace.check() == []
    assert workspace.claims.get(1).verdict == "supported"


def test_reports_and_exports_of_it_are_written_and_say_so(
    workspace: annot.Workspace, closed: Article, tmp_path: Path
) -> None:
    purge_all(workspace)

    for ending in ("html", "md", "docx", "xlsx"):
        for audience in ("editor", "public"):
            workspace.report(tmp_path / f"{audience}.{ending}", audience=audience)
    told = (tmp_path / "editor.md").read_text()
    assert "purged on" in told
    assert "by dana" in told
    assert SECRET not in told
    assert "The harbour froze" in told
    public = (tmp_path / "public.md").read_text()
    assert "purged on" in public
    assert "dana" not in public
    for name in ("claims.csv", "claims.json", "claims.xlsx"):
        workspace.export(tmp_path / name)
    workspace.export(tmp_path / "annotations.jsonl", format="webannotation")
    workspace.report(tmp_path / "case.zip")
    with zipfile.ZipFile(tmp_path / "case.zip") as bundle:
        assert not any(SECRET.encode() in bundle.read(name) for name in bundle.namelist())
        script = bundle.read("verify.py").decode()
    names = {"__name__": "verify"}
    exec(compile(script, "verify.py", "exec"), names)
    assert names["main"](tmp_path / "case.zip") == 0  # type: ignore[operator]


def test_every_report_of_a_purged_draft_says_so_in_its_language(
    workspace: annot.Workspace, closed: Article, tmp_path: Path
) -> None:
    workspace.articles.revise(closed, f"The harbour froze at once. {SECRET}\n")
    workspace.claims.confirm(1)
    workspace.claims.set(1, verdict="supported", status="checked")
    purge_all(workspace)

    for ending in ("html", "md", "docx", "xlsx"):
        path = tmp_path / f"report.{ending}"
        workspace.report(path, language="de")
        data = path.read_bytes()
        if ending in ("docx", "xlsx"):
            with zipfile.ZipFile(path) as package:
                data = b"".join(package.read(name) for name in package.namelist())
        told = data.decode(errors="replace")
        assert "Nicht mehr aufbewahrt" in told, ending
        assert "Text und Datei, gelöscht am" in told, ending
        assert SECRET not in told, ending


def test_a_bundle_misses_only_what_was_purged(
    workspace: annot.Workspace, closed: Article, tmp_path: Path
) -> None:
    (tmp_path / "later.txt").write_text("They kept the lighthouse.")
    workspace.purge(older_than="0d", what=["snapshots"], yes=True)
    workspace.snapshots.take("logbook", file=tmp_path / "later.txt")
    workspace.report(tmp_path / "case.zip")
    names: dict[str, object] = {"__name__": "verify"}
    with zipfile.ZipFile(tmp_path / "case.zip") as bundle:
        exec(compile(bundle.read("verify.py"), "verify.py", "exec"), names)
        bundle.extractall(tmp_path / "case")
    main_of_script = names["main"]
    assert main_of_script(tmp_path / "case.zip") == 0  # type: ignore[operator]

    (kept,) = (tmp_path / "case" / "snapshots").iterdir()
    kept.unlink()
    manifest = tmp_path / "case" / "manifest.json"
    told = json.loads(manifest.read_text())
    del told["files"][f"snapshots/{kept.name}"]
    manifest.write_text(json.dumps(told))
    assert main_of_script(tmp_path / "case") == 1  # type: ignore[operator]


def test_a_purged_ledger_is_taken_in_whole_and_merged(
    workspace: annot.Workspace, closed: Article, tmp_path: Path
) -> None:
    purge_all(workspace)
    ledger = tmp_path / "ledger.jsonl"
    workspace.export(ledger)

    with annot.open(tmp_path / "copy.db", actor="erin") as copy:
        copy.import_file(ledger)
        assert copy.history.verify().breaks == ()
        assert len(copy.history.verify().purged) == 2
    with annot.open(tmp_path / "other.db", actor="erin") as other:
        other.claims.add(text="Ours.")
        other.import_file(ledger)
        found = other.history.verify()
        assert found.breaks == ()
        assert {item.actor for item in found.purged} == {"dana"}
        other.history.undo()
        assert other.history.verify().breaks == ()


def test_what_was_removed_does_not_come_along_into_another_ledger(
    workspace: annot.Workspace, closed: Article, tmp_path: Path
) -> None:
    workspace.claims.add_many([{"claim": f"Number {n}"} for n in range(3)])
    workspace.claims.remove(1)
    workspace.articles.remove(closed)
    ledger = tmp_path / "ledger.jsonl"
    workspace.export(ledger)

    with annot.open(tmp_path / "other.db", actor="erin") as other:
        other.claims.add(text="Ours.")
        other.import_file(ledger)
        assert other.snapshots.text(1) == SAID
        assert_whole(other)
    assert SECRET.encode() not in (tmp_path / "other.db").read_bytes()


def test_open_articles_and_what_others_need_stay(
    workspace: annot.Workspace, closed: Article, tmp_path: Path
) -> None:
    source = workspace.sources.get("logbook")
    still_open = workspace.articles.add("Two ships sank.", title="Ships")
    claim = workspace.claims.add(still_open, quote="Two ships sank")
    workspace.evidence.add(claim, source, passage="ships")
    workspace.articles.add(workspace.articles.text(closed), title="Again", again=True)
    workspace.claims.add("again", quote="The harbour froze")

    assert purge_all(workspace) == []
    assert SECRET in workspace.articles.text(closed)
    assert workspace.snapshots.text(1) == SAID


def test_what_is_younger_stays(workspace: annot.Workspace, closed: Article) -> None:
    assert workspace.purge(older_than="1d", yes=True).items == ()
    assert workspace.history.list(limit=1)[0].action == "claim.set"


def test_only_what_is_named_goes(workspace: annot.Workspace, closed: Article) -> None:
    done = workspace.purge(older_than="0d", what=["snapshots"], yes=True)

    assert [item.of for item in done.items] == ["text and file of snapshot 1 of logbook"]
    assert workspace.articles.text(closed)


def test_a_purge_is_not_undone_and_what_comes_after_is(
    workspace: annot.Workspace, closed: Article
) -> None:
    purge_all(workspace)
    with pytest.raises(ConflictError) as refused:
        workspace.history.undo()
    assert refused.value.message == "What was purged is gone for good; nothing was undone."
    assert refused.value.hint == (
        "Undo what was done before it by its name: annot undo --operation UID"
    )

    workspace.claims.set(1, reasoning="Read again.")
    workspace.history.undo()
    before = next(e for e in workspace.history.list() if e.action == "evidence.add")
    with pytest.raises(ConflictError, match="gone for good"):
        workspace.history.undo()
    workspace.history.undo(before.operation)
    assert workspace.history.verify().breaks == ()


def test_a_text_that_comes_again_is_there_again(
    workspace: annot.Workspace, closed: Article
) -> None:
    text = workspace.articles.text(closed)
    purge_all(workspace)

    workspace.articles.add(text, title="Again", again=True)

    assert workspace.articles.text(closed) == text
    assert [item.of for item in workspace.history.verify().purged] == [
        "text and file of snapshot 1 of logbook"
    ]


def test_bytes_that_were_taken_away_otherwise_are_missing_still(
    workspace: annot.Workspace, closed: Article, path: Place
) -> None:
    workspace.purge(older_than="0d", what=["snapshots"], yes=True)
    past_annot(
        path,
        "DELETE FROM content WHERE sha256 = (SELECT text_sha256 FROM revision WHERE id = 1)",
    )

    assert any("is missing" in found.what for found in workspace.history.verify().breaks)


@pytest.mark.parametrize(
    ("age", "moment"),
    [
        ("5y", "2019-02-28"), ("1m", "2024-01-29"), ("13 months", "2023-01-29"),
        ("90d", "2023-12-01"), ("2 years", "2022-02-28"),
    ],
)  # fmt: skip
def test_an_age_is_counted_on_the_calendar(age: str, moment: str) -> None:
    now = datetime(2024, 2, 29, 12, tzinfo=UTC)
    assert f"{age_before(age, now):%Y-%m-%d}" == moment


@pytest.mark.parametrize("age", ["", "5", "five years", "-1d", "9999y", "1w"])
def test_another_age_is_refused(workspace: annot.Workspace, age: str) -> None:
    with pytest.raises(InvalidValueError):
        workspace.purge(older_than=age)


def test_the_command_asks_for_yes(
    workspace: annot.Workspace, closed: Article, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = ["-d", str(path), "--as", "dana", "purge", "--older-than", "0d"]
    assert main(typed) == 0
    shown = capsys.readouterr()
    assert "text and file of harbour, draft 1" in shown.out
    assert "nothing was purged" in shown.err

    assert main([*typed, "--what", "texts", "--reason", "five years", "--yes", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["done"], len(told["items"])) == (True, 1)

    assert main(["-d", str(path), "verify"]) == 0
    assert re.search(r"harbour, draft 1, purged on .* by dana", capsys.readouterr().err)
    assert main(["-d", str(path), "article", "show", "harbour", "--claims"]) == 0
    assert "purged on" in capsys.readouterr().err
    assert main(["-d", str(path), "article", "coverage", "harbour"]) == 3
    assert "purged on" in capsys.readouterr().err
    assert main([*typed, "--what", "secrets"]) == 4
    assert main([*typed, "--what", "texts", "--yes"]) == 0
    assert "nothing so old" in capsys.readouterr().err
