"""Where two copies say different things, and what becomes of it by whoever is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from annot.store.images import Image
from annot.store.merging.below import Row
from annot.store.merging.candidates import Candidate
from annot.store.merging.numbers import There

Kind = Literal["changed", "gone here", "gone there", "drafts"]


@dataclass(slots=True)
class Clash:
    """A place where somebody has to say who is right.

    Attributes:
        kind: Both changed the same fields (`changed`); a row went on one side, and on the other one
            something was done with it (`gone here`, `gone there`); both took in a new draft of one
            article (`drafts`).
        item: The row that it is about, as the other copy has it.
        fields: The fields that collide; only of `changed`.
        theirs: What the other copy did that hangs on it.
        ours: What is here that hangs on it, and would have to go.
        touched: What of this was done since both had something in common.
        root: The row that went here, by its number there; only of `gone here`.
    """

    kind: Kind
    item: Candidate
    fields: Sequence[str] = ()
    theirs: list[Candidate] = field(default_factory=list)
    ours: dict[Row, Image] = field(default_factory=dict)
    touched: list[Row] = field(default_factory=list)
    root: There | None = None
