"""Two drafts of a text: where passages went, and what changed."""

from annot.text.drafts.carrying import Candidate, Carried, Outcome, carry
from annot.text.drafts.changes import Change, word_changes

__all__ = ["Candidate", "Carried", "Change", "Outcome", "carry", "word_changes"]
