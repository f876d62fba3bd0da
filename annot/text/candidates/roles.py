"""Who somebody is: offices and titles, origin, and belonging to a body or a treaty."""

from __future__ import annotations

import re

from annot.text.candidates.phrases import phrases, words

_OFFICE = words("""
    president vice-president chair chairman chairwoman chairperson vice-chair minister chancellor
    director head leader founder co-founder member secretary ambassador judge lawyer professor
    spokesman spokeswoman spokesperson mayor chief editor author owner officer commissioner senator
    deputy delegate signatory representative expert governor king queen prince general colonel
    prosecutor rapporteur treasurer trustee banker economist historian scientist journalist
    architect engineer physician doctor nurse teacher student soldier pilot heir widow daughter son
    brother sister wife husband subsidiary branch agency capital
""")
_OF_ANOTHER = "by|to|with|from|for|against|and|that|who|as|in"
_SOME = rf"(?:(?!(?:{_OF_ANOTHER})\b)[\w’'-]+\s+){{0,4}}?"

ROLE = re.compile(
    rf"\b(?:is|was|are|were|be|been|being|became|become|becomes|remain(?:s|ed)?)\s+{_SOME}"
    rf"(?i:{_OFFICE})s?\b"
    rf"|\b(?:named|elected|appointed|chosen|sworn in|crowned)\s+(?:as\s+)?{_SOME}(?i:{_OFFICE})s?\b"
    rf"|\b(?:{_OFFICE})s?\s+of\s+{_SOME}\w+\s+(?:is|was|are|were)\b"
    rf"|\b(?:{_OFFICE})\s+(?:is|was)\s+[A-ZÀ-ÖØ-Þ]"
    rf"|[A-ZÀ-ÖØ-Þ][\w’'-]+,\s+(?:(?:the|an?|its|their|his|her|then)\s+)?{_SOME}(?:{_OFFICE})"
    r"(?=\s(?:of|at|for|in)\b|[,.;)])"
    rf"|\b[Ww]hose\s+{_SOME}(?:{_OFFICE})s?\b|\b(?:{_OFFICE}), [A-ZÀ-ÖØ-Þ]"
    r"|\b(?:heads|headed|chairs|chaired|presid(?:es|ed) over|directs|leads(?! to)|led by|run by"
    r"|owned by|serv(?:es?|ed|ing) (?:as|on|in)|s(?:its|at) on|work(?:s|ed) (?:as|for)|represents"
    r"|co-?founded|founded by|employed by|known as|took office|stepped down)\b"
)
"""Somebody's or something's office, work, family or part."""

ORIGIN = re.compile(
    r"\b(?:is|was|are|were)\s+(?:an?\s+|the\s+only\s+)?"
    r"(?:[A-Z]\w+(?:an|ish|ese|ch|i)|Germans?|Greeks?|Poles?|Danes?|Swedes?|Finns?|Turks?|Dutch)\b"
    r"|\b(?:born|raised|based|located|headquartered|buried) (?:in|at|near)\b"
    r"|\b(?:citizens?|natives?|nationals?) of\b|\b(?:comes?|came|hails?) from [A-Z]"
)
"""Where somebody or something is from, or is."""

_LEFT = (
    r"(?:leave|leaves|leaving|left) (?:the|this|that|its|his|her|their) (?:\w+ ){0,2}?"
    "(?:treaty|convention|party|union|council|club|alliance|company|court|country|committee"
    "|government|organi[sz]ation)"
)
MEMBERSHIP = phrases(
    "joined", "joins", "quit", r"withdr[ae]w\w*", "ratified", "signed", "acceded", "accession",
    "denounced", "expelled", "expulsion", "members? of", "part(?:y|ies) to", "belong(?:s|ed)? to",
    _LEFT, "suspended from", "bound by", "binds", "admitted to", "consists? of", "made up of",
    "allied with", "open to states", "enlisted", "pulled out of", "signator(?:y|ies)",
)  # fmt: skip
"""Who belongs to a body or a treaty, and who no longer does."""
