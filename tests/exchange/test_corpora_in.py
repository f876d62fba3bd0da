from __future__ import annotations

import io
import json
from typing import Any

import pytest
from feed_files import Read, file_of, jsons, lines_of, only, table_or_error, taken
from hypothesis import given, settings
from hypothesis import strategies as st

from annot.errors import InputFileError
from annot.exchange.averitec_in import read_averitec
from annot.exchange.averitec_out import write_averitec
from annot.exchange.checkthat_in import read_checkthat
from annot.exchange.fever_in import read_fever
from annot.exchange.scifact_in import read_scifact
from annot.exchange.selection import Selection
from annot.workspace import Workspace

AVERITEC: dict[str, Any] = {
    "claim": "The bridge was built in 1931.",
    "required_reannotation": False,
    "label": "Refuted",
    "justification": "The archive says 1934.",
    "claim_date": "25-8-2020",
    "speaker": "Jo Berg",
    "original_claim_url": "https://news.example.org/a",
    "cached_original_claim_url": "https://archive.example.org/a",
    "fact_checking_article": "https://checks.example.org/b",
    "reporting_source": "Quay News",
    "location_ISO_code": "NO",
    "claim_types": ["Event/Property Claim"],
    "fact_checking_strategies": ["Written Evidence"],
    "questions": [
        {
            "question": "When was it opened?",
            "answers": [
                {
                    "answer": "Opened in 1934.",
                    "answer_type": "Extractive",
                    "source_url": "https://city.example.org",
                    "cached_source_url": "https://archive.example.org/city",
                    "source_medium": "PDF",
                },
                {
                    "answer": "No",
                    "answer_type": "Boolean",
                    "boolean_explanation": "It was open by then.",
                    "source_url": "https://museum.example.org",
                    "source_medium": "Web text",
                },
                {"answer": "No answer could be found.", "answer_type": "Unanswerable",
                 "source_url": ""},
            ],
        }
    ],
}  # fmt: skip
FEVER: dict[str, Any] = {
    "id": 75397,
    "verifiable": "VERIFIABLE",
    "label": "SUPPORTS",
    "claim": "The Salt Bridge is in Oslo.",
    "evidence": [
        [[92206, 104971, "Salt_Bridge_-LRB-Oslo-RRB-", 7], [92206, 104972, "Oslo", 0]],
        [[92207, 104973, "Salt_Bridge_-LRB-Oslo-RRB-", 1]],
    ],
}
SCIFACT: dict[str, Any] = {
    "id": 263,
    "claim": "Salt water makes concrete stronger.",
    "evidence": {
        "11328820": [{"sentences": [7, 9], "label": "CONTRADICT"}],
        "30041340": [
            {"sentences": [0], "label": "CONTRADICT"},
            {"sentences": [11], "label": "CONTRADICT"},
        ],
    },
    "cited_doc_ids": [11328820, 30041340, 14853989],
}
TWEETS = (
    "topic\ttweet_id\ttweet_url\ttweet_text\tclass_label\n"
    '7\t101\thttps://t.example.org/101\t"The bridge, he said\tYes\n'
    "7\t102\thttps://t.example.org/102\tGood morning\tNo\n"
)
FACTS = (
    "69\tMAYOR\tSo it was built in 1931.\t1\tThe bridge was built in 1931.\tTRUE\n"
    "70\tMAYOR\tLong ago.\tN/A\n"
    "71\tMAYOR\tIn '31, yes.\t1\tThe bridge was built in 1931.\tTRUE\n"
    "72\tMAYOR\tIt was cheap.\t2\tThe bridge was cheap.\tHALF-TRUE\n"
)


def test_averitec_gives_claim_verdict_and_answers_as_evidence() -> None:
    table = read_averitec(file_of([AVERITEC]))
    cells = only(table)
    assert cells.pop("key").startswith("averitec:")
    assert cells == {
        "claim": "The bridge was built in 1931.",
        "kind": "event",
        "verdict": "refuted",
        "reasoning": "The archive says 1934.",
        "checker": "AVeriTeC",
        "evidence": [
            {
                "source_url": "https://city.example.org",
                "source_archived_url": "https://archive.example.org/city",
                "source_kind": "document",
                "stance": "context",
                "passage": "Opened in 1934.",
                "note": "When was it opened?",
            },
            {
                "source_url": "https://museum.example.org",
                "source_kind": "page",
                "stance": "context",
                "note": "When was it opened?\nNo\nIt was open by then.",
            },
            {
                "source_url": "https://news.example.org/a",
                "stance": "context",
                "note": "The claim appeared here.",
                "source_archived_url": "https://archive.example.org/a",
            },
            {
                "source_url": "https://checks.example.org/b",
                "source_kind": "article",
                "source_rank": "secondary",
                "stance": "context",
                "note": "The fact-check that the claim was taken from.",
            },
        ],
        "notes": [
            {"kind": "note", "text": "Said by Jo Berg on 25-8-2020 in Quay News about NO."},
            {"kind": "note", "text": "When was it opened?\nNo answer could be found."},
        ],
    }
    assert table.left_out == {"fact_checking_strategies": 1}


def test_conflicting_evidence_of_averitec_may_be_cherry_picked_which_is_told() -> None:
    table = read_averitec(file_of([{**AVERITEC, "label": "Conflicting Evidence/Cherrypicking"}]))
    assert only(table)["verdict"] == "conflicting"
    assert table.left_out["whether it was cherry-picked"] == 1


def test_claims_without_a_label_are_to_do() -> None:
    table = read_averitec(file_of([{"claim": "Two died.", "label": None, "questions": None}]))
    assert set(only(table)) == {"key", "claim"}


def test_what_annot_writes_as_averitec_can_be_read(workspace: Workspace) -> None:
    claim = workspace.claims.add("bridge", quote="Two workers died", kind="quantity")
    source = workspace.sources.add(url="https://city.example.org")
    workspace.evidence.add(claim, source, passage="Three died.")
    workspace.claims.set(claim, verdict="refuted", reasoning="Three did.")
    out = io.BytesIO()
    write_averitec(workspace._ledger, Selection(), out)
    cells = only(read_averitec(file_of(out.getvalue())))
    assert (cells["claim"], cells["verdict"], cells["kind"], cells["reasoning"]) == (
        "Two workers died", "refuted", "quantity", "Three did.",
    )  # fmt: skip
    assert cells["evidence"][0]["passage"] == "Three died."


def test_fever_gives_a_source_for_each_page() -> None:
    table = read_fever(file_of(lines_of(FEVER)))
    assert only(table) == {
        "key": "fever:75397",
        "claim": "The Salt Bridge is in Oslo.",
        "verdict": "supported",
        "checker": "FEVER",
        "evidence": [
            {
                "source_url": "https://en.wikipedia.org/wiki/Salt_Bridge_%28Oslo%29",
                "source_title": "Salt Bridge (Oslo)",
                "source_publisher": "Wikipedia",
                "stance": "supports",
                "locator": "sentences 2, 8",
            },
            {
                "source_url": "https://en.wikipedia.org/wiki/Oslo",
                "source_title": "Oslo",
                "source_publisher": "Wikipedia",
                "stance": "supports",
                "locator": "sentence 1",
            },
        ],
    }
    assert table.left_out == {"which sentences prove it together": 1}


def test_fever_without_evidence_or_label() -> None:
    unknown = {**FEVER, "label": "NOT ENOUGH INFO", "evidence": [[[1, None, None, None]]]}
    first, second = read_fever(file_of(lines_of(unknown, {"id": 5, "claim": "x"}))).rows
    assert first.cells["verdict"] == "unproven"
    assert "evidence" not in first.cells
    assert dict(second.cells) == {"key": "fever:5", "claim": "x"}


def test_feverous_is_refused_with_its_line() -> None:
    other = {**FEVER, "evidence": [{"content": ["Oslo_sentence_0"], "context": {}}]}
    with pytest.raises(InputFileError, match=r"feed, line 2: .*FEVER"):
        read_fever(file_of(lines_of(FEVER, other)))


def test_scifact_follows_from_its_evidence() -> None:
    def url(number: int) -> str:
        return f"https://api.semanticscholar.org/CorpusID:{number}"

    assert only(read_scifact(file_of(lines_of(SCIFACT)))) == {
        "key": "scifact:263",
        "claim": "Salt water makes concrete stronger.",
        "verdict": "refuted",
        "checker": "SciFact",
        "evidence": [
            {"source_url": url(11328820), "source_kind": "article", "stance": "refutes",
             "locator": "abstract, sentences 8, 10"},
            {"source_url": url(30041340), "source_kind": "article", "stance": "refutes",
             "locator": "abstract, sentences 1, 12"},
            {"source_url": url(14853989), "source_kind": "article", "stance": "context",
             "note": "Cited by the sentence that the claim is from; no evidence was found in its "
             "abstract."},
        ],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("evidence", "verdict"),
    [
        ({"1": [{"label": "SUPPORT", "sentences": [0]}]}, "supported"),
        ({"1": {"label": "SUPPORT", "sentences": [0], "provenance": "x"}}, "supported"),
        (
            {"1": [{"label": "SUPPORT", "sentences": [0]}],
             "2": [{"label": "CONTRADICT", "sentences": [0]}]},
            "conflicting",
        ),
        ({}, "unproven"),
        (None, None),
    ],
)  # fmt: skip
def test_scifact_verdicts(evidence: Any, verdict: str | None) -> None:
    cells = only(read_scifact(file_of(lines_of({**SCIFACT, "evidence": evidence}))))
    assert cells.get("verdict") == verdict


def test_checkthat_says_what_is_worth_checking_not_what_is_true() -> None:
    first, second = read_checkthat(file_of(TWEETS)).rows
    assert dict(first.cells) == {
        "key": "tweet:101",
        "claim": '"The bridge, he said',
        "status": "todo",
        "tags": ["check-worthy", "7"],
        "evidence": [
            {
                "source_url": "https://t.example.org/101",
                "stance": "context",
                "note": "The claim appeared here.",
            }
        ],
    }
    assert (second.cells["status"], second.cells["tags"]) == ("dropped", ["7"])


@pytest.mark.parametrize(
    "text",
    [
        "Sentence_id\tText\tclass_label\n1\tTwo died.\tYes\n",
        "sentence_id\ttext\tclass_label\r\n1\tTwo died.\tYes\r\n",
        "topic_id\ttweet_id\ttweet_url\ttweet_text\tclaim\tcheck_worthiness\n"
        "x\t1\thttps://t.example.org/1\tTwo died.\t1\t1\n",
        "1\tMAYOR\tTwo died.\t1\n",
        "topic_id\ttweet_id\ttweet_url\ttweet_text\nx\t1\thttps://t.example.org/1\tTwo died.\n",
        "vclaim_id\tvclaim\ttitle\n1\tTwo died.\tDid two die?\n",
        "tweet_id\ttweet_content\n1\tTwo died.\n",
    ],
)
def test_checkthat_tables_of_several_years(text: str) -> None:
    cells = only(read_checkthat(file_of(text)))
    assert (cells["claim"], cells["status"]) == ("Two died.", "todo")


def test_checked_facts_of_debates_have_verdicts_where_they_are_certain(
    workspace: Workspace,
) -> None:
    table = read_checkthat(file_of(FACTS))
    assert table.left_out == {"lines without a claim": 1}
    good, same, half = table.rows
    assert "nearest are inexact, misleading" in half.damage
    assert half.damage.startswith("line 4: ")
    assert (good.cells["key"], good.cells["verdict"]) == (same.cells["key"], "supported")
    short = read_checkthat(file_of(FACTS[: FACTS.index("72")]))
    assert taken(workspace, short).added == 1


def test_a_torn_row_and_an_unknown_label_are_bad_rows() -> None:
    text = "tweet_id\ttweet_text\tclass_label\n1\tTwo\tdied.\tYes\n2\tNo label\n3\tx\tMaybe\n"
    damages = [row.damage for row in read_checkthat(file_of(text)).rows]
    assert damages[0] == "line 2: the row has 4 cells, the heading has 3"
    assert damages[1] == "line 3: the row has 2 cells, the heading has 3"
    assert "'Maybe' is neither" in damages[2]


@pytest.mark.parametrize(
    ("read", "data"),
    [
        (read_averitec, [AVERITEC, AVERITEC]),
        (read_fever, lines_of(FEVER)),
        (read_scifact, lines_of(SCIFACT)),
        (read_checkthat, TWEETS),
    ],
)
def test_the_same_again_changes_nothing(workspace: Workspace, read: Read, data: Any) -> None:
    first = taken(workspace, read(file_of(data)))
    assert first.added == first.claims > 0
    assert taken(workspace, read(file_of(data))).unchanged == first.claims


@pytest.mark.parametrize("read", [read_averitec, read_fever, read_scifact])
@pytest.mark.parametrize("data", ["", "[]", "nope", [1], [{"claim": 1}], {"id": 1}, "\0", b"\xff"])
def test_a_file_that_is_no_corpus_is_told(read: Read, data: Any) -> None:
    with pytest.raises(InputFileError, match="feed"):
        read(file_of(data))


@pytest.mark.parametrize("read", [read_averitec, read_fever, read_scifact])
def test_an_unknown_label_is_a_bad_row_with_ours(read: Read) -> None:
    value = {
        read_averitec: {**AVERITEC, "label": "False"},
        read_fever: {**FEVER, "label": "False"},
        read_scifact: {**SCIFACT, "evidence": {"1": [{"label": "False", "sentences": [1]}]}},
    }[read]
    (row,) = read(file_of(json.dumps(value))).rows
    assert "no rating 'False'" in row.damage
    assert "supported, inexact, misleading, refuted" in row.damage


NAMES = st.sampled_from(sorted({*AVERITEC, *FEVER, *SCIFACT, "answers", "source_url", "sentences"}))
WORDS = st.sampled_from(["claim", "Supported", "REFUTES", "SUPPORT", "https://a.example.org", "\0"])


@pytest.mark.parametrize(
    ("read", "good"), [(read_averitec, AVERITEC), (read_fever, FEVER), (read_scifact, SCIFACT)]
)
@settings(max_examples=80)
@given(jsons(NAMES, WORDS), st.data())
def test_any_json_gives_a_table_or_an_error_of_the_file(
    read: Read, good: dict[str, Any], value: Any, data: st.DataObject
) -> None:
    table_or_error(read, value)
    table_or_error(read, {**good, data.draw(st.sampled_from(sorted(good))): value})


@pytest.mark.parametrize("begin", ["", "tweet_id\ttweet_text\tclass_label\n", "1\tX\tText.\t0\n"])
@given(text=st.text(alphabet="\t\n\r\"'01yesNoN/A-\x85\u2028\0x", max_size=60))
def test_any_table_gives_a_table_or_an_error_of_the_file(begin: str, text: str) -> None:
    table_or_error(read_checkthat, begin + text)
    table_or_error(read_checkthat, (begin + text).encode("utf-16"))
