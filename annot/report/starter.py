"""A folder for a newsroom to begin with: templates, style sheet and all words, with comments."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from annot.errors import InputFileError
from annot.report.house import WORDS
from annot.report.languages import languages, words_in

_HEAD = """\
# Words of your own in reports. A line that begins with # says nothing; take the # away from the
# words that you change, and from the head of their table, as in:
#
#   [de.report]
#   kind = "Faktencheck"
#
# Words in {braces} are filled in; they may be left out, but no others are known. A language of
# your own is a table with its code, such as [fr.report]; where it has no words, they are English.
# What people recorded (claims, passages, notes) is never changed.
"""


def begin_template(folder: Path | str) -> list[Path]:
    """Write a newsroom's folder to begin with; with it, reports look as they do without.

    Args:
        folder: The folder; it may be there, if it has none of these files.

    Returns:
        The files that were written.

    Raises:
        InputFileError: If one of the files is there already, or the folder cannot be written.
    """
    folder = Path(folder).expanduser()
    texts = {WORDS: _words()}
    for file in files("annot.report").joinpath("starter").iterdir():
        texts[file.name] = file.read_text(encoding="utf-8")
    written = [folder / name for name in sorted(texts)]
    for path in written:
        if path.exists():
            raise InputFileError(
                f"{path} is there already.", hint="Name another folder, or change that one."
            )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in written:
            path.write_text(texts[path.name], encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputFileError(f"{folder} cannot be written: {error.strerror}.") from error
    return written


def _words() -> str:
    """All words of all languages, each as a comment below the head of its table."""
    lines = [_HEAD]
    for code in languages():
        table = ""
        for name, text in words_in(code).texts.items():
            above, _, last = name.rpartition(".")
            if above != table:
                lines += ["", f"# [{code}.{above}]"]
                table = above
            lines.append(f"# {last} = {_quoted(text)}")
        lines.append("")
    return "\n".join(lines)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
