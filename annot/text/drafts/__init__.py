"""Two drafts of a text: where passages went, and what changed."""

from annot.text.drafts.blocks import Block, BlockKind, compare
from annot.text.drafts.carrying import Candidate, Carried, Outcome, carry
from annot.text.drafts.changes import Change, Kind, word_changes

__all__ = [
    "Block",
    "BlockKind",
    "Candidate",
    "Carried",
    "Change",
    "Kind",
    "Outcome",
    "carry",
    "compare",
    "word_changes",
]
