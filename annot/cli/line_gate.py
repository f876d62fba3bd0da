"""What `annot review --line` says and does about the rules of proof and about disputes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annot.cli.output import counted, say, write
from annot.errors import InvalidValueError
from annot.text.display import one_line
from annot.tui import gate_acts

if TYPE_CHECKING:
    from annot.tui.acts import Act
    from annot.tui.desk import Library

_LONGEST = 4_000
"""Code points of a line that are shown."""


class LineGate:
    """The acts of the gate in words: part of `LineActs`, which has the rest."""

    _library: Library

    @property
    def _scope(self) -> str:
        """The article that the list is of, empty for all; `LineActs` knows."""
        raise NotImplementedError

    def _tell(self, act: Act) -> None:
        """Say what an act did; `LineActs` does."""
        raise NotImplementedError

    def check(self, rest: str = "") -> None:
        """What the rules of proof find about the article."""
        found = self._library.workspace.check(self._scope or None)
        for finding in found:
            about = f", claim {finding.claim}" if finding.claim is not None else ""
            write(f"{finding.severity} {finding.code}{about}: {finding.message}")
        say(f"{counted(len(found), 'finding')}.")

    def rules(self, rest: str = "") -> None:
        """The rules of proof; `on A105`, `off A105`, `A105 sources=3` or `preset magazine` sets."""
        first, _, more = rest.strip().partition(" ")
        if not first:
            for row in gate_acts.rules(self._library):
                write(row.line)
            say("Type: on CODE, off CODE, CODE NAME=VALUE, or preset NAME.")
        elif first in ("on", "off"):
            self._tell(gate_acts.switch_rule(more, enabled=first == "on")(self._library))
        elif first == "preset":
            self._tell(gate_acts.use_preset(more)(self._library))
        else:
            self._tell(gate_acts.set_rule(first, more)(self._library))

    def decide(self, rest: str = "") -> None:
        """Claims on which readers do not agree; a number, a verdict and a reason decide one."""
        if not rest.strip():
            found = gate_acts.disputes(self._scope)(self._library)
            for item in found:
                write(one_line(gate_acts.dispute_words(item), _LONGEST))
            say(f"{counted(len(found), 'claim')} on which readers do not agree.")
            return
        number, _, more = rest.strip().partition(" ")
        verdict, _, reason = more.strip().partition(" ")
        if not (number.isascii() and number.isdecimal() and len(number) <= 18 and verdict):
            raise InvalidValueError(
                f"{rest!r:.60} decides nothing.", hint="Type: the number, the verdict, the reason."
            )
        self._tell(gate_acts.decide(int(number), verdict, reason.strip())(self._library))
