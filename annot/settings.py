"""A person's settings: one TOML file, which the screen reads when it opens.

It names a theme; in the table `[keys]`, other keys for acts of the screen; in the table `[match]`,
where claims that say the same are looked for besides, and by which matcher; and in the table
`[report]`, in which language and dress reports are written:

    theme = "light"

    [keys]
    refuted = "F4"
    "next open" = ["}", "alt+n"]

    [match]
    against = "~/desk/archive.db"
    with = "ours"
    [report]
    language = "de"
    template = "our-reports"

What the names of keys and acts mean is known where the key table is, under `annot.tui`.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from annot.errors import InputFileError

if TYPE_CHECKING:
    from annot.store.place import Server

VARIABLE = "ANNOT_SETTINGS"
"""The environment variable that names another file."""

THEMES = {
    "auto": "what the terminal seems to want",
    "dark": "light letters on a dark ground",
    "light": "dark letters on a light ground",
    "contrast": "high contrast, dark",
    "contrast-light": "high contrast, light",
    "terminal": "the terminal's own sixteen colours",
}
"""The themes of our own, each in words."""

_NAMES = ("theme", "keys", "match", "report")
_MATCH = {"against": "archive.db", "with": "ours"}
_REPORT = {"language": "de", "template": "our-reports"}
_TABLE = re.compile(r"^[ \t]*\[", re.MULTILINE)
_THEME = re.compile(r"^[ \t]*theme[ \t]*=.*$", re.MULTILINE)


class Matching(NamedTuple):
    """How claims that say the same are looked for.

    Attributes:
        against: Another workspace in which they are looked for too.
        matcher: The name of a matcher that is installed; empty for annot's own scores.
    """

    against: Path | Server | None = None
    matcher: str = ""


USUAL = Matching()
"""In the workspace in hand, by annot's own scores."""


class Settings(NamedTuple):
    """What a settings file says; the empty settings if there is none.

    Attributes:
        path: The file.
        theme: The name of a theme; `auto` if none is given.
        keys: The keys that the file gives to acts, both by their names.
        text: The file as it is; empty if there is none.
        match: How claims that say the same are looked for.
        language: The language of reports; empty if none is given.
        template: The folder with a newsroom's dress for reports; empty if none is given.
    """

    path: Path
    theme: str = "auto"
    keys: Mapping[str, tuple[str, ...]] = {}
    text: str = ""
    match: Matching = USUAL
    language: str = ""
    template: str = ""

    def where(self, name: str) -> str:
        """The file, and the line on which it names something, for a message."""
        named = re.search(rf"^[ \t]*([\"']?){re.escape(name)}\1[ \t]*=", self.text, re.MULTILINE)
        if named is None:
            return str(self.path)
        return f"{self.path}, line {self.text.count(chr(10), 0, named.start()) + 1}"


def path() -> Path:
    """Where the settings are: the file that `ANNOT_SETTINGS` names, or one in the config folder."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named).expanduser()
    from platformdirs import user_config_path

    return user_config_path("annot", appauthor=False) / "settings.toml"


def read(file: Path | None = None) -> Settings:
    """The settings.

    Args:
        file: Where they are; else `path()`.

    Raises:
        InputFileError: If there is a file that cannot be read, or that says what is no setting.
    """
    file = file or path()
    text = _text(file)
    if not text:
        return Settings(file)
    found = _parsed(text, file)
    settings = Settings(file, text=text)
    for name in found:
        if name not in _NAMES:
            raise InputFileError(
                f"{settings.where(name)}: there is no setting {name!r}.",
                hint=nearest(name, _NAMES) or f"There are: {', '.join(_NAMES)}.",
            )
    report = _report(found, settings)
    return settings._replace(
        theme=_theme(found.get("theme", "auto"), settings),
        keys=_keys(found, settings),
        match=_matching(found, settings),
        language=report.get("language", ""),
        template=report.get("template", ""),
    )


def begin(file: Path, text: str) -> None:
    """Write a first settings file.

    Raises:
        InputFileError: If there is one already, or it cannot be written.
    """
    if file.exists():
        raise InputFileError(
            f"There are settings already: {file}", hint="Change them with an editor."
        )
    _write(file, text)


def keep_theme(theme: str, file: Path | None = None) -> Path:
    """Write a theme into the settings and leave all else in them as it is; the file.

    Args:
        theme: The name of the theme.
        file: The settings; else `path()`.

    Raises:
        InputFileError: If the file cannot be read or written.
    """
    file = file or path()
    text = _text(file)
    changed = _with_theme(text, theme)
    expected = {**_parsed(text, file), "theme": theme}
    if _parsed(changed, file) != expected:
        raise InputFileError(
            f"The theme could not be written to {file}.", hint=f'Write: theme = "{theme}"'
        )
    _write(file, changed)
    return file


def nearest(name: str, known: Iterable[str]) -> str:
    """A question after the most similar name there is; empty if none is similar."""
    import difflib

    near = difflib.get_close_matches(name.casefold(), list(known), 1, cutoff=0.6)
    return f"Did you mean {near[0]!r}?" if near else ""


def _with_theme(text: str, theme: str) -> str:
    """Settings with another theme; it stands before the first table."""
    line = f'theme = "{theme}"'
    table = _TABLE.search(text)
    head = text[: table.start()] if table else text
    replaced, count = _THEME.subn(lambda _: line, head, count=1)
    if count:
        return replaced + text[len(head) :]
    return f"{line}\n{text}"


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise InputFileError(f"{file} is not UTF-8.", hint="Save it as UTF-8.") from error
    except OSError as error:
        raise InputFileError(f"{file} cannot be read: {error.strerror}.") from error


def _parsed(text: str, file: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputFileError(f"{file} is not TOML: {error}") from error


def _theme(value: Any, settings: Settings) -> str:
    if not isinstance(value, str):
        raise InputFileError(
            f"{settings.where('theme')}: the theme is not a name in quotation marks.",
            hint=f"There are: {', '.join(THEMES)}.",
        )
    return value


def _matching(found: Mapping[str, Any], settings: Settings) -> Matching:
    table = _texts("match", _MATCH, found, settings)
    against = _beside(settings, "against", table["against"]) if "against" in table else None
    return Matching(against, table.get("with", ""))


def _report(found: Mapping[str, Any], settings: Settings) -> dict[str, str]:
    table = _texts("report", _REPORT, found, settings)
    if "template" in table:
        table["template"] = str(_beside(settings, "template", table["template"]))
    return table


def _texts(
    name: str, examples: Mapping[str, str], found: Mapping[str, Any], settings: Settings
) -> dict[str, str]:
    """A table of texts, each of which may be missing.

    Args:
        name: What the table is called.
        examples: An example of each text that it may have, by its name.
        found: The whole file.
        settings: Where it was read.
    """
    table = found.get(name, {})
    if not isinstance(table, dict):
        raise InputFileError(
            f"{settings.where(name)}: {name!r} is not a table.", hint=f"Write: [{name}]"
        )
    for key, value in table.items():
        if key not in examples:
            raise InputFileError(
                f"{settings.where(key)}: there is no setting {key!r} in [{name}].",
                hint=nearest(key, list(examples)) or f"There are: {', '.join(examples)}.",
            )
        if not isinstance(value, str) or not value.strip() or "\0" in value:
            raise InputFileError(
                f"{settings.where(key)}: {key!r} is not a text in quotation marks.",
                hint=f'Write: {key} = "{examples[key]}"',
            )
    return dict(table)


def _beside(settings: Settings, key: str, named: str) -> Path:
    """A file that is named without its folder is beside the settings, wherever annot is run."""
    try:
        return settings.path.parent / Path(named).expanduser()
    except RuntimeError as error:  # nobody of that name is known
        raise InputFileError(f"{settings.where(key)}: {error}") from error


def _keys(found: Mapping[str, Any], settings: Settings) -> dict[str, tuple[str, ...]]:
    table = found.get("keys", {})
    if not isinstance(table, dict):
        raise InputFileError(
            f"{settings.where('keys')}: 'keys' is not a table.", hint="Write: [keys]"
        )
    return {name: _key_names(name, value, settings) for name, value in table.items()}


def _key_names(name: str, value: Any, settings: Settings) -> tuple[str, ...]:
    keys = [value] if isinstance(value, str) else value
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
        raise InputFileError(
            f"{settings.where(name)}: the keys of {name!r} are not names in quotation marks.",
            hint=f'Write: "{name}" = "F4", or several: "{name}" = ["F4", "alt+x"]',
        )
    return tuple(keys)


def _write(file: Path, text: str) -> None:
    """Write a file, whole or not at all; one that is a link elsewhere stays one."""
    import tempfile

    target = file.resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".settings-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
            if target.exists():
                Path(name).chmod(target.stat().st_mode & 0o777)
            Path(name).replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise InputFileError(f"{file} cannot be written: {error.strerror}.") from error
