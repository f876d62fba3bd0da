from __future__ import annotations

import io
import json
import tracemalloc
from typing import Any, BinaryIO

import pytest
from feed_files import file_of
from hypothesis import example, given
from hypothesis import strategies as st

from annot.errors import InputFileError, InvalidValueError
from annot.exchange import json_elements, strict_json
from annot.exchange.input import Input
from annot.exchange.json_elements import elements, elements_of

LISTS = ("items", "first")


def values(text: str, lists: tuple[str, ...] = LISTS, size: int = 3) -> list[Any]:
    pieces = (text[at : at + size] for at in range(0, len(text), size))
    return [element.value for element in elements(pieces, "f", lists)]


def test_the_elements_of_a_list_in_an_object_come_one_by_one_and_the_rest_at_the_end() -> None:
    document = {"type": "Feed", "items": [{"a": 12345}, "b", []], "total": 3}
    assert values(json.dumps(document)) == [{"a": 12345}, "b", [], {"type": "Feed", "total": 3}]


def test_a_list_may_stand_one_object_deeper() -> None:
    document = {"@context": "x", "first": {"type": "Page", "items": [1, 2]}}
    assert values(json.dumps(document)) == [1, 2, {"type": "Page"}]


def test_documents_after_each_other_are_read_like_one() -> None:
    assert values('{"a": 1}\n{"items": [2]}\r\n3 ') == [{"a": 1}, 2, 3]


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
@given(value=st.recursive(st.none() | st.integers(-9, 2**40) | st.text(), st.lists, max_leaves=9))
def test_any_value_is_read_whatever_the_pieces(size: int, value: Any) -> None:
    found = values(json.dumps(value), (), size)
    assert found == (value if isinstance(value, list) else [value])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[1,\n2,\n oops]", "f, line 3: it is no JSON"),
        ('{"items": [1, 2', "the end instead of ']'"),
        ('{"items": 1,}', "no JSON"),
        ('{"a": 1, 2: 3}', "2 is no name"),
        ('{"a" 1}', "instead of ':'"),
        ('{"items": [], "items": []}', "'items' twice"),
        ('{"items": [{"a": 1, "a": 2}]}', "'a' twice"),
        ("[NaN]", "NaN"),
        ("[1e999]", "too large"),
        (f"[{'9' * 6000}]", "beyond 64 bits"),
        ('["\\ud800"]', "half a character"),
        ("[" * 100_000, "nested"),
        ('{"items":' * 100_000, "nested"),
    ],
)
def test_what_is_no_strict_json_is_told_with_its_line(text: str, told: str) -> None:
    with pytest.raises(InputFileError, match=told):
        values(text, size=1 << 16)


@given(st.text(alphabet='{}[]",:\\ \n0-.eE1tnN"items', max_size=40), st.integers(1, 9))
@example("0E0", 1)
@example("[1.5e+3]", 2)
def test_reading_in_pieces_takes_what_reading_whole_takes(text: str, size: int) -> None:
    try:
        whole = strict_json.loads(text)
    except InvalidValueError:
        whole = ...
    try:
        found = values(text, (), size)
    except InputFileError:
        assert whole is ...
        return
    if whole is not ...:
        assert found == (whole if isinstance(whole, list) else [whole])


class Endless(io.RawIOBase):
    """A file of a million million characters, of which little may be read."""

    def __init__(self, begin: bytes, again: bytes, most: int) -> None:
        self._begin = begin
        self._again = again
        self._left = most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        text = self._begin or self._again * (len(buffer) // len(self._again))
        self._begin = b""
        self._left -= len(text)
        assert self._left > 0, "it was read on and on"
        buffer[: len(text)] = text
        return len(text)


def test_one_endless_element_is_refused_before_memory_runs_out() -> None:
    def opened() -> BinaryIO:
        return io.BufferedReader(Endless(b'[{"a": "', b"x" * 1000, 1 << 27))

    source = Input("big", opened, "utf-8")
    with pytest.raises(InputFileError, match="longer than 16,777,216 characters"):
        list(elements_of(source))


def test_memory_does_not_grow_with_the_list() -> None:
    element = json.dumps({"a": "x" * 200})

    def peak(count: int) -> int:
        source = file_of(f'{{"items": [{", ".join([element] * count)}]}}')
        tracemalloc.start()
        assert sum(1 for _ in elements_of(source, LISTS)) == count
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    small = peak(2_000)
    # What is in hand is at most the file's own checked begin and a few pieces.
    assert peak(20_000) < small + 3 * (1 << 20) + 16 * json_elements._PIECE
