"""The text that was found in a web page, shown before it is kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from annot.cli.output import counted, is_interactive, say
from annot.text.display import one_line

if TYPE_CHECKING:
    from annot.intake.plain import Draft

_SHOWN = 200


def show_found(drafts: Iterable[Draft]) -> None:
    """Show what was picked out of pages, and ask whether that is the article, if anybody is there.

    Raises:
        Exit: If it is not.
    """
    for draft in drafts:
        if draft.is_found and is_interactive() and not _is_right(draft):
            say(
                "Nothing was added. Open the page in a browser, copy the article into a text file "
                "and add that."
            )
            raise click.exceptions.Exit(1)


def _is_right(draft: Draft) -> bool:
    parts = draft.text.split("\n\n")
    facts = (draft.title, draft.byline, draft.publication, draft.published)
    say(", ".join(one_line(fact, _SHOWN) for fact in facts if fact))
    say(f"{counted(len(draft.text.split()), 'word')} in {counted(len(parts), 'part')}:")
    say(f"  {one_line(parts[0], _SHOWN)}")
    if len(parts) > 1:
        say("  …")
        say(f"  {one_line(parts[-1], _SHOWN)}")
    return click.confirm("Is that the whole article?", default=True, err=True)
