"""Sources by what was typed of them, or by a name that only one has; standard library alone."""

from __future__ import annotations

from annot.store.claim_reading import SOURCE_COLUMNS, SourceRow, source_row
from annot.store.put_into import source_put_into
from annot.store.thin import Run

_MOST_FOUND = 2_000
"""Sources that are put in order by how often they are cited."""

_COLUMNS_OF_WORDS = 4
_HOLDS_A_WORD = (
    "(title LIKE ? ESCAPE '\\' OR slug LIKE ? ESCAPE '\\' OR url LIKE ? ESCAPE '\\'"
    " OR publisher LIKE ? ESCAPE '\\')"
)


def sources(run: Run, typed: str, limit: int = 20) -> list[SourceRow]:
    """Sources whose handle, title, publisher or URL hold all words typed.

    Those whose handle or title begins so come first, then the most cited, then the newest. Of
    very many the newest are looked at.
    """
    words = typed.split()
    if not words:
        return []
    condition = " AND ".join([_HOLDS_A_WORD] * len(words))
    parameters = [f"%{_pattern(word)}%" for word in words for _ in range(_COLUMNS_OF_WORDS)]
    begins = f"{_pattern(typed.strip())}%"
    rows = run(
        "WITH found AS MATERIALIZED"
        f" (SELECT id FROM source WHERE {condition} ORDER BY id DESC LIMIT {_MOST_FOUND})"
        f" SELECT {SOURCE_COLUMNS} FROM found JOIN source ON source.id = found.id"
        " LEFT JOIN (SELECT source_id, count(*) AS times FROM evidence"
        " WHERE source_id IN (SELECT id FROM found) GROUP BY source_id) AS cited"
        " ON cited.source_id = source.id"
        " ORDER BY (slug LIKE ? ESCAPE '\\' OR title LIKE ? ESCAPE '\\') DESC,"
        " coalesce(cited.times, 0) DESC, source.id DESC LIMIT ?",
        [*parameters, begins, begins, limit],
    )
    return [source_row(row) for row in rows]


def source_named(run: Run, *, slug: str = "", url_key: str = "", doi: str = "") -> int | None:
    """The id of the source of a handle, a normalised URL or a DOI; None if there is none.

    Only what is given is looked for. One that was put into another is found as that.
    """
    found = []
    if url_key:
        found = run("SELECT id FROM source WHERE url_key = ?", (url_key,))
    if slug and not found:
        found = run("SELECT id FROM source WHERE slug = ?", (slug,))
    if doi and not found:
        found = run(
            "SELECT id FROM source WHERE instr(identifiers, '\"doi\":') > 0"
            " AND json_extract(identifiers, '$.doi') = ? ORDER BY id LIMIT 1",
            (doi,),
        )
    if found:
        return int(found[0][0])
    return source_put_into(run, url_key=url_key, slug=slug, doi=doi)


def _pattern(word: str) -> str:
    """A pattern for a word in upper and lower case, of which SQLite knows that of ASCII alone.

    Any character may stand for another letter that has both: "Über" finds "über" as well as "aber".
    """
    return "".join(
        "_" if not sign.isascii() and sign.lower() != sign.upper() else sign
        for sign in _escaped(word)
    )


def _escaped(typed: str) -> str:
    return typed.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
