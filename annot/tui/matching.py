"""Claims that may say the same as one: a job for the desk, here and in the archive."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from annot.match.elsewhere import matches_elsewhere
from annot.match.ranking import matches
from annot.tui.desk import Library
from annot.tui.known import Known
from annot.vocabulary import Status

_MOST_KNOWN = 20
"""Claims that may say the same that are shown."""


def known_claims(claim: int) -> Callable[[Library], list[Known]]:
    """Claims that may say the same as one, the likest first; those linked to it before all."""

    def work(library: Library) -> list[Known]:
        detail = library.reader.claim(claim)
        if detail is None:
            return []
        linked = {row.number for row in detail.same}
        most = _MOST_KNOWN + len(linked)
        found = matches(
            library.reader.run,
            detail.text,
            leave_out=claim,
            also=linked,
            limit=most,
            matcher=library.matching.matcher,
        )
        known = [Known(match, match.claim in linked) for match in found]
        known += _known_elsewhere(library, claim, detail.text)
        known.sort(key=lambda row: (not row.is_linked, -row.match.score))
        if library.is_second_reading:
            known = [_as_second_reader(row) for row in known]
        return known[:most]

    return work


def _known_elsewhere(library: Library, claim: int, text: str) -> list[Known]:
    """Claims of the other workspace, if there is one in which they are looked for too."""
    against = library.matching.against
    if against is None:
        return []
    found = matches_elsewhere(
        against,
        text,
        uid=library.reader.workspace_uid(),
        claim=claim,
        limit=_MOST_KNOWN,
        matcher=library.matching.matcher,
    )
    return [Known(match, is_linked=False, elsewhere=against) for match in found]


def _as_second_reader(row: Known) -> Known:
    if row.match.status is not Status.CHECKED:
        return row
    return row._replace(match=replace(row.match, verdict=None, correction=""))
