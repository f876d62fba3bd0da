"""Where the claims of an article stand in its next draft, held against what was last confirmed.

A place that nobody has confirmed since a draft moved it is no ground to stand on: whatever the next
draft does to it, it is compared with the last draft in which somebody was sure of it. So a place
gets no better by waiting, and words that went come back as a question.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple, Protocol

from annot.errors import Place
from annot.operations.places import Span
from annot.store.models import Anchor, Revision
from annot.store.rows import AnyRow
from annot.text.difference import difference_text
from annot.text.drafts import Candidate, Carried, carry
from annot.text.fold import fold_text
from annot.text.paragraphs import collapse, copies, repeats
from annot.text.quotes import place
from annot.vocabulary import Placement

Outcome = Literal["placed", "moved", "changed", "ambiguous", "orphaned"]

_GRAVEST: tuple[Outcome, ...] = ("ambiguous", "changed", "moved", "placed", "orphaned")


@dataclass(frozen=True, slots=True)
class Fate:
    """What a draft did to one claim.

    Attributes:
        claim: Its number.
        outcome: Its words stand where they stood (`placed`) or elsewhere (`moved`), they are others
            (`changed`), they may be at one of several places (`ambiguous`), or are gone
            (`orphaned`).
        old: The words before: those that somebody was last sure of.
        new: The words now; empty if they are gone.
        difference: What changed in them, such as `only [-five-]{+four+}`; empty if nothing did.
        context: What else changed in their sentence, likewise.
        candidates: The places to choose from, with what stands around them; only if ambiguous.
    """

    claim: int
    outcome: Outcome
    old: str
    new: str = ""
    difference: str = ""
    context: str = ""
    candidates: tuple[Place, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether somebody has to look at it."""
        return self.outcome != "placed" or bool(self.context)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a claim stands in a draft.

    Attributes:
        fate: What the draft did to it.
        places: Its places in the draft, with how sure each of them is; none if its words are gone.
        is_touched: Whether its words or anything in their sentence changed since the draft before.
    """

    fate: Fate
    places: Mapping[Span, Placement]
    is_touched: bool


class Shelf(Protocol):
    """Where drafts and anchors are read from."""

    def find(self, model: type[AnyRow], **equal: Any) -> list[AnyRow]:
        """The rows whose columns have the values given, by id."""

    def content(self, sha256: bytes) -> bytes:
        """The bytes kept under a SHA-256."""


class _Trace(NamedTuple):
    """A place in an older draft, and what became of it in the new one."""

    anchor: Anchor
    item: Carried


_Traces = dict[int, list[_Trace]]
"""By claim."""


class _Draft:
    """The new text, to which all older ones are compared."""

    def __init__(self, shelf: Shelf, text: str) -> None:
        self._shelf = shelf
        self.text = text
        self.repeats = repeats(text)

    def traces(self, before: Revision, anchors: Iterable[Anchor]) -> _Traces:
        """What became of anchors of one older draft, in the order of its text."""
        ordered = sorted(anchors, key=lambda anchor: (anchor.start, anchor.claim_id))
        if not ordered:
            return {}
        groups: dict[tuple[int, str], list[int]] = defaultdict(list)
        for index, anchor in enumerate(ordered):
            groups[anchor.claim_id, fold_text(anchor.exact)].append(index)
        twins = [group for group in groups.values() if len(group) > 1]
        old = self._shelf.content(before.text_sha256).decode()
        spans = [(item.start, item.end) for item in ordered]
        found: _Traces = defaultdict(list)
        for anchor, item in zip(ordered, carry(old, self.text, spans, copies=twins), strict=True):
            found[anchor.claim_id].append(_Trace(anchor, self._settled(item, anchor)))
        return dict(found)

    def _settled(self, item: Carried, anchor: Anchor) -> Carried:
        """If the places that a passage may have are copies of each other, it is at all of them."""
        spans = sorted(candidate.span for candidate in item.candidates)
        words = {fold_text(self.text[slice(*span)]) for span in spans}
        if (
            len(spans) > 1
            and words == {fold_text(anchor.exact)}
            and len(collapse(spans, self.repeats)) == 1
        ):
            return replace(item, outcome="placed", new=spans[0], candidates=())
        return item


def whereabouts(
    shelf: Shelf, revisions: Sequence[Revision], new: str, claims: Iterable[int]
) -> dict[int, Whereabouts]:
    """Find the claims of an article in its next draft.

    Args:
        shelf: Where the older drafts and their anchors are read.
        revisions: The older drafts, the first one first; at least one.
        new: The text of the next draft.
        claims: The numbers of the article's claims.

    Returns:
        By claim, in the order of the text before; those that had no place there come last. A claim
        that never had a place is not among them.
    """
    draft = _Draft(shelf, new)
    before = revisions[-1]
    steps = draft.traces(before, shelf.find(Anchor, revision_id=before.id))
    unsure = {one for one in claims if not _is_sure(trace.anchor for trace in steps.get(one, ()))}
    grounds = _grounds(draft, shelf, revisions[:-1], unsure)
    found = {}
    for claim in [*steps, *(claim for claim in sorted(grounds) if claim not in steps)]:
        step = steps.get(claim, [])
        traces = _offered(_weighed(step, grounds[claim]) if claim in grounds else step)
        touched = any(_is_touched(trace.item) for trace in step or traces)
        found[claim] = Whereabouts(_fate(claim, traces, draft), _places(traces, draft), touched)
    return found


def _is_sure(anchors: Iterable[Anchor]) -> bool:
    placements = {anchor.placement for anchor in anchors}
    return placements == {Placement.PLACED}


def _grounds(
    draft: _Draft, shelf: Shelf, older: Sequence[Revision], unsure: Collection[int]
) -> _Traces:
    """What became of the places that somebody was last sure of, for claims that have such."""
    found: _Traces = {}
    seeking = set(unsure)
    for revision in reversed(older):
        if not seeking:
            break
        anchors: dict[int, list[Anchor]] = defaultdict(list)
        for anchor in shelf.find(Anchor, revision_id=revision.id):
            if anchor.claim_id in seeking:
                anchors[anchor.claim_id].append(anchor)
        sure = {claim: places for claim, places in anchors.items() if _is_sure(places)}
        found |= draft.traces(revision, (one for places in sure.values() for one in places))
        seeking -= set(sure)
    return found


def _weighed(step: list[_Trace], ground: list[_Trace]) -> list[_Trace]:
    """What became of a claim that nobody was sure of in the draft before.

    Both ways are heard: from the draft before, and from the words that were last confirmed. The
    place is sure again only if both lead to the confirmed words; a claim that was gone and is found
    again asks in any case.
    """
    unsure = [trace for trace in step if trace.anchor.placement is not Placement.PLACED]
    sure = [trace for trace in step if trace.anchor.placement is Placement.PLACED]
    ways = [trace.item.new for trace in unsure if trace.item.new is not None]
    ends = [trace.item.new for trace in ground if trace.item.new is not None]
    if any(trace.item.outcome == "ambiguous" for trace in ground):
        return [*map(_doubted, ground), *sure]
    if not ways and not ends:
        asked = [trace for trace in unsure if trace.item.candidates]
        return [*(asked or map(_doubted, ground)), *sure]
    if not ways:
        return [*map(_doubted, ground), *sure]
    if not ends:
        confirmed = ground[0].anchor
        return [*(_doubted(_Trace(confirmed, trace.item)) for trace in unsure), *sure]
    if all(any(_meet(way, end) for end in ends) for way in ways):
        return [*ground, *sure]
    return [_Trace(ground[0].anchor, _one_of(ground[0].item, [*ends, *ways])), *sure]


def _offered(traces: list[_Trace]) -> list[_Trace]:
    """A passage that is gone, but of which a copy stands, may be the copy if nothing else is."""
    if any(trace.item.new is not None or trace.item.candidates for trace in traces):
        return traces
    return [
        trace if item.copy is None else _Trace(anchor, _one_of(item, [item.copy]))
        for trace in traces
        for anchor, item in [trace]
    ]


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _doubted(trace: _Trace) -> _Trace:
    """A place that asks, whatever its words are."""
    if trace.item.outcome == "placed":
        return trace._replace(item=replace(trace.item, outcome="moved"))
    return trace


def _one_of(item: Carried, spans: Iterable[Span]) -> Carried:
    candidates = tuple(Candidate(item.score, span) for span in dict.fromkeys(spans))
    return replace(item, outcome="ambiguous", new=None, candidates=candidates, copy=None)


def _is_touched(item: Carried) -> bool:
    return item.outcome not in ("placed", "moved") or item.context_changed


def _fate(claim: int, traces: Sequence[_Trace], draft: _Draft) -> Fate:
    """What became of a claim, by the gravest that became of its places."""
    anchor, item = min(traces, key=lambda trace: _GRAVEST.index(trace.item.outcome))
    words = draft.text[slice(*item.new)] if item.new else ""
    outcome = item.outcome
    if item.new and fold_text(words) != fold_text(anchor.exact):
        outcome = "changed"
    return Fate(
        claim,
        outcome,
        anchor.exact,
        words,
        difference_text(anchor.exact, words) if outcome == "changed" else "",
        _context(trace.item for trace in traces),
        tuple(place(draft.text, *candidate.span) for candidate in item.candidates),
    )


def _context(carried: Iterable[Carried]) -> str:
    for item in carried:
        if item.context_changed:
            before = "".join(change.old for change in item.context)
            after = "".join(change.new for change in item.context)
            return difference_text(before, after)
    return ""


def _places(traces: Sequence[_Trace], draft: _Draft) -> dict[Span, Placement]:
    """The places of a claim in the draft, with what is to be said of each."""
    places: dict[Span, Placement] = {}
    for _, item in traces:
        if item.outcome == "ambiguous" and item.candidates:
            places.setdefault(item.candidates[0].span, Placement.AMBIGUOUS)
        elif item.new is not None:
            is_sure = item.outcome == "placed" and not item.context_changed
            places[item.new] = Placement.PLACED if is_sure else Placement.MOVED
            if item.outcome in ("placed", "moved"):
                for copy in copies(draft.text, draft.repeats, *item.new):
                    places.setdefault(copy, places[item.new])
        elif item.copy is not None:
            places.setdefault(item.copy, Placement.PLACED)
    return places
