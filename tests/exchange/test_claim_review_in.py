from __future__ import annotations

import json
import time
from typing import Any

import pytest
from feed_files import file_of, jsons, lines_of, only, table_or_error, taken
from hypothesis import given, settings
from hypothesis import strategies as st

from annot.errors import InputFileError
from annot.exchange.claim_review_in import read_claim_reviews
from annot.exchange.table import Table
from annot.workspace import Workspace

REVIEW: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://checks.example.org/bridge",
    "datePublished": "2024-05-03T10:00:00Z",
    "author": {"@type": "Organization", "name": "Quay Checks", "url": "https://example.org"},
    "claimReviewed": "The bridge was built in 1931.",
    "reviewBody": "The archive says 1934.",
    "inLanguage": "en",
    "reviewRating": {
        "@type": "Rating",
        "ratingValue": "1",
        "bestRating": "5",
        "worstRating": "1",
        "alternateName": "False",
    },
    "itemReviewed": {
        "@type": "Claim",
        "author": {"@type": "Person", "name": "Jo Berg", "jobTitle": "Mayor"},
        "datePublished": "2024-04-30",
        "appearance": [{"@type": "CreativeWork", "url": "https://news.example.org/a"}],
        "firstAppearance": "https://video.example.org/b",
    },
}


def read(data: Any) -> Table:
    return read_claim_reviews(file_of(data))


def rated(rating: Any, **members: Any) -> dict[str, Any]:
    return only(read({**REVIEW, "reviewRating": rating, **members}))


def test_a_review_is_a_claim_with_its_verdict_and_sources() -> None:
    table = read(REVIEW)
    cells = only(table)
    assert cells.pop("key").startswith("claimreview:")
    assert cells == {
        "claim": "The bridge was built in 1931.",
        "verdict": "refuted",
        "checker": "Quay Checks",
        "reasoning": "The archive says 1934.\n\nRated “False”, 1 (1 to 5) by Quay Checks.",
        "evidence": [
            {
                "source_url": "https://checks.example.org/bridge",
                "source_title": "The bridge was built in 1931.",
                "source_publisher": "Quay Checks",
                "source_published": "2024-05-03",
                "source_kind": "article",
                "source_rank": "secondary",
                "stance": "refutes",
            },
            {
                "source_url": "https://video.example.org/b",
                "stance": "context",
                "note": "The claim appeared here.",
            },
            {
                "source_url": "https://news.example.org/a",
                "stance": "context",
                "note": "The claim appeared here.",
            },
        ],
        "notes": [{"kind": "note", "text": "Said by Jo Berg, Mayor on 2024-04-30."}],
    }
    assert table.left_out == {"inLanguage": 1}


@pytest.mark.parametrize(
    "data",
    [
        REVIEW,
        [REVIEW],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebSite"}, REVIEW]},
        {"@type": "NewsArticle", "headline": "Bridge", "review": REVIEW},
        {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [REVIEW]}]},
        {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": REVIEW}]},
        {**REVIEW, "@type": ["Review", "https://schema.org/ClaimReview"]},
        {**REVIEW, "@type": "schema:ClaimReview", "reviewRating": [REVIEW["reviewRating"]]},
        lines_of(REVIEW),
        f'\ufeff<script type="application/ld+json">{json.dumps(REVIEW)}</script>\n',
        f"<html><SCRIPT async TYPE = application/ld+json;charset=utf-8>\n//<![CDATA[\n"
        f"{json.dumps(REVIEW)};\n//]]>\n</script >",
        f"<!DOCTYPE html><script type='application/ld+json'><!--{json.dumps(REVIEW)}-->",
    ],
)
def test_reviews_come_in_several_wrappings(data: Any) -> None:
    assert only(read(data)) == only(read(REVIEW))


def test_the_feed_of_data_commons_has_items_without_a_review() -> None:
    feed = {
        "@context": "http://schema.org",
        "@type": "DataFeed",
        "dateModified": "2024-05-04",
        "dataFeedElement": [
            {"@type": "DataFeedItem", "item": None},
            {"@type": "DataFeedItem", "item": [{"@type": "MediaReview"}]},
            {"@type": "DataFeedItem", "item": [REVIEW, {**REVIEW, "claimReviewed": "Two died."}]},
        ],
    }
    table = read(feed)
    assert [row.cells["claim"] for row in table.rows] == [REVIEW["claimReviewed"], "Two died."]
    assert table.left_out["elements without a ClaimReview"] == 2


def test_the_search_of_the_fact_check_tools_gives_reviews_of_a_claim() -> None:
    found = {
        "claims": [
            {
                "text": "Two died.",
                "claimant": "Jo Berg",
                "claimDate": "2024-04-30T00:00:00Z",
                "claimReview": [
                    {
                        "publisher": {"name": "Quay Checks", "site": "example.org"},
                        "url": "https://checks.example.org/two",
                        "title": "Did two die?",
                        "reviewDate": "2024-05-01",
                        "textualRating": "Correct",
                        "languageCode": "en",
                    }
                ],
            }
        ],
        "nextPageToken": "x",
    }
    cells = only(read(found))
    assert (cells["claim"], cells["verdict"]) == ("Two died.", "supported")
    assert cells["evidence"][0]["source_title"] == "Did two die?"
    assert cells["evidence"][0]["source_published"] == "2024-05-01"
    assert cells["notes"][0]["text"] == "Said by Jo Berg on 2024-04-30T00:00:00Z."


@pytest.mark.parametrize(
    "name", ["Panzana pazzesca", "Mostly false", "Half true", "Satire", "Misleading!?! (see text)"]
)
def test_a_rating_that_is_not_certain_leaves_the_claim_to_do_and_is_kept(name: str) -> None:
    cells = rated({"alternateName": name})
    assert cells["status"] == "todo"
    assert "verdict" not in cells
    assert "checker" not in cells
    assert f"Rated “{name}” by Quay Checks." in cells["reasoning"]
    assert cells["evidence"][0]["stance"] == "context"


def test_numbers_alone_speak_at_the_ends_and_contradictions_do_not() -> None:
    assert rated({"ratingValue": 5, "bestRating": 5, "worstRating": 1})["verdict"] == "supported"
    contradiction = {"alternateName": "True", "ratingValue": 1, "bestRating": 6, "worstRating": 1}
    assert rated(contradiction)["status"] == "todo"
    assert rated({"ratingValue": "9" * 400, "bestRating": "1e999", "worstRating": "nan"})
    assert rated("False")["verdict"] == "refuted"
    assert rated(None)["status"] == "todo"


def test_references_in_a_graph_are_followed() -> None:
    graph = {
        "@graph": [
            {**REVIEW, "author": {"@id": "#org"}, "itemReviewed": {"@id": "#claim"}},
            {"@id": "#org", "@type": "Organization", "name": "Quay Checks"},
            {"@id": "#claim", **REVIEW["itemReviewed"]},
        ]
    }
    assert only(read(graph)) == only(read(REVIEW))


def test_addresses_that_are_none_are_left_out_and_counted() -> None:
    item = {"@type": "Claim", "appearance": ["in an ad", "https://news.example.org/a"]}
    table = read({**REVIEW, "itemReviewed": item, "url": "checks.example.org"})
    assert [e["source_url"] for e in only(table)["evidence"]] == ["https://news.example.org/a"]
    assert table.left_out["addresses that are none"] == 2


def test_one_damaged_script_of_a_page_is_one_bad_row() -> None:
    page = (
        "<p>Text</p>\n"
        '<script type="application/ld+json">{"@type": "ClaimReview", "claimReviewed": </script>\n'
        '<script type="application/ld+json">{broken, but of no matter}</script>'
        f'<script type="application/ld+json">{json.dumps(REVIEW)}</script>'
        f"<!-- <script type='application/ld+json'>{json.dumps(REVIEW)}</script> -->"
        f"<script>var s = '<script type=\"application/ld+json\">';</script>"
    )
    first, second = read(page).rows
    assert first.damage.startswith("line 2: It is no JSON")
    assert second.cells["claim"] == REVIEW["claimReviewed"]


def test_line_ends_in_the_strings_of_a_page_are_spaces() -> None:
    text = json.dumps(REVIEW).replace("built in", "built\nin")
    page = f'<script type="application/ld+json">{text}</script>'
    assert only(read(page))["claim"] == REVIEW["claimReviewed"]


@pytest.mark.parametrize("piece", ["<!--", "<script ", "<script>", "</script", "<", "<![CDATA[",
                                   '<script type="application/ld+json">//'])  # fmt: skip
def test_time_for_a_hostile_page_grows_with_its_length(piece: str) -> None:
    page = "<" + piece * (400_000 // len(piece))
    begin = time.process_time()
    table_or_error(read_claim_reviews, page)
    assert time.process_time() - begin < 5


@pytest.mark.parametrize(
    "data", ["", "[]", "{}", "<html></html>", "not json", "\0", b"\xff\xfe", '[{"@type": "Claim"}]']
)
def test_a_file_without_a_review_is_told(data: Any) -> None:
    with pytest.raises(InputFileError, match="feed"):
        read(data)


def test_reviews_are_taken_in_once_and_the_same_again_changes_nothing(workspace: Workspace) -> None:
    other = {**REVIEW, "url": "https://other.example.org", "author": {"name": "Other"},
             "reviewRating": {"alternateName": "Nonsense"}}  # fmt: skip
    feed = {"@graph": [REVIEW, other, REVIEW]}
    summary = taken(workspace, read(feed))
    assert (summary.added, summary.evidence_added) == (2, 6)
    refuted, undecided = workspace.claims.list()
    assert (refuted.verdict, refuted.status, refuted.checker) == (
        "refuted", "checked", "Quay Checks",
    )  # fmt: skip
    assert (undecided.verdict, undecided.status, undecided.checker) == (None, "todo", "")
    assert taken(workspace, read(feed)).unchanged == 2


NAMES = st.sampled_from(
    sorted({*REVIEW, *REVIEW["itemReviewed"], "@graph", "@id", "name", "item", "claims", "text",
            "dataFeedElement", "claimReview", "citation", "publisher", "alternateName",
            "ratingValue", "@value"})
)  # fmt: skip
WORDS = st.sampled_from(
    ["ClaimReview", "DataFeedItem", "https://example.org/", "False", "#a", "1", "javascript:x",
     "\x1b[31m", "\u202e", "\0", "2024-13-45", "nan"]
)  # fmt: skip


@settings(max_examples=150)
@given(jsons(NAMES, WORDS))
def test_any_json_gives_a_table_or_an_error_of_the_file(value: Any) -> None:
    table_or_error(read_claim_reviews, value)
    table_or_error(read_claim_reviews, {**REVIEW, "reviewRating": value, "url": value})
    table_or_error(read_claim_reviews, {**REVIEW, "itemReviewed": value, "citation": value})


@given(st.binary(max_size=60) | st.text(alphabet='<scripttype/="+ld>{}!-[]', max_size=60))
def test_any_bytes_give_a_table_or_an_error_of_the_file(data: Any) -> None:
    table_or_error(read_claim_reviews, data)
