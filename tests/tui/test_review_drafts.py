"""Forms on the review screen that were left with something typed, and what becomes of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from reviewing import NARROW, Review, reviewing

import annot
from annot.store.models import Article
from annot.tui import drafts
from annot.tui.drafts import Draft
from annot.tui.form import CHANGED_HINT, Form


@pytest.fixture(autouse=True)
def claim(workspace: annot.Workspace, article: Article) -> int:
    """A claim to work on."""
    return workspace.claims.add(article, quote="12 of its 30 readings").id


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """The user's state folder; see `conftest.py`."""
    return tmp_path / "state"


def kept(state: Path) -> list[Draft]:
    found = [draft for folder in state.glob("annot/drafts/*") for draft in drafts.read(folder)]
    return sorted(found, key=lambda draft: draft.at)


def typed(state: Path, field: str = "text") -> list[str]:
    return [draft.values[field].now for draft in kept(state) if field in draft.values]


async def left(path: Path, key: str, **values: str) -> None:
    """Type something in a form, and have the program end."""
    async with reviewing(path) as review:
        await review.press(key)
        await review.fill(**values)


def is_closed(review: Review) -> bool:
    return not isinstance(review.top, Form)


async def test_what_is_typed_is_on_the_disk_a_moment_later(path: Path, state: Path) -> None:
    async with reviewing(path) as review:
        await review.press("i")
        await review.type("call her")
        await review.until(lambda: typed(state) == ["call her"])
        await review.type(" at noon")
        await review.until(lambda: typed(state) == ["call her at noon"])


async def test_the_same_form_offers_what_was_left_in_it_and_no_other_one_does(
    path: Path, workspace: annot.Workspace
) -> None:
    workspace.claims.add("mill-street", quote="never turn anybody away")
    await left(path, "i", text="call her")
    async with reviewing(path, size=NARROW) as review:
        await review.until(lambda: "Note on claim 1" in review.toasts)
        await review.press("]", "i")
        assert "ctrl+r" not in review.text
        await review.press("escape", "[", "i")
        assert "was not saved. ctrl+r: back." in review.form_says()
        assert review.value("text") == ""
        await review.press("ctrl+r")
        assert review.value("text") == "call her"
        await review.save()
    assert [(note.claim_id, note.text) for note in workspace.notes.list()] == [(1, "call her")]


async def test_a_draft_is_gone_once_it_was_saved(path: Path, state: Path) -> None:
    await left(path, "i", text="call her")
    async with reviewing(path) as review:
        await review.press("i", "ctrl+r")
        await review.save()
        assert not kept(state)
        await review.press("i")
        assert review.form_says() == ""


async def test_a_draft_is_gone_once_it_was_thrown_away(path: Path, state: Path) -> None:
    async with reviewing(path) as review:
        await review.press("i")
        await review.type("nonsense")
        await review.press("escape")
        assert review.form_says() == CHANGED_HINT
        await review.press("escape")
        assert is_closed(review)
        assert not kept(state)


async def test_an_offer_that_was_not_taken_up_stays(path: Path, state: Path) -> None:
    await left(path, "i", text="call her")
    async with reviewing(path) as review:
        await review.press("i")
        await review.fill(text="another note")
        await review.save()
        assert typed(state) == ["call her"]
        await review.press("i", "escape")
        assert typed(state) == ["call her"]


async def test_what_is_typed_before_a_draft_is_taken_up_is_a_draft_too(
    path: Path, state: Path
) -> None:
    await left(path, "i", text="call her")
    async with reviewing(path) as review:
        await review.press("i")
        await review.type("ask him")
        await review.press("ctrl+r")
        assert review.value("text") == "call her"
        assert typed(state) == ["call her", "ask him"]
        await review.press("ctrl+r")
        assert review.value("text") == "ask him"
        await review.press("ctrl+r")
        assert review.value("text") == "call her"


async def test_a_form_is_left_for_later_by_one_key(path: Path, state: Path) -> None:
    async with reviewing(path) as review:
        await review.press("i")
        await review.type("call her")
        await review.press("ctrl+l")
        assert is_closed(review)
        assert review.told == "Kept: open it again, then ctrl+r"
        await review.press("i", "ctrl+r")
        assert review.value("text") == "call her"


async def test_a_draft_of_what_was_changed_since_shows_both(
    path: Path, workspace: annot.Workspace, claim: int
) -> None:
    await left(path, "E", reasoning="mine")
    workspace.claims.set(claim, reasoning="hers", checker="erin")
    async with reviewing(path) as review:
        await review.press("E", "ctrl+r")
        assert (review.value("reasoning"), review.value("checker")) == ("mine", "erin")
        assert "saved since: hers" in review.text
        await review.go_to("reasoning")
        await review.press("ctrl+t")
        assert review.value("reasoning") == "hers"
        await review.press("ctrl+t")
        await review.save()
    now = workspace.claims.get(claim)
    assert (now.reasoning, now.checker) == ("mine", "erin")


async def test_what_cannot_be_kept_is_told_once_and_typing_goes_on(
    path: Path, state: Path, workspace: annot.Workspace
) -> None:
    state.write_text("a file in the way")
    async with reviewing(path) as review:
        await review.press("i")
        for word in ("call", " her"):
            await review.type(word)
            await review.until(lambda: "cannot be kept as a draft" in review.toasts)
        await review.save()
        assert is_closed(review)
        assert review.toasts.count("cannot be kept as a draft") == 1
    assert [note.text for note in workspace.notes.list()] == ["call her"]


async def test_a_draft_of_another_workspace_is_not_offered(path: Path, tmp_path: Path) -> None:
    await left(path, "i", text="call her")
    elsewhere = tmp_path / "other.db"
    with annot.open(elsewhere, actor="dana") as other:
        other.articles.add("One is so.", title="One")
        other.claims.add("one", quote="One is so.")
    async with reviewing(elsewhere) as review:
        await review.press("i")
        assert review.form_says() == ""
