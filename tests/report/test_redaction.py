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
@given(st.lists(_SECRET, min_size=16, max_size=16, unique=True))
def test_what_is_confidential_is_in_no_byte(ending: str, secrets: list[str]) -> None:
    (title, author, publisher, passage, locator, note, remark, query, answer, checker, tag,
     proposed, unsettled, reasoning, on_article, added_by) = secrets  # fmt: skip
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
        workspace.evidence.add(claim, source, passage=passage, locator=locator, note=note)
        workspace.notes.add(claim, remark)
        asked = workspace.notes.ask(claim, query, to="source")
        workspace.notes.answer(asked, answer)
        workspace.notes.add(article, on_article)
        workspace.claims.set(claim, verdict="refuted", correction=proposed, checker=checker)
        workspace.claims.set(claim, status="approved")
        workspace.claims.add(article, quote="Nobody knows", text=unsettled, reasoning=reasoning)
        path = Path(folder) / f"report{ending}"
        workspace.report(path, audience="public")
        public = everything(path.read_bytes())
        workspace.report(path, audience="lawyer")
        lawyer = everything(path.read_bytes())
    assert "31 trams" in public
    for secret in secrets:
        assert secret not in public, secret
        if ending != ".pdf":
            assert secret in lawyer, secret
