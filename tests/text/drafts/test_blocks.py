"""Two texts, paragraph by paragraph."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annot.text.drafts import compare
from annot.text.fold import fold_text
from annot.text.paragraphs import paragraphs

ONE = "The library on Mill Street opened in 1998, and it has 40,000 books."
TWO = "The ferry to Halden sails twice a day in summer, and in winter not at all."
THREE = "The council approved the budget on Monday; two members voted against it."
FOUR = "Nothing else happened in the village that year."


def told(old: list[str], new: list[str]) -> list[tuple[str, str, str]]:
    before, after = "\n\n".join(old), "\n\n".join(new)
    return [
        (
            block.kind,
            before[slice(*block.old)] if block.old else "",
            after[slice(*block.new)] if block.new else "",
        )
        for block in compare(before, after)
    ]


def test_what_stays_changes_comes_and_goes() -> None:
    changed = ONE.replace("40,000", "41,000")
    assert told([ONE, TWO, THREE], [changed, THREE, FOUR]) == [
        ("changed", ONE, changed),
        ("removed", TWO, ""),
        ("same", THREE, THREE),
        ("added", "", FOUR),
    ]
    [block, *_] = compare(ONE, changed)
    assert [(one.old.strip(), one.new.strip()) for one in block.changes if one.op != "same"] == [
        ("40,000", "41,000")
    ]


def test_a_paragraph_that_moved_is_no_new_one() -> None:
    kinds = told([ONE, TWO, THREE, FOUR], [ONE, FOUR, TWO, THREE])
    assert kinds[1] == ("moved", FOUR, FOUR)
    assert [kind for kind, _, _ in kinds] == ["same", "moved", "same", "same"]


def test_a_copy_that_went_is_removed() -> None:
    assert [kind for kind, _, _ in told([ONE, TWO, ONE, TWO], [ONE, TWO])] == [
        "same", "same", "removed", "removed",
    ]  # fmt: skip


def test_typography_is_no_change() -> None:
    assert told(['He said "no" - once.'], ["He said “no” – once."])[0][0] == "same"


TEXTS = st.lists(st.sampled_from([ONE, TWO, THREE, FOUR, "A heading"]), max_size=6).map(
    "\n\n".join
) | st.text(max_size=40)


@given(TEXTS, TEXTS)
def test_every_paragraph_is_in_one_block(old: str, new: str) -> None:
    blocks = compare(old, new)
    spoken = [
        [span for span in paragraphs(text) if fold_text(text[slice(*span)]).strip()]
        for text in (old, new)
    ]
    before = [block.old for block in blocks if block.old]
    after = [block.new for block in blocks if block.new]
    assert sorted(before) == spoken[0]
    assert after == spoken[1]
