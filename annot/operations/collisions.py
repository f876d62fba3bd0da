"""Collisions of two copies in words, and who is right in them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annot.errors import InputFileError, InvalidValueError
from annot.operations.ledger import member
from annot.store.columns import canonical_json
from annot.store.merging.changed import Who
from annot.store.merging.collisions import Kind
from annot.text.display import one_line
from annot.vocabulary import Right

_EXCERPT = 60
_MOST_BYTES = 64_000_000

Answers = Mapping[str, str]
"""Who is right, by the id of the collision: `ours`, `theirs` or `later`."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a field says here and in the other copy."""

    field: str
    ours: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Collision:
    """Something that both copies changed, each in its own way.

    Attributes:
        id: Its name in a file of answers; another one as soon as one of the sides changes.
        kind: Both changed the same fields (`changed`); a row went on one side, and on the other one
            something was done with it (`gone here`, `gone there`); both took in a new draft of one
            article (`drafts`).
        noun: What it is about.
        number: Its number here; None if it is not here.
        there: Its number in the other copy; None if it is not there any more.
        about: The same in words: `claim 5 “The library …”`.
        differences: What the fields say on both sides; only of `changed`.
        ours: What is here, in words.
        theirs: What is there.
        ours_by: Who did that here, and when; None if it is not known.
        theirs_by: Who did it there.
    """

    id: str
    kind: Kind
    noun: str
    number: int | None
    there: int | None
    about: str
    differences: tuple[Difference, ...]
    ours: str
    theirs: str
    ours_by: Who | None
    theirs_by: Who | None


def id_of(*parts: Any) -> str:
    """A short name for what collides as it does now."""
    return hashlib.sha256(canonical_json(parts).encode()).hexdigest()[:12]


def said(value: Any) -> str:
    """A value of a field, on one line and not too long."""
    if value is None or value in ("", [], {}):
        return "none"
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    elif isinstance(value, dict):
        value = ", ".join(f"{name} {item}" for name, item in value.items())
    words = one_line(str(value), _EXCERPT)
    return f"“{words}”" if " " in words else words


def read_answers(given: Answers | Path | str) -> dict[str, Right]:
    """Who is right, from a mapping or a file.

    The file is JSON: an object of answers by id, or what `annot merge --json` printed with an
    `answer` for each of its collisions. Collisions without an answer are left out.

    Raises:
        InputFileError: If the file cannot be read.
        InvalidValueError: If an answer is none.
    """
    told = given if isinstance(given, Mapping) else _listed(_read(Path(given)), Path(given))
    return {
        str(name): member(Right, answer, "answer")
        for name, answer in told.items()
        if answer not in (None, "")
    }


def _read(path: Path) -> Any:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputFileError(f"{path} is too long for a file of answers.")
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputFileError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (ValueError, RecursionError) as error:
        raise InputFileError(
            f"{path} is not JSON: {error}.", hint="Begin one: annot merge OTHER --dry-run --json"
        ) from error


def _listed(told: Any, path: Path) -> Answers:
    if isinstance(told, dict) and isinstance(told.get("collisions"), list):
        told = told["collisions"]
    if isinstance(told, list):
        if all(isinstance(item, dict) and isinstance(item.get("id"), str) for item in told):
            return {item["id"]: item.get("answer", "") for item in told}
    elif isinstance(told, dict):
        return told
    raise InputFileError(
        f"{path} holds no answers.",
        hint='They look so: {"0f3a52c1b2d4": "theirs"}, or as annot merge --dry-run --json prints',
    )


def preferred(value: str) -> Right | None:
    """Who is right wherever nobody said otherwise; None for nobody.

    Raises:
        InvalidValueError: If it is neither ours nor theirs nor later.
    """
    if value and not isinstance(value, str):
        raise InvalidValueError(f"There is no side {value!r}.", hint="One of: ours, theirs, later")
    return member(Right, value, "side") if value else None
