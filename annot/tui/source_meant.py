"""What is known while evidence is typed: which source is meant, and what its passage leaves open.

A known source shows its facts; of the passage it is said which numbers and quotations of the claim
it does not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from annot.store.reading import SourceDetail, SourceRow
from annot.text.addresses import date_in, host
from annot.tui.desk import Library
from annot.tui.field_row import Offer, Suggestion

if TYPE_CHECKING:
    from annot.tui.form import Form
    from annot.tui.review import ReviewScreen

LEAST_TYPED = 2
"""Characters from which on sources are looked for."""

MOST = 6


class Meant(NamedTuple):
    """What a text says of a source.

    `known` is the source of the ledger that it names, if any; else `publisher` and `published` are
    what its address lets one expect, and are empty if that is nothing.
    """

    known: SourceDetail | None
    publisher: str = ""
    published: str = ""


def meant(typed: str) -> Callable[[Library], Meant]:
    """The source that a handle, a URL or a DOI names; nothing is fetched."""

    def job(library: Library) -> Meant:
        from annot.operations.addresses import address, doi, url_key

        url = address(typed)
        found = library.reader.source_named(
            slug="" if url else typed.strip(), url_key=url_key(url), doi=doi(typed)
        )
        known = None if found is None else library.reader.source(found)
        if known is not None or doi(typed):
            return Meant(known)
        return Meant(None, host(url), date_in(url))

    return job


def suggested(typed: str) -> Callable[[Library], list[Suggestion]]:
    """The sources that hold what is typed, by their handles."""

    def job(library: Library) -> list[Suggestion]:
        words = typed.partition("://")[2].removeprefix("www.") if "://" in typed else typed
        if len(words.strip()) < LEAST_TYPED:
            return []
        found = library.reader.sources(words, MOST)
        if any(typed.strip() in (source.slug, source.url) for source in found):
            return []
        return [Suggestion(source.slug, _words(source)) for source in found]

    return job


def judged(claim: str, passage: str) -> Callable[[Library], str]:
    """What a passage does not hold of a claim, in words; empty as long as there is no passage."""

    def job(_: Library) -> str:
        from annot.rules.passage import not_in_passage

        if not passage.strip():
            return ""
        missing = not_in_passage(claim, passage)
        return f"of the claim, not in this passage: {', '.join(missing)}" if missing else ""

    return job


class SourceMeant:
    """Keeps the fields of a form about a source at what is known of the one that is typed.

    Args:
        screen: The screen whose desk looks it up.
        names: The fields that say more of a source.
        claim: The words of the claim, to which the passage is compared.
    """

    def __init__(self, screen: ReviewScreen, names: Sequence[str], claim: str) -> None:
        self._screen = screen
        self._names = names
        self._claim = claim
        self.form: Form | None = None

    def suggest(self, typed: str, offer: Offer) -> None:
        """Offer sources for what is typed; of several searches only the newest counts."""
        self._screen.desk.give(suggested(typed), offer, self._screen.refuse, lane="suggest")

    def typed(self, name: str, value: str) -> None:
        """Look up which source is meant, or what the passage leaves open."""
        if name == "source":
            self._screen.desk.give(
                meant(value), lambda found: self._show(value, found), self._screen.refuse,
                lane="meant",
            )  # fmt: skip
        elif name == "passage":
            self._screen.desk.give(
                judged(self._claim, value), self._advise, self._screen.refuse, lane="judged"
            )

    def _advise(self, words: str) -> None:
        if self.form is not None and self.form.is_attached:
            self.form.advise("passage", words)

    def _show(self, typed: str, found: Meant) -> None:
        form = self.form
        if form is None or not form.is_attached:
            return
        if found.known is not None:
            facts = {name: str(getattr(found.known, name)) for name in self._names}
            form.fix(facts)
            form.remark("source", "known; s edits it")
        else:
            form.free()
            form.offer("publisher", found.publisher)
            form.offer("published", found.published)
            form.remark("source", "new" if typed.strip() else "")


def _words(source: SourceRow) -> str:
    facts = [source.title or source.url, source.publisher, source.published]
    return f"{', '.join(fact for fact in facts if fact)}  ·  {source.slug}"
