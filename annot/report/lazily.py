"""Sequences that make what they hold when it is asked for, and keep none of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain
from typing import Any, Generic, TypeVar, overload

S = TypeVar("S")
T = TypeVar("T")


class Lazy(Sequence[T], Generic[T]):
    """A sequence of which a subclass knows the length and each item."""

    __slots__ = ()

    def _at(self, index: int) -> T:
        """The item of an index from 0."""
        raise NotImplementedError

    @overload
    def __getitem__(self, index: int) -> T: ...

    @overload
    def __getitem__(self, index: slice) -> list[T]: ...

    def __getitem__(self, index: int | slice) -> T | list[T]:
        if isinstance(index, slice):
            return [self._at(place) for place in range(*index.indices(len(self)))]
        place = index if index >= 0 else index + len(self)
        if not 0 <= place < len(self):
            raise IndexError(index)
        return self._at(place)

    def __iter__(self) -> Iterator[T]:
        return map(self._at, range(len(self)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # so Python says that it has none


class Made(Lazy[T], Generic[S, T]):
    """Something that is made of each item of another sequence."""

    __slots__ = ("_items", "_make")

    def __init__(self, make: Callable[[S], T], items: Sequence[S]) -> None:
        self._make = make
        self._items = items

    def __len__(self) -> int:
        return len(self._items)

    def _at(self, index: int) -> T:
        return self._make(self._items[index])

    def __iter__(self) -> Iterator[T]:
        return map(self._make, self._items)


class Joined(Lazy[T]):
    """Several sequences one after the other."""

    __slots__ = ("_ends", "_parts")

    def __init__(self, parts: Iterable[Sequence[T]]) -> None:
        self._parts = [part for part in parts if part]
        self._ends = list(accumulate(map(len, self._parts)))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def _at(self, index: int) -> T:
        which = bisect_right(self._ends, index)
        return self._parts[which][index - self._ends[which]]

    def __iter__(self) -> Iterator[T]:
        return chain.from_iterable(self._parts)


class Numbered(Mapping[int, T], Generic[T]):
    """The items of a sequence by number, without as many objects.

    Args:
        numbers: The number of each item.
        items: The items.
    """

    __slots__ = ("_items", "_numbers", "_places")

    def __init__(self, numbers: Iterable[int], items: Sequence[T]) -> None:
        from array import array

        unsorted = array("q", numbers)
        self._places = array("q", sorted(range(len(unsorted)), key=unsorted.__getitem__))
        self._numbers = array("q", map(unsorted.__getitem__, self._places))
        self._items = items

    def __getitem__(self, number: int) -> T:
        at = bisect_right(self._numbers, number) - 1
        if at < 0 or self._numbers[at] != number:
            raise KeyError(number)
        return self._items[self._places[at]]

    def __iter__(self) -> Iterator[int]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def __contains__(self, number: Any) -> bool:
        at = bisect_right(self._numbers, number) - 1
        return at >= 0 and self._numbers[at] == number
