"""Findings as SARIF 2.1.0 (OASIS), which code hosts and build servers show beside the text."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from annot import __version__
from annot.rules.finding import Finding
from annot.rules.registry import RULES, Rule
from annot.vocabulary import Severity

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS: Mapping[Severity, str] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTICE: "note",
}

TextOf = Callable[[str], tuple[str, str]]
"""The name of the file of an article's latest draft and its text, by the article's slug."""


def sarif(findings: Sequence[Finding], text_of: TextOf) -> str:
    """Findings as a SARIF log of one run, with a line end at the end.

    Places are given by line and column and as offsets, all in code points. A result keeps its
    fingerprint as long as rule, article, claim and message stay.

    Args:
        findings: What was found.
        text_of: Gives an article's text, for lines and columns.
    """
    texts = {slug: text_of(slug) for slug in dict.fromkeys(item.article for item in findings)}
    run = {
        "tool": {
            "driver": {
                "name": "annot",
                "version": __version__,
                "rules": [_rule(rule) for rule in RULES],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(item, *texts[item.article]) for item in findings],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return f"{json.dumps(log, ensure_ascii=False, indent=2)}\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.summary},
        "help": {"text": rule.page, "markdown": rule.page},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(finding: Finding, filename: str, text: str) -> dict[str, Any]:
    about = f"claim {finding.claim}" if finding.claim is not None else finding.article
    said = "\0".join((finding.code, finding.article, about, finding.message))
    location: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": {"uri": quote(filename or finding.article)}},
        "logicalLocations": [
            {"name": about, "fullyQualifiedName": f"{finding.article}/{about}", "kind": "claim"}
        ],
    }
    if finding.place is not None and text:
        location["physicalLocation"]["region"] = _region(text, *finding.place)
    return {
        "ruleId": finding.code,
        "ruleIndex": [rule.code for rule in RULES].index(finding.code),
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [location],
        "partialFingerprints": {"annotFinding/v1": hashlib.sha256(said.encode()).hexdigest()},
        "properties": {"article": finding.article, "hint": finding.hint},
    }


def _region(text: str, start: int, end: int) -> dict[str, int]:
    """A place by line and column, both from 1; the end column is the one behind the last sign."""
    first, last = text[:start], text[:end]
    return {
        "startLine": first.count("\n") + 1,
        "startColumn": start - (first.rfind("\n") + 1) + 1,
        "endLine": last.count("\n") + 1,
        "endColumn": end - (last.rfind("\n") + 1) + 1,
        "charOffset": start,
        "charLength": end - start,
    }
