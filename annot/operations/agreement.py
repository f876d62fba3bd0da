"""How far readers agree who judged the same claims."""

from __future__ import annotations

import importlib.util
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annot.errors import UnreachableError
from annot.vocabulary import Verdict

RELIABLE, TENTATIVE = 0.8, 0.667
"""From which alpha on data may be relied on, and from which they bear tentative conclusions only.

Klaus Krippendorff, Content Analysis (2nd edition 2004), chapter 11, and: Reliability in Content
Analysis, Human Communication Research 30 (2004), https://doi.org/10.1111/j.1468-2958.2004.tb00738.x
"""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far readers agree.

    Attributes:
        claims: How many claims two readers or more judged.
        readers: How many people judged them.
        same: On how many of these claims all found the same.
        alpha: Krippendorff's alpha for nominal data: 1 is agreement, 0 is chance; None if it says
            nothing, since there are no such claims or only one verdict was ever given.
    """

    claims: int
    readers: int
    same: int
    alpha: float | None

    @property
    def meaning(self) -> str:
        """What the figure allows, in words."""
        if not self.claims:
            return "no claim was judged by two people"
        if self.alpha is None:
            return "only one verdict was ever given, so that chance cannot be told from agreement"
        if self.alpha >= RELIABLE:
            return f"reliable: {RELIABLE} or more"
        if self.alpha >= TENTATIVE:
            return f"good for tentative conclusions: {TENTATIVE} or more"
        return f"not reliable: less than {TENTATIVE}"


def agreement(judged: Sequence[Mapping[str, Verdict]]) -> Agreement:
    """How far readers agree.

    Args:
        judged: For each claim the verdicts by the names of those who gave them.

    Raises:
        UnreachableError: If the package that computes alpha is missing.
    """
    several = [cast for cast in judged if len(cast) > 1]
    readers = {name for cast in several for name in cast}
    same = sum(len(set(cast.values())) == 1 for cast in several)
    given = {verdict for cast in several for verdict in cast.values()}
    alpha = _alpha(several) if len(given) > 1 else None
    return Agreement(len(several), len(readers), same, alpha)


def _alpha(several: Sequence[Mapping[str, Verdict]]) -> float:
    if importlib.util.find_spec("krippendorff") is None:
        raise UnreachableError(
            "A package for the agreement of readers is missing.",
            hint="Install it: pip install 'annot-ledger[agreement]'",
        )
    import krippendorff
    import numpy

    counts = [[list(cast.values()).count(verdict) for verdict in Verdict] for cast in several]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = krippendorff.alpha(value_counts=numpy.array(counts), level_of_measurement="nominal")
    return float(found)
