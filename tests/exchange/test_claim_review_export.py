from __future__ import annotations

import json
import tempfile
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from exports import SECRETS, exported, fill, loaded
from hypothesis import HealthCheck, given, settings
from pyld import jsonld
from random_ledgers import ACTS, build

import annot
from annot.exchange.claim_review_in import read_claim_reviews
from annot.exchange.claim_review_out import WORKS, write_claim_reviews
from annot.exchange.input import input_of
from annot.vocabulary import PUBLISHABLE, Audience, SourceKind, Verdict
from annot.workspace import Workspace

SCHEMA = json.loads(
    (resources.files("annot.exchange") / "schemas" / "claim_review.schema.json").read_text()
)


def validated(workspace: Workspace, **selection: Any) -> list[dict[str, Any]]:
    """The ClaimReviews of a workspace, which keep to the profile."""
    document = loaded(workspace, write_claim_reviews, **selection)
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    return document["@graph"]


def schema_org(url: str, _options: dict[str, Any]) -> dict[str, Any]:
    """Gives what schema.org's context comes down to for our terms; there is no network."""
    assert url == "https://schema.org"
    document = {"@context": {"@vocab": "http://schema.org/", "url": {"@type": "@id"}}}
    return {"contextUrl": None, "documentUrl": url, "document": document}


def expanded(workspace: Workspace) -> list[dict[str, Any]]:
    """The ClaimReviews as an independent reader of JSON-LD finds them."""
    found = jsonld.expand(loaded(workspace, write_claim_reviews), {"documentLoader": schema_org})
    return list(found)


def test_a_reader_of_json_ld_finds_every_review_with_all_that_it_says(
    workspace: Workspace,
) -> None:
    fill(workspace)
    for node, review in zip(expanded(workspace), validated(workspace), strict=True):
        terms = {name for name in review if not name.startswith("@")}
        assert {f"http://schema.org/{name}" for name in terms} | {"@id", "@type"} == set(node)
        assert node["@type"] == ["http://schema.org/ClaimReview"]


def test_the_profile_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ACTS)
def test_whatever_is_in_the_ledger_the_profile_holds(acts: list[tuple]) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        annot.open(Path(folder) / "a.db", actor="dana") as workspace,
    ):
        build(workspace, acts)
        settled = [
            claim
            for claim in workspace.claims.list()
            if claim.status in PUBLISHABLE and claim.verdict is not None
        ]
        reviews = validated(workspace)
        assert {review["@id"] for review in reviews} == {f"urn:uuid:{c.uid}" for c in settled}


def test_a_settled_claim_is_a_review(workspace: Workspace) -> None:
    fill(workspace)
    refuted, on_author = validated(workspace)
    assert refuted["claimReviewed"] == "Two workers died in building the bridge."
    assert refuted["identifier"] == "b-1"
    assert refuted["reviewRating"] == {
        "@type": "Rating",
        "alternateName": "Refuted",
        "ratingValue": 1,
        "worstRating": 1,
        "bestRating": 4,
    }
    assert refuted["reviewBody"] == "The record says three."
    assert refuted["itemReviewed"]["text"] == "Two workers died"
    assert refuted["itemReviewed"]["appearance"][0]["headline"] == "Bridge"
    (work,) = refuted["citation"]
    assert (work["@type"], work["url"], work["datePublished"]) == (
        "Report",
        "https://example.org/record",
        "1931-05",
    )
    assert [person["name"] for person in work["author"]] == ["A. One", "B. Two"]
    assert on_author["reviewRating"] == {"@type": "Rating", "alternateName": "On author"}
    assert on_author["itemReviewed"] == {"@type": "Claim"}


@pytest.mark.parametrize("audience", list(Audience))
def test_nothing_internal_leaves_whoever_asks(workspace: Workspace, audience: Audience) -> None:
    fill(workspace)
    written, done = exported(workspace, write_claim_reviews, audience=audience)
    for secret in SECRETS:
        assert secret not in written.decode()
    assert (done.claims, done.withheld) == (2, 1)


def test_what_a_review_cannot_say_is_counted(workspace: Workspace) -> None:
    fill(workspace)
    _, done = exported(workspace, write_claim_reviews)
    assert done.lost == {
        "claims that are open": 1,
        "kinds of claims": 1,
        "corrections": 1,
        "stances": 1,
        "passages": 1,
        "locators": 1,
        "ranks of sources": 1,
        "days of access": 1,
        "identifiers of sources": 1,
    }


def test_every_verdict_and_kind_of_source_has_its_word(workspace: Workspace) -> None:
    for verdict in Verdict:
        workspace.claims.add(text=f"This is {verdict}.", verdict=verdict, status="checked")
    names = [review["reviewRating"]["alternateName"] for review in validated(workspace)]
    assert len(set(names)) == len(Verdict)
    assert set(WORKS) == set(SourceKind)


@pytest.mark.file
def test_our_own_reader_understands_every_rating(workspace: Workspace) -> None:
    for verdict in Verdict:
        workspace.claims.add(text=f"This is {verdict}.", verdict=verdict, status="checked")
    path = workspace.path.with_name("reviews.json")
    path.write_bytes(exported(workspace, write_claim_reviews)[0])
    rows = list(read_claim_reviews(input_of(path)).rows)
    assert [(row.damage, row.cells["verdict"]) for row in rows] == [("", v) for v in Verdict]


def test_a_source_cited_twice_is_one_work(workspace: Workspace) -> None:
    claim = workspace.claims.add(text="So it is.", verdict="supported", status="checked")
    source = workspace.sources.add(title="Yearbook")
    workspace.evidence.add(claim, source, passage="It is so.", locator="p. 1")
    workspace.evidence.add(claim, source, passage="So it is.", locator="p. 2")
    (review,) = validated(workspace)
    assert [work["name"] for work in review["citation"]] == ["Yearbook"]


def test_the_same_ledger_gives_the_same_bytes(workspace: Workspace) -> None:
    fill(workspace)
    first = exported(workspace, write_claim_reviews)[0]
    assert exported(workspace, write_claim_reviews)[0] == first
    assert exported(workspace, write_claim_reviews, wanted="status:todo")[0] == (
        b'{"@context":"https://schema.org","@graph":[]}\n'
    )
