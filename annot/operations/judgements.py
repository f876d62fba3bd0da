"""Judgements: what several readers found about a claim, each for themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annot.errors import InvalidValueError
from annot.operations.agreement import Agreement, agreement
from annot.operations.article_handles import ArticleHandle
from annot.operations.articles import Articles
from annot.operations.claim_handles import ClaimHandle, claim_in, number_of
from annot.operations.four_eyes import CODE, is_on
from annot.operations.kept_judgements import keep
from annot.operations.ledger import Ledger, member, words
from annot.store.checked_by import same_person
from annot.store.models import Claim, Judgement, Note
from annot.store.recorder import Operation
from annot.vocabulary import NoteKind, Status, Verdict, label


@dataclass(frozen=True, slots=True)
class Dispute:
    """A claim on which readers do not agree.

    Attributes:
        claim: The claim.
        judgements: What they found, by name.
    """

    claim: Claim
    judgements: Sequence[Judgement]


class Judgements:
    """The judgements of a workspace: `workspace.judgements`."""

    def __init__(self, ledger: Ledger, articles: Articles) -> None:
        self._ledger = ledger
        self._articles = articles

    def give(self, handle: ClaimHandle, *, verdict: str, note: str = "") -> Judgement:
        """Say what one finds about a claim oneself, beside what others found.

        The claim stays as it is: its verdict is given by who checks it, or by who adjudicates. Who
        judges again replaces their own judgement; the history keeps the earlier one.

        Args:
            handle: The claim.
            verdict: What the one who acts finds (`Verdict`).
            note: Why.

        Returns:
            The judgement.

        Raises:
            NotFoundError: If there is no such claim.
            InvalidValueError: If there is no such verdict, or the claim was dropped.
        """
        found = member(Verdict, verdict, "verdict")
        with self._ledger.operation("judgement.give") as operation:
            claim = claim_in(operation, number_of(handle))
            if claim.status is Status.DROPPED:
                raise InvalidValueError(
                    f"Claim {claim.id} was dropped: nobody has to judge it.",
                    hint=f"Take it up again: annot claim set {claim.id} --status todo",
                )
            return keep(
                operation, claim, found, reader=self._ledger.actor, note=words(note, "note")
            )

    def list(self, handle: ClaimHandle | None = None) -> Sequence[Judgement]:
        """The judgements, of one claim or of all, in the order in which they were first given."""
        wanted = {} if handle is None else {"claim_id": number_of(handle)}
        return self._ledger.database.find(Judgement, **wanted)

    def disputed(self, article: ArticleHandle | None = None) -> Sequence[Dispute]:
        """The claims on which readers do not agree and on which nobody decided yet.

        Nobody has decided as long as the claim is not approved.

        Args:
            article: Only those of this article.

        Raises:
            NotFoundError: If there is no such article.
        """
        found = []
        for number, judgements in self._by_claim(article).items():
            if len({judgement.verdict for judgement in judgements}) > 1:
                (claim,) = self._ledger.database.find(Claim, id=number)
                if claim.status not in (Status.APPROVED, Status.DROPPED):
                    found.append(Dispute(claim, judgements))
        return sorted(found, key=lambda item: (item.claim.article_id, item.claim.position))

    def decide(self, handle: ClaimHandle, *, verdict: str, reason: str = "") -> Claim:
        """Decide a claim on which readers do not agree, as a third person.

        A verdict that one of them found approves the claim: two people are of one mind. Another
        one makes the claim `checked` by the one who decides, so that somebody else approves it.
        The judgements stay, and a note says who found what.

        Args:
            handle: The claim.
            verdict: What holds.
            reason: Why, for the note and the history.

        Returns:
            The claim as it is now.

        Raises:
            NotFoundError: If there is no such claim.
            InvalidValueError: If there are not two judgements or more, or the one who acts gave one
                of them while the rule of four eyes is on.
        """
        found, why = member(Verdict, verdict, "verdict"), words(reason, "reason")
        with self._ledger.operation("judgement.decide", reason=why) as operation:
            claim = claim_in(operation, number_of(handle))
            cast = operation.find(Judgement, claim_id=claim.id)
            actor = self._ledger.actor
            _refuse_no_third_person(operation, claim, cast, actor)
            operation.insert(
                Note,
                article_id=claim.article_id,
                claim_id=claim.id,
                kind=NoteKind.NOTE,
                text=f"Adjudicated: {label(found)} ({_told(cast)}). {why}".strip(),
                added_by=actor,
            )
            agreeing = [item.reader for item in cast if item.verdict is found]
            if not agreeing:
                return operation.update(
                    claim, verdict=found, status=Status.CHECKED, checker=actor, approver=""
                )
            named = next((name for name in agreeing if name == claim.checker), agreeing[0])
            return operation.update(
                claim, verdict=found, status=Status.APPROVED, checker=named, approver=actor
            )

    def agreement(self, article: ArticleHandle | None = None) -> Agreement:
        """How far those agree who judged the same claims: Krippendorff's alpha for nominal data.

        Args:
            article: Only the claims of this article.

        Raises:
            NotFoundError: If there is no such article.
            UnreachableError: If the package that computes it is missing.
        """
        cast = self._by_claim(article).values()
        return agreement([{item.reader: item.verdict for item in items} for items in cast])

    def _by_claim(self, article: ArticleHandle | None) -> Mapping[int, Sequence[Judgement]]:
        wanted = {} if article is None else {"article_id": self._articles.get(article).id}
        groups: dict[int, list[Judgement]] = {}
        for judgement in self._ledger.database.find(Judgement, **wanted):
            groups.setdefault(judgement.claim_id, []).append(judgement)
        return groups


def _refuse_no_third_person(
    operation: Operation, claim: Claim, cast: Sequence[Judgement], actor: str
) -> None:
    if len(cast) < 2:
        raise InvalidValueError(
            f"Claim {claim.id} has {'one judgement' if cast else 'no judgement'}: there is "
            "nothing to adjudicate.",
            hint=f"Have two people judge it: annot --as NAME claim judge {claim.id} --verdict …",
        )
    if is_on(operation.find) and any(same_person(item.reader, actor) for item in cast):
        raise InvalidValueError(
            f"{actor} judged claim {claim.id}; who adjudicates is a third person ({CODE}).",
            hint="Say who decides: annot --as NAME …",
        )


def _told(cast: Sequence[Judgement]) -> str:
    return ", ".join(f"{item.reader} {label(item.verdict)}" for item in cast)
