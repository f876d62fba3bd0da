"""SciFact to a claims table: scientific claims, with sentences of abstracts as their evidence.

The verdict follows from the labels of the evidence. The sentences themselves are in another file of
the corpus, so that the passages are empty and the locators say which sentences they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from annot.errors import InputFileError, InvalidValueError
from annot.exchange.feed_rows import Entry, Lost, entry, feed_table, filled
from annot.exchange.feed_values import STANCES, block, count_unread, line, lines, several
from annot.exchange.fever_in import locator
from annot.exchange.input import Input
from annot.exchange.json_elements import Element, elements_of
from annot.exchange.table import Cell, Table
from annot.exchange.verdict_words import meaning
from annot.vocabulary import SourceKind, Verdict

NAME = "SciFact"

_READ = frozenset({"id", "claim", "evidence", "cited_doc_ids"})
_RATIONALE_READ = frozenset({"label", "sentences"})
_CITED = "Cited by the sentence that the claim is from; no evidence was found in its abstract."

Rationales = dict[str, list[tuple[Verdict, list[int]]]]
"""For each document the labels and sentences of its rationales."""


def read_scifact(source: Input, *, known: Iterable[str] = ()) -> Table:
    """The claims of a SciFact file of claims, one a line.

    Raises:
        InputFileError: If it is no such file.
    """
    return feed_table(
        lambda: elements_of(source), _entries, nothing=f"{source.name} holds no claim."
    )


def is_scifact(value: Any) -> bool:
    """Whether an object is a claim as SciFact has it."""
    return (
        isinstance(value, dict)
        and {"id", "claim", "cited_doc_ids"} <= set(value)
        and isinstance(value.get("evidence", {}), dict)
    )


def _entries(element: Element, lost: Lost) -> Iterator[Entry]:
    value = element.value
    if not isinstance(value, dict) or not isinstance(value.get("claim"), str):
        raise _not_scifact(element, value)
    evidence = value.get("evidence")
    if evidence is not None and not isinstance(evidence, dict):
        raise _not_scifact(element, evidence)
    try:
        found = _rationales(evidence or {}, lost)
    except InvalidValueError as error:
        yield Entry(damage=f"{element.place}: {error.message} {error.hint}")
        return
    count_unread(value, _READ, lost)
    verdict = None if evidence is None else _verdict(found)
    number = line(value.get("id"))
    cited = [name for name in lines(value.get("cited_doc_ids")) if name not in found]
    yield entry(
        key=f"scifact:{number}" if number else "",
        claim=block(value["claim"]),
        verdict=verdict,
        checker=NAME if verdict else "",
        evidence=[*_evidence(found), *(_source(name) | {"note": _CITED} for name in cited)],
    )


def _rationales(evidence: Mapping[str, Any], lost: Lost) -> Rationales:
    found: Rationales = {}
    for document, listed in evidence.items():
        for rationale in several(listed):
            if not isinstance(rationale, dict):
                raise InvalidValueError(f"The evidence {rationale!r:.60} is no object.")
            count_unread(rationale, _RATIONALE_READ, lost, within="evidence.")
            says = meaning("scifact", line(rationale.get("label"))).verdict
            numbers = several(rationale.get("sentences"))
            sentences = [n for n in numbers if isinstance(n, int) and n >= 0]
            if says is not None and says in STANCES:
                found.setdefault(line(document), []).append((says, sentences))
    return found


def _verdict(found: Rationales) -> Verdict:
    said = {verdict for listed in found.values() for verdict, _ in listed}
    if not said:
        return Verdict.UNPROVEN
    return said.pop() if len(said) == 1 else Verdict.CONFLICTING


def _evidence(found: Rationales) -> Iterator[dict[str, Cell]]:
    """Evidence for each document and what it does to the claim, with all the sentences."""
    for document, listed in found.items():
        for verdict, stance in STANCES.items():
            sentences = [
                number for said, numbers in listed if said is verdict for number in numbers
            ]
            if any(said is verdict for said, _ in listed):
                place = locator(sentences)
                told = {"locator": f"abstract, {place}" if place else "abstract"}
                yield _source(document) | {"stance": stance.value} | told


def _source(document: str) -> dict[str, Cell]:
    """An abstract, by its number in the Semantic Scholar corpus."""
    return filled(
        source_url=f"https://api.semanticscholar.org/CorpusID:{document}",
        source_kind=SourceKind.ARTICLE,
        stance="context",
    )


def _not_scifact(element: Element, value: object) -> InputFileError:
    return InputFileError(
        f"{element.place}: it is no claim of {NAME}: {value!r:.60}.",
        hint="A claim is an object with id, claim, evidence and cited_doc_ids.",
    )
