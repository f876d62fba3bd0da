from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from exports import SECRETS, exported, fill, loaded
from hypothesis import HealthCheck, given, settings
from random_ledgers import ACTS, build

import annot
from annot.exchange.averitec_in import read_averitec
from annot.exchange.averitec_out import write_averitec
from annot.exchange.input import input_of
from annot.vocabulary import Verdict
from annot.workspace import Workspace

MEMBERS = {
    "claim", "required_reannotation", "label", "justification", "claim_date", "speaker",
    "original_claim_url", "cached_original_claim_url", "fact_checking_article",
    "reporting_source", "location_ISO_code", "claim_types", "fact_checking_strategies",
    "questions",
}  # fmt: skip
ANSWER = {"answer", "answer_type", "source_url", "source_medium", "cached_source_url"}
LABELS = {"Supported", "Refuted", "Not Enough Evidence", "Conflicting Evidence/Cherrypicking"}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ACTS)
def test_every_object_has_the_members_of_the_format(acts: list[tuple]) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        annot.open(Path(folder) / "a.db", actor="dana") as workspace,
    ):
        build(workspace, acts)
        found = loaded(workspace, write_averitec)
        assert len(found) == len(workspace.claims.list())
        for claim in found:
            assert set(claim) == MEMBERS
            assert claim["label"] in {*LABELS, None}
            for question in claim["questions"]:
                assert set(question) == {"question", "answers"}
                assert all(set(answer) == ANSWER for answer in question["answers"])


def test_evidence_and_queries_are_questions_with_answers(workspace: Workspace) -> None:
    fill(workspace)
    workspace.articles.set("bridge", published="2026-08-05", publication="The Paper")
    first, second, third = loaded(workspace, write_averitec)
    assert first["label"] == "Refuted"
    assert first["justification"] == "The record says three."
    assert (first["claim_date"], first["reporting_source"]) == ("5-8-2026", "The Paper")
    assert first["claim_types"] == ["Numerical Claim"]
    query, record, mole = first["questions"]
    assert query["question"] == "Who counted them?"
    assert query["answers"][0]["answer"] == "The foreman, secretly."
    assert record["answers"] == [
        {
            "answer": "three died",
            "answer_type": "Extractive",
            "source_url": "https://example.org/record",
            "source_medium": "Other",
            "cached_source_url": "https://archive.example/record",
        }
    ]
    assert mole["answers"][0]["source_url"] is None
    assert (second["label"], second["questions"]) == (None, [])
    assert third["claim_date"] is None


def test_verdicts_without_a_label_are_counted(workspace: Workspace) -> None:
    for verdict in Verdict:
        workspace.claims.add(text=f"This is {verdict}.", verdict=verdict)
    written, done = exported(workspace, write_averitec)
    labels = [claim["label"] for claim in json.loads(written)]
    assert {label for label in labels if label} == LABELS
    assert done.lost["verdicts without a label"] == labels.count(None) == 4
    assert done.lost["that nothing was cherry-picked"] == 1


@pytest.mark.file
def test_our_own_reader_understands_the_labels(workspace: Workspace) -> None:
    fill(workspace)
    path = workspace.path.with_name("averitec.json")
    path.write_bytes(exported(workspace, write_averitec, wanted="verdict:refuted")[0])
    (row,) = read_averitec(input_of(path)).rows
    assert (row.damage, row.cells["verdict"]) == ("", "refuted")
    assert row.cells["claim"] == "Two workers died in building the bridge."


def test_the_public_gets_nothing_internal(workspace: Workspace) -> None:
    fill(workspace)
    written, done = exported(workspace, write_averitec, audience="public")
    for secret in SECRETS:
        assert secret not in written.decode()
    assert (done.claims, done.withheld) == (2, 1)
    assert exported(workspace, write_averitec, audience="public")[0] == written
