"""How sources are laid out on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annot.cli.output import Styled, indented, write
from annot.text.display import one_line
from annot.vocabulary import label

if TYPE_CHECKING:
    from annot.store.models import Source

_LABEL = 12


def source_line(source: Source) -> str:
    """A source on one line: its slug, title, publisher and date, its URL."""
    named = [source.title, source.publisher, source.published, source.url]
    words = ", ".join(one_line(item, 300) for item in named if item)
    return f"{source.slug}{' (confidential)' if source.confidential else ''} — {words}"


def write_source(source: Source) -> None:
    """Print all that is known about a source."""
    write(Styled(source.slug, bold=True), "  (confidential)" if source.confidential else "")
    facts = [
        ("Title", source.title),
        ("URL", source.url),
        ("Archived", source.archived_url),
        ("Authors", ", ".join(source.authors)),
        ("Publisher", source.publisher),
        ("Published", source.published),
        ("Kind", label(source.kind)),
        ("Rank", label(source.rank) if source.rank else ""),
        ("Accessed", source.accessed),
        *((name.upper(), value) for name, value in source.identifiers.items()),
    ]
    for name, value in facts:
        if value:
            write(f"  {one_line(name, 40):<{_LABEL}}", indented(value, _LABEL + 2))
