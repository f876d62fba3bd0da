"""Files come in as they are, or are refused in one sentence."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from annot.errors import InputFileError
from annot.intake.drafts import read_file
from annot.intake.plain import draft_of_bytes, draft_of_text, heading


def written(folder: Path, data: bytes, name: str = "draft.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("Ein Satz über Straßen.".encode(), "utf-8"),
        ("Ein Satz über Straßen.".encode("utf-8-sig"), "utf-8-sig"),
        ("Ein Satz über Straßen.".encode("utf-16"), "utf-16"),
        ("Ein Satz über Straßen.".encode("utf-32"), "utf-32"),
        ("Ein Satz über Straßen und große Häuser in der Stadt.".encode("latin-1"), "cp1252"),
        (
            "It cost 5 £, says the town; nobody else in the whole of the county knows of "
            "anything that was ever sold there for less than that sum.".encode("latin-1"),
            "cp1252",
        ),
        ("“It’s so,” she said — twice.".encode("cp1252"), "cp1252"),
    ],
)
def test_the_encoding_is_found_and_the_bytes_are_kept(
    tmp_path: Path, data: bytes, encoding: str
) -> None:
    draft = read_file(written(tmp_path, data))

    assert draft.encoding == encoding
    assert draft.data == data
    assert "�" not in draft.text
    assert draft.text == data.decode(encoding)


def test_cyrillic_and_japanese_without_a_mark_are_read(tmp_path: Path) -> None:
    russian = "Библиотека на Мельничной улице открылась в 1998 году. " * 3
    japanese = "図書館は1998年に開館しました。蔵書は四万冊です。" * 3

    assert read_file(written(tmp_path, russian.encode("cp1251"))).text == russian
    assert read_file(written(tmp_path, japanese.encode("shift_jis"))).text == japanese


def test_only_line_ends_change(tmp_path: Path) -> None:
    draft = read_file(written(tmp_path, b" One.\r\nTwo.\rThree.\n\n  Four \xc2\xa0 \n"))

    assert draft.text == " One.\nTwo.\nThree.\n\n  Four \xa0 \n"


def test_an_encoding_that_is_given_is_used(tmp_path: Path) -> None:
    draft = read_file(written(tmp_path, b"\xe4"), encoding="iso-8859-7")

    assert draft.text == "δ"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b" \n\t\r\n", "is empty"),
        (b"One\x00two", "NUL"),
        (bytes(range(256)) * 20, "not a text file"),
        (b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x02\x00\xff\xfe", "not a text file"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(60), "a PDF, not a text"),
    ],
)
def test_what_is_no_text_is_told(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(InputFileError, match=words) as raised:
        read_file(written(tmp_path, data))
    assert "draft.txt" in raised.value.message
    assert raised.value.hint


def test_a_missing_file_a_folder_and_a_wrong_encoding_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match="no file"):
        read_file(tmp_path / "none.txt")
    with pytest.raises(InputFileError, match="folder"):
        read_file(tmp_path)
    with pytest.raises(InputFileError, match="no encoding 'klingon'"):
        read_file(written(tmp_path, b"a"), encoding="klingon")
    with pytest.raises(InputFileError, match=r"not utf-8 \(byte 1\)"):
        read_file(written(tmp_path, b"a\xff"), encoding="utf-8")


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("Über.\r\n".encode())))

    assert read_file("-").text == "Über.\n"


def test_half_a_character_is_refused() -> None:
    with pytest.raises(InputFileError, match="lone surrogate"):
        draft_of_text("a\ud800b")


def test_a_markdown_heading_is_a_title(tmp_path: Path) -> None:
    data = b"Intro\n\n# The   library ##\n\nText.\n"

    assert heading(read_file(written(tmp_path, data, "a.md"))) == "The   library"
    assert heading(read_file(written(tmp_path, data, "a.txt"))) == ""


def test_five_megabytes_come_in(tmp_path: Path) -> None:
    data = ("The library on Mill Street opened in 1998. " * 120_000).encode()

    assert len(read_file(written(tmp_path, data)).text) == len(data)


FRENCH = "Les coûts pourraient être élevés à cause de la forêt. Où est passé l’œuf ?\n" * 5
CZECH = "Příliš žluťoučký kůň úpěl ďábelské ódy.\n" * 5


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(FRENCH, "cp1252"), ("Größe und Maße, schön gezählt.\n" * 5, "cp1252"), (CZECH, "cp1250")],
)
def test_letters_of_one_language_tell_the_code_page(text: str, encoding: str) -> None:
    draft = draft_of_bytes(text.encode(encoding), name="a.txt")
    assert (draft.text, draft.encoding) == (text, encoding)


def test_a_damaged_byte_in_utf8_is_told_with_its_line_and_nothing_is_guessed() -> None:
    data = FRENCH.encode()
    damaged = data[:200] + b"\xff" + data[200:]
    line = data[:200].count(b"\n") + 1
    with pytest.raises(InputFileError, match=f"a.txt, line {line}: a byte is no UTF-8"):
        draft_of_bytes(damaged, name="a.txt")
