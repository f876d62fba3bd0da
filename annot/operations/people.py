"""The people of a newsroom, and what they may do."""

from __future__ import annotations

from collections.abc import Sequence

from annot.errors import InvalidValueError, NotFoundError
from annot.operations.ledger import Ledger, line, member
from annot.store.checked_by import same_person
from annot.store.models import Person
from annot.store.people_reading import PersonWork, people_work
from annot.store.recorder import Operation
from annot.store.rows import running
from annot.vocabulary import Role


class People:
    """The people of a workspace: `workspace.people`.

    A workspace without people lets everybody do everything. Names are those that people act under;
    nobody proves who they are, so roles keep slips apart, not strangers.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def list(self) -> Sequence[Person]:
        """The people, by name."""
        return sorted(self._ledger.database.find(Person), key=lambda person: person.name)

    def work(self) -> Sequence[PersonWork]:
        """How many claims everybody has to do, has checked, approved and judged.

        The people on the list come first, then others who are named in the ledger, by name.
        """
        people = [(person.name, person.role) for person in self.list()]
        with self._ledger.database.reading() as connection:
            return people_work(running(connection), people)

    def set(self, name: str, *, role: str) -> Person:
        """Give somebody a role; who is not known yet is added.

        Args:
            name: The name that they act under.
            role: What they may do (`Role`).

        Returns:
            The person.

        Raises:
            InvalidValueError: If there is no such role or no name; or only an admin may do it here;
                or the last admin would be none any more, while others are left.
        """
        known, wanted = line(name, "name"), member(Role, role, "role")
        if not known:
            hint = "Such as: annot people set kim --role checker"
            raise InvalidValueError("A person needs a name.", hint=hint)
        with self._ledger.operation("person.set") as operation:
            refuse_unless_admin(operation, "give roles")
            found = person_named(operation, known)
            if found is None:
                return operation.insert(Person, name=known, role=wanted)
            if wanted is not Role.ADMIN:
                _refuse_without_admin(operation, found)
            return operation.update(found, role=wanted)

    def remove(self, name: str) -> None:
        """Take somebody off the list; what they did stays in the history.

        Raises:
            NotFoundError: If nobody has that name.
            InvalidValueError: If only an admin may do it here, or it is the last admin of several.
        """
        with self._ledger.operation("person.remove") as operation:
            refuse_unless_admin(operation, "give roles")
            found = person_named(operation, line(name, "name"))
            if found is None:
                raise NotFoundError(
                    f"Nobody is called {name!r:.60} here.", hint="See who is: annot people list"
                )
            _refuse_without_admin(operation, found)
            operation.delete(found)


def person_named(operation: Operation, name: str) -> Person | None:
    """The person of a name, whatever its case; None if nobody has it."""
    return next((p for p in operation.find(Person) if same_person(p.name, name)), None)


def refuse_unless_admin(operation: Operation, what: str) -> None:
    """Refuse what only an admin may do, where there is one.

    Args:
        operation: The open operation.
        what: What is to be done, in words: "change the rules".

    Raises:
        InvalidValueError: If there are admins and the one who acts is none of them.
    """
    admins = [person.name for person in operation.find(Person, role=Role.ADMIN)]
    if admins and not any(same_person(operation.actor, name) for name in admins):
        raise InvalidValueError(
            f"{operation.actor} may not {what}: here only {' and '.join(sorted(admins))} may.",
            hint="Who has which role: annot people list",
        )


def _refuse_without_admin(operation: Operation, leaving: Person) -> None:
    """Refuse to leave people without an admin, who alone could give roles."""
    others = [person for person in operation.find(Person) if person.id != leaving.id]
    is_last = leaving.role is Role.ADMIN and all(p.role is not Role.ADMIN for p in others)
    if is_last and others:
        raise InvalidValueError(
            f"{leaving.name} is the last admin here.",
            hint="Make another one first: annot people set NAME --role admin",
        )
