"""What follows for places when two copies are brought together.

A claim of the one copy and a draft of the other one have never met: the claim is carried into the
draft as by a new draft. A sentence in which the one made a claim is not accepted as making none.
"""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from annot.errors import PurgedError
from annot.operations.drafting import carry_claims
from annot.store.merging.apply import Applied
from annot.store.merging.changed import by_uid
from annot.store.models import Acceptance, Anchor, Claim, Record, Revision
from annot.store.recorder import Operation, batches

if TYPE_CHECKING:
    from sqlalchemy import Connection

R = TypeVar("R", Anchor, Acceptance)
N = TypeVar("N", bound=Record)

_MOST_DOUBLES = 1000


@dataclass(frozen=True, slots=True)
class Tidied:
    """What was done about places.

    Attributes:
        moved: Claims that were carried into a draft and ask to be looked at.
        doubled: New claims at the very words of one that was here, with its number.
    """

    moved: Sequence[int]
    doubled: Sequence[tuple[int, int]]


def tidy(operation: Operation, there: Connection, done: Applied) -> Tidied:
    """Carry claims into drafts that they had not met, and take back acceptances of their words."""
    moved = _carry(operation, there, done)
    anchors = _find(operation, Anchor, done.added.get("anchor", {}).values())
    _take_back(operation, there, anchors, done)
    return Tidied(moved, _doubled(operation, anchors, done))


def _carry(operation: Operation, there: Connection, done: Applied) -> list[int]:
    came = set(done.added.get("claim", {}).values())
    drafts_came = set(done.added.get("revision", {}).values())
    revisions = _find(operation, Revision, drafts_came)
    claims = _find(operation, Claim, came)
    articles = {row.article_id for row in (*revisions, *claims)}
    moved: list[int] = []
    for article in sorted(articles):
        drafts = sorted(operation.find(Revision, article_id=article), key=lambda r: r.number)
        if len(drafts) < 2:
            continue
        with contextlib.suppress(PurgedError):
            moved += _carry_article(operation, there, article, drafts, came, drafts_came)
    return moved


def _carry_article(
    operation: Operation,
    there: Connection,
    article: int,
    drafts: Sequence[Revision],
    came: set[int],
    drafts_came: set[int],
) -> list[int]:
    claims = {claim.id: claim for claim in operation.find(Claim, article_id=article)}
    there_too = set(by_uid(there, "claim", {str(claim.uid) for claim in claims.values()}))
    both = set(by_uid(there, "revision", {str(draft.uid) for draft in drafts}))
    only_here = {n for n, claim in claims.items() if str(claim.uid) not in there_too}
    moved: list[int] = []
    for place, draft in enumerate(drafts[1:], start=1):
        if draft.id in drafts_came:
            pool = only_here
        elif str(draft.uid) not in both:
            pool = came & set(claims)
        else:
            continue
        placed = {anchor.claim_id for anchor in operation.find(Anchor, revision_id=draft.id)}
        before = {
            anchor.claim_id for anchor in operation.find(Anchor, revision_id=drafts[place - 1].id)
        }
        chosen = {number: claims[number] for number in (pool & before) - placed}
        if chosen:
            text = operation.content(draft.text_sha256).decode()
            fates, _ = carry_claims(operation, chosen, drafts[:place], draft, text)
            moved += [fate.claim for fate in fates if fate.asks]
    return sorted(set(moved))


def _take_back(
    operation: Operation, there: Connection, anchors: Sequence[Anchor], done: Applied
) -> None:
    """Take back acceptances of one copy at whose words the other one made a claim."""
    accepted = _find(operation, Acceptance, done.added.get("acceptance", {}).values())
    came = {item.id for item in accepted}
    gone: dict[int, Acceptance] = {}
    for revision, here in _by_revision(anchors).items():
        stays = [a for a in operation.find(Acceptance, revision_id=revision) if a.id not in came]
        known = by_uid(there, "acceptance", {str(item.uid) for item in stays})
        for item in stays:
            if str(item.uid) not in known and any(_meet(item, anchor) for anchor in here):
                gone[item.id] = item
    for revision, new in _by_revision(accepted).items():
        found = operation.find(Anchor, revision_id=revision)
        known = by_uid(there, "anchor", {str(anchor.uid) for anchor in found})
        ours = [anchor for anchor in found if str(anchor.uid) not in known]
        gone |= {item.id: item for item in new if any(_meet(item, anchor) for anchor in ours)}
    for item in gone.values():
        operation.delete(item)


def _doubled(
    operation: Operation, anchors: Sequence[Anchor], done: Applied
) -> list[tuple[int, int]]:
    came = set(done.added.get("claim", {}).values())
    found: dict[tuple[int, int], None] = {}
    for revision, here in _by_revision([a for a in anchors if a.claim_id in came]).items():
        at = defaultdict(list)
        for anchor in operation.find(Anchor, revision_id=revision):
            at[anchor.start, anchor.end].append(anchor.claim_id)
        for anchor in here:
            for other in at[anchor.start, anchor.end]:
                if other not in came:
                    found[anchor.claim_id, other] = None
    return list(found)[:_MOST_DOUBLES]


def _by_revision(rows: Iterable[R]) -> dict[int, list[R]]:
    found: dict[int, list[R]] = defaultdict(list)
    for row in rows:
        found[row.revision_id].append(row)
    return found


def _meet(item: Acceptance, anchor: Anchor) -> bool:
    return item.start < anchor.end and anchor.start < item.end


def _find(operation: Operation, model: type[N], ids: Iterable[int]) -> list[N]:
    found: list[N] = []
    for some in batches(ids):
        found += operation.find(model, id=some)
    return found
