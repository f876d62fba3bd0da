"""Reports in another language: the same names everywhere, and no English word is left over."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter

import pypdfium2
import pytest
from page import Page
from report_builders import (
    NOON,
    article,
    claim,
    evidence,
    finding,
    note,
    paragraph,
    query,
    report,
    source,
)
from test_typeset import needs_pango
from written import bytes_of, html_of, markdown_of

import annot
from annot.errors import InvalidValueError
from annot.report import rendering
from annot.report.dress import Dress, dressed
from annot.report.files import writer_for
from annot.report.languages import languages, placeholders, words_in
from annot.report.model import (
    ActEntry,
    AgreementEntry,
    Coverage,
    DraftEntry,
    JudgementEntry,
    PurgedEntry,
    Report,
    RevisedEntry,
    SameEntry,
    SentenceEntry,
    SnapshotEntry,
)
from annot.report.wording import MOST_SENTENCES, Wording
from annot.rules.registry import RULES
from annot.vocabulary import (
    Addressee,
    Audience,
    ClaimKind,
    CorrectionState,
    Rank,
    SourceKind,
    Stance,
    Status,
    Verdict,
)

GERMAN, ENGLISH = words_in("de").texts, words_in("en").texts
OURS = [name for name in GERMAN if not name.startswith("rule.")]
ENDINGS = [
    pytest.param(ending, marks=needs_pango if ending == ".pdf" else ())
    for ending in (".html", ".md", ".docx", ".xlsx", ".pdf")
]


def drafted() -> RevisedEntry:
    """A draft that did everything that a draft can do."""
    outcomes = ("placed", "moved", "changed", "ambiguous", "orphaned")
    return RevisedEntry(
        before=1,
        after=2,
        paragraphs=[(kind, 1234) for kind in ("changed", "moved", "added", "removed")],
        claims=[
            DraftEntry(
                claim=n, outcome=outcome, words="zq", context="zq" if n > 3 else "",
                old="zq", new="zqa", candidates=2 * (outcome == "ambiguous"), is_open=n != 2,
            )
            for n, outcome in enumerate(outcomes, start=1)
        ],
        stale=[1],
        sentences=[SentenceEntry(text="zq", paragraph=1)] * (MOST_SENTENCES + 1234),
    )  # fmt: skip


def seen(number: int) -> list[SnapshotEntry]:
    """One of the things that are said of snapshots; of the first source nothing was kept."""
    plain = SnapshotEntry(number=number, at=NOON, sha256="9f" * 32, payload_sha256="9e" * 32)
    told = {
        2: replace(plain, problem="zq"),
        3: replace(plain, stands=True),
        4: replace(plain, stands=True, page=3),
        5: replace(plain, stands=False),
        6: replace(plain, stands=False, difference="zq"),
    }
    return [told.get(number, plain)] if number > 1 else []


def judged(number: int) -> list[JudgementEntry]:
    """What readers found about a claim: nothing, or of one mind, or not."""
    if number > 3:
        return []
    verdicts = [Verdict.SUPPORTED, Verdict.SUPPORTED if number == 1 else Verdict.REFUTED]
    return [
        JudgementEntry(reader="zq", verdict=verdict, note="zq" * place, at=NOON)
        for place, verdict in enumerate(verdicts)
    ]


def agreed(alpha: float | None, *, is_known: bool = True) -> AgreementEntry:
    """How far readers agree."""
    return AgreementEntry(claims=1234, readers=2, same=3, alpha=alpha, is_known=is_known)


def full_report(audience: Audience = Audience.EDITOR) -> Report:
    """A report in which everything is said that a report can say, and all data is 'zq' or so."""
    title, count = "Zq", iter(range(10**6))

    def word() -> str:
        return f"zq{next(count)}"

    sources = [
        source(
            number,
            title=word() if number > 1 else "",
            authors=(word(),),
            publisher=word(),
            published="2026-01-05",
            accessed="2026-03-10",
            kind=kind,
            rank=list(Rank)[number % 2],
            identifiers=(("zq", "1"),),
            confidential=number == 2,
            notes=[query(word(), Addressee.SOURCE)] if number < 3 else (),
            url=f"https://zq.example/{number}",
            archived_url=f"https://zq.example/a/{number}",
        )
        for number, kind in enumerate(SourceKind, start=1)
    ]
    proof = [
        evidence(cited, stance=list(Stance)[cited.number % 3], passage=word(), locator=word(),
                 note=word(), added_by=word(), notes=[note(word())], snapshots=seen(cited.number))
        for cited in sources
    ]  # fmt: skip
    acts = [ActEntry(by=word(), at=NOON, revision=number) for number in range(2)]
    asked = [query(word(), to, answer) for to in Addressee for answer in (None, word())] + [
        note(word())
    ]
    asked = [replace(each, answered=acts[0] if each.answer else None) for each in asked]
    kinds = list(ClaimKind)
    states = [None, *CorrectionState]
    claims = [
        claim(
            number,
            word(),
            quotes=(word(),),
            verdict=verdict,
            status=status,
            kind=kinds[number % len(kinds)],
            tags=(word(),),
            correction=word(),
            correction_state=states[number % len(states)],
            reasoning=word(),
            checker=word() if number % 3 else "",
            approver=word() if number % 3 else "",
            found=acts[number % 2],
            approved=acts[1] if number % 2 else None,
            dropped_because=word() if status is Status.DROPPED else "",
            evidence=(*proof, evidence(None)) if number == 1 else (),
            notes=asked if number == 2 else (),
            judgements=judged(number),
            decided=acts[1] if number == 2 else None,
            same=(
                SameEntry(number=901, article="Zq", text="zq", status=Status.TODO, verdict=None),
                SameEntry(number=902, article="", text="zq", status=Status.TODO, verdict=None),
            ),
        )
        for number, (verdict, status) in enumerate(
            [(verdict, status) for verdict in [*Verdict, None] for status in Status], start=1
        )
    ]
    first = article(
        [paragraph(1, "{1|zq} {2|zq} zq."), paragraph(2, "{1|zq} {3|zq} zq.", repeats=1)],
        claims,
        slug="zq", title=title, byline="zq", publication="zq", published="2026-03-14",
        filename="zq.zq", notes=asked,
        coverage=Coverage(claimed=1234, accepted=3, total=5678),
        uncovered=[SentenceEntry(text="zq", paragraph=1)] * (MOST_SENTENCES + 1234),
        findings=[finding(rule.code, rule=rule.summary, claim=1) for rule in RULES]
        + [finding("A103", rule="zq", paragraph=n % 2 + 1) for n in range(30)],
        revised=drafted(),
        agreement=agreed(0.5),
    )  # fmt: skip
    quiet = RevisedEntry(before=1, after=2, paragraphs=(), claims=(), stale=(), sentences=())
    second = article(
        [paragraph(1, "zq")], [], title="", slug="", revised=quiet, agreement=agreed(0.7)
    )
    empty = article([], [claim(999, "zq")], title="zq", agreement=agreed(1.0))
    agreements = [
        article([], [claim(number, "zq")], title="zq", agreement=agreement)
        for number, agreement in ((1000, agreed(None)), (1001, agreed(None, is_known=False)))
    ]
    gone = article(
        [],
        [],
        title="zq",
        purged=[
            PurgedEntry(what="text", at=NOON, by="zq", reason="zq"),
            PurgedEntry(what="file", at=NOON, by="", reason=""),
            PurgedEntry(what="both", at=NOON, by="", reason="zq"),
        ],
    )
    made = report(
        [first, second, empty, gone, *agreements], sources, title="",
        audience=audience, made_by="zq", software="zq 1",
    )  # fmt: skip
    return replace(made, linked_data="")


class _Said(HTMLParser):
    """The words of a page: its text, and the attributes that are read or shown."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._in_code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_code = tag in ("style", "script")
        self.words += [
            value or ""
            for name, value in attrs
            if name in ("aria-label", "alt", "title", "placeholder") or name.startswith("data-")
            if name not in ("data-verdict", "data-status")
        ]

    def handle_data(self, data: str) -> None:
        if not self._in_code:
            self.words.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._in_code = False


def said(data: bytes, ending: str) -> str:
    """All words that a reader of a file sees or hears."""
    if ending == ".html":
        page = _Said()
        page.feed(data.decode())
        return "\n".join(page.words)
    if ending == ".pdf":
        document = pypdfium2.PdfDocument(data)
        pages = [page.get_textpage().get_text_bounded() for page in document]
        return " ".join(" ".join(pages).split())
    if ending in (".docx", ".xlsx"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = [
                package.read(name).decode()
                for name in package.namelist()
                if re.search(r"(document|comments|footer1|sheet\d+|workbook|core)\.xml", name)
            ]
        names = re.findall(r'<sheet name="([^"]*)"', "".join(parts))
        runs = re.split(r"</w:p>|</is>|</dc:\w+>", "".join(parts))
        return "\n".join([*names, *(re.sub(r"<[^>]+>", "", run) for run in runs)])
    return data.decode()


def english_words() -> dict[str, str]:
    """The fixed words of English that no German report may hold, by their names."""
    german = "\n".join(GERMAN.values())
    found = {}
    for name in set(OURS) - {"language.name"}:
        for text, *_ in Formatter().parse(ENGLISH[name]):
            part = text.strip(" :;,.()“”[]")
            if len(part) > 1 and not re.search(rf"\b{re.escape(part)}\b", german):
                found[f"{name}: {part}"] = part
    return found


def written(made: Report, ending: str, dress: Dress) -> bytes:
    return bytes_of(writer_for(Path(f"report{ending}")), made, dress)


def test_all_languages_have_the_same_names_and_fill_in_the_same() -> None:
    assert [name for name in GERMAN if name in OURS] == list(ENGLISH)
    for name in OURS:
        assert placeholders(GERMAN[name]) == placeholders(ENGLISH[name]), name
        assert bool(GERMAN[name].strip()) == bool(ENGLISH[name].strip()), name


def test_german_says_what_every_rule_finds() -> None:
    rules = {name.removeprefix("rule.") for name in GERMAN if name.startswith("rule.")}
    assert rules == {rule.code for rule in RULES}


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("ending", ENDINGS)
def test_no_english_word_is_left_in_a_german_report(ending: str, audience: Audience) -> None:
    told = said(written(full_report(audience), ending, dressed("de")), ending)
    flat = " ".join(told.split())
    left = [
        name for name, part in english_words().items() if re.search(rf"\b{re.escape(part)}\b", flat)
    ]
    assert left == []
    assert "Prüfbericht" in told


def test_every_english_word_is_said_in_some_report() -> None:
    """So the test above would have found each of them, and the catalogue has none too many."""
    several = [full_report(audience) for audience in Audience]
    empty, blank = report([], title="zq"), report([article([paragraph(1, "{1|zq}")], [claim(1)])])
    settled = replace(empty, audience=Audience.PUBLIC)
    told = " ".join(
        said(written(made, ending, Dress()), ending)
        for made in (*several, empty, blank, settled)
        for ending in (".html", ".md", ".docx", ".xlsx")
    )
    flat = " ".join(told.split())
    assert [name for name, part in english_words().items() if part not in flat] == []


def test_our_templates_have_no_words_of_their_own() -> None:
    """Every word that a reader sees comes from the catalogue, so that it can be another one."""
    names = ("report.html.jinja", "pieces.html.jinja", "open_claims.html.jinja", "report.md.jinja")
    for name in names:
        text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", rendering.source(name), flags=re.S)
        bare = re.sub(r"<[^>]*>|&\w+;", " ", text)
        assert re.findall(r"[^\W\d_]{2,}", bare) == [], name
        spoken = re.findall(r'(?:aria-label|alt|title|placeholder)="([^"]*)"', text)
        assert [words for words in spoken if words.strip()] == [], name


def test_a_page_names_its_language_and_leaves_that_of_the_article_open() -> None:
    page = Page(html_of(full_report(), dressed("de")))
    assert page.problems == []
    assert page.elements[0] == ("html", {"lang": "de"})
    quoted = [attributes for tag, attributes in page.elements if tag == "blockquote"]
    assert quoted
    assert all(attributes.get("lang") == "" for attributes in quoted)
    markers = [at for _, at in page.elements if "marker" in (at.get("class") or "").split()]
    assert {at["lang"] for at in markers} == {"de"}


def test_numbers_dates_and_plurals_are_those_of_the_language() -> None:
    german, english = Wording(words_in("de")), Wording()
    assert [german.number(n) for n in (12, 1234, 1234567)] == ["12", "1.234", "1.234.567"]
    assert english.number(1234567) == "1,234,567"
    assert [german.claim_words(n) for n in (0, 1, 2, 1200)] == [
        "Keine Behauptungen", "1 Behauptung", "2 Behauptungen", "1.200 Behauptungen",
    ]  # fmt: skip
    assert german.day("2026-01-05") == "05.01.2026"
    for other in ("2026", "2026-01", "2026-13-45", "about 2026-01-05", ""):
        assert german.day(other) == other
    assert english.day("2026-01-05") == "2026-01-05"
    assert german.moment(full_report().made_at) == "12.03.2026, 12:30 Uhr (UTC)"


def test_text_from_outside_is_never_filled_in() -> None:
    odd = "{number} {0} {x.y} %s"
    made = report([article([paragraph(1, "{1|zq}")], [claim(1, odd, tags=(odd,))], title=odd)],
                  title=odd)  # fmt: skip
    for language in languages():
        assert odd in markdown_of(made, dressed(language)).replace("\\", "")
        assert odd in Page(html_of(made, dressed(language))).text


def test_data_stays_as_it_is_in_every_language(library: Report) -> None:
    text = Page(html_of(library, dressed("de"))).text
    for entry in library.claims:
        assert entry.text in text


def test_claim_reviews_stay_as_the_standard_has_them(
    workspace: annot.Workspace, tmp_path: Path
) -> None:
    item = workspace.articles.add("It has 31 trams.", title="Trams")
    found = workspace.claims.add(item, quote="31 trams")
    workspace.claims.set(found, verdict="refuted")
    blocks = []
    for language in ("en", "de"):
        path = tmp_path / f"{language}.html"
        workspace.report(path, audience="public", language=language)
        blocks.append(re.findall(r"(?s)ld\+json\">(.*?)</script>", path.read_text("utf-8")))
    assert blocks[0] == blocks[1]
    assert '"refuted"' in blocks[0][0].casefold()


@pytest.mark.parametrize("language", ["xx", "deutsch", "../en"])
def test_an_unknown_language_is_one_error_with_those_that_there_are(
    workspace: annot.Workspace, tmp_path: Path, language: str
) -> None:
    with pytest.raises(InvalidValueError) as told:
        workspace.report(tmp_path / "r.html", language=language)
    assert told.value.message == f"Reports are not written in {language!r}."
    assert told.value.hint == "There are: de (Deutsch), en (English)."
    assert not (tmp_path / "r.html").exists()


def test_the_report_in_a_bundle_speaks_the_language_too(
    workspace: annot.Workspace, tmp_path: Path
) -> None:
    workspace.articles.add("It has 31 trams.", title="Trams")
    workspace.report(tmp_path / "case.zip", language="DE")
    with zipfile.ZipFile(tmp_path / "case.zip") as bundle:
        assert '<html lang="de">' in bundle.read("report.html").decode()
