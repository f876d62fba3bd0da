"""A measured figure, what it is held against, and the table that is printed."""

from __future__ import annotations

import argparse
import json
import math
import statistics
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

ROUNDS = 5
"""Every figure is the median of so many rounds; floor and program take turns in each of them."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table.

    Attributes:
        what: What was measured.
        measured: The result.
        unit: Its unit; `x` for a bare ratio, `count` for things counted.
        floor: The same of a floor or peer, which `what` names.
        ratio_limit: The largest ratio to the floor that is wanted (the smallest, if `at_least`).
        limit: The largest result that is wanted (the smallest, if `at_least`).
        at_least: Whether more is better.
    """

    what: str
    measured: float
    unit: str
    floor: float | None = None
    ratio_limit: float | None = None
    limit: float | None = None
    at_least: bool = False

    @property
    def ratio(self) -> float | None:
        """How many times the floor it is."""
        return self.measured / self.floor if self.floor else None

    @property
    def reached(self) -> bool | None:
        """Whether it is as wanted; None if nothing is."""
        pairs = [(self.measured, self.limit), (self.ratio, self.ratio_limit)]
        held = [
            value >= limit if self.at_least else value <= limit
            for value, limit in pairs
            if value is not None and limit is not None
        ]
        return all(held) if held else None

    @property
    def wanted(self) -> str:
        """The limits in words."""
        sign = "≥" if self.at_least else "≤"
        limits = []
        if self.limit is not None:
            limits.append(f"{sign} {_number(self.limit)} {self.unit}")
        if self.ratio_limit is not None:
            limits.append(f"{sign} {_number(self.ratio_limit)} ×")
        return ", ".join(limits)

    def cells(self) -> tuple[str, ...]:
        """The line of the table."""
        answer = {True: "yes", False: "NO", None: ""}[self.reached]
        floor = "" if self.floor is None else _number(self.floor)
        ratio = "" if self.ratio is None else f"{_number(self.ratio)} ×"
        return self.what, f"{_number(self.measured)} {self.unit}", floor, ratio, self.wanted, answer


HEADINGS = ("what", "measured", "floor", "ratio", "wanted", "reached")


def table(figures: Iterable[Figure]) -> str:
    """The figures as a Markdown table."""
    lines = [HEADINGS, *(figure.cells() for figure in figures)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    rule = tuple("-" * width for width in widths)
    return "\n".join(
        "| "
        + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        + " |"
        for line in (lines[0], rule, *lines[1:])
    )


def run(measure: Callable[[], Iterable[Figure]]) -> None:
    """The command line of one benchmark: measure, and print a table or JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    as_json = parser.parse_args().json
    figures: list[Figure] = []
    try:
        for figure in measure():
            figures.append(figure)
            print(f"{figure.what}: {_number(figure.measured)} {figure.unit}", file=sys.stderr)
    finally:  # what was measured before something failed is worth its minutes
        show(figures, as_json=as_json)


def show(figures: Sequence[Figure], *, as_json: bool) -> None:
    """Print the figures."""
    if not as_json:
        print(table(figures))
        return
    rows = [
        dict(zip(HEADINGS, _plain(figure), strict=True), unit=figure.unit) for figure in figures
    ]
    print(json.dumps(rows, indent=2, ensure_ascii=False))


def _plain(figure: Figure) -> tuple[object, ...]:
    return (
        figure.what,
        figure.measured,
        figure.floor,
        figure.ratio,
        figure.wanted,
        figure.reached,
    )


def median(values: Iterable[float]) -> float:
    """The median."""
    return statistics.median(values)


def percentile(values: Sequence[float], per_cent: float) -> float:
    """The value that so many per cent of the values do not exceed."""
    ranked = sorted(values)
    return ranked[max(0, math.ceil(len(ranked) * per_cent / 100) - 1)]


def _number(value: float) -> str:
    if value >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.3g}"
