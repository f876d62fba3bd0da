"""Templates, ours and a newsroom's, and what is said if one of them is broken.

A newsroom's templates run in Jinja's sandbox: they reach what they are given, which is the report
as its audience may see it, and neither files nor the insides of Python. Nothing can be marked as
safe there, so that no template can forget to escape.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from annot.errors import InputFileError
from annot.report.house import House

if TYPE_CHECKING:
    from jinja2 import BaseLoader, Environment

OURS = "annot/"
"""What stands before the name of a template of ours, for one that has the same name."""

_HINT = "What a template may use: docs/report-templates.md"


def environment(
    house: House | None,
    *,
    finalize: Callable[[object], object],
    names: Mapping[str, object],
    autoescape: bool = True,
) -> Environment:
    """What templates are run in: a sandbox, if a newsroom brings its own.

    Args:
        house: The newsroom's folder.
        finalize: What is done with each value before it is printed.
        names: What all templates may use.
        autoescape: Whether values are escaped as in HTML.
    """
    from jinja2 import Environment, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    kind = Environment if house is None else ImmutableSandboxedEnvironment
    made = kind(
        loader=_loader(house),
        autoescape=autoescape,
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(names)
    if house is not None:
        for name in ("safe", "xmlattr", "urlize", "pprint"):
            del made.filters[name]
    return made


def rendered(made: Environment, name: str, values: Mapping[str, object]) -> Iterator[str]:
    """A template filled in, piece by piece.

    Raises:
        InputFileError: If a newsroom's template is broken, with its file and line.
    """
    from jinja2 import TemplateError
    from jinja2.sandbox import SandboxedEnvironment

    if not isinstance(made, SandboxedEnvironment):
        yield from made.get_template(name).generate(values)
        return
    broken = TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError
    try:
        yield from made.get_template(name).generate(values)
    except (*broken, RecursionError) as error:
        where = _where(error)
        if not where:
            raise
        raise InputFileError(f"{where}: {_why(error)}", hint=_HINT) from error


def source(name: str) -> str:
    """A template, style sheet or script of ours; its lines end in line feeds."""
    return _package_source(name).replace("\r\n", "\n")


@cache
def _package_source(name: str) -> str:
    from importlib.resources import files

    return files("annot.report").joinpath("templates", name).read_text(encoding="utf-8")


def _loader(house: House | None) -> BaseLoader:
    from jinja2 import FunctionLoader, TemplateNotFound

    def load(name: str) -> tuple[str, str, Callable[[], bool]]:
        if house is not None and name in house.templates:
            return house.templates[name], str(house.path / name), lambda: True
        ours = name.removeprefix(OURS)
        if "/" in ours or not ours.endswith(".jinja"):
            raise TemplateNotFound(name)
        try:
            return source(ours), f"{OURS}{ours}", lambda: True
        except OSError as error:
            raise TemplateNotFound(name) from error

    return FunctionLoader(load)


def _where(error: BaseException) -> str:
    """The file and the line of a template at which it broke; empty if that was in none."""
    from jinja2 import TemplateSyntaxError

    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or error.name}, line {error.lineno}"
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename.endswith(".jinja")
    ]
    return f"{frames[-1].filename}, line {frames[-1].lineno}" if frames else ""


def _why(error: Any) -> str:
    from jinja2 import TemplateNotFound

    if isinstance(error, TemplateNotFound):
        return f"there is no template {error.name!r}."
    text = " ".join((str(error) or type(error).__name__).split())
    return text if text.endswith(".") else f"{text}."
