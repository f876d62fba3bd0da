"""Which claims the rows of an import were found to say again, in a byte for each claim there is."""

from __future__ import annotations

from collections.abc import Iterable

_MET, _PLACED, _TORN = 1, 2, 4
_ROOM = 1 << 16


class MetClaims:
    """The claims that rows say again, as the ledger has them.

    A claim of which another row says something else, or two rows the same twice, is torn: all its
    rows have to be looked at together.

    Attributes:
        all: How many claims there are.
        placed: To how many of them the rows give a place.
        torn: How many of them are torn.
    """

    def __init__(self) -> None:
        self.all = 0
        self.placed = 0
        self.torn = 0
        self._claims = bytearray(_ROOM)
        self._evidence = bytearray(_ROOM)

    def add(self, claim: int, evidence: Iterable[int], *, placed: bool) -> None:
        """Note that a row says what the ledger has of a claim, and these pieces of its evidence."""
        claims = self._claims
        if claim >= len(claims):
            claims.extend(bytes(claim - len(claims) + _ROOM))
        if not claims[claim]:
            claims[claim] = _MET
            self.all += 1
        if placed and not claims[claim] & _PLACED:
            claims[claim] |= _PLACED
            self.placed += 1
        for number in evidence:
            if number >= len(self._evidence):
                self._evidence.extend(bytes(number - len(self._evidence) + _ROOM))
            if self._evidence[number]:
                self._tear(claim)
            self._evidence[number] = _MET

    def put_off(self, claims: Iterable[int]) -> None:
        """Note that rows of claims are looked at alone."""
        for claim in claims:
            if claim < len(self._claims) and self._claims[claim]:
                self._tear(claim)

    def is_torn(self, claim: int) -> bool:
        """Whether a claim is torn."""
        return claim < len(self._claims) and bool(self._claims[claim] & _TORN)

    def _tear(self, claim: int) -> None:
        if not self.is_torn(claim):
            self._claims[claim] |= _TORN
            self.torn += 1
