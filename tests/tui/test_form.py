from __future__ import annotations

from collections.abc import Callable

import pytest
from textual import events
from textual.app import App
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Static

from annot.tui.choice import Choice
from annot.tui.field_row import Fault, Field, FieldRow, Offer, Suggestion
from annot.tui.form import CHANGED_HINT, Form
from annot.tui.line_input import LineInput
from annot.tui.suggestions import Suggestions
from annot.tui.text_input import TextInput

HOSTILE = (
    "\x1b[31mred\x9b2J [/] [@click=app.quit]x[/] \u202eback\u2066 one\r\ntwo\n\nthree\u2028four"
    "\t\x00\x0b\x85 soft\xadhyphen e\u0301 👨\u200d👩\u200d👧 \ud800 end\n"
)
STANCES = (("supports", "supports"), ("refutes", "refutes"))


def fields(value: str = "") -> list[Field]:
    return [
        Field("source", "Source", "line", value, hint="URL or [handle]"),
        Field("stance", "Stance", "choice", "supports", choices=STANCES),
        Field("passage", "Passage", "text", value),
        Field("hidden", "Confidential", "flag", "no"),
        Field("note", "Note", "line", value),
    ]


class Desk(App[None]):
    def __init__(self, asked: list[Field], answer: Callable[[Form], None] | None = None) -> None:
        super().__init__()
        self.taken: list[dict[str, str]] = []
        self._answer = answer
        self.form = Form("Evidence for [claim] 42", asked, self._take)

    def _take(self, values: dict[str, str]) -> None:
        self.taken.append(values)
        if self._answer is not None:
            self._answer(self.form)

    def on_mount(self) -> None:
        self.push_screen(self.form)

    @property
    def is_open(self) -> bool:
        return self.form in self.screen_stack

    def said(self) -> str:
        return str(self.form.query_one("#message", Static).visual)

    def in_hand(self) -> str:
        row = self.focused.parent if self.focused else None
        return row.field.name if isinstance(row, FieldRow) else ""

    def control(self, name: str) -> Widget:
        return next(row.control for row in self.form.query(FieldRow) if row.field.name == name)


async def walk(pilot: Pilot[None], app: Desk, *keys: str) -> list[str]:
    visited = []
    for key in keys:
        await pilot.press(key)
        await pilot.pause()
        visited.append(app.in_hand())
    return visited


async def test_tab_goes_through_the_fields_and_back() -> None:
    app = Desk(fields())
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.in_hand() == "source"
        names = ["stance", "passage", "hidden", "note", "source"]
        assert await walk(pilot, app, *["tab"] * 5) == names
        assert await walk(pilot, app, "shift+tab", "shift+tab") == ["note", "hidden"]


async def test_arrows_go_through_the_fields_and_the_lines_of_a_text() -> None:
    app = Desk(fields("one\ntwo"))
    async with app.run_test(size=(80, 24)) as pilot:
        assert await walk(pilot, app, *["down"] * 4) == ["stance", "passage", "hidden", "note"]
        ups = ["hidden", "passage", "passage", "stance", "source"]
        assert await walk(pilot, app, *["up"] * 5) == ups


async def test_enter_goes_on_and_saves_after_the_last_field() -> None:
    app = Desk(fields(), Form.saved)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a", "enter", "right", "enter", "p", "enter", "q", "tab", "y", "enter")
        assert app.in_hand() == "note"
        await pilot.press("n", "enter")
        await pilot.pause()
        assert app.taken == [
            {"source": "a", "stance": "refutes", "passage": "p\nq", "hidden": "yes", "note": "n"}
        ]
        assert not app.is_open


async def test_saving_hands_over_once_and_the_form_waits_for_the_answer() -> None:
    app = Desk(fields())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a", "ctrl+s", "ctrl+s", "b", "ctrl+s")
        await pilot.pause()
        assert [values["source"] for values in app.taken] == ["a"]
        assert app.is_open
        app.form.saved()
        await pilot.pause()
        assert not app.is_open


async def test_what_is_taken_under_another_screen_closes_the_form_later() -> None:
    app = Desk(fields())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+s")
        app.push_screen(Form("Above", [Field("x", "X", "line")], lambda values: None))
        await pilot.pause()
        app.form.saved()
        await pilot.press("escape")
        await pilot.pause()
        assert not app.is_open


async def test_a_refusal_is_told_and_nothing_typed_is_lost() -> None:
    def refuse(form: Form) -> None:
        if len(app.taken) < 3:
            form.refused("No [/] such\x1b stance.", "Choose [another].", "stance")
        else:
            form.saved()

    app = Desk(fields(), refuse)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a", "tab", "tab", "p", "tab", "tab", "n", "ctrl+s")
        await pilot.pause()
        assert app.said() == "! No [/] such␛ stance.  Choose [another]."
        assert app.in_hand() == "stance"
        marked = [row for row in app.form.query(FieldRow) if row.has_class("-refused")]
        assert [row.field.name for row in marked] == ["stance"]
        assert str(marked[0].query_one(Static).visual) == "! Stance"
        await pilot.press("right", "ctrl+s")
        await pilot.pause()
        await pilot.press("ctrl+s")
        await pilot.pause()
        kept = {"source": "a", "passage": "p", "hidden": "no", "note": "n"}
        assert app.taken[0] == {**kept, "stance": "supports"}
        assert app.taken[1:] == [{**kept, "stance": "refutes"}] * 2
        assert not app.is_open


async def test_a_refusal_of_no_field_goes_back_to_the_one_in_hand() -> None:
    app = Desk(fields(), lambda form: form.refused("Somebody changed it."))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("tab", "tab", "p", "ctrl+s")
        await pilot.pause()
        assert app.in_hand() == "passage"
        assert app.said() == "! Somebody changed it."
        await pilot.press("q", "ctrl+s")
        assert app.taken[1]["passage"] == "pq"


async def test_esc_closes_at_once_if_nothing_was_typed() -> None:
    app = Desk(fields(HOSTILE))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("tab", "right", "left", "tab", "escape")
        await pilot.pause()
        assert not app.is_open
        assert app.taken == []


async def test_esc_warns_before_it_throws_away() -> None:
    app = Desk(fields())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a", "escape")
        assert app.is_open
        assert app.said() == CHANGED_HINT
        await pilot.press("b")
        await pilot.pause()
        assert app.said() == "URL or [handle]"
        await pilot.press("escape")
        assert app.is_open
        await pilot.press("escape")
        await pilot.pause()
        assert not app.is_open
        assert app.taken == []


async def test_values_left_alone_come_back_byte_for_byte() -> None:
    app = Desk(fields(HOSTILE))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*["tab"] * 5, "end", "home", "ctrl+s")
        (values,) = app.taken
        assert values["source"] == values["passage"] == values["note"] == HOSTILE
        for row in app.form.query(FieldRow):
            drawn = [row.control.render_line(y).text for y in range(row.control.size.height)]
            assert not any("\x1b" in line or "\n" in line for line in drawn)


async def test_an_edit_changes_nothing_but_what_was_typed() -> None:
    app = Desk(fields(HOSTILE))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("!", "tab", "tab", "!", "ctrl+s")
        (values,) = app.taken
        assert values["source"] == values["passage"] == HOSTILE + "!"
        assert values["note"] == HOSTILE


async def test_all_lines_that_are_pasted_into_a_line_are_kept() -> None:
    app = Desk(fields())
    async with app.run_test(size=(80, 24)) as pilot:
        app.control("source").post_message(events.Paste("one\r\ntwo\nthree"))
        await pilot.pause()
        await pilot.press("ctrl+s")
        assert app.taken[0]["source"] == "one two three"


def suggesting(*values: str) -> Field:
    def suggest(typed: str, offer: Offer) -> None:
        offer([Suggestion(value, f"{value}, known") for value in values if typed in value])

    return Field("source", "Source", "line", suggest=suggest)


async def test_right_takes_what_is_suggested_first_and_it_is_harmless() -> None:
    app = Desk([suggesting("yearbook\x1b[2J", "yellow pages")])
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("y", "e")
        await pilot.pause()
        seen = "\n".join(strip.text for strip in app.screen._compositor.render_strips())
        assert "yearbook␛[2J, known" in seen
        assert "yellow pages, known" in seen
        await pilot.press("right", "ctrl+s")
        assert app.taken == [{"source": "yearbook\x1b[2J"}]


@pytest.mark.parametrize("key", ["tab", "enter"])
async def test_suggestions_steal_neither_tab_nor_enter(key: str) -> None:
    app = Desk([suggesting("yearbook"), Field("note", "Note", "line")])
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("y", "e")
        await pilot.pause()
        await pilot.press(key)
        await pilot.pause()
        assert app.in_hand() == "note"
        await pilot.press("ctrl+s")
        assert app.taken[0]["source"] == "ye"


async def test_down_holds_one_suggestion_after_the_other_and_up_what_was_typed() -> None:
    app = Desk([suggesting("yearbook", "yellow pages"), Field("note", "Note", "line")])
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("y", "e")
        await pilot.pause()
        held = []
        for key in ("down", "down", "down", "up", "up", "up"):
            await pilot.press(key)
            held.append(app.control("source").value)  # type: ignore[attr-defined]
        assert held == ["yearbook", "yellow pages", "ye", "yellow pages", "yearbook", "ye"]
        await pilot.press("down", "down", "tab")
        await pilot.pause()
        assert app.in_hand() == "note"
        await pilot.press("ctrl+s")
        assert app.taken[0]["source"] == "yellow pages"


async def test_esc_gives_up_suggestions_and_not_the_form() -> None:
    app = Desk([suggesting("yearbook")])
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("y", "e")
        await pilot.pause()
        await pilot.press("down", "escape")
        assert app.is_open
        assert app.said() != CHANGED_HINT
        await pilot.press("ctrl+s")
        assert app.taken == [{"source": "ye"}]


async def test_suggestions_move_nothing_on_the_form() -> None:
    app = Desk([suggesting("yearbook"), *fields()[1:]])
    async with app.run_test(size=(80, 24)) as pilot:
        before = app.form.query_one("#form").region
        await pilot.press("y")
        await pilot.pause()
        assert app.form.query_one(Suggestions).region.height == 1
        assert app.form.query_one("#form").region == before


async def test_a_suggestion_is_taken_by_mouse() -> None:
    app = Desk([suggesting("yearbook", "yellow pages")])
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("y")
        await pilot.pause()
        await pilot.click(Suggestions, offset=(4, 1))
        await pilot.press("ctrl+s")
        assert app.taken == [{"source": "yellow pages"}]


async def test_what_came_too_late_is_not_suggested() -> None:
    offers: list[Offer] = []
    asked = Field("source", "Source", "line", suggest=lambda _, offer: offers.append(offer))
    app = Desk([asked])
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("y", "e")
        await pilot.pause()
        offers[0]([Suggestion("yard", "yard")])
        assert not app.form.query_one(Suggestions).is_open
        offers[1]([Suggestion("yearbook", "yearbook")])
        assert app.form.query_one(Suggestions).is_open


async def test_what_is_offered_in_an_empty_field_is_taken_by_right_and_else_no_value() -> None:
    app = Desk([Field("a", "A", "line"), Field("b", "B", "line")])
    async with app.run_test(size=(80, 24)) as pilot:
        app.form.offer("a", "one.example")
        app.form.offer("b", "two.example")
        await pilot.press("right", "ctrl+s")
        assert app.taken == [{"a": "one.example", "b": ""}]


DATED = Field(
    "date", "Published", "line", hint="2025",
    check=lambda typed: Fault("no year") if typed == "x" else Fault("more", is_begun=True)
    if typed == "2" else None,
)  # fmt: skip


async def test_what_is_wrong_is_said_while_it_is_typed_and_what_is_begun_when_it_is_left() -> None:
    app = Desk([DATED, Field("note", "Note", "line")])
    async with app.run_test(size=(80, 24)) as pilot:

        def remark() -> str:
            return str(app.form.query_one(".remark", Static).visual)

        await pilot.press("x")
        await pilot.pause()
        assert remark() == "no year"
        await pilot.press("backspace", "2")
        await pilot.pause()
        assert remark() == ""
        await pilot.press("tab")
        await pilot.pause()
        assert remark() == "more"
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert app.taken == []
        assert app.said() == "! Published: more.  2025"
        assert app.in_hand() == "date"


async def test_what_is_known_is_shown_and_what_was_typed_beneath_it_comes_back() -> None:
    app = Desk(fields())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*["tab"] * 4, "m", "shift+tab")
        await pilot.pause()
        app.form.fix({"note": "known [/]\x1b", "stance": "refutes"})
        await pilot.pause()
        assert app.control("note").value == "known [/]␛"  # type: ignore[attr-defined]
        assert await walk(pilot, app, "tab", "tab", "shift+tab") == ["source", "passage", "source"]
        app.form.free()
        await pilot.press("ctrl+s")
        assert (app.taken[0]["note"], app.taken[0]["stance"]) == ("m", "supports")


async def test_what_another_wrote_is_shown_beside_what_was_typed() -> None:
    app = Desk(fields("old"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("!", "tab", "right", "ctrl+s")
        theirs = {"source": "hers", "stance": "supports", "passage": "new", "note": "old"}
        await app.form.changed_meanwhile(theirs, "erin [/]\x1b")
        await pilot.pause()
        assert app.said().startswith("! erin [/]␛ changed this in between, nothing was written:")
        assert "Source." in app.said()
        assert "erin [/]␛: hers" in [str(found.visual) for found in app.form.query(".below")]
        assert app.in_hand() == "source"
        await pilot.press("ctrl+s")
        await pilot.pause()
        # What was typed stays, what was left alone is what the other wrote.
        assert app.taken[1] == {
            "source": "old!", "stance": "refutes", "passage": "new", "hidden": "no", "note": "old",
        }  # fmt: skip


async def test_a_key_takes_what_the_other_wrote_and_gives_it_back() -> None:
    app = Desk(fields("old"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("!", "ctrl+s")
        await app.form.changed_meanwhile({"source": "hers"}, "erin")
        await pilot.press("ctrl+t")
        await pilot.pause()
        assert app.control("source").value == "hers"  # type: ignore[attr-defined]
        assert [str(found.visual) for found in app.form.query(".below")] == ["you: old!"]
        await pilot.press("escape")
        assert app.said() == CHANGED_HINT  # what was typed stands below, and would be lost
        await pilot.press("ctrl+t", "ctrl+t", "ctrl+s")
        await pilot.pause()
        assert app.taken[1]["source"] == "hers"


@pytest.mark.parametrize("size", [(80, 24), (160, 48), (60, 16), (30, 10)])
async def test_the_form_fits_and_the_field_in_hand_is_seen(size: tuple[int, int]) -> None:
    asked = [Field(f"f{n}", f"Field {n}", "text" if n % 4 == 1 else "line") for n in range(8)]
    app = Desk(asked)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert app.form.query_one("#form").size.width <= 100
        for _ in asked:
            assert app.form.region.contains_region(app.form.query_one("#form-keys").region)
            assert app.focused is not None
            place = app.form.query_one("#fields").region.intersection(app.focused.region)
            assert place.height >= min(3, app.focused.region.height)
            await pilot.press("tab")
            await pilot.pause()
        if size[1] >= 24:
            assert app.form.query_one("#fields").max_scroll_y == 0


async def test_each_kind_of_field_has_its_control() -> None:
    app = Desk(fields())
    async with app.run_test(size=(80, 24)):
        kinds = [type(row.control) for row in app.form.query(FieldRow)]
        assert kinds == [LineInput, Choice, TextInput, Choice, LineInput]
