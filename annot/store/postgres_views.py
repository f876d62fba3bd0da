"""The views by which other programs read a workspace, in the words of PostgreSQL.

They are those of `annot.store.views`, with the values that PostgreSQL has a type for in that type:
a uid is a `uuid`, a moment a `timestamptz`, what is true or false a `boolean`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from annot.store.postgres_sql import spelled
from annot.store.views import VIEWS

_HEX = r"lower\(hex\(([\w.]+)\)\)"
_SPELLINGS = (
    (
        rf"substr\({_HEX}, 1, 8\)(?: \|\| '-' \|\| substr\(lower\(hex\(\1\)\), \d+, \d+\)){{4}}",
        r"\1",
    ),
    (
        r"\(SELECT group_concat\(value, ', '\) FROM json_each\(([\w.]+)\)\)",
        r"(SELECT string_agg(value, ', ') FROM json_array_elements_text(CAST(\1 AS json))"
        r" AS own(value))",
    ),
    (
        r"\(SELECT group_concat\(key \|\| ' ' \|\| value, ', '\) FROM json_each\(([\w.]+)\)\)",
        r"(SELECT string_agg(key || ' ' || value, ', ') FROM json_each_text(CAST(\1 AS json))"
        r" AS own(key, value))",
    ),
    (r"CAST\(content\.data AS TEXT\)", "convert_from(content.data, 'UTF8')"),
    # Counted once for all: an engine that spreads rows over machines counts nothing for each row.
    (
        r"\(SELECT count\(\*\) FROM evidence WHERE evidence\.source_id = source\.id\)"
        r"(.*FROM source\b)",
        r"coalesce(cited.times, 0)\1 LEFT JOIN (SELECT source_id, count(*) AS times FROM evidence"
        r" GROUP BY source_id) AS cited ON cited.source_id = source.id",
    ),
)
_IIF = re.compile(r"iif\(([^,]+), ([^,]+), ((?:[^()]|\((?:[^()]|\([^()]*\))*\))+)\)")


def _view(statement: str) -> str:
    for pattern, words in _SPELLINGS:
        statement = re.sub(pattern, words, statement, flags=re.DOTALL)
    return _IIF.sub(r"CASE WHEN \1 THEN \2 ELSE \3 END", spelled(statement))


POSTGRES_VIEWS: Mapping[str, str] = {name: _view(statement) for name, statement in VIEWS.items()}
"""The statement that makes each view, by its name."""
