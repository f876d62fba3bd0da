"""Options and arguments that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal, TypeVar

import click
from click.shell_completion import CompletionItem

from annot.vocabulary import ClaimKind, CorrectionState, Rank, SourceKind, Stance, Status, Verdict

F = TypeVar("F", bound=Callable[..., Any])

_LARGEST = 2**63 - 1


class NumberType(click.ParamType):  # type: ignore[type-arg]
    """A whole number from 1 to the largest that a database holds."""

    name = "N"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number that was typed.

        Raises:
            BadParameter: If it is none.
        """
        text = str(value)
        digits = text.isascii() and text.isdecimal() and len(text) <= len(str(_LARGEST))
        if not (digits and 1 <= int(text) <= _LARGEST):
            self.fail(f"{text!r} is not a number from 1 on.", param, ctx)
        return int(text)


NUMBER = NumberType()
"""The number of a claim, a piece of evidence, a note, an anchor or a sentence."""


class Word(click.ParamType):  # type: ignore[type-arg]
    """A word of a vocabulary: named in the help and completed, but judged by the operation.

    So a hyphen may stand for `_`, a typo gets the nearest word suggested, and the exit code is
    that of an unknown value, as in a script.
    """

    name = "word"

    def __init__(self, vocabulary: type[StrEnum], *more: str) -> None:
        self.words = (*(item.value for item in vocabulary), *more)

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        """All the words, as they are typed."""
        return "|".join(self.words)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The words that begin so."""
        return [CompletionItem(word) for word in self.words if word.startswith(incomplete)]


class OccurrenceType(click.ParamType):  # type: ignore[type-arg]
    """Which of several places: a number from 1, or "all"."""

    name = "N|all"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> int | Literal["all"]:
        """The number that was typed, or "all".

        Raises:
            BadParameter: If it is neither.
        """
        if value == "all":
            return "all"
        return NUMBER.convert(value, param, ctx)


class PairType(click.ParamType):  # type: ignore[type-arg]
    """A name and a value with `=` between them."""

    def __init__(self, name: str, *, may_be_empty: bool = False) -> None:
        self.name = name
        self._may_be_empty = may_be_empty

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """The name and the value.

        Raises:
            BadParameter: If there is no `=`, or nothing on one of its sides that may not be empty.
        """
        name, sign, rest = str(value).partition("=")
        if not (name.strip() and sign and (rest.strip() or self._may_be_empty)):
            self.fail(f"{value!r} is not of the form {self.name}.", param, ctx)
        return name.strip(), rest.strip()


class MapType(click.ParamType):  # type: ignore[type-arg]
    """A column for a field, as FIELD=COLUMN, or a TOML file that has several."""

    name = "FIELD=COLUMN|FILE.toml"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dict[str, str] | Path:
        """The column by its field, or the file.

        Raises:
            BadParameter: If it is neither.
        """
        name, sign, column = str(value).partition("=")
        if sign and name.strip():
            return {name.strip(): column.strip()}
        if sign or not str(value).lower().endswith(".toml"):
            self.fail(
                f"{value!r} is neither FIELD=COLUMN nor a file that ends in .toml.", param, ctx
            )
        return Path(value)


def together(*options: Callable[[F], F]) -> Callable[[F], F]:
    """Several options as one decorator, in the order given."""

    def decorate(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


if_version = click.option(
    "--if-version", "version", type=click.UUID, metavar="UID", help="Only if it is still this one."
)

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, nothing shortened.")

allow_private = click.option(
    "--allow-private", is_flag=True, help="The address may be one of this machine or network."
)

in_article = click.option("--article", metavar="ARTICLE", help="Only in this article (its slug).")

quote_options = together(
    click.option("--quote", default="", help="The words as printed; typography may differ."),
    click.option("--prefix", default="", help="Words right before the quote."),
    click.option("--suffix", default="", help="Words right after the quote."),
    click.option(
        "--occurrence", type=OccurrenceType(), help="Which place, if the quote has several."
    ),
)

claim_options = together(
    click.option("--kind", type=Word(ClaimKind, "none"), help="What sort of assertion it is."),
    click.option("--status", type=Word(Status), help="How far checking has come."),
    click.option("--verdict", type=Word(Verdict, "none"), help="What was found."),
    click.option("--reasoning", metavar="TEXT", help="Why; may be published."),
    click.option("--correction", metavar="TEXT", help="The wording proposed instead."),
    click.option(
        "--correction-state", type=Word(CorrectionState), help="What became of the correction."
    ),
    click.option("--checker", metavar="NAME", help="Who checks it."),
    click.option("--tag", "tags", multiple=True, help="A word to find it by; may be repeated."),
    click.option(
        "--extra",
        multiple=True,
        type=PairType("NAME=TEXT", may_be_empty=True),
        callback=lambda _context, _option, pairs: dict(pairs) or None,
        help="What else is known, by a name of your own; may be repeated.",
    ),
)

article_options = together(
    click.option("--title", help="Its title; the slug is made from it."),
    click.option("--byline", metavar="NAMES", help="Who wrote it."),
    click.option("--publication", metavar="NAME", help="Where it is to appear."),
    click.option("--published", metavar="DATE", help="When: 2025, 2025-10 or 2025-10-02."),
)

source_options = together(
    click.option("--title", help="Its title."),
    click.option("--author", "authors", multiple=True, metavar="NAME", help="May be repeated."),
    click.option("--publisher", metavar="NAME", help="Who published it."),
    click.option("--published", metavar="DATE", help="When: 2025, 2025-10 or 2025-10-02."),
    click.option("--kind", type=Word(SourceKind), help="What it is."),
    click.option("--rank", type=Word(Rank), help="Does it speak for itself or tell of others?"),
    click.option("--accessed", metavar="DATE", help="When it was looked at."),
    click.option("--archived-url", metavar="URL", help="Where an archive keeps a copy."),
    click.option(
        "--identifier",
        "identifiers",
        multiple=True,
        type=PairType("NAME=VALUE"),
        help="Such as doi=10.1000/1; may be repeated.",
    ),
    click.option(
        "--confidential/--public",
        "confidential",
        default=None,
        help="Whether a report for the public must not name it.",
    ),
)


def evidence_options(stance: str) -> Callable[[F], F]:
    """The options of a piece of evidence; `stance` is the help of its stance."""
    return together(
        click.option("--stance", type=Word(Stance), help=stance),
        click.option("--passage", metavar="TEXT", help="What the source says, in its own words."),
        click.option("--locator", metavar="TEXT", help="Where: page, paragraph, time code."),
        click.option("--note", metavar="TEXT", help="A remark."),
    )


def filter_of(words: Sequence[str]) -> str:
    """The filter that some arguments are; they may begin with one hyphen, but not be options.

    Raises:
        NoSuchOption: If one is an option that there is not.
    """
    for word in words:
        if word.startswith("--"):
            raise click.NoSuchOption(word)
    return " ".join(words)
