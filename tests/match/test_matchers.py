"""A matcher that is installed scores what was found anew, and what it must not give is told."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

import annot
from annot.errors import InvalidValueError, NotFoundError
from annot.match.matchers import Found
from annot.operations import installed

CLAIMS = (
    "The library on Mill Street opened in 1998.",
    "In 1998 a library was opened",
    "Opened in 1998: the new library on the street to the mill",
)


@pytest.fixture(autouse=True)
def claims(workspace: annot.Workspace) -> None:
    for text in CLAIMS:
        workspace.claims.add(text=text)


def package(folder: Path, code: str, entry: str) -> None:
    """A package with an entry point, as pip would install it."""
    (folder / "my_package.py").write_text(code)
    info = folder / "my_package-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: my-package\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(entry)


def test_a_package_with_the_matcher_of_the_manual_is_found_and_used(
    workspace: annot.Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (Path(__file__).parents[2] / "docs" / "manual.md").read_text()
    (entry,) = re.findall(
        r"^```toml\n\[project\.entry-points\.(\"annot\.matchers.*?)^```", page, re.M | re.S
    )
    (code,) = re.findall(r"^```python\n(from difflib.*?)^```", page, re.M | re.S)
    package(tmp_path, code, "[" + entry.replace('"', ""))
    monkeypatch.delitem(sys.modules, "my_package", raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    wanted = "The library on Mill Street opened in 1989."
    usual = workspace.match(wanted)
    found = workspace.match(wanted, matcher="letters")
    assert found[0].claim == 1
    assert found[0].score == 98
    assert [match.score for match in found] != [match.score for match in usual]
    assert found[0].differing.lines == ["numbers: 1989 / 1998"]


def use(monkeypatch: pytest.MonkeyPatch, matcher: object) -> None:
    entry = EntryPoint("mine", "mine:match", installed.MATCHERS.group)
    monkeypatch.setattr(EntryPoint, "load", lambda self: matcher)
    monkeypatch.setattr(installed, "entry_points", lambda group: [entry])


def scores(*given: object) -> Callable[[str, Sequence[Found]], Mapping[object, object]]:
    return lambda text, found: dict(zip((item.claim for item in found), given, strict=False))


def test_a_matcher_gets_what_was_found_and_its_scores_order(
    workspace: annot.Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.claims.set(2, verdict="inexact", correction="A library opened in 1999")
    given: list[Found] = []

    def matcher(text: str, found: Sequence[Found]) -> dict[int, float]:
        given.extend(found)
        return {item.claim: {1: 30.0, 2: 90.4, 3: 10.0}[item.claim] for item in found}

    use(monkeypatch, matcher)
    found = workspace.match("The library opened in 1998", matcher="mine")
    assert [(match.claim, match.score) for match in found] == [(2, 90), (1, 30)]
    by_number = {item.claim: item for item in given}
    assert sorted(by_number) == [1, 2, 3]
    assert by_number[1].text == CLAIMS[0]
    assert by_number[2].correction == "A library opened in 1999"
    assert all(0 <= item.score <= 100 for item in given)
    assert workspace.match("Whales", matcher="mine") == [], "none found, none asked about"


def breaks(text: str, found: object) -> dict[int, float]:
    raise RuntimeError("no\nmodel\x1b[2J")


@pytest.mark.parametrize(
    ("matcher", "told"),
    [
        (scores(50, 60), "gives 2 scores for 3 claims"),
        (scores(50, 60, float("nan")), "the score nan for claim"),
        (scores(50, 60, float("inf")), "the score inf for claim"),
        (scores(50, 60, -1), "the score -1 for claim"),
        (scores(50, 60, 101), "which is not from 0 to 100"),
        (scores(50, 60, "70"), "the score '70' for claim"),
        (lambda text, found: {9: 50}, "a score for 9, which is no claim"),
        (lambda text, found: {(): 50}, r"a score for \(\), which is no claim"),
        (lambda text, found: [50, 60, 70], "broke: TypeError"),
        (lambda text, found: None, "broke: TypeError"),
        (None, "broke: TypeError"),
        (breaks, r"broke: RuntimeError: no.model.\[2J$"),
    ],
)
def test_what_a_matcher_must_not_give_is_one_error_that_names_it(
    workspace: annot.Workspace, monkeypatch: pytest.MonkeyPatch, matcher: object, told: str
) -> None:
    use(monkeypatch, matcher)
    with pytest.raises(InvalidValueError, match=rf"^The matcher 'mine' \(mine:match\) .*{told}"):
        workspace.match("The library opened in 1998", matcher="mine")
    assert workspace.match("The library opened in 1998"), "without it all is as ever"


def test_a_matcher_that_is_not_installed_is_told(workspace: annot.Workspace) -> None:
    with pytest.raises(NotFoundError, match="no matcher 'other'") as told:
        workspace.match("The library", matcher="other")
    assert "--with" in (told.value.hint or "")
