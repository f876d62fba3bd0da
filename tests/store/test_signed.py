"""Who found, approved and answered is read from the history, whatever way it came in."""

from __future__ import annotations

from pathlib import Path

import annot
from annot.reporting import Known
from annot.store.signed import Act, ClaimSigned


def signed(workspace: annot.Workspace, number: int, article: str = "trams") -> ClaimSigned:
    return Known(workspace._ledger).signed(workspace.dossier(article)).claims[number]


def as_(workspace: annot.Workspace, name: str) -> annot.Workspace:
    return annot.open(workspace.path, actor=name)


def by(act: Act | None) -> str:
    return "" if act is None else act.by


def test_who_set_the_verdict_and_who_approved(workspace: annot.Workspace) -> None:
    article = workspace.articles.add("The town has 31 trams.", title="Trams")
    claim = workspace.claims.add(article, quote="31 trams")
    with as_(workspace, "robin") as robin:
        robin.claims.set(claim, verdict="refuted")
    with as_(workspace, "kim") as kim:
        kim.claims.set(claim, status="approved")
        kim.claims.set(claim, reasoning="Nothing of this finds or approves.")
    found = signed(workspace, claim.id)
    assert (by(found.found), by(found.approved)) == ("robin", "kim")
    history = workspace.history.list(claim=claim)
    assert found.found
    assert found.found.at == next(e.at for e in history if e.actor == "robin")


def test_an_undo_and_a_redo_give_no_verdict(workspace: annot.Workspace) -> None:
    article = workspace.articles.add("The town has 31 trams.", title="Trams")
    claim = workspace.claims.add(article, quote="31 trams")
    with as_(workspace, "robin") as robin:
        robin.claims.set(claim, verdict="refuted")
    with as_(workspace, "kim") as kim:
        kim.claims.set(claim, verdict="supported")
        kim.history.undo()
        assert by(signed(workspace, claim.id).found) == "robin"
        kim.history.redo()
        assert by(signed(workspace, claim.id).found) == "kim"


def test_who_looked_again_at_a_stale_claim_found_it(workspace: annot.Workspace) -> None:
    article = workspace.articles.add("The town has 31 trams.", title="Trams")
    claim = workspace.claims.add(article, quote="31 trams")
    workspace.claims.set(claim, verdict="refuted")
    workspace.articles.revise(article, "The town has 30 trams.")
    assert by(signed(workspace, claim.id).found) == workspace.actor
    with as_(workspace, "robin") as robin:
        robin.claims.set(claim, status="checked")
    found = signed(workspace, claim.id).found
    assert by(found) == "robin"
    entry = Known(workspace._ledger).signed(workspace.dossier("trams")).entry(found)
    assert entry
    assert entry.revision == 2


def test_an_approval_that_was_taken_away_is_none(workspace: annot.Workspace) -> None:
    article = workspace.articles.add("The town has 31 trams.", title="Trams")
    claim = workspace.claims.add(article, quote="31 trams")
    workspace.claims.set(claim, verdict="refuted")
    with as_(workspace, "kim") as kim:
        kim.claims.set(claim, status="approved")
        kim.claims.set(claim, status="checking")
    assert signed(workspace, claim.id).approved is None


def test_of_a_bulk_import_it_is_who_imported_until_somebody_changes_it(
    workspace: annot.Workspace, tmp_path: Path
) -> None:
    text = " ".join(f"Line {number} is long." for number in range(30))
    workspace.articles.add(text, title="Trams")
    rows = "".join(f"Line {n} is long,trams,refuted,checked,lee\n" for n in range(30))
    (tmp_path / "claims.csv").write_text(f"quote,article,verdict,status,checker\n{rows}")
    with as_(workspace, "importer") as importer:
        importer.import_file(tmp_path / "claims.csv")
    with as_(workspace, "robin") as robin:
        robin.claims.set(2, verdict="supported")
        robin.claims.set(3, reasoning="A slip.")
    found = [by(signed(workspace, number).found) for number in (1, 2, 3)]
    assert found == ["importer", "robin", "importer"]
