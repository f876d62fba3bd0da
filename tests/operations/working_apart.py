"""What two people do on copies of one ledger, and what both copies say afterwards."""

from __future__ import annotations

import contextlib
from collections import Counter
from typing import Any

from hypothesis import strategies as st

import annot
from annot.errors import AnnotError
from annot.store.merge import REFERENCES
from annot.store.merging.changed import MERGED, stored
from annot.vocabulary import ClaimKind, Stance, Status, Verdict

TEXT = (
    "The library on Mill Street opened in 1998. It has 40,000 books, says the head librarian.\n"
    "Last year 12 of its 30 readings were recorded. Nobody was turned away.\n"
)
QUOTES = ("opened in 1998", "40,000 books", "12 of its 30 readings", "Nobody was turned away")
DRAFTS = (
    TEXT.replace("12 of its 30", "13 of its 31"),
    TEXT.replace("opened in 1998", "opened in 1999"),
    TEXT + "A third paragraph says more.\n",
)

NUMBER = st.integers(0, 5)
QUOTE = st.sampled_from(QUOTES)
EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("claim"), QUOTE),
        st.tuples(st.just("loose"), QUOTE),
        st.tuples(st.just("kind"), NUMBER, st.sampled_from(list(ClaimKind))),
        st.tuples(st.just("text"), NUMBER, QUOTE),
        st.tuples(st.just("tags"), NUMBER, st.lists(st.sampled_from("abc"), max_size=2)),
        st.tuples(st.just("extra"), NUMBER, st.sampled_from("xy"), st.sampled_from(["", "1", "2"])),
        st.tuples(st.just("verdict"), NUMBER, st.sampled_from([*Verdict, None])),
        st.tuples(st.just("status"), NUMBER, st.sampled_from(list(Status))),
        st.tuples(st.just("correction"), NUMBER, st.sampled_from(["", "one", "two"])),
        st.tuples(st.just("remove"), NUMBER),
        st.tuples(st.just("evidence"), NUMBER, NUMBER, st.sampled_from(list(Stance))),
        st.tuples(st.just("unprove"), NUMBER),
        st.tuples(st.just("stance"), NUMBER, st.sampled_from(list(Stance))),
        st.tuples(st.just("source"), NUMBER, QUOTE),
        st.tuples(st.just("url"), NUMBER, NUMBER),
        st.tuples(st.just("unsource"), NUMBER),
        st.tuples(st.just("join sources"), NUMBER, NUMBER),
        st.tuples(st.just("note"), NUMBER, QUOTE),
        st.tuples(st.just("ask"), NUMBER, QUOTE),
        st.tuples(st.just("answer"), NUMBER, QUOTE),
        st.tuples(st.just("link"), NUMBER, NUMBER),
        st.tuples(st.just("unlink"), NUMBER, NUMBER),
        st.tuples(st.just("judge"), NUMBER, st.sampled_from(list(Verdict))),
        st.tuples(st.just("assign"), NUMBER),
        st.tuples(st.just("accept"), NUMBER),
        st.tuples(st.just("revise"), st.sampled_from(DRAFTS)),
        st.tuples(st.just("article"), NUMBER),
        st.tuples(st.just("join"), NUMBER, NUMBER),
        st.tuples(st.just("confirm"), NUMBER),
        st.tuples(st.sampled_from(["undo", "redo", "remove article"])),
    ),
    max_size=9,
)
"""What somebody does, one thing after the other; what is refused is left out."""


def begin(workspace: annot.Workspace) -> None:
    """What both copies begin with."""
    article = workspace.articles.add(TEXT, title="Mill Street")
    for quote in QUOTES[:3]:
        workspace.claims.add(article, quote=quote)
    source = workspace.sources.add(title="A register", url="https://example.org/0")
    workspace.evidence.add(1, source, stance="supports", passage="in 1998")
    workspace.notes.ask(workspace.claims.get(2), "Who counted?", to="author")


def edit(workspace: annot.Workspace, edits: list[tuple[Any, ...]]) -> None:
    """Do what somebody does in a copy."""
    for name, *values in edits:
        with contextlib.suppress(AnnotError):
            _Edits(workspace).do(name, values)


class _Edits:
    def __init__(self, workspace: annot.Workspace) -> None:
        self.workspace = workspace

    def do(self, name: str, values: list[Any]) -> None:
        getattr(self, name.replace(" ", "_"))(*values)

    def _claim(self, number: int) -> int:
        claims = sorted(claim.id for claim in self.workspace.claims.list())
        return claims[number % len(claims)] if claims else 1

    def _source(self, number: int) -> Any:
        sources = self.workspace.sources.list()
        return sources[number % len(sources)] if sources else "none"

    def _evidence(self, number: int) -> Any:
        claims = sorted(claim.id for claim in self.workspace.claims.list())
        links = [link for claim in claims for link in self.workspace.evidence.list(claim)]
        return links[number % len(links)] if links else 1

    def claim(self, quote: str) -> None:
        self.workspace.claims.add(1, quote=quote)

    def loose(self, text: str) -> None:
        self.workspace.claims.add(text=text)

    def kind(self, number: int, kind: str) -> None:
        self.workspace.claims.set(self._claim(number), kind=kind)

    def text(self, number: int, text: str) -> None:
        self.workspace.claims.set(self._claim(number), text=text)

    def tags(self, number: int, tags: list[str]) -> None:
        self.workspace.claims.set(self._claim(number), tags=tags)

    def extra(self, number: int, name: str, text: str) -> None:
        self.workspace.claims.set(self._claim(number), extra={name: text})

    def verdict(self, number: int, verdict: str | None) -> None:
        self.workspace.claims.set(self._claim(number), verdict=verdict)

    def status(self, number: int, status: str) -> None:
        self.workspace.claims.set(self._claim(number), status=status)

    def correction(self, number: int, correction: str) -> None:
        self.workspace.claims.set(self._claim(number), correction=correction)

    def remove(self, number: int) -> None:
        self.workspace.claims.remove(self._claim(number))

    def evidence(self, number: int, source: int, stance: str) -> None:
        self.workspace.evidence.add(self._claim(number), self._source(source), stance=stance)

    def unprove(self, number: int) -> None:
        self.workspace.evidence.remove(self._evidence(number))

    def stance(self, number: int, stance: str) -> None:
        self.workspace.evidence.set(self._evidence(number), stance=stance)

    def source(self, number: int, title: str) -> None:
        self.workspace.sources.add(title=title, url=f"https://example.org/{number}")

    def url(self, number: int, new: int) -> None:
        self.workspace.sources.set(self._source(number), url=f"https://example.org/{new}")

    def unsource(self, number: int) -> None:
        self.workspace.sources.remove(self._source(number))

    def join_sources(self, number: int, other: int) -> None:
        self.workspace.sources.merge(self._source(number), [self._source(other)])

    def note(self, number: int, text: str) -> None:
        self.workspace.notes.add(self.workspace.claims.get(self._claim(number)), text)

    def ask(self, number: int, text: str) -> None:
        self.workspace.notes.ask(self.workspace.claims.get(self._claim(number)), text, to="author")

    def answer(self, number: int, text: str) -> None:
        notes = self.workspace.notes.list()
        if notes:
            self.workspace.notes.answer(notes[number % len(notes)], text)

    def link(self, number: int, other: int) -> None:
        self.workspace.claims.link(self._claim(number), self._claim(other))

    def unlink(self, number: int, other: int) -> None:
        self.workspace.claims.unlink(self._claim(number), self._claim(other))

    def judge(self, number: int, verdict: str) -> None:
        self.workspace.judgements.give(self._claim(number), verdict=verdict)

    def assign(self, number: int) -> None:
        self.workspace.assignments.add(self._claim(number), name="lee")

    def accept(self, number: int) -> None:
        self.workspace.articles.accept(1, span=(number * 10, number * 10 + 8))

    def revise(self, text: str) -> None:
        self.workspace.articles.revise(1, text)

    def article(self, number: int) -> None:
        self.workspace.articles.add(f"An article of {number} words.", title="Another")

    def join(self, number: int, other: int) -> None:
        self.workspace.claims.merge(self._claim(number), [self._claim(other)])

    def confirm(self, number: int) -> None:
        self.workspace.claims.confirm(self._claim(number))

    def undo(self) -> None:
        self.workspace.history.undo()

    def redo(self) -> None:
        self.workspace.history.redo()

    def remove_article(self) -> None:
        self.workspace.articles.remove(1)


_OWN = {"id", "uid", "version", "created_at", "updated_at", "slug"}


def said(workspace: annot.Workspace) -> Counter[str]:
    """All that a copy says, whatever its rows are numbered; doubled rows count twice.

    A row that both added is one under two uids, so a row is named by what it says.
    """
    names: dict[tuple[str, int], str] = {("article", 0): "no article"}
    found: Counter[str] = Counter()
    with workspace._ledger.database.reading() as connection:
        for noun in MERGED:
            column = "id"
            numbers = _numbers(connection, noun)
            for number, row in stored(connection, noun, **{column: numbers}).items():
                told = {
                    name: _told(names, name, value)
                    for name, value in row.items()
                    if name not in _OWN
                }
                if noun == "same":
                    told["claim_id"], told["other_id"] = sorted(
                        (told["claim_id"], told["other_id"])
                    )
                words = f"{noun} {sorted(told.items())}"
                names[noun, number] = words
                if (noun, number) != ("article", 0):
                    found[words] += 1
    return found


def _numbers(connection: Any, noun: str) -> list[int]:
    return [row[0] for row in connection.exec_driver_sql(f"SELECT id FROM {noun}")]


def _told(names: dict[tuple[str, int], str], name: str, value: Any) -> Any:
    if name in REFERENCES and value is not None:
        return names[REFERENCES[name], value]
    return sorted(value) if name == "tags" else repr(value)
