"""What a report says of the agreement of readers, in the words of its language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annot.operations.agreement import RELIABLE, TENTATIVE
from annot.report.model import AgreementEntry

if TYPE_CHECKING:
    from annot.report.wording import Wording


def agreement_words(wording: Wording, found: AgreementEntry) -> str:
    """How far readers agree: alpha and what it allows, over how many claims and readers."""
    return wording.text(
        "agreement.told",
        alpha=_alpha(wording, found),
        claims=wording.claim_words(found.claims),
        readers=wording.number(found.readers),
        same=wording.number(found.same),
    )


def _alpha(wording: Wording, found: AgreementEntry) -> str:
    if found.alpha is None:
        return wording.text("agreement.undefined" if found.is_known else "agreement.unknown")
    name, limit = "unreliable", TENTATIVE
    if found.alpha >= RELIABLE:
        name, limit = "reliable", RELIABLE
    elif found.alpha >= TENTATIVE:
        name = "tentative"
    means = wording.text(f"agreement.{name}", limit=wording.decimal(limit))
    return wording.text("agreement.alpha", alpha=wording.decimal(found.alpha), meaning=means)
