"""What an operation did, in words: "claim.set on claim 12 (status checked, verdict refuted)"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annot.operations.past import image_of
from annot.store.history import BOOKKEEPING, Entry, RowDifference
from annot.store.models import NOUNS
from annot.text.display import one_line

Image = Mapping[str, Any]

_MOST_ROWS = 5
_MOST_FIELDS = 4
_MOST_READ = 200
_EXCERPT = 40
_WORDS_OF = {"claim": "text", "note": "text", "acceptance": "exact", "anchor": "exact"}
"""The field by which people know a row that was added or removed."""

_NAMES_OF = {"rule": ("code",), "person": ("name",)}
"""The field that names a row, if that is not its slug."""


@dataclass(frozen=True, slots=True)
class RowDone:
    """One row of an operation: its image as it was found and as it was left, None for no row.

    Or `rows` rows with consecutive ids, whose images are not read.

    The images are JSON as the history keeps them, and are read only for rows that are told.
    """

    noun: str
    id: int
    found: str | None
    left: str | None
    rows: int = 1

    @property
    def image(self) -> Image:
        """What is known of the row; nothing of several."""
        return {} if self.rows > 1 else image_of(self.left) or image_of(self.found) or {}


def operation_words(action: str, rows: Iterable[RowDone]) -> str:
    """An operation by its action and the rows that it is about, on one line and safe to show.

    The rows are those of the action's own noun, or else all; but not the anchors of claims and the
    revisions of articles that are told anyway.
    """
    about = _about(action, list(rows))
    nouns = sorted({row.noun for row in about}, key=list(NOUNS).index)
    told = [_rows_words(noun, [row for row in about if row.noun == noun]) for noun in nouns]
    return f"{action} on {', '.join(told)}" if told else action


def entry_words(entry: Entry) -> str:
    """An operation of the history with the values that it changed, on one line and safe to show.

    Such as "claim.set: status todo → checked, verdict none → refuted".
    """
    changed = [
        f"{_field(name)} {_value(before)} → {_value(after)}"
        for change in entry.changes
        if change.is_edit
        for name, (before, after) in change.fields.items()
    ]
    if entry.action in ("undo", "redo"):  # the others say by their name what came or went
        changed += [
            f"{change.noun} {change.id} {_came_or_went(change)}"
            for change in entry.changes
            if not change.is_edit and change.noun != "anchor"
        ]
    shown = changed[:_MOST_FIELDS]
    more = len(changed) - len(shown)
    told = ", ".join([*shown, *([f"and {more} more"] if more else [])])
    undone = " (undone)" if entry.undone else ""
    why = f" “{one_line(entry.reason, _EXCERPT)}”" if entry.reason else ""
    return f"{entry.action}{undone}{': ' if told else ''}{told}{why}"


def _came_or_went(change: RowDifference) -> str:
    return "back again" if change.is_there else "gone again"


def _about(action: str, rows: list[RowDone]) -> list[RowDone]:
    rows = [row for row in rows if row.noun in NOUNS]
    own = [row for row in rows if row.noun == action.partition(".")[0]]
    return own or [row for row in rows if row.noun not in ("anchor", "revision")] or rows


def _rows_words(noun: str, rows: Sequence[RowDone]) -> str:
    changed = {_changed_words(row) for row in rows[:_MOST_READ]}
    alike = len(changed) == 1 and changed != {""} and len(rows) <= _MOST_READ
    details = f" ({changed.pop()})" if alike else ""
    if noun == "same" and len(rows) == 1:
        return f"claims {rows[0].image.get('claim_id')} and {rows[0].image.get('other_id')}"
    many = noun if noun in ("evidence", "same") else f"{noun}s"
    count = sum(row.rows for row in rows)
    if count > _MOST_ROWS:
        return f"{count:,} {many}{details}"
    if len(rows) > 1:
        return f"{many} {', '.join(_handle(row) for row in rows)}{details}"
    row = rows[0]
    return f"{noun} {_handle(row)}{_of_claim(row)}{details or _excerpt(row)}"


def _handle(row: RowDone) -> str:
    if row.rows > 1:
        return f"{row.id}–{row.id + row.rows - 1}"
    image = row.image
    names = (image[name] for name in _NAMES_OF.get(row.noun, ("slug",)) if name in image)
    return one_line(str(next(names, row.id)), _EXCERPT)


def _of_claim(row: RowDone) -> str:
    claim = row.image.get("claim_id")
    return "" if claim is None else f" of claim {claim}"


def _excerpt(row: RowDone) -> str:
    words = row.image.get(_WORDS_OF.get(row.noun, ""), "")
    return f" “{one_line(words, _EXCERPT)}”" if words else ""


def _changed_words(row: RowDone) -> str:
    """The fields that an operation changed in a row, with their new values."""
    if row.rows > 1:
        return ""
    found, left = image_of(row.found), image_of(row.left)
    if found is None or left is None:
        return ""
    names = [
        name for name, value in left.items() if name not in BOOKKEEPING and value != found.get(name)
    ]
    shown = [f"{_field(name)} {_value(left[name])}" for name in names[:_MOST_FIELDS]]
    more = len(names) - len(shown)
    return ", ".join([*shown, *([f"and {more} more"] if more > 0 else [])])


def _field(name: str) -> str:
    return name.removesuffix("_id").replace("_", " ")


def _value(value: object) -> str:
    if isinstance(value, dict):
        value = ", ".join(f"{name} {_listed(item)}" for name, item in value.items())
    value = _listed(value)
    if value in (None, ""):
        return "none"
    words = one_line(str(value), _EXCERPT)
    return f"“{words}”" if " " in words else words


def _listed(value: object) -> object:
    return ", ".join(map(str, value)) if isinstance(value, list) else value
