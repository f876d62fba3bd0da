"""What the latest draft asks, question by question: the words before beside the words now."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from annot.text.difference import difference, marked
from annot.tui import acts
from annot.tui.asked import Draft, question, still_asking
from annot.tui.line_list import LineList
from annot.tui.safety import plain
from annot.vocabulary import Status

if TYPE_CHECKING:
    from annot.operations.whereabouts import Fate
    from annot.store.article_reading import ArticleText
    from annot.tui.review import ReviewScreen

_AROUND = 9
"""Lines that are neither questions nor wordings: borders, title, what was done, and some of what
lies behind."""
_LEAST = 8
"""Lines of the two wordings."""

_MOST_CHOICES = 9
"""Places that have a digit of their own."""


class DraftScreen(ModalScreen[int | None]):
    """Decide what the latest draft asks, one key a question; ends with a claim to go to, or None.

    Args:
        review: The review screen, at whose desk the work is done.
        article: The article.
        draft: What is asked; one question at least.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "back"),
        Binding("p,P", "confirm", "right"),
        Binding("x,X", "drop", "let it go"),
        Binding("u", "undo", "undo"),
        *(Binding(str(n), f"choose({n})", "here", show=False) for n in range(1, _MOST_CHOICES + 1)),
    ]
    DEFAULT_CSS = """
    DraftScreen {
        align: center middle;

        & > Vertical {
            width: 96%;
            max-width: 150;
            height: auto;
            border: round $primary;
            background: $surface;
        }
        & #title { text-style: bold; padding: 0 1; }
        & #beside { border-top: solid $panel; }
        & #beside VerticalScroll { width: 1fr; padding: 0 1; }
        & #done { height: 1; padding: 0 1; color: $text-muted; }
        & LineList { height: auto; }
    }
    """

    def __init__(self, review: ReviewScreen, article: ArticleText, draft: Draft) -> None:
        super().__init__()
        self._review = review
        self._article = article
        self._draft = draft
        self._list = LineList([])
        self._title, self._done = Static(id="title"), Static(id="done")
        self._old, self._new = Static(), Static()
        self._beside = Horizontal(id="beside")

    def compose(self) -> ComposeResult:
        """Lay out the questions, and both wordings of one."""
        with Vertical():
            yield self._title
            yield self._list
            with self._beside:
                with VerticalScroll(can_focus=False):
                    yield self._old
                with VerticalScroll(can_focus=False):
                    yield self._new
            yield self._done

    def on_mount(self) -> None:
        """Begin at the first."""
        self._list.focus()
        self._ask()

    def on_resize(self, event: events.Resize) -> None:
        """Share the room: the wordings have half of it at most."""
        room = max(1, event.size.height - _AROUND)
        wordings = max(_LEAST, room // 2)
        self._beside.styles.height = wordings
        self._list.styles.max_height = max(1, room - wordings)

    # Deciding

    async def action_confirm(self) -> None:
        """The place under the cursor is right."""
        await self._decide(acts.confirm_claims([self._fate.claim]))

    async def action_choose(self, number: int) -> None:
        """The claim stands at one of the places that are offered."""
        fate = self._fate
        if number <= len(fate.candidates):
            place = fate.candidates[number - 1]
            span = (place.start, place.end)
            await self._decide(acts.reanchor_claim(self._article, fate.claim, span))

    async def action_drop(self) -> None:
        """The claim is not made any more."""
        await self._decide(acts.set_status([self._fate.claim], Status.DROPPED))

    async def action_undo(self) -> None:
        """Take back the last decision."""
        await self._decide(acts.undo)

    @on(LineList.Chosen)
    def _go(self) -> None:
        self.dismiss(self._fate.claim)

    async def _decide(self, work: acts.Work) -> None:
        if not await self._review.perform(work):
            return
        asking = await self._review.answer(lambda it: still_asking(it, self._article.slug))
        if asking is None or not self.is_current:
            return
        self._done.update(plain(self._review.status.told))
        self._draft = self._draft._replace(asking=asking)
        if self._draft.questions:
            self._ask()
        else:
            self.dismiss(None)

    # Showing

    @property
    def _fate(self) -> Fate:
        return self._draft.questions[self._list.cursor]

    def _ask(self) -> None:
        questions = self._draft.questions
        asks = f"{len(questions):,} question{'s' if len(questions) > 1 else ''}"
        self._title.update(
            plain(
                f"Draft {self._draft.number}: {asks}. P the place is right, X let the claim go, "
                "1–9 it is here, Enter goes there, u takes back"
            )
        )
        self._list.show([question(fate) for fate in questions])

    @on(LineList.Highlighted)
    def _show(self) -> None:
        fate = self._fate
        pieces = difference(fate.old, fate.new or fate.old)
        before = marked(piece for piece in pieces if piece[0] != "+")
        now = marked(piece for piece in pieces if piece[0] != "-")
        self._old.update(plain(f"before  {before}", keep_newlines=True))
        self._new.update(plain("\n".join(_now(fate, now)), keep_newlines=True))


def _now(fate: Fate, words: str) -> list[str]:
    if fate.outcome == "orphaned":
        return ["now  its words are gone"]
    if fate.candidates:
        places = (f"{one.before}«{one.exact}»{one.after}" for one in fate.candidates)
        return [f"{number}  {place}" for number, place in enumerate(places, start=1)]
    return [f"now  {words}", *([f"around it: {fate.context}"] if fate.context else [])]
