"""Evidence does not say what the source says, or where it says so.

A second reader has to find in a minute what the first one found, and a source can change overnight.
Evidence that supports or refutes a claim therefore has a passage (the words of the source) and a
locator (page, paragraph, time code, cell). Two things are not asked for:

- A passage, where there are no words to copy: an interview, a video, a data set. There a locator
  or a note that says what was heard or seen is enough; so is a passage by itself.
- A locator, where the passage itself leads to the place: on a web page or in an article one
  searches for the words. In a report, a document, a law or a book one needs the page or the
  paragraph.

Evidence that only gives context needs one of the three: a passage, a locator or a note.

A workspace that takes no exceptions asks for both, of everything that supports or refutes:
`annot rules set A103 exceptions=no`.

Found: evidence of a report of 300 pages with a passage and no page; evidence of a web page without
a passage; evidence of an interview without anything.

Not found: evidence of a web page with a passage; evidence of a video with the locator "12:40".

To put it right, copy the words and say where they stand (evidence has a number of its own, which
`annot claim show` prints):

    annot evidence set 31 --passage "The bridge was closed in May 2021." --locator "p. 14"
"""

from __future__ import annotations

from collections.abc import Iterator

from annot.rules.finding import Remark
from annot.rules.reading import excerpt, has_note, listed, live_claims, remark
from annot.rules.settings import Setting
from annot.store.dossier import ClaimFile, Dossier, EvidenceFile
from annot.vocabulary import SourceKind, Stance

_WITHOUT_WORDS = frozenset({SourceKind.INTERVIEW, SourceKind.VIDEO, SourceKind.DATASET})
_SEARCHED_BY_WORDS = frozenset({SourceKind.PAGE, SourceKind.ARTICLE})


SETTINGS = (Setting("exceptions", True, "whether some evidence needs only one of the two"),)


def find(dossier: Dossier, *, exceptions: bool = True) -> Iterator[Remark]:
    """Find the evidence that lacks a passage or a locator that it needs."""
    for file in live_claims(dossier):
        for item in file.evidence:
            missing = _missing(item, exceptions=exceptions)
            if missing:
                yield _remark(file, item, missing)


def _remark(file: ClaimFile, item: EvidenceFile, missing: list[str]) -> Remark:
    source = item.source
    options = " ".join(f'--{field} "…"' for field in missing)
    return remark(
        file,
        f"The evidence from {excerpt(source.title or source.url or source.slug)}"
        f" has no {listed(missing).replace(' and ', ' and no ')}.",
        f"Say what it says, and where: annot evidence set {item.evidence.id} {options}",
    )


def _missing(item: EvidenceFile, *, exceptions: bool) -> list[str]:
    """The names of the fields that this evidence needs and does not have."""
    lacking = [
        name
        for name, value in (
            ("passage", item.evidence.passage),
            ("locator", item.evidence.locator),
        )
        if not value.strip()
    ]
    if not exceptions and item.evidence.stance is not Stance.CONTEXT:
        return lacking
    noted = bool(item.evidence.note.strip()) or has_note(item.notes)
    if item.evidence.stance is Stance.CONTEXT or item.source.kind in _WITHOUT_WORDS:
        return lacking if len(lacking) == 2 and not noted else []
    if item.source.kind in _SEARCHED_BY_WORDS and "passage" not in lacking:
        return []
    return lacking
