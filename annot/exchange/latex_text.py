"""The words that LaTeX in a bibliography stands for, and words as LaTeX."""

from __future__ import annotations

import re
from collections.abc import Callable

from annot.exchange.source_rows import one_line

_LATEX = re.compile(r"[\\{}$~]|--|``|''|!`|\?`")
_BARE = re.compile(r"(?<!\\)((?:\\\\)*)([%&])")
_LINK = re.compile(r"\\href\s*\{[^{}]*\}")
_NAMED = {"textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^"}
_ESCAPED = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
_JOINING = re.compile(r"(-(?=-)|`(?=`)|'(?=')|[!?](?=`))")
"""Signs that LaTeX would join with the next one."""
_SIGNS = str.maketrans(_ESCAPED)
_IN_URL = str.maketrans({"\\": "%5C", "{": "%7B", "}": "%7D", '"': "%22", " ": "%20"})
_OF_URL = re.compile(r"\\([%&#_~{}$])")
_URL = re.compile(r"\s*\\(?:url|path)\s*\{(.*)\}\s*", re.DOTALL)


def latex_reader() -> Callable[[str], str]:
    """A function that gives the words for LaTeX, in one line; what it cannot read stays as it is.

    Signs that LaTeX takes for its own (`%`, `&`) are kept where people forgot to escape them.

    Raises:
        ImportError: If the library that knows LaTeX is not there.
    """
    from pylatexenc import latex2text  # type: ignore[import-untyped]

    known = latex2text.get_default_latex_context_db()
    named = [latex2text.MacroTextSpec(name, sign) for name, sign in _NAMED.items()]
    known.add_context_category("named signs", prepend=True, macros=named)
    words_of = latex2text.LatexNodes2Text(latex_context=known, math_mode="text").latex_to_text

    def read(latex: str) -> str:
        if not _LATEX.search(latex):
            return one_line(latex)
        bare = _BARE.sub(r"\1\\\2", _LINK.sub("", latex))
        try:
            return one_line(words_of(bare))
        except (RecursionError, LookupError, ValueError, TypeError, AttributeError):
            return one_line(latex)

    return read


def url_of(latex: str) -> str:
    r"""The address in a field that is not LaTeX, though some write it as `\url{...}` or escaped."""
    found = _URL.fullmatch(latex)
    return _OF_URL.sub(r"\1", (found[1] if found else latex).strip())


def as_latex(words: str) -> str:
    """Words as LaTeX in one line; its braces are balanced, whatever the words are."""
    return _JOINING.sub(r"\1{}", one_line(words).translate(_SIGNS))


def as_url(address: str) -> str:
    """An address as it may stand in a field."""
    return one_line(address).translate(_IN_URL)
