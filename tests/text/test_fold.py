"""Folding: the same words in another typography are the same, and every place leads back."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annot.text.fold import fold, fold_text, lowered

ODD = (
    "aAzé ñ.,-'\"…—–‑’‘“”„«»\u00a0\u2009\u200b\u00ad\u2060\n\r\t\u0301\u0316\u0338\ufe0f"
    "ﬁﬀÅ\u212b\u0344한\u1112\u1161\u11abक\u093c\u0958中🙂\u200d"
)
odd_texts = st.text(st.sampled_from(ODD), max_size=40) | st.text(max_size=30)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("caf\u00e9", "cafe\u0301"),
        ("\u212b\u0301", "\u01fa"),
        ("\u1112\u1161\u11ab\u1100\u116e\u11a8", "한국"),
        ("\u0958", "\u0915\u093c"),
        ("it’s “so”", 'it\'s "so"'),
        ("„so“ «so» ‹s›", '"so" "so" \'s\''),
        ("6′ 2″", "6' 2\""),
        ("a—b", "a--b"),
        ("well‑known", "well-known"),
        ("−5", "-5"),
        ("so… on", "so... on"),
        ("so . . . on", "so… on"),
        ("10\u202f000\u00a0km", "10 000 km"),
        ("one\r\n\r\n  two", "one two"),
        ("para\u00adgraph\u200b", "paragraph"),
        ("❤\ufe0f", "❤"),
        ("ﬁnal oﬀer", "final offer"),
    ],
)
def test_the_same_words_in_another_typography_fold_alike(one: str, other: str) -> None:
    assert fold_text(one) == fold_text(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("resume", "résumé"), ("Polish", "polish"), ("1,5", "1.5"), ("co-op", "coop")],
)
def test_other_words_do_not(one: str, other: str) -> None:
    assert fold_text(one) != fold_text(other)


@given(odd_texts)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold_text(fold_text(text)) == fold_text(text)


@given(odd_texts)
def test_both_normal_forms_fold_alike(text: str) -> None:
    forms = {fold_text(unicodedata.normalize(form, text)) for form in ("NFC", "NFD")}
    assert len(forms) == 1


@given(odd_texts, st.data())
def test_a_place_between_boundaries_holds_what_folds_to_it(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    boundaries = [at for at in range(len(folded.text) + 1) if folded.is_boundary(at)]
    start = data.draw(st.sampled_from(boundaries))
    end = data.draw(st.sampled_from([at for at in boundaries if at >= start]))
    if start == end:
        return
    first, last = folded.span(start, end)
    assert 0 <= first < last <= len(text)
    assert fold_text(text[first:last]).strip() == folded.text[start:end].strip()
    assert folded.locate(first, last) == (start, end)


@given(odd_texts, st.data())
def test_every_place_is_inside_what_it_was_folded_to(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    folded = fold(text)
    first, last = folded.locate(start, end)
    assert 0 <= first <= last <= len(folded.text)


@given(odd_texts)
def test_a_span_never_cuts_a_mark_from_its_character(text: str) -> None:
    folded = fold(text)
    for at in range(1, len(folded.text)):
        if not folded.is_boundary(at):
            continue
        first, _ = folded.span(at, len(folded.text))
        assert first == 0 or unicodedata.combining(text[first]) == 0 or text[first - 1].isspace()


@given(odd_texts | st.text(st.sampled_from("İIiSßÅ")))
def test_lower_case_has_every_letter_at_its_place(text: str) -> None:
    assert len(lowered(text)) == len(text)
    assert lowered(text) == "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    assert fold(text).lowered == lowered(fold_text(text))


def test_a_place_leads_there_and_back_over_all_that_folding_does() -> None:
    text = "x­ﬁne — été  . . . end"
    folded = fold(text)
    assert folded.text == "xfine - été...end"
    places = {word: folded.text.index(word) for word in ("fine", "-", "ét", "...", "end")}
    there = {word: text[slice(*folded.span(at, at + len(word)))] for word, at in places.items()}
    assert there == {
        "fine": "ﬁne", "-": "—", "ét": "ét", "...": ". . .", "end": "end"
    }  # fmt: skip
    for word, at in places.items():
        assert folded.locate(*folded.span(at, at + len(word))) == (at, at + len(word))
    assert [at for at in range(len(folded.text) + 1) if not folded.is_boundary(at)] == [2]
    assert folded.span(2, 4) == (2, 4)
    assert folded.locate(1, 2) == (1, 1)


def test_a_match_is_refused_where_it_would_cut() -> None:
    folded = fold("x\u0302 and…")
    assert not folded.is_boundary(1)
    assert folded.is_boundary(2)
    assert not folded.is_boundary(folded.text.index("...") + 1)
    assert fold("\u0302x").is_boundary(0)


def test_a_place_that_would_cut_is_widened_to_whole_characters() -> None:
    assert fold("x\u0302\u0327 and").span(0, 1) == (0, 3)
    assert fold("an x\u0302").span(0, 4) == (0, 5)


def test_a_place_leaves_out_what_was_dropped_around_it() -> None:
    text = "\u200bone\u200b  \u00adtwo"
    folded = fold(text)
    assert folded.text == "one two"
    assert [text[slice(*folded.span(*place))] for place in ((0, 3), (4, 7))] == ["one", "two"]


def test_endless_marks_do_not_take_endless_time() -> None:
    text = "a" + "\u0301\u0316" * 200_000
    assert fold(text).span(0, len(fold_text(text))) == (0, len(text))
