"""A newsroom's logo at the head of the document (DrawingML, ECMA-376 part 1, 20.4)."""

from __future__ import annotations

from annot.report.house import Logo
from annot.report.word.markup import attribute, paragraph

LOGO = "logo"
"""The name of the relationship to the picture."""

_EMU = 360_000
"""English metric units in a centimetre."""

_WIDEST, _HIGHEST = 6 * _EMU, int(1.6 * _EMU)
_PER_PIXEL = 9_525
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"


def fits(logo: Logo | None) -> bool:
    """Whether Word can show a logo: a PNG with a size; it would need one beside an SVG."""
    return logo is not None and logo.name.endswith(".png") and min(logo.size) > 0


def head(logo: Logo, words: str) -> str:
    """A paragraph with the logo, at most 6 by 1.6 centimetres.

    Args:
        logo: The logo, which `fits`.
        words: What is read aloud for it.
    """
    width, height = (pixels * _PER_PIXEL for pixels in logo.size)
    scale = min(1, _WIDEST / width, _HIGHEST / height)
    size = f'cx="{max(1, int(width * scale))}" cy="{max(1, int(height * scale))}"'
    return paragraph(
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" distT="0"'
        f' distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="1" name="{LOGO}" descr={attribute(words)}/>'
        f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture">'
        f'<pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr>'
        f'<pic:cNvPr id="1" name="{LOGO}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{LOGO}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
