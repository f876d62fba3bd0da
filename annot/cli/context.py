"""Which workspace a command works on and who acts: the global options."""

from __future__ import annotations

import contextlib
import os
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annot.cli.beginning import beginning
from annot.errors import WorkspaceError

if TYPE_CHECKING:
    from annot.store.place import Place
    from annot.workspace import Workspace

DEFAULT = "annot.db"


@dataclass(frozen=True, slots=True)
class Desk:
    """What was said before the command.

    Attributes:
        database: The workspace as it was named; empty if it was not.
        actor: Who acts; empty for the login name.
    """

    database: str
    actor: str

    @property
    def path(self) -> Place:
        """The workspace's file, or the database on a server.

        Raises:
            WorkspaceError: If a URL of something else was given.
        """
        from annot.store.place import place_of

        return place_of(self.database or DEFAULT)

    def handed_on(self) -> tuple[str, ...]:
        """How a program that is started from here is told of the workspace: options to type.

        A URL goes through the environment: others can see what is typed, and a password in it.
        """
        path = self.path
        if isinstance(path, Path):
            return "-d", str(path.absolute())
        os.environ["ANNOT_DATABASE"] = path.url
        return ()

    def opened(self) -> Workspace:
        """The workspace, which must be there; to be used in a `with` statement.

        Raises:
            WorkspaceError: If there is none, or it cannot be opened.
            BusyError: If another program keeps it locked.
        """
        from annot.workspace import open_workspace

        self.require()
        return open_workspace(self.path, actor=self.actor, create=False)

    def require(self) -> None:
        """Raise an error that says how to begin a workspace if there is none.

        Raises:
            WorkspaceError: If there is none.
        """
        if not self.exists:
            path = self.path
            is_file = isinstance(path, Path) and path.exists()
            empty = ": the file is empty" if is_file else ""
            raise WorkspaceError(
                f"There is no workspace {path}{empty}.",
                hint=f"Begin one with an article: {self.typed} article add FILE "
                "(or try: annot demo)",
            )

    @property
    def typed(self) -> str:
        """What to type for a command on this workspace: the program with its `-d`, if needed."""
        return f"annot -d {shlex.quote(str(self.path))}" if self.database else "annot"

    @contextlib.contextmanager
    def begun(self) -> Iterator[Workspace]:
        """The workspace, begun if there is none, which is said on stderr at the end.

        What a command began goes away again when that command fails.

        Raises:
            WorkspaceError: If it cannot be opened or created.
            BusyError: If another program keeps it locked.
        """
        from annot.cli.output import say

        if self.exists:
            with self.opened() as workspace:
                yield workspace
            return
        with beginning(self.path, actor=self.actor) as workspace:
            yield workspace
        say(f"Began the workspace {self.path}.")

    @contextlib.contextmanager
    def tried(self) -> Iterator[Workspace]:
        """The workspace, or an empty one that goes away again if there is none.

        Raises:
            WorkspaceError: If it cannot be opened.
            BusyError: If another program keeps it locked.
        """
        import tempfile

        from annot.workspace import open_workspace

        if self.exists:
            with self.opened() as workspace:
                yield workspace
            return
        with (
            tempfile.TemporaryDirectory() as folder,
            open_workspace(Path(folder) / DEFAULT, actor=self.actor) as workspace,
        ):
            yield workspace

    @property
    def exists(self) -> bool:
        """Whether there is a workspace."""
        from annot.store import place

        return place.exists(self.path)


pass_desk = click.make_pass_decorator(Desk)
"""Gives a command its `Desk` as the first argument."""
