"""Files in any encoding: read as what they say, or refused with what to type."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annot.errors import InputFileError
from annot.exchange.decoding import decoded
from annot.workspace import Workspace

TEXTS = (
    "key,claim\na,Žižka ist da\nb,One\n",
    "ключ,claim\n1,Москва стоит на реке\n2,Ещё одно\n",
    "key,claim\r\n1,東京は日本の首都です\r\n",
    "key\tclaim\n" + "".join(f"{n}\tClaim number {n}\n" for n in range(3000)),
)


def told(workspace: Workspace) -> list[str]:
    return [claim.text for claim in workspace.claims.list()]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-32", "utf-8-sig"])
@pytest.mark.parametrize("text", TEXTS)
def test_wide_characters_are_read_with_a_mark_and_without(
    workspace: Workspace, tmp_path: Path, text: str, encoding: str
) -> None:
    path = tmp_path / "claims.csv"
    path.write_bytes(text.encode(encoding))
    done = workspace.import_file(path)
    claims = [line.replace("\t", ",").split(",")[1] for line in text.splitlines()[1:]]
    assert (told(workspace), done.encoding) == (claims, encoding)


def test_a_long_file_in_utf_16_is_read_to_its_end(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    text = "key,claim\n" + "".join(f"{n},Claim number {n:090}\n" for n in range(6000))
    for encoding in ("utf-16", "utf-16-be"):
        path.write_bytes(text.encode(encoding))
        assert workspace.import_file(path).claims == 6000


@pytest.mark.parametrize("ending", ["json", "jsonl"])
def test_json_too(workspace: Workspace, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"claims.{ending}"
    text = '{"claim":"One"}'
    path.write_bytes((f"[{text}]" if ending == "json" else f"{text}\n").encode("utf-16-le"))
    assert workspace.import_file(path).added == 1


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (b"key,claim\na,On\0e\n", "line 2"),
        (b"key,claim\na,One\n" + b"\0" * 100, "line 3"),
        (b"key,claim\n" + b"1,%s\n" % (b"One" * 30) * 12_000 + b"x,O\0ne\n", "line 12002"),
        (b"\0" * 4096, "line 1"),
    ],
)
def test_a_nul_is_refused_with_its_line_and_a_way_out(
    workspace: Workspace, tmp_path: Path, data: bytes, where: str
) -> None:
    path = tmp_path / "claims.csv"
    path.write_bytes(data)
    with pytest.raises(InputFileError, match=rf"{where}: .*NUL") as refused:
        workspace.import_file(path)
    assert "--encoding utf-16-le" in refused.value.hint
    assert "tr -d" in refused.value.hint


@pytest.mark.parametrize("lines", [0, 12_000])
def test_a_byte_that_is_no_utf_8_in_a_text_that_is_one_is_refused(
    workspace: Workspace, tmp_path: Path, lines: int
) -> None:
    path = tmp_path / "claims.csv"
    text = "key;claim\na;Žižka říká\n" + f"1;{'One' * 30}\n" * lines
    path.write_bytes(text.encode() + b"b;caf\xe9 au lait\nc;x\n")
    with pytest.raises(InputFileError, match=f"line {lines + 3}: the byte 0xe9 is no UTF-8"):
        workspace.import_file(path)
    assert lines or workspace.import_file(path, encoding="cp1252").encoding == "cp1252"


def test_an_older_encoding_is_found_and_told(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    text = "claim\n" + "Der Fluß führt über die Häuser und später auch größere.\n" * 20
    path.write_bytes(text.encode("cp1252"))
    assert workspace.import_file(path).encoding == "cp1252"
    assert told(workspace)[0].startswith("Der Fluß führt über die Häuser")


def test_ends_of_lines_may_be_mixed(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_bytes(b'key,claim\r\na,One\nb,Two\rc,Three\r\r\nd,"Fo\r\nur"\n\r\n\ne,"Fi\rve"')
    workspace.import_file(path)
    assert told(workspace) == ["One", "Two", "Three", "Fo\r\nur", "Fi\rve"]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=200))
def test_a_text_in_utf_8_is_never_taken_for_anything_else(text: str) -> None:
    if not text.startswith("\ufeff"):
        found, encoding = decoded(text.encode(), name="f", encoding="")
        assert encoding == "utf-8"
        assert found == text.replace("\r\n", "\n").replace("\r", "\n")
