"""Sources put into one: what cited any of them cites the one that stays."""

from __future__ import annotations

from pathlib import Path

import pytest

import annot
from annot.errors import InvalidValueError, NotFoundError
from annot.store.models import Article, Source
from annot.vocabulary import Rank, SourceKind


@pytest.fixture
def claims(workspace: annot.Workspace, article: Article) -> tuple[int, int]:
    """Two claims to cite sources for."""
    quotes = ("opened in 1998", "12 of its 30 readings")
    first, second = (workspace.claims.add(article, quote=quote).id for quote in quotes)
    return first, second


def cited(workspace: annot.Workspace, claim: int) -> list[tuple[int, str]]:
    return [(item.source_id, item.passage) for item in workspace.evidence.list(claim)]


def slugs(workspace: annot.Workspace) -> list[str]:
    return [source.slug for source in workspace.sources.list()]


def ledger(workspace: annot.Workspace) -> tuple[list[Source], list[object]]:
    evidence = [
        item.model_dump()
        for claim in workspace.claims.list()
        for item in workspace.evidence.list(claim)
    ]
    notes = [note.model_dump() for note in workspace.notes.list()]
    return [source.model_dump() for source in workspace.sources.list()], [*evidence, *notes]


def test_evidence_and_notes_of_the_others_go_to_the_source_that_stays(
    workspace: annot.Workspace, claims: tuple[int, int]
) -> None:
    kept = workspace.sources.add(title="Annual report")
    others = [workspace.sources.add(title=title) for title in ("Report", "The report")]
    workspace.evidence.add(claims[0], kept, passage="Opened 1998")
    workspace.evidence.add(claims[1], others[0], passage="Twelve readings", stance="refutes")
    workspace.evidence.add(claims[1], others[1], passage="Thirty readings")
    note = workspace.notes.add(others[1], "Ask for the second edition.")

    workspace.sources.merge(kept, others)

    assert slugs(workspace) == ["annual-report"]
    assert cited(workspace, claims[0]) == [(kept.id, "Opened 1998")]
    assert cited(workspace, claims[1]) == [
        (kept.id, "Twelve readings"), (kept.id, "Thirty readings"),
    ]  # fmt: skip
    assert workspace.notes.get(note.id).source_id == kept.id
    assert len(workspace.claims.list("source:annual-report")) == 2


def test_empty_fields_are_filled_and_known_ones_stay(workspace: annot.Workspace) -> None:
    kept = workspace.sources.add(title="Annual report", publisher="The library")
    second = workspace.sources.add(
        url="https://library.example/2024", title="Report", publisher="Another", published="2024",
        identifiers={"isbn": "1"},
    )  # fmt: skip
    third = workspace.sources.add(
        url="https://library.example/b", authors=["A. Roe"], published="2023", kind="report",
        rank="primary", accessed="2025-01-02", archived_url="https://archive.example/b",
        identifiers={"isbn": "2", "doi": "10.1000/b"}, confidential=True,
    )  # fmt: skip

    now = workspace.sources.merge("annual-report", [second.slug, third.url])

    assert (now.id, now.slug, now.title, now.publisher) == (
        kept.id, "annual-report", "Annual report", "The library",
    )  # fmt: skip
    assert (now.url, now.published, now.accessed) == (
        "https://library.example/2024", "2024", "2025-01-02",
    )  # fmt: skip
    assert (now.authors, now.kind, now.rank) == (["A. Roe"], SourceKind.REPORT, Rank.PRIMARY)
    assert now.archived_url == "https://archive.example/b"
    assert now.identifiers == {"isbn": "1", "doi": "10.1000/b"}
    assert now.confidential
    assert workspace.sources.get("https://www.library.example/2024").id == kept.id


def test_what_is_confidential_stays_so_when_a_public_one_is_put_into_it(
    workspace: annot.Workspace,
) -> None:
    workspace.sources.add(title="Talk", confidential=True)
    workspace.sources.add(title="Talk with the librarian")
    assert workspace.sources.merge("talk", ["talk-with-the-librarian"]).confidential


def test_evidence_that_says_the_same_twice_is_kept_once_with_the_notes_of_both(
    workspace: annot.Workspace, claims: tuple[int, int]
) -> None:
    kept, other = (workspace.sources.add(title=title) for title in ("Report", "The report"))
    stays = workspace.evidence.add(claims[0], kept, passage="Opened 1998")
    twin = workspace.evidence.add(claims[0], other, passage="Opened 1998")
    workspace.evidence.add(claims[1], other, passage="Opened 1998")
    note = workspace.notes.add(twin, "Seen by me.")
    workspace.sources.merge(kept, [other])
    assert [item.id for item in workspace.evidence.list(claims[0])] == [stays.id]
    assert workspace.notes.get(note.id).evidence_id == stays.id
    assert workspace.claims.get(claims[0]).evidence_count == 1
    assert cited(workspace, claims[1]) == [(kept.id, "Opened 1998")]


def test_one_undo_brings_all_back_and_one_redo_merges_again(
    workspace: annot.Workspace, claims: tuple[int, int]
) -> None:
    kept = workspace.sources.add(title="Annual report")
    others = [
        workspace.sources.add(url=f"https://library.example/{name}", title=name) for name in "ab"
    ]
    for source in (kept, *others):
        workspace.evidence.add(claims[0], source, passage="Opened 1998")
    workspace.notes.add(others[0], "A note.")
    before = ledger(workspace)

    workspace.sources.merge(kept, others, reason="the same report")
    merged = ledger(workspace)
    assert workspace.history.list()[0].action == "source.merge"
    assert workspace.history.list()[0].reason == "the same report"

    workspace.history.undo()
    assert ledger(workspace) == before
    workspace.history.redo()
    assert ledger(workspace) == merged
    assert not workspace.history.verify().breaks


def test_nothing_to_merge_is_refused(workspace: annot.Workspace) -> None:
    source = workspace.sources.add(title="Report")
    with pytest.raises(InvalidValueError, match="nothing to put into the source report"):
        workspace.sources.merge(source, ["report"])
    with pytest.raises(NotFoundError, match="no source 'reprot'"):
        workspace.sources.merge(source, ["reprot"])
    assert slugs(workspace) == ["report"]


def test_what_was_put_into_a_source_is_found_by_what_it_was(
    workspace: annot.Workspace, claims: tuple[int, int]
) -> None:
    kept = workspace.sources.add(url="https://library.example/report", title="Annual report")
    by_url = workspace.sources.add(url="https://www.mirror.example/r.pdf", title="r.pdf")
    by_name = workspace.sources.add(title="The Annual Report", published="2021")
    by_doi = workspace.sources.add(title="Report", identifiers={"doi": "10.1234/r"})
    workspace.sources.merge(by_name, [by_doi])
    workspace.sources.merge(kept, [by_url, by_name])

    again = [
        workspace.sources.add(url="https://www.mirror.example/r.pdf"),
        workspace.sources.add(title="The  annual report", published="2021"),
        workspace.sources.add(title="Another title", identifiers={"doi": "10.1234/r"}),
        workspace.sources.get("https://www.mirror.example/r.pdf"),
        workspace.sources.get("the-annual-report"),
        workspace.sources.get(by_doi.slug),
    ]

    assert {source.id for source in again} == {kept.id}
    assert slugs(workspace) == ["annual-report"]
    workspace.evidence.add(claims[0], by_url.slug, passage="Opened 1998")
    assert cited(workspace, claims[0]) == [(kept.id, "Opened 1998")]


def test_a_handle_of_before_removes_nothing_and_changes_nothing(
    workspace: annot.Workspace,
) -> None:
    kept, other = (workspace.sources.add(title=title) for title in ("Annual report", "Report"))
    workspace.sources.merge(kept, [other])
    for change in (
        lambda: workspace.sources.remove("report"),
        lambda: workspace.sources.set("report", title="Something else"),
        lambda: workspace.sources.merge("report", ["annual-report"]),
    ):
        with pytest.raises(NotFoundError, match="no source 'report'"):
            change()
    assert [source.title for source in workspace.sources.list()] == ["Annual report"]


def test_a_merge_that_was_undone_does_not_count(workspace: annot.Workspace) -> None:
    kept, other = (workspace.sources.add(title=title) for title in ("Annual report", "Report"))
    workspace.sources.merge(kept, [other])
    workspace.history.undo()
    assert workspace.sources.add(title="Report").id == other.id
    workspace.sources.remove("report")
    assert workspace.sources.add(title="Report").id not in (kept.id, other.id)
    workspace.sources.remove("report")
    with pytest.raises(NotFoundError):
        workspace.sources.get("report")


def test_a_source_into_which_one_was_put_and_that_is_gone_is_not_found(
    workspace: annot.Workspace,
) -> None:
    kept, other = (workspace.sources.add(title=title) for title in ("Annual report", "Report"))
    workspace.sources.merge(kept, [other])
    workspace.sources.remove(kept)
    assert workspace.sources.add(title="Report").id not in (kept.id, other.id)


def test_the_same_table_again_brings_no_merged_source_back(
    workspace: annot.Workspace, tmp_path: Path
) -> None:
    table = tmp_path / "claims.csv"
    table.write_text(
        "key,claim,source_url,source_title,passage\n"
        "k1,The mill burnt.,https://a.example/x,Fire report,It burnt.\n"
        "k2,Nobody was hurt.,https://b.example/y,Fire report (copy),No one.\n"
        "k3,It was insured.,,The fire report,Insured.\n"
    )
    workspace.import_file(table)
    kept, *others = workspace.sources.list()
    workspace.sources.merge(kept, others)
    before = ledger(workspace)

    again = workspace.import_file(table)

    assert (again.unchanged, again.updated, again.sources_added, again.evidence_added) == (
        3, 0, 0, 0,
    )  # fmt: skip
    assert ledger(workspace) == before
    table.write_text(table.read_text() + "k4,It was old.,https://b.example/y,,Old.\n")
    assert workspace.import_file(table).sources_added == 0
    assert cited(workspace, 4) == [(kept.id, "Old.")]
