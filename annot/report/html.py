"""A report as one HTML file that explains itself: nothing to fetch, nothing to run.

The page needs no network and no script. Its policy forbids both, so that nothing which slips in
from outside, or stands in a newsroom's template, could load or run either. Every value that reaches
a template goes through `_shown` and is then escaped: no template can forget it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from functools import cache, partial
from string import Formatter
from typing import TYPE_CHECKING, BinaryIO

from markupsafe import Markup, escape

from annot.errors import InputFileError
from annot.report import (
    arrange,
    draft_words,
    judgement_words,
    links,
    places,
    shapes,
    snapshot_words,
    wording,
)
from annot.report.dress import Dress
from annot.report.files import write_text
from annot.report.house import OUR_STYLES, STYLE, House
from annot.report.model import Report
from annot.report.rendering import environment, rendered, source
from annot.report.wording import Wording
from annot.text.addresses import printed
from annot.text.display import shown, with_few_marks
from annot.vocabulary import STATUS_SIGNS, VERDICT_SIGNS

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATE = "report.html.jinja"
_SCRIPT = "report.js"
_OPENING = Markup(
    '<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
    '<meta http-equiv="Content-Security-Policy" content="{policy}">'
)
"""How every page begins: nothing stands before its policy."""

_QUOTES = ("open_", "close_", "inner_open_", "inner_close_")
_SLOT = Markup("\x00")
"""Stands for something in fixed words where a template takes them apart."""


def write_html(report: Report, out: BinaryIO, dress: Dress | None = None) -> None:
    """Lay a report out as one self-contained HTML page; see `html_pieces`."""
    write_text(html_pieces(report, dress), out)


def html_pieces(report: Report, dress: Dress | None = None) -> Iterator[str]:
    """A report as one self-contained HTML page, piece by piece.

    Args:
        report: The report. All its strings may come from outside: they are escaped, control and
            bidirectional characters in them are made visible, and only plain web and mail
            addresses become links.
        dress: How it looks and speaks; plain and English if not given.

    Yields:
        The pieces of the page, to be written as UTF-8.

    Raises:
        InputFileError: If a newsroom's template is broken, or its page does not begin with the
            policy.
    """
    dress = dress or Dress()
    values = page_values(report, dress)
    page = rendered(_environment(dress.house), _TEMPLATE, values)
    if dress.house is None:
        yield from page
        return
    opening, begun = str(values["opening"]), ""
    while len(begun) < len(opening) and (piece := next(page, "")):
        begun += piece
    if not begun.startswith(opening):
        raise InputFileError(
            f"{dress.house.path / _TEMPLATE} does not begin as a page must.",
            hint='Begin it with {% extends "annot/report.html.jinja" %}, or with {{ opening }}.',
        )
    yield begun
    yield from page


def page_values(report: Report, dress: Dress) -> dict[str, object]:
    """What the templates of the page are given: the report, and words for it.

    Args:
        report: The report as its audience may see it.
        dress: How it looks and speaks.
    """
    said, house = dress.wording, dress.house
    script = Markup(source(_SCRIPT))  # noqa: S704 -- our own
    style = _style(said, house)
    policy = _policy(style, script)
    return {
        "report": report,
        "opening": _OPENING.format(language=said.language, policy=policy),
        "style": style,
        "script": script,
        "logo": house.logo.address if house and house.logo else "",
        "linked_data": _linked(report.linked_data),
        "open": arrange.open_items(report),
        "citing": arrange.citing_claims(report),
        "claims": report.claims_by_number,
        "marks": report.marks_by_number,
        "words": said,
        "label": said.label,
        "say": _Say(said.words.texts),
        **_about_proof(said),
    }


def _environment(house: House | None) -> Environment:
    if house is None:
        return _plain()
    return environment(house, finalize=_escaped, names=_vocabulary())


@cache
def _plain() -> Environment:
    return environment(None, finalize=_shown, names=_vocabulary())


def _vocabulary() -> Mapping[str, object]:
    return {
        "change": arrange.change,
        "status_counts": arrange.status_counts,
        "verdict_counts": arrange.verdict_counts,
        "source_counts": arrange.source_counts,
        "shares": arrange.shares,
        "is_shown_first": arrange.is_shown_first,
        "revised_articles": draft_words.revised_articles,
        "revised_groups": draft_words.revised_groups,
        "drafted_change": draft_words.drafted_change,
        "is_untouched": draft_words.is_untouched,
        "live": links.live,
        "owner": links.owner,
        "printed": printed,
        "paragraphs_by_claim": places.paragraphs_by_claim,
        "parts": shapes.parts,
        "stretches": places.stretches,
        "lines": wording.lines,
        "all_lines": wording.all_lines,
        "one_line": wording.one_line,
        "quotes_to_show": wording.quotes_to_show,
        "not_looked_at": wording.not_looked_at,
        "stance_signs": wording.STANCE_SIGNS,
        "most_places": wording.MOST_PLACES,
        "most_sentences": wording.MOST_SENTENCES,
        "SLOT": _SLOT,
        "bdi": _bdi,
        "status_signs": STATUS_SIGNS,
        "verdict_signs": VERDICT_SIGNS,
        "zip": partial(zip, strict=True),
    }


def _about_proof(said: Wording) -> Mapping[str, object]:
    """What is said of snapshots, drafts and judgements, in the words of the page."""
    return {
        "judgement_lines": partial(judgement_words.judgement_lines, said),
        "snapshot_words": partial(snapshot_words.snapshot_words, said),
        "snapshot_facts": partial(snapshot_words.snapshot_facts, said),
        "no_snapshot": partial(snapshot_words.no_snapshot, said),
        "revised_drafts": partial(draft_words.revised_drafts, said),
        "revised_facts": partial(draft_words.revised_facts, said),
        "revised_heading": partial(draft_words.revised_heading, said),
        "drafted_notes": partial(draft_words.drafted_notes, said),
    }


def _shown(value: object) -> object:
    """Make what is invisible in a text visible, ends of lines apart; markup is ours already."""
    if type(value) is not str or (value.isascii() and value.isprintable()):
        return value  # most values are a few letters that hide nothing
    return with_few_marks(shown(wording.one_line(value)))


def _escaped(value: object) -> object:
    """The same, escaped whatever a newsroom's template says of escaping."""
    return escape(_shown(value)) if isinstance(value, str) else value


class _Say:
    """Fixed words as they may stand in the page; what is filled in is escaped, too.

    They are taken apart once, since a page of many claims says the same words thousands of times.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._whole: dict[str, Markup] = {}
        self._parts: dict[str, list[tuple[str, str]]] = {}

    def __call__(self, name: str, /, **values: object) -> Markup:
        """Say the words of a name.

        Args:
            name: Such as `claim.heading`.
            values: What stands for the words in braces: text from outside, or markup of ours.
        """
        if not values:
            if name not in self._whole:
                self._whole[name] = escape(_shown(self._texts[name]))
            return self._whole[name]
        if name not in self._parts:
            self._parts[name] = [
                (escape(_shown(text)), value or "")
                for text, value, *_ in Formatter().parse(self._texts[name])
            ]
        return Markup(  # noqa: S704 -- each part is escaped
            "".join(
                f"{text}{escape(_shown(values[value])) if value else ''}"
                for text, value in self._parts[name]
            )
        )


def _bdi(text: str) -> Markup:
    """Text from outside, to be filled into words of ours."""
    return Markup("<bdi>{}</bdi>").format(_shown(text))


def _quotation_marks(said: Wording) -> str:
    """The style of quotations in a language."""
    marks = [said.words.texts[f"language.{name}quote"] for name in _QUOTES]
    spelled = " ".join(f'"{"".join(map(_css, mark))}"' for mark in marks)
    return f"q, blockquote {{ quotes: {spelled}; }}\n"


def _css(sign: str) -> str:
    """A sign as it may stand in a string of a style sheet, whatever it is."""
    return f"\\{ord(sign):06x}"


def _style(said: Wording, house: House | None) -> Markup:
    """The style sheets, which are ours or a newsroom's and stand in the page as they are."""
    own = house.styles if house else {}
    sheets = [own.get(name) or source(name) for name in OUR_STYLES]
    whole = "\n".join([*sheets, _quotation_marks(said), own.get(STYLE, "")])
    return Markup(whole)  # noqa: S704 -- a sheet cannot end its element: see `house`


def _linked(data: str) -> Markup:
    """JSON as it may stand in an element of a page: no sign in it ends the element."""
    data = data.translate({ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})
    return Markup(data)  # noqa: S704 -- escaped above


def _policy(style: str, script: str) -> str:
    """What the page may do: nothing but its own style sheet and script, known by their hashes."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
