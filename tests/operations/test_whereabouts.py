"""Where claims stand in a next draft, told from the drafts before it and what was confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

import pytest

from annot.operations.whereabouts import Fate, Whereabouts, whereabouts
from annot.store.models import Anchor, Revision
from annot.vocabulary import Placement

FIRST = (
    "Russia ratified the convention in 1998. Only four of the 30 reports were published. The"
    " vice-chair is Russian.\n\nThe committee visited the prisons thirty times. Nobody knows why."
    "\n\nHe said it was over."
)
PLACED, MOVED, AMBIGUOUS = Placement.PLACED, Placement.MOVED, Placement.AMBIGUOUS


class Drafts:
    """The drafts of one article with their anchors, kept in memory as a ledger keeps them."""

    def __init__(self) -> None:
        self.revisions: list[Revision] = []
        self.anchors: list[Anchor] = []
        self._texts: dict[bytes, str] = {}

    def add(self, text: str, *anchors: tuple[int, str, Placement]) -> None:
        """Add a draft with places, each a claim, its words, and how sure it is."""
        number = len(self.revisions) + 1
        digest = sha256(text.encode()).digest()
        self._texts[digest] = text
        self.revisions.append(Revision(id=number, number=number, text_sha256=digest))
        taken: dict[str, int] = {}
        for claim, words, placement in anchors:
            start = text.index(words, taken.get(words, 0))
            taken[words] = start + 1
            anchor = Anchor(
                revision_id=number,
                claim_id=claim,
                exact=words,
                start=start,
                end=start + len(words),
                placement=placement,
            )
            self.anchors.append(anchor)

    def find(self, model: type[Any], **equal: Any) -> list[Any]:
        assert model is Anchor
        return [anchor for anchor in self.anchors if anchor.revision_id == equal["revision_id"]]

    def content(self, sha256: bytes) -> bytes:
        return self._texts[sha256].encode()

    def next(self, text: str, claims: Iterable[int] = (1,)) -> dict[int, Whereabouts]:
        return whereabouts(self, self.revisions, text, claims)


def drafts(*anchors: tuple[int, str, Placement], text: str = FIRST) -> Drafts:
    made = Drafts()
    made.add(text, *anchors)
    return made


def there(found: Whereabouts, text: str) -> list[tuple[str, Placement]]:
    return [(text[slice(*span)], placement) for span, placement in found.places.items()]


RATIFIED = "ratified the convention in 1998"
CHAIR = "vice-chair is Russian"
OVER = "He said it was over"
GONE = FIRST.replace(" The vice-chair is Russian.", "")


def test_words_that_stay_are_placed() -> None:
    (found,) = drafts((1, RATIFIED, PLACED)).next(f"{FIRST}\n\nMore.").values()
    assert found.fate == Fate(1, "placed", RATIFIED, RATIFIED)
    assert (found.is_touched, found.fate.asks) == (False, False)
    assert there(found, FIRST) == [(RATIFIED, PLACED)]


def test_words_in_another_paragraph_are_moved_and_ask() -> None:
    new = f"{OVER}.\n\n" + FIRST.replace(f"\n\n{OVER}.", "")
    (found,) = drafts((1, OVER, PLACED)).next(new).values()
    assert found.fate == Fate(1, "moved", OVER, OVER)
    assert (found.is_touched, found.fate.asks) == (False, True)
    assert there(found, new) == [(OVER, MOVED)]


def test_other_words_are_told_with_what_changed() -> None:
    new = FIRST.replace("1998", "1999")
    (found,) = drafts((1, RATIFIED, PLACED)).next(new).values()
    assert found.fate.outcome == "changed"
    assert (found.fate.old, found.fate.new) == (RATIFIED, "ratified the convention in 1999")
    assert found.fate.difference == "ratified the convention in [-1998-]{+1999+}"
    assert (found.is_touched, found.fate.asks) == (True, True)
    assert there(found, new) == [("ratified the convention in 1999", MOVED)]


def test_words_that_are_gone_are_told_with_what_they_were() -> None:
    (found,) = drafts((1, CHAIR, PLACED)).next(GONE).values()
    assert found.fate == Fate(1, "orphaned", CHAIR)
    assert (found.is_touched, found.fate.asks, dict(found.places)) == (True, True, {})


def test_other_words_in_the_sentence_make_it_ask() -> None:
    new = FIRST.replace("The vice-chair", "It is not true that the vice-chair")
    (found,) = drafts((1, CHAIR, PLACED)).next(new).values()
    assert (found.fate.old, found.fate.new, found.fate.difference) == (CHAIR, CHAIR, "")
    assert found.fate.context == "[-The-]{+It is not true that the+} vice-chair is Russian."
    assert (found.is_touched, found.fate.asks) == (True, True)
    assert there(found, new) == [(CHAIR, MOVED)]


def test_one_of_several_places_is_to_be_chosen() -> None:
    said = "The report was read by four people."
    old = f"One. {said} Two.\n\nThree."
    new = f"Zero. {said} Nine.\n\nEight. {said} Ten.\n\nSix. {said} Seven."
    (found,) = drafts((1, "read by four people", PLACED), text=old).next(new).values()
    assert (found.fate.outcome, found.fate.new) == ("ambiguous", "")
    assert {new[place.start : place.end] for place in found.fate.candidates} == {
        "read by four people"
    }
    assert len({place.start for place in found.fate.candidates}) == 3
    first = found.fate.candidates[0]
    assert dict(found.places) == {(first.start, first.end): AMBIGUOUS}


def test_claims_come_in_the_order_of_the_text_before() -> None:
    made = drafts((3, RATIFIED, PLACED), (1, OVER, PLACED), (2, CHAIR, PLACED))
    assert list(made.next(f"{FIRST}\n\nMore.", (1, 2, 3, 4))) == [3, 2, 1]


def test_a_claim_that_had_no_place_in_the_draft_before_comes_last() -> None:
    made = drafts((1, CHAIR, PLACED), (2, OVER, PLACED))
    made.add(GONE, (2, OVER, PLACED))
    found = made.next(f"{GONE}\n\nMore.", (1, 2, 3))
    assert list(found) == [2, 1]
    assert found[1].fate == Fate(1, "orphaned", CHAIR)
    assert found[1].is_touched
    back = made.next(f"{FIRST}\n\nMore.", (1, 2))
    assert back[1].fate == Fate(1, "moved", CHAIR, CHAIR)
    assert there(back[1], FIRST) == [(CHAIR, MOVED)]


def test_a_claim_is_held_against_the_last_draft_in_which_somebody_was_sure() -> None:
    made = Drafts()
    for year, placement in (("1997", PLACED), ("1998", PLACED), ("1999", MOVED), ("2000", MOVED)):
        words = f"ratified the convention in {year}"
        made.add(FIRST.replace("1998", year), (1, words, placement))
    last = FIRST.replace("1998", "2000") + "\n\nMore."
    (found,) = made.next(last).values()
    assert found.fate.difference == "ratified the convention in [-1998-]{+2000+}"
    assert not found.is_touched  # since the draft before
    assert there(found, last) == [("ratified the convention in 2000", MOVED)]
    (back,) = made.next(FIRST).values()
    assert back.fate == Fate(1, "placed", RATIFIED, RATIFIED)
    assert back.is_touched
    assert there(back, FIRST) == [(RATIFIED, PLACED)]


def test_each_claim_has_a_ground_of_its_own() -> None:
    made = drafts((1, RATIFIED, PLACED), (2, CHAIR, PLACED))
    second = FIRST.replace("1998", "1999")
    changed = "ratified the convention in 1999"
    made.add(second, (1, changed, MOVED), (2, CHAIR, PLACED))
    third = second.replace("vice-chair is", "vice-chair was")
    made.add(third, (1, changed, MOVED), (2, "vice-chair was Russian", MOVED))
    found = made.next(f"{third}\n\nMore.", (1, 2))
    assert [found[claim].fate.difference for claim in (1, 2)] == [
        "ratified the convention in [-1998-]{+1999+}",
        "vice-chair [-is-]{+was+} Russian",
    ]


def test_a_place_that_was_chosen_of_several_is_no_ground_yet() -> None:
    made = drafts((1, CHAIR, PLACED))
    made.add(FIRST, (1, CHAIR, AMBIGUOUS))
    (found,) = made.next(f"{FIRST}\n\nMore.").values()
    assert found.fate.outcome == "placed"
    alone = drafts((1, CHAIR, AMBIGUOUS))
    (found,) = alone.next(f"{FIRST}\n\nMore.").values()
    assert found.fate == Fate(1, "placed", CHAIR, CHAIR)


def test_confirmed_words_that_are_found_where_the_place_is_not_make_it_a_choice() -> None:
    made = drafts((1, CHAIR, PLACED))
    made.add(GONE, (1, OVER, MOVED))  # somebody put it elsewhere, and nobody confirmed it
    new = f"{FIRST}\n\nMore."
    (found,) = made.next(new).values()
    assert (found.fate.outcome, found.fate.old, found.fate.new) == ("ambiguous", CHAIR, "")
    offered = [new[place.start : place.end] for place in found.fate.candidates]
    assert offered == [CHAIR, OVER]
    assert there(found, new) == [(CHAIR, AMBIGUOUS)]


def test_a_place_whose_confirmed_words_are_gone_is_told_with_them() -> None:
    made = drafts((1, CHAIR, PLACED))
    made.add(GONE, (1, OVER, MOVED))
    new = f"{GONE}\n\nMore."
    (found,) = made.next(new).values()
    assert (found.fate.outcome, found.fate.old, found.fate.new) == ("changed", CHAIR, OVER)
    assert there(found, new) == [(OVER, MOVED)]


def test_a_place_that_is_gone_with_the_confirmed_words_is_an_orphan() -> None:
    made = drafts((1, CHAIR, PLACED))
    made.add(GONE, (1, OVER, MOVED))
    (found,) = made.next(GONE.replace(f"\n\n{OVER}.", "")).values()
    assert found.fate == Fate(1, "orphaned", CHAIR)
    assert (found.is_touched, dict(found.places)) == (True, {})


def test_a_place_that_is_gone_is_where_the_confirmed_words_are() -> None:
    made = drafts((1, CHAIR, PLACED))
    made.add(FIRST, (1, OVER, MOVED))
    new = FIRST.replace(f"\n\n{OVER}.", "")
    (found,) = made.next(new).values()
    assert found.fate == Fate(1, "moved", CHAIR, CHAIR)
    assert there(found, new) == [(CHAIR, MOVED)]


def test_sure_places_of_an_unsure_claim_stay() -> None:
    made = drafts((1, CHAIR, PLACED), (1, OVER, PLACED))
    made.add(FIRST, (1, CHAIR, MOVED), (1, OVER, PLACED))
    new = f"{FIRST}\n\nMore."
    (found,) = made.next(new).values()
    assert dict(there(found, new)) == {CHAIR: PLACED, OVER: PLACED}


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_passage_that_stands_several_times_is_one_claim(times: int) -> None:
    twice = f"{FIRST}\n\n{FIRST}"
    made = drafts((1, RATIFIED, PLACED), (1, RATIFIED, PLACED), text=twice)
    new = "\n\n".join([FIRST] * times)
    (found,) = made.next(new).values()
    assert found.fate == Fate(1, "placed", RATIFIED, RATIFIED)
    assert there(found, new) == [(RATIFIED, PLACED)] * times


def test_the_gravest_of_several_places_is_told() -> None:
    made = drafts((1, CHAIR, PLACED), (1, RATIFIED, PLACED), (1, OVER, PLACED))
    new = GONE.replace("1998", "1999")
    (found,) = made.next(new).values()
    assert (found.fate.outcome, found.fate.old) == ("changed", RATIFIED)
    assert dict(there(found, new)) == {"ratified the convention in 1999": MOVED, OVER: PLACED}
    (found,) = made.next(GONE).values()
    assert (found.fate.outcome, found.fate.old) == ("placed", RATIFIED)


def test_an_article_without_places_has_none() -> None:
    assert drafts().next(FIRST, ()) == {}
    assert drafts().next(FIRST, (1, 2)) == {}


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_paragraph_that_is_said_again_is_placed_at_every_copy(times: int) -> None:
    paragraph = FIRST.split("\n\n")[0]
    new = "\n\n".join(["Other words stand in front of it now.", *[paragraph] * times])
    (found,) = drafts((1, RATIFIED, PLACED), text=paragraph).next(new).values()
    assert found.fate == Fate(1, "placed", RATIFIED, RATIFIED)
    assert there(found, new) == [(RATIFIED, PLACED)] * times


def test_one_copy_that_changes_asks_and_the_other_is_sure() -> None:
    made = drafts((1, RATIFIED, PLACED), (1, RATIFIED, PLACED), text=f"{FIRST}\n\n{FIRST}")
    new = f"{FIRST.replace('1998', '1999')}\n\n{FIRST}"
    (found,) = made.next(new).values()
    assert (found.fate.outcome, found.fate.difference) == (
        "changed",
        "ratified the convention in [-1998-]{+1999+}",
    )
    assert there(found, new) == [("ratified the convention in 1999", MOVED), (RATIFIED, PLACED)]


def test_a_copy_is_offered_for_a_passage_that_is_gone() -> None:
    (found,) = drafts((1, RATIFIED, PLACED), text=f"{FIRST}\n\n{FIRST}").next(FIRST).values()
    assert (found.fate.outcome, found.fate.old, found.fate.new) == ("ambiguous", RATIFIED, "")
    (offered,) = found.fate.candidates
    assert FIRST[offered.start : offered.end] == RATIFIED
    assert there(found, FIRST) == [(RATIFIED, AMBIGUOUS)]


def test_copies_of_a_place_that_asks_ask_too() -> None:
    twice = f"{FIRST}\n\n{FIRST}"
    made = drafts((1, RATIFIED, PLACED), (1, RATIFIED, PLACED), text=twice)
    made.add(twice.replace(RATIFIED, "did nothing"), (1, "did nothing", MOVED))
    new = f"{twice}\n\nMore."
    (found,) = made.next(new).values()
    assert found.fate == Fate(1, "moved", RATIFIED, RATIFIED)
    assert there(found, new) == [(RATIFIED, MOVED), (RATIFIED, MOVED)]


def test_places_to_choose_from_are_offered_though_the_confirmed_words_are_gone() -> None:
    said = "The report was read by four people."
    made = drafts((1, CHAIR, PLACED))
    made.add(f"One. {said} Two.\n\nThree.", (1, "read by four people", MOVED))
    new = f"Zero. {said} Nine.\n\nEight. {said} Ten.\n\nSix. {said} Seven."
    (found,) = made.next(new).values()
    assert found.fate.outcome == "ambiguous"
    assert len(found.fate.candidates) == 3
    assert there(found, new) == [("read by four people", AMBIGUOUS)]
    (gone,) = made.next("Nothing of it stays.").values()
    assert gone.fate == Fate(1, "orphaned", CHAIR)
