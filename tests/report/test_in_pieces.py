"""Reports of any number of claims: read in pages, written in pieces, of one state of the ledger."""

from __future__ import annotations

import re
import tempfile
import tracemalloc
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from report_builders import article, library_report, paragraph, report

import annot
from annot.errors import InputFileError
from annot.operations.history import History
from annot.report.files import writer_for
from annot.report.spool import Spool, SpooledClaims
from annot.store.dossier_pages import DossierPages
from annot.vocabulary import Audience

ENDINGS = (".html", ".md", ".docx", ".xlsx")
TEXT = "\n\n".join(f"The harbour had {n} cranes. In {1800 + n} it lost one." for n in range(1, 13))


@pytest.fixture
def filled(workspace: annot.Workspace) -> annot.Workspace:
    """A ledger with claims of every fate in a text, and some without a place."""
    item = workspace.articles.add(TEXT, title="Harbour")
    ledger, sea = (workspace.sources.add(title=title) for title in ("Ledger", "Atlas of the sea"))
    workspace.sources.set(sea, confidential=True)
    for number in range(1, 13):
        found = workspace.claims.add(
            item, quote=f"{number} cranes", tags=["person"] if number % 5 == 0 else []
        )
        workspace.evidence.add(found, sea if number % 3 else ledger, passage=f"{number} cranes")
        if number % 4 == 0:
            workspace.notes.ask(found, f"Who counted the {number}?", to="author")
        if number % 2:
            verdict = "refuted" if number % 3 else "supported"
            workspace.claims.set(found, verdict=verdict, correction="no cranes")
    workspace.claims.drop(workspace.claims.add(text="Nobody swims"), reason="Not in the text")
    workspace.claims.add(text="The sea is salt")
    text = workspace.articles.text(item).replace("had 7 cranes", "had seven or 7 cranes")
    workspace.articles.revise(item, text)
    return workspace


def written(workspace: annot.Workspace, path: Path, audience: str) -> str:
    workspace.report(path, audience=audience)
    return re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "", path.read_text("utf-8"))


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("ending", [".html", ".md"])
def test_a_report_read_in_small_pages_says_the_same(
    filled: annot.Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    audience: str,
    ending: str,
) -> None:
    at_once = written(filled, tmp_path / f"one{ending}", audience)
    monkeypatch.setattr("annot.report.build._PAGE", 3)
    assert written(filled, tmp_path / f"two{ending}", audience) == at_once


@pytest.mark.parametrize("ending", ENDINGS)
def test_ten_times_the_claims_do_not_take_ten_times_the_memory(ending: str) -> None:
    """A claim more is a few numbers, in a workbook its links too; told, it takes kilobytes."""
    write = writer_for(Path(f"report{ending}"))
    highest(write, 20)  # what is loaded once
    assert highest(write, 600) - highest(write, 100) < 500 * 1_500


def highest(write: object, count: int) -> int:
    """The most bytes that are held at once while a report of so many claims is written."""
    assert callable(write)
    plain = library_report()
    entries = [*plain.claims]
    text = [paragraph(1, "Nothing is claimed here.")]
    with closing(Spool()) as spool:
        many = (replace(entries[n % len(entries)], number=n + 1) for n in range(count))
        claims = SpooledClaims(spool, many)
        made = report([article(text, claims)], plain.sources)
        with tempfile.TemporaryFile() as out:
            tracemalloc.start()
            try:
                write(made, out)
                return tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()


@pytest.mark.parametrize("audience", list(Audience))
def test_who_writes_while_a_report_is_made_does_not_get_half_into_it(
    filled: annot.Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, audience: str
) -> None:
    read = DossierPages.page

    def disturbed(pages: DossierPages, numbers: object) -> object:
        with annot.open(filled.path, actor="robin") as other:
            other.claims.set(list(other.claims.list()), reasoning="Written meanwhile")
        monkeypatch.setattr(DossierPages, "page", read)
        return read(pages, numbers)  # type: ignore[arg-type]

    monkeypatch.setattr("annot.report.build._PAGE", 3)
    monkeypatch.setattr(DossierPages, "page", disturbed)
    text = written(filled, tmp_path / "report.html", audience)
    assert "Written meanwhile" not in text
    assert "Written meanwhile" in {claim.reasoning for claim in filled.claims.list()}


def test_the_seal_is_of_the_very_state_that_is_told(
    filled: annot.Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seal = History.seal

    def disturbed(history: History) -> bytes:
        root = seal(history)
        monkeypatch.setattr(History, "seal", seal)
        with annot.open(filled.path, actor="robin") as other:
            other.claims.add(text="Between seal and report")
        return root

    monkeypatch.setattr(History, "seal", disturbed)
    text = written(filled, tmp_path / "report.md", "editor")
    assert "Between seal and report" in text
    assert filled.history.seal().hex() in text


def test_a_page_that_breaks_in_the_middle_leaves_nothing_on_standard_output(
    filled: annot.Workspace, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    broken = '{% extends "annot/report.html.jinja" %}{% block after %}{{ 1 / 0 }}{% endblock %}'
    (tmp_path / "report.html.jinja").write_text(broken)
    with pytest.raises(InputFileError, match="line 1"):
        filled.report("-", format="html", template=tmp_path)
    assert capsysbinary.readouterr().out == b""


def test_a_page_that_breaks_in_the_middle_leaves_the_report_from_before(
    filled: annot.Workspace, tmp_path: Path
) -> None:
    before = tmp_path / "report.html"
    before.write_text("From before")
    dress = tmp_path / "dress"
    dress.mkdir()
    (dress / "report.html.jinja").write_text(
        '{% extends "annot/report.html.jinja" %}{% block after %}{{ 1 / 0 }}{% endblock %}'
    )
    with pytest.raises(InputFileError):
        filled.report(before, template=dress)
    assert before.read_text() == "From before"
    assert {file.name for file in tmp_path.iterdir()} >= {"dress", "report.html"}
    assert not list(tmp_path.glob(".*.new"))
