"""The forms of the review screen: what is typed is what stands in the ledger."""

from __future__ import annotations

from pathlib import Path

import pytest
from reviewing import NARROW, WIDE, Review, history, reviewing
from textual.widgets import TextArea

import annot
from annot.store.models import Article
from annot.tui.form import Form
from tests.pages import site

HOSTILE = "\x1b]52;c;eA==\x07 [/] \u202eback\u2066 two\n\nthree\x9b2J"


@pytest.fixture(autouse=True)
def claim(workspace: annot.Workspace, article: Article) -> int:
    """A claim to work on."""
    return workspace.claims.add(article, quote="12 of its 30 readings").id


@pytest.fixture
def cited(workspace: annot.Workspace, claim: int) -> int:
    """A piece of evidence for the claim."""
    source = workspace.sources.add(
        url="https://library.example/report", title="Annual report", publisher="The library"
    )
    return workspace.evidence.add(claim, source, passage="Twelve readings", locator="p. 4").id


def is_closed(review: Review) -> bool:
    return not isinstance(review.top, Form)


async def test_evidence_from_a_new_page(path: Path, workspace: annot.Workspace, claim: int) -> None:
    async with reviewing(path) as review:
        await review.press("a")
        await review.fill(
            source="https://library.example/readings",
            stance="refutes",
            passage="Eleven readings were recorded.",
            locator="§ 2",
            note="counted twice",
            title="Our readings",
            publisher="The library",
            published="2024-05",
            kind="report",
        )
        await review.save()
        assert is_closed(review)
        assert "Eleven readings" in review.pane_text()
    (evidence,) = workspace.evidence.list(claim)
    source = workspace.sources.get(evidence.source_id)
    assert (evidence.stance, evidence.passage, evidence.locator, evidence.note) == (
        "refutes", "Eleven readings were recorded.", "§ 2", "counted twice",
    )  # fmt: skip
    assert (source.url, source.title, source.publisher, source.published, source.kind) == (
        "https://library.example/readings", "Our readings", "The library", "2024-05", "report",
    )  # fmt: skip
    assert history(workspace)[-1] == "evidence.add"


@pytest.mark.parametrize("typed", ["annual-report", "https://library.example/report"])
async def test_evidence_from_a_source_that_is_known_by_handle_or_address(
    path: Path, workspace: annot.Workspace, claim: int, cited: int, typed: str
) -> None:
    async with reviewing(path) as review:
        await review.press("a")
        await review.fill(source=typed, passage="once more")
        await review.save()
    assert len(workspace.sources.list()) == 1
    assert [item.passage for item in workspace.evidence.list(claim)] == [
        "Twelve readings", "once more",
    ]  # fmt: skip


async def test_evidence_from_something_with_a_title_only(
    path: Path, workspace: annot.Workspace, claim: int
) -> None:
    async with reviewing(path) as review:
        await review.press("a")
        await review.fill(source="Talk with the head librarian", kind="interview")
        await review.save()
    (source,) = workspace.sources.list()
    assert (source.title, source.url, source.kind) == (
        "Talk with the head librarian", "", "interview",
    )  # fmt: skip


async def test_what_is_typed_as_a_correction_takes_the_place_of_the_printed_words(
    path: Path, workspace: annot.Workspace, claim: int
) -> None:
    printed = workspace.claims.anchors(claim)[0].exact
    async with reviewing(path) as review:
        await review.press("p")
        await review.type("Eleven of them")
        await review.save()
        await review.press("p", "right")
        await review.type(", or twelve")
        await review.save()
    assert workspace.claims.get(claim).correction == "Eleven of them, or twelve"
    assert printed != "Eleven of them"


async def test_the_same_evidence_again_for_the_next_claim(
    path: Path, workspace: annot.Workspace
) -> None:
    workspace.claims.add("mill-street", quote="never turn anybody away")
    async with reviewing(path) as review:
        await review.press("a")
        await review.fill(source="Annual report", passage="p")
        await review.save()
        await review.press("1", "equals_sign", "full_stop")
    assert [claim.verdict for claim in workspace.claims.list()] == ["supported", "supported"]
    assert [len(workspace.evidence.list(number)) for number in (1, 2)] == [1, 1]


async def test_a_refused_date_is_told_and_what_was_typed_stays(
    path: Path, workspace: annot.Workspace, claim: int
) -> None:
    async with reviewing(path, size=NARROW) as review:
        await review.press("a")
        await review.fill(source="Report", passage="Eleven", published="May 2024")
        await review.save()
        assert "Published: not a date.  2025, 2025-10 or 2025-10-02" in review.form_says()
        assert review.field_in_hand == "published"
        assert review.value("passage") == "Eleven"
        assert not workspace.evidence.list(claim)
        assert not workspace.sources.list()
        await review.fill(published="2024-05")
        await review.save()
        assert is_closed(review)
    assert len(workspace.evidence.list(claim)) == 1


async def test_evidence_is_edited_and_its_source_changed(
    path: Path, workspace: annot.Workspace, claim: int, cited: int
) -> None:
    async with reviewing(path) as review:
        await review.press("enter", "j", "enter")
        assert review.value("source") == "annual-report"
        await review.fill(passage="Thirteen", locator="p. 5", stance="context")
        await review.save()
        assert "Thirteen" in review.pane_text()
        await review.press("enter")
        await review.fill(source="Another report")
        await review.save()
    (evidence,) = workspace.evidence.list(claim)
    assert (evidence.passage, evidence.locator, evidence.stance) == ("Thirteen", "p. 5", "context")
    assert workspace.sources.get(evidence.source_id).title == "Another report"


async def test_evidence_is_removed_and_comes_back(
    path: Path, workspace: annot.Workspace, claim: int, cited: int
) -> None:
    async with reviewing(path) as review:
        await review.press("enter", "j", "delete")
        assert not workspace.evidence.list(claim)
        assert "Twelve readings" not in review.pane_text()
        assert review.claim == claim
        await review.press("u")
        assert "Twelve readings" in review.pane_text()
    assert len(workspace.evidence.list(claim)) == 1


async def test_a_claim_is_edited(path: Path, workspace: annot.Workspace, claim: int) -> None:
    async with reviewing(path) as review:
        await review.press("E")
        await review.fill(
            text="12 of 30 readings were recorded last year.",
            kind="quantity",
            reasoning="Counted.\n\nTwice.",
            checker="erin",
            tags="books, , numbers",
        )
        await review.save()
        assert "Counted." in review.pane_text()
    now = workspace.claims.get(claim)
    assert (now.text, now.kind, now.reasoning, now.checker, now.tags) == (
        "12 of 30 readings were recorded last year.", "quantity", "Counted.\n\nTwice.", "erin",
        ["books", "numbers"],
    )  # fmt: skip


async def test_a_claim_changed_by_another_in_between_is_not_overwritten(
    path: Path, workspace: annot.Workspace, claim: int
) -> None:
    async with reviewing(path) as review:
        await review.press("E")
        await review.fill(reasoning="mine")
        with annot.open(path, actor="erin") as other:
            other.claims.set(claim, reasoning="hers")
        await review.save()
        assert "erin changed this in between, nothing was written: Reasoning." in review.form_says()
        assert "erin: hers" in review.text
        assert review.value("reasoning") == "mine"
        await review.press("escape", "escape")
        assert is_closed(review)
    assert workspace.claims.get(claim).reasoning == "hers"


async def test_after_a_conflict_one_key_saves_ones_own_beside_what_the_other_wrote(
    path: Path, workspace: annot.Workspace, claim: int
) -> None:
    async with reviewing(path) as review:
        await review.press("E")
        await review.fill(reasoning="mine")
        with annot.open(path, actor="erin") as other:
            other.claims.set(claim, reasoning="hers", checker="erin", verdict="inexact")
        await review.save()
        assert review.value("checker") == "erin"
        await review.save()
        assert is_closed(review)
    now = workspace.claims.get(claim)
    assert (now.reasoning, now.checker, now.verdict) == ("mine", "erin", "inexact")


async def test_after_a_conflict_one_key_takes_what_the_other_wrote(
    path: Path, workspace: annot.Workspace, claim: int
) -> None:
    async with reviewing(path, size=NARROW) as review:
        await review.press("E")
        await review.fill(reasoning="mine", tags="books")
        with annot.open(path, actor="erin") as other:
            other.claims.set(claim, reasoning="hers", tags=["numbers"])
        await review.save()
        assert review.field_in_hand == "reasoning"
        await review.press("ctrl+t")
        assert "you: mine" in review.text
        await review.save()
        assert is_closed(review)
    now = workspace.claims.get(claim)
    assert (now.reasoning, now.tags) == ("hers", ["books"])


async def test_a_third_change_in_between_is_a_conflict_again(
    path: Path, workspace: annot.Workspace, claim: int
) -> None:
    async with reviewing(path) as review:
        await review.press("E")
        await review.fill(reasoning="mine")
        with annot.open(path, actor="erin") as other:
            other.claims.set(claim, reasoning="hers")
            await review.save()
            other.claims.set(claim, reasoning="hers once more")
            await review.save()
        assert "erin: hers once more" in review.text
        await review.save()
        assert is_closed(review)
    assert workspace.claims.get(claim).reasoning == "mine"


async def test_evidence_changed_by_another_in_between_is_not_overwritten(
    path: Path, workspace: annot.Workspace, claim: int, cited: int
) -> None:
    async with reviewing(path) as review:
        await review.press("enter", "j", "enter")
        await review.fill(passage="mine")
        with annot.open(path, actor="erin") as other:
            other.evidence.set(cited, passage="hers")
        await review.save()
        assert "erin changed this in between" in review.form_says()
        assert review.value("passage") == "mine"
        await review.press("escape", "escape")
    assert workspace.evidence.get(cited).passage == "hers"


@pytest.mark.parametrize("noun", ["source", "note", "answer"])
async def test_sources_notes_and_answers_are_not_overwritten_either(
    path: Path, workspace: annot.Workspace, claim: int, cited: int, noun: str
) -> None:
    found = workspace.claims.get(claim)
    note = workspace.notes.ask(found, "Which?", to="author") if noun == "answer" else (
        workspace.notes.add(found, "old")
    )  # fmt: skip
    keys, field = {
        "source": (("s",), "title"),
        "note": (("enter", "j", "j", "enter"), "text"),
        "answer": (("R",), "answer"),
    }[noun]
    async with reviewing(path) as review:
        await review.press(*keys)
        await review.fill(**{field: "mine"})
        with annot.open(path, actor="erin") as other:
            if noun == "source":
                other.sources.set("annual-report", title="hers")
            elif noun == "note":
                other.notes.set(note, "hers")
            else:
                other.notes.answer(note, "hers")
        await review.save()
        assert "erin changed this in between" in review.form_says()
        assert "erin: hers" in review.text
        await review.save()
        assert is_closed(review)
    kept = workspace.notes.get(note)
    assert "mine" in (workspace.sources.list()[0].title, kept.text, kept.answer)


async def test_a_correction_begins_with_the_printed_words_and_is_decided_later(
    path: Path, workspace: annot.Workspace, claim: int
) -> None:
    async with reviewing(path) as review:
        await review.press("p")
        assert review.value("correction") == "12 of its 30 readings"
        await review.fill(correction="11 of its 30 readings")
        await review.save()
        assert "{+11+}" in review.pane_text()
        assert workspace.claims.get(claim).correction_state == "open"
        await review.press("p")
        await review.fill(state="accepted")
        await review.save()
    now = workspace.claims.get(claim)
    assert (now.correction, now.correction_state) == ("11 of its 30 readings", "accepted")


async def test_a_note_is_added_edited_and_removed(
    path: Path, workspace: annot.Workspace, claim: int
) -> None:
    async with reviewing(path) as review:
        await review.press("i")
        await review.type("call her")
        await review.save()
        assert "call her" in review.pane_text()
        await review.press("tab", "j", "enter")
        await review.type(" at noon")
        await review.save()
        assert [note.text for note in workspace.notes.list()] == ["call her at noon"]
        await review.press("delete")
    assert not workspace.notes.list()


async def test_a_query_is_put_and_answered(
    path: Path, workspace: annot.Workspace, claim: int
) -> None:
    async with reviewing(path) as review:
        await review.press("I")
        await review.fill(text="Which readings?", to="editor")
        await review.save()
        assert workspace.claims.get(claim).status == "query"
        assert "no answer yet" in review.pane_text()
        await review.press("R")
        await review.fill(answer="Those in May.")
        await review.save()
        assert "Those in May." in review.pane_text()
        await review.press("R")
        assert review.told == "There is no open query"
    (query,) = workspace.notes.list()
    assert (query.text, query.addressee, query.answer) == (
        "Which readings?", "editor", "Those in May.",
    )  # fmt: skip
    assert workspace.claims.get(claim).status == "checking"


async def test_a_source_is_edited(path: Path, workspace: annot.Workspace, cited: int) -> None:
    async with reviewing(path) as review:
        await review.press("s")
        await review.fill(authors="A. Reader; B. Writer", rank="primary", confidential="yes")
        await review.save()
        assert "confidential" in review.pane_text()
    (source,) = workspace.sources.list()
    assert (source.authors, source.rank, source.confidential) == (
        ["A. Reader", "B. Writer"], "primary", True,
    )  # fmt: skip


async def test_without_evidence_there_is_no_source_to_edit(path: Path) -> None:
    async with reviewing(path) as review:
        await review.press("s")
        assert review.told == "There is no evidence in hand"
        await review.press("o")
        assert review.told == "The evidence in hand has no web address"


async def test_an_empty_note_is_refused_and_nothing_is_written(
    path: Path, workspace: annot.Workspace
) -> None:
    before = history(workspace)
    async with reviewing(path) as review:
        await review.press("i")
        await review.save()
        assert "empty" in review.form_says()
        await review.press("escape")
        assert is_closed(review)
    assert history(workspace) == before


async def test_what_is_typed_ahead_after_a_motion_goes_into_the_form_of_that_claim(
    path: Path, workspace: annot.Workspace
) -> None:
    workspace.claims.add("mill-street", quote="never turn anybody away")
    async with reviewing(path) as review:
        await review.rattle("]", "i", *"4 quick words")
        await review.until(lambda: isinstance(review.top, Form))
        await review.until(lambda: review.value("text") == "4 quick words")
        await review.save()
    (note,) = workspace.notes.list()
    assert (note.claim_id, note.text) == (2, "4 quick words")
    assert not workspace.claims.list("has:verdict")


async def test_a_text_that_could_act_is_edited_without_being_spoilt(
    path: Path, workspace: annot.Workspace, claim: int
) -> None:
    workspace.claims.set(claim, reasoning=HOSTILE)
    async with reviewing(path) as review:
        await review.press("E")
        await review.go_to("reasoning")
        shown = review.app.focused
        assert isinstance(shown, TextArea)
        assert "\x1b" not in shown.text
        await review.type("!")
        await review.save()
    assert workspace.claims.get(claim).reasoning == HOSTILE + "!"


QUESTION = "Where does the number of readings come from, and did you count those on Sundays? " * 3


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_what_is_answered_is_read_above_the_answer(
    path: Path, workspace: annot.Workspace, claim: int, size: tuple[int, int]
) -> None:
    workspace.notes.ask(workspace.claims.get(claim), QUESTION, to="author")
    async with reviewing(path, size=size) as review:
        await review.press("R")
        shown = " ".join(line.strip(" │▌").strip() for line in review.lines())
        assert f"Question: {QUESTION.strip()}" in " ".join(shown.split())
        assert "ctrl+s save" in review.text
        await review.fill(answer="From the library's own list.")
        await review.save()
        assert is_closed(review)
    assert workspace.notes.list()[0].answer == "From the library's own list."


FORMS = {
    "E": ("Claim", "Kind", "Reasoning", "Checker", "Tags"),
    "p": ("Printed: 12 of its 30 readings", "Instead", "State"),
    "a": ("Source", "Passage", "Locator", "Stance", "Note", "Title", "Publisher", "Published",
          "Kind"),
    "s": ("URL", "Title", "Authors", "Publisher", "Published", "Kind", "Rank", "Accessed",
          "Archived", "Confidential"),
    "i": ("Note",),
    "I": ("Question", "To"),
}  # fmt: skip


@pytest.mark.parametrize("key", FORMS)
async def test_every_label_of_a_form_is_seen_on_a_small_screen(
    path: Path, cited: int, key: str
) -> None:
    async with reviewing(path, size=NARROW) as review:
        await review.press(key)
        inside = [line.split("│")[1].strip(" ▌") for line in review.lines() if line.count("│") > 1]
        for label in FORMS[key]:
            assert any(line.startswith(label) for line in inside), (label, inside)
        assert any("ctrl+s save" in line for line in inside)


async def test_a_passage_is_looked_for_in_the_snapshot_while_it_is_typed(
    path: Path, workspace: annot.Workspace, claim: int, cited: int, tmp_path: Path
) -> None:
    (tmp_path / "report.txt").write_text("On 3 May eleven of the readings were recorded.")
    workspace.snapshots.take("annual-report", file=tmp_path / "report.txt")
    async with reviewing(path) as review:
        await review.press("a")
        await review.fill(source="annual-report", passage="twelve of the readings")
        await review.until(lambda: "[-twelve-]{+eleven+}" in review.form_says())
        assert "not in the snapshot" in review.form_says()
        await review.fill(passage="eleven of the readings")
        await review.until(lambda: "✓ in the snapshot of" in review.form_says())
        await review.save()
    assert [item.passage for item in workspace.evidence.list(claim)][-1] == "eleven of the readings"


async def test_the_source_of_the_evidence_in_hand_is_kept(
    path: Path, workspace: annot.Workspace, cited: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annot.intake.network.is_public", lambda _: True)
    with site() as address:
        workspace.sources.set("annual-report", url=f"{address}/page")
        async with reviewing(path) as review:
            await review.press("right_square_bracket", "ctrl+k")
            await review.until(lambda: workspace.snapshots.list())
            await review.until(lambda: "kept as snapshot 1" in review.screen.status.told)
            assert "not in it: the passage for claim 1" in review.screen.status.told
