"""Text from outside in a Markdown file: it reads as it is and can never become markup.

Holds for CommonMark and for GitHub's Markdown, with one exception: GitHub links mail addresses
wherever they stand, and nothing but changing the text would stop it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from annot.report import links, wording
from annot.text.addresses import printed
from annot.text.display import shown, with_few_marks

_MARKUP = re.compile(
    r"[\\`*_\[\]<~|$]"
    r"|&(?=[#\w]|$)"  # the name or number of a character
    r"|:(?=/|$)|(?<=www)\."  # addresses, which GitHub turns into links
    , re.I
)  # fmt: skip
_BLOCK_START = re.compile(r"(\d*)([#+=>:.)-])")
_CLOSING_SIGNS = re.compile(r"(#+)$")


def escape(text: str) -> str:
    """The text as Markdown on one line, for any place but the beginning of a line."""
    return _MARKUP.sub(r"\\\g<0>", with_few_marks(shown(wording.one_line(text))))


def line(text: str) -> str:
    """Markdown that holds text from outside, for the beginning of a line.

    Args:
        text: Markdown made with `escape`, possibly with marks of ours in it.
    """
    return (
        _BLOCK_START.sub(r"\1\\\2", text.strip(), count=1) if _starts_block(text) else text.strip()
    )


def prose(text: str) -> list[str]:
    """The lines of a text as paragraphs of their own, each on one line, with a blank between."""
    return joined([line(escape(part))] for part in wording.lines(text))


def heading(level: int, text: str) -> str:
    """A heading; a level is 1 to 6, the text made with `escape`."""
    return f"{'#' * level} {_CLOSING_SIGNS.sub(_escape_first, text.strip())}"


def address(url: str) -> str:
    """An address as a link if it may be one, else as text."""
    target = links.live(url)
    return escape(printed(url)) if target is None else f"<{target}>"


def quoted(block: Iterable[str]) -> list[str]:
    """Lines as a quotation."""
    return [f"> {text}".rstrip() for text in block]


def item(block: Iterable[str]) -> list[str]:
    """Lines as an item of a list."""
    return [f"{'  ' if number else '- '}{text}".rstrip() for number, text in enumerate(block)]


def joined(blocks: Iterable[Iterable[str]]) -> list[str]:
    """Blocks of lines with a blank line between them; empty blocks leave none."""
    return list(flowing(blocks))


def flowing(blocks: Iterable[Iterable[str]]) -> Iterator[str]:
    """The same line by line."""
    is_begun = False
    for block in blocks:
        for place, text in enumerate(block):
            if place == 0 and is_begun:
                yield ""
            is_begun = True
            yield text


def _starts_block(text: str) -> bool:
    found = _BLOCK_START.match(text.strip())
    return found is not None and (bool(found[1]) == (found[2] in ".)"))


def _escape_first(found: re.Match[str]) -> str:
    return "\\" + found[0]
