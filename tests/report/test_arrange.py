from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from report_builders import article, claim, evidence, finding, note, query, report, source

from annot.report.arrange import (
    change,
    citing_claims,
    open_items,
    status_counts,
    verdict_counts,
)
from annot.report.model import ClaimEntry, Report
from annot.vocabulary import Addressee, CorrectionState, Status, Verdict


def test_faults_come_gravest_first_and_decided_ones_apart() -> None:
    found = open_items(
        _report(
            _checked(1, Verdict.INEXACT),
            _checked(2, Verdict.REFUTED, correction_state=CorrectionState.STET),
            _checked(3, Verdict.CONFLICTING),
            _checked(4, Verdict.REFUTED, correction_state=CorrectionState.OPEN),
            _checked(5, Verdict.MISLEADING),
            _checked(6, Verdict.SUPPORTED),
            _checked(7, Verdict.INEXACT, correction_state=CorrectionState.ACCEPTED),
        )
    )
    assert _numbers(found.faults) == [4, 5, 3, 1]
    assert _numbers(found.decided) == [2, 7]
    assert found.total == 4


def test_open_queries_name_whom_they_are_out_to_the_author_first() -> None:
    asked = claim(1, notes=(query("Who?", Addressee.SOURCE), query("Old", Addressee.AUTHOR, "Yes")))
    entry = article(
        (), [asked, claim(2, notes=(note("No question"), query("When?", Addressee.AUTHOR)))]
    )
    entry = replace(entry, notes=(query("Print?", Addressee.EDITOR),))
    found = open_items(report([entry]))
    assert [(q.query.text, q.claim and q.claim.number) for q in found.queries] == [
        ("When?", 2),
        ("Who?", 1),
        ("Print?", None),
    ]


def test_unfinished_claims_are_listed_once() -> None:
    found = open_items(
        _report(
            claim(1),
            claim(2, status=Status.CHECKING, verdict=Verdict.REFUTED),
            claim(3, status=Status.QUERY, notes=(query("Who?", Addressee.AUTHOR),)),
            claim(4, status=Status.QUERY),
            claim(5, status=Status.STALE),
            claim(6, status=Status.APPROVED, verdict=Verdict.SUPPORTED),
        )
    )
    assert _numbers(found.unfinished) == [1, 4]
    assert _numbers(found.stale) == [5]


def test_what_the_rules_found_is_counted_by_rule_with_each_place_once() -> None:
    entry = article(
        (),
        [claim(1, status=Status.APPROVED, verdict=Verdict.SUPPORTED)],
        findings=(
            finding(paragraph=2),
            finding(paragraph=2),
            finding(paragraph=5),
            finding("A101", claim=1, paragraph=2, rule="A verdict has no evidence."),
            finding("A304", claim=1, rule="Listed among the unfinished anyway."),
        ),
    )
    found = open_items(report([article((), []), entry]))
    assert [(rule.code, rule.count) for rule in found.rules] == [("A101", 1), ("A103", 3)]
    about_claim, about_sentences = found.rules
    assert [place.claim and place.claim.number for place in about_claim.places] == [1]
    assert [(p.position, p.paragraph) for p in about_sentences.places] == [(2, 2), (2, 5)]
    assert found.total == 4


def test_dropped_claims_are_neither_open_nor_counted_by_verdict() -> None:
    dropped = claim(
        1,
        status=Status.DROPPED,
        verdict=Verdict.REFUTED,
        notes=(query("Who?", Addressee.AUTHOR),),
    )
    assert open_items(_report(dropped)).total == 0
    assert verdict_counts([dropped]) == []
    assert [(count.value, count.claims) for count in status_counts([dropped])] == [
        (Status.DROPPED, 1)
    ]


def test_counts_hold_what_occurs_with_its_share(library: Report) -> None:
    counts = verdict_counts(library.claims)
    assert sum(count.claims for count in counts) == 13
    assert abs(sum(count.share for count in counts) - 100) < 1e-9
    assert counts[0].value is Verdict.SUPPORTED
    assert counts[-1].value is None
    assert sum(count.claims for count in status_counts(library.claims)) == 14


def test_a_change_is_told_against_the_words_as_printed() -> None:
    corrected = claim(1, "It opens at nine.", quotes=("opens at nine",), correction="opens at ten")
    assert change(corrected) == [("=", "opens at "), ("-", "nine"), ("+", "ten")]
    assert change(replace(corrected, quotes=(), correction="It opens at ten.")) == [
        ("=", "It opens at "),
        ("-", "nine"),
        ("+", "ten"),
        ("=", "."),
    ]
    assert change(replace(corrected, correction=None)) == []


def test_each_source_knows_the_claims_that_cite_it_once() -> None:
    one, two = source(1), source(2)
    claims = [
        claim(3, evidence=(evidence(one), evidence(one), evidence(None))),
        claim(1, evidence=(evidence(one),)),
    ]
    assert citing_claims(report([article((), claims)], [one, two])) == {1: [3, 1], 2: []}


def _checked(
    number: int, verdict: Verdict, correction_state: CorrectionState | None = None
) -> ClaimEntry:
    return claim(number, status=Status.CHECKED, verdict=verdict, correction_state=correction_state)


def _report(*claims: ClaimEntry) -> Report:
    return report([article((), claims)])


def _numbers(claims: object) -> list[int]:
    assert isinstance(claims, Sequence)
    return [entry.number for entry in claims]
