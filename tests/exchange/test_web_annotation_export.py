from __future__ import annotations

import json
import tempfile
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from exports import SECRETS, exported, fill, loaded
from hypothesis import HealthCheck, given, settings
from pyld import jsonld
from random_ledgers import ACTS, build

import annot
from annot.exchange.input import input_of
from annot.exchange.web_annotation_in import read_web_annotations
from annot.exchange.web_annotation_out import CONTEXT, write_web_annotations
from annot.workspace import Workspace

BUNDLED = json.loads(
    (resources.files("annot.exchange") / "schemas" / "web_annotation.context.json").read_text()
)
OA = "http://www.w3.org/ns/oa#"
AS = "http://www.w3.org/ns/activitystreams#"
VALUE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#value"


def bundled(url: str, _options: dict[str, Any]) -> dict[str, Any]:
    """Gives the bundled context for the standard's, and nothing else: there is no network."""
    assert url == CONTEXT
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": BUNDLED,
    }


def expanded(document: Any) -> dict[str, Any]:
    """A collection with every term as the property it stands for."""
    (collection,) = jsonld.expand(document, {"documentLoader": bundled})
    return collection


def total(collection: dict[str, Any]) -> int:
    (found,) = collection[f"{AS}totalItems"]
    assert found["@type"] == "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"
    return found["@value"]


def items(workspace: Workspace, **selection: Any) -> list[dict[str, Any]]:
    return loaded(workspace, write_web_annotations, **selection)["first"]["items"]


def terms(value: Any) -> set[str]:
    """Every name of a member in a document, but those of JSON-LD itself."""
    if isinstance(value, dict):
        return set(value).union(*map(terms, value.values())) - {"@context"}
    return set().union(*map(terms, value)) if isinstance(value, list) else set()


def test_every_term_is_one_of_the_vocabulary(workspace: Workspace) -> None:
    fill(workspace)
    document = loaded(workspace, write_web_annotations)
    assert terms(document) <= set(BUNDLED["@context"])
    collection = expanded(document)
    assert collection["@type"] == [f"{AS}OrderedCollection"]
    assert total(collection) == 2
    (page,) = collection[f"{AS}first"]
    annotations = page[f"{AS}items"][0]["@list"]
    assert [annotation["@type"] for annotation in annotations] == [[f"{OA}Annotation"]] * 2
    first = annotations[0]
    assert first[f"{OA}motivatedBy"] == [{"@id": f"{OA}assessing"}]
    verdicts = [
        body[VALUE][0]["@value"]
        for body in first[f"{OA}hasBody"]
        if body[f"{OA}hasPurpose"] == [{"@id": f"{OA}assessing"}]
    ]
    assert verdicts == ["refuted"]
    (target,) = first[f"{OA}hasTarget"]
    quote, position = target[f"{OA}hasSelector"]
    assert quote[f"{OA}exact"] == [{"@value": "Two workers died"}]
    assert position["@type"] == [f"{OA}TextPositionSelector"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ACTS)
def test_selectors_name_places_of_the_draft(acts: list[tuple]) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        annot.open(Path(folder) / "a.db", actor="dana") as workspace,
    ):
        build(workspace, acts)
        texts = {}
        for article in workspace.articles.list():
            uid = workspace.articles.revision(article).uid
            texts[f"urn:uuid:{uid}"] = workspace.articles.text(article)
        document = loaded(workspace, write_web_annotations)
        assert terms(document) <= set(BUNDLED["@context"])
        found = document["first"]["items"] if document["total"] else []
        assert document["total"] == len(found) == len(workspace.claims.list("has:anchor"))
        for annotation in found:
            for target in annotation["target"]:
                quote, place = target["selector"]
                text = texts[target["source"]]
                assert text[place["start"] : place["end"]] == quote["exact"]
                assert text[: place["start"]].endswith(quote.get("prefix", ""))
                assert text[place["end"] :].startswith(quote.get("suffix", ""))


def test_positions_are_code_points(workspace: Workspace) -> None:
    workspace.articles.add("👩‍🚀 e\u0301 🎉 said so.", title="Signs")
    workspace.claims.add("signs", quote="said so")
    (annotation,) = items(workspace, article="signs")
    assert annotation["target"][0]["selector"][1] == {
        "type": "TextPositionSelector",
        "start": 9,
        "end": 16,
    }


def test_what_is_said_of_a_claim(workspace: Workspace) -> None:
    fill(workspace)
    first = items(workspace)[0]
    said = [(body["purpose"], body.get("value")) for body in first["body"]]
    assert said == [
        ("describing", "Two workers died in building the bridge."),
        ("classifying", "quantity"),
        ("assessing", "refuted"),
        ("commenting", "The record says three."),
        ("editing", "Three workers died"),
        ("tagging", "delicate"),
        ("tagging", "harbour, north"),
        ("questioning", "Who counted them?"),
        ("replying", "The foreman, secretly."),
        ("linking", None),
        ("linking", None),
    ]
    assert first["body"][-2]["source"] == "https://example.org/record"
    assert first["body"][-2]["selector"] == {"type": "TextQuoteSelector", "exact": "three died"}
    assert first["body"][-1]["source"].startswith("urn:uuid:")
    assert first["creator"] == {"type": "Person", "name": "lee"}


def test_the_public_gets_nothing_internal(workspace: Workspace) -> None:
    fill(workspace)
    written, done = exported(workspace, write_web_annotations, audience="public")
    for secret in SECRETS:
        assert secret not in written.decode()
    assert (done.claims, done.withheld) == (1, 1)


def test_what_an_annotation_cannot_say_is_counted(workspace: Workspace) -> None:
    fill(workspace)
    _, done = exported(workspace, write_web_annotations)
    assert done.lost == {
        "claims without an article": 1,
        "statuses": 2,
        "stances": 2,
        "locators": 2,
        "titles of sources": 2,
        "notes of evidence": 2,
        "notes": 1,
        "notes about evidence": 1,
        "identifiers of sources": 1,
    }


@pytest.mark.parametrize("wanted", ["no:anchor", "status:stale"])
def test_an_empty_collection_has_no_page(workspace: Workspace, wanted: str) -> None:
    fill(workspace)
    document = loaded(workspace, write_web_annotations, wanted=wanted)
    assert (document["total"], "first" in document) == (0, False)
    assert total(expanded(document)) == 0


def test_a_selection_has_a_name_of_its_own_and_keeps_it(workspace: Workspace) -> None:
    fill(workspace)
    every = exported(workspace, write_web_annotations)[0]
    part = exported(workspace, write_web_annotations, wanted="verdict:refuted")[0]
    assert exported(workspace, write_web_annotations)[0] == every
    assert json.loads(every)["id"] != json.loads(part)["id"]


@pytest.mark.file
def test_our_own_reader_finds_the_claims_and_their_places(workspace: Workspace) -> None:
    fill(workspace)
    path = workspace.path.with_name("annotations.json")
    path.write_bytes(exported(workspace, write_web_annotations)[0])
    rows = list(read_web_annotations(input_of(path)).rows)
    assert [row.damage for row in rows] == ["", ""]
    assert [row.cells["quote"] for row in rows] == [
        "Two workers died",
        "The mayor called it a burden",
    ]
