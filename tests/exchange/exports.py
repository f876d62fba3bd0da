"""Exports written by their own functions, and one ledger with everything in it."""

from __future__ import annotations

import io
import json
from typing import Any

from annot.exchange.files import Writer
from annot.exchange.selection import Selection
from annot.exchange.summary import ExportSummary
from annot.operations.ledger import Ledger
from annot.vocabulary import Audience
from annot.workspace import Workspace


def exported(
    workspace: Workspace, writer: Writer, *, audience: str = "editor", **selection: Any
) -> tuple[bytes, ExportSummary]:
    """What a writer writes of a workspace, and what it says of it."""
    out = io.BytesIO()
    ledger: Ledger = workspace._ledger
    done = writer(ledger, Selection(audience=Audience(audience), **selection), out)
    return out.getvalue(), done


def loaded(workspace: Workspace, writer: Writer, **selection: Any) -> Any:
    """The JSON that a writer writes of a workspace."""
    return json.loads(exported(workspace, writer, **selection)[0])


def fill(workspace: Workspace) -> None:
    """A refuted claim with all that a claim can have, an open one, and one without an article."""
    claim = workspace.claims.add(
        "bridge",
        quote="Two workers died",
        text="Two workers died in building the bridge.",
        kind="quantity",
        verdict="refuted",
        reasoning="The record says three.",
        correction="Three workers died",
        checker="lee",
        tags=["delicate", "harbour, north"],
        key="b-1",
    )
    record = workspace.sources.add(
        url="https://example.org/record",
        title="Record",
        authors=["A. One", "B. Two"],
        publisher="The city",
        published="1931-05",
        kind="report",
        rank="primary",
        accessed="2026-01-02",
        archived_url="https://archive.example/record",
        identifiers={"isbn": "9780306406157"},
    )
    mole = workspace.sources.add(title="The mole", publisher="Hidden", confidential=True)
    link = workspace.evidence.add(
        claim, record, stance="refutes", passage="three died", locator="p. 4", note="internal"
    )
    workspace.evidence.add(claim, mole, passage="I saw it", locator="call 3", note="by night")
    workspace.notes.add(claim, "The mole must not be named")
    query = workspace.notes.ask(claim, "Who counted them?", to="author")
    workspace.notes.answer(query, "The foreman, secretly.")
    workspace.notes.add(link, "Scanned twice")
    workspace.claims.set(claim, status="checked")
    workspace.claims.add("bridge", quote="The mayor called it a burden", verdict=None)
    workspace.claims.add(text="=1+1 is “two”, they say 👩‍🚀", verdict="on_author", status="checked")


SECRETS = (
    "mole", "Hidden", "I saw it", "call 3", "by night", "internal", "lee", "delicate", "harbour",
    "foreman", "Who counted", "Scanned",
)  # fmt: skip
"""What the public must not read of that ledger."""
