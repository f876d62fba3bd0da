"""What happened, what follows from what, how something stands, and what a rule allows."""

from __future__ import annotations

import re

from annot.text.candidates.phrases import phrases, words

_DEEDS = words("""
    abandoned abducted abolished accused(?!\\s(?:is|was|are|were|has|had)) acquired acquitted
    adopted agreed allowed amended annexed announced appealed approved arrested assassinated
    attacked auctioned authori[sz]ed awarded backed banned barred beaten besieged betrayed blocked
    bombed bought boycotted breached bribed broke built bulldozed burned cancel?led captured
    censored charged closed collapsed collided commissioned committed completed condemned conducted
    confiscated conquered convicted crashed created crossed damaged defeated defected delayed
    demolished deployed deported derailed destroyed detained died discovered dismissed dissolved
    drafted drowned elected embezzled ended endorsed enacted erupted escaped established evacuated
    evicted exchanged excluded executed exiled exploded exported extradited failed falsified filed
    fined fired flew fled flooded forced fought founded freed funded gave granted hacked halted
    handed hanged held hijacked hired hit hosted impeached imposed imported imprisoned inherited
    injured inspected installed interrogated intervened interrupted introduced invaded invented
    invested investigated issued jailed kidnapped killed launched leaked legali[sz]ed looted married
    merged moved murdered nationali[sz]ed negotiated nominated obtained occupied opened opposed
    ordered ousted outlawed overthrew overturned paid pardoned passed perished plundered poisoned
    postponed prevented privati[sz]ed produced prohibited prosecuted protested published purchased
    raided rammed reached rebuilt rebuked recalled received recogni[sz]ed reinstated rejected
    released removed renamed reopened repealed replaced rescued resigned restored retired returned
    revealed revoked robbed ruled sacked sank scrapped searched seized sent sentenced
    set\\s(?:up|fire) settled shelled shipped shot shut\\sdown smuggled sold spent sponsored stabbed
    staged stole stopped stormed strangled struck submitted sued supported surrendered suspended
    swapped tested testified took\\sover torpedoed tortured transferred triggered unveiled upheld
    urged vandali[sz]ed vetoed violated visited voted walked\\sfree withheld won wounded wrecked
""")

EVENT = re.compile(
    rf"\b(?:{_DEEDS})\b|\b(?:invasions?|elections? (?:of|in)|summits? (?:in|of|with)"
    r"|violations? of|death of|arrest of|outbreak of|enter(?:s|ed) into force|came into force"
    r"|took place|happened|broke (?:out|down|up)|called off|laid off|switched off)\b",
    re.IGNORECASE,
)
"""Something done that leaves a trace to be looked up."""

_PAST = words("""
    became began blew came caught chose did drew drove fell felt found got grew had heard kept knew
    laid left lent let lost made met overcame put ran read rode rose sang sat saw sent shook slept
    sought spoke spread stood swam swore taught thought threw told took tore understood went
    withdrew wore wrote
""")
_NO_PAST = words("""
    need indeed speed feed seed deed weed breed bleed proceed succeed exceed hundred sacred naked
    wicked kindred supposed interested concerned limited united used advanced tired pleased
    embrace red bed fed shed
""")
_PARTICIPLE = r"[a-z]+(?:ed|en|wn|rn|ne|lt|nt|ought|aught|de|pt|id|old|ost|ut)"
PAST = re.compile(
    rf"\b(?!(?:{_NO_PAST})\b)[a-z]{{2,}}(?<!e)ed\b|\b(?:{_PAST})\b|\bdid(?:n['’]t| not)\b"
    r"|(?:\b(?:has|have|had)|[’']ve)(?: (?:not|never|already|also|been|just|now))*"
    rf" (?!children|men|women|seven|ten){_PARTICIPLE}\b"
)
"""Something that was, or was done, whatever it is."""

DONE_TO = re.compile(
    r"\b(?:was|were|(?:has|have|had)(?: never| not| already| also| just)? been)"
    r"(?: never| not| already| also| just| then| finally)?"
    rf" (?!(?:{_NO_PAST}|often|open|golden|wooden|children|men|women|seven|ten|even|one|gone|done"
    r"|alone|fine|silent|different|present|urgent|recent|evident|content|bold|cold|old|afraid|said"
    rf"|about|without|out|but|born|hidden|sudden|keen|green|known|stern|modern|western|eastern|southern|northern)\b){_PARTICIPLE}\b"
)
"""Something that was done to somebody or something."""

STATE = phrases(
    r"there (?:is|are|was|were) (?:no|not|an?|about|some|over|nearly)",
    r"(?<!I )(?<!we )(?<!you )(?:has|have|had|ha[sd]n['’]t|haven['’]t) (?:no|an?|the|not|any)",
    r"(?:is|are|was|were) (?:not|no longer|now|still|currently|already|closed|open|under)",
    "cannot", "can no longer", "contains?", "includes?", "comprises?", "costs?", "covers?",
    "lasts?", "stretches", "measures", "stays?", "remains?", "lies (?:in|on|at)", "employs?",
    "produces?", "exports?", "imports?", "owns?", "operates?", "supports?", "opposes?", "funds?",
    "controls?", "constitutes?", "means that", "lacks?", "stems? from", "consumes?",
)  # fmt: skip
"""How something stands."""

GOING_ON = re.compile(
    r"\b(?:is|are|was|were|[’']re)(?: not| now| also| already| still)?"
    r" (?!going|nothing|something|anything|everything)[a-z]{2,}ing\b"
)
"""Something that goes on, or went on."""

_WORSE = "ill|sick|homeless|bankrupt|impossible|unusable|dearer|cheaper|harder|easier|worse"
CAUSE = phrases(
    "because", "due to", "led to", "lead(?:s|ing)? to", "as a result", "therefore", "thanks to",
    "so that", "reasons? (?:for|why|that)", "owing to", "(?:is|are|was|were) the results? of",
    "result(?:s|ed|ing)? (?:in|from)", "caus(?:es|ed|ing)", "cause (?:of|an?|the)", "brought about",
    "following its", "responsible for", "to blame for", "blamed (?:on|for)", "stem(?:s|med) from",
    r"forc(?:es|ed|ing) (?:\w+ ){1,4}to", r"drove (?:\w+ ){1,4}(?:out|away|into|to)",
    rf"(?:makes?|made|making|left) (?:\w+ ){{1,3}}(?:{_WORSE})", "consequences? of",
    "attributed to", "as a consequence", "in response to", "prompted", "triggered",
    "contribut(?:es|ed) to", "which is why", "that is why", "in retaliation for",
)  # fmt: skip
"""What something comes from or leads to."""

RULE = phrases(
    r"(?-i:may) (?!be|have|well|also|come to)\w+", "no longer", "allows?", "forbid(?:s|den)?",
    "entitles?", r"g[ai]ves? .{1,30} the right", "prohibits?", "requires?", "guarantees?",
    "illegal", "unlawful", "has the right", "the right to", r"(?:be|is|are) punish\w+",
    "confidential", "compulsory", "mandatory", "in force", "under the law", "obliges?",
    "exempts?", "permits?", "outlaws?", "bans?", "(?:is|are) (?:not )?(?:allowed|permitted)",
)  # fmt: skip
"""What a law, a treaty or a house allows or forbids."""
