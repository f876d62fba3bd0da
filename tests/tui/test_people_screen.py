"""The people screen, and what is given to people on the review screen."""

from __future__ import annotations

import ast
import inspect
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from reviewing import NARROW, WIDE, Review, history, reviewing

import annot
from annot.store.models import Article
from annot.tui.chooser import Chooser
from annot.tui.form import Form
from annot.tui.help import HelpScreen
from annot.tui.keys import Key, bar
from annot.tui.people_keys import PEOPLE_KEYS
from annot.tui.people_list import SIGNS
from annot.tui.people_screen import PeopleScreen
from annot.tui.review import ReviewScreen

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
HOSTILE = "\x1b]52;c;eA==\x07 [/] [@click=app.quit]x[/] \u202eback\u2066 \x9b2J"


@pytest.fixture(autouse=True)
def claims(path: Path, workspace: annot.Workspace, article: Article) -> list[int]:
    """Three claims: one that ana and lee judged differently, one to be checked by lee, one bare."""
    quotes = ("opened in 1998", "has 40,000 books", "12 of its 30 readings")
    numbers = [workspace.claims.add(article, quote=quote).id for quote in quotes]
    workspace.people.set("ana", role="reviewer")
    workspace.people.set("lee", role="checker")
    for reader, verdict in (("ana", "supported"), ("lee", "inexact")):
        with annot.open(path, actor=reader) as other:
            other.judgements.give(numbers[0], verdict=verdict)
    workspace.claims.set(numbers[1], checker="lee")
    workspace.assignments.add(numbers[2], name="lee")
    return numbers


def screen(review: Review) -> PeopleScreen:
    assert isinstance(review.top, PeopleScreen), review.top
    return review.top


def lines(review: Review) -> list[list[str]]:
    """The lines of the list, in words."""
    widget = screen(review).list
    return [widget.render_line(y).text.split() for y in range(widget.count)]


def told(review: Review) -> str:
    """The words beside the list."""
    pane = screen(review).pane
    drawn = (pane.render_line(y).text.split() for y in range(pane.size.height))
    return " ".join(" ".join(words) for words in drawn)


def in_hand(review: Review) -> str:
    person = screen(review).list.current
    return person.name if person else ""


def roles(workspace: annot.Workspace) -> dict[str, str]:
    return {person.name: person.role.value for person in workspace.people.list()}


def given(workspace: annot.Workspace) -> set[tuple[int, str, str]]:
    found = (item.assignment for item in workspace.assignments.list())
    return {(item.claim_id, item.name, item.task.value) for item in found}


# The screen of people


@SIZES
async def test_a_click_on_the_key_bar_does_what_its_key_does(
    path: Path, size: tuple[int, int]
) -> None:
    async with reviewing(path, size=size) as review:
        await review.press("@")
        bar = screen(review).key_bar
        cell = next(x for x in range(size[0]) if bar.key_at(x) == "?")
        await review.pilot.click(bar, offset=(cell, 0))
        await review.settled()
        assert isinstance(review.top, HelpScreen)


@SIZES
async def test_everybody_is_listed_with_role_and_work(path: Path, size: tuple[int, int]) -> None:
    async with reviewing(path, size=size) as review:
        await review.press("@")
        assert lines(review) == [
            ["▸", "ana", "reviewer", "0", "0", "0", "1"],
            ["lee", "checker", "2", "0", "0", "1"],
        ]
        assert "nothing was given to them that is open" in told(review)
        await review.press("j")
        assert in_hand(review) == "lee"
        for words in ("to do 2", "○ 2 check has 40,000", "○ 3 judge 12 of its"):
            assert words in told(review), told(review)
        await review.press("g")
        assert in_hand(review) == "ana"
        await review.press("G", "k", "pagedown", "pageup", "q")
        assert review.top is review.screen
        for key in ("@", "escape", "@", "@"):
            await review.press(key)
        assert review.top is review.screen


@SIZES
async def test_one_moves_in_both_panes_and_goes_to_a_claim(
    path: Path, size: tuple[int, int]
) -> None:
    async with reviewing(path, size=size) as review:
        await review.press("@", "end", "tab", "j", "down")
        assert screen(review).pane.item == ("claim", 3)
        await review.press("up")
        assert screen(review).pane.item == ("claim", 2)
        await review.press("G")
        assert screen(review).pane.item == ("claim", 1)  # on which readers do not agree
        await review.press("g", "ctrl+d", "ctrl+u", "shift+tab", "home")
        assert in_hand(review) == "ana"
        await review.press("down", "enter", "enter")
        assert review.top is review.screen
        assert review.claim == 2


@SIZES
async def test_agreement_and_where_readers_differ_are_seen(
    path: Path, workspace: annot.Workspace, size: tuple[int, int]
) -> None:
    pytest.importorskip("krippendorff")
    other = workspace.articles.add("One thing is so.", title="Another")
    claim = workspace.claims.add(other, quote="One thing is so")
    for reader in ("ana", "lee"):
        with annot.open(path, actor=reader) as ledger:
            ledger.judgements.give(claim, verdict="refuted")
    workspace.claims.set(2, tags=["worked on last"])
    here, everywhere = (workspace.judgements.agreement(slug) for slug in ("mill-street", None))
    assert here.alpha is not None
    assert everywhere.alpha is not None
    async with reviewing(path, size=size) as review:
        await review.press("@")
        await review.until(lambda: "alpha" in told(review))
        assert f"alpha {here.alpha:.3f} not reliable: less than 0.667 1 claim" in told(review)
        assert f"alpha {here.alpha:.3f}, n = 1" in review.text
        assert "≠ 1 ana supported, lee inexact opened in 1998" in told(review)
        await review.press("W")
        await review.until(lambda: "in the whole workspace" in told(review))
        assert f"alpha {everywhere.alpha:.3f}, n = 2" in review.text
        await review.press("W", "enter", "enter")
        assert review.top is review.screen
        assert review.claim == 1


async def test_without_the_package_the_screen_says_how_to_come_by_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = sys.modules["importlib.util"].find_spec
    monkeypatch.setattr(
        "importlib.util.find_spec", lambda name: None if name == "krippendorff" else find(name)
    )
    async with reviewing(path) as review:
        await review.press("@")
        await review.until(lambda: "annot-ledger[agreement]" in told(review))
        assert "≠ 1 ana supported, lee inexact" in told(review)


async def test_what_others_found_is_not_told_to_a_second_reader(path: Path) -> None:
    async with reviewing(path) as review:
        await review.press("B", "@")
        await review.until(lambda: "≠ 1" in told(review))
        assert "≠ 1 opened in 1998" in told(review)
        assert "inexact" not in told(review)


@SIZES
async def test_people_are_added_given_roles_and_removed(
    path: Path, workspace: annot.Workspace, size: tuple[int, int]
) -> None:
    async with reviewing(path, size=size) as review:
        await review.press("@", "a")
        assert isinstance(review.top, Form)
        await review.fill(name="Kim Moss", role="editor")
        await review.save()
        assert roles(workspace) == {"ana": "reviewer", "lee": "checker", "Kim Moss": "editor"}
        assert "Kim Moss is editor here" in review.text
        assert [line[:3] for line in lines(review)][1] == ["Kim", "Moss", "editor"]
        assert in_hand(review) == "ana"
        await review.press("E")
        await review.fill(role="admin")
        await review.save()
        assert roles(workspace)["ana"] == "admin"
        await review.press("u")
        assert roles(workspace)["ana"] == "reviewer"
        await review.press("ctrl+r")
        assert roles(workspace)["ana"] == "admin"
        await review.press("u", "delete")
        assert "ana" not in roles(workspace)
        assert [line for line in lines(review) if "ana" in line] == [
            ["ana", "–", "0", "0", "0", "1"] if in_hand(review) != "ana"
            else ["▸", "ana", "–", "0", "0", "0", "1"]
        ]  # fmt: skip
        while in_hand(review) != "ana":
            await review.press("j")
        await review.press("delete")
        assert "Not on the list" in review.text
        await review.press("s")
        await review.save()
        assert roles(workspace)["ana"] == "checker"


async def test_who_may_not_give_roles_is_told_and_nothing_is_lost(
    path: Path, workspace: annot.Workspace
) -> None:
    workspace.people.set("ana", role="admin")
    async with reviewing(path) as review:
        await review.press("@", "delete")
        assert "here only ana may" in review.toasts
        await review.press("a")
        await review.fill(name="kim")
        await review.save()
        assert "here only ana may" in review.text
        assert isinstance(review.top, Form)
        await review.press("escape", "escape")
    assert roles(workspace) == {"ana": "admin", "lee": "checker"}


async def test_one_goes_on_to_what_waits_and_to_the_decision(
    path: Path, workspace: annot.Workspace
) -> None:
    async with reviewing(path) as review:
        await review.press("@", "j", "m")
        assert review.top is review.screen
        assert review.screen.typed_filter == 'needs:"lee"'
        assert review.listed == [1, 2, 3]  # 1 has no checker yet
        await review.press("@", "d")
        assert isinstance(review.top, Chooser)
        await review.press("enter", "enter", *"Why not.", "enter")
        assert workspace.claims.get(1).status == "approved"
        await review.press("@")
        await review.until(lambda: "agreement" in told(review))
        assert "≠" not in told(review)


async def test_what_others_do_is_shown_and_nobody_is_there_at_first(
    path: Path, workspace: annot.Workspace
) -> None:
    async with reviewing(path) as review:
        await review.press("@")
        with annot.open(path, actor="eve") as other:
            other.people.set("mo", role="admin")
        await review.until(lambda: "mo" in [person.name for person in screen(review).list.rows])


async def test_hostile_names_are_shown_harmlessly(path: Path, workspace: annot.Workspace) -> None:
    workspace.people.set(HOSTILE, role="editor")
    workspace.assignments.add(1, name=HOSTILE)
    with annot.open(path, actor=HOSTILE) as other:
        other.judgements.give(1, verdict="refuted", note=HOSTILE)
    async with reviewing(path) as review:
        await review.press("@")
        await review.until(lambda: "≠ 1" in told(review))
        while in_hand(review) != HOSTILE:
            await review.press("j")
        drawn = "\n".join([*(" ".join(line) for line in lines(review)), told(review), review.text])
        assert "[/] [@click=app.quit]x[/]" in drawn
        assert not {sign for sign in "\x1b\x07\u202e\u2066\x9b" if sign in drawn}
        await review.press("m")
        assert "No filter can hold this name" in review.text
        await review.press("E")
        assert isinstance(review.top, Form)
        assert "[/] [@click=app.quit]x[/]" in review.text
        await review.press("escape", "q", "&")
        assert "[/] [@click=app.quit]x[/]" in review.text
        await review.press("escape")
        assert HOSTILE not in review.pane_text()


# What is given to whom


@SIZES
async def test_the_claim_in_hand_is_given_to_somebody_and_taken_back(
    path: Path, workspace: annot.Workspace, size: tuple[int, int]
) -> None:
    async with reviewing(path, size=size) as review:
        await review.press("&")
        assert review.form.query("#title")
        await review.type("an")
        await review.until(lambda: "ana" in review.text)
        await review.press("right", "tab")
        await review.fill(task="judge")
        await review.save()
        assert (1, "ana", "judge") in given(workspace)
        assert "claim 1: ana is to judge" in review.text
        assert "asked to judge ana" in " ".join(review.pane_text().split())
        await review.press("&")
        assert "ana was asked to judge" in review.text
        await review.fill(name="ana", task="judge", back="yes")
        await review.save()
        assert (1, "ana", "judge") not in given(workspace)
        assert "asked to judge" not in " ".join(review.pane_text().split())
        await review.press("u")
        assert (1, "ana", "judge") in given(workspace)


async def test_all_marked_claims_are_given_in_one_step(
    path: Path, workspace: annot.Workspace
) -> None:
    workspace.people.set("Kim Moss", role="reviewer")
    before = len(history(workspace))
    async with reviewing(path) as review:
        await review.press("space", "space", "space", "&")
        assert "Assign 3 claims" in review.text
        await review.fill(name="kim moss", task="adjudicate")
        await review.save()
        assert "3 claims: Kim Moss is to adjudicate" in review.text
        assert {claim for claim, name, _ in given(workspace) if name == "Kim Moss"} == {1, 2, 3}
        assert len(history(workspace)) == before + 1
        await review.press("&")
        await review.fill(name="Kim Moss", task="check")
        await review.save()
        assert {item.checker for item in workspace.claims.list()} == {"Kim Moss"}
        await review.press("&")
        await review.fill(name="lee", task="judge", back="yes")
        await review.save()
        assert "claim 3: lee need not judge" in review.text
        await review.press("&")
        await review.fill(name="kim moss", task="check", back="yes")
        await review.save()
        assert {item.checker for item in workspace.claims.list()} == {""}


async def test_the_list_knows_at_once_to_whom_claims_are_given(
    path: Path, workspace: annot.Workspace
) -> None:
    async with reviewing(path) as review:
        await review.press("f", *"no:assignment", "enter")
        assert review.listed == [1, 2]
        await review.press("&")
        await review.fill(name="ana", task="judge")
        await review.save()
        row = review.screen.list._row(0)
        assert row is not None
        assert (
            not review.screen.listing.pages.is_matched(1)
            if hasattr(review.screen.listing.pages, "is_matched")
            else True
        )
        await review.press("f", "ctrl+u", *"assigned:ana", "enter")
        assert review.listed == [1]


async def test_what_cannot_be_given_is_told_in_the_form(
    path: Path, workspace: annot.Workspace
) -> None:
    async with reviewing(path) as review:
        await review.press("&")
        await review.save()
        assert "Nobody is named" in review.text
        await review.fill(name="ana", task="judge", back="yes")
        await review.save()
        assert "None of them was given to ana to judge" in review.text
        await review.press("escape", "escape")
        await review.press("right_square_bracket", "&")
        await review.fill(name="lee", task="judge")
        await review.save()
        assert "lee checks claim 2; somebody else has to judge it" in review.text
        await review.press("escape", "escape")
    assert given(workspace) == {(3, "lee", "judge")}


async def test_the_next_claim_that_waits_is_one_that_was_given(
    path: Path, workspace: annot.Workspace
) -> None:
    workspace.claims.set([1, 2, 3], checker="lee")
    workspace.assignments.remove(3, name="lee")
    workspace.assignments.add(3, name="dana")
    async with reviewing(path) as review:
        await review.press("m")
        assert review.claim == 3
        await review.press("B", "4")
        assert [item.reader for item in workspace.judgements.list(3)] == ["dana"]
        await review.press("g", "m")
        assert "No claim of the list waits for you" in review.text


# The key table


def test_every_key_of_the_people_screen_means_one_thing_and_has_help() -> None:
    keys = Counter(key for entry in PEOPLE_KEYS for key in entry.keys)
    assert [key for key, count in keys.items() if count > 1] == []
    assert all(entry.help[0].isupper() and len(entry.help) <= 60 for entry in PEOPLE_KEYS)
    assert len({entry.label for entry in PEOPLE_KEYS}) == len(PEOPLE_KEYS)


def _calls() -> Iterator[tuple[Key, str, str]]:
    for key in PEOPLE_KEYS:
        name, _, arguments = key.action.partition("(")
        yield key, name, f"({arguments.rstrip(')')},)" if arguments else "()"


def test_every_key_of_the_people_screen_has_its_act() -> None:
    for key, name, arguments in _calls():
        method = inspect.signature(getattr(PeopleScreen, f"action_{name}"))
        method.bind(None, *ast.literal_eval(arguments))
        assert key.label


async def test_help_palette_and_key_bar_of_people(path: Path) -> None:
    async with reviewing(path) as review:
        await review.press("@", "?")
        assert isinstance(review.top, HelpScreen)
        assert all(sign in review.text for sign, _ in SIGNS)
        assert all(key.help.split()[0] in review.text for key in PEOPLE_KEYS)
        await review.press("escape", ":", *"remove", "enter")
        await review.until(lambda: isinstance(review.top, PeopleScreen))
        await review.until(lambda: "ana is not on the list any more" in review.text)
        assert bar(PEOPLE_KEYS)[0] == ("?", "help")
        await review.press("q")
        assert isinstance(review.top, ReviewScreen)
        await review.press(":", *"people", "enter")
        await review.until(lambda: isinstance(review.top, PeopleScreen))
