"""Claims linked as the same: what was checked before is found, and nothing of it is copied."""

from __future__ import annotations

from collections.abc import Iterable

from annot.errors import InvalidValueError, NotFoundError
from annot.store.models import Claim, Same
from annot.store.recorder import Operation, batches


def link(operation: Operation, one: Claim, other: Claim, *, actor: str) -> Same:
    """Link two claims as the same; the link that is there already, if there is one.

    Raises:
        InvalidValueError: If they are one claim.
    """
    if one.id == other.id:
        raise InvalidValueError(
            f"Claim {one.id} is the same as itself anyway.",
            hint=f"Name another one: annot match --claim {one.id}",
        )
    return _linked(operation, one.id, other.id, actor)


def unlink(operation: Operation, one: Claim, other: Claim) -> None:
    """Take back that two claims are the same.

    Raises:
        NotFoundError: If they are not linked.
    """
    found = operation.find(Same, **_pair(one.id, other.id))
    if not found:
        raise NotFoundError(
            f"Claim {one.id} and claim {other.id} are not linked as the same.",
            hint=f"See what is: annot claim show {one.id}",
        )
    operation.delete(found[0])


def links_of(operation: Operation, claims: Iterable[int]) -> list[Same]:
    """The links of some claims, each once."""
    found = [
        item
        for numbers in batches(claims)
        for side in ("claim_id", "other_id")
        for item in operation.find(Same, **{side: numbers})
    ]
    return list({item.id: item for item in found}.values())


def give_links(operation: Operation, claim: Claim, *, to: Claim) -> None:
    """Let what is linked to a claim that goes be linked to another one."""
    for item in links_of(operation, [claim.id]):
        linked = item.other_id if item.claim_id == claim.id else item.claim_id
        operation.delete(item)
        if linked != to.id:
            _linked(operation, to.id, linked, item.added_by)


def _linked(operation: Operation, one: int, other: int, actor: str) -> Same:
    found = operation.find(Same, **_pair(one, other))
    return found[0] if found else operation.insert(Same, **_pair(one, other), added_by=actor)


def _pair(one: int, other: int) -> dict[str, int]:
    return {"claim_id": min(one, other), "other_id": max(one, other)}
