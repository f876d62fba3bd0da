"""What the keys do to the ledger, without a screen: each act is a job for the desk.

An act names what it did in words, and the claim to be taken in hand after it, if that is another
one. The recorder's report of what was touched tells the screen what to show anew.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from annot.errors import ConflictError, InvalidValueError, NotFoundError
from annot.store.article_reading import ArticleText
from annot.tui.desk import Library
from annot.vocabulary import Status, Verdict, label

if TYPE_CHECKING:
    from annot.operations.snapshots import Look
    from annot.text.candidates import Candidate

Values = Mapping[str, str]
Names = Collection[str] | None

_MOST_ENTRIES = 200
"""Operations of a claim that are shown."""


class Act(NamedTuple):
    """What an act did, in words, and the claim to be taken in hand after it, if any.

    `back` is the name of the act that takes it back; it is empty where that cannot be done.
    """

    told: str
    claim: int | None = None
    back: str = "undo"


Work = Callable[[Library], Act]


def set_verdict(claims: Sequence[int], verdict: Verdict | None) -> Work:
    """Give claims a verdict, or none."""

    def work(library: Library) -> Act:
        library.workspace.claims.set(claims, verdict=verdict)
        return Act(f"{_named(claims)}: {label(verdict)}")

    return work


def review_claim(claim: int, verdict: Verdict) -> Work:
    """Hold a second reader's verdict against the one that a claim has."""

    def work(library: Library) -> Act:
        claims = library.workspace.claims
        first = claims.get(claim)
        if claims.review(claim, verdict=verdict).status is Status.APPROVED:
            return Act(f"claim {claim}: both say {label(verdict)}; approved")
        found = f"you say {label(verdict)}, {first.checker} {label(first.verdict)}"
        return Act(f"claim {claim}: {found}; sent back")

    return work


def set_status(claims: Sequence[int], status: Status) -> Work:
    """Give claims a status."""

    def work(library: Library) -> Act:
        if status is Status.DROPPED:
            library.workspace.claims.drop(claims)
        else:
            library.workspace.claims.set(claims, status=status)
        return Act(f"{_named(claims)}: {label(status)}")

    return work


@contextlib.contextmanager
def _in_draft(library: Library, article: ArticleText, operation: str) -> Iterator[None]:
    """An operation on places that were chosen in a text; refused if that is not the latest draft.

    Raises:
        ConflictError: If the article has another draft by now.
    """
    with library.workspace.operation(operation):
        latest = library.workspace.articles.revision(article.slug).number
        if latest != article.revision:
            raise ConflictError(
                f"{article.title} has draft {latest} by now, and this was chosen in draft "
                f"{article.revision}; nothing was done."
            )
        yield


def add_claim(article: ArticleText, span: tuple[int, int], kind: str | None = None) -> Work:
    """Make a passage a claim, of the kind that was suggested for it, if any."""

    def work(library: Library) -> Act:
        with _in_draft(library, article, "claim.add"):
            claim = library.workspace.claims.add(article.slug, span=span, kind=kind)
        return Act(_added(library, claim.id), claim.id)

    return work


def add_quote(article: str, quote: str) -> Work:
    """Make the words of an article a claim."""

    def work(library: Library) -> Act:
        claim = library.workspace.claims.add(article, quote=quote)
        return Act(_added(library, claim.id), claim.id)

    return work


def next_candidate(article: str, offset: int) -> Callable[[Library], Candidate | None]:
    """The next candidate claim behind a code point, or else the first; None if there is none."""

    def work(library: Library) -> Candidate | None:
        found = sorted(library.workspace.suggest(article), key=lambda item: item.start)
        behind = [item for item in found if item.start > offset]
        return next(iter(behind or found), None)

    return work


def anchor_claim(article: ArticleText, claim: int, span: tuple[int, int]) -> Work:
    """Anchor a claim at one more passage."""

    def work(library: Library) -> Act:
        with _in_draft(library, article, "claim.anchor"):
            added = library.workspace.claims.anchor(claim, span=span)
        return Act(f"claim {claim} anchored at {len(added)} more")

    return work


def unanchor_claim(article: ArticleText, claim: int, offset: int) -> Work:
    """Take from a claim its anchor over a code point."""

    def work(library: Library) -> Act:
        detail = library.reader.claim(claim)
        places = detail.places if detail else ()
        here = [place for place in places if place.start <= offset < place.end]
        if not here:
            raise NotFoundError(f"The claim {claim} has no place under the cursor.")
        with _in_draft(library, article, "claim.unanchor"):
            library.workspace.claims.unanchor(claim, here[0].anchor)
        return Act(f"claim {claim} has one place less")

    return work


def reanchor_claim(article: ArticleText, claim: int, span: tuple[int, int]) -> Work:
    """Anchor a claim at a passage instead of where it stood."""

    def work(library: Library) -> Act:
        with _in_draft(library, article, "claim.reanchor"):
            library.workspace.claims.reanchor(claim, span=span)
        return Act(f"claim {claim} anchored anew")

    return work


def confirm_claims(claims: Sequence[int]) -> Work:
    """Say that the places which a draft gave claims are right."""

    def work(library: Library) -> Act:
        library.workspace.claims.confirm(claims)
        return Act(f"{_named(claims)}: its place is right" if len(claims) == 1 else
                   f"{_named(claims)}: their places are right")  # fmt: skip

    return work


def split_claim(article: ArticleText, claim: int, offset: int) -> Work:
    """Split a claim in two at a code point of one of its places."""

    def work(library: Library) -> Act:
        detail = library.reader.claim(claim)
        places = detail.places if detail else ()
        here = [place for place in places if place.start < offset < place.end]
        if not here:
            raise InvalidValueError(
                f"The cursor is not inside the words of claim {claim}.",
                hint="Go to the first word of the second part.",
            )
        at = offset - here[0].start
        parts = (here[0].exact[:at].strip(), here[0].exact[at:].strip())
        with _in_draft(library, article, "claim.split"):
            first, added = library.workspace.claims.split(claim, quotes=parts)
        return Act(f"claim {first.id} split; the second part is claim {added[0].id}", first.id)

    return work


def merge_claims(claim: int, others: Sequence[int]) -> Work:
    """Put claims into one."""

    def work(library: Library) -> Act:
        claims = library.workspace.claims
        judged = [other for other in others if claims.get(other).verdict]
        claims.merge(claim, others)
        lost = f"; not the verdict of {_named(judged)}" if judged else ""
        return Act(f"{_named(list(others))} put into claim {claim}{lost}", claim)

    return work


def link_claims(claim: int, other: int, *, back: bool) -> Work:
    """Link two claims as the same, or take that back."""

    def work(library: Library) -> Act:
        claims = library.workspace.claims
        if back:
            claims.unlink(claim, other)
            return Act(f"claim {claim} and claim {other} are no longer the same")
        claims.link(claim, other)
        return Act(f"claim {claim} and claim {other} are the same")

    return work


def accept(article: ArticleText, span: tuple[int, int], *, back: bool) -> Work:
    """Accept a passage as making no claim, or take that back."""

    def work(library: Library) -> Act:
        articles = library.workspace.articles
        with _in_draft(library, article, "article.unaccept" if back else "article.accept"):
            if back:
                articles.unaccept(article.slug, span=span)
            else:
                articles.accept(article.slug, span=span)
        return Act("the sentence is open again" if back else "accepted as making no claim")

    return work


def edit_claim(claim: int, version: str, values: Values, names: Names = None) -> Work:
    """Change what a form says of a claim; refused if somebody else changed it meanwhile.

    Args:
        claim: Its number.
        version: The version that the form began with.
        values: What the form says.
        names: The fields to be changed, if not all of them.
    """
    from uuid import UUID

    def work(library: Library) -> Act:
        given = _chosen(
            {
                "text": values["text"],
                "kind": values["kind"] or None,
                "reasoning": values["reasoning"],
                "checker": values["checker"],
                "tags": values["tags"].split(","),
            },
            names,
        )
        library.workspace.claims.set(claim, **given, version=UUID(version))
        return Act(f"claim {claim} edited")

    return work


def correct(claim: int, version: str, values: Values) -> Work:
    """Propose another wording, or decide on the one proposed."""
    from uuid import UUID

    def work(library: Library) -> Act:
        library.workspace.claims.set(
            claim,
            correction=values["correction"],
            correction_state=values["state"],
            version=UUID(version),
        )
        return Act(f"claim {claim}: correction {values['state']}")

    return work


def remove_claims(claims: Sequence[int]) -> Work:
    """Remove claims that were added by mistake."""

    def work(library: Library) -> Act:
        library.workspace.claims.remove(claims)
        return Act(f"{_named(claims)} removed")

    return work


def add_evidence(claim: int, values: Values) -> Work:
    """Link a claim to a source, which is found by handle, URL or title, or else added."""

    def work(library: Library) -> Act:
        workspace = library.workspace
        with workspace.operation("evidence.add"):
            source = _source(library, values)
            is_new = library.reader.source(source) is None  # it sees only what was there before
            evidence = workspace.evidence.add(
                claim,
                source,
                stance=values["stance"],
                passage=values["passage"],
                locator=values["locator"],
                note=values["note"],
            )
        new = f", with the new source {workspace.sources.get(source).slug}" if is_new else ""
        return Act(f"evidence {evidence.id} added to claim {claim}{new}")

    return work


def edit_evidence(evidence: int, version: str, values: Values, names: Names = None) -> Work:
    """Change a piece of evidence; refused if somebody else changed it meanwhile.

    Args and names as for `edit_claim`.
    """
    from uuid import UUID

    def work(library: Library) -> Act:
        workspace = library.workspace
        with workspace.operation("evidence.set"):
            given = _chosen(
                {name: values[name] for name in ("stance", "passage", "locator", "note")}, names
            )
            if names is None or "source" in names:
                given["source"] = _source(library, values)
            workspace.evidence.set(evidence, **given, version=UUID(version))
        return Act(f"evidence {evidence} edited")

    return work


def remove_item(noun: str, number: int) -> Work:
    """Remove a piece of evidence or a note."""

    def work(library: Library) -> Act:
        if noun == "evidence":
            library.workspace.evidence.remove(number)
        else:
            library.workspace.notes.remove(number)
        return Act(f"{noun} {number} removed")

    return work


def edit_source(source: int, version: str, values: Values, names: Names = None) -> Work:
    """Change what is known of a source; refused if somebody else changed it meanwhile.

    Args and names as for `edit_claim`.
    """
    from uuid import UUID

    def work(library: Library) -> Act:
        given = _chosen(
            {
                **values,
                "authors": [name for name in values["authors"].split(";") if name.strip()],
                "rank": values["rank"] or "none",
                "confidential": values["confidential"] == "yes",
            },
            names,
        )
        found = library.workspace.sources.set(source, **given, version=UUID(version))
        return Act(f"source {found.slug} edited")

    return work


def merge_sources(source: int, others: Sequence[int]) -> Work:
    """Put sources into one."""

    def work(library: Library) -> Act:
        kept = library.workspace.sources.merge(source, others)
        count = f"{len(others)} source{'s' if len(others) != 1 else ''}"
        return Act(f"{count} put into {kept.slug}")

    return work


def keep_snapshot(source: int, slug: str, said: Look) -> Work:
    """Keep what a source was seen to say."""

    def work(library: Library) -> Act:
        snapshot = library.workspace.snapshots.keep(source, said)
        if snapshot.problem:
            return Act(f"{slug}: {snapshot.problem}")
        missing = [
            str(item.claim_id)
            for item, found in library.workspace.snapshots.standings(source)
            if not found.stands
        ]
        told = f"; not in it: the passage for claim {', '.join(missing)}" if missing else ""
        return Act(f"{slug}: kept as snapshot {snapshot.id}{told}")

    return work


def remove_source(source: int) -> Work:
    """Remove a source that nothing cites."""

    def work(library: Library) -> Act:
        sources = library.workspace.sources
        slug = sources.get(source).slug
        sources.remove(source)
        return Act(f"source {slug} removed")

    return work


def add_note(claim: int, values: Values) -> Work:
    """Note something about a claim."""

    def work(library: Library) -> Act:
        workspace = library.workspace
        workspace.notes.add(workspace.claims.get(claim), values["text"])
        return Act(f"note added to claim {claim}")

    return work


def ask(claim: int, values: Values) -> Work:
    """Put a question about a claim to author, source or editor."""

    def work(library: Library) -> Act:
        workspace = library.workspace
        workspace.notes.ask(workspace.claims.get(claim), values["text"], to=values["to"])
        return Act(f"claim {claim}: query to the {values['to']}")

    return work


def answer(note: int, version: str, values: Values) -> Work:
    """Record the answer to a query; refused if somebody else answered or changed it meanwhile."""
    from uuid import UUID

    def work(library: Library) -> Act:
        library.workspace.notes.answer(note, values["answer"], replace=True, version=UUID(version))
        return Act(f"query {note} answered")

    return work


def edit_note(note: int, version: str, values: Values) -> Work:
    """Change the words of a note or query; refused if somebody else changed it meanwhile."""
    from uuid import UUID

    def work(library: Library) -> Act:
        library.workspace.notes.set(note, values["text"], version=UUID(version))
        return Act(f"note {note} edited")

    return work


def history_of(claim: int) -> Callable[[Library], list[tuple[str, str]]]:
    """What was done to a claim, newest first: the uid of each operation, and words for it."""
    from annot.operations.told import entry_words

    def work(library: Library) -> list[tuple[str, str]]:
        entries = library.workspace.history.list(claim=claim, limit=_MOST_ENTRIES)
        return [
            (
                str(entry.operation),
                f"{entry.at.astimezone():%Y-%m-%d %H:%M}  {entry.actor}  {entry_words(entry)}",
            )
            for entry in entries
        ]

    return work


def take_back(operation: str) -> Work:
    """Undo one operation, whenever it was and whoever did it."""
    from uuid import UUID

    def work(library: Library) -> Act:
        return Act(f"undone: {library.workspace.history.undo(UUID(operation))}")

    return work


def undo(library: Library) -> Act:
    """Take back the last operation."""
    return Act(f"undone: {library.workspace.history.undo()}", back="redo")


def redo(library: Library) -> Act:
    """Do again what was undone last."""
    return Act(f"done again: {library.workspace.history.redo()}")


def _added(library: Library, claim: int) -> str:
    """That a claim was added, and what else a person would want to know of that."""
    claims = library.workspace.claims
    anchors, doubles = len(claims.anchors(claim)), claims.doubles(claim)
    return "; ".join(
        filter(
            None,
            (
                f"claim {claim} added" + (f", in {anchors} places" if anchors > 1 else ""),
                f"{_named(doubles)} stands at the same words" if doubles else "",
                "it was accepted as making none" if "acceptance" in library.touched else "",
            ),
        )
    )


def _source(library: Library, values: Values) -> int:
    """The source that a form names: a known one, or a new one made of what it says."""
    typed = values["source"].strip()
    if not typed:
        raise InvalidValueError("The evidence has no source.", hint="Type a URL or a title.")
    sources = library.workspace.sources
    with contextlib.suppress(NotFoundError):
        return sources.get(typed).id
    from annot.operations.addresses import address

    url = address(typed)
    return sources.add(
        url=url,
        title=values["title"] if url else typed,
        publisher=values["publisher"],
        published=values["published"],
        kind=values["kind"],
    ).id


def _chosen(given: dict[str, Any], names: Names) -> dict[str, Any]:
    return {name: value for name, value in given.items() if names is None or name in names}


def _named(claims: Sequence[int]) -> str:
    return f"claim {claims[0]}" if len(claims) == 1 else f"{len(claims)} claims"
