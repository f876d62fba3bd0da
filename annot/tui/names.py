"""Names to be completed: people and tags that the ledger knows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from annot.tui.field_row import Offer, Suggestion


class Names:
    """The names that one kind of field may hold; they come after the form has opened."""

    def __init__(self) -> None:
        self._known: Sequence[str] = ()

    def know(self, names: Sequence[str]) -> None:
        """Take in the names, the likeliest first."""
        self._known = names

    def suggest(self, typed: str, offer: Offer) -> None:
        """Offer names of which a word begins as typed."""
        offer([Suggestion(name, name) for name in _beginning(self._known, typed)])

    def suggest_last(self, typed: str, offer: Offer) -> None:
        """Offer names for the last one of several with commas between."""
        before, comma, last = typed.rpartition(",")
        given = {name.strip().casefold() for name in before.split(",")}
        start = f"{before}{comma} " if comma else ""
        found = (name for name in self._known if name.casefold() not in given)
        offer([Suggestion(start + name, name) for name in _beginning(found, last)])


def _beginning(names: Iterable[str], typed: str) -> list[str]:
    """The names of which a word begins as typed, unless one of them is what is typed."""
    wanted = typed.strip().casefold()
    if not wanted:
        return []
    found = [
        name
        for name in names
        if name.casefold().startswith(wanted) or f" {wanted}" in name.casefold()
    ]
    return [] if any(name.casefold() == wanted for name in found) else found
