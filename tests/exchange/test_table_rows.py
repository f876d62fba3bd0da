"""Claims streamed as tuples are those of the dossiers, in the same order, for every reader."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from exports import fill
from hypothesis import HealthCheck, given, settings
from random_ledgers import ACTS, build

import annot
from annot.store import table_rows
from annot.store.claim_filter import ClaimFilter
from annot.store.columns import time_to_text
from annot.store.dossier import ClaimFile
from annot.store.rows import streaming
from annot.store.table_rows import CONFIDENTIAL, LOST, Chosen, Run, TableClaim, table_claims
from annot.vocabulary import Audience
from annot.workspace import Workspace


@pytest.fixture
def run(workspace: Workspace) -> Iterator[Run]:
    fill(workspace)
    with workspace._ledger.database.reading() as connection:
        yield streaming(connection)


def read(workspace: Workspace, chosen: Chosen) -> list[TableClaim]:
    with workspace._ledger.database.reading() as connection:
        return list(table_claims(streaming(connection), chosen))


def of_dossier(file: ClaimFile, *, public: bool) -> dict[str, Any]:
    """What a record of a claim says, in plain words."""
    shown = [item for item in file.evidence if not (public and item.source.confidential)]
    return {
        "claim": (
            file.claim.id,
            str(file.claim.uid),
            file.claim.key,
            file.claim.text,
            file.claim.kind,
            file.claim.status,
            file.claim.verdict,
            file.claim.correction,
            file.claim.correction_state,
            file.claim.reasoning,
            file.claim.checker,
            file.claim.tags,
            file.claim.extra,
            time_to_text(file.claim.created_at),
            time_to_text(file.claim.updated_at),
        ),
        "evidence": [
            (
                str(item.source.uid),
                item.source.url,
                item.source.title,
                item.source.authors,
                item.source.identifiers,
                item.source.confidential,
                item.evidence.stance,
                item.evidence.passage,
                item.evidence.locator,
                item.evidence.note,
            )
            for item in shown
        ],
        "anchors": [(a.exact, a.prefix, a.suffix, a.start, a.end, a.placement)
                    for a in file.anchors],
        "notes": [(n.kind, n.text, n.addressee, n.answer) for n in file.notes if not public],
    }  # fmt: skip


def of_stream(claim: TableClaim) -> dict[str, Any]:
    """What a streamed claim says, likewise."""
    row, _ = claim.rows[0]
    return {
        "claim": (
            row.claim, row.uid, row.key, row.text, row.kind, row.status, row.verdict,
            row.correction, row.correction_state, row.reasoning, row.checker,
            json.loads(row.tags), json.loads(row.extra), row.created_at, row.updated_at,
        ),
        "evidence": [
            (
                source.uid, source.url, source.title, json.loads(source.authors),
                json.loads(source.identifiers), bool(source.confidential), link.stance,
                link.passage, link.locator, link.evidence_note,
            )
            for link, source in claim.rows
            if source is not None
        ],
        "anchors": [tuple(anchor[1:]) for anchor in claim.anchors],
        "notes": [tuple(note[1:]) for note in claim.notes],
    }  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ACTS)
def test_the_stream_says_what_the_dossiers_say(acts: list[tuple]) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        annot.open(Path(folder) / "a.db", actor="dana") as workspace,
    ):
        build(workspace, acts)
        dossiers = list(workspace.dossiers())
        for audience in (Audience.EDITOR, Audience.PUBLIC):
            public = audience is Audience.PUBLIC
            told = [of_stream(claim) for claim in read(workspace, Chosen(audience=audience))]
            wanted = [
                of_dossier(file, public=public)
                for dossier in dossiers
                for file in dossier.claims
                if file.is_publishable or not public
            ]
            assert told == wanted
        for dossier in dossiers:
            texts = {claim.article.text for claim in read(workspace, Chosen())
                     if claim.article.id == dossier.article.id}  # fmt: skip
            assert texts <= {dossier.text}


FILTERS = (
    "status:checked,todo verdict:refuted", "-status:dropped", "no:anchor", "has:query,note",
    "is:open", "article:bridge", "tag:delicate", "source:record", "workers", "checker:lee",
    "kind:quantity burden", "no:evidence",
)  # fmt: skip


@pytest.mark.parametrize("typed", FILTERS)
@pytest.mark.parametrize("audience", list(Audience))
def test_a_filter_lets_the_same_claims_through_as_in_a_list(
    workspace: Workspace, typed: str, audience: Audience
) -> None:
    fill(workspace)
    chosen = Chosen(ClaimFilter.parse(typed), audience=audience)
    listed = {claim.id for claim in workspace.claims.list(typed)}
    if audience is Audience.PUBLIC:
        listed -= {claim.id for claim in workspace.claims.list("no:verdict")}
        listed -= {claim.id for claim in workspace.claims.list("-status:checked,approved")}
    assert {claim.rows[0][0].claim for claim in read(workspace, chosen)} == listed


@pytest.mark.file
@pytest.mark.parametrize("typed", ["", *FILTERS])
def test_nothing_is_sorted_in_memory(workspace: Workspace, typed: str) -> None:
    """However the claims are filtered, rows come in the order of an index."""
    fill(workspace)
    chosen = Chosen(ClaimFilter.parse(typed))
    plans: list[str] = []
    connection = sqlite3.connect(workspace.path)

    def explaining(statement: str, parameters: tuple[Any, ...]) -> Any:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
        if "ix_claim_place" in statement:
            plans.extend(f"{row[3]} in {statement[:60]}" for row in plan)
        return connection.execute(statement, parameters)

    assert list(table_claims(explaining, chosen)) == read(workspace, chosen)
    connection.close()
    assert [plan for plan in plans if plan.startswith("USE TEMP B-TREE FOR ORDER BY")] == []
    assert plans


def test_what_formats_may_lose_is_counted(run: Run) -> None:
    found = {name: table_rows.count(run, Chosen(), what) for name, what in LOST.items()}
    assert found == {
        "extra columns": 0,
        "approvers": 0,
        "judgements": 0,
        "identifiers of sources": 1,
        "queries": 1,
        "notes": 1,
        "notes about evidence": 1,
        "places that were lost": 0,
        "places in older drafts": 0,
    }
    assert table_rows.count(run, Chosen(), CONFIDENTIAL) == 1
    assert not table_rows.is_there(run, Chosen(ClaimFilter.parse("no:evidence")), CONFIDENTIAL)


def test_sources_beyond_those_that_are_kept_in_memory(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_rows, "_KEPT", 3)
    monkeypatch.setattr(table_rows, "_FETCHED", 2)
    claim = workspace.claims.add(text="Many say so.")
    for number in [*range(12), *range(4)]:
        source = workspace.sources.add(url=f"https://example.org/{number}")
        workspace.evidence.add(claim, source, passage=f"page {number}")
    (found,) = read(workspace, Chosen())
    assert [(link.passage, source.url) for link, source in found.rows if source is not None] == [
        (f"page {number}", f"https://example.org/{number}") for number in [*range(12), *range(4)]
    ]
