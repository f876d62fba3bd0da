"""Reports made by hand for the tests of the writers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from annot.report.model import (
    ArticleEntry,
    ClaimEntry,
    Coverage,
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
    Audience,
    ClaimKind,
    CorrectionState,
    NoteKind,
    Rank,
    SourceKind,
    Stance,
    Status,
    Verdict,
)

NOON = datetime(2026, 3, 12, 12, 30, tzinfo=UTC)


def source(number: int = 1, **values: Any) -> SourceEntry:
    """A source with every field filled in that is not given."""
    plain = SourceEntry(
        number=number,
        title="Opening hours of the town library",
        authors=("Library office",),
        publisher="Town council",
        published="2026-01-05",
        kind=SourceKind.PAGE,
        rank=Rank.PRIMARY,
        url="https://library.example/hours",
        archived_url="https://archive.example/2026/https://library.example/hours",
        accessed="2026-03-10",
        identifiers=(),
        confidential=False,
    )
    return replace(plain, **values)


def evidence(cited: SourceEntry | None, **values: Any) -> EvidenceEntry:
    """A supporting piece of evidence."""
    plain = EvidenceEntry(
        stance=Stance.SUPPORTS,
        source=cited,
        passage="",
        locator="",
        note="",
        added_by="first reader",
        added_at=NOON,
    )
    return replace(plain, **values)


def note(text: str, **values: Any) -> NoteEntry:
    """A remark."""
    plain = NoteEntry(
        kind=NoteKind.NOTE,
        text=text,
        addressee=None,
        answer=None,
        added_by="first reader",
        added_at=NOON,
    )
    return replace(plain, **values)


def query(text: str, addressee: Addressee, answer: str | None = None) -> NoteEntry:
    """A question, open unless there is an answer."""
    return note(text, kind=NoteKind.QUERY, addressee=addressee, answer=answer)


def claim(number: int, text: str = "The library opens at nine.", **values: Any) -> ClaimEntry:
    """A claim that nobody has looked at yet."""
    plain = ClaimEntry(
        number=number,
        text=text,
        quotes=(),
        kind=None,
        status=Status.TODO,
        verdict=None,
        reasoning="",
        correction=None,
        correction_state=None,
        checker="",
        approver="",
        tags=(),
        changed_at=NOON,
        evidence=(),
        notes=(),
    )
    return replace(plain, **values)


def judgement(reader: str, verdict: Verdict, note: str = "") -> JudgementEntry:
    """What somebody found for themselves."""
    return JudgementEntry(reader=reader, verdict=verdict, note=note, at=NOON)


def finding(code: str = "A103", **values: Any) -> FindingEntry:
    """Something that a rule of proof found in the first paragraph."""
    plain = FindingEntry(code=code, rule="Evidence has no locator.", claim=None, paragraph=1)
    return replace(plain, **values)


def article(
    paragraphs: Sequence[Paragraph], claims: Sequence[ClaimEntry], **values: Any
) -> ArticleEntry:
    """An article with the given text and claims."""
    plain = ArticleEntry(
        slug="library-hours",
        title="Library to open on Sundays",
        byline="Local desk",
        publication="The Weekly",
        published="2026-03-14",
        revision=2,
        text_sha256="3b" * 32,
        file_sha256="c4" * 32,
        filename="library.docx",
        added_at=NOON,
        paragraphs=paragraphs,
        claims=claims,
        notes=(),
        coverage=Coverage(claimed=9, accepted=3, total=14),
    )
    return replace(plain, **values)


def report(
    articles: Sequence[ArticleEntry], sources: Sequence[SourceEntry] = (), **values: Any
) -> Report:
    """A report for the editor."""
    plain = Report(
        title="Library to open on Sundays",
        audience=Audience.EDITOR,
        made_by="second reader",
        made_at=NOON,
        software="annot 0.1.0",
        root="9f" * 32,
        articles=articles,
        sources=sources,
    )
    return replace(plain, **values)


def paragraph(number: int, marked: str, repeats: int | None = None, **values: Any) -> Paragraph:
    """A paragraph from its text with claims marked as `{12|words}`, one inside another too.

    A mark that overlaps another without lying in it is written with its number at the end:
    `{1|one {2|two |1} three |2}`.
    """
    pieces: list[Piece] = []
    open_claims: list[int] = []
    begins: list[int] = []
    for token in re.split(r"(\{\d+\||\|\d+\}|\})", marked):
        if match := re.fullmatch(r"\{(\d+)\|", token):
            open_claims.append(int(match[1]))
            begins.append(int(match[1]))
        elif match := re.fullmatch(r"(?:\|(\d+))?\}", token):
            open_claims.remove(int(match[1]) if match[1] else open_claims[-1])
        elif token:
            pieces.append(Piece(text=token, claims=tuple(open_claims), begins=tuple(begins)))
            begins.clear()
    return Paragraph(number=number, pieces=tuple(pieces), repeats=repeats, **values)


def structured_report() -> Report:
    """A report on an article with headings of many levels, lists within lists and a quote."""
    shapes = [
        ("heading", 2, "{1|Sundays}"), ("", 0, "{2|The library opens}."), ("list", 1, "At nine"),
        ("list", 3, "but {3|not in May}"), ("list", 3, "1. the first"), ("list", 1, "at ten"),
        ("heading", 5, "Deep"), ("heading", 6, "{4|Deeper}"), ("heading", 6, "As deep"),
        ("heading", 1, "High"), ("quote", 1, "So it {5|is}."), ("quote", 1, "It is."),
        ("list", 2, "Alone"), ("", 0, "The end."),
    ]  # fmt: skip
    text = [
        paragraph(number, words, kind=kind, level=level)
        for number, (kind, level, words) in enumerate(shapes, start=1)
    ]
    text.insert(6, paragraph(15, "and goes on", 2, kind="list", level=1, goes_on=True))
    return report([article(text, [claim(number) for number in range(1, 6)])])


def library_report() -> Report:
    """A report as a newsroom would have it: every status and verdict, overlaps and a repeat."""
    hours, minutes, survey, interview = _library_sources()
    lead = (
        "{1|The town library will open on Sundays from 5 April}, {2|the first time in its "
        "{3|120-year history}}, the council decided on Monday."
    )
    return report(
        [
            article(
                (
                    paragraph(1, lead),
                    paragraph(
                        2,
                        "{4|The vote was {5|nine to four}}, and the new hours will cost "
                        "{6|£48,000 a year}. {7|No other town of its size in the county {8|opens "
                        "its library seven days a week|7}, the council says|8}.",
                    ),
                    paragraph(
                        3,
                        "{9|Visits have doubled since the reading room was rebuilt in 2023}, and "
                        "{10|two thirds of the borrowers had asked for Sunday hours}. “{11|We "
                        "listened, and the building will be warm}”, said the head of the library.",
                    ),
                    paragraph(
                        4,
                        "{12|The children’s floor holds 14,000 books}. {13|It is the finest in the "
                        "region}. {14|Volunteers will run the desk on Sundays}.",
                    ),
                    paragraph(5, lead, repeats=1),
                ),
                _library_claims(hours, minutes, survey, interview),
                notes=(
                    query("May the draft go to the library before printing?", Addressee.EDITOR),
                    note("The second paragraph was shortened in revision 2."),
                ),
            )
        ],
        [hours, minutes, survey, interview],
    )


def _library_sources() -> list[SourceEntry]:
    return [
        source(1),
        source(
            2,
            title="Minutes of the meeting of 9 March",
            authors=("Council office",),
            kind=SourceKind.DOCUMENT,
            published="2026-03-10",
            url="https://council.example/minutes/2026-03-09.pdf?part=2&page=14",
            archived_url="",
            identifiers=(("ref", "TC/2026/14"),),
        ),
        source(
            3,
            title="Survey among borrowers 2025",
            kind=SourceKind.DATASET,
            publisher="County library service",
            url="https://data.example/surveys/borrowers-2025/a-table-with-a-very-long-name/answers.csv",
            identifiers=(("doi", "10.0000/example.2025"),),
        ),
        source(
            4,
            title="Talk with the head of the library",
            authors=(),
            kind=SourceKind.INTERVIEW,
            publisher="",
            url="",
            archived_url="",
            confidential=True,
        ),
    ]


def _library_claims(
    hours: SourceEntry, minutes: SourceEntry, survey: SourceEntry, interview: SourceEntry
) -> list[ClaimEntry]:
    lead = "The town library will open on Sundays from 5 April"
    done = {"status": Status.CHECKED, "checker": "first reader"}
    return [
        claim(
            1,
            "The town library opens on Sundays from 5 April 2026.",
            quotes=(lead, lead),
            kind=ClaimKind.DATE,
            status=Status.APPROVED,
            verdict=Verdict.SUPPORTED,
            checker="first reader",
            approver="second reader",
            tags=("hours", "lead"),
            evidence=(
                evidence(
                    hours,
                    passage="From Sunday, 5 April, the library is open from 11 am to 4 pm.",
                    locator="section “Sundays”",
                ),
                evidence(minutes, passage="Sunday opening to begin on 5 April.", locator="p. 14"),
            ),
        ),
        claim(
            2,
            "The library has never opened on Sundays before.",
            quotes=("the first time in its 120-year history",) * 2,
            kind=ClaimKind.EVENT,
            **done,
            verdict=Verdict.REFUTED,
            reasoning="From 1998 to 2003 it was open on the first Sunday of each month."
            "\nThe minutes speak of a return, not of a beginning.",
            correction="the first time since 2003",
            correction_state=CorrectionState.OPEN,
            evidence=(
                evidence(
                    minutes,
                    stance=Stance.REFUTES,
                    passage="Members welcomed the return of Sunday opening, last offered in 2003.",
                    locator="p. 15",
                    note="The chair read this sentence out at the meeting.",
                ),
            ),
            judgements=(
                judgement("first reader", Verdict.REFUTED, note="The minutes say so."),
                judgement("third reader", Verdict.UNPROVEN),
            ),
        ),
        claim(
            3,
            "The library is 120 years old.",
            quotes=("120-year history",) * 2,
            kind=ClaimKind.QUANTITY,
            **done,
            verdict=Verdict.INEXACT,
            reasoning="It was founded in 1908.",
            correction="118-year history",
            correction_state=CorrectionState.ACCEPTED,
            evidence=(evidence(hours, passage="Founded in 1908", locator="foot of the page"),),
        ),
        claim(
            4,
            "The council voted on the new hours.",
            quotes=("The vote was nine to four",),
            **done,
            verdict=Verdict.SUPPORTED,
            evidence=(evidence(minutes, locator="p. 13"),),
        ),
        claim(
            5,
            "Nine members voted for it and four against.",
            quotes=("nine to four",),
            kind=ClaimKind.QUANTITY,
            status=Status.STALE,
            verdict=Verdict.SUPPORTED,
            checker="first reader",
            evidence=(
                evidence(minutes, passage="For: 9. Against: 3. Abstained: 1.", locator="p. 13"),
            ),
            notes=(note("The minutes were corrected after the claim was checked."),),
        ),
        claim(
            6,
            "The new hours cost £48,000 a year.",
            quotes=("£48,000 a year",),
            kind=ClaimKind.QUANTITY,
            status=Status.QUERY,
            verdict=Verdict.CONFLICTING,
            reasoning="The council says £48,000, the library £52,500. Is heating left out?",
            evidence=(
                evidence(minutes, passage="a yearly cost of £48,000", locator="p. 14"),
                evidence(
                    interview,
                    stance=Stance.REFUTES,
                    passage="It is closer to fifty-two and a half.",
                    locator="00:14:20",
                ),
            ),
            notes=(
                query("Does the figure include heating?", Addressee.SOURCE),
                query("Where does the figure come from?", Addressee.AUTHOR, "From the agenda."),
            ),
        ),
        claim(
            7,
            "No other town of its size in the county opens its library on seven days a week.",
            quotes=("No other town of its size in the county opens its library seven days a week",),
            status=Status.CHECKING,
            verdict=Verdict.UNPROVEN,
            checker="first reader",
        ),
        claim(
            8,
            "The council says that the library opens on seven days a week.",
            quotes=("opens its library seven days a week, the council says",),
            kind=ClaimKind.ATTRIBUTION,
            **done,
            verdict=Verdict.ON_AUTHOR,
            notes=(query("Who said it?", Addressee.AUTHOR, "The clerk, by telephone."),),
        ),
        claim(
            9,
            "Visits have doubled since the reading room was rebuilt in 2023.",
            quotes=("Visits have doubled since the reading room was rebuilt in 2023",),
            kind=ClaimKind.CAUSE,
            **done,
            verdict=Verdict.MISLEADING,
            reasoning="They doubled only against 2022, when the building was shut for five months.",
            correction="Visits are up by a fifth since the reading room was rebuilt in 2023",
            correction_state=CorrectionState.OPEN,
            evidence=(
                evidence(survey, stance=Stance.CONTEXT, locator="sheet 2, row 41"),
                evidence(None, stance=Stance.REFUTES, passage="41,200 visits in 2021"),
            ),
        ),
        claim(
            10,
            "Two thirds of the borrowers asked for Sunday hours.",
            quotes=("two thirds of the borrowers had asked for Sunday hours",),
            kind=ClaimKind.QUANTITY,
            **done,
            verdict=Verdict.INEXACT,
            reasoning="Two thirds of those who answered; one borrower in nine did.",
            correction="two thirds of those who answered a survey had asked for Sunday hours",
            correction_state=CorrectionState.STET,
            evidence=(evidence(survey, passage="Yes: 66.4 % (n = 812)", locator="question 7"),),
        ),
        claim(
            11,
            "“We listened, and the building will be warm.”",
            quotes=("We listened, and the building will be warm",),
            kind=ClaimKind.QUOTATION,
            **done,
            verdict=Verdict.SUPPORTED,
            evidence=(evidence(interview, locator="00:03:05"),),
        ),
        claim(
            12,
            "The children’s floor holds 14,000 books",
            quotes=("The children’s floor holds 14,000 books",),
        ),
        claim(
            13,
            "It is the finest in the region",
            quotes=("It is the finest in the region",),
            kind=ClaimKind.OPINION,
            **done,
            verdict=Verdict.NOT_CHECKABLE,
            reasoning="An opinion.",
        ),
        claim(
            14,
            "Volunteers will run the desk on Sundays",
            quotes=("Volunteers will run the desk on Sundays",),
            status=Status.DROPPED,
            notes=(note("Cut from the final text."),),
        ),
    ]
