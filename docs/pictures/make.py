"""Makes the pictures of the documentation: the screen on the worked example, as SVG.

    python docs/pictures/make.py

The example is loaded into a workspace of its own that goes away again. Textual's SVG names a font
on the web; that is taken out, so that looking at a picture fetches nothing.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from pathlib import Path

from textual.pilot import Pilot

import annot
from annot.demo import CHECKER, load
from annot.store.claim_filter import ClaimFilter
from annot.store.reading import Reader
from annot.tui.app import ReviewApp
from annot.tui.desk import Library
from annot.tui.showing import open_article

HERE = Path(__file__).parent
PICTURES = {
    "review-160x48.svg": ((160, 48), ["right_square_bracket"] * 8),
    "review-80x24.svg": ((80, 24), ["right_square_bracket"] * 8),
}
"""Each picture, the cells of its terminal, and the keys that are pressed before it is taken."""

_WEB_FONT = re.compile(r"@font-face\s*\{[^}]*\}\s*")
_UNIQUE = re.compile(r"terminal-\d+")
_GENERATOR = re.compile(r"<!-- Generated with .*? -->\s*")


def main() -> None:
    """Make all pictures."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.db"
        with annot.open(path, actor=CHECKER) as workspace:
            load(workspace)
        for name, (size, keys) in PICTURES.items():
            drawn = asyncio.run(_picture(path, size, keys))
            (HERE / name).write_text(without_web(drawn), encoding="utf-8")


def without_web(svg: str) -> str:
    """The picture without the font that it would fetch, and with names that stay the same."""
    svg = _GENERATOR.sub("", _WEB_FONT.sub("", svg))
    return "\n".join(line.rstrip() for line in _UNIQUE.sub("terminal", svg).splitlines()) + "\n"


async def _picture(path: Path, size: tuple[int, int], keys: list[str]) -> str:
    reader = Reader(path)
    app = ReviewApp(Library(path, CHECKER, reader), open_article(reader, "", ClaimFilter()))
    try:
        async with app.run_test(size=size) as pilot:
            await _still(pilot)
            for key in keys:
                await pilot.press(key)
                await _still(pilot)
            return app.export_screenshot(title="annot review")
    finally:
        app.close_library()


async def _still(pilot: Pilot[None]) -> None:
    """Wait until what the desk was given has come back to the screen."""
    await pilot.pause(0.2)


if __name__ == "__main__":
    main()
