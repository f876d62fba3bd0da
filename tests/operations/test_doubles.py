"""Sources that look like one: what is found, and what is not."""

from __future__ import annotations

from typing import Any

import pytest

import annot
from annot.operations.addresses import page_key
from annot.store.models import Article

TRAMS = {"title": "Trams in the city: a report", "publisher": "Town library"}


def found(workspace: annot.Workspace) -> list[tuple[list[str], tuple[str, ...]]]:
    return [
        ([source.slug for source in double.sources], double.reasons)
        for double in workspace.sources.doubles()
    ]


def reasons(workspace: annot.Workspace, one: dict[str, Any], other: dict[str, Any]) -> set[str]:
    """By what two sources are taken for one; nothing if they are not."""
    ids = {workspace.sources.add(**given).id for given in (one, other)}
    assert len(ids) == 2, "they are one source already"
    return {reason for double in workspace.sources.doubles() for reason in double.reasons}


URL = "https://news.example/city/trams"


@pytest.mark.parametrize(
    "other",
    [
        "https://m.news.example/city/trams",
        "https://amp.news.example/city/trams/",
        f"{URL}?at_medium=x&at_campaign=y",
        f"{URL}?cmpid=1&ref=home#top",
        f"{URL}/index.html",
        f"{URL}/amp",
        f"https://web.archive.org/web/20240102030405/{URL}",
        f"http://web.archive.org/web/20240102030405id_/{URL}?utm_source=a",
    ],
)
def test_addresses_of_one_page(workspace: annot.Workspace, other: str) -> None:
    assert reasons(workspace, {"url": URL}, {"url": other}) == {"url"}


@pytest.mark.parametrize(
    "other",
    [
        "https://news.example/city", f"{URL}?page=2", "https://blog.news.example/city/trams",
        "https://m.example/city/trams", "https://web.archive.org/web/2024/https://news.example/b",
        f"{URL}/amplifier", "https://news.example/city/index.htmlx",
    ],
)  # fmt: skip
def test_addresses_of_two_pages(workspace: annot.Workspace, other: str) -> None:
    assert reasons(workspace, {"url": URL}, {"url": other}) == set()


def test_a_source_that_is_the_archived_copy_of_another(workspace: annot.Workspace) -> None:
    copy = "https://archive.example/a1b2"
    assert reasons(workspace, {"url": URL, "archived_url": copy}, {"url": copy}) == {"url"}


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ({"isbn": "978-0-306-40615-7"}, {"isbn": "0306406152"}, "isbn"),
        ({"isbn": "0-8044-2957-X"}, {"isbn": "9780804429573"}, "isbn"),
        ({"pmid": "PMID 12345"}, {"pmid": "12345"}, "pmid"),
    ],
)
def test_one_number_however_it_is_written(
    workspace: annot.Workspace, one: dict[str, str], other: dict[str, str], reason: str
) -> None:
    given = [{"title": t, "identifiers": numbers} for t, numbers in (("A", one), ("B", other))]
    assert reasons(workspace, *given) == {reason}


def test_one_doi_as_identifier_and_as_address(workspace: annot.Workspace) -> None:
    first = workspace.sources.add(title="A", url="https://publisher.example/article/7")
    workspace.sources.add(title="B", identifiers={"doi": "10.1000/ABC"})
    workspace.sources.set(first, archived_url="https://doi.org/10.1000/abc")
    assert found(workspace) == [(["a", "b"], ("doi",))]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({**TRAMS, "url": URL}, {**TRAMS, "url": "https://city.example/7.pdf"}),
        ({**TRAMS, "url": URL}, {**TRAMS, "title": "Trams in the City – a Report"}),
        ({**TRAMS, "url": URL}, {**TRAMS, "title": "The trams in the city: a repport"}),
        ({**TRAMS, "url": URL}, {**TRAMS, "title": "A report: trams in the city"}),
        ({**TRAMS, "url": URL}, {**TRAMS, "title": f"{TRAMS['title']} | Town Library"}),
        ({**TRAMS, "url": URL}, {**TRAMS, "publisher": "The Town Library"}),
        ({**TRAMS, "url": URL, "published": "2024-05"}, {**TRAMS, "published": "2024"}),
        ({**TRAMS, "published": "2024"}, {"title": TRAMS["title"], "published": "2024"}),
        (
            {"title": "Floorplan of the library", "published": "2024-05-06", "url": URL},
            {"title": "Floor plan of the library", "published": "2024-05-06"},
        ),
    ],
)
def test_titles_that_are_nearly_the_same(
    workspace: annot.Workspace, one: dict[str, Any], other: dict[str, Any]
) -> None:
    assert reasons(workspace, one, other) == {"title"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"title": TRAMS["title"]}, {**TRAMS}),
        ({**TRAMS, "published": "2024"}, {**TRAMS, "published": "2023"}),
        ({**TRAMS, "publisher": "City", "published": "2024"}, {**TRAMS, "published": "2024"}),
        (
            {"title": "Minutes 2024", "publisher": "City"},
            {"title": "Minutes 2023", "publisher": "City"},
        ),
        (
            {"title": "Report, part II", "publisher": "City"},
            {"title": "Report, part III", "publisher": "City"},
        ),
        (
            {"title": "Minutes of the council, March", "publisher": "City"},
            {"title": "Minutes of the council, May", "publisher": "City"},
        ),
        ({"title": "Wages", "publisher": "City"}, {"title": "Pages", "publisher": "City"}),
    ],
)  # fmt: skip
def test_titles_of_two_sources(
    workspace: annot.Workspace, one: dict[str, Any], other: dict[str, Any]
) -> None:
    assert reasons(workspace, one, other) == set()


def test_a_source_without_a_date_does_not_join_the_editions_of_two_years(
    workspace: annot.Workspace,
) -> None:
    for year in ("2022", "", "2023"):
        workspace.sources.add(**TRAMS, published=year)
    ((slugs, why),) = found(workspace)
    assert (len(slugs), why) == (2, ("title",))


def test_all_of_a_group_stand_together_the_most_cited_first(
    workspace: annot.Workspace, article: Article
) -> None:
    workspace.sources.add(title="Report", url=URL)
    workspace.sources.add(title="Another", identifiers={"doi": "10.1000/1"})
    workspace.sources.add(title="Unlike", url="https://else.example/")
    cited = workspace.sources.add(
        title="Third", url=f"{URL}?ref=home", identifiers={"doi": "10.1000/2"}
    )
    workspace.sources.set("another", identifiers={"doi": "https://doi.org/10.1000/2"})
    claim = workspace.claims.add(article, quote="opened in 1998")
    workspace.evidence.add(claim, cited)
    (double,) = workspace.sources.doubles()
    assert [source.slug for source in double.sources] == ["third", "report", "another"]
    assert double.cited == (1, 0, 0)
    assert set(double.reasons) == {"doi", "url"}


def test_what_was_merged_is_no_double_any_more(workspace: annot.Workspace) -> None:
    workspace.sources.add(title="Report", url=URL)
    workspace.sources.add(title="Report on trams", url=f"{URL}?ref=home")
    for double in workspace.sources.doubles():
        kept, *others = double.sources
        workspace.sources.merge(kept, others)
    assert found(workspace) == []
    assert len(workspace.sources.list()) == 1


def test_nothing_is_no_double_of_nothing(workspace: annot.Workspace) -> None:
    for number in range(3):
        workspace.sources.add(identifiers={"shelf": str(number), "issn": "1234-5678"})
    assert found(workspace) == []


@pytest.mark.parametrize("url", ["", "no address", "doi:10.1000/1", "https://[broken", "\x1b]0;x"])
def test_what_is_no_page_has_no_key_or_one_of_its_own(url: str) -> None:
    assert page_key(url) in ("", url)
