"""No byte of what the public must not see is in any file that is written for it."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_typeset import inflated, needs_pango

import annot
from annot.report.files import FORMATS
from annot.store.models import Source

ENDINGS = [
    pytest.param(ending, marks=needs_pango if ending == ".pdf" else ())
    for ending in sorted({*FORMATS} - {".markdown", ".htm"})
]
_SECRET = st.text("abcdefghijkmnpqrstuvwxyz", min_size=6, max_size=9).map(lambda s: f"Zq{s}")


def everything(data: bytes) -> str:
    """All that a file holds: packed parts, streams, and the text that a reader of it finds."""
    parts = [data, inflated(data)]
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts += [package.read(name) for name in package.namelist()]
            parts += [name.encode() for name in package.namelist()]
    if data.startswith(b"%PDF"):
        document = pypdfium2.PdfDocument(data)
        parts += [page.get_textpage().get_text_bounded().encode() for page in document]
        parts += [str(document.get_metadata_dict()).encode()]
    return b"\n".join(parts).decode("utf-8", "replace") + data.decode("utf-16-be", "replace")


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=3, deadline=None)
@given(st.lists(_SECRET, min_size=26, max_size=26, unique=True))
def test_what_is_confidential_is_in_no_byte(ending: str, secrets: list[str]) -> None:
    (title, author, publisher, passage, locator, note, remark, query, answer, checker, tag,
     proposed, unsettled, reasoning, on_article, added_by, on_evidence, on_source, on_open,
     answerer, kept, kept_openly, judge, other_judge, found, decided) = secrets  # fmt: skip
    with (
        tempfile.TemporaryDirectory() as folder,
        annot.open(Path(folder) / "story.db", actor=added_by) as workspace,
    ):
        article = workspace.articles.add("It has 31 trams. Nobody knows why.", title="Trams")
        source = workspace.sources.add(
            title=title, authors=[author], publisher=publisher, confidential=True,
            url=f"https://example.org/{title}", identifiers={"isbn": f"978{author}"},
        )  # fmt: skip
        claim = workspace.claims.add(article, quote="31 trams", tags=[tag])
        link = workspace.evidence.add(claim, source, passage=passage, locator=locator, note=note)
        open_source = workspace.sources.add(title="Fleet list", url="https://example.org/fleet")
        workspace.evidence.add(claim, open_source, passage="29 of them")
        hashes = [
            snapshot(workspace, folder, cited, words)
            for cited, words in ((source, kept), (open_source, kept_openly))
        ]
        workspace.notes.ask(link, on_evidence, to="source")
        workspace.notes.add(source, on_source)
        workspace.notes.ask(open_source, on_open, to="source")
        workspace.notes.add(claim, remark)
        asked = workspace.notes.ask(claim, query, to="source")
        with annot.open(workspace.path, actor=answerer) as other:
            other.notes.answer(asked, answer)
        workspace.notes.add(article, on_article)
        workspace.claims.set(claim, verdict="refuted", correction=proposed, checker=checker)
        workspace.claims.set(claim, status="approved")
        known = workspace.claims.add(article, quote="It has", verdict="supported")
        workspace.assignments.add([claim, known], name=judge)
        for reader, verdict in ((judge, "unproven"), (other_judge, "supported")):
            with annot.open(workspace.path, actor=reader) as other:
                other.judgements.give(known, verdict=verdict, note=found)
                other.judgements.give(claim, verdict="inexact")
        workspace.judgements.decide(known, verdict="conflicting", reason=decided)
        workspace.claims.add(article, quote="Nobody knows", text=unsettled, reasoning=reasoning)
        path = Path(folder) / f"report{ending}"
        workspace.report(path, audience="public")
        public = everything(path.read_bytes())
        workspace.report(path, audience="lawyer")
        lawyer = everything(path.read_bytes())
        workspace.report(path, audience="public", names=True)
        named = everything(path.read_bytes())
    assert "31 trams" in public
    assert "Fleet list" in public or ending == ".pdf"
    for secret in (*secrets, *hashes):
        assert secret not in public, secret
        assert secret not in named or secret in (checker, added_by), secret
        # Of what was kept the lawyer is told the hash, which a page shows shortened.
        if ending != ".pdf" and secret not in (kept, kept_openly):
            assert secret[:12] in lawyer, secret


def snapshot(workspace: annot.Workspace, folder: str, source: Source, words: str) -> str:
    """Keep a page that says some words; its hash."""
    page = Path(folder) / f"{words}.txt"
    page.write_text(f"It says {words}.")
    taken = workspace.snapshots.take(source, file=page)
    assert taken.file_sha256
    return taken.file_sha256.hex()
