"""What we publish as a feed comes home and changes nothing, though it says less than we do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from exports import fill
from table_files import table

from annot.workspace import Workspace

Opened = Callable[..., Workspace]
FORMATS = ("claimreview", "webannotation")


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    """Claims with a key and without, with evidence of every stance from one source and several."""
    fill(workspace)
    counts = workspace.sources.add(title="Counts", url="https://example.org/counts")
    claim = workspace.claims.add(
        "bridge", quote="four million crowns", text="It was dear.", verdict="unproven",
        status="checked",
    )  # fmt: skip
    workspace.evidence.add(claim, counts, stance="refutes", passage="x", locator="p. 4")
    workspace.evidence.add(claim, counts, stance="supports", passage="y", note="both")
    return workspace


@pytest.mark.parametrize("format_", FORMATS)
def test_a_feed_of_ours_imported_again_changes_nothing(
    filled: Workspace, tmp_path: Path, format_: str
) -> None:
    path = tmp_path / "feed.json"
    filled.export(path, format=format_)
    before, root = filled.history.list(), filled.history.verify().root
    done = filled.import_file(path)
    assert (done.format, done.unchanged, done.operation) == (format_, done.claims, "")
    assert done.claims > 2
    assert (filled.history.list(), filled.history.verify().root) == (before, root)


def test_it_changes_nothing_the_second_time_elsewhere(
    filled: Workspace, opened: Opened, tmp_path: Path
) -> None:
    path = tmp_path / "feed.json"
    filled.export(path, format="claimreview")
    other = opened("other")
    assert other.import_file(path).added == 3
    links = [link for claim in other.claims.list() for link in other.evidence.list(claim)]
    assert {link.stance.value for link in links} == {"context"}
    first = links[0]
    other.evidence.set(first.id, stance="refutes")
    done = other.import_file(path)
    assert (done.unchanged, done.updated, done.kept) == (3, 0, 0)
    other.evidence.remove(first.id)
    assert other.import_file(path).kept == 1
    assert not other.history.verify().breaks


def test_a_claim_is_found_by_its_uid_in_whatever_article_though_it_has_a_key(
    workspace: Workspace, tmp_path: Path
) -> None:
    claim = workspace.claims.add("bridge", quote="four million crowns", key="own")
    path = table(tmp_path, f"key,claim,verdict\n{claim.uid},four million crowns,refuted\n")
    done = workspace.import_file(path)
    assert (done.added, done.updated) == (0, 1)
    assert workspace.claims.get(claim).verdict == "refuted"


def test_the_words_of_a_claim_are_a_note_where_it_is_not_anchored_at_them(
    workspace: Workspace, tmp_path: Path
) -> None:
    workspace.claims.add("bridge", quote="four million crowns", text="It was dear.", key="a")
    rows = (
        '[{"key":"a","article":"bridge","claim":"It was dear.","notes":[{"text":"In these words: '
    )
    for words, notes in (("four million crowns", 0), ("a million", 1)):
        text = f'{rows}{words}","printed":"{words}"}}]}}]'
        assert workspace.import_file(table(tmp_path, text, "c.json")).notes_added == notes
