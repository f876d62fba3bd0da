"""What lowers a score: questions, opinions and appeals, guesses, and the future."""

from __future__ import annotations

import re

from annot.text.candidates.phrases import phrases

QUESTION = re.compile(r"\?[”\"’']?\s*$")
"""It asks."""

OWN_VIEW = phrases(
    "I (?:really |still |also |do not |don['’]t |did not |didn['’]t )?"
    "(?:think|believe|feel|hope|wish|want|would|agree|disagree|doubt|suggest|suppose|mean|like)",
    "I['’]d",
    "in (?:my|our) (?:view|opinion|judge?ment)", "to my mind", "believe me", "if you ask me",
    "you know", "you see", "(?:we|you) (?:can|could|want)", "I['’]m (?:glad|proud|sorry|sure)",
    "thank you",
)  # fmt: skip
"""The writer says what he thinks himself."""

OPINION = phrases(
    "should", "ought", "(?:we|I|you) must", "hopefully", "(?:un)?fortunately", "luckily", "sadly",
    "regrettably",
    "(?:we|you|they)(?:['’]ve)? (?:need|have|got|do not need|don['’]t need) to",
    "let['’]?s", "let me", "let us", "deserves?", "no wonder",
    "hard to (?:bear|believe|understand|swallow)",
    r"(?:is|was|be) (?:\w+ )?(?:easy|hard|time|right|wrong|unfair|unwise) (?:to|that)",
    r"it (?:is|would be) (?:\w+ )?important", "high time",
    "beautiful", "ugly", "terribl[ey]", "wonderful", "awful", "dreadful", "horrible", "boring",
    "dull", "brilliant", "superb", "magnificent", "absurd", "ridiculous", "shame(?:ful)?",
    "disgrace(?:ful)?", "outrageous", "scandal(?:ous)?", "cynic(?:al|ism)", "stupid", "foolish",
    "silly", "lovely", "charming", "delightful", "unacceptable", "pathetic", "worthy",
    "nonsense", "farce", "masterpiece", "hypocri(?:sy|tical)", "naive", "cowardly", "heroic",
    "better off", "overrated", "underrated",
)  # fmt: skip
"""It values, wishes, or asks that something be done."""

HEDGE = phrases(
    "perhaps", "maybe", "might", "possibly", "seems?", "seemed", "appears? to", "probably",
    "apparently", "allegedly", "reportedly", "I remember", "I guess", "I suppose", "presumably",
    "kind of", "sort of", "if (?:we|you|I|they|he|she)",
)  # fmt: skip
"""It guesses."""

PREDICTION = phrases(
    r"(?<!the )(?<!his )(?<!her )(?<!its )(?<!their )(?<!free )(?<!of )(?<!a )(?-i:will)(?! of\b)",
    "won['’]t", "['’]ll", "shall", "I expect",
    "(?:is|are|['’]s|['’]re) (?:now |still |not |also )?(?:expected|due|set|scheduled|likely|bound"
    "|poised|about|planned|forecast|predicted|unlikely|on course) to",
    "(?:am|is|are|['’]m|['’]re|['’]s) (?:not )?going to", "(?:is|are) to be",
    "(?:plans?|intends?|aims?|hopes?|wants?) to",
    r"(?:forecasts?|predicts?|foresees?|expects?) (?:an?|that|the|more|fewer|to)",
    "(?:could|may|might) soon", "could (?:be|become|rise|fall|lose|reach)", "would soon",
    r"in the (?:coming|next) (?:\w+ )?(?:years|months|weeks|days|decades?|century)",
)  # fmt: skip
"""It tells what is to come."""
