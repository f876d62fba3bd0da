"""The fields of a claim: each as the ledger takes it, and what has to fit together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from annot.operations.ledger import columns, labels, line, member, optional, words
from annot.vocabulary import ClaimKind, CorrectionState, Status, Verdict


def checked(**given: Any) -> dict[str, Any]:
    """The given values of a claim, each as the ledger takes it.

    Raises:
        InvalidValueError: If one is not what it should be.
    """
    checks: dict[str, Callable[[Any], Any]] = {
        "text": lambda v: words(v, "claim").strip(),
        "kind": lambda v: optional(ClaimKind, v, "kind"),
        "status": lambda v: member(Status, v, "status"),
        "verdict": lambda v: optional(Verdict, v, "verdict"),
        "reasoning": lambda v: words(v, "reasoning"),
        "correction": lambda v: words(v, "correction"),
        "correction_state": lambda v: optional(CorrectionState, v, "state of a correction"),
        "checker": lambda v: line(v, "checker"),
        "tags": lambda v: labels(v, "tags"),
        "extra": lambda v: columns(v, "column"),
    }
    return {name: checks[name](value) for name, value in given.items()}


def with_extra(extra: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """What is kept under names of their own, with new texts for some of them."""
    merged = {**extra, **{str(name).strip(): text for name, text in given.items()}}
    kept: dict[str, str] = checked(extra=merged)["extra"]
    return kept


def settled(values: dict[str, Any]) -> dict[str, Any]:
    """A correction has a state, and no correction has none."""
    state = values["correction_state"] or CorrectionState.OPEN
    return {**values, "correction_state": state if values["correction"] else None}
