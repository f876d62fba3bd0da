"""Claims by the numbers that people call them by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from annot.errors import NotFoundError
from annot.store.models import Claim
from annot.store.recorder import Operation

ClaimHandle = Claim | int


def number_of(handle: ClaimHandle) -> int:
    """The number of a claim."""
    return handle.id if isinstance(handle, Claim) else handle


def numbers_of(claims: ClaimHandle | Iterable[ClaimHandle]) -> list[int]:
    """The numbers of a claim or several, each once."""
    several = [claims] if isinstance(claims, Claim | int) else claims
    return list(dict.fromkeys(number_of(claim) for claim in several))


def claim_in(operation: Operation, number: int) -> Claim:
    """The claim of a number, as it is stored now, inside an operation.

    Raises:
        NotFoundError: If there is none.
    """
    return only(operation.find(Claim, id=number), number)


def only(found: Sequence[Claim], handle: ClaimHandle) -> Claim:
    """The claim that was found for a handle.

    Raises:
        NotFoundError: If none was.
    """
    if not found:
        raise NotFoundError(
            f"There is no claim {number_of(handle)}.", hint="See them: annot claim list"
        )
    return found[0]
