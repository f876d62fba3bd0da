"""How what is told about a claim looks: names of styles, and the styles in the theme's colours.

Nothing is told by colour alone: verdicts, statuses and stances have signs and words, differences
have brackets, and the chosen item has a sign and a rule at its left.
"""

from __future__ import annotations

from annot.vocabulary import Stance, Status, Verdict

PREFIX = "claim-pane--"

COMPONENT_CLASSES = frozenset(
    PREFIX + name
    for name in (
        "number",
        "claim",
        "label",
        "muted",
        "quote",
        "source",
        "warning",
        "removed",
        "added",
        "marker",
        "chosen",
        "chosen-blurred",
        *Verdict,
        *Status,
        *Stance,
    )
)

CSS = """
ClaimPane {
    background: $surface;
    color: $foreground;
    overflow-x: hidden;
    overflow-y: scroll;
    scrollbar-size-vertical: 1;

    & .claim-pane--number { color: $text-muted; text-style: bold; }
    & .claim-pane--claim { text-style: bold; }
    & .claim-pane--label { color: $text-muted; text-style: italic; }
    & .claim-pane--muted { color: $text-muted; }
    & .claim-pane--quote { color: $foreground; }
    & .claim-pane--source { text-style: bold; }
    & .claim-pane--warning { color: $text-warning; text-style: bold; }
    & .claim-pane--removed { color: $text-error; text-style: strike; }
    & .claim-pane--added { color: $text-success; text-style: underline; }
    & .claim-pane--marker { color: $text-accent; text-style: bold; }
    & .claim-pane--chosen { background: $panel; }
    & .claim-pane--chosen-blurred { background: $surface; }

    & .claim-pane--supported { color: $text-success; text-style: bold; }
    & .claim-pane--inexact { color: $text-warning; text-style: bold; }
    & .claim-pane--misleading { color: $text-warning; text-style: bold; }
    & .claim-pane--refuted { color: $text-error; text-style: bold; }
    & .claim-pane--conflicting { color: $text-accent; text-style: bold; }
    & .claim-pane--unproven { color: $text-primary; text-style: bold; }
    & .claim-pane--on_author { color: $text-secondary; text-style: bold; }
    & .claim-pane--not_checkable { color: $text-muted; text-style: bold; }

    & .claim-pane--todo { color: $text-muted; }
    & .claim-pane--checking { color: $text-primary; }
    & .claim-pane--query { color: $text-warning; }
    & .claim-pane--checked { color: $text-success; }
    & .claim-pane--approved { color: $text-success; text-style: bold; }
    & .claim-pane--stale { color: $text-error; text-style: bold; }
    & .claim-pane--dropped { color: $text-muted; text-style: strike; }

    & .claim-pane--supports { color: $text-success; }
    & .claim-pane--refutes { color: $text-error; }
    & .claim-pane--context { color: $text-muted; }
}
ClaimPane:ansi, ClaimPane:nocolor {
    & .claim-pane--chosen { background: ansi_default; }
    & .claim-pane--chosen-blurred { background: ansi_default; }
}
"""
