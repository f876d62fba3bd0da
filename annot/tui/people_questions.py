"""The forms about people: who is added with which role, and what is given to whom."""

from __future__ import annotations

from collections.abc import Sequence

from annot.store.claim_reading import ClaimDetail
from annot.store.people_reading import PersonWork
from annot.text.display import one_line
from annot.tui.field_row import Field
from annot.tui.names import Names
from annot.tui.people_acts import CHECK, TASKS
from annot.tui.questions import Question
from annot.vocabulary import Role, Task, label

_ROLES = tuple((role.value, label(role)) for role in Role)
_MAY = "each may do what those before may; as soon as there is an admin, only admins change roles"


def assign_question(claims: Sequence[int], detail: ClaimDetail | None, people: Names) -> Question:
    """To whom claims are given, and for what.

    Args:
        claims: The claims.
        detail: The claim, if it is a single one.
        people: The names to be completed.
    """
    named = f"claim {claims[0]}" if len(claims) == 1 else f"{len(claims)} claims"
    is_checked = detail is not None and bool(detail.checker)
    return Question(
        f"assignment of {named}",
        f"Assign {named}",
        [
            Field("name", "Who", "line", hint="names are completed", suggest=people.suggest),
            Field(
                "task",
                "Task",
                "choice",
                Task.JUDGE.value if is_checked else CHECK,
                choices=tuple((task, task) for task in TASKS),
                hint="check it; judge it independently; adjudicate between readers",
            ),
            Field("back", "Take it back", "flag", "no", hint="yes: they need not any more"),
        ],
        about="" if detail is None else _given(detail),
    )


def _given(detail: ClaimDetail) -> str:
    """Who has the claim so far, and its words."""
    told = [f"{detail.checker} checks"] if detail.checker else []
    told += [
        f"{row.name} {'was asked' if row.is_done else 'is'} to {row.task}"
        for row in detail.assigned
    ]
    now = one_line("; ".join(told) or "given to nobody", 500)
    return f"Now: {now}. {one_line(detail.text, 200)}"


def person_question(people: Names) -> Question:
    """A person who is to be added, with a role."""
    return Question(
        "new person",
        "Add a person",
        [
            Field("name", "Name", "line", hint="as they act (--as)", suggest=people.suggest),
            Field("role", "Role", "choice", Role.CHECKER, choices=_ROLES, hint=_MAY),
        ],
    )


def role_question(person: PersonWork) -> Question:
    """The role of a person."""
    role = person.role or Role.CHECKER
    return Question(
        f"role of {person.name}",
        f"Role of {one_line(person.name, 60)}",
        [Field("role", "Role", "choice", role, choices=_ROLES, hint=_MAY)],
    )
