"""No operation is missing from a front end: what Python can do, the command line can do."""

from __future__ import annotations

import inspect

import click
import pytest

from annot.cli.root import annot as root
from annot.operations.articles import Articles
from annot.operations.assignments import Assignments
from annot.operations.claims import Claims
from annot.operations.evidence import EvidenceLinks
from annot.operations.history import History
from annot.operations.judgements import Judgements
from annot.operations.notes import Notes
from annot.operations.people import People
from annot.operations.snapshots import Snapshots
from annot.operations.sources import Sources
from annot.rules.book import Rules
from annot.workspace import ManyClaims, Workspace

NOUNS: dict[str, type] = {
    "article": Articles,
    "claim": ManyClaims,
    "source": Sources,
    "snapshot": Snapshots,
    "evidence": EvidenceLinks,
    "note": Notes,
    "rules": Rules,
    "people": People,
    "assignment": Assignments,
    "judgement": Judgements,
    "history": History,
    "workspace": Workspace,
}

NAMED_OTHERWISE = {
    "article.add_file": "article add",
    "article.get": "article list",
    "article.read": "article add",
    "article.revise_file": "article revise",
    "article.fates": "article revise",
    "article.revisions": "article diff",
    "article.revision": "article show",
    "article.text": "article show",
    "article.content": "article show",
    "article.repeats": "article add",
    "claim.get": "claim show",
    "claim.anchors": "claim show",
    "claim.doubles": "claim add",
    "claim.same": "claim show",
    "claim.add_many": "import",
    "source.get": "source show",
    "snapshot.take": "source archive",
    "snapshot.keep": "source archive",
    "snapshot.list": "source snapshots",
    "snapshot.get": "source snapshot",
    "snapshot.text": "source snapshot",
    "snapshot.data": "source snapshot",
    "snapshot.latest": "source snapshots",
    "snapshot.standing": "evidence add",
    "snapshot.standings": "source archive",
    "evidence.get": "evidence list",
    "note.get": "note list",
    "rules.get": "rules show",
    "rules.chosen": "rules list",
    "assignment.add": "claim assign",
    "assignment.remove": "claim unassign",
    "assignment.list": "claim assignments",
    "judgement.give": "claim judge",
    "judgement.list": "claim judgements",
    "judgement.disputed": "claim judgements",
    "judgement.decide": "claim adjudicate",
    "judgement.agreement": "claim agreement",
    "history.list": "history",
    "history.undo": "undo",
    "history.redo": "redo",
    "history.verify": "verify",
    "history.seal": "report",
    "workspace.check": "check",
    "workspace.suggest": "suggest",
    "workspace.match": "match",
    "workspace.report": "report",
    "workspace.import_file": "import",
    "workspace.export": "export",
    "workspace.copy": "copy",
    "workspace.merge": "merge",
    "workspace.backup": "backup",
    "workspace.doctor": "doctor",
    "workspace.purge": "purge",
    "workspace.dossier": "claim show",
    "workspace.dossiers": "report",
}
"""What reads, or what the command line calls by another name."""

FOR_PROGRAMS = {
    "workspace.close", "workspace.leave_log", "workspace.operation", "workspace.subscribe",
    "workspace.write_log",
}  # fmt: skip
"""What only a program needs: every command opens, does one operation, and closes."""


def operations() -> list[str]:
    return [
        f"{noun}.{name}"
        for noun, home in NOUNS.items()
        for name, member in inspect.getmembers(home, inspect.isfunction)
        if not name.startswith("_") and f"{noun}.{name}" not in FOR_PROGRAMS
    ]


def command_named(path: str) -> click.Command | None:
    command: click.Command | None = root
    for name in path.split():
        if not isinstance(command, click.Group):
            return None
        command = command.get_command(click.Context(command), name)
    return command


@pytest.mark.parametrize("operation", operations())
def test_every_operation_has_a_command(operation: str) -> None:
    path = NAMED_OTHERWISE.get(operation, operation.replace(".", " "))
    assert command_named(path) is not None, f"annot {path} is missing"


def test_the_table_names_only_operations_that_exist() -> None:
    assert set(NAMED_OTHERWISE) <= set(operations())


@pytest.mark.parametrize(
    ("operation", "not_options"),
    [
        (Articles.add_file, set()),
        (Articles.set, set()),
        (Articles.accept, {"span"}),
        (Claims.add, {"span"}),
        (Claims.set, set()),
        (Claims.anchor, {"span", "replace"}),
        (Sources.add, set()),
        (Sources.set, set()),
        (Snapshots.take, set()),
        (EvidenceLinks.add, set()),
        (EvidenceLinks.set, set()),
        (Rules.set, set()),
        (Rules.preset, set()),
        (People.set, set()),
        (Assignments.add, {"name"}),
        (Assignments.list, set()),
        (Judgements.give, set()),
        (Judgements.decide, set()),
        (History.list, set()),
        (History.undo, set()),
        (History.verify, set()),
        (Workspace.check, set()),
        (Workspace.report, set()),
        (ManyClaims.add_many, {"progress"}),
        (Workspace.import_file, {"progress"}),
        (Workspace.export, set()),
        (Workspace.match, set()),
        (Workspace.merge, {"ask"}),
        (Workspace.backup, {"progress"}),
        (Workspace.doctor, {"progress"}),
    ],
)
def test_every_argument_has_an_option(operation: object, not_options: set[str]) -> None:
    assert inspect.isfunction(operation)
    owner, _, verb = operation.__qualname__.partition(".")
    noun = next(name for name, home in NOUNS.items() if owner in {c.__name__ for c in home.__mro__})
    command = command_named(NAMED_OTHERWISE.get(f"{noun}.{verb}", f"{noun} {verb}"))
    assert command is not None
    offered = {str(parameter.name).rstrip("_") for parameter in command.params}
    wanted = {
        name
        for name, parameter in inspect.signature(operation).parameters.items()
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY
    }
    assert wanted - not_options <= offered
