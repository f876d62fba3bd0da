"""Values of feeds as the ledger takes them; what cannot be taken is counted as left out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from annot.exchange import source_dates
from annot.exchange.claim_row import UNSAID
from annot.exchange.feed_rows import Lost, filled
from annot.exchange.table import Cell
from annot.operations.sources import SCHEMES
from annot.store.columns import canonical_json
from annot.vocabulary import Stance, Verdict

CONTEXT: Mapping[str, Cell] = {"stance": Stance.CONTEXT.value, UNSAID: ["stance"]}
"""The stance of new evidence in a format that cannot say what a source does to the claim."""

NO_ADDRESS = "addresses that are none"
APPEARED = "The claim appeared here."

# A feed from a stranger may have a new name in every element.
_MOST_NAMES = 100
_LONGEST_NAME = 60
_OTHERS = "other members"

STANCES: Mapping[Verdict | None, Stance] = {
    Verdict.SUPPORTED: Stance.SUPPORTS,
    Verdict.REFUTED: Stance.REFUTES,
}
"""What a source does to the claim that it gives a verdict about; with the others it is context."""


def line(value: Any) -> str:
    """A value as one line: a text or a number; nothing for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(str(value).split())


def block(value: Any) -> str:
    """A value as a text that may have several lines."""
    return value.strip() if isinstance(value, str) else line(value)


def lines(value: Any) -> list[str]:
    """The lines of a list, or of one value."""
    return [text for item in several(value) if (text := line(item))]


def several(value: Any) -> list[Any]:
    """A value that may be one or several, as a list; nothing for null."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def address(value: Any, lost: Lost) -> str:
    """A web address; one that is none is counted and left out."""
    url = value.strip() if isinstance(value, str) else ""
    scheme, _, rest = url.partition(":")
    if rest and scheme.lower() in SCHEMES and url.isprintable() and " " not in url:
        return url
    lost[NO_ADDRESS] += bool(url)
    return ""


def day(value: Any, lost: Lost) -> str:
    """A date as the ledger keeps it; what cannot be kept of it is counted."""
    dated, missing = source_dates.parsed(line(value))
    if missing:
        lost[missing] += 1
    return dated


def digest(kind: str, *parts: Any) -> str:
    """A key made from what tells one claim of a feed from all others."""
    return f"{kind}:{hashlib.sha256(canonical_json(parts).encode()).hexdigest()[:24]}"


def appearances(urls: list[str]) -> list[dict[str, Cell]]:
    """The places on the web where a claim was made, as its sources."""
    return [
        filled(source_url=url, stance="context", note=APPEARED)
        for url in dict.fromkeys(filter(None, urls))
    ]


def sentence(*parts: tuple[str, str]) -> str:
    """A sentence made from those of its parts that have a value: what stands before it, and it."""
    told = " ".join(f"{before} {value}".strip() for before, value in parts if value)
    return f"{told[0].upper()}{told[1:]}." if told else ""


def count_unread(
    members: Mapping[str, Any], read: frozenset[str], lost: Lost, *, within: str = ""
) -> None:
    """Count the members of an object that nothing was made of, by their names."""
    for name, value in members.items():
        if name not in read and value not in (None, "", [], {}, False):
            told = f"{within}{name}"
            is_known = told in lost or (len(lost) < _MOST_NAMES and len(told) <= _LONGEST_NAME)
            lost[told if is_known and told.isprintable() else _OTHERS] += 1
