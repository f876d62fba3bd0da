"""The acts behind the keys, on a ledger and without a screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import annot
from annot.errors import ConflictError, InvalidValueError, NotFoundError, NothingToUndoError
from annot.store.models import Article
from annot.store.reading import Reader
from annot.tui import acts, reporting
from annot.tui.desk import Library
from annot.vocabulary import Status, Verdict

EVIDENCE = {
    "source": "https://library.example/report", "stance": "supports", "passage": "p", "locator": "",
    "note": "", "title": "Report", "publisher": "", "published": "2024", "kind": "report",
}  # fmt: skip


@pytest.fixture
def library(path: Path, workspace: annot.Workspace, article: Article) -> Iterator[Library]:
    workspace.claims.add(article, quote="opened in 1998")
    workspace.claims.add(article, quote="12 of its 30 readings")
    found = Library(path, "erin", Reader(path))
    yield found
    found.close()


def actions(workspace: annot.Workspace) -> list[tuple[str, str]]:
    return [(entry.action, entry.actor) for entry in workspace.history.list(limit=2)]


def test_a_verdict_for_several_is_one_operation_of_the_one_who_acts(
    library: Library, workspace: annot.Workspace
) -> None:
    assert acts.set_verdict([1, 2], Verdict.REFUTED)(library).told == "2 claims: refuted"
    assert acts.set_verdict([1], None)(library).told == "claim 1: no verdict"
    assert [claim.verdict for claim in workspace.claims.list()] == [None, "refuted"]
    assert actions(workspace) == [("claim.set", "erin")] * 2


def test_dropping_is_an_operation_of_its_own(library: Library, workspace: annot.Workspace) -> None:
    acts.set_status([1], Status.DROPPED)(library)
    assert workspace.claims.get(1).status is Status.DROPPED
    assert actions(workspace)[0] == ("claim.drop", "erin")


def test_all_or_none_of_several_claims(library: Library, workspace: annot.Workspace) -> None:
    with pytest.raises(NotFoundError):
        acts.set_verdict([1, 99], Verdict.REFUTED)(library)
    assert workspace.claims.get(1).verdict is None


def test_a_new_claim_is_taken_in_hand_and_says_in_how_many_places_it_is(library: Library) -> None:
    text = library.workspace.articles.text("mill-street")
    start = text.index("40,000")
    act = acts.add_claim(library.reader.article("mill-street"), (start, start + 12))(library)
    assert act == acts.Act("claim 3 added, in 2 places", 3)


def test_a_place_is_taken_where_the_cursor_is(library: Library) -> None:
    text = library.workspace.articles.text("mill-street")
    second = text.rindex("opened")
    mill = library.reader.article("mill-street")
    acts.unanchor_claim(mill, 1, second + 3)(library)
    assert [a.start for a in library.workspace.claims.anchors(1)] == [text.index("opened")]
    with pytest.raises(NotFoundError):
        acts.unanchor_claim(mill, 1, second + 3)(library)
    with pytest.raises(NotFoundError):
        acts.unanchor_claim(mill, 99, 0)(library)


def test_a_new_source_and_its_evidence_are_one_step_back(
    library: Library, workspace: annot.Workspace
) -> None:
    acts.add_evidence(1, EVIDENCE)(library)
    (source,) = workspace.sources.list()
    assert (source.url, source.title, source.published) == (
        "https://library.example/report", "Report", "2024",
    )  # fmt: skip
    told = acts.undo(library)
    assert told == acts.Act("undone: evidence.add on evidence 1 of claim 1", back="redo")
    assert not workspace.sources.list()
    acts.redo(library)
    assert len(workspace.evidence.list(1)) == 1


def test_refused_evidence_leaves_no_source_behind(
    library: Library, workspace: annot.Workspace
) -> None:
    for wrong in ({"source": " "}, {"published": "soon"}, {"locator": "a\nb"}):
        with pytest.raises(InvalidValueError):
            acts.add_evidence(1, {**EVIDENCE, **wrong})(library)
    with pytest.raises(NotFoundError):
        acts.add_evidence(99, EVIDENCE)(library)
    assert not workspace.sources.list()


@pytest.mark.parametrize(
    "typed",
    ["report", "https://library.example/report", " report ", "http://www.library.example/report/"],
)
def test_a_known_source_is_found_and_not_doubled(
    library: Library, workspace: annot.Workspace, typed: str
) -> None:
    acts.add_evidence(1, EVIDENCE)(library)
    acts.add_evidence(2, {**EVIDENCE, "source": typed})(library)
    assert len(workspace.sources.list()) == 1


def test_among_many_alike_the_very_handle_is_meant(
    library: Library, workspace: annot.Workspace
) -> None:
    for number in range(30):
        workspace.evidence.add(2, workspace.sources.add(title=f"Report {number}"))
    wanted = workspace.sources.add(title="Report")
    acts.add_evidence(1, {**EVIDENCE, "source": "report"})(library)
    assert workspace.evidence.list(1)[0].source_id == wanted.id


def test_an_old_version_is_a_conflict(library: Library, workspace: annot.Workspace) -> None:
    detail = library.reader.claim(1)
    assert detail is not None
    workspace.claims.set(1, reasoning="hers")
    values = {"correction": "in 1999", "state": "open"}
    with pytest.raises(ConflictError):
        acts.correct(1, detail.version, values)(library)
    assert workspace.claims.get(1).correction == ""


def test_one_undoes_only_what_one_did_oneself(library: Library, workspace: annot.Workspace) -> None:
    workspace.claims.set(1, verdict="refuted")
    with pytest.raises(NothingToUndoError):
        acts.undo(library)
    assert workspace.claims.get(1).verdict is Verdict.REFUTED


def test_the_report_goes_where_a_shell_would_put_it(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    act = reporting.write_report("~/r.html", "mill-street", reporting.Wanted())(library)
    assert act == acts.Act(f"report written: {tmp_path / 'r.html'}", back="")
    assert (tmp_path / "r.html").exists()


def test_evidence_from_a_source_that_is_new_says_so(
    library: Library, workspace: annot.Workspace
) -> None:
    workspace.sources.add(title="Annual report")
    values = dict.fromkeys(
        ("title", "publisher", "published", "passage", "locator", "note"), ""
    ) | {"stance": "supports", "kind": "page"}
    known = acts.add_evidence(1, {**values, "source": "annual-report"})(library)
    assert known.told == "evidence 1 added to claim 1"
    slip = acts.add_evidence(1, {**values, "source": "annual-reprot"})(library)
    assert slip.told == "evidence 2 added to claim 1, with the new source annual-reprot"
