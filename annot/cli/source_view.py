"""How sources are laid out on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annot.cli.objects import source_object
from annot.cli.output import Styled, counted, indented, write
from annot.text.addresses import printed
from annot.text.display import one_line
from annot.vocabulary import label

if TYPE_CHECKING:
    from annot.operations.doubles import Double
    from annot.store.models import Source

_LABEL = 12
_ALIKE = {"url": "same address", "title": "nearly the same title"}


def source_line(source: Source) -> str:
    """A source on one line: its slug, title, publisher and date, its URL."""
    named = [source.title, source.publisher, source.published, printed(source.url)]
    words = ", ".join(one_line(item, 300) for item in named if item)
    return f"{source.slug}{' (confidential)' if source.confidential else ''} — {words}"


def write_source(source: Source) -> None:
    """Print all that is known about a source."""
    write(Styled(source.slug, bold=True), "  (confidential)" if source.confidential else "")
    facts = [
        ("Title", source.title),
        ("URL", printed(source.url)),
        ("Archived", printed(source.archived_url)),
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


def write_double(double: Double[Source], typed: str) -> None:
    """Print sources that look like one, and what to type if they are; `typed` begins it."""
    alike = ", ".join(_ALIKE.get(reason, f"same {reason.upper()}") for reason in double.reasons)
    write(Styled(f"{alike[0].upper()}{alike[1:]}", bold=True))
    for source, times in zip(double.sources, double.cited, strict=True):
        cited = f"cited {counted(times, 'time')}" if times else "not cited"
        write("  ", source_line(source), f" ({cited})")
    write("  ", _merging(double, typed))


def double_object(double: Double[Source], typed: str) -> dict[str, Any]:
    """Sources that look like one, for `--json`."""
    return {
        "reasons": list(double.reasons),
        "sources": [
            {**source_object(source), "cited": times}
            for source, times in zip(double.sources, double.cited, strict=True)
        ],
        "merge": _merging(double, typed),
    }


def _merging(double: Double[Source], typed: str) -> str:
    return f"{typed} source merge {' '.join(source.slug for source in double.sources)}"
