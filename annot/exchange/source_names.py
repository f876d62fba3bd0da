"""The names of authors: as "Family, Given" or "Family, Given, Jr.", or whole where they are one.

So bibliographies keep their order, and the name of an office or a firm stays as it is.
"""

from __future__ import annotations

from typing import NamedTuple


class Name(NamedTuple):
    """A person's name in its parts; a name that is one whole has only `family`."""

    family: str
    given: str = ""
    suffix: str = ""


def joined(name: Name) -> str:
    """The name as the ledger keeps it."""
    return ", ".join(filter(None, (one.strip() for one in name)))


def parts(text: str) -> Name:
    """The parts of a name as the ledger keeps it; with more than two commas it is one whole."""
    found = [part.strip() for part in text.split(",")]
    return Name(*found) if len(found) <= 3 and all(found) else Name(text)
