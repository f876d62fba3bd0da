"""Hypothesis strategies for reports in which every string from outside is hostile."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st
from report_builders import article, report

from annot.report.model import (
    ActEntry,
    ClaimEntry,
    EvidenceEntry,
    FindingEntry,
    JudgementEntry,
    NoteEntry,
    Paragraph,
    Piece,
    Report,
    SourceEntry,
)
from annot.vocabulary import (
    Addressee,
    ClaimKind,
    CorrectionState,
    NoteKind,
    Rank,
    SourceKind,
    Stance,
    Status,
    Verdict,
)

BAIT = (
    "<script>alert(1)</script>",
    "</style></p></bdi><h1 id=main onclick=x>",
    '"><img src=https://evil.example/x.png onerror=alert(1)>',
    "' autofocus onfocus='alert(1)",
    "<!-- ",
    "]]>",
    "&lt;b&gt;&#60;i&#x3e;",
    "{{ 7 * 7 }}{% raw %}",
    "[click](https://evil.example)",
    "![x](https://evil.example/x.png)",
    "[1 ✗]",
    "[1 ·]: https://evil.example",
    "[^1]",
    "<https://evil.example>",
    "https://evil.example",
    "www.evil.example",
    "*a* _b_ **c** __d__ ~~e~~",
    "`x` ``` ~~~",
    "# head",
    "head\n====",
    "head\n----",
    "---",
    "***",
    "> quote",
    "- item",
    "+ item",
    "* item",
    "1. item",
    "12) item",
    "    code",
    "\tcode",
    "a | b\n--- | ---",
    ":--",
    "line\\",
    "line  \nline",
    "\\",
    "\\[x](y)",
    "$x$",
    "| a |",
    "[ ] task",
    "Setext\n=",
    "<details>",
    "<a\nhref=x>",
    "&nbsp;",
    "&copy",
    "⟦12⟧",
    "{--x--}{++y++}",
    "\u202eevil\u202c",
    "\u2066x",
    "\x00",
    "\x1b[31mred",
    "\u200bx\u200d",
    "\ufeff",
    "\u2028next\u2029",
    "\r\nx\ry",
    "\U000e0041",
)
"""Words that try to become markup, a link, a heading, a command or something unseen."""

hostile = st.lists(
    st.one_of(
        st.sampled_from(BAIT), st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
    ),
    max_size=4,
).map("".join)
"""Text from outside."""

ADDRESSES = (
    "https://example.org/a?b=1&c=2#d",
    "http://example.org",
    "mailto:desk@example.org",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "https://good.example@evil.example/",
    "https://user:secret@example.org/",
    "//evil.example",
    'https://example.org/" onmouseover="alert(1)',
    "https://example.org/<script>",
    "https://example.org/)[x](y",
    "https://example.org/>x",
    "https:\\\\evil.example",
    "https://exa\u202emple.org",
)
addresses = st.one_of(st.sampled_from(ADDRESSES), hostile)
"""Addresses of sources from outside, few of them good."""

_some = {"max_size": 2}
_sources = st.builds(
    SourceEntry,
    number=st.just(1),
    title=hostile,
    authors=st.lists(hostile, **_some),
    publisher=hostile,
    published=hostile,
    kind=st.sampled_from(SourceKind),
    rank=st.none() | st.sampled_from(Rank),
    url=addresses,
    archived_url=addresses,
    accessed=hostile,
    identifiers=st.lists(st.tuples(hostile, hostile), **_some),
    confidential=st.booleans(),
)
_moments = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
_notes = st.builds(
    NoteEntry,
    kind=st.sampled_from(NoteKind),
    text=hostile,
    addressee=st.none() | st.sampled_from(Addressee),
    answer=st.none() | hostile,
    added_by=hostile,
    added_at=_moments,
)

_judgements = st.builds(
    JudgementEntry,
    reader=hostile,
    verdict=st.sampled_from(Verdict),
    note=hostile,
    at=_moments,
)
_acts = st.builds(ActEntry, by=hostile, at=_moments, revision=st.integers(0, 2))

_findings = st.builds(
    FindingEntry,
    code=hostile,
    rule=hostile,
    claim=st.sampled_from([None, 1, 2]),
    paragraph=st.sampled_from([None, 1, 2]),
)


_shapes = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["", "heading", "list", "quote"]),
        "level": st.integers(1, 9),
        "goes_on": st.booleans(),
    }
)


@st.composite
def hostile_reports(draw: st.DrawFn) -> Report:
    """Whole reports in which every string is hostile, with claims that overlap in the text."""
    cited = draw(_sources)
    proof = st.builds(
        EvidenceEntry,
        stance=st.sampled_from(Stance),
        source=st.sampled_from([None, cited]),
        passage=hostile,
        locator=hostile,
        note=hostile,
        added_by=hostile,
        added_at=_moments,
    )
    claims = [
        draw(
            st.builds(
                ClaimEntry,
                number=st.just(number),
                text=hostile,
                quotes=st.lists(hostile, **_some),
                kind=st.none() | st.sampled_from(ClaimKind),
                status=st.sampled_from(Status),
                verdict=st.none() | st.sampled_from(Verdict),
                reasoning=hostile,
                correction=st.none() | hostile,
                correction_state=st.none() | st.sampled_from(CorrectionState),
                checker=hostile,
                approver=hostile,
                tags=st.lists(hostile, **_some),
                changed_at=_moments,
                evidence=st.lists(proof, **_some),
                notes=st.lists(_notes, **_some),
                judgements=st.lists(_judgements, **_some),
                decided=st.none() | _acts,
            )
        )
        for number in (1, 2)
    ]
    first, both, second = draw(hostile), draw(hostile), draw(hostile)
    pieces = (
        Piece(text=first, claims=(1,), begins=(1,)),
        Piece(text=both, claims=(1, 2), begins=(2,)),
        Piece(text=second, claims=(2,), begins=()),
    )
    alone = (Piece(text=draw(hostile), claims=(), begins=()),)
    text = (
        Paragraph(number=1, pieces=pieces, repeats=None, **draw(_shapes)),
        Paragraph(number=2, pieces=alone, repeats=1, **draw(_shapes)),
    )
    entry = article(
        text,
        claims,
        **{
            name: draw(hostile)
            for name in ("slug", "title", "byline", "publication", "published", "filename")
        },
        text_sha256=draw(hostile),
        notes=draw(st.lists(_notes, **_some)),
        findings=draw(st.lists(_findings, **_some)),
    )
    return report(
        [entry],
        [cited],
        title=draw(hostile),
        made_by=draw(hostile),
        software=draw(hostile),
        root=draw(hostile),
    )
