"""Sources, people and tags as the screen finds them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import annot
from annot.store.models import Article
from annot.store.reading import Reader


@pytest.fixture
def reader(workspace: annot.Workspace, path: Path) -> Iterator[Reader]:
    found = Reader(path)
    yield found
    found.close()


def slugs(reader: Reader, typed: str) -> list[str]:
    return [source.slug for source in reader.sources(typed)]


def test_sources_are_found_by_all_words_wherever_they_stand(
    workspace: annot.Workspace, reader: Reader
) -> None:
    workspace.sources.add(
        url="https://library.example/r", title="Annual report", publisher="Library"
    )
    workspace.sources.add(url="https://council.example/b", title="Annual budget")
    workspace.sources.add(title="100% of_it")
    workspace.sources.add(title="Überblick der Stadt")

    assert slugs(reader, "annual LIBRARY") == ["annual-report"]
    assert slugs(reader, "council.ex") == ["annual-budget"]
    assert set(slugs(reader, "annual")) == {"annual-report", "annual-budget"}
    assert slugs(reader, "0% of_") == ["100-of-it"]
    assert slugs(reader, "%") == ["100-of-it"]
    assert slugs(reader, "überblick") == ["uberblick-der-stadt"]
    assert slugs(reader, "nothing of it") == slugs(reader, "  ") == []


def test_what_begins_so_comes_first_then_what_is_cited_most(
    workspace: annot.Workspace, reader: Reader
) -> None:
    claim = workspace.claims.add(text="One is so")
    for title in ("The annual budget", "An annual fair", "Annual report"):
        workspace.sources.add(title=title)
    workspace.evidence.add(claim, "the-annual-budget")

    assert slugs(reader, "annual") == ["annual-report", "the-annual-budget", "an-annual-fair"]


def test_a_source_is_named_by_handle_address_or_doi(
    workspace: annot.Workspace, reader: Reader
) -> None:
    one = workspace.sources.add(url="https://doi.org/10.1234/ab", title="One").id
    two = workspace.sources.add(url="https://two.example/x", title="Two").id

    assert reader.source_named(doi="10.1234/ab") == one
    assert reader.source_named(slug="two") == two
    assert reader.source_named(url_key="https://two.example/x") == two
    assert reader.source_named(doi="10.1234/a") is None
    assert reader.source_named(slug="three", url_key="https://x.example") is None
    assert reader.source_named() is None


def test_a_source_that_was_put_into_another_is_found_as_that(
    workspace: annot.Workspace, reader: Reader
) -> None:
    one = workspace.sources.add(title="One").id
    workspace.sources.add(url="https://doi.org/10.1234/ab", title="Two")
    workspace.sources.merge(one, ["two"])

    assert reader.source_named(slug="two") == one
    assert reader.source_named(url_key="https://doi.org/10.1234/ab") == one
    assert reader.source_named(doi="10.1234/ab") == one
    assert reader.source_named(slug="three") is None


def test_people_and_tags_are_those_of_the_ledger(
    workspace: annot.Workspace, article: Article, path: Path, reader: Reader
) -> None:
    one = workspace.claims.add(article, quote="opened in 1998", tags=["books", "years"])
    two = workspace.claims.add(article, quote="12 of its 30 readings", tags=["books"])
    workspace.claims.set(one, checker="erin")
    workspace.claims.set(two, checker="Sam O.", verdict="supported")
    with annot.open(path, actor="noor") as other:
        source = other.sources.add(title="Report")
        other.evidence.add(two, source)
        other.claims.set(two, status="approved")

    assert set(reader.people()) == {"dana", "erin", "Sam O.", "noor"}
    assert reader.people()[0] == "dana"
    assert reader.tags() == ["books", "years"]


def test_who_changed_a_row_last(
    workspace: annot.Workspace, article: Article, path: Path, reader: Reader
) -> None:
    claim = workspace.claims.add(article, quote="opened in 1998").id
    assert reader.last_actor("claim", claim) == "dana"
    with annot.open(path, actor="erin") as other:
        other.claims.set(claim, checker="erin")
    assert reader.last_actor("claim", claim) == "erin"
    assert reader.last_actor("claim", 99) == ""
