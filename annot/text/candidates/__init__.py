"""Sentences that most likely make a claim worth checking, each with its reasons."""

from annot.text.candidates.candidate import Candidate
from annot.text.candidates.ranking import candidates

__all__ = ["Candidate", "candidates"]
