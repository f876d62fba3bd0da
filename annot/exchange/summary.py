"""What an import or an export did, for people and scripts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from annot.errors import BadRow


@dataclass(frozen=True, slots=True, kw_only=True)
class WordSummary:
    """What a report for Word brought back, or would if it was a dry run.

    Attributes:
        path: The file.
        format: Its format.
        operation: The uid under which it stands in the history; empty if nothing was written.
        notes: New notes: replies and comments of others, and ticks.
        answers: Queries that were answered by a reply.
        accepted: Corrections whose words stand in the text now.
        refused: Corrections that were refused there (stet).
        unchanged: What was in the ledger already.
        without_claim: Comments at words where no claim stands; they are not taken.
        dry_run: Whether nothing was written.
    """

    path: str = ""
    format: str = ""
    operation: str = ""
    notes: int = 0
    answers: int = 0
    accepted: int = 0
    refused: int = 0
    unchanged: int = 0
    without_claim: int = 0
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What an import did, or would do if it was a dry run.

    Attributes:
        path: The file; `-` is standard input, empty for what a program gave.
        format: Its format.
        operation: The uid under which it stands in the history; empty if nothing was written.
        claims: The claims of the file that were taken: added, updated and unchanged ones.
        added: New claims.
        updated: Claims that were there and are otherwise now, or got evidence, notes or places.
        unchanged: Claims that are there as the file has them.
        kept: Claims of which people's own later work was kept where the file says otherwise.
        overruled: Claims of which it was not, since the file was to win.
        conflicts: Claims of which nothing was taken for that reason; they are in a file, to be
            decided.
        skipped: Rows left out because they are bad.
        sources_added: New sources.
        evidence_added: New evidence.
        notes_added: New notes and queries.
        places_added: New places of claims that were there; only a lossless file brings them so.
        acceptances_added: New passages accepted as making no claim; likewise.
        links_added: New links of claims that are the same; likewise.
        unanchored: Claims of the file that it gives no place for.
        articles_added: New articles; only a lossless file brings any.
        bad: What is wrong with the first hundred of the rows left out.
        history: What became of the history of a lossless file: an empty workspace adopts it, any
            other one records the import alone.
        dry_run: Whether nothing was written.
        left_out: What the file says that the ledger has no place for, with how often it does.
        encoding: What a table of text was read as.
        verdict_words: The verdicts that were met in words of other vocabularies, and what each was
            taken for.
        guessed: The columns that were taken for fields by their usual names, by field.
        kept_columns: The columns that are no fields and were kept with each claim as they are, and
            the fields that each looks like.
    """

    path: str = ""
    format: str = ""
    operation: str = ""
    claims: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: int = 0
    overruled: int = 0
    conflicts: int = 0
    skipped: int = 0
    sources_added: int = 0
    evidence_added: int = 0
    notes_added: int = 0
    places_added: int = 0
    acceptances_added: int = 0
    links_added: int = 0
    unanchored: int = 0
    articles_added: int = 0
    bad: tuple[BadRow, ...] = ()
    history: Literal["", "adopted", "not adopted"] = ""
    dry_run: bool = False
    left_out: Mapping[str, int] = field(default_factory=dict)
    encoding: str = ""
    verdict_words: Mapping[str, str] = field(default_factory=dict)
    guessed: Mapping[str, str] = field(default_factory=dict)
    kept_columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExportSummary:
    """What an export wrote.

    Attributes:
        path: The file; `-` is standard output.
        format: Its format.
        claims: The claims in it.
        rows: The rows or lines in it, a heading not counted.
        withheld: Pieces of evidence left out because their source is confidential.
        root: For a lossless export the root of the sealed history, in hex.
        lost: What belongs to the claims and the format cannot say, with how much there is of it.
    """

    path: str = ""
    format: str = ""
    claims: int = 0
    rows: int = 0
    withheld: int = 0
    root: str = ""
    lost: Mapping[str, int] = field(default_factory=dict)
