"""The filter of lists of sources, on the records of a workspace and on the lines of the screen."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

import annot
from annot.errors import InvalidValueError
from annot.store.models import Article
from annot.store.reading import Reader
from annot.store.source_filter import Known, SourceFilter


@pytest.fixture(autouse=True)
def sources(workspace: annot.Workspace, article: Article) -> None:
    """Four sources, of which the first is cited."""
    add = workspace.sources.add
    report = add(
        title="Report", url="https://b.example/report", kind="report", accessed="2025-01-02",
        publisher="Älteste Bibliothek", authors=["A. Roe"], published="2024",
    )  # fmt: skip
    add(title="archive", url="https://a.example/", archived_url="https://archive.example/a")
    add(title="Talk", kind="interview", confidential=True, identifiers={"shelf": "QX 7"})
    add(title="Zoo", url="https://b.example/report?ref=home", published="2023-05")
    workspace.evidence.add(workspace.claims.add(article, quote="opened in 1998"), report)


@pytest.mark.parametrize(
    ("typed", "slugs"),
    [
        ("", "report archive talk zoo"),
        ("no:archive", "report zoo"),
        ("has:archive", "archive"),
        ("no:access -kind:interview", "archive zoo"),
        ("has:evidence", "report"),
        ("no:evidence sort:-added", "zoo talk archive"),
        ("is:confidential", "talk"),
        ("is:double", "report zoo"),
        ("-is:double,confidential", "archive"),
        ("kind:report,interview", "report talk"),
        ("ÄLTESTE roe", "report"),
        ("qx", "talk"),
        ('"talk"', "talk"),
        ("https://b.example/", "report zoo"),
        ("report -nothing", ""),
        ("sort:title", "archive report talk zoo"),
        ("sort:cited", "report archive talk zoo"),
        ("sort:-published has:date", "report zoo"),
        ("no:url", "talk"),
    ],
)
def test_what_a_filter_lets_through(
    path: Path, workspace: annot.Workspace, typed: str, slugs: str
) -> None:
    assert [source.slug for source in workspace.sources.list(typed)] == slugs.split()
    with contextlib.closing(Reader(path)) as reader:
        lines = reader.source_lines()
    doubles = frozenset(s.id for double in workspace.sources.doubles() for s in double.sources)
    known = Known({line.id: line.cited for line in lines}, doubles)
    listed = SourceFilter.parse(typed).listed(lines, known, unless="added")
    assert [line.slug for line in listed] == slugs.split()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("no:archve", "no no 'archve'. Did you mean 'archive'"),
        ("kin:report", "Did you mean 'kind'"),
        ("kind:reprot", "Did you mean 'report'"),
        ("is:", "has no value"),
        ("sort:citd", "no order 'citd'. Did you mean 'cited'"),
    ],
)
def test_what_is_not_understood_is_told(workspace: annot.Workspace, typed: str, told: str) -> None:
    with pytest.raises(InvalidValueError, match=told):
        workspace.sources.list(typed)
