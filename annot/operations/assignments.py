"""Claims given to people to judge or to adjudicate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annot.errors import InvalidValueError, NotFoundError
from annot.operations.claim_handles import ClaimHandle, claim_in, number_of
from annot.operations.ledger import Ledger, line, member
from annot.operations.people import person_named
from annot.store.checked_by import same_person
from annot.store.models import Assignment, Claim, Judgement
from annot.vocabulary import Status, Task


@dataclass(frozen=True, slots=True)
class AssignmentState:
    """A claim that was given to somebody, and whether they did what they were asked.

    Attributes:
        assignment: Who was asked for what.
        claim: The claim.
        is_done: Whether it is done: the claim judged by them, or approved after all.
    """

    assignment: Assignment
    claim: Claim
    is_done: bool


class Assignments:
    """Who was asked to judge or to adjudicate which claim: `workspace.assignments`.

    Who checks a claim stands in the claim itself (`claims.set(…, checker=…)`).
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def add(
        self, claims: ClaimHandle | Iterable[ClaimHandle], *, name: str, task: str = Task.JUDGE
    ) -> Sequence[Assignment]:
        """Give claims to somebody; what was given to them already stays so.

        Args:
            claims: A claim or several.
            name: The name that they act under; who is on the list of people is named as there.
            task: What they are asked to do (`Task`).

        Raises:
            NotFoundError: If there is no such claim.
            InvalidValueError: If there is no such task or no name, or a claim would be judged by
                who checks it.
        """
        wanted, person = member(Task, task, "task"), line(name, "name")
        if not person:
            raise InvalidValueError("Nobody is named.", hint="Say who: annot claim assign N… NAME")
        with self._ledger.operation("assignment.add") as operation:
            listed = person_named(operation, person)
            person = listed.name if listed else person
            given = []
            for number in _numbers(claims):
                claim = claim_in(operation, number)
                if same_person(claim.checker, person):
                    raise InvalidValueError(
                        f"{claim.checker} checks claim {number}; somebody else has to {wanted} it.",
                        hint="Name another person.",
                    )
                there = operation.find(Assignment, claim_id=claim.id, task=wanted)
                found = [item for item in there if same_person(item.name, person)]
                given += found or [
                    operation.insert(
                        Assignment,
                        article_id=claim.article_id,
                        claim_id=claim.id,
                        name=person,
                        task=wanted,
                        added_by=self._ledger.actor,
                    )
                ]
        return given

    def remove(
        self, claims: ClaimHandle | Iterable[ClaimHandle], *, name: str, task: str = Task.JUDGE
    ) -> None:
        """Take claims from somebody again.

        Raises:
            NotFoundError: If there is no such claim, or it was not given to them.
            InvalidValueError: If there is no such task.
        """
        wanted, person = member(Task, task, "task"), line(name, "name")
        with self._ledger.operation("assignment.remove") as operation:
            for number in _numbers(claims):
                claim = claim_in(operation, number)
                found = [
                    item
                    for item in operation.find(Assignment, claim_id=claim.id, task=wanted)
                    if same_person(item.name, person)
                ]
                if not found:
                    raise NotFoundError(
                        f"Claim {number} was not given to {person} to {wanted}.",
                        hint="See what was: annot claim assignments",
                    )
                operation.delete(found[0])

    def list(
        self, *, name: str = "", claim: ClaimHandle | None = None
    ) -> Sequence[AssignmentState]:
        """What was given to people, in the order in which it was.

        Args:
            name: Only what was given to this person.
            claim: Only what was given of this claim.
        """
        find = self._ledger.database.find
        wanted = {} if claim is None else {"claim_id": number_of(claim)}
        given = [
            item for item in find(Assignment, **wanted) if not name or same_person(item.name, name)
        ]
        numbers = {item.claim_id for item in given}
        claims = {item.id: item for item in find(Claim, id=numbers)}
        judged = find(Judgement, claim_id=numbers)
        return [
            AssignmentState(
                item, claims[item.claim_id], _is_done(item, claims[item.claim_id], judged)
            )
            for item in given
        ]


def _is_done(assignment: Assignment, claim: Claim, judged: Sequence[Judgement]) -> bool:
    if claim.status in (Status.APPROVED, Status.DROPPED):
        return True
    return assignment.task is Task.JUDGE and any(
        item.claim_id == claim.id and same_person(item.reader, assignment.name) for item in judged
    )


def _numbers(claims: ClaimHandle | Iterable[ClaimHandle]) -> Sequence[int]:
    several = [claims] if isinstance(claims, Claim | int) else claims
    return list(dict.fromkeys(number_of(claim) for claim in several))
