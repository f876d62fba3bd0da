"""How what is told about a claim looks: names of styles, and the styles in the theme's colours.

Nothing is told by colour alone: verdicts, statuses and stances have signs and words, differences
have brackets, and the chosen item has a sign and a rule at its left.
"""

from __future__ import annotations

from annot.tui.paint import STATUS_PAINTS, VERDICT_COLORS, Paint
from annot.vocabulary import Stance

CSS = """
ClaimPane {
    background: $surface;
    color: $foreground;
    overflow-x: hidden;
    overflow-y: scroll;
    scrollbar-size-vertical: 1;
}
"""

PAINTS: dict[str, Paint] = {
    "number": Paint("text-muted", manner="bold"),
    "claim": Paint(manner="bold"),
    "label": Paint("text-muted", manner="italic"),
    "muted": Paint("text-muted"),
    "quote": Paint("foreground"),
    "source": Paint(manner="bold"),
    "warning": Paint("text-warning", manner="bold"),
    "removed": Paint("text-error", manner="strike"),
    "added": Paint("text-success", manner="underline"),
    "marker": Paint("text-accent", manner="bold"),
    "chosen": Paint(ground="panel"),
    "chosen-blurred": Paint(ground="surface"),
    **{verdict: Paint(f"text-{color}", manner="bold") for verdict, color in VERDICT_COLORS.items()},
    **STATUS_PAINTS,
    Stance.SUPPORTS: Paint("text-success"),
    Stance.REFUTES: Paint("text-error"),
    Stance.CONTEXT: Paint("text-muted"),
}
