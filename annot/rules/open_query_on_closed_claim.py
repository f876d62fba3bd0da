"""A claim counts as checked, but a question about it is still out.

A query waits for an answer from the author, a source or the editor. The answer may change the
verdict. A claim that is `checked` or `approved` before the answer is there was closed too early, or
the answer came by telephone and nobody wrote it down.

Queries about the claim and about its evidence count; there is one finding for each of them.

Found: a claim with the status `approved` and an open query to the author.

Not found: the same claim once the answer is recorded; a claim with the status `query`, for which
everybody knows that it waits.

To put it right, record the answer (notes have numbers, which `annot claim show` prints), or take
the claim back to work:

    annot note answer 7 "By telephone: the figure is from the leaflet."
    annot claim set 12 --status query
"""

from __future__ import annotations

from collections.abc import Iterator

from annot.rules.finding import Remark
from annot.rules.reading import excerpt, is_open, live_claims, remark
from annot.store.dossier import ClaimFile, Dossier
from annot.store.models import Note
from annot.vocabulary import CLOSED, label


def find(dossier: Dossier) -> Iterator[Remark]:
    """Find the open queries about checked and approved claims and their evidence."""
    for file in live_claims(dossier):
        if file.claim.status in CLOSED:
            for query in filter(is_open, _notes(file)):
                yield remark(
                    file,
                    f"The claim is {file.claim.status}, but a query to the"
                    f" {label(query.addressee)} is open: {excerpt(query.text)}",
                    f'Record the answer: annot note answer {query.id} "…"',
                )


def _notes(file: ClaimFile) -> Iterator[Note]:
    yield from file.notes
    for item in file.evidence:
        yield from item.notes
