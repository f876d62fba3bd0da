from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hostile_reports import hostile_reports
from hypothesis import HealthCheck, given, settings
from page import Page
from report_builders import (
    article,
    claim,
    evidence,
    library_report,
    paragraph,
    report,
    source,
    structured_report,
)
from written import html_of

from annot.report import html as html_writer
from annot.report.model import Report
from annot.report.wording import lines
from annot.text.display import shown, with_few_marks
from annot.vocabulary import STATUS_SIGNS, VERDICT_SIGNS, Status, Verdict, label

# A whole report takes long to draw and to shrink, so one failure at a time.
_quick = settings(
    max_examples=30,
    deadline=None,
    report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.too_slow],
)
EXPECTED = Page(html_of(library_report()))
STRUCTURED = Page(html_of(structured_report()))


@_quick
@given(hostile_reports())
def test_what_comes_from_outside_is_text_and_nothing_else(hostile: Report) -> None:
    page = Page(html_of(hostile))
    assert page.problems == []
    assert page.kinds <= EXPECTED.kinds | STRUCTURED.kinds | {("br", "")}
    assert page.style == EXPECTED.style
    assert set(" ".join(page.values("class")).split()) <= _classes()
    for href in page.values("href"):
        assert re.fullmatch(r"#[a-z]+(-\d+)*|https?://[^/?#@]+([/?#].*)?|mailto:[^?]*", href)
    for words in _texts(hostile):
        for part in lines(words):
            assert with_few_marks(shown(part.strip())).strip() in page.text


@_quick
@given(hostile_reports())
def test_the_page_holds_nothing_unseen(hostile: Report) -> None:
    html = html_of(hostile)
    assert html.encode("utf-8")
    assert not re.search(
        "[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]", html
    )


@pytest.mark.parametrize(
    "made",
    [
        library_report(),
        structured_report(),
        report([]),
        report([article((), [])]),
        report([article((), [claim(1)], title="", slug="")]),
        report(
            [
                article([paragraph(1, "{1|One}.")], [claim(1)]),
                article([paragraph(1, "{2|Two}.")], [claim(2)], title="Another"),
                article((), [claim(3)], title="Claims without an article"),
            ]
        ),
    ],
    ids=["library", "structure", "nothing", "no claims", "no article", "several articles"],
)
def test_the_structure_holds(made: Report) -> None:
    page = Page(html_of(made))
    assert page.problems == []
    tags = Counter(tag for tag, _ in page.elements)
    assert [tags[tag] for tag in ("h1", "main", "header", "footer", "nav", "title")] == [1] * 6
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    targets = {href[1:] for href in page.values("href") if href.startswith("#")}
    assert targets <= set(ids)
    assert set(" ".join(page.values("aria-labelledby")).split()) <= set(ids)
    assert page.elements[0] == ("html", {"lang": "en"})
    assert all("scope" in attributes for tag, attributes in page.elements if tag == "th")
    assert tags["caption"] == tags["table"]


def test_every_number_in_the_text_leads_to_its_claim_and_back() -> None:
    places = [
        (attributes["id"], attributes["href"])
        for tag, attributes in EXPECTED.elements
        if tag == "a" and (attributes.get("id") or "").startswith("place-")
    ]
    assert [target for _, target in places][:5] == [f"#claim-{n}" for n in (1, 2, 3, 4, 5)]
    assert len(places) == 17
    back = {href for href in EXPECTED.values("href") if href.startswith("#place-")}
    assert back == {f"#{place}" for place, _ in places}


def test_overlapping_claims_have_a_line_each() -> None:
    made = report([article([paragraph(1, "{1|one {2|two |1}three |2}four")], [claim(1), claim(2)])])
    text = html_of(made).partition("The text</h3>")[2].partition("</section>")[0]
    marks = re.findall(r"</?mark[^>]*>|one |two |three |four", text)
    one, two = '<mark class="none lane-1">', '<mark class="none lane-2">'
    end = "</mark>"
    assert marks == [one, "one ", end, one, two, "two ", end, end, two, "three ", end, "four"]


def test_verdict_and_status_are_told_by_sign_and_word() -> None:
    for verdict in [*Verdict, None]:
        assert f"{VERDICT_SIGNS[verdict]} {label(verdict)}" in EXPECTED.text
    for status in Status:
        assert f"{STATUS_SIGNS[status]} {label(status)}" in EXPECTED.text
    assert "(claim 2✗, refuted:) " in EXPECTED.text


def test_what_is_open_comes_before_the_article() -> None:
    text = EXPECTED.text
    order = [
        "Wrong or doubtful, not decided",
        "[removed: in its 120-year history][added: since 2003]",
        "Questions without an answer",
        "Open query to the source",
        "Stale",
        "Not finished",
        "Decided",
        "The text",
        "14 claims",
    ]
    found = [text.index(words) for words in order]
    assert found == sorted(found)


def test_fingerprints_stand_there_in_full() -> None:
    for fingerprint in ("9f" * 32, "3b" * 32, "c4" * 32):
        assert fingerprint in EXPECTED.text


def test_a_withheld_and_a_confidential_source_are_told() -> None:
    assert "The source is withheld from this report." in EXPECTED.text
    assert "Confidential." in EXPECTED.text


def test_passwords_in_addresses_are_not_shown() -> None:
    cited = source(1, url="https://user:secret@example.org/", archived_url="")
    made = report([article((), [claim(1, evidence=(evidence(cited),))])], [cited])
    html = html_of(made)
    assert "secret" not in html
    assert "https://…@example.org/" in html


SCRIPT = (Path(html_writer.__file__).parent / "templates" / "report.js").read_text()


def sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def test_the_policy_allows_the_style_sheet_and_the_script_and_nothing_else() -> None:
    policy = next(
        attributes["content"] or ""
        for tag, attributes in EXPECTED.elements
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.split("; ") == [
        "default-src 'none'",
        f"style-src 'sha256-{sha256(EXPECTED.style)}'",
        f"script-src 'sha256-{sha256(SCRIPT)}'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]


def test_the_page_loads_nothing() -> None:
    kinds = EXPECTED.kinds
    assert not {tag for tag, _ in kinds} & {"link", "img", "iframe", "object", "use"}
    assert not {name for _, name in kinds} & {"src", "srcset", "style", "background", "poster"}
    assert not {name for _, name in kinds if name.startswith("on")}
    assert html_of(library_report()).count("<script") == 1
    assert not re.search(r"https?:|fetch|XMLHttp|import|eval|innerHTML|cookie|Storage", SCRIPT)
    assert "url(" not in EXPECTED.style
    assert "@import" not in EXPECTED.style


def test_a_repeated_paragraph_names_the_first() -> None:
    assert "Repeats paragraph 1." in EXPECTED.text


def test_line_breaks_in_a_paragraph_stay() -> None:
    made = report([article([paragraph(1, "one\ntwo\r\nthree")], [])])
    assert "one<br>two<br>three" in html_of(made)


def test_a_claim_whose_words_are_gone_says_so(library: Report) -> None:
    entry = library.articles[0]
    lost = claim(99, "Lost", quotes=("words that are gone",))
    made = replace(library, articles=[replace(entry, claims=[*entry.claims, lost])])
    assert "No place in this revision of the text." in Page(html_of(made)).text


def test_a_reader_who_must_not_know_who_checked_is_told_only_when() -> None:
    proof = evidence(source(1), added_by="")
    text = Page(html_of(report([article((), [claim(1, evidence=(proof,))])]))).text
    assert "Recorded 2026-03-12 12:30 UTC" in text


def test_the_same_report_gives_the_same_page(library: Report) -> None:
    assert html_of(library) == html_of(library)


def _classes() -> set[str]:
    vocabulary = {*Verdict, *Status, "none", "supports", "refutes", "context"}
    states = {"open", "accepted", "stet", "note", "query", "alone", "beside", "address", "clear"}
    lanes = {f"lane-{number}" for number in range(1, 5)}
    levels = {f"level-{number}" for number in range(1, 5)}
    shown = {*EXPECTED.values("class"), *STRUCTURED.values("class")}
    return vocabulary | states | lanes | levels | set(" ".join(shown).split())


def _texts(made: Report) -> list[str]:
    found = [made.title, made.made_by]
    for entry in made.articles:
        found += [entry.title, entry.byline, entry.filename]
        found += [piece.text for part in entry.paragraphs for piece in part.pieces]
        for checked in entry.claims:
            found += [checked.text, checked.reasoning, *checked.tags, checked.checker]
            found += [proof.passage for proof in checked.evidence]
            found += [remark.text for remark in checked.notes]
            found += [word for cast in checked.judgements for word in (cast.reader, cast.note)]
    return found
