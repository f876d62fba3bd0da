"""From a quote, or a span chosen by hand, to the places where a claim is anchored."""

from __future__ import annotations

from functools import cached_property
from typing import Literal, TypedDict

from annot.errors import InvalidValueError, QuoteAmbiguousError, QuoteNotFoundError
from annot.text.difference import difference_text
from annot.text.fold import Folded, fold
from annot.text.paragraphs import Repeat, collapse, copies, repeats
from annot.text.quotes import Quotable, around, find_quote, nearest, place

Span = tuple[int, int]
"""Start and end of a passage in code points, half-open."""

Occurrence = int | Literal["all"] | None
"""Which of several places is meant: its number from 1, all of them, or not said."""


class Searched:
    """A text in which quotes are looked for: what that takes is made when first needed.

    Args:
        text: The text.
        many: Whether they are thousands.
    """

    def __init__(self, text: str, *, many: bool = False) -> None:
        self.text = text
        self._many = many

    def groups(self, quote: str, *, prefix: str = "", suffix: str = "") -> list[list[Span]]:
        """All places of a quote, each with its copies in repeated passages."""
        return collapse(find_quote(self._where, quote, prefix=prefix, suffix=suffix), self.repeats)

    @cached_property
    def folded(self) -> Folded:
        """The text without its typography."""
        return fold(self.text)

    @cached_property
    def repeats(self) -> list[Repeat]:
        """The passages that say again what an earlier one says."""
        return repeats(self.text)

    @cached_property
    def _where(self) -> Folded | Quotable:
        return Quotable(self.folded) if self._many else self.folded


def chosen_groups(
    text: str | Searched,
    quote: str,
    *,
    prefix: str = "",
    suffix: str = "",
    occurrence: Occurrence = None,
) -> list[list[Span]]:
    """The places of a quote, each with its copies in repeated passages.

    Args:
        text: The article's text, or the same prepared for many quotes.
        quote: The words as printed; typographic variants and spacing do not matter.
        prefix: Words right before it.
        suffix: Words right after it.
        occurrence: Which place is meant, if there are several.

    Returns:
        One group for each place that was chosen: the place itself, then its copies.

    Raises:
        QuoteNotFoundError: If the quote does not stand in the text.
        QuoteAmbiguousError: If it stands there more than once and none was chosen.
        InvalidValueError: If the quote is empty, or there is no such occurrence.
    """
    if not quote.strip():
        raise InvalidValueError("The quote is empty.", hint="Give the words as they are printed.")
    searched = text if isinstance(text, Searched) else Searched(text)
    groups = searched.groups(quote, prefix=prefix, suffix=suffix)
    if not groups:
        raise _not_found(searched, quote, prefix, suffix)
    return chosen_among(groups, searched, quote, occurrence)


def chosen_among(
    groups: list[list[Span]], searched: Searched, quote: str, occurrence: Occurrence
) -> list[list[Span]]:
    """Those of a quote's places that are meant.

    Raises:
        QuoteAmbiguousError: If there are several and none was chosen.
        InvalidValueError: If there is no such occurrence.
    """
    if occurrence == "all":
        return groups
    if occurrence is not None:
        if not 1 <= occurrence <= len(groups):
            raise InvalidValueError(
                f"The quote stands in {_places(len(groups))}; there is no number {occurrence}.",
                hint=f"Repeat the command with {_choice(len(groups))}.",
            )
        return [groups[occurrence - 1]]
    if len(groups) > 1:
        raise QuoteAmbiguousError(
            f"The quote {quote!r} stands in {len(groups)} places.",
            hint=f"Choose one with {_choice(len(groups))}, or add --prefix.",
            places=[place(searched.text, *group[0]) for group in groups],
        )
    return groups


def span_of_hand(text: str, start: int, end: int) -> list[Span]:
    """A span that a person selected, and its copies in repeated passages.

    White space at its ends is left out.

    Raises:
        InvalidValueError: If it lies outside the text or holds only white space.
    """
    if not 0 <= start <= end <= len(text):
        raise InvalidValueError(
            f"The span {start}–{end} lies outside the text ({len(text)} code points)."
        )
    chosen = text[start:end]
    start += len(chosen) - len(chosen.lstrip())
    end -= len(chosen) - len(chosen.rstrip())
    if start >= end:
        raise InvalidValueError("The span holds no words.")
    return [(start, end), *copies(text, repeats(text), start, end)]


class Selector(TypedDict):
    """A place as W3C's TextQuoteSelector and TextPositionSelector say it; code points."""

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int


def selector(text: str, place: Span) -> Selector:
    """The words at a place, 32 code points on each side, and the place itself."""
    start, end = place
    prefix, suffix = around(text, start, end)
    return Selector(exact=text[start:end], prefix=prefix, suffix=suffix, start=start, end=end)


def _places(number: int) -> str:
    return "one place" if number == 1 else f"{number} places"


def _choice(number: int) -> str:
    return "--occurrence 1" if number == 1 else f"--occurrence 1 … {number} (or all)"


def _not_found(searched: Searched, quote: str, prefix: str, suffix: str) -> QuoteNotFoundError:
    if (prefix or suffix) and find_quote(searched.folded, quote):
        return QuoteNotFoundError(
            f"The quote {quote!r} stands in the article, but not with these words around it.",
            hint="Leave out --prefix and --suffix to see its places.",
        )
    near = nearest(searched.folded, quote)
    if near is None:
        return QuoteNotFoundError(
            f"The quote {quote!r} does not stand in the article, nor anything like it.",
            hint="Read the text: annot article show ARTICLE",
        )
    text = searched.text
    start, end = min([near[:2], *copies(text, searched.repeats, *near[:2])])
    return QuoteNotFoundError(
        f"The quote {quote!r} does not stand in the article.",
        hint="Repeat the command with the words as they are printed.",
        nearest=place(text, start, end),
        difference=difference_text(quote, text[start:end]),
    )
