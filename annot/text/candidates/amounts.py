"""Numbers, what they count, and words for more, less and change."""

from __future__ import annotations

import re

from annot.text.candidates.phrases import phrases, words

COUNT = words("""
    two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
    hundreds? thousands? millions? billions? trillions? dozens? half thirds? quarters?
""")

NUMBER = re.compile(
    rf"(?<![\w.-])[$€£]?\d[\d.,]*(?!\w*\d)|\b(?:{COUNT})\b|\ba (?:third|quarter|fifth|tenth)\b",
    re.IGNORECASE,
)
"""A number in digits or words, but not one within a name such as A-10."""

QUANTITY = re.compile(
    rf"[$€£]\s?\d|\d\s?%|\b(?:\d[\d.,]*|{COUNT})[ -](?:\w+[ -])?"
    r"(?:per ?cent|percent|percentage points?|people|men|women|children|members?|times|jobs"
    r"|k(?:ilo)?m(?:et\w+)?|miles?|met(?:er|re)s?|tons?|tonnes?|kilos?|litres?|barrels?|hectares?"
    r"|euros?|dollars?|pounds?|francs?|cents?|seats?|votes?|degrees?)\b"
    r"|\b(?:share of|out of every|rate of|number of|average|median|total of|per (?:capita|head)"
    r"|proportion of|percentage of|budget|deficit|unemployment|gross domestic)\b",
    re.IGNORECASE,
)
"""Something counted or measured."""

COMPARISON = phrases(
    "more than", "less than", "fewer", "compared (?:with|to)", "twice", "at least", "at most",
    r"(?!other|rather|whether)\w+er than", "as (?:many|much|high|low|old) as", "majority",
    "minority", "unlike", "same as", "higher", "lower", "bigger", "larger", "smaller",
    "outnumber\\w*", "worse", "exceed(?:s|ed)?",
)  # fmt: skip
"""Something measured against something else."""

CHANGE = phrases(
    "increas(?:ed?|es|ing)", "decreas(?:ed?|es|ing)", "doubled?", "tripled?", "halved?", "grew",
    "grown", "shr[aiu]nk", "(?-i:rose)", "risen", "rising", "fell", "fallen", "declin\\w+",
    "dropped", "soared", "plunged", "record (?:levels?|highs?|lows?)", "went (?:up|down)",
    "gone (?:up|down)", "going (?:up|down)", "reduced?", "reducing", "expanded", "cut", "raised",
)  # fmt: skip
"""Something that became more or less."""

_NO_MOST = words("""
    interest honest modest forest protest request arrest guest quest invest contest harvest suggest
    digest attest priest conquest tempest ingest unrest latest
""")
_MOST = rf"(?-i:(?!(?:{_NO_MOST})\b)[a-z]{{3,}}est)"
SUPERLATIVE = phrases(
    "only", "first(?! of all)", r"(?<!at )last(?! (?:week|month|year|night|but))", "never",
    "always", "none", r"no \w+ has", "every", "all of", "most", _MOST, "best", "worst",
    "unanimous(?:ly)?", "unprecedented", "ever before",
)  # fmt: skip
"""What holds of all, of none, or of one before all others."""
