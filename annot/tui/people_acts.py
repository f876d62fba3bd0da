"""What the keys do to people and to what they are given, without a screen: jobs for the desk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from annot.errors import AnnotError, InvalidValueError, NotFoundError
from annot.store.claim_filter import ClaimFilter, Term
from annot.store.people_reading import PersonWork
from annot.tui.acts import Act, Values, Work
from annot.tui.desk import Library
from annot.vocabulary import Status, Task

if TYPE_CHECKING:
    from annot.operations.agreement import Agreement

CHECK = "check"
"""What one is asked to do as the checker of a claim, beside the tasks of the vocabulary."""

TASKS = (CHECK, *(task.value for task in Task))

MOST_CLAIMS = 200
"""Claims of one kind that are listed beside a person."""


class Staff(NamedTuple):
    """The people as they were read after some operation, and who acts."""

    operation: bytes
    people: Sequence[PersonWork]
    actor: str


class GivenClaim(NamedTuple):
    """A claim that somebody is still to check, to judge or to adjudicate."""

    number: int
    task: str
    status: Status
    text: str


class DisputedClaim(NamedTuple):
    """A claim on which readers do not agree; `cast` are their names and verdicts, in words."""

    number: int
    text: str
    cast: str


class Agreed(NamedTuple):
    """How far readers agree, and where they do not.

    Attributes:
        where: The title of the article; empty for the whole workspace.
        agreement: How far; None if it cannot be said.
        problem: Why not, in words.
        disputed: The claims on which they do not agree and nobody decided.
    """

    where: str
    agreement: Agreement | None
    problem: str
    disputed: Sequence[DisputedClaim]


def staff(library: Library) -> Staff:
    """All people with what they have to do and did."""
    workspace = library.workspace
    return Staff(library.reader.last_operation(), workspace.people.work(), workspace.actor)


def given_to(name: str) -> Callable[[Library], Sequence[GivenClaim]]:
    """What somebody is still to do: to check first, then as it was given to them."""
    from annot.store.checked_by import same_person

    def work(library: Library) -> Sequence[GivenClaim]:
        workspace = library.workspace
        asked = [item for item in workspace.assignments.list(name=name) if not item.is_done]
        spellings = tuple(known for known in library.reader.people() if same_person(known, name))
        to_check = ClaimFilter((Term("checker", spellings or (name,)), Term("is", ("open",))))
        return [
            *(
                GivenClaim(claim.id, CHECK, claim.status, claim.text)
                for claim in workspace.claims.list(to_check, limit=MOST_CLAIMS)
            ),
            *(
                GivenClaim(item.claim.id, item.assignment.task, item.claim.status, item.claim.text)
                for item in asked[:MOST_CLAIMS]
            ),
        ]

    return work


def agreed(article: str, title: str) -> Callable[[Library], Agreed]:
    """How far readers agree on the claims of an article, or of all if it is empty.

    What others found is left out as long as verdicts are hidden from a second reader.
    """
    from annot.tui.gate_acts import cast_words

    def work(library: Library) -> Agreed:
        judgements = library.workspace.judgements
        disputed = [
            DisputedClaim(
                item.claim.id,
                item.claim.text,
                "" if library.is_second_reading else cast_words(item.judgements),
            )
            for item in judgements.disputed(article or None)
        ]
        try:
            return Agreed(title, judgements.agreement(article or None), "", disputed)
        except AnnotError as error:  # the package is missing, which nobody needs to be stopped by
            return Agreed(title, None, f"{error.message}  {error.hint}".rstrip(), disputed)

    return work


def set_person(name: str, role: str) -> Work:
    """Give somebody a role; who is not known yet is added."""

    def work(library: Library) -> Act:
        person = library.workspace.people.set(name, role=role)
        return Act(f"{person.name} is {person.role} here")

    return work


def remove_person(name: str) -> Work:
    """Take somebody off the list."""

    def work(library: Library) -> Act:
        library.workspace.people.remove(name)
        return Act(f"{name} is not on the list any more")

    return work


def assign(claims: Sequence[int], values: Values) -> Work:
    """Give claims to somebody, or take them back, as a form says: one operation for all.

    Args:
        claims: The claims.
        values: `name`, `task` (check, or a `Task`) and `back` (yes or no).
    """
    task, back = values["task"], values["back"] == "yes"

    def work(library: Library) -> Act:
        name = _named(library, values["name"])
        if task == CHECK:
            numbers = _check(library, claims, name, back=back)
        else:
            numbers = _ask(library, claims, name, task, back=back)
        library.concerns(numbers)
        told = f"claim {numbers[0]}" if len(numbers) == 1 else f"{len(numbers)} claims"
        return Act(f"{told}: {name} {'need not' if back else 'is to'} {task}")

    return work


def _named(library: Library, typed: str) -> str:
    """The person who is meant, named as on the list of people."""
    from annot.store.checked_by import same_person

    name = typed.strip()
    if not name:
        raise InvalidValueError("Nobody is named.", hint="Type a name; known ones are completed.")
    known = (person.name for person in library.workspace.people.list())
    return next((other for other in known if same_person(other, name)), name)


def _check(library: Library, claims: Sequence[int], name: str, *, back: bool) -> Sequence[int]:
    from annot.store.checked_by import same_person

    book = library.workspace.claims
    if not back:
        book.set(claims, checker=name)
        return claims
    theirs = [number for number in claims if same_person(book.get(number).checker, name)]
    if not theirs:
        raise _not_given(name, CHECK)
    book.set(theirs, checker="")
    return theirs


def _ask(
    library: Library, claims: Sequence[int], name: str, task: str, *, back: bool
) -> Sequence[int]:
    assignments = library.workspace.assignments
    if not back:
        assignments.add(claims, name=name, task=task)
        return claims
    given = assignments.list(name=name)
    theirs = {item.claim.id for item in given if item.assignment.task == task}.intersection(claims)
    if not theirs:
        raise _not_given(name, task)
    assignments.remove(sorted(theirs), name=name, task=task)
    return sorted(theirs)


def _not_given(name: str, task: str) -> NotFoundError:
    return NotFoundError(f"None of them was given to {name} to {task}.")
