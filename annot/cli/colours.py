"""Which colours mean what; a sign always says the same, so that nobody needs them."""

from __future__ import annotations

from annot.vocabulary import FAULTS, Severity, Status, Verdict

_STATUS_COLOURS = {
    Status.QUERY: "yellow",
    Status.CHECKED: "green",
    Status.APPROVED: "green",
    Status.STALE: "yellow",
}


def verdict_colour(verdict: Verdict | None) -> str | None:
    """Red for a fault, green for what is supported."""
    if verdict in FAULTS:
        return "red"
    return "green" if verdict is Verdict.SUPPORTED else None


def status_colour(status: Status) -> str | None:
    """Green for what is done, yellow for what waits."""
    return _STATUS_COLOURS.get(status)


def severity_colour(severity: Severity) -> str | None:
    """Red for an error, yellow for a warning."""
    return {Severity.ERROR: "red", Severity.WARNING: "yellow"}.get(severity)
