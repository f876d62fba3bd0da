from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from hostile_reports import hostile_reports
from hypothesis import HealthCheck, given, settings
from markdown_it import MarkdownIt
from markdown_it.token import Token
from report_builders import article, claim, evidence, finding, paragraph, report, source
from written import markdown_of

from annot.report.links import live
from annot.report.model import Report
from annot.report.wording import lines
from annot.text.display import shown, with_few_marks
from annot.vocabulary import Audience, Verdict

_READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
# A whole report takes long to draw and to shrink, so one failure at a time.
_quick = settings(
    max_examples=40,
    deadline=None,
    report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.too_slow],
)
_OURS = {
    "paragraph", "heading", "bullet_list", "list_item", "blockquote", "inline", "text", "strong",
    "link", "hardbreak", "table", "thead", "tbody", "tr", "th", "td", "text_special",
}  # fmt: skip


@_quick
@given(hostile_reports())
def test_what_comes_from_outside_is_text_and_nothing_else(hostile: Report) -> None:
    tokens = list(_flat(_READER.parse(markdown_of(hostile))))
    assert {re.sub("_(open|close)$", "", token.type) for token in tokens} <= _OURS
    allowed = {live(s.url) for s in hostile.sources} | {
        live(s.archived_url) for s in hostile.sources
    }
    for token in tokens:
        if token.type == "link_open":
            href = str(token.attrs["href"])
            assert href in {"#claim-1", "#claim-2"} or href in allowed


@_quick
@given(hostile_reports())
def test_the_outline_is_that_of_the_report(hostile: Report) -> None:
    tokens = _READER.parse(markdown_of(hostile))
    claims = [
        tokens[index + 1].content
        for index, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag == "h4"
        if not tokens[index + 1].content.startswith("¶")
    ]
    assert claims == ["Claim 1", "Claim 2"]
    assert [token.tag for token in tokens if token.type == "heading_open"].count("h1") == 1


@_quick
@given(hostile_reports())
def test_the_words_survive(hostile: Report) -> None:
    text = _text(_READER.parse(markdown_of(hostile)))
    for entry in hostile.claims:
        for words in (entry.text, entry.reasoning, *(proof.passage for proof in entry.evidence)):
            for part in lines(words):
                assert with_few_marks(shown(part)).strip() in text


def test_claims_are_numbered_in_the_text_and_overlaps_told_apart() -> None:
    claims = [claim(1, verdict=Verdict.REFUTED), claim(12), claim(3)]
    text = [paragraph(1, "{1|one {12|two |1}three|12}."), paragraph(2, "{3|four}", repeats=1)]
    written = markdown_of(report([article(text, claims)]))
    assert "\n**¶1** [1 ✗]⟦one [12 ·]⟦two ⟧₁three⟧.\n" in written
    assert "\n**¶2** (repeats ¶1) [3 ·]⟦four⟧\n" in written
    assert "\n[12 ·]: #claim-12\n" in written


def test_a_correction_shows_what_goes_and_what_comes(library: Report) -> None:
    assert (
        "**Correction, proposed, not decided:** "
        "the first time {--in its 120-year history--}{++since 2003++}"
    ) in markdown_of(library)


def test_what_is_open_comes_before_the_article(library: Report) -> None:
    written = markdown_of(library)
    headings = re.findall(r"^#{2,3} (.*)$", written, re.M)
    assert headings == [
        "What is open (8)",
        "Wrong or doubtful, not decided (3)",
        "Questions without an answer (2)",
        "Stale (1)",
        "Not finished (2)",
        "Decided (2)",
        "On the author's word (1)",
        "Article: Library to open on Sundays",
        "The text",
        "14 claims",
        "At a glance",
        "Sources",
    ]
    lawyer = markdown_of(replace(library, audience=Audience.LAWYER))
    assert re.findall(r"^## (.*)$", lawyer, re.M)[:2] == ["At a glance", "What is open (8)"]


def test_what_the_rules_found_leads_to_its_places() -> None:
    text = [paragraph(1, "{1|one}"), paragraph(2, "two")]
    found = [finding(paragraph=2), finding("A101", claim=1, rule="No *evidence*.")]
    written = markdown_of(report([article(text, [claim(1)], findings=found)]))
    assert "### Found by the rules of proof (2)" in written
    assert "\n- **A101** 1 × No \\*evidence\\*. [1 ·]\n" in written
    assert "\n- **A103** 1 × Evidence has no locator. ¶2\n" in written
    many = [finding(paragraph=number) for number in range(1, 25)]
    assert ", ¶20, and 4 more\n" in markdown_of(report([article((), [], findings=many)]))


def test_every_link_in_the_file_leads_to_a_heading(library: Report) -> None:
    tokens = list(_flat(_READER.parse(markdown_of(library))))
    links = {str(t.attrs["href"]) for t in tokens if t.type == "link_open"}
    inside = {link for link in links if link.startswith("#")}
    assert inside == {f"#claim-{entry.number}" for entry in library.claims}
    assert _text(tokens).count("[1 ✓]") == 0


def test_passwords_in_addresses_are_not_shown() -> None:
    cited = source(1, url="https://user:secret@example.org/")
    made = report([article((), [claim(1, evidence=(evidence(cited),))])], [cited])
    assert "secret" not in markdown_of(made)


def test_reports_with_little_in_them_are_written() -> None:
    assert "No claims are recorded." in markdown_of(report([], title=" "))
    assert "#### Claim 1" in markdown_of(report([article((), [claim(1)], title="", slug="")]))


def test_line_breaks_in_a_paragraph_stay() -> None:
    made = report([article([paragraph(1, "one\n- two\n# three")], [])])
    rendered = _READER.render(markdown_of(made))
    assert "one<br />\n- two<br />\n# three</p>" in rendered


def _flat(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _flat(token.children or [])


def _text(tokens: Sequence[Token]) -> str:
    flat = _flat(tokens)
    return "".join(t.content for t in flat if t.type in ("text", "text_special"))
