"""What there is to read about a person, in paragraphs, and how far the readers agree.

Pure functions, as `annot.tui.claim_paragraphs` has them for a claim.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annot.store.people_reading import PersonWork
from annot.tui.claim_paragraphs import Paragraph, Run, spaced, worded
from annot.tui.people_acts import MOST_CLAIMS, Agreed, DisputedClaim, GivenClaim
from annot.vocabulary import STATUS_SIGNS, Role, label

CLAIM = "claim"
"""The noun of the items: claims that somebody has to do, or on which readers do not agree."""

_MAY = {
    Role.CHECKER: "checks claims",
    Role.REVIEWER: "checks, and reads again",
    Role.EDITOR: "checks, reads again, and approves what rests on the author's word",
    Role.ADMIN: "does all that, and sets rules and roles",
}


def person_paragraphs(
    person: PersonWork, given: Sequence[GivenClaim], agreed: Agreed | None
) -> list[Paragraph]:
    """Everything about a person, then about the agreement of all readers.

    Args:
        person: The person.
        given: What they have to do.
        agreed: How far readers agree; None as long as that is being looked at.
    """
    return [*_person(person), *_given(person, given), *agreement_paragraphs(agreed)]


def agreement_paragraphs(agreed: Agreed | None) -> Iterator[Paragraph]:
    """How far readers agree, and where they do not."""
    if agreed is None:
        return
    where = f"in {agreed.where}" if agreed.where else "in the whole workspace"
    head = [Run("agreement", "label"), worded(where, "muted")]
    yield Paragraph(spaced(head), is_opening=True)
    if agreed.agreement is None:
        yield Paragraph((worded(agreed.problem, "warning"),), indent=1)
    else:
        yield Paragraph(spaced(_figures(agreed)), indent=1)
    for item in agreed.disputed[:MOST_CLAIMS]:
        yield _disputed(item)
    if agreed.agreement is not None and agreed.agreement.claims and not agreed.disputed:
        yield Paragraph((Run("nothing is left to decide", "muted"),), indent=1)


def alpha_words(agreed: Agreed | None) -> str:
    """Alpha in a few words; empty if nothing was judged by two people."""
    found = agreed.agreement if agreed else None
    if found is None or not found.claims:
        return ""
    alpha = "not defined" if found.alpha is None else f"{found.alpha:.3f}"
    return f"alpha {alpha}, n = {found.claims:,}"


def _person(person: PersonWork) -> Iterator[Paragraph]:
    head = [worded(person.name, "claim")]
    if person.role is None:
        head.append(Run("not on the list", "muted"))
    else:
        head += [Run(label(person.role), "label"), Run(_MAY[person.role], "muted")]
    yield Paragraph(spaced(head))
    done = (
        ("checked", person.checked), ("approved", person.approved), ("judged", person.judged),
    )  # fmt: skip
    yield Paragraph(spaced((Run(f"{name} {count:,}") for name, count in done), " · "))


def _given(person: PersonWork, given: Sequence[GivenClaim]) -> Iterator[Paragraph]:
    count = person.to_check + person.asked
    if not count:
        yield Paragraph((Run("nothing was given to them that is open", "muted"),))
        return
    yield Paragraph(spaced([Run("to do", "label"), Run(f"{count:,}")]), is_opening=True)
    for item in given:
        runs = [
            Run(f"{STATUS_SIGNS[item.status]} {item.number}", "number"),
            Run(item.task, "label"),
            worded(item.text),
        ]
        yield Paragraph(spaced(runs), (CLAIM, item.number), 1)
    if count > len(given):
        yield Paragraph((Run(f"and {count - len(given):,} more", "muted"),), indent=1)


def _figures(agreed: Agreed) -> Iterator[Run]:
    found = agreed.agreement
    assert found is not None
    if not found.claims:
        yield Run(found.meaning, "muted")
        return
    alpha = "alpha is not defined" if found.alpha is None else f"alpha {found.alpha:.3f}"
    yield Run(alpha, "claim")
    yield Run(found.meaning)
    claims = f"{found.claims:,} claim{'s' if found.claims != 1 else ''} judged by several"
    yield Run(f"{claims} of {found.readers:,} readers, of one mind on {found.same:,}", "muted")


def _disputed(item: DisputedClaim) -> Paragraph:
    runs = [
        Run(f"≠ {item.number}", "number"),
        worded(item.cast, "warning"),
        worded(item.text),
    ]
    return Paragraph(spaced(runs), (CLAIM, item.number), 1)
