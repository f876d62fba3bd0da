"""Plain text and Markdown: bytes to text, with nothing changed but the line ends."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from annot.errors import InputFileError
from annot.intake.markdown import markdown_blocks
from annot.text.structure import Block

MAX_BYTES = 64 * 1024 * 1024
MARKDOWN = "text/markdown"
MEDIA_TYPES = {".md": MARKDOWN, ".markdown": MARKDOWN}

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\f\r\x1b"))
_NEARBY = frozenset({"cp1250", "mac_roman"})
_LIKELY = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1255", "cp1256", "mac_roman", "shift_jis",
           "gb18030", "big5", "euc_kr"]  # fmt: skip
_WESTERN = {
    "French": "éèàçêûôîùâëïüÿœæ",
    "German": "äöüßé",
    "Spanish": "áéíóúüñºª",
    "Italian": "àèéìíòùú",
    "Portuguese": "ãõáàâçéêíóôúüºª",
    "Danish and Norwegian": "æøåéòô",
    "Swedish and Finnish": "åäöéü",
    "Dutch": "éëïöüèê",
}
"""The letters beyond ASCII of languages that are written in cp1252."""
_FEW_SIGNS = 3
"""So few signs beyond ASCII are no sign of another region."""
_MOSTLY = 4
"""How many signs have to be UTF-8 for one byte that is none, so that the file counts as UTF-8."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that was said beside a text: a comment at words, or a note behind them.

    `start` and `end` are code points of the text, half-open; both are the same for a footnote.
    `kind` is comment, footnote or endnote.
    """

    start: int
    end: int
    text: str
    author: str
    kind: str


@dataclass(frozen=True, slots=True)
class Draft:
    """The text of an article as it came: the file's bytes and what they say.

    `text` has LF as its only line end and holds no NUL; `encoding` is the one found or given.
    `title` and what follows it is what the file says of itself, `remarks` what was said beside its
    text, and `blocks` the parts that are no plain paragraphs. `is_found` says that the text was
    picked out of more, and is better looked at.
    """

    data: bytes
    text: str
    filename: str
    media_type: str
    encoding: str
    title: str = ""
    byline: str = ""
    publication: str = ""
    published: str = ""
    remarks: tuple[Remark, ...] = ()
    blocks: tuple[Block, ...] = ()
    is_found: bool = False


def draft_of_bytes(data: bytes, *, name: str, encoding: str = "") -> Draft:
    """The draft that the bytes of a file hold; `name` is for messages and the record.

    Raises:
        InputFileError: If they are none, too many, or no text.
    """
    if len(data) > MAX_BYTES:
        raise InputFileError(
            f"{name} is larger than {MAX_BYTES // 1024**2} MiB.", hint="Split it into articles."
        )
    text, found = decode(data, name=name, encoding=encoding)
    if not text.strip():
        raise InputFileError(f"{name} is empty.", hint="Give a file with the article's text.")
    suffix = Path(name).suffix.lower()
    media_type = MEDIA_TYPES.get(suffix, "text/plain")
    blocks = markdown_blocks(text) if media_type == MARKDOWN else ()
    return Draft(data, text, Path(name).name, media_type, found, blocks=blocks)


def draft_of_text(text: str, *, name: str = "") -> Draft:
    """The draft that a string holds.

    Raises:
        InputFileError: If it is empty, or holds NUL or a lone surrogate.
    """
    try:
        data = text.encode()
    except UnicodeEncodeError as error:
        raise InputFileError(
            f"The text holds half a character (a lone surrogate) at code point {error.start}."
        ) from error
    return draft_of_bytes(data, name=name or "the text", encoding="utf-8")


def heading(draft: Draft) -> str:
    """The first heading of a Markdown draft, or nothing."""
    if draft.media_type != MARKDOWN:
        return ""
    found = re.search(r"^# +(.+?)[ #]*$", draft.text, re.MULTILINE)
    return found[1].strip() if found else ""


def decode(data: bytes, *, name: str, encoding: str = "") -> tuple[str, str]:
    """The text that the bytes say, line ends LF, and the encoding.

    Raises:
        InputFileError: If they are no text, or not in the encoding given.
    """
    found = encoding or _encoding(data, name)
    try:
        text = data.decode(found)
    except LookupError as error:
        raise InputFileError(
            f"There is no encoding {encoding!r}.", hint="Try --encoding utf-8 or cp1252."
        ) from error
    except (UnicodeDecodeError, UnicodeError) as error:
        at = f" (byte {error.start})" if isinstance(error, UnicodeDecodeError) else ""
        raise InputFileError(
            f"{name} is not {found}{at}.", hint="Leave --encoding out to have it found."
        ) from error
    if "\0" in text:
        raise InputFileError(
            f"{name} holds a NUL character (code point {text.index(chr(0))}); it is no text.",
            hint="Save the article as plain text or Markdown.",
        )
    return text.replace("\r\n", "\n").replace("\r", "\n"), found


def _encoding(data: bytes, name: str) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return encoding
    try:
        data.decode()
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8"
    if _looks_binary(data):
        raise InputFileError(
            f"{name} is not a text file.", hint="Save the article as plain text or Markdown."
        )
    _refuse_nearly_utf8(data, name)
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=_LIKELY).best()
    if best is None:
        raise InputFileError(
            f"The encoding of {name} cannot be found.", hint="Name it: --encoding cp1252"
        )
    # The code pages of one region often say the same; then the usual one is named.
    # In a text that is nearly all ASCII, a sign or two are no sign of another region.
    usual = data.decode(_LIKELY[0], errors="replace")
    signs = [sign for sign in usual if sign > "\x7f"]
    few = len(signs) * 100 < len(data) or len(signs) <= _FEW_SIGNS
    nearby = (best.encoding in _NEARBY or len(signs) <= _FEW_SIGNS) and "\ufffd" not in usual
    if usual == str(best) or (nearby and few) or _is_western(signs):
        return _LIKELY[0]
    return best.encoding


def _is_western(signs: list[str]) -> bool:
    """Whether one language of western Europe has nearly all of these signs."""
    letters = [sign for sign in signs if sign.isalpha()]
    return any(
        sum(sign.lower() in own for sign in letters) * 100 >= len(letters) * 99
        for own in _WESTERN.values()
    )


def _refuse_nearly_utf8(data: bytes, name: str) -> None:
    """Refuse what is UTF-8 but for a few bytes: in any other encoding all of it would be wrong.

    Raises:
        InputFileError: If it is.
    """
    text = data.decode(errors="replace")
    wrong = text.count("\ufffd")
    right = sum(sign > "\x7f" for sign in text) - wrong
    if right >= _MOSTLY * wrong:
        line = text[: text.index("\ufffd")].count("\n") + 1
        raise InputFileError(
            f"{name}, line {line}: a byte is no UTF-8, though the rest of the file is.",
            hint="Mend that place and save it as UTF-8, or name its encoding: --encoding cp1252",
        )


def _looks_binary(data: bytes) -> bool:
    head = data[:65536]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return b"\0" in head or controls * 100 > len(head)
