"""Claims that may say the same are found by their words, here and in another workspace."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

import annot
from annot.errors import AnnotError, InvalidValueError, NotFoundError, WorkspaceError
from annot.store.alike import LONGEST

CLAIMS = (
    "The library on Mill Street opened in 1998.",
    "Opened in 1999: the library of Mill Street",
    "The town has 40,000 books in its library.",
    "Whales sing at night.",
)


@pytest.fixture(autouse=True)
def claims(workspace: annot.Workspace) -> None:
    for text in CLAIMS:
        workspace.claims.add(text=text)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "archive.db"
    with annot.open(path, actor="ana") as other:
        article = other.articles.add("Nine libraries opened in 1998.", title="Old news")
        claim = other.claims.add(article, quote="Nine libraries opened in 1998")
        other.claims.set(claim, verdict="refuted", correction="Ten libraries opened in 1998")
    return path


def test_the_likest_claim_comes_first_with_what_differs(workspace: annot.Workspace) -> None:
    first, second, *rest = workspace.match("The library on Mill Street opened in 1998")
    assert (first.claim, first.score, first.differing.lines) == (1, 100, [])
    assert (second.claim, second.differing.lines) == (2, ["numbers: 1998 / 1999"])
    assert first.score > second.score > max((match.score for match in rest), default=0)
    assert "Whales" not in "".join(match.text for match in rest)


def test_other_forms_of_words_accents_and_case_are_found(workspace: annot.Workspace) -> None:
    workspace.claims.add(text="Café owners were reporting losses")
    found = workspace.match("CAFE owner reported a loss")
    assert found[0].claim == 5


def test_the_correction_of_a_claim_is_found_too(workspace: annot.Workspace) -> None:
    workspace.claims.set(4, verdict="inexact", correction="Whales sing only at the full moon.")
    found = workspace.match("They sing at a full moon")
    assert found[0].claim == 4
    assert found[0].correction == "Whales sing only at the full moon."


def test_a_claim_is_not_among_its_own_matches_and_its_verdict_stays(
    workspace: annot.Workspace,
) -> None:
    workspace.claims.set(2, verdict="refuted")
    found = workspace.match(1, limit=1)
    assert [(match.claim, match.verdict) for match in found] == [(2, "refuted")]
    assert workspace.claims.get(1).verdict is None


def test_another_workspace_is_looked_in_and_only_read(
    workspace: annot.Workspace, archive: Path
) -> None:
    before = archive.read_bytes()
    (match,) = workspace.match("In 1998 nine libraries opened", against=archive)
    assert (match.claim, match.article, match.title) == (1, "old-news", "Old news")
    assert (match.verdict, match.correction) == ("refuted", "Ten libraries opened in 1998")
    assert archive.read_bytes() == before
    assert workspace.match("whales", against=archive) == []
    same_number = workspace.match(1, against=archive)
    assert [match.claim for match in same_number] == [1], "it is another claim there"


@pytest.mark.file
def test_a_copy_of_the_workspace_has_the_claim_itself_left_out(
    workspace: annot.Workspace, path: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    with sqlite3.connect(path) as raw:
        raw.execute("VACUUM INTO ?", (str(copy),))
    assert 1 not in [match.claim for match in workspace.match(1, against=copy)]


def test_what_cannot_be_looked_in_is_told(workspace: annot.Workspace, tmp_path: Path) -> None:
    stranger = tmp_path / "stranger.db"
    with sqlite3.connect(stranger) as raw:
        raw.execute("CREATE TABLE claim (id INTEGER)")
    noise = tmp_path / "noise.db"
    noise.write_bytes(b"no database" * 1000)
    for path in (tmp_path / "none.db", stranger, noise, tmp_path):
        with pytest.raises(WorkspaceError):
            workspace.match("library", against=path)


def test_a_workspace_with_a_foreign_trigger_is_not_opened(
    workspace: annot.Workspace, archive: Path
) -> None:
    with sqlite3.connect(archive) as raw:
        raw.execute("CREATE TRIGGER t AFTER INSERT ON note BEGIN DELETE FROM claim; END")
    with pytest.raises(WorkspaceError, match="triggers"):
        workspace.match("library", against=archive)


@pytest.mark.parametrize(
    ("wanted", "limit", "error"),
    [
        ("", 5, InvalidValueError),
        ("?!* [/]", 5, InvalidValueError),
        ("a\0b", 5, InvalidValueError),
        (99, 5, NotFoundError),
        ("library", 0, InvalidValueError),
        ("library", 101, InvalidValueError),
    ],
)
def test_what_cannot_be_looked_for_is_told(
    workspace: annot.Workspace, wanted: str | int, limit: int, error: type[AnnotError]
) -> None:
    with pytest.raises(error):
        workspace.match(wanted, limit=limit)


@pytest.mark.parametrize(
    "wanted",
    [
        'library" OR text:*', "NEAR(library books) AND NOT {text}: x", "_ library -books ^a",
        "library\x1b[2J\u202e", "المكتبة 图书馆 หอสมุด", "e\u0301" * 50, "library " * 100_000,
        "a" * 500_000,
    ],
)  # fmt: skip
def test_any_words_can_be_looked_for(workspace: annot.Workspace, wanted: str) -> None:
    for match in workspace.match(wanted):
        assert 0 <= match.score <= 100


def test_a_claim_of_enormous_length_is_compared_by_its_beginning(
    workspace: annot.Workspace,
) -> None:
    workspace.claims.add(text=f"{CLAIMS[0]} {'And so on. ' * 50_000}")
    found = workspace.match("The library on Mill Street opened in 1998.")
    assert found[0].claim == 1
    assert all(len(match.text) <= LONGEST for match in found)


def test_words_that_stand_in_most_claims_do_not_hide_the_rare_ones(tmp_path: Path) -> None:
    with annot.open(tmp_path / "many.db", actor="dana", create=True) as many:
        many.claims.add_many(
            [{"claim": f"The harbour of the town was dredged in {n}"} for n in range(3000)]
        )
        assert many.match("In 77 they dredged the old harbour")[0].claim == 78
        assert many.match("The harbour was dredged"), "common words alone find something, too"


def test_a_common_word_tells_old_claims_apart_that_share_the_rare_ones(tmp_path: Path) -> None:
    old = ["Zebra pier: berths were dredged", "Zebra pier: berths were closed"]
    newer = [f"Quay {n} was {'dredged' if n % 5 < 2 else 'closed'}" for n in range(3000)]
    with annot.open(tmp_path / "many.db", actor="dana", create=True) as many:
        many.claims.add_many([{"claim": words} for words in (*old, *newer)])
        first, second, *_ = many.match("Dredging of the Zebra pier")
        assert (first.claim, second.claim) == (1, 2)
        assert first.score > second.score + 2


def test_an_empty_workspace_has_no_match(tmp_path: Path) -> None:
    with annot.open(tmp_path / "empty.db", actor="dana", create=True) as empty:
        assert empty.match("library") == []
