"""Findings as JUnit XML: every rule is a test of every article, for build servers that count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree

from annot.rules.finding import Finding
from annot.rules.registry import Rule

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(findings: Sequence[Finding], *, articles: Sequence[str], rules: Sequence[Rule]) -> str:
    """Findings as JUnit XML, with a line end at the end.

    Args:
        findings: What was found; each makes the test of its rule and its article fail.
        articles: The articles that were looked at, by slug; each is a suite.
        rules: The rules that were applied.
    """
    root = ElementTree.Element("testsuites", name="annot check")
    tests = failed = 0
    for slug in articles:
        suite = ElementTree.SubElement(root, "testsuite", name=_told(slug))
        bad = 0
        for rule in rules:
            name = f"{rule.code} {rule.name}"
            case = ElementTree.SubElement(suite, "testcase", classname=_told(slug), name=name)
            own = [item for item in findings if (item.code, item.article) == (rule.code, slug)]
            bad += bool(own)
            if own:
                told = f"{len(own)} found: {own[0].message}" if len(own) > 1 else own[0].message
                failure = ElementTree.SubElement(
                    case, "failure", message=_told(told), type=str(rule.severity)
                )
                failure.text = _told("\n".join(map(_lines, own)))
        suite.set("tests", str(len(rules)))
        suite.set("failures", str(bad))
        suite.set("errors", "0")
        tests, failed = tests + len(rules), failed + bad
    root.set("tests", str(tests))
    root.set("failures", str(failed))
    root.set("errors", "0")
    ElementTree.indent(root)
    declared = '<?xml version="1.0" encoding="UTF-8"?>'
    return f"{declared}\n{ElementTree.tostring(root, encoding='unicode')}\n"


def _lines(finding: Finding) -> str:
    about = f"claim {finding.claim}: " if finding.claim is not None else ""
    return f"{about}{finding.message}\n    {finding.hint}"


def _told(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)
