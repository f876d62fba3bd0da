"""What a claim's data says in columns that are no fields: from several rows, and over time."""

from __future__ import annotations

from collections.abc import Mapping

from annot.exchange.conflicts import Conflict

Extra = Mapping[str, str]
"""Texts by the names of their columns; an empty one says that nothing stands there."""


def filled(extra: Extra) -> dict[str, str]:
    """The columns in which something stands."""
    return {name: text for name, text in extra.items() if text.strip()}


def joined(before: Extra, further: Extra) -> dict[str, str]:
    """What rows of one claim say together: where they differ, a line for each.

    Nobody knows whether such a column is about the claim or, say, about its source, so a row that
    says something else contradicts nothing.
    """
    both = dict(before)
    for name, text in further.items():
        known = both.get(name, "")
        if not known.strip():
            both[name] = text
        elif text.strip() and text != known and text not in known.split("\n"):
            both[name] = f"{known}\n{text}"
    return both


def merged(now: Extra, base: Extra | None, given: Extra) -> tuple[dict[str, str], list[Conflict]]:
    """What is to stand there after an import, and where people changed it since.

    Args:
        now: What stands there.
        base: What the last import left; None if that is not known.
        given: What the file says.
    """
    after, conflicts = dict(now), []
    for name, text in given.items():
        before = now.get(name, "")
        if text == before or not (text.strip() or before):
            continue
        if base is not None and base.get(name, "") == before:
            after[name] = text
        else:
            is_said = bool(text.strip() or (base or {}).get(name))
            conflicts.append(Conflict(name, before, text, is_said))
    return filled(after), conflicts
