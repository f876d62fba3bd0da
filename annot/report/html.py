"""A report as one HTML file that explains itself: nothing to fetch, nothing to run.

The page needs no network and no script. Its policy forbids both, so that nothing which slips in
from outside could load or run either. Every value that reaches the template goes through `_shown`
and is then escaped: no template can forget it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache, partial
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from annot.report import arrange, draft_words, links, places, snapshot_words, wording
from annot.report.dress import Dress
from annot.report.model import Report
from annot.report.wording import Wording
from annot.text.display import shown, with_few_marks
from annot.vocabulary import STATUS_SIGNS, VERDICT_SIGNS

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATE = "report.html.jinja"
_STYLE = "report.css"
_SCRIPT = "report.js"
_QUOTES = ("open_", "close_", "inner_open_", "inner_close_")
_SLOT = Markup("\x00")
"""Stands for something in fixed words where a template takes them apart."""


def write_html(report: Report, dress: Dress | None = None) -> str:
    """Lay a report out as one self-contained HTML page.

    Args:
        report: The report. All its strings may come from outside: they are escaped, control and
            bidirectional characters in them are made visible, and only plain web and mail
            addresses become links.
        dress: How it looks and speaks; plain and English if not given.

    Returns:
        The page, to be written as UTF-8.
    """
    said = (dress or Dress()).wording
    environment = _environment()
    script = _ours(environment, _SCRIPT)
    style = _ours(environment, _STYLE) + _quotation_marks(said)
    return environment.get_template(_TEMPLATE).render(
        report=report,
        style=style,
        script=script,
        policy=_policy(style, script),
        linked_data=_linked(report.linked_data),
        open=arrange.open_items(report),
        citing=arrange.citing_claims(report),
        claims={claim.number: claim for claim in report.claims},
        words=said,
        label=said.label,
        say=partial(_said, said, {}),
        **_about_proof(said),
    )


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("annot", "report/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(_vocabulary())
    return environment


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
        "printed": links.printed,
        "paragraphs_by_claim": places.paragraphs_by_claim,
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
        "status_signs": STATUS_SIGNS,
        "verdict_signs": VERDICT_SIGNS,
        "zip": partial(zip, strict=True),
    }


def _about_proof(said: Wording) -> Mapping[str, object]:
    """What is said of snapshots and drafts, in the words of the page."""
    return {
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
    return with_few_marks(shown(wording.one_line(value))) if type(value) is str else value


def _said(said: Wording, known: dict[str, Markup], name: str, /, **values: object) -> Markup:
    """Fixed words as they may stand in the page; what is filled in is escaped, too.

    Args:
        said: The words.
        known: Those that were said before, escaped; kept up.
        name: Their name.
        values: What stands for the words in braces: text from outside, or markup of a template.
    """
    if name not in known:
        known[name] = escape(_shown(said.words.texts[name]))
    return known[name].format(**{key: _shown(value) for key, value in values.items()})


def _quotation_marks(said: Wording) -> Markup:
    """The style of quotations in a language."""
    marks = [said.words.texts[f"language.{name}quote"] for name in _QUOTES]
    spelled = " ".join(f'"{"".join(map(_css, mark))}"' for mark in marks)
    return Markup(f"q, blockquote {{ quotes: {spelled}; }}\n")  # noqa: S704


def _css(sign: str) -> str:
    """A sign as it may stand in a string of a style sheet, whatever it is."""
    return f"\\{ord(sign):06x}"


def _ours(environment: Environment, name: str) -> Markup:
    """Style sheet or script, which are ours and stand in the page as they are.

    Browsers hash them with line feeds, however the file came onto this machine.
    """
    loader = environment.loader
    assert loader is not None
    source, _, _ = loader.get_source(environment, name)
    return Markup(source.replace("\r\n", "\n"))  # noqa: S704


def _linked(data: str) -> Markup:
    """JSON as it may stand in an element of a page: no sign in it ends the element."""
    for sign in "<>&\u2028\u2029":
        data = data.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(data)  # noqa: S704


def _policy(style: str, script: str) -> str:
    """What the page may do: nothing but its own style sheet and script, known by their hashes."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
