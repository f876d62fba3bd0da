"""What goes into a sealed bundle, and the manifest of its hashes.

The bundle is a zip file: the report, the whole ledger (lossless), the text and the file of every
revision, `manifest.json` with the SHA-256 of each of them and the root of the history, and
`verify.py`, a script of the standard library that names every byte that was changed.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from importlib.resources import files
from pathlib import PurePosixPath

from annot.errors import InvalidValueError, PurgedError
from annot.exchange.lossless_out import write_lossless
from annot.exchange.selection import Selection
from annot.operations.articles import Articles
from annot.operations.ledger import Ledger
from annot.report.model import Report
from annot.store.models import Revision
from annot.vocabulary import Audience

FORMAT = 1
MANIFEST, LEDGER, SCRIPT = "manifest.json", "ledger.jsonl", "verify.py"


def write_bundle(ledger: Ledger, report: Report, reports: Mapping[str, bytes]) -> bytes:
    """The bundle of a report.

    Args:
        ledger: The ledger that it is about.
        report: The report.
        reports: The report in its forms, by the names of their files.

    Returns:
        The bytes of the zip file.
    """
    found = {**reports, LEDGER: _whole(ledger), SCRIPT: _script()}
    texts: dict[str, str] = {}
    articles = Articles(ledger)
    for article in articles.list():
        for revision in ledger.database.find(Revision, article_id=article.id):
            folder = f"articles/{article.slug}/revision-{revision.number}"
            with suppress(PurgedError):  # the ledger in the bundle says so
                found[f"{folder}.txt"] = articles.content(revision.text_sha256)
                texts[f"{folder}.txt"] = revision.text_sha256.hex()
            with suppress(PurgedError):
                original = f"{folder}.original{_ending(revision.filename)}"
                found[original] = articles.content(revision.file_sha256)
    manifest = {
        "format": FORMAT,
        "title": report.title,
        "audience": report.audience.value,
        "made_at": report.made_at.isoformat(),
        "made_by": report.made_by,
        "software": report.software,
        "root": report.root,
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in sorted(found.items())},
        "texts": texts,
    }
    spelled = json.dumps(manifest, indent=2, ensure_ascii=False, sort_keys=True)
    return _packed({MANIFEST: f"{spelled}\n".encode(), **found}, report)


def refuse_public(audience: Audience) -> None:
    """Raise an error for a bundle that the public is to have.

    Raises:
        InvalidValueError: If it is.
    """
    if audience is Audience.PUBLIC:
        raise InvalidValueError(
            "A sealed bundle holds the whole ledger, also what is confidential: it is not for the "
            "public.",
            hint="Write a report for them: annot report report.html --audience public",
        )


def _ending(filename: str) -> str:
    """The ending of a file's name, if it is one that any system can have."""
    ending = PurePosixPath(filename).suffix
    return ending if re.fullmatch(r"\.[A-Za-z0-9]{1,8}", ending) else ".bin"


def _whole(ledger: Ledger) -> bytes:
    out = io.BytesIO()
    write_lossless(ledger, Selection(), out)
    return out.getvalue()


def _script() -> bytes:
    return files("annot.sealing").joinpath("verify.txt").read_bytes()


def _packed(found: Mapping[str, bytes], report: Report) -> bytes:
    made = max(report.made_at.timetuple()[:6], (1980, 1, 1, 0, 0, 0))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, data in found.items():
            info = zipfile.ZipInfo(name, made)
            info.compress_type = zipfile.ZIP_DEFLATED
            bundle.writestr(info, data)
    return out.getvalue()
