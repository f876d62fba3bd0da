"""What others made for annot and a person installed: functions found by their entry points.

None is used unless it is named. Whatever one raises, and whatever it gives that it must not, is one
error that names it.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import EntryPoint, entry_points
from typing import Any, NamedTuple, TypeVar

from annot.errors import InvalidValueError, NotFoundError
from annot.text.display import one_line

T = TypeVar("T")

_LONGEST = 300
"""Code points of a foreign error that are told."""


class Sort(NamedTuple):
    """A sort of function that can be installed.

    Attributes:
        name: What one is called in a message.
        group: The group of entry points.
        without: How to do without one, for a hint.
    """

    name: str
    group: str
    without: str


SUGGESTERS = Sort("suggester", "annot.suggesters", "leave --by out")
MATCHERS = Sort("matcher", "annot.matchers", "leave --with, or with in the settings, out")


def named(sort: Sort, name: str) -> EntryPoint:
    """The entry point of a function that is installed.

    Raises:
        NotFoundError: If there is none of that name.
    """
    known = {item.name: item for item in entry_points(group=sort.group)}
    if name not in known:
        listed = ", ".join(sorted(known)) or "none"
        raise NotFoundError(
            f"There is no {sort.name} {name!r}.",
            hint=f"Installed are: {listed}. Else {sort.without}.",
        )
    return known[name]


def used(sort: Sort, entry: EntryPoint, use: Callable[[Any], T]) -> T:
    """What is made with an installed function, which is loaded for it.

    Raises:
        InvalidValueError: If it breaks.
    """
    try:
        return use(entry.load())
    except (Exception, SystemExit) as error:  # whatever a program of others raises
        told = one_line(f"{type(error).__name__}: {error}", _LONGEST)
        raise InvalidValueError(
            f"The {sort.name} {entry.name!r} ({entry.value}) broke: {told}",
            hint=f"Tell its makers, or {sort.without}.",
        ) from error


def refused(sort: Sort, entry: EntryPoint, fault: str) -> InvalidValueError:
    """The error for an installed function that gives what it must not."""
    return InvalidValueError(
        f"The {sort.name} {entry.name!r} ({entry.value}) gives {one_line(fault, _LONGEST)}.",
        hint=f"Tell its makers, or {sort.without}.",
    )
