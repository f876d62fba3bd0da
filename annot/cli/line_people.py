"""What `annot review --line` says and does about people and what they are given."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from annot.cli.output import counted, say, write
from annot.errors import InvalidValueError
from annot.text.display import one_line
from annot.tui import people_acts
from annot.vocabulary import Role

if TYPE_CHECKING:
    from annot.store.claim_reading import ClaimDetail
    from annot.store.people_reading import PersonWork
    from annot.tui.acts import Act, Work
    from annot.tui.desk import Library

_LONGEST = 4_000
"""Code points of a line that are shown."""

_BACK = "back"


class LinePeople:
    """People, and what they are given, in words: part of `LineActs`, which has the rest."""

    _library: Library
    _read: Callable[[str], str]

    @property
    def _scope(self) -> str:
        """The article that the list is of, empty for all; `LineActs` knows."""
        raise NotImplementedError

    def _tell(self, act: Act) -> None:
        """Say what an act did; `LineActs` does."""
        raise NotImplementedError

    def _claim(self) -> ClaimDetail:
        """The claim in hand; `LineActs` knows."""
        raise NotImplementedError

    def _do(self, make: Callable[[int], Work]) -> None:
        """Do something to the claim in hand; `LineActs` does."""
        raise NotImplementedError

    def people(self, rest: str = "") -> None:
        """The people and how far readers agree; `kim reviewer` sets a role, `remove kim` removes.

        A name may have several words: the role is the last one.
        """
        if not rest.strip():
            self._say_people()
            return
        first, _, more = rest.strip().partition(" ")
        if first == "remove" and more.strip():
            self._tell(people_acts.remove_person(more.strip())(self._library))
            return
        name, _, role = rest.strip().rpartition(" ")
        if not name:
            raise InvalidValueError(
                f"{role!r:.60} is a name without a role.",
                hint=f"Type: NAME {'|'.join(Role)}, or remove NAME.",
            )
        self._tell(people_acts.set_person(name, role)(self._library))

    def _say_people(self) -> None:
        for person in people_acts.staff(self._library).people:
            write(one_line(_told(person), _LONGEST))
        agreed = people_acts.agreed(self._scope, self._scope)(self._library)
        if agreed.agreement is None:
            say(agreed.problem)
        elif agreed.agreement.claims:
            write(f"Agreement of readers: {_figures(agreed)}.")
        say("Type: NAME ROLE, or remove NAME.")

    def assign(self, rest: str = "") -> None:
        """Whom the claim is given to: `kim judge`, or `kim judge back` to take it back."""
        claim = self._claim()
        words = rest.split() or self._asked_for(claim)
        back = len(words) > 1 and words[-1] == _BACK
        words = words[:-1] if back else words
        is_task = len(words) > 1 and words[-1] in people_acts.TASKS
        task = words[-1] if is_task else people_acts.CHECK
        name = " ".join(words[:-1] if is_task else words)
        values = {"name": name, "task": task, "back": "yes" if back else "no"}
        self._do(lambda number: people_acts.assign([number], values))

    def _asked_for(self, claim: ClaimDetail) -> list[str]:
        for row in claim.assigned:
            say(one_line(f"{row.name} was asked to {row.task}.", _LONGEST))
        name = self._read("To: ").strip()
        task = self._read(f"Task, of {', '.join(people_acts.TASKS)} [check]: ").strip()
        return [*name.split(), *task.split()]


def _told(person: PersonWork) -> str:
    role = person.role.value if person.role else "no role"
    done = f"{person.checked} checked, {person.approved} approved, {person.judged} judged"
    return f"{person.name}, {role}: {person.to_check + person.asked} to do, {done}"


def _figures(agreed: people_acts.Agreed) -> str:
    found = agreed.agreement
    assert found is not None
    alpha = "alpha is not defined" if found.alpha is None else f"alpha {found.alpha:.3f}"
    claims, readers = counted(found.claims, "claim"), counted(found.readers, "reader")
    disputed = counted(len(agreed.disputed), "claim")
    return (
        f"{alpha}, {found.meaning}; {claims} judged by several of {readers}, "
        f"of one mind on {found.same}; {disputed} to decide"
    )
