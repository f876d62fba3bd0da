"""Who said what: words in quotation marks, and what is told as somebody's."""

from __future__ import annotations

import re

from annot.text.candidates.phrases import words

QUOTATION = re.compile(r"(?<![^\s(\[—–-])[“\"„«](?=\S)[^”\"“»]{11,}[^\s”\"“»][”\"“»]")
"""Words in quotation marks, longer than a name or a nickname."""

_THAT = words("""
    acknowledge admit allege announce argue assert assume believe boast claim complain concede
    conclude confirm contend declare den(?:y|ie) disclose estimate explain find hold indicate inform
    insist insinuate maintain mention note object observe point\\sout predict promise propose
    recall remark repl(?:y|ie) report respond reveal say state stress suggest swear testif(?:y|ie)
    think threaten vow warn write
""")
_TOLD_THAT = words("""
    acknowledged admitted alleged announced argued asserted assumed believed boasted claimed
    complained conceded concluded confirmed contended declared denied disclosed estimated explained
    found held indicated informed insisted insinuated maintained mentioned noted objected observed
    pointed\\sout predicted promised proposed recalled remarked replied reported responded revealed
    said stated stressed suggested swore testified thought threatened vowed warned wrote
""")
_SPEECH = words("""
    said says saying told tells wrote writes reported announced claimed warned argued admitted
    denied deny denies insists? insisted declared stated stating testified conceded confirmed
    acknowledged complained alleges? asserted asserts contends contended testimony
    testimonies promised pledged vowed maintains\\sthat
""")

ATTRIBUTION = re.compile(
    rf"(?i:\b(?:{_SPEECH})\b(?!\sso\b))"
    rf"|\b(?:{_THAT})(?:e?s)? that\b|(?<!be )\b(?:{_TOLD_THAT}) that\b"
    r"|(?i:\baccording to|\bin the words of|\bquoted|\b(?:is|are|was|were) said to\b)"
    r"|(?<!\bthe )(?<!\bThe )\baccus(?:es|ed) (?!is\b|was\b|are\b|were\b|of\b)\w+|\bblames\b"
    r"|\bcall(?:s|ed) (?:(?:on|for|it|him|her|them|himself|herself)\b"
    r"|(?:the|this|that|their|its)(?: \w+){1,3} [“\"„«]|[“\"„«])"
    r"|\bdescri(?:bes?|bed) (?:\w+ ){1,5}as\b|\b(?:speaks?|spoke) of (?:an? )?[“\"„«]"
    r"|(?i:\b(?:surveys?|polls?|stud(?:y|ies)) (?:by|of|from|found|finds?|shows?|suggests?)\b"
    r"|\b(?:figures|data|documents|records) (?:from|by|show|seen by)\b"
    r"|\bestimates (?:by|of|from|that)\b)"
)
"""Somebody's words, or a source that is named."""
