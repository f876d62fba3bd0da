"""Claims: assertions anchored in an article, how far they are checked and what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from annot.errors import InvalidValueError, NotFoundError
from annot.operations import reshaping, same, second_reading
from annot.operations.articles import ArticleHandle, article_in, latest_text
from annot.operations.beside import doubles, take_back_acceptances
from annot.operations.kept_judgements import follow
from annot.operations.ledger import (
    UNSET,
    Ledger,
    Unset,
    columns,
    labels,
    line,
    member,
    optional,
    words,
)
from annot.operations.places import Occurrence, Span, chosen_groups, selector, span_of_hand
from annot.operations.versions import refuse_other_version
from annot.store.claim_filter import ClaimFilter
from annot.store.models import (
    NOWHERE,
    UNPLACED,
    Anchor,
    Assignment,
    Claim,
    Evidence,
    Judgement,
    Note,
    Record,
    Revision,
    Same,
)
from annot.store.recorder import Operation
from annot.store.rows import filtered_claims
from annot.vocabulary import ClaimKind, CorrectionState, Placement, Status, Verdict

ClaimHandle = Claim | int


class Claims:
    """The claims of a workspace: `workspace.claims`."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def add(
        self,
        article: ArticleHandle | None = None,
        *,
        text: str = "",
        quote: str = "",
        prefix: str = "",
        suffix: str = "",
        occurrence: Occurrence = None,
        span: Span | None = None,
        kind: str | None = None,
        status: str = Status.TODO,
        verdict: str | None = None,
        reasoning: str = "",
        correction: str = "",
        correction_state: str | None = None,
        checker: str = "",
        tags: Iterable[str] = (),
        extra: Mapping[str, str] | None = None,
        key: str = "",
    ) -> Claim:
        """Add a claim, anchored in an article or without a place.

        Args:
            article: The article that makes it.
            text: The assertion as a sentence that stands alone; else the quote stands for it.
            quote: The words of the claim as printed; typographic variants do not matter.
            prefix: Words right before the quote, if it stands more than once.
            suffix: Words right after it, likewise.
            occurrence: Which of several places is meant: its number from 1, or "all".
            span: Instead of a quote: start and end in code points, half-open.
            kind: What sort of assertion it is (`ClaimKind`).
            status: How far checking has come (`Status`).
            verdict: What was found (`Verdict`).
            reasoning: Why, in a sentence or two that may be published.
            correction: The wording proposed instead.
            correction_state: What became of the correction; open if not given.
            checker: Who checks it.
            tags: Words to find it by.
            extra: What else is known of it, by names of your own.
            key: Its name in the data that it came from; a second import finds it by that.

        Returns:
            The claim. A passage that the article repeats gets an anchor at every copy. A sentence
            that was accepted as making no claim no longer is.

        Raises:
            NotFoundError: If there is no such article.
            QuoteNotFoundError: If the quote does not stand in the article.
            QuoteAmbiguousError: If it stands there more than once.
            InvalidValueError: If a value is not what it should be, or there are no words.
            OwnApprovalError: If who checked it would approve it, against the rule of four eyes.
        """
        values = checked(
            text=text,
            kind=kind,
            status=status,
            verdict=verdict,
            reasoning=reasoning,
            correction=correction,
            correction_state=correction_state,
            checker=checker,
            tags=tags,
            extra=extra or {},
        )
        with self._ledger.operation("claim.add") as operation:
            article_id, revision, places = UNPLACED, None, []
            if article is not None:
                article_id = article_in(operation, article).id
            if quote or span is not None:
                if article is None:
                    raise InvalidValueError("A quote needs its article.", hint="Add --article.")
                revision, whole = latest_text(operation, article_id)
                places = _places(whole, quote, prefix, suffix, occurrence, span)
                values["text"] = values["text"] or whole[slice(*places[0])]
            if not values["text"].strip():
                raise InvalidValueError("The claim has no words.", hint="Give a text or a quote.")
            is_approved = values["status"] is Status.APPROVED
            claim = operation.insert(
                Claim,
                article_id=article_id,
                key=line(key, "key"),
                approver=self._ledger.actor * is_approved,
                position=min((start for start, _ in places), default=NOWHERE),
                **_settled(values),
            )
            if revision is not None:
                for place in places:
                    anchor_at(operation, claim, revision, whole, place)
                take_back_acceptances(operation, revision, places)
        return claim

    def get(self, handle: ClaimHandle) -> Claim:
        """The claim of a number, as it is stored now.

        Raises:
            NotFoundError: If there is none.
        """
        return _one(self._ledger.database.find(Claim, id=number_of(handle)), handle)

    def list(self, wanted: str | ClaimFilter = "", *, limit: int | None = None) -> Sequence[Claim]:
        """The claims that a filter lets through, in the order of their places.

        Args:
            wanted: The filter, as typed at `annot claim list`: `status:todo no:evidence torture`.
            limit: At most so many.

        Raises:
            InvalidValueError: If the filter is not understood.
        """
        chosen = (
            ClaimFilter.parse(wanted, me=self._ledger.actor) if isinstance(wanted, str) else wanted
        )
        with self._ledger.database.reading() as connection:
            return filtered_claims(connection, chosen, limit)

    def anchors(self, handle: ClaimHandle) -> Sequence[Anchor]:
        """The anchors of a claim in all revisions, in the order of their places."""
        found = self._ledger.database.find(Anchor, claim_id=number_of(handle))
        return sorted(found, key=lambda item: (item.revision_id, item.start))

    def doubles(self, handle: ClaimHandle) -> Sequence[int]:
        """The numbers of the other claims that stand at the very words of a claim."""
        return doubles(self._ledger.database, number_of(handle))

    def link(self, handle: ClaimHandle, other: ClaimHandle) -> None:
        """Say that two claims are the same assertion, in one article or in two.

        Nothing of the one goes to the other: each keeps its verdict, its evidence and its place.
        Claims that are linked already stay so.

        Raises:
            NotFoundError: If there is no such claim.
            InvalidValueError: If they are one claim.
        """
        with self._ledger.operation("claim.link") as operation:
            one, two = (claim_in(operation, number_of(claim)) for claim in (handle, other))
            same.link(operation, one, two, actor=self._ledger.actor)

    def unlink(self, handle: ClaimHandle, other: ClaimHandle) -> None:
        """Take back that two claims are the same.

        Raises:
            NotFoundError: If there is no such claim, or they are not linked.
        """
        with self._ledger.operation("claim.unlink") as operation:
            one, two = (claim_in(operation, number_of(claim)) for claim in (handle, other))
            same.unlink(operation, one, two)

    def same(self, handle: ClaimHandle) -> Sequence[Claim]:
        """The claims that are linked to a claim as the same, by number.

        Only those that a person linked to it: that two others are the same follows from nothing.

        Raises:
            NotFoundError: If there is no such claim.
        """
        number = self.get(handle).id
        find = self._ledger.database.find
        numbers = [item.other_id for item in find(Same, claim_id=number)]
        numbers += [item.claim_id for item in find(Same, other_id=number)]
        return sorted(find(Claim, id=numbers), key=lambda claim: claim.id)

    def set(
        self,
        claims: ClaimHandle | Iterable[ClaimHandle],
        *,
        text: str | None = None,
        kind: str | Unset | None = UNSET,
        status: str | None = None,
        verdict: str | Unset | None = UNSET,
        reasoning: str | None = None,
        correction: str | None = None,
        correction_state: str | None = None,
        checker: str | None = None,
        tags: Iterable[str] | None = None,
        extra: Mapping[str, str] | None = None,
        version: UUID | None = None,
        reason: str = "",
    ) -> Sequence[Claim]:
        """Change claims, all of them or none; what is not given stays.

        A verdict without a status makes a claim that is to do, being checked or stale `checked`,
        by the one who acts; no verdict makes it `checking` again. Approving notes who approved.

        Args:
            claims: A claim or several, by number.
            text: The assertion as a sentence that stands alone.
            kind: What sort of assertion it is; None for not said.
            status: How far checking has come.
            verdict: What was found; None for no verdict.
            reasoning: Why.
            correction: The wording proposed instead; empty for none.
            correction_state: What became of it.
            checker: Who checks it.
            tags: The tags, all of them.
            extra: What else is known, by names of your own: these change, an empty text takes one
                away, and those that are not named stay.
            version: The version that was read; if a claim has changed since, nothing is done.
            reason: Why it is changed, for the history.

        Returns:
            The claims as they are now.

        Raises:
            NotFoundError: If there is no such claim.
            ConflictError: If a claim is no longer of the version given.
            InvalidValueError: If a value is not what it should be.
            OwnApprovalError: If who checked it would approve it, against the rule of four eyes.
        """
        given: dict[str, Any] = {
            "text": text,
            "status": status,
            "reasoning": reasoning,
            "correction": correction,
            "correction_state": correction_state,
            "checker": checker,
            "tags": tags,
        }
        given = {name: value for name, value in given.items() if value is not None}
        given |= {} if isinstance(kind, Unset) else {"kind": kind}
        given |= {} if isinstance(verdict, Unset) else {"verdict": verdict}
        values = checked(**given)
        if correction == "" and correction_state is not None:
            raise InvalidValueError(
                "Without a correction there is no state of one.",
                hint="Give the wording, or leave the state out.",
            )
        with self._ledger.operation("claim.set", reason=words(reason, "reason")) as operation:
            done = []
            for number in _numbers(claims):
                claim = claim_in(operation, number)
                refuse_other_version(operation, claim, version, hint=f"annot claim show {claim.id}")
                _refuse_no_correction(operation, claim, values)
                changed = consequences(claim, values, actor=self._ledger.actor)
                if extra is not None:
                    changed["extra"] = _with(claim.extra, extra)
                if "verdict" in values:
                    follow(operation, claim, values["verdict"], reader=self._ledger.actor)
                done.append(operation.update(claim, **changed))
        return done

    def drop(self, claims: ClaimHandle | Iterable[ClaimHandle], *, reason: str = "") -> None:
        """Put claims aside that need no checking; they stay in the ledger as `dropped`.

        Raises:
            NotFoundError: If there is no such claim.
        """
        with self._ledger.operation("claim.drop", reason=words(reason, "reason")) as operation:
            for number in _numbers(claims):
                operation.update(claim_in(operation, number), status=Status.DROPPED)

    def remove(self, claims: ClaimHandle | Iterable[ClaimHandle], *, reason: str = "") -> None:
        """Remove claims that were added by mistake, with their anchors, evidence and notes.

        Raises:
            NotFoundError: If there is no such claim.
        """
        with self._ledger.operation("claim.remove", reason=words(reason, "reason")) as operation:
            for number in _numbers(claims):
                _remove(operation, claim_in(operation, number))

    def anchor(
        self,
        handle: ClaimHandle,
        *,
        quote: str = "",
        prefix: str = "",
        suffix: str = "",
        occurrence: Occurrence = None,
        span: Span | None = None,
    ) -> Sequence[Anchor]:
        """Anchor a claim at one more place of its article.

        Args:
            handle: The claim.
            quote: The words as printed.
            prefix: Words right before them.
            suffix: Words right after them.
            occurrence: Which of several places.
            span: Instead of a quote: start and end in code points, half-open.

        Returns:
            The new anchors; places where the claim is anchored already are left out.

        Raises:
            NotFoundError: If there is no such claim.
            QuoteNotFoundError: If the quote does not stand in the article.
            QuoteAmbiguousError: If it stands there more than once.
            InvalidValueError: If the claim has no article.
        """
        with self._ledger.operation("claim.anchor") as operation:
            claim = claim_in(operation, number_of(handle))
            revision, whole = latest_text(operation, claim.article_id)
            here = operation.find(Anchor, claim_id=claim.id, revision_id=revision.id)
            known = {(anchor.start, anchor.end) for anchor in here}
            places = _places(whole, quote, prefix, suffix, occurrence, span)
            take_back_acceptances(operation, revision, places)
            return [
                anchor_at(operation, claim, revision, whole, place)
                for place in places
                if place not in known
            ]

    def reanchor(
        self,
        handle: ClaimHandle,
        *,
        quote: str = "",
        prefix: str = "",
        suffix: str = "",
        occurrence: Occurrence = None,
        span: Span | None = None,
    ) -> Sequence[Anchor]:
        """Anchor a claim at other words than so far, in the latest revision.

        Places that the new ones overlap are given up, with those of the very same words; if they
        overlap none, all are. Where the printed words stood for the claim, the new ones do now;
        then it is `stale` if it was closed, since what was found was found about other words.

        Args:
            handle: The claim.
            quote: The words as printed.
            prefix: Words right before them.
            suffix: Words right after them.
            occurrence: Which of several places.
            span: Instead of a quote: start and end in code points, half-open.

        Returns:
            The anchors of the claim in the latest revision as they are now.

        Raises:
            NotFoundError: If there is no such claim.
            QuoteNotFoundError: If the quote does not stand in the article.
            QuoteAmbiguousError: If it stands there more than once.
            InvalidValueError: If the claim has no article.
        """
        with self._ledger.operation("claim.reanchor") as operation:
            claim = claim_in(operation, number_of(handle))
            revision, whole = latest_text(operation, claim.article_id)
            places = _places(whole, quote, prefix, suffix, occurrence, span)
            return reshaping.reanchor(operation, claim, revision, whole, places)

    def confirm(
        self, claims: ClaimHandle | Iterable[ClaimHandle], *, status: str | None = None
    ) -> Sequence[Claim]:
        """Say that the places which a draft gave claims are the right ones.

        What was found about them stays stale if their words changed, until somebody says
        otherwise, here or later.

        Args:
            claims: A claim or several, by number.
            status: How far checking has come with the new words.

        Raises:
            NotFoundError: If there is no such claim.
            InvalidValueError: If a claim has no place in the latest draft.
        """
        with self._ledger.operation("claim.confirm") as operation:
            numbers = _numbers(claims)
            for number in numbers:
                claim = claim_in(operation, number)
                revision, _ = latest_text(operation, claim.article_id)
                here = operation.find(Anchor, claim_id=claim.id, revision_id=revision.id)
                if not here:
                    raise InvalidValueError(
                        f"The claim {number} has no place in the latest draft.",
                        hint=f"Give it one: annot claim anchor {number} --quote …",
                    )
                for anchor in here:
                    if anchor.placement is not Placement.PLACED:
                        operation.update(anchor, placement=Placement.PLACED)
            if status is not None:
                return self.set(numbers, status=status)
            return [claim_in(operation, number) for number in numbers]

    def unanchor(self, handle: ClaimHandle, anchor_id: int) -> None:
        """Take an anchor from a claim.

        Raises:
            NotFoundError: If there is no such claim, or it has no such anchor.
        """
        with self._ledger.operation("claim.unanchor") as operation:
            claim = claim_in(operation, number_of(handle))
            found = operation.find(Anchor, id=anchor_id, claim_id=claim.id)
            if not found:
                raise NotFoundError(
                    f"The claim {claim.id} has no anchor {anchor_id}.",
                    hint=f"See its places and their numbers: annot claim show {claim.id}",
                )
            operation.delete(found[0])

    def review(self, handle: ClaimHandle, *, verdict: str, note: str = "") -> Claim:
        """Read a checked claim as a second person, with a verdict of one's own.

        The same verdict approves the claim. Another one sends it back: it is being checked again,
        and a note says what the second reader found; the verdict that it has stays until then. What
        both found is kept as their judgements.

        Args:
            handle: The claim.
            verdict: What the second reader found.
            note: Why, for the note of a claim that is sent back.

        Returns:
            The claim as it is now.

        Raises:
            NotFoundError: If there is no such claim.
            InvalidValueError: If it is not checked, or was checked by the one who reads.
        """
        found = member(Verdict, verdict, "verdict")
        with self._ledger.operation("claim.review") as operation:
            claim = claim_in(operation, number_of(handle))
            return second_reading.review(
                operation, claim, found, note=words(note, "note"), reader=self._ledger.actor
            )

    def split(
        self, handle: ClaimHandle, *, quotes: Sequence[str], reason: str = ""
    ) -> tuple[Claim, Sequence[Claim]]:
        """Make a claim of each part of a claim's words; the first part stays the claim itself.

        Every new claim has the evidence of the old one, since nobody knows yet which part it
        proves, and begins as `todo` without a verdict. The claim itself is `stale` if it was
        closed: what was found was found about other words.

        Args:
            handle: The claim.
            quotes: The parts as printed, in the order of the text; two or more.
            reason: Why, for the history.

        Returns:
            The claim as it is now, and the new ones.

        Raises:
            NotFoundError: If there is no such claim.
            InvalidValueError: If the claim has no place, or there are fewer than two parts.
            QuoteNotFoundError: If a part does not stand in the claim's words, behind the one
                before.
        """
        with self._ledger.operation("claim.split", reason=words(reason, "reason")) as operation:
            claim = claim_in(operation, number_of(handle))
            return reshaping.split(operation, claim, quotes, actor=self._ledger.actor)

    def merge(
        self, handle: ClaimHandle, others: Iterable[ClaimHandle], *, reason: str = ""
    ) -> Claim:
        """Put claims of one article together: places, evidence, notes and tags go to the first.

        What was found stays that of the first claim; the others are removed. Evidence that says
        the same twice is kept once.

        Args:
            handle: The claim that stays.
            others: Those that are put into it.
            reason: Why, for the history.

        Returns:
            The claim as it is now.

        Raises:
            NotFoundError: If there is no such claim.
            InvalidValueError: If there is no other claim, or one is of another article.
        """
        with self._ledger.operation("claim.merge", reason=words(reason, "reason")) as operation:
            claim = claim_in(operation, number_of(handle))
            rest = [number for number in _numbers(others) if number != claim.id]
            return reshaping.merge(operation, claim, [claim_in(operation, n) for n in rest])


def number_of(handle: ClaimHandle) -> int:
    """The number of a claim."""
    return handle.id if isinstance(handle, Claim) else handle


def consequences(claim: Claim, values: dict[str, Any], *, actor: str) -> dict[str, Any]:
    """New values of a claim and what follows from them: status, checker, approver, correction."""
    changed = dict(values)
    if "verdict" in changed and "status" not in changed:
        changed["status"] = _status_after(claim, changed["verdict"])
    if "correction" in changed or "correction_state" in changed:
        merged = {
            "correction": changed.get("correction", claim.correction),
            "correction_state": changed.get("correction_state", claim.correction_state),
        }
        changed |= _settled(merged)
    if changed.get("text", claim.text) != claim.text and claim.status is Status.APPROVED:
        changed.setdefault("status", Status.CHECKED)
    if changed.get("verdict") and not claim.checker:
        changed.setdefault("checker", actor)
    if "status" in changed:
        approved = changed["status"] is Status.APPROVED
        stays = approved and claim.status is Status.APPROVED and "status" not in values
        changed["approver"] = claim.approver if stays else actor * approved
    return changed


def claim_in(operation: Operation, number: int) -> Claim:
    """The claim of a number, as it is stored now, inside an operation.

    Raises:
        NotFoundError: If there is none.
    """
    return _one(operation.find(Claim, id=number), number)


def _one(found: Sequence[Claim], handle: ClaimHandle) -> Claim:
    if not found:
        raise NotFoundError(
            f"There is no claim {number_of(handle)}.", hint="See them: annot claim list"
        )
    return found[0]


def _numbers(claims: ClaimHandle | Iterable[ClaimHandle]) -> list[int]:
    several = [claims] if isinstance(claims, Claim | int) else claims
    return list(dict.fromkeys(number_of(claim) for claim in several))


def checked(**given: Any) -> dict[str, Any]:
    """The given values of a claim, each as the ledger takes it.

    Raises:
        InvalidValueError: If one is not what it should be.
    """
    checks: dict[str, Callable[[Any], Any]] = {
        "text": lambda v: words(v, "claim").strip(),
        "kind": lambda v: optional(ClaimKind, v, "kind"),
        "status": lambda v: member(Status, v, "status"),
        "verdict": lambda v: optional(Verdict, v, "verdict"),
        "reasoning": lambda v: words(v, "reasoning"),
        "correction": lambda v: words(v, "correction"),
        "correction_state": lambda v: optional(CorrectionState, v, "state of a correction"),
        "checker": lambda v: line(v, "checker"),
        "tags": lambda v: labels(v, "tags"),
        "extra": lambda v: columns(v, "column"),
    }
    return {name: checks[name](value) for name, value in given.items()}


def _with(extra: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """What is kept under names of their own, with new texts for some of them."""
    merged = {**extra, **{str(name).strip(): text for name, text in given.items()}}
    kept: dict[str, str] = checked(extra=merged)["extra"]
    return kept


def _settled(values: dict[str, Any]) -> dict[str, Any]:
    """A correction has a state, and no correction has none."""
    state = values["correction_state"] or CorrectionState.OPEN
    return {**values, "correction_state": state if values["correction"] else None}


def _status_after(claim: Claim, verdict: Verdict | None) -> Status:
    if verdict is None:
        return Status.CHECKING if claim.status in _DONE else claim.status
    if verdict is claim.verdict and claim.status is Status.APPROVED:
        return claim.status
    return Status.CHECKED if claim.status in {*_BEFORE, *_DONE} else claim.status


_BEFORE = (Status.TODO, Status.CHECKING, Status.STALE)
_DONE = (Status.CHECKED, Status.APPROVED)


def _refuse_no_correction(operation: Operation, claim: Claim, values: dict[str, Any]) -> None:
    """Refuse as a correction the very words that are printed."""
    proposed = values.get("correction", "")
    if proposed and proposed in {a.exact for a in operation.find(Anchor, claim_id=claim.id)}:
        raise InvalidValueError(
            f"The correction of claim {claim.id} says what is printed already.",
            hint="Propose another wording, or leave the correction empty.",
        )


def _places(
    text: str, quote: str, prefix: str, suffix: str, occurrence: Occurrence, span: Span | None
) -> list[Span]:
    if span is not None:
        return span_of_hand(text, *span)
    groups = chosen_groups(text, quote, prefix=prefix, suffix=suffix, occurrence=occurrence)
    return [place for group in groups for place in group]


def anchor_at(
    operation: Operation, claim: Claim, revision: Revision, text: str, place: Span
) -> Anchor:
    """Anchor a claim at one place of a revision's text, inside an operation."""
    return operation.insert(
        Anchor,
        article_id=claim.article_id,
        claim_id=claim.id,
        revision_id=revision.id,
        **selector(text, place),
        placement=Placement.PLACED,
    )


def _remove(operation: Operation, claim: Claim) -> None:
    evidence = operation.find(Evidence, claim_id=claim.id)
    below: list[Record] = [
        *operation.find(Note, evidence_id=[item.id for item in evidence]),
        *operation.find(Note, claim_id=claim.id),
        *evidence,
        *operation.find(Anchor, claim_id=claim.id),
        *operation.find(Assignment, claim_id=claim.id),
        *operation.find(Judgement, claim_id=claim.id),
        *same.links_of(operation, [claim.id]),
    ]
    for record in below:
        operation.delete(record)
    operation.delete(claim)
