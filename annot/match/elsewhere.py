"""Matches in another workspace, such as the archive of a desk: it is only read."""

from __future__ import annotations

import contextlib
import shlex
from pathlib import Path

from annot.errors import InputFileError, NotFoundError, WorkspaceError
from annot.match.ranking import Match, matches
from annot.settings import Matching, Settings
from annot.store.place import Place, driver_errors, place_of, required, translated
from annot.store.reading import Reader


def matching(settings: Settings, against: str = "", *, workspace: Place | None = None) -> Matching:
    """How matches are looked for, by what was typed or else by the settings.

    Args:
        settings: The settings.
        against: The other workspace that was typed; empty for that of the settings.
        workspace: The one in hand, if any: it is not looked in a second time.

    Raises:
        WorkspaceError: If what was typed is no workspace that can be read.
        InputFileError: If the settings name no workspace that can be read, or no matcher.
        BusyError: If another program keeps the workspace locked.
    """
    found = settings.match
    if against:
        found = found._replace(against=place_of(against))
    if found.against is not None:
        try:
            Reader(required(found.against)).close()
        except WorkspaceError as error:
            if against:
                raise
            raise InputFileError(
                f"{settings.where('against')}: {error.message}",
                hint="Mend the line, or take it out.",
            ) from error
    if found.matcher:
        from annot.operations.installed import MATCHERS, named

        try:
            named(MATCHERS, found.matcher)
        except NotFoundError as error:
            raise InputFileError(
                f"{settings.where('with')}: there is no matcher {found.matcher!r}.",
                hint=error.hint,
            ) from error
    if workspace is not None and found.against is not None and _same(workspace, found.against):
        return found._replace(against=None)
    return found


def _same(one: Place, other: Place) -> bool:
    if isinstance(one, Path) and isinstance(other, Path):
        return one.samefile(other)
    return one == other


def command_for(path: Place | str, claim: int | str) -> str:
    """What shows a claim of another workspace."""
    return f"annot -d {shlex.quote(str(path))} claim show {claim}"


def matches_elsewhere(
    path: Place, text: str, *, uid: str, claim: int | None = None, limit: int, matcher: str = ""
) -> list[Match]:
    """The claims of another workspace that are most like some words, the likest first.

    Args:
        path: The other workspace.
        text: The words.
        uid: Which workspace asks: in a copy of it, the claim that the words are of is not meant.
        claim: The number of that claim, if the words are of one.
        limit: At most so many.
        matcher: The name of a matcher that is installed; else annot's own scores.

    Raises:
        WorkspaceError: If it cannot be read.
        BusyError: If another program keeps it locked.
        NotFoundError: If no such matcher is installed.
        InvalidValueError: If the matcher breaks, or gives what are no scores.
    """
    with contextlib.closing(Reader(required(path))) as reader:
        try:
            leave_out = claim if reader.workspace_uid() == uid else None
            return matches(reader.run, text, leave_out=leave_out, limit=limit, matcher=matcher)
        except driver_errors() as error:
            raise translated(error, path) from error
        except (ValueError, TypeError) as error:  # a word or a moment that annot did not write
            raise WorkspaceError(f"{path} is damaged: {error}.") from error
