"""Dates, the words for times that can be looked up, and names of months that are words too."""

from __future__ import annotations

import re

from annot.text.candidates.amounts import COUNT

_MONTH = (
    "January|February|April|June|July|August|September|October|November|December"
    "|Jan\\.|Feb\\.|Aug\\.|Sept\\.|Oct\\.|Nov\\.|Dec\\."
)
_AMBIGUOUS = "(?:March|May)"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:1[5-9]|20)\d\d"

DATE = re.compile(
    rf"\b(?:{_DAY} (?:of )?)?(?:{_MONTH})(?:\s{_DAY}\b)?(?:,? {_YEAR}\b)?"
    rf"|\b{_DAY} (?:of )?{_AMBIGUOUS}\b(?:,? {_YEAR}\b)?"
    rf"|\b{_AMBIGUOUS} {_DAY}\b(?:,? {_YEAR}\b)?"
    rf"|\b{_AMBIGUOUS},? {_YEAR}\b"
    rf"|\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Ll]ast|[Nn]ext|[Tt]his|[Ee]arly|[Ll]ate) {_AMBIGUOUS}\b"
    rf"|\b{_YEAR}(?:s|-\d\d(?:\d\d)?)?\b(?!,\d|\.\d)"
    r"|\b\d{1,2}(?:st|nd|rd|th) century\b"
)
"""A date, or a part of one; not `May` and `March` where they may be other words."""

TIME = re.compile(
    rf"\b(?:\d+|(?i:{COUNT}|several|few|an?))(?: and a half)?(?: more| full| consecutive)?[ -]"
    r"(?:years?|months?|weeks?|days?|hours?|minutes?|decades?|centur(?:y|ies))\b"
    r"|\b(?:yesterday|last (?:week|month|year|night|spring|summer|autumn|winter)"
    r"|(?:years|months|weeks|days|decades|centuries|hours) (?:ago|later|earlier|before)"
    r"|the same (?:year|month|week|day)|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)
"""How long, or a time told from another one."""
