"""Bibliographies for the tests: files in memory, and sources with everything hostile in them."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from annot.errors import InputFileError
from annot.exchange.input import Input
from annot.exchange.selection import Selection
from annot.exchange.source_rows import SourceTable
from annot.vocabulary import Audience, SourceKind
from annot.workspace import Workspace


def file_of(data: str | bytes, name: str = "sources") -> Input:
    """A file that holds these bytes."""
    stored = data.encode() if isinstance(data, str) else data
    return Input(name, lambda: io.BytesIO(stored))


def written(
    write: Callable[..., Any],
    workspace: Workspace,
    audience: Audience = Audience.EDITOR,
    wanted: str = "",
) -> tuple[bytes, Any]:
    """What a writer makes of all sources of a workspace, and what it says about it."""
    out = io.BytesIO()
    summary = write(workspace._ledger, Selection(wanted=wanted, audience=audience), out)
    return out.getvalue(), summary


def table_or_error(read: Callable[[Input], SourceTable], data: str | bytes) -> None:
    """Read hostile bytes; anything else than a table or an error of the file fails the test."""
    with contextlib.suppress(InputFileError):
        table = read(file_of(data))
        assert [row.number for row in table.rows] == list(range(1, len(table.rows) + 1))


PIECES = st.sampled_from(
    ["{", "}", "\\", "%", "&", "$", "#", "_", "~", "^", '"', "'", ",", " and ", "others", "@a{",
     "=", "ER  - ", "TY  - JOUR", "\x85", "\u2028", "\x0b", "\x1c", "\x1b[31m", "\u202e", "é",
     "ß", "<i>", "--", "``", "- ", "0", " ", "word", "Straße", "汉字", "\\\"o", "[x]", "|"]
)  # fmt: skip
HOSTILE = st.lists(PIECES, max_size=7).map(lambda found: " ".join("".join(found).split()))
PLAIN = st.sampled_from(["Jane", "Doe", "van der Berg", "O'Neil", "García", "City of Oslo", "Li"])
NAMES = st.one_of(
    PLAIN,
    st.tuples(PLAIN, PLAIN).map(", ".join),
    st.tuples(PLAIN, PLAIN, st.just("Jr.")).map(", ".join),
)
DATES = st.sampled_from(["", "2024", "2024-02", "2024-02-29", "0987-01"])
SOURCES = st.fixed_dictionaries(
    {
        "title": HOSTILE.map(lambda text: f"{text}x"),
        "authors": st.lists(NAMES, max_size=3, unique=True),
        "publisher": HOSTILE,
        "published": DATES,
        "accessed": DATES,
        "kind": st.sampled_from([kind.value for kind in SourceKind if kind != "other"]),
        "url": st.sampled_from(["", "https://example.org/a_b?x=1&y=%20#z", "ftp://example.org/~a"]),
        "identifiers": st.dictionaries(
            st.sampled_from(["isbn", "issn"]), st.just("1234-5678"), max_size=1
        ),
    }
)
"""Keywords of sources, all of which every format can say."""
