"""Numbers, what they count, and words for more, less and change."""

from __future__ import annotations

import re

from annot.text.candidates.phrases import phrases, words

_FEW = words("two three four five six seven eight nine ten")
_MANY = words("""
    eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty
    fifty sixty seventy eighty ninety hundreds? thousands? millions? billions? trillions? dozens?
""")
_PARTS = words("half thirds? quarters? fifths? tenths?")
COUNT = "|".join((_FEW, _MANY, "half|thirds?|quarters?"))

NUMBER = re.compile(
    rf"(?<![\w.-])[$€£]?\d[\d.,]*(?!\w*\d)|\b(?:{COUNT})\b"
    r"|\b(?:a|one) (?:third|quarter|fifth|tenth)\b",
    re.IGNORECASE,
)
"""A number in digits or words, but not one within a name such as A-10."""

NUMBERED = re.compile(
    r"\b(?:[Aa]rticles?|[Ss]ections?|[Cc]hapters?|[Pp]aragraphs?|[Pp]rotocols?|[Rr]esolutions?"
    r"|[Rr]ooms?|[Ll]ine|[Rr]oute|[Bb]us|[Tt]ram|[Ff]light|[Pp]ages?|[Nn]o\.|[Nn]umber|[Vv]olume"
    r"|[Pp]art|[Ll]evel|[Tt]ype|[Tt]able|[Ff]igure|[Aa]ct)\s\d[\d.]*(?:\([\w]+\))*"
)
"""What has its number for a name."""

QUANTITY = re.compile(
    rf"[$€£]\s?\d|\d\s?%|\b(?:\d[\d.,]*|{COUNT})[ -](?:\w+[ -])?"
    r"(?:per ?cent|percent|percentage points?|people|men|women|children|members?|times|jobs"
    r"|k(?:ilo)?m(?:et\w+)?|miles?|met(?:er|re)s?|tons?|tonnes?|kilos?|litres?|barrels?|hectares?"
    r"|euros?|dollars?|pounds?|francs?|cents?|seats?|votes?|degrees?)\b"
    r"|\b(?:share of|out of every|rate of|number of|average|median|total of|per (?:capita|head)"
    r"|proportion of|percentage of|budget|deficit|unemployment|gross domestic)\b"
    rf"|(?<![\w.-])(?:\d{{2,}}(?!\w)|\d{{1,3}}(?:[,. ]\d{{3}})+\b)|\b(?:{_MANY})\b"
    rf"|\b(?:\d+|one|{COUNT})(?: (?:out of|in|of)| are| is| were| was)? (?:every |the |its |their )"
    rf"?(?:\d+|{COUNT})\b|\b(?:[Oo]nly|[Jj]ust|[Nn]ot even) (?:\d+|one|{COUNT})\b"
    rf"|\b(?:every|each) (?:second|third|fourth|fifth|tenth)\b"
    rf"|\b(?:\d+|{COUNT}) of (?:the|them|these|those|its|their|his|her)\b"
    rf"|\b(?:a|one) (?:third|quarter|fifth|tenth) of\b|\bby (?:an? )?(?:{_PARTS})\b",
    re.IGNORECASE,
)
"""Something counted or measured; not the few of whom something is told."""

COMPARISON = phrases(
    "more than", "less than", "fewer", "compared (?:with|to)", "twice", "at least", "at most",
    r"(?!other|rather|whether)\w+er than", "as (?:many|much|high|low|old) as", "majority",
    "minority", "unlike", "same as", "higher", "lower", "bigger", "larger", "smaller",
    r"outnumber\w*", "worse", "exceed(?:s|ed)?",
)  # fmt: skip
"""Something measured against something else."""

CHANGE = phrases(
    "increas(?:ed?|es|ing)", "decreas(?:ed?|es|ing)", "doubled?", "tripled?", "halved?", "grew",
    "grown", "shr[aiu]nk", "(?-i:rose)", "risen", "rising", "fell", "fallen", r"declin\w+",
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
