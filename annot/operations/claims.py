"""Claims: assertions anchored in an article, how far they are checked and what was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from annot.errors import InvalidValueError
from annot.operations import adding, anchoring, reshaping, same, second_reading, setting
from annot.operations.anchoring import places_meant
from annot.operations.article_handles import ArticleHandle, latest_text
from annot.operations.claim_handles import ClaimHandle, claim_in, number_of, numbers_of
from annot.operations.claim_values import checked
from annot.operations.known_claims import KnownClaims
from annot.operations.ledger import UNSET, Unset, line, member, words
from annot.operations.places import Occurrence, Span
from annot.operations.versions import refuse_other_version
from annot.store.models import Anchor, Claim
from annot.vocabulary import Status, Verdict


class Claims(KnownClaims):
    """The claims of a workspace: `workspace.claims`."""

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
        find = partial(places_meant, quote, prefix, suffix, occurrence, span)
        has_place = bool(quote) or span is not None
        name, actor = line(key, "key"), self._ledger.actor
        with self._ledger.operation("claim.add") as operation:
            return adding.add(
                operation, article, values, find if has_place else None, key=name, actor=actor
            )

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
        actor = self._ledger.actor
        with self._ledger.operation("claim.set", reason=words(reason, "reason")) as operation:
            done = []
            for number in numbers_of(claims):
                claim = claim_in(operation, number)
                refuse_other_version(operation, claim, version, hint=f"annot claim show {claim.id}")
                done.append(setting.change(operation, claim, values, extra=extra, actor=actor))
        return done

    def drop(self, claims: ClaimHandle | Iterable[ClaimHandle], *, reason: str = "") -> None:
        """Put claims aside that need no checking; they stay in the ledger as `dropped`.

        Raises:
            NotFoundError: If there is no such claim.
        """
        with self._ledger.operation("claim.drop", reason=words(reason, "reason")) as operation:
            for number in numbers_of(claims):
                operation.update(claim_in(operation, number), status=Status.DROPPED)

    def remove(self, claims: ClaimHandle | Iterable[ClaimHandle], *, reason: str = "") -> None:
        """Remove claims that were added by mistake, with their anchors, evidence and notes.

        Raises:
            NotFoundError: If there is no such claim.
        """
        with self._ledger.operation("claim.remove", reason=words(reason, "reason")) as operation:
            for number in numbers_of(claims):
                adding.remove(operation, claim_in(operation, number))

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
            places = places_meant(quote, prefix, suffix, occurrence, span, whole)
            return anchoring.anchor_at_all(operation, claim, revision, whole, places)

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
            places = places_meant(quote, prefix, suffix, occurrence, span, whole)
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
            numbers = numbers_of(claims)
            for number in numbers:
                anchoring.confirm(operation, claim_in(operation, number))
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
            anchoring.unanchor(operation, claim, anchor_id)

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
            rest = [number for number in numbers_of(others) if number != claim.id]
            return reshaping.merge(operation, claim, [claim_in(operation, n) for n in rest])
