"""Forms that know what the ledger knows: sources, people, tags, and what an address says."""

from __future__ import annotations

from pathlib import Path

import pytest
from reviewing import NARROW, Review, reviewing
from textual.widgets import Static

import annot
from annot.store.models import Article
from annot.tui.field_row import FieldRow
from annot.tui.form import Form
from annot.tui.suggestions import Suggestions


@pytest.fixture(autouse=True)
def claim(workspace: annot.Workspace, article: Article) -> int:
    """A claim to work on."""
    return workspace.claims.add(article, quote="12 of its 30 readings").id


@pytest.fixture(autouse=True)
def sources(workspace: annot.Workspace) -> None:
    """Two sources that are known."""
    workspace.sources.add(
        url="https://library.example/report", title="Annual report [/]", publisher="The library",
        published="2024-05", kind="report",
    )  # fmt: skip
    workspace.sources.add(url="https://doi.org/10.1234/ab.c", title="A paper", kind="article")


def row(review: Review, name: str) -> FieldRow:
    return next(found for found in review.form.query(FieldRow) if found.field.name == name)


def shown(review: Review, name: str) -> str:
    """What stands in a field to be seen."""
    return str(row(review, name).control.value)  # type: ignore[union-attr]


def remark(review: Review, name: str) -> str:
    return str(row(review, name).query_one(".remark", Static).visual)


async def suggestions(review: Review) -> list[str]:
    await review.settled()
    return [found.words for found in review.form.query_one(Suggestions)._found]


async def test_a_source_is_found_by_its_words_and_taken_by_a_key(
    path: Path, workspace: annot.Workspace, claim: int
) -> None:
    async with reviewing(path, size=NARROW) as review:
        await review.press("a")
        await review.type("library")
        assert await suggestions(review) == [
            "Annual report [/], The library, 2024-05  ·  annual-report"
        ]
        assert "Annual report [/], The library" in review.text
        await review.press("right")
        assert review.value("source") == "annual-report"
        await review.fill(passage="Twelve")
        await review.save()
    (evidence,) = workspace.evidence.list(claim)
    assert workspace.sources.get(evidence.source_id).slug == "annual-report"
    assert len(workspace.sources.list()) == 2


@pytest.mark.parametrize(
    "typed",
    [
        "http://www.library.example/report/?utm_source=letter#p4",
        "annual-report",
    ],
)
async def test_what_is_known_of_a_source_is_shown_and_cannot_be_changed_there(
    path: Path, typed: str
) -> None:
    async with reviewing(path) as review:
        await review.press("a")
        await review.fill(source=typed)
        await review.settled()
        assert [shown(review, name) for name in ("title", "publisher", "published", "kind")] == [
            "Annual report [/]", "The library", "2024-05", "report",
        ]  # fmt: skip
        assert remark(review, "source") == "known; s edits it"
        fields = []
        for _ in range(5):
            await review.press("tab")
            fields.append(review.field_in_hand)
        assert fields == ["passage", "locator", "stance", "note", "source"]


@pytest.mark.parametrize(
    "typed", ["10.1234/AB.C", "doi:10.1234/ab.c", "https://dx.doi.org/10.1234/ab.c"]
)
async def test_a_doi_finds_its_source(
    path: Path, workspace: annot.Workspace, claim: int, typed: str
) -> None:
    async with reviewing(path) as review:
        await review.press("a")
        await review.fill(source=typed, passage="p")
        await review.settled()
        assert shown(review, "title") == "A paper"
        await review.save()
    assert len(workspace.sources.list()) == 2
    assert len(workspace.evidence.list(claim)) == 1


async def test_a_doi_that_is_new_is_an_address_and_no_title(
    path: Path, workspace: annot.Workspace
) -> None:
    async with reviewing(path) as review:
        await review.press("a")
        await review.fill(source="10.5678/new", title="New paper", passage="p")
        await review.save()
    found = workspace.sources.get("new-paper")
    assert (found.url, found.identifiers) == ("https://doi.org/10.5678/new", {"doi": "10.5678/new"})


async def test_another_source_typed_instead_gives_back_what_was_typed_of_it(path: Path) -> None:
    async with reviewing(path) as review:
        await review.press("a")
        await review.fill(source="Talk", title="With the librarian")
        await review.fill(source="annual-report")
        await review.settled()
        assert shown(review, "title") == "Annual report [/]"
        await review.fill(source="Talk in May")
        await review.settled()
        assert shown(review, "title") == "With the librarian"
        assert remark(review, "source") == "new"


async def test_an_address_offers_site_and_day_which_are_taken_by_a_key_or_not_at_all(
    path: Path, workspace: annot.Workspace, claim: int
) -> None:
    address = "https://www.news.example/2025/03/07/library-loses-readers"
    async with reviewing(path) as review:
        await review.press("a")
        await review.fill(source=address, passage="p")
        await review.settled()
        assert "news.example   → takes it" in review.text
        assert "2025-03-07   → takes it" in review.text
        await review.go_to("published")
        await review.press("right")
        await review.save()
    (evidence,) = workspace.evidence.list(claim)
    source = workspace.sources.get(evidence.source_id)
    assert (source.publisher, source.published) == ("", "2025-03-07")


async def test_a_checker_is_completed_from_the_people_of_the_ledger(
    path: Path, workspace: annot.Workspace, claim: int
) -> None:
    other = workspace.claims.add("mill-street", quote="never turn anybody away")
    workspace.claims.set(other, checker="Erin Maple")
    async with reviewing(path) as review:
        await review.press("E")
        await review.settled()
        await review.go_to("checker")
        await review.type("map")
        assert await suggestions(review) == ["Erin Maple"]
        await review.press("right")
        await review.save()
    assert workspace.claims.get(claim).checker == "Erin Maple"


async def test_tags_are_completed_one_after_the_other(
    path: Path, workspace: annot.Workspace, claim: int
) -> None:
    workspace.claims.add("mill-street", quote="never turn anybody away", tags=["books", "bills"])
    async with reviewing(path) as review:
        await review.press("E")
        await review.settled()
        await review.go_to("tags")
        await review.type("boo")
        await review.settled()
        await review.press("right")
        await review.type(", b")
        assert await suggestions(review) == ["bills"]
        await review.press("right")
        await review.save()
    assert workspace.claims.get(claim).tags == ["books", "bills"]


async def test_what_is_typed_ahead_of_suggestions_goes_on_as_it_was_typed(
    path: Path, workspace: annot.Workspace, claim: int
) -> None:
    async with reviewing(path) as review:
        await review.press("a")
        await review.rattle(*"Annual", "tab", "tab", *"p", "ctrl+s")
        await review.until(lambda: not isinstance(review.top, Form))
    (evidence,) = workspace.evidence.list(claim)
    assert workspace.sources.get(evidence.source_id).title == "Annual"


@pytest.mark.parametrize("name", ["published", "accessed"])
async def test_a_date_is_judged_while_it_is_typed(path: Path, claim: int, name: str) -> None:
    with annot.open(path, actor="dana") as workspace:
        workspace.evidence.add(claim, "annual-report")
    async with reviewing(path, size=NARROW) as review:
        await review.press("s")
        await review.fill(**{name: "2025-02-30"})
        await review.settled()
        assert remark(review, name) == "2025-02 has no day 30"
        assert "2025-02 has no day 30" in review.text
        await review.fill(**{name: "2025-02-28"})
        await review.settled()
        assert remark(review, name) == ""


async def test_a_passage_is_compared_with_the_claim_while_it_is_typed(path: Path) -> None:
    async with reviewing(path, size=NARROW) as review:
        await review.press("a")
        await review.go_to("passage")
        assert review.form_says() == "what the source says, word for word"
        await review.type("Twelve of our readings")
        await review.settled()
        assert review.form_says() == "of the claim, not in this passage: 30"
        await review.type(", of which there were thirty")
        await review.settled()
        assert review.form_says() == "what the source says, word for word"
