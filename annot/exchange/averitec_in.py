"""AVeriTeC to a claims table: claims with a label, and questions whose answers are the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from annot.errors import InputFileError, InvalidValueError
from annot.exchange.feed_rows import Entry, Lost, entry, feed_table, filled, note
from annot.exchange.feed_values import (
    address,
    appearances,
    block,
    count_unread,
    digest,
    line,
    lines,
    sentence,
    several,
)
from annot.exchange.input import Input
from annot.exchange.json_elements import Element, elements_of
from annot.exchange.table import Cell, Table
from annot.exchange.verdict_words import Meaning, meaning
from annot.vocabulary import ClaimKind, Rank, SourceKind

NAME = "AVeriTeC"

KINDS: Mapping[str, ClaimKind] = {
    "numerical claim": ClaimKind.QUANTITY,
    "quote verification": ClaimKind.QUOTATION,
    "causal claim": ClaimKind.CAUSE,
    "event/property claim": ClaimKind.EVENT,
}
"""The kinds that its types of claims are."""

MEDIA: Mapping[str, SourceKind] = {
    "web text": SourceKind.PAGE,
    "web table": SourceKind.DATASET,
    "pdf": SourceKind.DOCUMENT,
    "video": SourceKind.VIDEO,
    "other": SourceKind.OTHER,
}
"""The kinds of source that its media are."""

_READ = frozenset({
    "claim", "claim_id", "label", "justification", "claim_date", "speaker", "original_claim_url",
    "cached_original_claim_url", "fact_checking_article", "reporting_source", "location_ISO_code",
    "claim_types", "questions",
})  # fmt: skip

Object = Mapping[str, Any]


def read_averitec(source: Input, *, known: Iterable[str] = ()) -> Table:
    """The claims of an AVeriTeC file.

    Raises:
        InputFileError: If it is no such file.
    """
    return feed_table(
        lambda: elements_of(source), _entries, nothing=f"{source.name} holds no claim."
    )


def is_averitec(value: Any) -> bool:
    """Whether an object is a claim as AVeriTeC has it."""
    return isinstance(value, dict) and "claim" in value and isinstance(value.get("questions"), list)


def _entries(element: Element, lost: Lost) -> Iterator[Entry]:
    value = element.value
    if not isinstance(value, dict) or not isinstance(value.get("claim"), str):
        raise InputFileError(
            f"{element.place}: it is no claim of {NAME}: {value!r:.60}.",
            hint="A claim is an object with the members claim, label and questions.",
        )
    label = line(value.get("label"))
    try:
        says = meaning("averitec", label) if label else Meaning(None)
    except InvalidValueError as error:
        yield Entry(damage=f"{element.place}: {error.message} {error.hint}")
        return
    lost[f"whether it was {says.lost}"] += bool(says.lost)
    yield _entry(value, says, lost)


def _entry(value: Object, says: Meaning, lost: Lost) -> Entry:
    count_unread(value, _READ, lost)
    kinds, tags = _kinds(value.get("claim_types"))
    evidence, answers = _answers(value.get("questions"), lost)
    return entry(
        key=_key(value),
        claim=block(value["claim"]),
        kind=kinds[0] if kinds else None,
        verdict=says.verdict,
        reasoning=block(value.get("justification")),
        checker=NAME if says.verdict else "",
        tags=tags,
        evidence=[*evidence, *_appearance(value, lost), *_fact_check(value, lost)],
        notes=note(_said(value), *answers),
    )


def _key(value: Object) -> str:
    """A key that is the same in whichever file the claim stands."""
    parts = ("claim", "claim_date", "speaker", "original_claim_url", "fact_checking_article")
    return digest("averitec", [block(value.get(name)) for name in parts])


def _kinds(value: Any) -> tuple[list[ClaimKind], list[str]]:
    """The kind of a claim, if its only type is one that says it; else its types, as tags."""
    types = lines(value)
    if len(types) == 1 and types[0].lower() in KINDS:
        return [KINDS[types[0].lower()]], []
    return [], types


def _said(value: Object) -> str:
    return sentence(
        ("said by", line(value.get("speaker"))),
        ("on", line(value.get("claim_date"))),
        ("in", line(value.get("reporting_source"))),
        ("about", line(value.get("location_ISO_code"))),
    )


def _appearance(value: Object, lost: Lost) -> Iterator[dict[str, Cell]]:
    url = address(value.get("original_claim_url"), lost)
    cached = address(value.get("cached_original_claim_url"), lost)
    for source in appearances([url or cached]):
        yield source | filled(source_archived_url=cached if url else "")


def _fact_check(value: Object, lost: Lost) -> Iterator[dict[str, Cell]]:
    """The article that the claim was taken from, which is no evidence of the corpus."""
    if url := address(value.get("fact_checking_article"), lost):
        yield filled(
            source_url=url,
            source_kind=SourceKind.ARTICLE,
            source_rank=Rank.SECONDARY,
            stance="context",
            note="The fact-check that the claim was taken from.",
        )


def _answers(value: Any, lost: Lost) -> tuple[list[dict[str, Cell]], list[str]]:
    """The answers with a source, as evidence; and those without one, as texts."""
    evidence, told = [], []
    for question in several(value):
        if not isinstance(question, dict):
            lost["questions that are none"] += 1
            continue
        asked = block(question.get("question"))
        answers = [a for a in several(question.get("answers")) if isinstance(a, dict)]
        for answer in answers:
            found = _evidence(asked, answer, lost)
            if found:
                evidence.append(found)
            else:
                told.append(_told(asked, answer))
        if not answers:
            told.append(asked)
    return evidence, told


def _evidence(asked: str, answer: Object, lost: Lost) -> dict[str, Cell]:
    """An answer as evidence; nothing if it has no source.

    Only an extractive answer is in the words of its source. What a source does to the claim is not
    said.
    """
    url = address(answer.get("source_url"), lost)
    cached = address(answer.get("cached_source_url"), lost)
    if not (url or cached):
        return {}
    medium = line(answer.get("source_medium")).lower()
    lost["media of sources"] += bool(medium) and medium not in MEDIA
    is_quoted = line(answer.get("answer_type")).lower() == "extractive"
    return filled(
        source_url=url or cached,
        source_archived_url=cached if url else "",
        source_kind=MEDIA.get(medium),
        stance="context",
        passage=block(answer.get("answer")) if is_quoted else "",
        note=asked if is_quoted else _told(asked, answer),
    )


def _told(asked: str, answer: Object) -> str:
    said = (asked, block(answer.get("answer")), block(answer.get("boolean_explanation")))
    return "\n".join(filter(None, said))
