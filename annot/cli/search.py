"""`annot search`: claims by their words."""

from __future__ import annotations

import click

from annot.cli.claim import show_claims
from annot.cli.command import Verb, given
from annot.cli.context import Desk, pass_desk
from annot.cli.options import NUMBER, as_json, in_article


@click.command(
    cls=Verb,
    example="annot search harbour four",
    context_settings={"ignore_unknown_options": True},
)
@click.argument("words", metavar="WORDS…", nargs=-1, required=True)
@in_article
@click.option("--limit", type=NUMBER, metavar="N", help="At most so many.")
@as_json
@pass_desk
def search(
    desk: Desk, /, words: tuple[str, ...], article: str | None, limit: int | None, *, as_json: bool
) -> None:
    """Find claims by their words.

    Looked for in the text, the reasoning and the correction; each word may be the beginning of one.
    The fields of `annot claim list` narrow the search.
    """
    show_claims(desk, words, narrowing=given({"article": article}), limit=limit, as_json=as_json)
