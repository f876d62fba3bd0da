"""What goes into a sealed bundle, and the manifest of its hashes.

The bundle is a zip file: the report, the whole ledger (lossless), the text and the file of every
revision, what was kept of the sources, `manifest.json` with the SHA-256 of each of them and the
root of the history, and `verify.py`, a script of the standard library that names every byte that
was changed. It is written as it is made, one file after the other, so that it costs no more memory
than the largest of them; the ledger costs none.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import PurePosixPath
from typing import IO, Any, BinaryIO, cast

from annot.errors import InvalidValueError, PurgedError
from annot.exchange.lossless_out import write_lossless
from annot.exchange.selection import Selection
from annot.operations.articles import Articles
from annot.operations.ledger import Ledger
from annot.operations.snapshots import Snapshots
from annot.operations.sources import Sources
from annot.report.model import Report
from annot.store.models import Revision
from annot.vocabulary import Audience

FORMAT = 1
MANIFEST, LEDGER, SCRIPT = "manifest.json", "ledger.jsonl", "verify.py"
WARC = ".warc.gz"


def write_bundle(
    ledger: Ledger, report: Report, reports: Mapping[str, BinaryIO], out: BinaryIO
) -> None:
    """Write the bundle of a report.

    Args:
        ledger: The ledger that it is about.
        report: The report.
        reports: The report in its forms, by the names of their files.
        out: What the zip file is written to; it need not be a file that can be gone back in.
    """
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        bundle = _Bundle(packed, report)
        for name, data in reports.items():
            bundle.copy(name, data)
        with bundle.writing(LEDGER) as file:
            write_lossless(ledger, Selection(), file)
        bundle.add(SCRIPT, files("annot.sealing").joinpath("verify.txt").read_bytes())
        texts = _add_articles(bundle, Articles(ledger), ledger)
        manifest = {
            "format": FORMAT,
            "title": report.title or "Verification report",
            "audience": report.audience.value,
            "made_at": report.made_at.isoformat(),
            "made_by": report.made_by,
            "software": report.software,
            "root": report.root,
            "texts": texts,
            "snapshots": _add_snapshots(bundle, ledger),
            "files": dict(sorted(bundle.hashes.items())),
        }
        spelled = json.dumps(manifest, indent=2, ensure_ascii=False, sort_keys=True)
        bundle.add(MANIFEST, f"{spelled}\n".encode())


def _add_articles(bundle: _Bundle, articles: Articles, ledger: Ledger) -> dict[str, str]:
    """Add the text and the file of every revision; the hashes of the texts by their names."""
    texts = {}
    for article in articles.list():
        for revision in ledger.database.find(Revision, article_id=article.id):
            folder = f"articles/{article.slug}/revision-{revision.number}"
            with contextlib.suppress(PurgedError):  # the ledger in the bundle says so
                bundle.add(f"{folder}.txt", articles.content(revision.text_sha256))
                texts[f"{folder}.txt"] = revision.text_sha256.hex()
            with contextlib.suppress(PurgedError):
                original = f"{folder}.original{_ending(revision.filename)}"
                bundle.add(original, articles.content(revision.file_sha256))
    return texts


def _add_snapshots(bundle: _Bundle, ledger: Ledger) -> dict[str, Any]:
    """Add what was kept of the sources, each under its hash; what is known of it by its name.

    The same bytes are there once, though they may have been kept twice.
    """
    sources = Sources(ledger)
    snapshots = Snapshots(ledger, sources)
    known = {source.id: source for source in sources.list()}
    told: dict[str, Any] = {}
    named: dict[bytes, str] = {}
    for snapshot in snapshots.list():
        if snapshot.file_sha256 is None:
            continue
        if snapshot.file_sha256 not in named:
            ending = _ending(snapshot.filename) if snapshot.filename else WARC
            name = f"snapshots/{snapshot.file_sha256.hex()}{ending}"
            try:
                bundle.add(name, snapshots.data(snapshot))
            except PurgedError:  # the ledger in the bundle says so
                continue
            named[snapshot.file_sha256] = name
        source = known[snapshot.source_id]
        told.setdefault(named[snapshot.file_sha256], []).append(
            {
                "snapshot": snapshot.id,
                "source": source.slug,
                "confidential": source.confidential,
                "url": snapshot.url,
                "at": snapshot.at.isoformat(),
            }
        )
    return told


class _Bundle:
    """The zip file that is being written; `hashes` are the SHA-256 of what is in it, in hex."""

    def __init__(self, packed: zipfile.ZipFile, report: Report) -> None:
        self._packed = packed
        # The oldest moment that a zip file can say.
        self._made = max(report.made_at.timetuple()[:6], (1980, 1, 1, 0, 0, 0))
        self.hashes: dict[str, str] = {}

    def add(self, name: str, data: bytes) -> None:
        """Add a file."""
        self.hashes[name] = hashlib.sha256(data).hexdigest()
        self._packed.writestr(self._about(name), data)

    def copy(self, name: str, file: BinaryIO) -> None:
        """Add what is in a file, of whatever size."""
        file.seek(0)
        with self.writing(name) as copied:
            shutil.copyfileobj(file, copied)

    @contextlib.contextmanager
    def writing(self, name: str) -> Iterator[BinaryIO]:
        """Add a file, of whatever size, while it is written."""
        with self._packed.open(self._about(name), "w", force_zip64=True) as file:
            hashed = _Hashed(file)
            yield cast("BinaryIO", hashed)
            self.hashes[name] = hashed.digest.hexdigest()

    def _about(self, name: str) -> zipfile.ZipInfo:
        about = zipfile.ZipInfo(name, self._made)
        about.compress_type = zipfile.ZIP_DEFLATED
        return about


class _Hashed:
    """A file that is written to, and the hash of what was."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        """Write."""
        self.digest.update(data)
        return self._file.write(data)


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
