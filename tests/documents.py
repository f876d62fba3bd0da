"""Word documents of a few words, for tests."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES = (
    f'xmlns:w="{W}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" mc:Ignorable=""'
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
HAS_OFFICE = shutil.which("soffice") is not None


def run(words: str) -> str:
    """A run of words, as it stands in a part of a document."""
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(inside: str, properties: str = "") -> str:
    """A paragraph with these runs."""
    return f"<w:p>{properties and f'<w:pPr>{properties}</w:pPr>'}{inside}</w:p>"


def word_file(body: str, **parts: str | bytes) -> bytes:
    """A document with this body; more parts by their names, such as `comments`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", TYPES)
        package.writestr("_rels/.rels", RELATIONS)
        package.writestr(
            "word/document.xml", f"<w:document {NAMES}><w:body>{body}</w:body></w:document>"
        )
        for name, data in parts.items():
            package.writestr(f"word/{name}.xml", data)
    return out.getvalue()


def comments(*texts: str) -> str:
    """The part of a document that holds its comments, numbered from 0."""
    inside = "".join(
        f'<w:comment w:id="{number}" w:author="Kim">{paragraph(run(text))}</w:comment>'
        for number, text in enumerate(texts)
    )
    return f"<w:comments {NAMES}>{inside}</w:comments>"


def saved_by_office(path: Path, kind: str, folder: Path) -> Path:
    """The file as LibreOffice saves it: `kind` is the ending, or that and a filter."""
    command = ["soffice", f"-env:UserInstallation=file://{folder}/office", "--headless",
               "--convert-to", kind, "--outdir", str(folder / "saved"), str(path)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / "saved" / f"{path.stem}.{kind.partition(':')[0]}"
