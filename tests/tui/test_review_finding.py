"""Finding one's way: filter, search, numbers, articles, rules, report, copy, help."""

from __future__ import annotations

import threading
import webbrowser
from pathlib import Path

import pytest
from reviewing import NARROW, PATIENCE, WIDE, reviewing
from textual.widgets import OptionList

import annot
from annot.errors import AnnotError
from annot.store.claim_filter import ClaimFilter
from annot.store.models import Article
from annot.tui.chooser import Chooser
from annot.tui.help import HelpScreen
from annot.tui.waiting import Waiting
from annot.vocabulary import Verdict

QUOTES = ("opened in 1998", "has 40,000 books", "12 of its 30 readings", "never turn anybody away")
SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])


@pytest.fixture(autouse=True)
def claims(workspace: annot.Workspace, article: Article) -> None:
    """Four claims, in the order of the text."""
    for quote in QUOTES:
        workspace.claims.add(article, quote=quote)


async def test_a_filter_narrows_the_list_while_it_is_typed(
    path: Path, workspace: annot.Workspace
) -> None:
    workspace.claims.set([2, 4], verdict=Verdict.SUPPORTED)
    async with reviewing(path) as review:
        await review.press("f", *"verdict:supported")
        assert review.listed == [2, 4]
        assert review.claim == review.at_cursor == 2
        await review.press("enter")
        assert not review.screen.prompt.is_open
        assert "verdict:supported" in review.lines()[0]
        assert "2 of 2" in review.lines()[0]
        await review.press("right_square_bracket")
        assert review.claim == 4
        await review.press("f", "ctrl+u", "enter")
        assert review.listed == [1, 2, 3, 4]
        assert review.claim == review.at_cursor == 4


@SIZES
async def test_a_filter_that_is_not_understood_is_told_in_the_prompt(
    path: Path, size: tuple[int, int]
) -> None:
    async with reviewing(path, size=size) as review:
        await review.press("f", *"verdict:tru", "enter")
        assert review.screen.prompt.is_open
        assert "There is no verdict 'tru'" in review.text
        await review.press("escape")
        assert not review.screen.prompt.is_open
        assert review.listed == [1, 2, 3, 4]
        assert "verdict" not in review.lines()[0]
        assert review.claim == review.at_cursor
        await review.press("g", "left_square_bracket", "left_square_bracket")
        await review.press("4")
        assert review.claim == 2


@SIZES
async def test_all_of_what_is_wrong_with_a_filter_can_be_read(
    path: Path, size: tuple[int, int]
) -> None:
    wrong = "status:todoo verdict:supported no:evidence checker:somebody"
    with pytest.raises(AnnotError) as raised:
        ClaimFilter.parse(wrong)
    told = f"{raised.value.message}  {raised.value.hint}"
    async with reviewing(path, size=size) as review:
        await review.rattle("f", *wrong, "enter")
        await review.pilot.pause()
        for word in told.split():
            assert word in review.text
        assert "checker:somebody" in review.text
        await review.rattle("escape", "f", "x")
        await review.pilot.pause()
        assert "There is no status" not in review.text


@SIZES
@pytest.mark.parametrize("before", [(), ("tab",), ("shift+tab",), ("z",)], ids=str)
async def test_what_a_search_found_is_in_the_window(
    path: Path, workspace: annot.Workspace, size: tuple[int, int], before: tuple[str, ...]
) -> None:
    paragraphs = [f"Paragraph {number} is about bridges. " * 6 for number in range(40)]
    workspace.articles.add("\n\n".join(paragraphs), title="Bridges")
    async with reviewing(path, "bridges", size=size) as review:
        view = review.screen.article_view
        for number in (30, 2, 39):
            await review.press("escape", *before)
            await review.rattle("/", *f"ph.{number}.is".replace(".", " "), "enter")
            await review.pilot.pause()
            seen = [view.render_line(y).text for y in range(view.size.height)]
            assert any(f"Paragraph {number} is" in line for line in seen), (number, seen)


async def test_a_filter_that_finds_nothing_leaves_nothing_in_hand(path: Path) -> None:
    async with reviewing(path) as review:
        await review.press("f", *"zebra", "enter")
        assert review.listed == []
        assert review.claim is None
        await review.press("4")
        assert review.told == "There is no claim in hand"


@pytest.mark.parametrize("away", ["tab", "shift+tab", "click"])
async def test_a_prompt_never_keeps_the_keys_without_being_in_hand(path: Path, away: str) -> None:
    async with reviewing(path) as review:
        prompt = review.screen.prompt
        await review.press("f", "x")
        if away == "click":
            await review.pilot.click(review.screen.article_view, offset=(5, 1))
            await review.settled()
            assert not prompt.is_open
        else:
            await review.press(away)
        assert prompt.is_open is prompt.has_focus_within
        await review.press("escape", "question_mark")
        assert isinstance(review.top, HelpScreen)


@SIZES
async def test_a_search_goes_through_the_places_and_round(
    path: Path, workspace: annot.Workspace, size: tuple[int, int]
) -> None:
    text = workspace.articles.text("mill-street")
    first = text.index("librarian")
    second = text.index("librarian", first + 1)
    async with reviewing(path, size=size) as review:
        view = review.screen.article_view
        await review.press("slash", *"librarian", "enter")
        assert view.cursor == first
        assert "2 found" in review.told
        await review.press("n")
        assert view.cursor == second
        await review.press("n")
        assert view.cursor == first
        await review.press("N")
        assert view.cursor == second
        await review.press("slash", *"zebra", "enter")
        assert review.told == "Not found"


async def test_what_is_typed_ahead_goes_into_the_prompt(
    path: Path, workspace: annot.Workspace
) -> None:
    text = workspace.articles.text("mill-street")
    async with reviewing(path) as review:
        await review.rattle("/", *"12 of", "enter")
        await review.until(lambda: not review.screen.prompt.is_open)
        assert review.screen.article_view.cursor == text.index("12 of")
    assert not workspace.claims.list("has:verdict")


@SIZES
async def test_what_is_typed_ahead_after_an_answer_meets_what_it_led_to(
    path: Path, workspace: annot.Workspace, size: tuple[int, int]
) -> None:
    text = workspace.articles.text("mill-street")
    second = text.index("librarian", text.index("librarian") + 1)
    workspace.claims.set(4, status="checking")
    async with reviewing(path, size=size) as review:
        await review.rattle("/", *"librarian", "enter", "n")
        assert review.screen.article_view.cursor == second
        await review.rattle("#", "3", "enter", "4")
        await review.rattle("f", *"status:checking", "enter", "5")
        await review.rattle("f", *"zebra", "escape", "#", "1", "enter", "1")
    found = [claim.verdict for claim in workspace.claims.list()]
    assert found == ["supported", None, "refuted", "conflicting"]


async def test_a_search_that_ends_on_a_claim_takes_it_in_hand(path: Path) -> None:
    async with reviewing(path) as review:
        await review.press("slash", *"never", "enter")
        assert review.claim == review.at_cursor == 4


@pytest.mark.parametrize("typed", ["99", "0", "-1", "x", "9" * 30, "٣٣", "1.5", "²"])
async def test_a_number_that_no_claim_has_is_told(path: Path, typed: str) -> None:
    async with reviewing(path) as review:
        await review.press("number_sign", *typed, "enter")
        assert review.told == f"There is no claim {typed}"
        assert review.claim == 1


async def test_a_number_leads_to_its_claim(path: Path) -> None:
    async with reviewing(path) as review:
        await review.press("number_sign", "3", "enter")
        assert review.claim == review.at_cursor == 3
        await review.press("4")
        assert review.claim == 4


async def test_an_empty_number_search_or_report_does_nothing(path: Path) -> None:
    async with reviewing(path) as review:
        await review.press("number_sign", "enter", "slash", "enter")
        await review.press("r", "enter", "ctrl+u", "enter")
        assert review.claim == 1
        assert not review.screen.prompt.is_open


async def test_the_whole_workspace_is_listed_and_its_claims_bring_their_articles(
    path: Path, workspace: annot.Workspace
) -> None:
    workspace.articles.add("The pool has two lanes.", title="The pool")
    workspace.claims.add("the-pool", quote="two lanes")
    workspace.claims.add(text="A claim without any place.")
    async with reviewing(path, "mill-street") as review:
        assert review.listed == [1, 2, 3, 4]
        await review.press("W")
        assert review.listed == [6, 1, 2, 3, 4, 5]
        assert review.claim == review.at_cursor == 1
        await review.press("shift+tab", "G")
        assert review.claim == review.at_cursor == 5
        assert review.screen.status.title == "The pool"
        assert "two lanes" in "\n".join(review.lines())
        await review.press("g")
        assert review.claim == 6
        assert "A claim without any place." in review.pane_text()
        await review.press("4")
        assert workspace.claims.get(6).verdict == "refuted"
        assert review.screen.status.title == "Mill Street"
        await review.press("W")
        assert review.listed == [1, 2, 3, 4]


async def test_another_article_is_chosen(path: Path, workspace: annot.Workspace) -> None:
    workspace.articles.add("The pool has two lanes.", title="The pool")
    workspace.claims.add("the-pool", quote="two lanes")
    async with reviewing(path, "mill-street") as review:
        await review.press("right_square_bracket", "ctrl+o")
        assert isinstance(review.top, Chooser)
        await review.press("j", "enter")
        assert review.screen.status.title == "The pool"
        assert review.listed == [5]
        assert review.claim == review.at_cursor == 5
        await review.press("ctrl+o", "enter")
        assert review.screen.status.title == "Mill Street"
        assert review.listed == [1, 2, 3, 4]
        assert review.claim == review.at_cursor == 1
        await review.press("ctrl+o", "escape")
        assert review.screen.status.title == "Mill Street"


async def test_a_claim_of_another_article_is_reached_by_its_number(
    path: Path, workspace: annot.Workspace
) -> None:
    workspace.articles.add("The pool has two lanes.", title="The pool")
    workspace.claims.add("the-pool", quote="two lanes")
    async with reviewing(path, "mill-street") as review:
        await review.press("number_sign", "5", "enter")
        assert review.screen.status.title == "The pool"
        assert review.claim == review.at_cursor == 5


async def test_the_rules_of_proof_lead_to_what_they_find(
    path: Path, workspace: annot.Workspace
) -> None:
    workspace.claims.set(3, verdict=Verdict.REFUTED)
    async with reviewing(path) as review:
        await review.press("H")
        assert isinstance(review.top, Chooser)
        rows = [name for name, _ in review.top._rows]
        assert "claim 3: The verdict is refuted" in review.text
        await review.press(*["j"] * next(i for i, name in enumerate(rows) if name[:2] == "3:"))
        await review.press("enter")
        assert review.claim == review.at_cursor == 3


async def test_a_long_check_is_told_and_can_be_given_up(path: Path) -> None:
    async with reviewing(path) as review:
        go_on = threading.Event()
        review.screen.desk.give(
            lambda _: go_on.wait(PATIENCE), lambda _: None, review.screen.refuse
        )
        await review.pilot.press("H")
        assert "Applying the rules of proof" in review.told
        await review.until(lambda: isinstance(review.top, Waiting))
        assert "Esc gives up" in review.text
        await review.pilot.press("4", "escape")
        assert review.top is review.screen
        assert review.told == "Given up"
        go_on.set()
        await review.settled()
        assert review.top is review.screen
        await review.press("H")
        assert isinstance(review.top, Chooser)


async def test_a_long_check_that_is_waited_for_shows_what_it_finds(path: Path) -> None:
    async with reviewing(path) as review:
        go_on = threading.Event()
        review.screen.desk.give(
            lambda _: go_on.wait(PATIENCE), lambda _: None, review.screen.refuse
        )
        await review.pilot.press("H")
        await review.until(lambda: isinstance(review.top, Waiting))
        go_on.set()
        await review.until(lambda: isinstance(review.top, Chooser))
        assert "found by the rules of proof" in review.told
        await review.press("escape")
        assert review.top is review.screen


async def test_a_finding_about_a_sentence_leads_to_it(
    path: Path, workspace: annot.Workspace
) -> None:
    workspace.claims.remove([4])
    async with reviewing(path) as review:
        await review.press("H")
        rows = [name for name, _ in review.top._rows]  # type: ignore[attr-defined]
        place = next(i for i, name in enumerate(rows) if name.startswith(":"))
        await review.press(*["j"] * place, "enter")
        assert review.screen.article_view.cursor == int(rows[place][1:])


@SIZES
async def test_the_report_of_the_article_is_written(
    path: Path, workspace: annot.Workspace, tmp_path: Path, size: tuple[int, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    workspace.articles.add("The pool has two lanes.", title="The pool")
    async with reviewing(path, "mill-street", size=size) as review:
        await review.press("r", "enter", "enter")
        await review.until((tmp_path / "report.html").exists)
        await review.until(lambda: review.told.startswith("report written"))
        assert "undoes" not in review.told
        await review.press("W", "r", "enter", "ctrl+u", *"all.md", "enter")
        await review.until((tmp_path / "all.md").exists)
    assert "The pool" not in (tmp_path / "report.html").read_text()
    assert "The pool" in (tmp_path / "all.md").read_text()


@pytest.mark.parametrize("steps", [0, 1, 2])
async def test_the_report_is_written_for_the_reader_that_is_chosen(
    path: Path, tmp_path: Path, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    name, reader = [
        ("report", "the editor"), ("report-lawyer", "the lawyer"), ("report-public", "the public"),
    ][steps]  # fmt: skip
    async with reviewing(path) as review:
        await review.press("r", *["down"] * steps, "enter", "enter")
        await review.until(lambda: review.told.startswith("report written"))
    assert reader in (tmp_path / f"{name}.html").read_text()


async def test_the_report_is_offered_in_every_language(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with reviewing(path) as review:
        await review.press("r")
        assert any("lawyer, Deutsch" in line for line in review.lines())
        await review.press(*["down"] * 4, "enter", "enter")
        await review.until(lambda: review.told.startswith("report written"))
    assert '<html lang="de">' in (tmp_path / "report-lawyer-de.html").read_text("utf-8")


async def test_the_language_of_the_settings_comes_first(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "settings.toml"
    monkeypatch.setenv("ANNOT_SETTINGS", str(file))
    file.write_text('[report]\nlanguage = "de"\n')
    async with reviewing(path) as review:
        await review.press("r", "enter", "enter")
        await review.until(lambda: review.told.startswith("report written"))
        assert '<html lang="de">' in (tmp_path / "report.html").read_text("utf-8")
        file.write_text('[report]\ntemplate = "gone"\n')
        await review.press("r")
        await review.until(lambda: "There is no folder" in review.toasts)


async def test_a_notice_goes_with_a_key_once_it_was_read(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reviewing(path) as review:
        await review.press("x")
        assert "makes a claim already" in review.toasts
        await review.press("w")
        assert review.toasts  # too soon to have been read
        monkeypatch.setattr("annot.tui.app.READ_SECONDS", -1.0)
        await review.press("w")
        assert not review.toasts


async def test_a_key_of_the_bar_can_be_clicked(path: Path) -> None:
    async with reviewing(path) as review:
        cell = review.lines()[-1].index("v select") + 1
        await review.pilot.click("#keys", offset=(cell, 0))
        await review.settled()
        assert review.screen.article_view.is_selecting


@pytest.mark.parametrize("name", ["report.exe", "no/such/folder/report.html", "."])
async def test_a_report_that_cannot_be_written_is_told(
    path: Path, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with reviewing(path) as review:
        await review.press("r", "enter", "ctrl+u", *name, "enter")
        await review.until(lambda: review.toasts)
        assert name in review.toasts
        assert not review.told.startswith("report written")
        assert review.screen.prompt.is_open  # asks again, with what was typed
        assert review.screen.prompt.value == name


async def test_the_claim_is_copied_with_its_citation_and_nothing_that_acts(
    path: Path, workspace: annot.Workspace
) -> None:
    source = workspace.sources.add(title="Report\x1b]0;x\x07", url="https://library.example/r")
    workspace.evidence.add(1, source, locator="p. 4")
    async with reviewing(path) as review:
        await review.press("y")
        copied = review.app.clipboard
    assert "1. opened in 1998" in copied
    assert "p. 4, https://library.example/r" in copied
    assert "\x1b" not in copied


async def test_only_a_web_address_is_opened(
    path: Path, workspace: annot.Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda url, **_: opened.append(url))
    for number, url in enumerate(("https://library.example/r", "file:///etc/passwd"), start=1):
        workspace.evidence.add(number, workspace.sources.add(url=url, title=f"S{number}"))
    async with reviewing(path) as review:
        await review.press("o")
        assert review.told == "opened https://library.example/r"
        await review.press("right_square_bracket", "o")
        assert "no web address" in review.told
    assert opened == ["https://library.example/r"]


async def test_the_palette_does_what_it_offers(path: Path, workspace: annot.Workspace) -> None:
    async with reviewing(path) as review:
        await review.press("colon")
        await review.type("refuted")
        await review.until(lambda: _is_offered(review.top.query(OptionList)))
        await review.press("enter")
        await review.until(lambda: review.claim == 2)
    assert workspace.claims.get(1).verdict == "refuted"


def _is_offered(lists: object) -> bool:
    return any("refuted" in str(found.get_option_at_index(0).prompt) for found in lists
               if found.option_count)  # type: ignore[attr-defined]  # fmt: skip


@SIZES
async def test_help_opens_and_closes(path: Path, size: tuple[int, int]) -> None:
    async with reviewing(path, size=size) as review:
        await review.press("question_mark")
        assert isinstance(review.top, HelpScreen)
        await review.press("q")
        assert review.top is review.screen


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_quit_ends_the_program_after_what_was_begun(
    path: Path, workspace: annot.Workspace, key: str
) -> None:
    async with reviewing(path) as review:
        await review.rattle("4", key)
    assert workspace.claims.get(1).verdict == "refuted"
