"""Claims tables of any length for the benchmarks: the same bytes for the same length."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from pathlib import Path

from annot.exchange.claim_fields import DEFAULT

SOURCES = 2_500
SHIPS = ("barge", "collier", "cutter", "dredger", "ferry", "lighter", "schooner", "tug")
DEEDS = ("carried", "delivered", "landed", "loaded", "lost", "salvaged", "stored", "weighed")
GOODS = ("coal", "flax", "grain", "herring", "iron", "salt", "slate", "timber", "wool")
VERDICTS = ("", "", "supported", "supported", "inexact", "refuted", "unproven")


def table(path: Path, rows: int) -> Path:
    """Write a table with so many claims, a piece of evidence for each, and 2,500 sources."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(DEFAULT)
        writer.writerows(_rows(rows))
    return path


def _rows(count: int) -> Iterator[list[str]]:
    chance = random.Random(1)
    for number in range(1, count + 1):
        source = number % SOURCES
        ship, deed, good = (chance.choice(words) for words in (SHIPS, DEEDS, GOODS))
        year, tons = 1850 + number % 120, chance.randrange(1, 5000)
        verdict = chance.choice(VERDICTS)
        cells = {
            "key": f"harbour-{number:07}",
            "claim": (
                f"In {year} the {ship} number {number} {deed} {tons} tons of {good} at the north "
                f"quay before the harbour master closed the gate for the winter."
            ),
            "kind": "quantity",
            "status": "checked" if verdict else "todo",
            "verdict": verdict,
            "source_url": f"https://harbour.example/books/{source}",
            "source_title": f"The harbour book, volume {source}",
            "source_publisher": "The harbour office",
            "source_published": f"{1851 + source % 120}-05-03",
            "source_kind": "report",
            "stance": "supports" if verdict != "refuted" else "refutes",
            "passage": f"{ship}, {deed} {tons} t {good}, entered on page {number % 900}",
            "locator": f"p. {number % 900}",
            "checker": "dana",
            "note": "",
            "tags": "harbour, trade",
        }
        yield [cells.get(name, "") for name in DEFAULT]
