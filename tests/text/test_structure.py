from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annot.text.structure import KINDS, Block, known_blocks

ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=3)
    | st.sampled_from(sorted(KINDS)),
    lambda inner: st.lists(inner, max_size=5),
)


@given(ANYTHING, st.integers(0, 50))
def test_whatever_is_stored_only_blocks_inside_the_text_come_of_it(
    stored: object, length: int
) -> None:
    for block in known_blocks(stored, length):
        assert block.kind in KINDS
        assert 0 <= block.start < block.end <= length


def test_blocks_come_in_the_order_of_the_text() -> None:
    stored = [["quote", 1, 8, 9], ["heading", 2, 0, 5], ["list", 1, 6, 7]]
    assert known_blocks(stored, 9) == [
        Block("heading", 2, 0, 5), Block("list", 1, 6, 7), Block("quote", 1, 8, 9),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "item",
    [["heading", 1, 0, 99], ["heading", 1, 3, 3], ["heading", 1, -1, 3], ["heading", 0, 0, 3],
     ["rule", 1, 0, 3], ["heading", 1, 0], ["heading", "1", 0, 3], "heading", None, {"a": 1}],
)  # fmt: skip
def test_what_is_no_block_is_left_out(item: object) -> None:
    assert known_blocks([item, ["list", 1, 0, 3]], 9) == [Block("list", 1, 0, 3)]
