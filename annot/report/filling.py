"""A report in Markdown as a newsroom's template arranges it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial

from annot.report import arrange
from annot.report.commonmark import escape, joined, line
from annot.report.dress import Dress
from annot.report.model import Report
from annot.report.rendering import environment, rendered
from annot.text.display import shown

TEMPLATE = "report.md.jinja"
PARTS = ("title", "facts", "glance", "open", "articles", "revised", "sources", "seal", "links")
"""The parts of a report; for their order see `arrange.order`."""

_BLANK_LINES = re.compile(r"\n{3,}")


class _Ready(str):
    """Markdown that is ready; all other text is escaped when a template prints it."""

    __slots__ = ()


def fill(report: Report, dress: Dress, parts: Mapping[str, Sequence[Sequence[str]]]) -> str:
    """The report in Markdown, arranged by a newsroom's template.

    Args:
        report: The report as its audience may see it.
        dress: What it wears, with a template for Markdown.
        parts: Its parts by the names in `PARTS`, each a list of blocks of lines.

    Raises:
        InputFileError: If the template is broken.
    """
    made = environment(dress.house, finalize=_printed, names={}, autoescape=False)
    text = "".join(rendered(made, TEMPLATE, markdown_values(report, dress, parts)))
    return _BLANK_LINES.sub("\n\n", text).strip("\n") + "\n"


def markdown_values(
    report: Report, dress: Dress, parts: Mapping[str, Sequence[Sequence[str]]]
) -> dict[str, object]:
    """What the template is given: the report, its parts as Markdown, and words for it."""
    said = dress.wording
    ready: dict[str, object] = {name: _ready(joined(parts[name])) for name in PARTS}
    ready["articles"] = [_ready(block) for block in parts["articles"]]
    return {
        "parts": ready,
        "order": arrange.order(report),
        "report": report,
        "open": arrange.open_items(report),
        "citing": arrange.citing_claims(report),
        "claims": report.claims_by_number,
        "marks": report.marks_by_number,
        "words": said,
        "label": said.label,
        "say": partial(said.text),
    }


def _ready(lines: Sequence[str]) -> _Ready:
    return _Ready("\n".join(lines))


def _printed(value: object) -> object:
    if type(value) is _Ready or not isinstance(value, str):
        return value
    return line(escape(shown(value)))
