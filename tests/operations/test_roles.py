"""Who works here, and what they may do."""

from __future__ import annotations

import pytest

import annot
from annot.errors import InvalidValueError, NotFoundError
from annot.operations.agreement import Agreement
from annot.store.models import Article


def roles(workspace: annot.Workspace) -> dict[str, str]:
    return {person.name: person.role.value for person in workspace.people.list()}


def test_a_person_has_one_role_whatever_the_case_of_the_name(workspace: annot.Workspace) -> None:
    workspace.people.set("kim", role="checker")
    workspace.people.set("Kim", role="editor")
    workspace.people.set("ana", role="checker")
    assert roles(workspace) == {"ana": "checker", "kim": "editor"}


@pytest.mark.parametrize("name", ["", "  "])
def test_a_person_needs_a_name(workspace: annot.Workspace, name: str) -> None:
    with pytest.raises(InvalidValueError, match="needs a name"):
        workspace.people.set(name, role="editor")
    assert roles(workspace) == {}


def test_where_there_is_an_admin_only_an_admin_gives_roles(workspace: annot.Workspace) -> None:
    workspace.people.set("kim", role="admin")
    with pytest.raises(InvalidValueError, match="dana may not give roles: here only kim may"):
        workspace.people.set("dana", role="admin")
    with pytest.raises(InvalidValueError, match="may not give roles"):
        workspace.people.remove("kim")
    assert roles(workspace) == {"kim": "admin"}


def test_others_are_never_left_without_an_admin(workspace: annot.Workspace) -> None:
    workspace.people.set("dana", role="admin")
    workspace.people.set("kim", role="checker")
    with pytest.raises(InvalidValueError, match="dana is the last admin"):
        workspace.people.set("dana", role="editor")
    with pytest.raises(InvalidValueError, match="dana is the last admin"):
        workspace.people.remove("dana")
    workspace.people.set("kim", role="admin")
    workspace.people.remove("dana")
    assert roles(workspace) == {"kim": "admin"}


def test_the_only_person_may_leave(workspace: annot.Workspace) -> None:
    workspace.people.set("dana", role="admin")
    workspace.people.remove("DANA")
    assert roles(workspace) == {}
    with pytest.raises(NotFoundError, match="Nobody is called 'dana'"):
        workspace.people.remove("dana")


def test_evidence_that_is_not_there_is_said_not_to_be(
    workspace: annot.Workspace, article: Article
) -> None:
    claim = workspace.claims.add(article, quote="40,000 books")
    evidence = workspace.evidence.add(claim, workspace.sources.add(title="Yearbook"))
    note = workspace.notes.add(evidence, "Seen in print.")
    other = workspace.sources.add(title="Almanac")
    assert workspace.evidence.set(evidence, source=other, note="p. 3").source_id == other.id

    workspace.evidence.remove(evidence.id)

    for call in (
        lambda: workspace.evidence.remove(evidence.id),
        lambda: workspace.evidence.set(evidence, note="x"),
    ):
        with pytest.raises(NotFoundError, match=f"There is no evidence {evidence.id}"):
            call()
    assert note.id not in [left.id for left in workspace.notes.list()]


@pytest.mark.parametrize(
    ("claims", "alpha", "meaning"),
    [
        (0, None, "no claim was judged by two people"),
        (3, None, "only one verdict was ever given"),
        (3, 0.8, "reliable: 0.8 or more"),
        (3, 0.79, "good for tentative conclusions: 0.667 or more"),
        (3, 0.667, "good for tentative conclusions"),
        (3, 0.5, "not reliable: less than 0.667"),
    ],
)
def test_what_a_figure_of_agreement_allows(claims: int, alpha: float | None, meaning: str) -> None:
    assert Agreement(claims, 2, 1, alpha).meaning.startswith(meaning)
