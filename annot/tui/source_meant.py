"""What is known while evidence is typed: which source is meant, and what its passage leaves open.

A known source shows its facts; of the passage it is said whether it stands in the newest snapshot
of the source, and which numbers and quotations of the claim it does not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from annot.store.claim_reading import SourceRow
from annot.store.source_reading import SourceDetail
from annot.text.addresses import date_in, host, printed
from annot.tui.desk import Library
from annot.tui.field_row import Offer, Suggestion

if TYPE_CHECKING:
    from annot.store.reading import Reader
    from annot.text.standing import Snapped, Standing
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


class Judged(NamedTuple):
    """What a passage leaves open, in words, and the page on which it stands, 0 if unknown."""

    words: str
    page: int = 0


def judged(
    claim: str, passage: str, source: int | None, books: Books
) -> Callable[[Library], Judged]:
    """What a passage does not hold of a claim, and whether it stands in what the source said."""

    def job(library: Library) -> Judged:
        from annot.rules.passage import not_in_passage

        if not passage.strip():
            return Judged("")
        missing = not_in_passage(claim, passage)
        told = [f"of the claim, not in this passage: {', '.join(missing)}"] if missing else []
        found, at = books.standing(library.reader, source, passage)
        if found is not None:
            told.insert(0, _standing_words(found, at))
        return Judged(";  ".join(told), found.page if found else 0)

    return job


def _standing_words(found: Standing, at: str) -> str:
    taken = f"the snapshot of {at[:10]}"
    if found.stands:
        return f"✓ in {taken}" + (f", page {found.page}" if found.page else "")
    if found.difference:
        return f"✗ not in {taken}; nearest: {found.difference}"
    return f"✗ not in {taken}"


class Books:
    """The texts of snapshots that passages were looked for in; that of the last source is kept."""

    def __init__(self) -> None:
        self._source: int | None = None
        self._at = ""
        self._snapped: Snapped | None = None

    def standing(
        self, reader: Reader, source: int | None, passage: str
    ) -> tuple[Standing | None, str]:
        """Where a passage stands in the newest snapshot of a source, and when that was taken."""
        if source != self._source:
            from annot.text.standing import Snapped

            kept = None if source is None else reader.snapshot_text(source)
            self._source, self._at = source, kept[0] if kept else ""
            self._snapped = Snapped(kept[1]) if kept else None
        if self._snapped is None:
            return None, ""
        return self._snapped.standing(passage), self._at


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
        self._source: int | None = None
        self._passage = ""
        self._books = Books()
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
            self._passage = value
            self._judge()

    def _judge(self) -> None:
        self._screen.desk.give(
            judged(self._claim, self._passage, self._source, self._books),
            self._advise,
            self._screen.refuse,
            lane="judged",
        )

    def _advise(self, found: Judged) -> None:
        if self.form is not None and self.form.is_attached:
            self.form.advise("passage", found.words)
            self.form.offer("locator", f"p. {found.page}" if found.page else "")

    def _show(self, typed: str, found: Meant) -> None:
        form = self.form
        if form is None or not form.is_attached:
            return
        source = found.known.id if found.known is not None else None
        if source != self._source:
            self._source = source
            self._judge()
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
    facts = [source.title or printed(source.url), source.publisher, source.published]
    return f"{', '.join(fact for fact in facts if fact)}  ·  {source.slug}"
