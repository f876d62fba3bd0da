"""Which feed or corpus a file is, by its begin."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from annot.errors import InputFileError
from annot.exchange import claim_review_in, web_annotation_in
from annot.exchange.averitec_in import is_averitec
from annot.exchange.checkthat_in import heading_of
from annot.exchange.fever_in import is_fever
from annot.exchange.input import Input
from annot.exchange.json_elements import elements
from annot.exchange.linked_data import nodes, types
from annot.exchange.scifact_in import is_scifact

CLAIM_REVIEW = "claimreview"
WEB_ANNOTATION = "webannotation"
AVERITEC = "averitec"
FEVER = "fever"
SCIFACT = "scifact"
CHECKTHAT = "checkthat"

_LISTS = claim_review_in.LISTS | web_annotation_in.LISTS
_BOMS: Mapping[bytes, str] = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_PIECE = 1 << 16
_PIECES = 64
_ELEMENTS = 8


def feed_of(source: Input) -> str:
    """Which feed or corpus a file is; empty if it is none, such as a plain claims table.

    The first elements tell it, for which a few kilobytes are read, and never more than 4 million.

    Returns:
        `claimreview` (also for any web page), `webannotation`, `averitec`, `fever`, `scifact`,
        `checkthat`, or nothing.

    Raises:
        InputFileError: If the file cannot be unpacked.
    """
    pieces = _pieces(source)
    first = next(pieces, "")
    begin = first.lstrip()
    if begin.startswith("<"):
        return CLAIM_REVIEW
    if begin.startswith(("{", "[")):
        return _of_json(_after(first, pieces))
    line = begin.partition("\n")[0]
    return CHECKTHAT if "\t" in line and heading_of(line) else ""


def _pieces(source: Input) -> Iterator[str]:
    """The begin of the file as text; bytes that are none do not matter here."""
    with source.open() as file:
        begin = file.read(_PIECE)
        found = next((name for bom, name in _BOMS.items() if begin.startswith(bom)), "")
        try:
            decoder = codecs.getincrementaldecoder(source.encoding or found or "utf-8")("replace")
            yield decoder.decode(begin)
            for _ in range(_PIECES):
                yield decoder.decode(file.read(_PIECE))
        except (LookupError, UnicodeError):
            return


def _after(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _of_json(pieces: Iterator[str]) -> str:
    try:
        for element in islice(elements(pieces, "", _LISTS), _ELEMENTS):
            if found := _of_element(element.value):
                return found
    except InputFileError:
        return ""
    return ""


def _of_element(value: Any) -> str:
    """Which feed an element is of."""
    known = {
        AVERITEC: is_averitec(value),
        SCIFACT: is_scifact(value),
        FEVER: is_fever(value),
        WEB_ANNOTATION: web_annotation_in.is_hypothesis(value)
        or any(nodes(value, "Annotation"))
        or bool({"AnnotationCollection", "AnnotationPage"} & types(value)),
        CLAIM_REVIEW: any(nodes(value, claim_review_in.REVIEW))
        or "DataFeedItem" in types(value)
        or (isinstance(value, dict) and isinstance(value.get("claimReview"), list)),
    }
    return next((name for name, is_it in known.items() if is_it), "")
