"""Who somebody is: offices and work, family, origin, and belonging to a body or a treaty."""

from __future__ import annotations

import re

from annot.text.candidates.phrases import phrases, words

_OFFICE = words("""
    president vice-president chair chairman chairwoman chairperson vice-chair vice-chairman minister
    chancellor director head leader founder co-founder member secretary ambassador envoy diplomat
    consul judge lawyer professor spokesman spokeswoman spokesperson mayor chief editor author
    publisher owner officer commissioner senator deputy delegate signatory representative expert
    governor king queen prince princess duke general colonel captain admiral commander sergeant
    prosecutor rapporteur treasurer trustee banker economist historian scientist journalist
    reporter writer poet novelist painter composer singer actor actress musician photographer
    architect engineer physician doctor surgeon nurse teacher student soldier pilot farmer miner
    worker priest bishop archbishop cardinal pope imam rabbi monk nun manager employee employer
    businessman businesswoman entrepreneur investor shareholder consultant advis[eo]r lobbyist
    politician activist unionist inspector detective policeman policewoman curator librarian
    coach referee candidate nominee winner champion citizen native resident refugee prisoner
    partner ally rival successor predecessor heir widow widower daughter son mother father parent
    brother sister cousin uncle aunt nephew niece wife husband
    subsidiary branch agency affiliate capital residence province colony dependency suburb tributary
""")
_OF_ANOTHER = "by|to|with|from|for|against|and|that|who|as|in"
_SOME = rf"(?:(?!(?:{_OF_ANOTHER})\b)[\w’'-]+\s+){{0,4}}?"
_ITS = r"(?:(?:the|an?|its|their|his|her|then|former)\s+)"
_OF_A_BODY = r"(?=\s(?:of|at|for|in)\b|[,.;)])"

ROLE = re.compile(
    rf"\b(?:is|was|are|were|be|been|being|became|become|becomes|remain(?:s|ed)?)\s+{_SOME}"
    rf"(?i:{_OFFICE})s?\b"
    rf"|\b(?:named|elected|appointed|chosen|promoted|sworn in|crowned)\s+(?:as\s+|to\s+)?{_SOME}"
    rf"(?i:{_OFFICE})s?\b"
    rf"|\b(?:{_OFFICE})s?\s+of\s+{_SOME}\w+\s+(?:is|was|are|were)\s+(?:an?|the)\b"
    rf"|\b(?:{_OFFICE})\s+(?:is|was)\s+[A-ZÀ-ÖØ-Þ]"
    rf"|[A-ZÀ-ÖØ-Þ][\w’'-]+,\s+{_ITS}?{_SOME}(?:{_OFFICE}){_OF_A_BODY}"
    rf"|,\s+{_ITS}{_SOME}(?:{_OFFICE}){_OF_A_BODY}"
    rf"|\b[Ww]hose\s+{_SOME}(?:{_OFFICE})s?\b|\b(?:{_OFFICE}), [A-ZÀ-ÖØ-Þ]"
    r"|\b(?:heads|headed|chairs|chaired|presid(?:es|ed) over|directs|leads(?! to)|led by|run by"
    r"|owned by|serv(?:es?|ed|ing) (?:as|on|in)|s(?:its|at) on|(?:also|now|still) sits on"
    r"|work(?:s|ed) (?:as|for)|represents|co-?founded|founded by|employed by|known as|took office"
    r"|stepped down|used to be|(?:is|was|are|were) (?:called|named|nicknamed)(?! (?:on|off|for))"
    r"|stands? for|succeeded (?:him|her|[A-Z])|(?:son|daughter|widow|wife|husband) of)\b"
)
"""Somebody's or something's office, work, family or name."""

WHAT_IT_IS = re.compile(
    r"\b(?:is|was|are|were|became|remains)(?: not| now| still| once| also)? (?:an?|the) "
    r"(?!(?:results?|reasons?|same|first|last|only|most|best|worst|case|point|time|moment|fact"
    r"|\w+est)\b)\w+"
)
"""What somebody or something is, in whatever words."""

ORIGIN = re.compile(
    r"\b(?:is|was|are|were)\s+(?:an?\s+|the\s+only\s+)?"
    r"(?:[A-Z]\w+(?:an|ish|ese|ch|i)|Germans?|Greeks?|Poles?|Danes?|Swedes?|Finns?|Turks?|Dutch)\b"
    r"|\b(?:born|raised|based|located|headquartered|buried) (?:in|at|near)\b"
    r"|\b(?:citizens?|natives?|nationals?) of\b|\b(?:comes?|came|hails?) from [A-Z]"
)
"""Where somebody or something is from, or is."""

MEMBERSHIP = phrases(
    "(?<!every )members? of", "part(?:y|ies) to", "belong(?:s|ed)? to", "bound by", "binds",
    "consists? of", "made up of", "allied with", "open to states", "signator(?:y|ies)",
    "affiliated with", "part of the",
)  # fmt: skip
"""Who belongs to a body, a house or a treaty."""

_LEFT = (
    r"(?:leave|leaves|leaving|left) (?:the|this|that|its|his|her|their) (?:\w+ ){0,2}?"
    "(?:treaty|convention|party|union|council|club|alliance|company|court|country|committee"
    "|government|organi[sz]ation)"
)
JOINING = phrases(
    "joined", "joins", "quit", r"withdr[ae]w\w*", "ratified", "signed", "acceded", "accession",
    "denounced", "expelled", "expulsion", _LEFT, "suspended from", "admitted to", "enlisted",
    "pulled out of",
)  # fmt: skip
"""Who came to belong to a body or a treaty, and who no longer does."""
