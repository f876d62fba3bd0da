from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annot.tui.caret import Caret
from annot.tui.wrap import WrapIndex

TEXT = (
    "Prices rose 1,250.5 per cent, the vice-chair said. Nobody didn’t know e\u0301clairs.\n"
    "\n"
    "代表们 met 👨\u200d👩\u200d👧 there. They left.\n"
)
SENTENCES = [(0, 50), (51, 82), (TEXT.index("代"), TEXT.index(" They")), (TEXT.index("They"), 109)]


def caret(at: str | int = 0, width: int = 30) -> Caret:
    made = Caret(TEXT, SENTENCES)
    made.wrap = WrapIndex(TEXT, width)
    made.go_to(TEXT.index(at) if isinstance(at, str) else at)
    return made


def selected(made: Caret) -> str:
    assert made.selection is not None
    return TEXT[slice(*made.selection)]


def words_passed(made: Caret, direction: int) -> list[str]:
    seen = []
    for _ in range(30):
        before = made.offset
        made.move_word(direction)
        if made.offset in (before, len(TEXT)):
            break
        seen.append(TEXT[made.offset :].split()[0].strip(".,"))
    return seen


def test_words_are_numbers_compounds_and_signs_of_every_script() -> None:
    expected = ["rose", "1,250.5", "per", "cent", "the", "vice-chair", "said", "Nobody", "didn’t"]
    expected += [
        "know",
        "e\u0301clairs",
        "代表们",
        "met",
        "👨\u200d👩\u200d👧",
        "there",
        "They",
        "left",
    ]
    assert words_passed(caret(), 1) == expected
    assert words_passed(caret(len(TEXT)), -1) == [*reversed(expected), "Prices"]


def test_the_end_of_a_word_is_its_last_grapheme() -> None:
    made = caret("didn’t")
    made.move_word_end()
    assert TEXT[made.offset :].startswith("t know")
    made.move_word_end()
    assert TEXT[made.offset :].startswith("w e")


def test_one_step_passes_a_whole_grapheme() -> None:
    made = caret("👨")
    made.move_char(1)
    assert TEXT[made.offset :].startswith(" there")
    made.move_char(-1)
    assert made.offset == TEXT.index("👨")
    made = caret("e\u0301")
    made.move_char(1)
    assert TEXT[made.offset] == "c"


def test_sentences_and_paragraphs() -> None:
    made = caret("vice")
    made.move_sentence(1)
    assert TEXT[made.offset :].startswith("Nobody")
    made.move_sentence(-1)
    assert made.offset == 0
    made.move_paragraph(1)
    assert TEXT[made.offset] == "代"
    made.move_word(2)
    made.move_paragraph(-1)
    assert TEXT[made.offset] == "代"
    made.move_paragraph(-1)
    assert made.offset == 0


def test_lines_keep_the_column_past_shorter_ones() -> None:
    text = "abcdefghij\nxy\nabcdefghij"
    made = Caret(text)
    made.wrap = WrapIndex(text, 20)
    made.go_to(7)
    made.move_line(1)
    assert made.offset == 13
    made.move_line(1)
    assert made.offset == 14 + 7


def test_going_down_never_skips_a_full_line() -> None:
    text = "x" * 30
    made = Caret(text)
    made.wrap = WrapIndex(text + "", 10)
    made.go_to(9)
    made.move_line(1)
    assert made.wrap.line_of(made.offset) == 1


def test_selecting_takes_both_ends_in() -> None:
    made = caret("vice-chair")
    made.start_selection()
    made.move_word_end()
    assert selected(made) == "vice-chair"
    made.move_word(-1)
    made.move_word(-1)
    assert selected(made) == "the v"


def test_a_motion_without_selecting_gives_the_selection_up() -> None:
    made = caret()
    made.select_word()
    made.move_char(1)
    assert made.selection is None


def test_selecting_goes_on_from_what_is_selected() -> None:
    made = caret("vice-chair")
    made.select_word()
    made.start_selection()
    made.move_word_end()
    assert selected(made) == "vice-chair said"


def test_the_sentence_under_the_cursor() -> None:
    made = caret("met")
    made.select_sentence()
    assert selected(made) == "代表们 met 👨\u200d👩\u200d👧 there."


@pytest.mark.parametrize(
    ("edge", "words", "expected"),
    [
        ("end", -1, "Prices rose 1,250.5 per cent, the vice-chair"),
        ("end", -2, "Prices rose 1,250.5 per cent, the"),
        ("end", 1, "Prices rose 1,250.5 per cent, the vice-chair said. Nobody"),
        ("start", 1, "rose 1,250.5 per cent, the vice-chair said"),
        ("start", -1, "Prices rose 1,250.5 per cent, the vice-chair said"),
        ("end", -9, "Prices"),
    ],
)
def test_keys_shrink_and_extend_a_selection_by_words(
    edge: Literal["start", "end"], words: int, expected: str
) -> None:
    made = caret()
    made.select(0, TEXT.index(" said") + 5)
    made.adjust(edge, words)
    assert selected(made) == expected


def test_an_edge_does_not_pass_the_other() -> None:
    made = caret("rose")
    made.select_word()
    made.adjust("end", -1)
    assert selected(made) == "rose"


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["char", "word", "line", "sentence", "paragraph"]), st.integers(-3, 3)
    ),
    max_size=20,
)


@given(st.text(st.sampled_from("ab. \n'e\u0301中👨\u200d👩🇩🇪"), max_size=60), MOVES, st.booleans())
def test_cursor_and_selection_stay_at_edges_of_graphemes(
    text: str, moves: list[tuple[str, int]], selecting: bool
) -> None:
    made = Caret(text, [(0, len(text) // 2), (len(text) // 2, len(text))])
    made.wrap = WrapIndex(text, 7)
    if selecting:
        made.start_selection()
    for name, count in moves:
        getattr(made, f"move_{name}")(count)
        assert made.wrap.grapheme(made.offset)[0] == made.offset
        if made.selection is not None:
            start, end = made.selection
            assert 0 <= start < end <= len(text)
            assert made.wrap.grapheme(start)[0] == start
            assert made.wrap.grapheme(end - 1)[1] == end
