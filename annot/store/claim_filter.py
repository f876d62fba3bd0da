"""The filter language of claim lists, the same on the command line and on the screen.

    status:todo,checking verdict:refuted no:evidence article:convention tag:law torture

Words of the form `field:value` narrow by a field (several values with commas: any of them);
`-field:value` shuts out; `needs:me` are the claims that wait for the one who acts; `sort:changed`
orders (see `annot.store.claim_order`); every other word is looked for in the full text, a `"quoted
phrase"` as it stands. Only the standard library is needed here, so that the screen can filter
before it has loaded anything heavy.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from annot.errors import InvalidValueError
from annot.store.claim_order import SORTS, Order
from annot.vocabulary import CLOSED, ClaimKind, CorrectionState, Status, Verdict

Parameter = str | int | bytes

WORD = re.compile(r'(-?)(?:([a-z]+):("[^"]*"?|\S*)|("[^"]*"?|\S+))')
"""A part of a filter: hyphen, field and value; or a word or phrase."""

_CLOSED_FIELDS: dict[str, tuple[str, type[StrEnum]]] = {
    "status": ("claim.status", Status),
    "verdict": ("claim.verdict", Verdict),
    "kind": ("claim.kind", ClaimKind),
    "correction": ("claim.correction_state", CorrectionState),
}
_OPEN = ", ".join(f"'{status.value}'" for status in Status if status not in CLOSED)
_THINGS = {
    "evidence": "claim.evidence_count > 0",
    "verdict": "claim.verdict IS NOT NULL",
    "correction": "claim.correction <> ''",
    "kind": "claim.kind IS NOT NULL",
    "checker": "claim.checker <> ''",
    "anchor": (
        "EXISTS (SELECT 1 FROM anchor WHERE anchor.article_id = claim.article_id"
        " AND anchor.claim_id = claim.id)"
    ),
    "query": (
        "EXISTS (SELECT 1 FROM note WHERE note.article_id = claim.article_id"
        " AND note.claim_id = claim.id AND note.kind = 'query' AND note.answer IS NULL)"
    ),
    "assignment": (
        "EXISTS (SELECT 1 FROM assignment WHERE assignment.article_id = claim.article_id"
        " AND assignment.claim_id = claim.id)"
    ),
    "judgement": (
        "EXISTS (SELECT 1 FROM judgement WHERE judgement.article_id = claim.article_id"
        " AND judgement.claim_id = claim.id)"
    ),
    "note": (
        "EXISTS (SELECT 1 FROM note WHERE note.article_id = claim.article_id"
        " AND note.claim_id = claim.id)"
    ),
}
_IN_LATEST = (
    " FROM anchor WHERE anchor.article_id = claim.article_id AND anchor.claim_id = claim.id"
    " AND anchor.revision_id = (SELECT max(revision.id) FROM revision"
    " WHERE revision.article_id = claim.article_id)"
)
_PLACEMENTS = {
    **{
        name: f"EXISTS (SELECT 1{_IN_LATEST} AND anchor.placement = '{name}')"
        for name in ("placed", "moved", "ambiguous")
    },
    "orphaned": f"({_THINGS['anchor']} AND NOT EXISTS (SELECT 1{_IN_LATEST}))",
}
"""What the latest draft did to the places of a claim; an orphaned one has none in it any more."""

_DISPUTED = (
    "(claim.status NOT IN ('approved', 'dropped') AND claim.id IN (SELECT claim_id FROM judgement"
    " GROUP BY claim_id HAVING min(verdict) <> max(verdict)))"
)
"""Readers do not agree on the claim, and nobody decided; see `Judgements.disputed`."""

_STATES = {
    "open": f"claim.status IN ({_OPEN})",
    "closed": f"NOT (claim.status IN ({_OPEN}))",
    "disputed": _DISPUTED,
}

_OTHERS = {
    "checker": "claim.checker = ?",
    "assigned": "claim.id IN (SELECT claim_id FROM assignment WHERE name = ?)",
    "judged": (
        "EXISTS (SELECT 1 FROM judgement WHERE judgement.article_id = claim.article_id"
        " AND judgement.claim_id = claim.id AND judgement.reader = ?)"
    ),
    "key": "claim.key = ?",
    "article": "claim.article_id = (SELECT article.id FROM article WHERE article.slug = ?)",
    "tag": "EXISTS (SELECT 1 FROM json_each(claim.tags) AS tag WHERE tag.value = ?)",
    "source": (
        "EXISTS (SELECT 1 FROM evidence JOIN source ON source.id = evidence.source_id"
        " WHERE evidence.article_id = claim.article_id AND evidence.claim_id = claim.id"
        " AND source.slug = ?)"
    ),
}
_NEEDS = (
    "((claim.status IN ('todo', 'checking', 'stale') AND claim.checker IN ('', ?))"
    " OR (claim.status = 'checked' AND claim.checker NOT IN ('', ?))"
    " OR (claim.status NOT IN ('approved', 'dropped') AND claim.id IN"
    " (SELECT claim_id FROM assignment WHERE name = ? AND CASE WHEN task = 'judge' THEN NOT EXISTS"
    " (SELECT 1 FROM judgement WHERE judgement.article_id = assignment.article_id"
    " AND judgement.claim_id = assignment.claim_id"
    " AND lower(judgement.reader) = lower(assignment.name))"
    " ELSE EXISTS (SELECT 1 FROM judgement WHERE judgement.article_id = assignment.article_id"
    " AND judgement.claim_id = assignment.claim_id GROUP BY judgement.claim_id"
    " HAVING min(judgement.verdict) <> max(judgement.verdict)) END)))"
)
"""Whom a claim waits for: its checker, or anybody if it has none; then for a second reader; and for
whom it was given to, to judge, or to adjudicate as soon as its readers do not agree."""

ME = "me"
"""Stands for the one who acts, where a filter names people."""

_PEOPLE = ("needs", "checker", "assigned", "judged")
FIELDS = (
    "needs", "status", "verdict", "kind", "correction", "placement", "has", "no", "is", *_OTHERS
)  # fmt: skip


class Term(NamedTuple):
    """One `field:value` of a filter: any of the values, or none of them if `shut` is set."""

    field: str
    values: tuple[str, ...]
    shut: bool = False


class ClaimFilter(NamedTuple):
    """What a list of claims is narrowed to; an empty filter lets all through."""

    terms: tuple[Term, ...] = ()
    words: tuple[str, ...] = ()
    sort: str = ""

    @property
    def order(self) -> Order:
        """In which order the list stands."""
        return Order.named(self.sort)

    @classmethod
    def parse(cls, typed: str, *, me: str = "") -> ClaimFilter:
        """The filter that was typed.

        Args:
            typed: The filter.
            me: Who acts: what `me` means in `needs:me`, `checker:me` and kin.

        Raises:
            InvalidValueError: If a field or a value of a closed vocabulary is not known.
        """
        terms, words, sort = [], [], ""
        for shut, name, value, word in WORD.findall(typed.replace("\0", " ")):
            if name == "sort":
                sort = _sort(value.strip('"'))
            elif name:
                terms.append(_of_person(_term(name, value.strip('"'), shut=bool(shut)), me))
            else:
                words.append(word.strip('"').strip())
        return cls(tuple(terms), tuple(word for word in words if word), sort)

    def narrowed(self, name: str, value: str) -> ClaimFilter:
        """The same filter with one more term."""
        return self._replace(terms=(*self.terms, _term(name, value, shut=False)))


def where(wanted: ClaimFilter) -> tuple[str, list[Parameter]]:
    """The SQL condition on the table `claim`, and its parameters for `?`."""
    conditions, parameters = ["1 = 1"], []
    for term in wanted.terms:
        condition, values = _condition(term)
        conditions.append(f"NOT coalesce(({condition}), FALSE)" if term.shut else condition)
        parameters += values
    match = match_expression(wanted.words)
    if match:
        conditions.append(
            "claim.id IN (SELECT claim_fts.rowid FROM claim_fts WHERE claim_fts MATCH ?)"
        )
        parameters.append(match)
    return " AND ".join(conditions), parameters


class Match(str):
    """A query of FTS5, and what it was made of: for an engine that has another full text.

    Attributes:
        phrases: Words that stand behind each other; all phrases are wanted.
        columns: Where; empty for anywhere.
        begun: Whether a phrase of one word may be the beginning of one.
    """

    __slots__ = ("begun", "columns", "phrases")

    phrases: tuple[str, ...]
    columns: tuple[str, ...]
    begun: bool

    @classmethod
    def of(
        cls, phrases: Sequence[str], *, columns: Sequence[str] = (), begun: bool = False
    ) -> Match:
        """The query for some phrases."""
        where = f"{{{' '.join(columns)}}} : " if columns else ""
        query = " ".join(
            f'{where}"{phrase}"{"*" if begun and " " not in phrase else ""}' for phrase in phrases
        )
        made = cls(query)
        made.phrases, made.columns, made.begun = tuple(phrases), tuple(columns), begun
        return made


def match_expression(words: Sequence[str]) -> Match:
    """The words as a query: all of them, each a prefix; what has no letters is left out."""
    phrases = [re.findall(r"[^\W_]+", word) for word in words]
    return Match.of([" ".join(phrase) for phrase in phrases if phrase], begun=True)


def _term(name: str, value: str, *, shut: bool) -> Term:
    if name not in FIELDS:
        raise unknown("filter", name, (*FIELDS, "sort"))
    values = tuple(part for part in value.split(",") if part)
    if not values:
        raise InvalidValueError(f"The filter {name}: has no value.", hint=f"Such as {name}:…")
    known: Sequence[str] | None = None
    if name in _CLOSED_FIELDS:
        known = [item.value for item in _CLOSED_FIELDS[name][1]]
        known += [] if name == "status" else ["none"]
        values = tuple(item.replace("-", "_") for item in values)
    elif name in ("has", "no"):
        known = list(_THINGS)
    elif name == "placement":
        known = list(_PLACEMENTS)
    elif name == "is":
        known = list(_STATES)
    for item in values:
        if known is not None and item not in known:
            raise unknown(name, item, known)
    return Term(name, values, shut)


def _sort(name: str) -> str:
    word = name.removeprefix("-")
    if word not in SORTS:
        raise unknown("order", word, list(SORTS))
    return name


def _of_person(term: Term, me: str) -> Term:
    if not me or term.field not in _PEOPLE:
        return term
    return term._replace(values=tuple(me if value == ME else value for value in term.values))


def unknown(what: str, value: str, known: Sequence[str]) -> InvalidValueError:
    """The error for a field or value that there is not, with the nearest one that there is."""
    import difflib  # only for a slip of the pen

    near = difflib.get_close_matches(value, known, 1)
    meant = f" Did you mean {near[0]!r}?" if near else ""
    return InvalidValueError(
        f"There is no {what} {value!r}.{meant}", hint=f"One of: {', '.join(known)}"
    )


def _condition(term: Term) -> tuple[str, list[Parameter]]:
    if term.field in _CLOSED_FIELDS:
        return _closed_condition(term)
    if term.field == "has":
        return _any(_THINGS[value] for value in term.values), []
    if term.field == "no":
        return _any(f"NOT ({_THINGS[value]})" for value in term.values), []
    if term.field == "is":
        return _any(_STATES[value] for value in term.values), []
    if term.field == "placement":
        return _any(_PLACEMENTS[value] for value in term.values), []
    if term.field == "needs":
        return _any(_NEEDS for _ in term.values), [name for name in term.values for _ in range(3)]
    return _any(_OTHERS[term.field] for _ in term.values), list(term.values)


def _closed_condition(term: Term) -> tuple[str, list[Parameter]]:
    column = _CLOSED_FIELDS[term.field][0]
    named = [value for value in term.values if value != "none"]
    parts = [f"{column} IN ({', '.join('?' for _ in named)})"] if named else []
    parts += [f"{column} IS NULL"] if "none" in term.values else []
    return _any(parts), list(named)


def _any(conditions: object) -> str:
    return "(" + " OR ".join(conditions) + ")"  # type: ignore[arg-type]
