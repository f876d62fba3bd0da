"""The sources of a ledger as BibLaTeX, which BibTeX takes too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from annot.exchange.latex_text import as_latex, as_url
from annot.exchange.selection import Selection
from annot.exchange.source_kinds import BIBTEX
from annot.exchange.source_names import parts
from annot.exchange.sources_chosen import chosen_sources
from annot.exchange.summary import ExportSummary
from annot.operations.ledger import Ledger
from annot.store.cited_sources import CitedSource
from annot.vocabulary import SourceKind

IDENTIFIERS = ("doi", "isbn", "issn", "pmid", "pmcid")

_PUBLISHER = {
    SourceKind.ARTICLE: "journaltitle",
    SourceKind.PAGE: "organization",
    SourceKind.REPORT: "institution",
    SourceKind.VIDEO: "organization",
}
_SPLITS = re.compile(r"\band\b|^others$", re.IGNORECASE)


def write_bibtex(ledger: Ledger, selection: Selection, out: BinaryIO) -> ExportSummary:
    """Write the sources of a selection as BibLaTeX, in UTF-8; their keys are their handles.

    Raises:
        NotFoundError: If there is no such article.
        InvalidValueError: If the filter is not understood.
    """
    with chosen_sources(ledger, selection) as chosen:
        for source in chosen:
            out.write(f"@{BIBTEX[source.kind]}{{{source.slug},\n".encode())
            for name, value in _fields(source):
                out.write(f"  {name} = {{{value}}},\n".encode())
            out.write(b"}\n\n")
            chosen.lose({
                "archived_url": source.archived_url,
                "rank": source.rank,
                "confidential": source.confidential,
                "identifiers": set(source.identifiers) - set(IDENTIFIERS),
            })  # fmt: skip
        return chosen.summary()


def _fields(source: CitedSource) -> Iterator[tuple[str, str]]:
    named = " and ".join(_author(name) for name in source.authors)
    is_misc = BIBTEX[source.kind] == "misc"
    fields = {
        "author": named,
        # The braces keep styles from changing capital letters: a title is quoted as it stands.
        "title": f"{{{as_latex(source.title)}}}" if source.title else "",
        _PUBLISHER.get(source.kind, "publisher"): as_latex(source.publisher),
        "entrysubtype": source.kind.value if is_misc else "",
        "date": source.published,
        "year": source.published[:4],
        "url": as_url(source.url),
        "urldate": source.accessed,
        **{n: as_url(v) for n, v in sorted(source.identifiers.items()) if n in IDENTIFIERS},
    }
    return ((name, value) for name, value in fields.items() if value)


def _author(text: str) -> str:
    name = parts(text)
    if not name.given:
        return f"{{{as_latex(name.family)}}}"
    family, given, suffix = (_part(part) for part in name)
    return ", ".join(filter(None, (family, suffix, given)))


def _part(text: str) -> str:
    latex = as_latex(text)
    return f"{{{latex}}}" if _SPLITS.search(latex) else latex
