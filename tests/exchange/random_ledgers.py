"""Ledgers with everything in them, of hostile texts, built through the operations."""

from __future__ import annotations

import contextlib

from hypothesis import strategies as st

from annot.errors import AnnotError
from annot.vocabulary import ClaimKind, SourceKind, Stance, Status, Verdict
from annot.workspace import Workspace

PIECES = st.sampled_from(
    ["=1+1", "'", "'=x", "+", "-", "@SUM(A1)", "\t", "\r", "\n", "\r\n", '"', ",", ";", "|",
     "\u2028", "\u202e", "\ufeff", "\x1b[31m", "\x85", "é", "e\u0301", "“", "👩\u200d🚀", "<b>",
     "word", "two words", " ", "0", "\ufffe", "＝x"]
)  # fmt: skip
HOSTILE = st.lists(PIECES, max_size=6).map("".join)
WORDS = HOSTILE.map(lambda text: f"{text}x")
LINES = HOSTILE.map(lambda text: text.replace("\n", "").replace("\r", ""))
NAMES = LINES.map(lambda text: f"{text}n")
ARTICLES = st.lists(WORDS, min_size=1, max_size=5).map(". ".join)
PRINTED = st.lists(
    st.sampled_from(["so", "it", "is", "“so it is”", "so it is.\n\n", "café", "Ünï—x"]),
    min_size=1,
    max_size=30,
).map(" ".join)
"""Texts in which the same words stand again and again."""

VERDICTS = st.sampled_from([*Verdict, None])
STATUSES = st.sampled_from(list(Status))
FIELDS = st.fixed_dictionaries(
    {
        "text": WORDS,
        "kind": st.sampled_from([*ClaimKind, None]),
        "status": STATUSES,
        "verdict": VERDICTS,
        "reasoning": HOSTILE,
        "correction": HOSTILE,
        "checker": LINES,
        "tags": st.lists(NAMES, max_size=3),
        "extra": st.dictionaries(
            NAMES | st.sampled_from(["Verdict", "desk", "_row"]), WORDS, max_size=3
        ),
    }
)
SOURCES = st.fixed_dictionaries(
    {
        "title": NAMES,
        "url": st.sampled_from(["", "https://example.org/a", "https://example.org/b?x=1"]),
        "publisher": LINES,
        "published": st.sampled_from(["", "2024", "2024-02-29"]),
        "kind": st.sampled_from(list(SourceKind)),
        "authors": st.lists(NAMES, max_size=2),
        "confidential": st.booleans(),
    }
)
LINKS = st.fixed_dictionaries(
    {
        "stance": st.sampled_from(list(Stance)),
        "passage": HOSTILE,
        "locator": LINES,
        "note": HOSTILE,
    }
)

ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("article"), ARTICLES),
        st.tuples(st.just("claim"), FIELDS, st.integers(0, 30), st.integers(1, 9)),
        st.tuples(st.just("evidence"), SOURCES, LINKS),
        st.tuples(st.just("note"), WORDS),
        st.tuples(st.just("ask"), WORDS),
        st.tuples(st.just("answer"), WORDS),
        st.tuples(st.just("set"), VERDICTS, HOSTILE),
        st.tuples(st.just("accept"), st.integers(0, 30), st.integers(1, 9)),
        st.tuples(st.sampled_from(["undo", "redo", "remove claim", "remove article"])),
    ),
    max_size=25,
)
"""What is done in a ledger, one act after the other; what is refused is left out."""


def build(workspace: Workspace, acts: list[tuple]) -> None:
    for act in acts:
        with contextlib.suppress(AnnotError):
            _do(workspace, *act)


def _do(workspace: Workspace, name: str, *values: object) -> None:
    articles, claims = workspace.articles.list(), workspace.claims.list()
    latest = max(claims, key=lambda claim: claim.id) if claims else None
    if name == "article":
        workspace.articles.add(values[0])
    elif name == "claim":
        fields, start, length = values
        try:
            workspace.claims.add(articles[-1].id, span=(start, start + length), **fields)
        except (AnnotError, IndexError):
            workspace.claims.add(**fields)
    elif name == "accept":
        start, length = values
        workspace.articles.accept(articles[-1], span=(start, start + length)) if articles else None
    elif name in ("undo", "redo"):
        getattr(workspace.history, name)()
    elif name == "remove article":
        workspace.articles.remove(articles[0]) if articles else None
    elif latest is not None:
        _do_with(workspace, latest, name, *values)


def _do_with(workspace: Workspace, claim: object, name: str, *values: object) -> None:
    if name == "evidence":
        source = workspace.sources.add(**values[0])
        workspace.evidence.add(claim, source, **values[1])
    elif name == "note":
        workspace.notes.add(claim, values[0])
    elif name == "ask":
        workspace.notes.ask(claim, values[0], to="author")
    elif name == "answer":
        for note in workspace.notes.list(claim)[-1:]:
            workspace.notes.answer(note, values[0])
    elif name == "set":
        workspace.claims.set(claim, verdict=values[0], correction=values[1])
    elif name == "remove claim":
        workspace.claims.remove(claim)
