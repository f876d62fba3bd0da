"""What stands in open forms and is not saved: it outlives a crash, a kill and a closed terminal.

A folder for each workspace, named by its uid, in the user's own state folder: beside the workspace
it would go along when that is copied or synchronised. In it is a file for each form that was left
with something typed, so that two screens on one workspace never write the same file. Folders and
files are for the user alone (0700, 0600). A draft ends when its form is saved or thrown away.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from annot.errors import WorkspaceError
from annot.text.display import one_line

_FORMAT = 1
_ENDING = ".json"
_MOST_TOLD = 3
_MOST_BYTES = 32_000_000
"""More than a form can hold; a longer file is none of ours."""


class Typed(NamedTuple):
    """What a field held when its form was opened, and what it holds now; any text."""

    was: str
    now: str


Values = Mapping[str, Typed]


class Draft(NamedTuple):
    """What was typed in a form and not saved.

    Attributes:
        name: What its file is called.
        form: Which form it belongs to, and what that form is about: `claim 12 edit`.
        title: The heading of the form; any text.
        at: When it was typed last, in UTC.
        values: The fields that were changed, by name.
    """

    name: str
    form: str
    title: str
    at: datetime
    values: Values


def folder_of(workspace: str) -> Path:
    """Where the drafts of a workspace, by its uid, are kept; it need not be there yet."""
    from platformdirs import user_state_path

    return user_state_path("annot", appauthor=False) / "drafts" / workspace


def read(folder: Path) -> list[Draft]:
    """The drafts of a folder, the newest first; files that are none are left alone."""
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(_ENDING))  # noqa: PTH208
    except OSError:
        return []
    found = (_read(folder / name) for name in names)
    return sorted((draft for draft in found if draft), key=lambda draft: draft.at, reverse=True)


def write(folder: Path, draft: Draft) -> None:
    """Keep a draft: the file is the one of before or the new one, whatever happens meanwhile.

    Raises:
        WorkspaceError: If it cannot be written.
    """
    data = {
        "format": _FORMAT,
        "form": draft.form,
        "title": draft.title,
        "at": draft.at.isoformat(),
        "values": {name: list(typed) for name, typed in draft.values.items()},
    }
    try:
        _make_private(folder)
        _replace(folder / (draft.name + _ENDING), json.dumps(data).encode())
    except OSError as error:
        raise WorkspaceError(
            f"What you type cannot be kept as a draft: {folder}: {error.strerror}.",
            hint="It is in the form alone until you save.",
        ) from error


def remove(folder: Path, name: str) -> None:
    """Forget a draft, if there is one of that name.

    Raises:
        WorkspaceError: If it cannot be removed.
    """
    try:
        (folder / (name + _ENDING)).unlink(missing_ok=True)
    except OSError as error:
        raise WorkspaceError(
            f"The draft in {folder} cannot be removed: {error.strerror}.",
            hint=f"Remove it yourself: {name}{_ENDING}",
        ) from error


class Drafts:
    """The drafts of a workspace, as a screen knows them; it writes through what it is given.

    Args:
        write: Has a draft written, soon; a later one of the same name may overtake it.
        remove: Has a draft removed, likewise.
    """

    def __init__(self, write: Callable[[Draft], None], remove: Callable[[str], None]) -> None:
        self._known: dict[str, Draft] = {}
        self._write = write
        self._remove = remove

    def __iter__(self) -> Iterator[Draft]:
        """All of them, the newest first."""
        return iter(sorted(self._known.values(), key=lambda draft: draft.at, reverse=True))

    def add(self, found: Sequence[Draft]) -> None:
        """Take in what was found; what was typed since is newer."""
        self._known = {draft.name: draft for draft in found} | self._known

    def slot(self, form: str, title: str) -> Slot:
        """A place for what will be typed in a form that is opened."""
        return Slot(self, form, title)

    def keep(self, draft: Draft) -> None:
        """Keep a draft."""
        self._known[draft.name] = draft
        self._write(draft)

    def drop(self, name: str) -> None:
        """Forget a draft, if there is one of that name."""
        if self._known.pop(name, None) is not None:
            self._remove(name)


class Slot:
    """Where one open form keeps what is typed in it, and finds what was left in others like it."""

    def __init__(self, drafts: Drafts, form: str, title: str) -> None:
        self._drafts = drafts
        self._form = form
        self._title = title
        self._name = os.urandom(16).hex()

    @property
    def others(self) -> list[Draft]:
        """What was left in the same form before, the newest first."""
        return [
            draft for draft in self._drafts if draft.form == self._form and draft.name != self._name
        ]

    def present(self) -> list[Draft]:
        """What is kept of the form itself; nothing or one draft."""
        return [draft for draft in self._drafts if draft.name == self._name]

    def keep(self, values: Values) -> None:
        """Keep what is typed; nothing is kept if it is as it was in the beginning."""
        if not values:
            self.drop()
        elif all(draft.values != values for draft in self.present()):
            now = datetime.now(UTC)
            self._drafts.keep(Draft(self._name, self._form, self._title, now, dict(values)))

    def drop(self) -> None:
        """Forget what was typed: it was saved, or thrown away."""
        self._drafts.drop(self._name)

    def take(self, draft: Draft) -> None:
        """Go on with a draft: what is kept or forgotten from now on is this one."""
        self._name = draft.name


def moment(at: datetime, now: datetime) -> str:
    """When something was, as people say it on the day itself and later: in their own time."""
    here, today = at.astimezone(), now.astimezone()
    return f"{here:%H:%M}" if here.date() == today.date() else f"{here:%Y-%m-%d %H:%M}"


def told(drafts: Drafts) -> str:
    """Which drafts there are, in words, and how they are taken up."""
    titles = [one_line(draft.title, 60) for draft in drafts]
    more = [f"and {len(titles) - _MOST_TOLD} more"] if len(titles) > _MOST_TOLD else []
    lines = [*titles[:_MOST_TOLD], *more, "The form still has it: open it again, then ctrl+r."]
    return "\n".join(lines)


def _read(path: Path) -> Draft | None:
    try:
        with path.open("rb") as file:
            data = json.loads(file.read(_MOST_BYTES))
        return _draft(path.name.removesuffix(_ENDING), data)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _draft(name: str, data: Mapping[str, Any]) -> Draft | None:
    """A draft as it is written; errors of any kind if it is something else."""
    if data["format"] != _FORMAT:
        return None
    at = datetime.fromisoformat(data["at"]).astimezone(UTC)
    values = {str(field): Typed(str(was), str(now)) for field, (was, now) in data["values"].items()}
    return Draft(name, str(data["form"]), str(data["title"]), at, values)


def _make_private(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for the user alone."""
    if not folder.is_dir():
        if not folder.parent.is_dir():
            _make_private(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def _replace(path: Path, data: bytes) -> None:
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
