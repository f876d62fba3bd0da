"""What a report is dressed in: the words of its language."""

from __future__ import annotations

from dataclasses import dataclass, field

from annot.report.wording import Wording


@dataclass(frozen=True, slots=True)
class Dress:
    """How a report looks and speaks, whatever it says.

    Attributes:
        wording: What it says, in the words of its language.
    """

    wording: Wording = field(default_factory=Wording)
