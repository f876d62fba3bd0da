"""JSON from outside, read strictly: what is not one clear value is refused."""

from __future__ import annotations

import json
import math
from typing import Any

from annot.errors import InvalidValueError

MAX_DEPTH = 32
_LARGEST = 2**63 - 1


def loads(text: str) -> Any:
    """The value of a JSON text.

    Raises:
        InvalidValueError: If it is no JSON, or holds NaN, an infinity, an integer beyond 64 bits, a
            name twice in one object, half a character, or lists and objects more than 32 deep.
    """
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_refuse_constant,
            parse_int=_integer,
            parse_float=_number,
        )
    except json.JSONDecodeError as error:
        raise InvalidValueError(f"It is no JSON: {error.msg} (column {error.colno}).") from error
    except RecursionError as error:
        raise InvalidValueError(f"It is nested more than {MAX_DEPTH} deep.") from error
    _refuse_depth(value)
    if "\\u" in text:
        _refuse_half_characters(value)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        double = next(name for name in names if names.count(name) > 1)
        raise InvalidValueError(f"It holds the name {double!r} twice.")
    return found


def _refuse_constant(word: str) -> None:
    raise InvalidValueError(f"It holds {word}, which is no JSON.")


def _integer(digits: str) -> int:
    if len(digits) > len(str(-_LARGEST)) or abs(int(digits)) > _LARGEST:
        raise InvalidValueError(f"It holds the number {digits[:30]}, which is beyond 64 bits.")
    return int(digits)


def _number(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise InvalidValueError(f"It holds the number {digits[:30]}, which is too large.")
    return number


def _refuse_depth(value: Any) -> None:
    level = [value]
    for _ in range(MAX_DEPTH + 1):
        level = [below for item in level for below in _below(item)]
        if not level:
            return
    raise InvalidValueError(f"It is nested more than {MAX_DEPTH} deep.")


def _below(item: Any) -> list[Any]:
    if isinstance(item, dict):
        return list(item.values())
    return item if isinstance(item, list) else []


def _refuse_half_characters(value: Any) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise InvalidValueError("It holds half a character (a lone surrogate).") from error
