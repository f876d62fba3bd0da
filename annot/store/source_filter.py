"""The filter language of lists of sources, the same on the command line and on the screen.

    no:archive kind:report,book sort:cited library

It is that of claims (`annot.store.claim_filter`) with fields of its own; words are looked for as
they are typed in all that names a source. Sources are few: no database is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol, TypeVar

from annot.errors import InvalidValueError
from annot.store.claim_filter import WORD, Term, unknown
from annot.vocabulary import SourceKind


class Citable(Protocol):
    """A source as far as it is asked here: a record, or a line of a list."""

    @property
    def id(self) -> int: ...  # noqa: D102
    @property
    def slug(self) -> str: ...  # noqa: D102
    @property
    def url(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def authors(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def publisher(self) -> str: ...  # noqa: D102
    @property
    def published(self) -> str: ...  # noqa: D102
    @property
    def kind(self) -> SourceKind: ...  # noqa: D102
    @property
    def accessed(self) -> str: ...  # noqa: D102
    @property
    def archived_url(self) -> str: ...  # noqa: D102
    @property
    def identifiers(self) -> Mapping[str, str]: ...  # noqa: D102
    @property
    def confidential(self) -> bool: ...  # noqa: D102


S = TypeVar("S", bound=Citable)

_THINGS: dict[str, Callable[[Citable], object]] = {
    "url": lambda source: source.url,
    "archive": lambda source: source.archived_url,
    "access": lambda source: source.accessed,
    "publisher": lambda source: source.publisher,
    "date": lambda source: source.published,
}
_HAD = (*_THINGS, "evidence", "snapshot")
_BEINGS = ("double", "confidential", "dead")
_SORTS = ("title", "cited", "published", "added")
_FIELDS = ("kind", "has", "no", "is")


class Known(NamedTuple):
    """What is known of sources beside themselves, by their ids.

    Attributes:
        cited: How often each is cited.
        doubles: Those that look like another one.
        snapped: Those of which there is a snapshot.
        dead: Those whose address did not answer when it was asked last.
    """

    cited: Mapping[int, int]
    doubles: frozenset[int] = frozenset()
    snapped: frozenset[int] = frozenset()
    dead: frozenset[int] = frozenset()


class SourceFilter(NamedTuple):
    """What a list of sources is narrowed to; an empty filter lets all through."""

    terms: tuple[Term, ...] = ()
    words: tuple[str, ...] = ()
    sort: str = ""

    @classmethod
    def parse(cls, typed: str) -> SourceFilter:
        """The filter that was typed.

        Raises:
            InvalidValueError: If a field or a value is not known.
        """
        terms, words, sort = [], [], ""
        for shut, name, value, word in WORD.findall(typed):
            if name == "sort":
                sort = value.strip('"')
                if sort.removeprefix("-") not in _SORTS:
                    raise unknown("order", sort.removeprefix("-"), _SORTS)
            elif name and not value.startswith("//"):
                terms.append(_term(name, value.strip('"'), shut=bool(shut)))
            else:
                # An address looks like a field, but is none.
                words.append(f"{shut}{name}:{value}" if name else f"{shut}{word}".strip('"'))
        return cls(tuple(terms), tuple(word.casefold() for word in words if word.strip()), sort)

    @property
    def asks_for_doubles(self) -> bool:
        """Whether it must be known which sources look like one."""
        return any("double" in term.values for term in self.terms if term.field == "is")

    def listed(self, sources: Iterable[S], known: Known, *, unless: str) -> list[S]:
        """The sources that are let through, in the order that the filter says.

        Args:
            sources: Sources as they were added.
            known: What else is known of them.
            unless: The order if it says none: `title`, `cited` (most often first), `published`
                (oldest first) or `added`.
        """
        found = [source for source in sources if self._lets(source, known)]
        sort = self.sort.removeprefix("-") or unless
        if sort == "cited":
            found.sort(key=lambda source: -known.cited.get(source.id, 0))
        elif sort == "published":
            found.sort(key=lambda source: source.published)
        elif sort == "title":
            found.sort(key=lambda source: _name(source).casefold())
        return found[::-1] if self.sort.startswith("-") else found

    def _lets(self, source: Citable, known: Known) -> bool:
        return all(_holds(term, source, known) is not term.shut for term in self.terms) and (
            not self.words or all(word in text for text in (_text(source),) for word in self.words)
        )


def _term(name: str, value: str, *, shut: bool) -> Term:
    if name not in _FIELDS:
        raise unknown("filter", name, (*_FIELDS, "sort"))
    values = tuple(part for part in value.split(",") if part)
    if not values:
        raise InvalidValueError(f"The filter {name}: has no value.", hint=f"Such as {name}:…")
    choices = {"kind": [kind.value for kind in SourceKind], "is": _BEINGS}.get(name, _HAD)
    for item in values:
        if item not in choices:
            raise unknown(name, item, choices)
    return Term(name, values, shut)


def _holds(term: Term, source: Citable, known: Known) -> bool:
    return any(_holds_for(term.field, value, source, known) for value in term.values)


def _holds_for(field: str, value: str, source: Citable, known: Known) -> bool:
    if field == "kind":
        return source.kind.value == value
    if field == "is":
        return _is(value, source, known)
    has = _has(value, source, known)
    if field == "has":
        return has
    # Only what has an address can be kept by an archive.
    return not has and (value != "archive" or bool(source.url))


def _is(value: str, source: Citable, known: Known) -> bool:
    if value == "confidential":
        return source.confidential
    return source.id in (known.dead if value == "dead" else known.doubles)


def _has(value: str, source: Citable, known: Known) -> bool:
    if value == "evidence":
        return bool(known.cited.get(source.id))
    return source.id in known.snapped if value == "snapshot" else bool(_THINGS[value](source))


def _name(source: Citable) -> str:
    return source.title or source.url or source.slug


def _text(source: Citable) -> str:
    named = (source.slug, source.title, source.publisher, source.published, source.url)
    people = " ".join(source.authors)
    numbers = " ".join(source.identifiers.values())
    return " ".join((*named, people, numbers)).casefold()
