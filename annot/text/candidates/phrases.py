"""Patterns from lists of phrases, each of which is a piece of a regular expression."""

from __future__ import annotations

import re


def phrases(*listed: str) -> re.Pattern[str]:
    """A pattern that finds any of the phrases as whole words, in either case."""
    return re.compile(rf"\b(?:{'|'.join(listed)})\b", re.IGNORECASE)


def words(listed: str) -> str:
    """The words of a text that are set apart by white space, as one piece of a pattern."""
    return "|".join(listed.split())
