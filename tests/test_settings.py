"""The settings file: what it says, what is wrong with it, and how a theme is written into it."""

from __future__ import annotations

from pathlib import Path

import pytest

from annot import settings
from annot.errors import InputFileError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "settings.toml"


def written(file: Path, text: str) -> Path:
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_no_file_means_the_usual_settings(file: Path) -> None:
    assert settings.read(file) == settings.Settings(file, "auto", {})


def test_the_variable_names_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANNOT_SETTINGS", str(file))
    assert settings.path() == file
    monkeypatch.delenv("ANNOT_SETTINGS")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(file.parent))
    assert settings.path().name == "settings.toml"
    assert settings.path().parent.name == "annot"


def test_keys_are_one_or_several(file: Path) -> None:
    written(file, 'theme = "light"\n[keys]\nrefuted = "F4"\n"next open" = ["}", "x"]\nquit = []\n')
    found = settings.read(file)
    assert found.theme == "light"
    assert found.keys == {"refuted": ("F4",), "next open": ("}", "x"), "quit": ()}


def test_an_archive_is_beside_the_settings_or_where_its_path_says(file: Path) -> None:
    written(file, '[match]\nagainst = "archive.db"\nwith = "ours"\n')
    assert settings.read(file).match == (file.parent / "archive.db", "ours")
    written(file, '[match]\nagainst = "/desk/archive.db"\n')
    assert settings.read(file).match == (Path("/desk/archive.db"), "")
    written(file, '[match]\nagainst = "~/archive.db"\n')
    assert settings.read(file).match.against == Path.home() / "archive.db"
    written(file, "[match]\n")
    assert settings.read(file).match == settings.USUAL


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("theme = 'x\n", "is not TOML: ", ""),
        ("\nthemes = 'x'\n", "line 2: there is no setting 'themes'", "'theme'"),
        ("theme = 1\n", "line 1: the theme is not a name", "auto, dark"),
        ("keys = 'x'\n", "line 1: 'keys' is not a table", "[keys]"),
        ("[keys]\n'next open' = 4\n", "line 2: the keys of 'next open'", '"next open" = "F4"'),
        ("report = 'de'\n", "line 1: 'report' is not a table", "[report]"),
        ("[report]\nlang = 'de'\n", "line 2: there is no setting 'lang' in [report]", "language"),
        ("[report]\nlanguage = 1\n", "line 2: 'language' is not a text", '"de"'),
        ("[keys]\nquit = ['q', 4]\n", "line 2: the keys of 'quit'", '"quit" = "F4"'),
        ("match = 'x'\n", "line 1: 'match' is not a table", "[match]"),
        ("[match]\nagianst = 'x'\n", "line 2: there is no setting 'agianst'", "'against'"),
        ("[match]\nagainst = 4\n", "line 2: 'against' is not a text", 'against = "archive.db"'),
        ("[match]\nwith = ''\n", "line 2: 'with' is not a text", 'with = "ours"'),
        ("[match]\nagainst = '~nobody-here/x'\n", "line 2: Could not determine home", ""),
    ],
)
def test_what_is_no_setting_is_told_with_its_line(
    file: Path, text: str, message: str, hint: str
) -> None:
    with pytest.raises(InputFileError) as told:
        settings.read(written(file, text))
    assert message in told.value.message
    assert str(file) in told.value.message
    assert hint in told.value.hint


def test_reports_have_a_language_and_a_folder_beside_the_file(file: Path, tmp_path: Path) -> None:
    found = settings.read(written(file, "[report]\nlanguage = 'de'\ntemplate = 'house'\n"))
    assert found.language == "de"
    assert found.template == str(file.parent / "house")
    found = settings.read(written(file, f"[report]\ntemplate = '{tmp_path}'\n"))
    assert (found.language, found.template) == ("", str(tmp_path))


def test_a_file_that_cannot_be_read_is_told(file: Path, tmp_path: Path) -> None:
    written(file, "").write_bytes(b"theme = '\xff'")
    with pytest.raises(InputFileError, match="is not UTF-8"):
        settings.read(file)
    with pytest.raises(InputFileError, match="cannot be read"):
        settings.read(tmp_path)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", 'theme = "light"\n'),
        ("# mine\n[keys]\nquit = 'q'\n", "theme = \"light\"\n# mine\n[keys]\nquit = 'q'\n"),
        ("# a\ntheme='dark' # why\n# b\n", '# a\ntheme = "light"\n# b\n'),
        ("[keys]\ntheme = 'ctrl+t'\n", "theme = \"light\"\n[keys]\ntheme = 'ctrl+t'\n"),
    ],
)
def test_a_theme_is_kept_and_all_else_stays(file: Path, before: str, after: str) -> None:
    assert settings.keep_theme("light", written(file, before)) == file
    assert file.read_text() == after
    assert settings.read(file).theme == "light"


def test_a_theme_makes_the_file_and_its_folder(file: Path) -> None:
    settings.keep_theme("contrast", file)
    assert file.read_text() == 'theme = "contrast"\n'
    assert [item.name for item in file.parent.iterdir()] == ["settings.toml"]


def test_a_theme_is_written_through_a_link_with_the_rights_that_were_there(
    file: Path, tmp_path: Path
) -> None:
    real = written(tmp_path / "dotfiles.toml", "theme = 'dark'\n")
    real.chmod(0o640)
    file.parent.mkdir()
    file.symlink_to(real)
    settings.keep_theme("light", file)
    assert file.is_symlink()
    assert real.read_text() == 'theme = "light"\n'
    assert real.stat().st_mode & 0o777 == 0o640


def test_a_file_that_another_program_would_read_otherwise_is_left_alone(file: Path) -> None:
    odd = 'keys = """\n[x]\n"""\n"theme" = "dark"\n'
    with pytest.raises(InputFileError, match=r"not TOML|could not be written"):
        settings.keep_theme("light", written(file, odd))
    assert file.read_text() == odd


def test_where_nothing_can_be_written_it_is_told(tmp_path: Path) -> None:
    written(tmp_path / "a", "")
    with pytest.raises(InputFileError, match="cannot be"):
        settings.keep_theme("light", tmp_path / "a" / "settings.toml")
