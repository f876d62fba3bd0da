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

from markupsafe import Markup

from annot.report import arrange, links, places, wording
from annot.report.model import Report
from annot.text.addresses import printed
from annot.text.display import shown, with_few_marks
from annot.vocabulary import STATUS_SIGNS, VERDICT_SIGNS, label

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATE = "report.html.jinja"
_STYLE = "report.css"
_SCRIPT = "report.js"


def write_html(report: Report) -> str:
    """Lay a report out as one self-contained HTML page.

    Args:
        report: The report. All its strings may come from outside: they are escaped, control and
            bidirectional characters in them are made visible, and only plain web and mail
            addresses become links.

    Returns:
        The page, to be written as UTF-8.
    """
    environment = _environment()
    style, script = _ours(environment, _STYLE), _ours(environment, _SCRIPT)
    return environment.get_template(_TEMPLATE).render(
        report=report,
        style=style,
        script=script,
        policy=_policy(style, script),
        linked_data=_linked(report.linked_data),
        open=arrange.open_items(report),
        citing=arrange.citing_claims(report),
        claims={claim.number: claim for claim in report.claims},
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
        "live": links.live,
        "owner": links.owner,
        "printed": printed,
        "paragraphs_by_claim": places.paragraphs_by_claim,
        "stretches": places.stretches,
        "words": {name.lower(): value for name, value in vars(wording).items()},
        "label": label,
        "status_signs": STATUS_SIGNS,
        "verdict_signs": VERDICT_SIGNS,
        "zip": partial(zip, strict=True),
    }


def _shown(value: object) -> object:
    """Make what is invisible in a text visible, ends of lines apart; markup is ours already."""
    return with_few_marks(shown(wording.one_line(value))) if type(value) is str else value


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
