"""The store's own SQL in the words of PostgreSQL.

The queries of the thin read path and of imports are written once, as SQLite takes them. Here stands
all in which PostgreSQL spells the same otherwise. What is not in this list is written so that both
take it: CASE instead of iif, NULLS LAST where something may be NULL, ORDER BY … LIMIT 1 instead of
the max of a uid.
"""

from __future__ import annotations

import re
from functools import lru_cache

_INNER = r"((?:[^()]|\([^()]*\))*)"
"""What stands in brackets, with at most one pair of others inside."""

_SPELLINGS: tuple[tuple[str, str], ...] = (
    # Hints for the planner of SQLite; a CROSS JOIN with a condition is one, too.
    (r" (?:NOT INDEXED|INDEXED BY \w+)", ""),
    (r"\bCROSS JOIN ((?:(?!CROSS JOIN|JOIN|WHERE).)+? (?:ON|USING)\b)", r"JOIN \1"),
    (r"\bmain\.", ""),
    (r"\btemp\.", "pg_temp."),
    (r"\blower\(hex\(" + _INNER + r"\)\)", r"encode(\1, 'hex')"),
    (r"\binstr\(", "strpos("),
    (r"\bjson_extract\(([\w.\"]+), '\$\.(\w+)'\)", r"(CAST(\1 AS json) ->> '\2')"),
    (
        r"\bjson_each\(([\w.]+), '\$'\) AS (\w+)",
        r"json_each_text(CAST(\1 AS json)) AS \2(key, value)",
    ),
    (
        r"\bjson_each\(([\w.?]+)\) AS (\w+)",
        r"json_array_elements_text(CAST(\1 AS json)) AS \2(value)",
    ),
    (r" LIKE \?", " ILIKE ?"),
    (r" COLLATE BINARY\b", ' COLLATE "C"'),
    (r"\bclaim_fts MATCH \?", "claim_fts.words @@ CAST(? AS tsquery)"),
    # By the whole key, so that an engine that spreads rows by article finds both on one machine.
    (
        r"\bclaim\.id = claim_fts\.rowid\b",
        "claim.article_id = claim_fts.article_id AND claim.id = claim_fts.id",
    ),
    (
        r"\bclaim\.id IN \(SELECT claim_fts\.rowid FROM",
        "(claim.article_id, claim.id) IN (SELECT claim_fts.article_id, claim_fts.id FROM",
    ),
    (r"\bclaim_fts\.rowid\b", "claim_fts.id"),
    # From name to name in an index, which not every engine can do.
    (
        r"\bWITH RECURSIVE (\w+)\(name\) AS \(SELECT min\((\w+)\) FROM (\w+) .*? IS NOT NULL\)",
        r"WITH \1(name) AS (SELECT DISTINCT \2 FROM \3)",
    ),
    (r"\bIN \(\)", "IN (NULL)"),
    (r"\bIS NOT (other\.\w+)", r"IS DISTINCT FROM \1"),
)
_RULES = tuple((re.compile(pattern, re.DOTALL), spelled) for pattern, spelled in _SPELLINGS)


@lru_cache(maxsize=512)
def spelled(statement: str) -> str:
    """A statement of the store's own for PostgreSQL, still with `?` for its values."""
    for pattern, words in _RULES:
        statement = pattern.sub(words, statement)
    return statement


@lru_cache(maxsize=512)
def bound(statement: str) -> str:
    """The same for psycopg, with `%s` for its values."""
    return spelled(statement).replace("%", "%%").replace("?", "%s")
