"""Ways in which files come to harm: bytes, encodings and structure."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from valid_files import PACKED

PIECES = st.sampled_from(
    [b"\0", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xff\xfe", b'"', b'""', b"'", b",", b";",
     b"\t", b"\n", b"\r", b"\r\n", b"\x1a", b"{", b"}", b"[", b"]", b"[[" * 20, b":", b"\\", b"\\u",
     b"\\ud800", b"NaN", b"-Infinity", b"1e999", b"9" * 30, b"-0", b"null", b"true", b"{}", b"[]",
     b'""', b"@", b"@article{", b"ER  - \n", b"TY  - ", b"<script>", b"</script>", b"<!--", b"&a;",
     b"=1+1", b"\xc2\xa0", b"\xe2\x80\xa8", b"\xe2\x80\xae", b"\xcc\x81" * 50, b"x" * 5000, b" ",
     b"_row,_column,_reason", b"claim", b"\x00" * 70_000, b"#", b"%", b"5/6/2021", b"\x1f\x8b"]
)  # fmt: skip
SHARES = st.integers(0, 9999)
"""Places in a file, in ten-thousandths of its length."""

_JSON = re.compile(rb'"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false|null|\[\]|\{\}')
_CELL = re.compile(rb"[^,\t\n]+")
_ENCODINGS = ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "cp1252", "shift_jis"]


def _at(data: bytes, share: int) -> int:
    return len(data) * share // 10_000


def flip(data: bytes, at: int, bit: int) -> bytes:
    """One bit is the other."""
    place = _at(data, at)
    return (
        data[:place]
        + bytes(byte ^ (1 << bit) for byte in data[place : place + 1])
        + data[place + 1 :]
    )


def cut(data: bytes, at: int, to: int) -> bytes:
    """A part is gone."""
    begin, end = sorted((_at(data, at), _at(data, to)))
    return data[:begin] + data[end:]


def keep(data: bytes, at: int) -> bytes:
    """The end is gone."""
    return data[: _at(data, at)]


def insert(data: bytes, at: int, piece: bytes) -> bytes:
    """Something stands there that does not belong there."""
    return data[: _at(data, at)] + piece + data[_at(data, at) :]


def double(data: bytes, at: int, to: int) -> bytes:
    """A part stands there twice."""
    begin, end = sorted((_at(data, at), _at(data, to)))
    return data[:end] + data[begin:end] + data[end:]


def swap(data: bytes, at: int, to: int) -> bytes:
    """Two lines have changed places."""
    lines = data.splitlines(keepends=True) or [b""]
    one, other = at % len(lines), to % len(lines)
    lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def recode(data: bytes, at: int, encoding: str) -> bytes:
    """From a place on it is in another encoding, or all of it."""
    place = _at(data, at) if at % 2 else 0
    rest = data[place:].decode("utf-8", "replace")
    return data[:place] + rest.encode(encoding, "replace")


def exchange(data: bytes, at: int, piece: bytes) -> bytes:
    """A value or a name of JSON, or a cell of a table, is something else."""
    found = list((_JSON if data.lstrip()[:1] in b"[{<" else _CELL).finditer(data))
    if not found:
        return data
    chosen = found[at % len(found)]
    return data[: chosen.start()] + piece + data[chosen.end() :]


def move(data: bytes, at: int, to: int) -> bytes:
    """A value or a cell stands where another stood."""
    found = list((_JSON if data.lstrip()[:1] in b"[{<" else _CELL).finditer(data))
    return exchange(data, at, found[to % len(found)][0]) if found else data


DAMAGES = st.lists(
    st.one_of(
        st.tuples(st.just(flip), SHARES, st.integers(0, 7)),
        st.tuples(st.sampled_from([cut, double, swap, move]), SHARES, SHARES),
        st.tuples(st.just(keep), SHARES),
        st.tuples(st.sampled_from([insert, exchange]), SHARES, PIECES),
        st.tuples(st.just(recode), SHARES, st.sampled_from(_ENCODINGS)),
    ),
    min_size=1,
    max_size=4,
)
"""What happens to a file, one after the other."""


def damaged(data: bytes, damages: list[tuple[Any, ...]]) -> bytes:
    """What is left of a file."""
    for damage, *values in damages:
        data = damage(data, *values)
    return data


def damaged_inside(name: str, data: bytes, harm: Callable[[bytes], bytes], part: int) -> bytes:
    """A file whose content came to harm, and which was packed after that."""
    ending = name.rpartition(".")[2]
    if ending == "xlsx":
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
            names = old.namelist()
            for one in names:
                content = old.read(one)
                new.writestr(one, harm(content) if one == names[part % len(names)] else content)
        return out.getvalue()
    if ending in PACKED:
        return PACKED[ending](harm(unpacked(ending, data)))
    return harm(data)


def unpacked(ending: str, data: bytes) -> bytes:
    """What is in a packed file."""
    import gzip

    import zstandard

    if ending == "gz":
        return gzip.decompress(data)
    return zstandard.ZstdDecompressor().decompress(data, max_output_size=1 << 24)
