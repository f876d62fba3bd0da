"""What readers found about a claim, kept beside the verdict that it has."""

from __future__ import annotations

from annot.store.checked_by import same_person
from annot.store.models import Assignment, Claim, Judgement
from annot.store.recorder import Operation
from annot.vocabulary import Verdict


def keep(
    operation: Operation, claim: Claim, verdict: Verdict, *, reader: str, note: str = ""
) -> Judgement:
    """Keep what a reader found about a claim, inside an operation; a newer judgement replaces."""
    found = _of_reader(operation, claim, reader)
    if found is not None:
        told = note or (found.note if found.verdict is verdict else "")
        return operation.update(found, verdict=verdict, note=told)
    return operation.insert(
        Judgement,
        article_id=claim.article_id,
        claim_id=claim.id,
        reader=reader,
        verdict=verdict,
        note=note,
    )


def follow(operation: Operation, claim: Claim, verdict: Verdict | None, *, reader: str) -> None:
    """Let the judgement of who gives a claim another verdict say that too, if there is one."""
    # Most claims have none, and this is asked with every verdict that is typed.
    if verdict is None or not operation.has(
        Judgement, article_id=claim.article_id, claim_id=claim.id
    ):
        return
    if _of_reader(operation, claim, reader) is not None:
        keep(operation, claim, verdict, reader=reader)


def _of_reader(operation: Operation, claim: Claim, reader: str) -> Judgement | None:
    cast = operation.find(Judgement, article_id=claim.article_id, claim_id=claim.id)
    return next((item for item in cast if same_person(item.reader, reader)), None)


def give_all(operation: Operation, claim: Claim, *, to: Claim) -> None:
    """Give the judgements and tasks of a claim that goes to another; what is there stays.

    A judgement was about other words and says nothing about the claim that stays, so it goes; who
    was asked to do something is asked for the other claim now.
    """
    for judgement in operation.find(Judgement, claim_id=claim.id):
        operation.delete(judgement)
    there = {(item.name, item.task) for item in operation.find(Assignment, claim_id=to.id)}
    for item in operation.find(Assignment, claim_id=claim.id):
        if (item.name, item.task) in there:
            operation.delete(item)
        else:
            operation.update(item, claim_id=to.id)
