"""Reads a Word document of a stranger: run as a program of its own, with limits.

The document comes on standard input, which is a file. One JSON object goes to standard output: its
text as it would stand with all tracked changes accepted, a line for each paragraph and an empty one
between them; its headings, items of lists and quotes; its custom properties; its comments with
their threads, ticks, their places in that text (code points, half-open) and the words there, as
printed (tracked insertions left out) and as proposed (tracked deletions left out), where a comment
without words of its own has the point where it stands; its footnotes and endnotes with the place
where they are called. What is refused is `{"refused": …}`. Of the package nothing is imported but
what reads the text.
"""

from __future__ import annotations

import sys
from typing import Any, BinaryIO

from annot.intake.child import RefusedError, answer
from annot.intake.packed import Element, package_of, part_of
from annot.intake.word_text import W, read_text, styles_of, words_of

SECONDS = 30
MEMORY = 1 << 30
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"


def read(file: BinaryIO) -> dict[str, Any]:
    """What the document holds.

    Raises:
        RefusedError: If it is no Word document, or more than can be read.
    """
    with package_of(file, "Word document (.docx)") as package:
        document = part_of(package, "word/document.xml")
        if document is None:
            raise RefusedError("is no Word document (.docx).")
        comments = _comments(part_of(package, "word/comments.xml"))
        _thread(comments, part_of(package, "word/commentsExtended.xml"))
        notes = {
            kind: _notes(part_of(package, f"word/{kind}s.xml"), kind)
            for kind in ("footnote", "endnote")
        }
        styles = styles_of(part_of(package, "word/styles.xml"))
        reading = read_text(comments, notes, document, styles)
        listed = [note for kept in notes.values() for note in kept.values()]
        for note in listed:
            _place_in(note, comments)
        properties = _properties(part_of(package, "docProps/custom.xml"))
        title = _title(part_of(package, "docProps/core.xml"))
    return {
        "text": "".join(reading.text),
        "blocks": reading.blocks,
        "title": title,
        "properties": properties,
        "comments": list(comments.values()),
        "notes": listed,
    }


def _properties(part: Element | None) -> dict[str, str]:
    if part is None:
        return {}
    return {item.get("name", ""): "".join(item.itertext()) for item in part}


def _comments(part: Element | None) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for comment in part.iter(f"{W}comment") if part is not None else ():
        paragraphs = list(comment.iter(f"{W}p"))
        number = comment.get(f"{W}id", "")
        found[number] = {
            "id": number,
            "author": comment.get(f"{W}author", ""),
            "text": words_of(comment),
            "names": [name for p in paragraphs if (name := p.get(f"{W14}paraId"))],
            "done": False,
            "parent": "",
            "printed": "",
            "proposed": "",
            "is_changed": False,
            "start": None,
            "end": None,
        }
    return found


def _notes(part: Element | None, kind: str) -> dict[str, dict[str, Any]]:
    """The footnotes or endnotes of the author; those that draw a line have a type."""
    found: dict[str, dict[str, Any]] = {}
    for note in part.iter(f"{W}{kind}") if part is not None else ():
        if note.get(f"{W}type") is None:
            about = [call.get(f"{W}id", "") for call in note.iter(f"{W}commentReference")]
            found[note.get(f"{W}id", "")] = {
                "kind": kind, "text": words_of(note), "at": None, "comments": about,
            }  # fmt: skip
    return found


def _place_in(note: dict[str, Any], comments: dict[str, dict[str, Any]]) -> None:
    """Place the comments that stand in a footnote or endnote where it is called."""
    for number in note.pop("comments"):
        comment = comments.get(number)
        if comment is not None and comment["start"] is None:
            comment.update(start=note["at"], end=note["at"])


def _title(part: Element | None) -> str:
    name = "{http://purl.org/dc/elements/1.1/}title"
    return "" if part is None else (part.findtext(name) or "").strip()


def _thread(comments: dict[str, dict[str, Any]], part: Element | None) -> None:
    by_name = {name: comment for comment in comments.values() for name in comment["names"]}
    for tick in part if part is not None else ():
        comment = by_name.get(tick.get(f"{W15}paraId", ""))
        if comment is not None:
            comment["done"] = tick.get(f"{W15}done") in ("1", "true")
            parent = by_name.get(tick.get(f"{W15}paraIdParent", ""))
            comment["parent"] = parent["id"] if parent is not None else ""


if __name__ == "__main__":
    sys.exit(answer(read, seconds=SECONDS, memory=MEMORY))
