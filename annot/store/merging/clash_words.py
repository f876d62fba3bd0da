"""The rows of a clash in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from annot.store.images import Image
from annot.text.display import one_line

_EXCERPT = 50
_WORDS_OF = {"claim": "text", "note": "text", "acceptance": "exact", "anchor": "exact"}
_NAMES = {
    "anchor": ("place", "places"),
    "acceptance": ("accepted sentence", "accepted sentences"),
    "evidence": ("evidence", "evidence"),
    "same": ("link of same claims", "links of same claims"),
    "revision": ("draft", "drafts"),
}


def about(noun: str, number: int | None, row: Mapping[str, object]) -> str:
    """A row as people know it: `claim 5 “The library …”`."""
    if "slug" in row:
        return f"{noun} {row['slug']}"
    name, _ = _NAMES.get(noun, (noun, noun))
    told = f"{name} {row['number']}" if noun == "revision" else name
    if noun in ("claim", "evidence", "note") and number is not None:
        told = f"{name} {number}"
    claim = row.get("claim_id")
    if isinstance(claim, int) and noun != "same":
        told += f" of claim {claim}"
    if noun in ("assignment", "judgement"):
        told += f" by {row['reader']}" if "reader" in row else f" for {row['name']}"
    words = row.get(_WORDS_OF.get(noun, ""))
    return f"{told} “{one_line(str(words), _EXCERPT)}”" if words else told


def counted(nouns: Iterable[str]) -> str:
    """How many rows of each table: `1 claim, 2 evidence`."""
    return ", ".join(counted_rows(noun, count) for noun, count in Counter(nouns).items())


def counted_rows(noun: str, count: int) -> str:
    """A number of rows of a table: `2 claims`."""
    one, many = _NAMES.get(noun, (noun, f"{noun}s"))
    return f"{count:,} {one if count == 1 else many}"


def draft(row: Image) -> str:
    """A draft by number and file: `draft 3 (harbour.md)`."""
    name = one_line(str(row["filename"]), _EXCERPT)
    return f"draft {row['number']}{f' ({name})' if name else ''}"
