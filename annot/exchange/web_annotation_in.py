"""W3C Web Annotations to a claims table: one, a page, a collection, or what Hypothesis exports.

Every passage that an annotation is about is a place of its claim, by the words of its
TextQuoteSelector and those around them. A position alone is not enough: it counts characters of a
page that is not the article's text (in Hypothesis and other programs in JavaScript even in units of
UTF-16).

What a body is depends on its purpose: `tagging` gives a tag, `classifying` the kind of the claim or
a tag, `assessing` the verdict, `editing` the correction, `linking` a source; any other is a note.
In an annotation that was made for `assessing`, `describing` gives the claim as a sentence of its
own and `commenting` the reasoning, and what is asked there is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from annot.errors import InvalidValueError
from annot.exchange.feed_rows import Entry, Lost, entry, feed_table, filled
from annot.exchange.feed_values import (
    CONTEXT,
    address,
    block,
    count_unread,
    digest,
    line,
    lines,
    several,
)
from annot.exchange.input import Input
from annot.exchange.json_elements import Element, elements_of
from annot.exchange.linked_data import Node, names, nodes, text, types, uid, urls
from annot.exchange.table import Cell, Table
from annot.exchange.verdict_words import meaning_anywhere
from annot.vocabulary import ClaimKind, NoteKind

LISTS = frozenset({"items", "first", "@graph", "rows", "annotations"})
"""Where collections and pages have their annotations, and the two exports of Hypothesis."""

_READ = frozenset({
    "@context", "@type", "@id", "type", "id", "motivation", "body", "target", "bodyValue",
    "creator",
})  # fmt: skip
_HYPOTHESIS_READ = frozenset({"id", "uri", "text", "tags", "target", "references"})
# What only Hypothesis itself has a use for.
_HYPOTHESIS_OWN = frozenset({"links", "permissions", "flagged", "hidden", "moderation", "actions"})
_ASKING = ("questioning", "replying")
_SENTENCES = ("commenting", "describing", *_ASKING, "")


def read_web_annotations(source: Input, *, known: Iterable[str] = ()) -> Table:
    """The claims of annotations.

    Raises:
        InputFileError: If it is no such file, or no annotation in it is about a passage.
    """
    return feed_table(
        lambda: elements_of(source, LISTS),
        _entries,
        nothing=f"{source.name} holds no annotation of a passage.",
    )


def is_hypothesis(value: Any) -> bool:
    """Whether an object is an annotation as Hypothesis gives it."""
    return isinstance(value, dict) and "uri" in value and isinstance(value.get("target"), list)


def _entries(element: Element, lost: Lost) -> Iterator[Entry]:
    value = element.value
    if is_hypothesis(value):
        yield from _hypothesis(value, element.place, lost)
        return
    if {"AnnotationCollection", "AnnotationPage"} & types(value):
        lost["pages that are elsewhere"] += sum(
            bool(line(value.get(name))) for name in ("first", "next")
        )
    for annotation in nodes(value, "Annotation"):
        count_unread(annotation, _READ, lost)
        yield from _annotation(annotation, element.place, lost)


def _hypothesis(value: Node, place: str, lost: Lost) -> Iterator[Entry]:
    if value.get("references"):
        lost["replies"] += 1
        return
    count_unread(value, _HYPOTHESIS_READ | _HYPOTHESIS_OWN, lost)
    said = Said()
    said.add("commenting", block(value.get("text")), lost)
    said.tags += lines(value.get("tags"))
    yield from _claim(value, line(value.get("id")), value.get("target"), said, place, lost)


def _annotation(annotation: Node, place: str, lost: Lost) -> Iterator[Entry]:
    purposes = [p for p in several(annotation.get("motivation")) if isinstance(p, str)]
    said = Said(is_assessment="assessing" in purposes)
    default = "" if said.is_assessment else next(iter(purposes), "")
    bodies = [*several(annotation.get("body")), *several(annotation.get("bodyValue"))]
    for body in bodies:
        said.read(body, default, lost)
    if said.is_assessment:
        said.checker = ", ".join(names(annotation.get("creator")))
    elif annotation.get("creator"):
        lost["creator"] += 1
    key = uid(annotation) or text(annotation.get("id")) or text(annotation.get("@id"))
    yield from _claim(annotation, key, annotation.get("target"), said, place, lost)


def _claim(
    annotation: Node, key: str, target: Any, said: Said, place: str, lost: Lost
) -> Iterator[Entry]:
    """A row for each passage; what is said of the claim stands in the first."""
    quotes = [q for t in several(target) if isinstance(t, dict) if (q := _quote(t, lost))]
    if not quotes and not said.claim:
        if _has_position(target):
            yield Entry(damage=f"{place}: it has a position, but no quote to find it by")
        else:
            lost["annotations of no passage"] += 1
        return
    key = line(key) or digest("annotation", annotation)
    if not quotes:
        yield entry(key=key, **said.cells())
    for number, quote in enumerate(quotes):
        cells = {"claim": said.claim} if number else said.cells()
        yield entry(key=key, **quote, **cells)


def _quote(target: Node, lost: Lost) -> dict[str, Cell]:
    """The words of a target and those around them; nothing if it says none."""
    for selector in _selectors(target.get("selector")):
        exact = selector.get("exact")
        if isinstance(exact, str) and exact.strip():
            return filled(
                quote=exact, prefix=_around(selector, "prefix"), suffix=_around(selector, "suffix")
            )
    if target.get("selector") is not None:
        lost["selectors without a quote"] += 1
    return {}


def _around(selector: Node, name: str) -> str:
    words = selector.get(name)
    return words if isinstance(words, str) and words.strip() else ""


def _selectors(value: Any) -> Iterator[Node]:
    """The selectors of a target, those that refine them first."""
    for selector in several(value):
        if isinstance(selector, dict):
            yield from _selectors(selector.get("refinedBy"))
            yield selector


def _has_position(target: Any) -> bool:
    return any(
        "TextPositionSelector" in types(selector)
        for one in several(target)
        if isinstance(one, dict)
        for selector in _selectors(one.get("selector"))
    )


@dataclass(slots=True)
class Said:
    """What the bodies of an annotation say of its claim.

    In an annotation made for `assessing` a comment is the reasoning; elsewhere it is a note.
    """

    is_assessment: bool = False
    claim: str = ""
    kind: str = ""
    verdict: str = ""
    status: str = ""
    reasoning: str = ""
    correction: str = ""
    checker: str = ""
    tags: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    evidence: list[dict[str, Cell]] = field(default_factory=list)

    def cells(self) -> dict[str, Cell]:
        """The cells of the claim's row."""
        return filled(
            claim=self.claim,
            kind=self.kind,
            verdict=self.verdict,
            status=self.status,
            reasoning=self.reasoning,
            correction=self.correction,
            checker=self.checker,
            tags=list(dict.fromkeys(self.tags)),
            notes=[{"kind": NoteKind.NOTE.value, "text": told} for told in self.notes],
            evidence=self.evidence,
        )

    def read(self, body: Any, default: str, lost: Lost) -> None:
        """Take a body in; `default` is what it is for if it does not say."""
        if isinstance(body, str):
            self.add(default, body.strip(), lost)
        elif not isinstance(body, dict):
            lost["bodies that are none"] += 1
        elif nested := body.get("items"):
            for item in several(nested):
                self.read(item if not isinstance(item, dict) else {**item, "items": None},
                          default, lost)  # fmt: skip
        elif value := block(text(body.get("value")) or text(body.get("chars"))):
            self.add(text(body.get("purpose")) or default, value, lost)
        else:
            self._link(body, lost)

    def add(self, purpose: str, value: str, lost: Lost) -> None:
        """Take a text in by what it is for."""
        if not value:
            return
        if purpose == "tagging":
            self.tags.append(line(value))
        elif purpose == "describing" and self.is_assessment and not self.claim:
            self.claim = value
        elif purpose == "classifying":
            self._classify(value)
        elif purpose == "assessing":
            self._assess(value)
        elif purpose == "editing" and not self.correction:
            self.correction = value
        elif purpose == "commenting" and self.is_assessment and not self.reasoning:
            self.reasoning = value
        elif purpose in _ASKING and self.is_assessment:
            # A query says to whom it is put, which no body does.
            lost["questions and answers"] += 1
        else:
            self.notes.append(value)
            lost["purposes of notes"] += purpose not in _SENTENCES

    def _classify(self, value: str) -> None:
        if value in set(ClaimKind) and not self.kind:
            self.kind = value
        else:
            self.tags.append(line(value))

    def _assess(self, value: str) -> None:
        try:
            meant = meaning_anywhere(value)
        except InvalidValueError:
            self.notes.append(value)
            return
        self.verdict = self.verdict or meant.verdict or ""
        self.status = self.status or meant.status or ""

    def _link(self, body: Node, lost: Lost) -> None:
        """A thing that the annotation links the claim to is a source of it."""
        url = address(next(iter([*urls(body.get("source")), *urls(body)]), ""), lost)
        if not url or url.startswith("urn:"):
            lost["links to things without an address"] += 1
            return
        passage = _quote(body, Lost()).get("quote", "")
        self.evidence.append(filled(source_url=url, passage=passage, **CONTEXT))
