from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from exports import SECRETS, exported, fill, loaded
from hypothesis import HealthCheck, given, settings
from random_ledgers import ACTS, PRINTED, build

import annot
from annot.errors import InvalidValueError, NotFoundError
from annot.exchange.json_out import write_json
from annot.workspace import Workspace


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PRINTED, ACTS)
def test_the_array_comes_in_again_as_it_went_out(text: str, acts: list[tuple]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.json"
        with (
            annot.open(Path(folder) / "a.db", actor="dana") as workspace,
            annot.open(Path(folder) / "b.db", actor="dana") as copy,
        ):
            build(workspace, [("article", text), *(act for act in acts if act[0] != "article")])
            out.write_bytes(exported(workspace, write_json)[0])
            summary = workspace.import_file(out)
            assert (summary.unchanged, summary.kept) == (len(workspace.claims.list()), 0)
            assert exported(workspace, write_json)[0] == out.read_bytes()

            if workspace.articles.list():
                build(copy, [("article", text)])
            copy.import_file(out)
            assert exported(copy, write_json)[0] == out.read_bytes()


def test_evidence_and_notes_stand_in_their_claim(workspace: Workspace) -> None:
    fill(workspace)
    written, done = exported(workspace, write_json)
    first, second, third = json.loads(written)
    assert (done.claims, done.rows, done.withheld) == (3, 3, 0)
    assert (first["key"], first["article"], first["quote"]) == (
        "b-1",
        "bridge",
        "Two workers died",
    )
    assert first["tags"] == ["delicate", "harbour, north"]
    assert first["evidence"][0] == {
        "source_url": "https://example.org/record",
        "source_title": "Record",
        "source_authors": ["A. One", "B. Two"],
        "source_publisher": "The city",
        "source_published": "1931-05",
        "source_kind": "report",
        "source_rank": "primary",
        "source_accessed": "2026-01-02",
        "source_archived_url": "https://archive.example/record",
        "stance": "refutes",
        "passage": "three died",
        "locator": "p. 4",
        "note": "internal",
    }
    assert first["evidence"][1]["source_confidential"] is True
    assert first["notes"] == [
        {"kind": "note", "text": "The mole must not be named"},
        {
            "kind": "query",
            "text": "Who counted them?",
            "to": "author",
            "answer": "The foreman, secretly.",
        },
    ]
    assert (second["verdict"], second["evidence"], second["notes"]) == (None, [], [])
    assert (third["article"], third["claim"]) == ("", "=1+1 is “two”, they say 👩‍🚀")


def test_what_the_array_cannot_say_is_counted(workspace: Workspace) -> None:
    fill(workspace)
    _, done = exported(workspace, write_json)
    assert done.lost == {"notes about evidence": 1, "identifiers of sources": 1}


def test_the_public_gets_nothing_internal(workspace: Workspace) -> None:
    fill(workspace)
    written, done = exported(workspace, write_json, audience="public")
    assert (done.claims, done.withheld) == (2, 1)
    assert done.lost == {"identifiers of sources": 1}
    for secret in SECRETS:
        assert secret not in written.decode()


def test_a_claim_in_several_places_has_an_object_for_each(workspace: Workspace) -> None:
    claim = workspace.claims.add("bridge", quote="the mayor called it a triumph", text="Both.")
    workspace.claims.anchor(claim, quote="the mayor called it a burden")
    first, second = loaded(workspace, write_json)
    assert (first["quote"], second["quote"]) == (
        "The mayor called it a triumph",
        "The mayor called it a burden",
    )
    assert first["key"] == second["key"]
    assert ("evidence" in first, "evidence" in second) == (True, False)


def test_a_part_may_be_chosen_and_nothing_is_a_list(workspace: Workspace) -> None:
    fill(workspace)
    assert len(loaded(workspace, write_json, article="bridge")) == 2
    assert [item["verdict"] for item in loaded(workspace, write_json, wanted="verdict:on_author")]
    assert exported(workspace, write_json, wanted="status:stale")[0] == b"[]\n"
    with pytest.raises(NotFoundError):
        exported(workspace, write_json, article="tunnel")
    with pytest.raises(InvalidValueError):
        exported(workspace, write_json, wanted="colour:red")


@pytest.mark.file
def test_a_list_longer_than_one_write_is_one_list(workspace: Workspace) -> None:
    workspace.import_file(table(workspace.path.with_name("long.csv"), 1203))
    found = loaded(workspace, write_json)
    assert [item["key"] for item in found] == [f"k{number}" for number in range(1203)]


def table(path: Path, rows: int) -> Path:
    lines = [f"k{number},The number is {number}." for number in range(rows)]
    path.write_text("\n".join(["key,claim", *lines]))
    return path


def test_the_page_about_the_format_shows_what_is_written(workspace: Workspace) -> None:
    page = Path(__file__).parents[2] / "docs" / "formats" / "json.md"
    shown = page.read_text().partition("```json\n")[2].partition("\n```")[0]
    article = workspace.articles.add("The town has 31 trams.", title="Trams")
    claim = workspace.claims.add(
        article,
        quote="31 trams",
        text="The town has 31 trams.",
        key="t-1",
        kind="quantity",
        tags=["fleet"],
    )
    workspace.claims.set(claim, verdict="refuted", correction="29 trams")
    source = workspace.sources.add(title="Fleet list", kind="document")
    workspace.evidence.add(
        claim, source, stance="refutes", passage="In service: 29", locator="p. 3"
    )
    assert exported(workspace, write_json)[0].decode() == f"[\n{shown}\n]\n"
