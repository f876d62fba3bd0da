"""The contrast of two colours, as WCAG 2 reckons it."""

from __future__ import annotations

from textual.color import Color


def ratio(one: Color, other: Color) -> float:
    """From 1 to 21; 4.5 is level AA for text, 7 is level AAA."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(color: Color) -> float:
    parts = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in color.normalized
    ]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))
