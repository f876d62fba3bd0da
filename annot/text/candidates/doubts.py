"""What lowers a score: questions, opinions and appeals, guesses, and the future."""

from __future__ import annotations

import re

from annot.text.candidates.phrases import phrases

QUESTION = re.compile(r"\?[”\"’']?\s*$")
"""It asks."""

OPINION = phrases(
    "I think", "I believe", "in (?:my|our) (?:view|opinion|judge?ment)", "to my mind", "should",
    "ought", "(?:we|I|you) must", "hopefully", "unfortunately", "luckily", "sadly", "I feel",
    "I hope", "I wish", "(?:we|you|they) (?:need|have) to", "I want", "I would", "I['’]d",
    "let['’]?s", "let me", "let us", "beautiful", "ugly", "terrible", "wonderful", "important",
    "disgraceful", "shameful", "it is (?:easy|hard|time|right|wrong)", "I agree", "I disagree",
    "thank you",
)  # fmt: skip
"""It values, wishes, or asks that something be done."""

HEDGE = phrases(
    "perhaps", "maybe", "might", "possibly", "seems?", "seemed", "appears? to", "probably",
    "apparently", "allegedly", "reportedly", "I remember", "I guess", "I suppose", "presumably",
    "kind of", "sort of", "if (?:we|you|I|they|he|she)",
)  # fmt: skip
"""It guesses."""

PREDICTION = phrases(
    "(?-i:will)", "won['’]t", "(?:is|are) expected to", "(?:am|is|are|['’]m|['’]re|['’]s) going to",
    "I expect", "(?:is|are) likely to", "plans? to", "would soon", "['’]ll",
)  # fmt: skip
"""It tells what is to come."""
