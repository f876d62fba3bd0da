"""One ledger on both engines: the same bytes, the same words found, the same order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import annot
from annot.demo import load
from annot.errors import ConflictError
from annot.store.claim_filter import ClaimFilter
from annot.store.place import Server, connect
from annot.store.reading import Reader
from annot.store.views import VIEWS
from tests.postgres_cluster import Cluster

CLAIMS = (
    "The cafés were running runs", "Ünited libraries of Köln", "12.5 per cent, not 12,5",
    "running late", "They've closed its doors", "naïve NATIONS", "ﬁnal İstanbul straße",
    "a 'quoted' \\ back-slash", "文字 in a line", "e\u0301tude", "x" * 3000, "the the the",
)  # fmt: skip
TYPED = (
    "run", "cafe", '"cafés were"', '"were running"', "runs", "unit", "librari", "koln", "12",
    '"12 5"', "12.5", "they", "doors close", "naive nation", "istanbul", "strasse", "straße",
    "'quoted'", "back-slash", "文字", "文", "étude", "x", "the", '"the the"', "zz", "!!", "ﬁnal",
)  # fmt: skip


@pytest.fixture
def both(server: Server, tmp_path: Path) -> Iterator[tuple[annot.Workspace, annot.Workspace]]:
    with (
        annot.open(tmp_path / "story.db", actor="dana") as file,
        annot.open(server, actor="dana") as shared,
    ):
        yield file, shared


def test_a_ledger_goes_to_a_server_and_back_without_a_byte_lost(
    tmp_path: Path, nothing: Server
) -> None:
    with annot.open(tmp_path / "file.db", actor="dana") as file:
        load(file)
        file.history.undo(anybody=True)
        root = file.history.seal()
        file.export(tmp_path / "file.jsonl")
        assert file.copy(nothing).root == root
    with annot.open(nothing, actor="dana") as shared:
        assert shared.history.verify().breaks == ()
        shared.export(tmp_path / "shared.jsonl")
        shared.copy(tmp_path / "back.db")
        assert shared.history.redo(anybody=True)
    with annot.open(tmp_path / "back.db", actor="dana") as back:
        back.export(tmp_path / "back.jsonl")

    whole = (tmp_path / "file.jsonl").read_bytes()
    assert (tmp_path / "shared.jsonl").read_bytes() == whole
    assert (tmp_path / "back.jsonl").read_bytes() == whole


@pytest.mark.parametrize("name", ["claims.csv", "claims.json", "sources.bib", "report.md"])
def test_exports_and_reports_say_the_same(tmp_path: Path, nothing: Server, name: str) -> None:
    with annot.open(tmp_path / "file.db", actor="dana") as file:
        load(file)
        file.copy(nothing)
        write = annot.Workspace.report if name.startswith("report") else annot.Workspace.export
        write(file, tmp_path / f"file-{name}")
    with annot.open(nothing, actor="dana") as shared:
        write(shared, tmp_path / f"shared-{name}")

    ours = (tmp_path / f"file-{name}").read_text().splitlines()
    theirs = (tmp_path / f"shared-{name}").read_text().splitlines()
    assert [line for line in theirs if "UTC" not in line] == [
        line for line in ours if "UTC" not in line
    ]


def test_nothing_is_copied_to_where_something_was_done(
    shared: annot.Workspace, server: Server, tmp_path: Path
) -> None:
    shared.sources.add(title="Yearbook")
    with annot.open(tmp_path / "file.db", actor="dana") as file:
        file.sources.add(title="Another")
        with pytest.raises(ConflictError, match="nothing was copied"):
            file.copy(server)
    assert [source.title for source in shared.sources.list()] == ["Yearbook"]


def test_the_same_words_find_the_same_claims(
    both: tuple[annot.Workspace, annot.Workspace], server: Server
) -> None:
    for workspace in both:
        workspace.claims.add_many([{"claim": text} for text in CLAIMS])
        number = workspace.claims.list("late")[0]
        workspace.claims.set(number, verdict="refuted", reasoning="Trains", correction="punctual")
    file, shared = both
    for typed in (*TYPED, "train", "punctually", '"late trains"'):
        found = [claim.id for claim in file.claims.list(typed)]
        assert [claim.id for claim in shared.claims.list(typed)] == found, typed
        assert (
            [match.claim for match in shared.match(typed)]
            == [match.claim for match in file.match(typed)]
            if any(sign.isalnum() for sign in typed)
            else True
        )
    reader = Reader(server)
    assert reader.count(ClaimFilter.parse("run")) == len(file.claims.list("run"))
    reader.close()


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    text=st.text(min_size=1, max_size=60).filter(lambda t: t.strip() and "\0" not in t),
    at=st.integers(0, 59),
)
def test_any_words_are_found_on_both_or_on_none(
    both: tuple[annot.Workspace, annot.Workspace], text: str, at: int
) -> None:
    counts = []
    for workspace in both:
        try:
            claim = workspace.claims.add(text=text)
        except annot.AnnotError:
            counts.append(-1)
            continue
        typed = text[at % len(text) :].replace(":", " ").replace('"', " ")
        counts.append(claim.id in [found.id for found in workspace.claims.list(typed)])
        assert workspace.claims.get(claim.id).text == claim.text
    assert counts[0] == counts[1]


def test_words_without_end_are_taken_and_found(shared: annot.Workspace) -> None:
    many = " ".join(f"word{number}y" for number in range(80_000))
    claim = shared.claims.add(text=many)

    assert [found.id for found in shared.claims.list("word7y")] == [claim.id]
    assert shared.history.verify().breaks == ()


def test_people_and_tags_stand_in_the_same_order(
    both: tuple[annot.Workspace, annot.Workspace], server: Server, tmp_path: Path
) -> None:
    for workspace in both:
        for number, name in enumerate(("zoe", "Ada", "Émile", "ada")):
            claim = workspace.claims.add(text=f"Claim {number}")
            workspace.claims.set(claim, checker=name, tags=["b", "B", "ä", "a"][: number + 1])
    readers = [Reader(tmp_path / "story.db"), Reader(server)]
    for wanted in ("", "sort:checker", "sort:-checker", "tag:ä", "checker:Émile"):
        lists = [
            [row.number for row in reader.page(ClaimFilter.parse(wanted))] for reader in readers
        ]
        assert lists[0] == lists[1], wanted
    assert readers[0].people() == readers[1].people()
    assert readers[0].tags() == readers[1].tags()
    for reader in readers:
        reader.close()


def test_a_long_import_is_the_same_again_and_goes_by_one_undo(
    shared: annot.Workspace, postgres: Cluster
) -> None:
    rows = [
        {
            "key": f"k{number % 1500}", "claim": f"Number {number % 1500} is red",
            "source_url": f"https://e.example/{number % 7}", "stance": "supports",
            "passage": f"Passage {number}", "note": "Look again" if number % 5 == 0 else "",
        }
        for number in range(2300)
    ]  # fmt: skip
    first = shared.claims.add_many(rows)
    again = shared.claims.add_many(rows)

    assert (first.added, first.evidence_added, again.added, again.unchanged) == (
        1500, 2300, 0, 1500,
    )  # fmt: skip
    assert shared.history.verify().breaks == ()
    assert len(shared.claims.list("red", limit=None)) == 1500
    shared.history.undo()
    assert shared.claims.list() == []
    assert shared.claims.list("red") == []


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_a_view_says_the_same(both_filled: tuple[Path, Server], view: str) -> None:
    rows = []
    for place in both_filled:
        connection = connect(place)
        found = connection.execute(f"SELECT * FROM {view}", ()).fetchall()
        rows.append(sorted(str([_as_text(value) for value in row]) for row in found))
        connection.close()
    assert rows[0] == rows[1]


def _as_text(value: object) -> object:
    return str(UUID(bytes=value)) if isinstance(value, bytes) else value


@pytest.fixture(scope="module")
def both_filled(
    postgres: Cluster, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, Server]]:
    """One ledger in a file and on a server."""
    path = tmp_path_factory.mktemp("views") / "story.db"
    with postgres.database(empty=True) as server:
        with annot.open(path, actor="dana") as file:
            load(file)
            number = file.claims.add(text="Two are so", tags=["b", "a"], key="k").id
            file.claims.link(1, number)
            file.people.set("kim", role="checker")
            file.copy(server)
        yield path, server
