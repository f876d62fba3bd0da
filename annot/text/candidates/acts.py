"""What happened, who said what, what follows from what, and what a rule allows."""

from __future__ import annotations

import re

from annot.text.candidates.phrases import phrases, words

_DEEDS = words("""
    abolished accused acquired acquitted adopted agreed allowed announced approved arrested attacked
    authori[sz]ed awarded backed banned blocked bombed bought broke built burned cancel?led captured
    caused charged closed collapsed committed completed condemned conducted confirmed convicted
    created crashed crossed defeated deployed deported destroyed detained died dismissed dissolved
    drafted elected ended enacted established executed exploded exported extradited failed filed
    fined fired flew fled forced founded freed funded gave granted halted handed held hosted hit
    imported imposed imprisoned inherited inspected introduced invaded invented invested
    investigated issued jailed killed launched legali[sz]ed merged moved murdered nationali[sz]ed
    obtained occupied opened opposed ordered overturned paid passed poisoned privati[sz]ed
    produced prohibited promised prosecuted published purchased raided reached rebuked received
    recogni[sz]ed rejected released refused repealed replaced resigned returned revealed revoked
    ruled sank seized sent sentenced set\\sup settled shelled shot shut\\sdown sold spent
    sponsored stole stopped struck submitted sued supported surrendered testified took\\sover
    tortured transferred triggered urged vetoed violated visited voted walked\\sfree warned won
    wounded
""")

EVENT = re.compile(
    rf"\b(?:{_DEEDS})\b|\b(?:invasions?|elections? (?:of|in)|summits? (?:in|of|with)"
    r"|violations? of|death of|arrest of|outbreak of|enter(?:s|ed) into force|came into force"
    r"|took place|happened)\b",
    re.IGNORECASE,
)
"""Something done that leaves a trace to be looked up."""

_PAST = words("""
    became began came did drew drove fought found got grew had heard kept knew laid left lent let
    lost made met put ran read rode rose sang sat saw slept sought spoke stood taught thought threw
    told took understood went withdrew wrote
""")
_NO_PAST = words("""
    need indeed speed feed seed deed weed breed bleed proceed succeed exceed hundred sacred naked
    wicked kindred supposed interested concerned limited united used advanced tired pleased
    embrace red bed fed shed
""")
PAST = re.compile(
    rf"\b(?!(?:{_NO_PAST})\b)[a-z]{{2,}}(?<!e)ed\b|\b(?:{_PAST})\b|\bdid(?:n['’]t| not)\b"
    r"|(?:\b(?:has|have|had)|[’']ve)(?: (?:not|never|already|also|been|just|now))*"
    r" (?!children|men|women|seven|ten)[a-z]+"
    r"(?:ed|en|wn|ne|lt|nt|ought|aught|de|pt|id|old|ost|ut)\b"
)
"""Something that was, or was done, whatever it is."""

STATE = re.compile(
    r"\b(?:there (?:is|are|was|were) (?:no|not|a|an|about|some|over|nearly)"
    r"|(?:has|have|had|ha[sd]n['’]t|haven['’]t) (?:no|a|an|the|not|any)"
    r"|(?:is|are|was|were) (?:not|no longer|now|still|currently|already|closed|open|under)"
    r"|cannot|can no longer|contains?|includes?|comprises?|costs?|covers?|lasts?|stretches|measures"
    r"|(?:is|are|was|were|[’']re)(?: not| now| also| already| still)?"
    r" (?!going|nothing|something|anything|everything)[a-z]{2,}ing"
    r"|stays?|remains?|lies (?:in|on|at)|employs?|produces?|exports?|imports?|owns?|operates?"
    r"|supports?|opposes?|funds?|controls?|constitutes?|means that)\b"
)
"""How something stands."""

ATTRIBUTION = phrases(
    "said", "says", "saying", "told", "tells", "according to", "wrote", "writes", "reported",
    "announced", "claimed", "warned", "argued", "admitted", "denied", "den(?:y|ies)",
    "insist(?:s|ed)", "declared", "stated", "stating", "described", "testified", "conceded",
    "testimon(?:y|ies)", "called (?:it|him|her|them|for|the)", "promised", "accus(?:es|ed)",
    "survey(?:s|ed)?", "polls?", "stud(?:y|ies) (?:by|of|from|found|shows?)",
    "figures (?:from|by)", "estimates?",
)  # fmt: skip
"""Somebody's words, or a source that is named."""

QUOTATION = re.compile(r"[“\"„«][^”\"“»]{12,}[”\"“»]")
"""Words in quotation marks, longer than a name or a nickname."""

CAUSE = phrases(
    "because", "due to", "led to", "lead(?:s|ing)? to", "as a result", "therefore", "thanks to",
    "so that", "reasons? (?:for|why|that)", "in order to", "owing to",
    "result(?:s|ed|ing)? (?:in|from)", "caus(?:e|es|ed|ing)", "brought about", "following its",
    "responsible for",
)  # fmt: skip
"""What something comes from or leads to."""

RULE = phrases(
    r"(?-i:may) (?!be|have|well|also|come to)\w+", "no longer", "allows?", "forbid(?:s|den)?",
    "entitles?", r"g[ai]ves? .{1,30} the right", "prohibits?", "requires?", "guarantees?",
    "illegal", "unlawful", "has the right", "the right to", "(?:be|is|are) punish\\w+",
    "confidential", "compulsory", "mandatory", "in force", "under the law",
)  # fmt: skip
"""What a law, a treaty or a house allows or forbids."""
