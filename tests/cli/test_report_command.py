"""`annot report` in another language and in a newsroom's dress."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_program import Program


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "mine.toml"
    monkeypatch.setenv("ANNOT_SETTINGS", str(path))
    return path


def test_the_report_in_german(harbour: Program, tmp_path: Path) -> None:
    assert harbour("report", "out.md", "--language", "de").code == 0
    text = (tmp_path / "out.md").read_text("utf-8")
    assert text.startswith("# Prüfbericht: ")
    assert "built in 1902" in text


def test_an_unknown_language_names_those_that_there_are(harbour: Program) -> None:
    result = harbour("report", "out.md", "--language", "klingon")
    assert result.code == 4
    assert result.err.splitlines() == [
        "annot: Reports are not written in 'klingon'.",
        "  There are: de (Deutsch), en (English).",
    ]


def test_language_and_template_stand_in_the_settings(
    harbour: Program, tmp_path: Path, file: Path
) -> None:
    harbour.ok("report", "--new-template", "house")
    words = tmp_path / "house" / "words.toml"
    words.write_text('[de.report]\ntitled = "Faktencheck: {title}"\n', encoding="utf-8")
    file.write_text('[report]\nlanguage = "de"\ntemplate = "house"\n')
    harbour.ok("report", "out.md")
    assert (tmp_path / "out.md").read_text("utf-8").startswith("# Faktencheck: ")
    harbour.ok("report", "out.md", "--language", "en")
    assert (tmp_path / "out.md").read_text("utf-8").startswith("# Verification report: ")
    assert f"Report de {tmp_path / 'house'}" in harbour.ok("settings")
    assert json.loads(harbour.ok("settings", "--json"))["report"] == {
        "language": "de", "template": str(tmp_path / "house"),
    }  # fmt: skip


def test_a_new_template_is_begun_without_a_workspace(annot: Program, tmp_path: Path) -> None:
    said = annot("report", "--new-template", "house")
    assert said.code == 0
    assert sorted(said.out.splitlines()) == [
        f"house/{name}"
        for name in ("newsroom.css", "report.html.jinja", "report.md.jinja", "words.toml")
    ]
    assert "annot report FILE --template house" in said.err
    again = annot("report", "--new-template", "house")
    assert again.code == 7
    assert "is there already" in again.err
    assert annot("report", "--new-template", str(tmp_path / "house" / "words.toml")).code == 7


def test_what_is_wrong_with_a_template_is_one_error(harbour: Program, tmp_path: Path) -> None:
    assert harbour("report", "out.html", "--template", "none").code == 4
    house = tmp_path / "house"
    house.mkdir()
    (house / "report.html.jinja").write_text("{% extends 'annot/report.html.jinja' %}\n{{ ")
    result = harbour("report", "out.html", "--template", "house")
    assert result.code == 7
    assert result.err.startswith("annot: house/report.html.jinja, line 2: ")
    assert not (tmp_path / "out.html").exists()


def test_words_that_a_language_lacks_are_told(harbour: Program, tmp_path: Path) -> None:
    house = tmp_path / "house"
    house.mkdir()
    (house / "words.toml").write_text('[nl.language]\nname = "Nederlands"\n')
    result = harbour("report", "out.md", "--template", "house", "--language", "nl")
    assert result.code == 0
    assert "In nl, " in result.err
    assert "fixed words are English still, such as addressee.author." in result.err


def test_a_report_needs_a_file(harbour: Program) -> None:
    result = harbour("report")
    assert result.code == 2
    assert "annot report report.html" in result.err
