"""The source holds it: no words reach a widget of Textual's as a `str`, which could be markup.

A widget is given `plain(…)`, `Content` or a constant; `notify` is told not to look for markup. What
is only drawn (`render_line`) has no markup, and the safety filter takes what could act.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import annot.tui

FILES = sorted(Path(annot.tui.__file__).parent.glob("*.py"))
TAKES_NO_MARKUP = {"Input", "TextArea"}
"""Widgets whose text is a value, not a visual."""
READS_MARKUP = {"from_markup", "from_rich_text", "render_markup", "visualize"}
TITLES = {"border_title", "border_subtitle", "tooltip", "placeholder"}


def names_from(tree: ast.Module, *modules: str) -> set[str]:
    """The names that a file imports from some modules or those below them."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(modules)
        for alias in node.names
    }


def makers_of_content(trees: list[ast.Module]) -> set[str]:
    """The functions that say they return `Content`, or a list of it."""
    return {
        node.name
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and node.returns is not None
        and ast.unparse(node.returns) in ("Content", "list[Content]")
    }


class Checker:
    """Finds the calls of one file that give text to a widget in an unsafe way."""

    def __init__(self, source: str, makers: set[str]) -> None:
        self.tree = ast.parse(source)
        self.makers = makers | {"Content"}
        self.widgets = names_from(self.tree, "textual.widgets", "textual.command")
        self.widgets -= {"CommandPalette", "Provider", "Hits", "Matcher"}

    def sins(self) -> Iterator[str]:
        for node in ast.walk(self.tree):
            sin = None
            if isinstance(node, ast.Call):
                sin = self.of_call(node)
            elif isinstance(node, ast.Assign) and any(
                isinstance(target, ast.Attribute) and target.attr in TITLES
                for target in node.targets
            ):
                sin = None if self.is_safe(node.value) or _is_placeholder(node) else "a title"
            if sin is not None:
                yield f"line {node.lineno}: {sin}: {ast.unparse(node)}"

    def of_call(self, call: ast.Call) -> str | None:
        name = call.func.attr if isinstance(call.func, ast.Attribute) else _name(call.func)
        if name in READS_MARKUP:
            return "reads markup"
        if name == "notify":
            keywords = {word.arg: word.value for word in call.keywords}
            off = keywords.get("markup")
            is_off = isinstance(off, ast.Constant) and off.value is False
            return None if is_off and _name(_called(call.args[0])) == "shown" else "a toast"
        if name in self.widgets - TAKES_NO_MARKUP:
            # The first argument of a hit is its score.
            first = int(name == "Hit")
            words = [
                *call.args[first : first + 1],
                *(k.value for k in call.keywords if k.arg in TITLES),
            ]
            return None if all(map(self.is_safe, words)) else f"a {name}"
        if name == "update" and self.widgets and isinstance(call.func, ast.Attribute):
            return None if all(map(self.is_safe, call.args)) else "an update"
        return None

    def is_safe(self, words: ast.expr) -> bool:
        """Whether an expression cannot be a `str` from outside."""
        if isinstance(words, ast.Constant):
            return True
        if isinstance(words, ast.Starred):
            return isinstance(words.value, ast.GeneratorExp) and self.is_safe(words.value.elt)
        if not isinstance(words, ast.Call):
            return False
        if isinstance(words.func, ast.Attribute):
            on_content = words.func.attr in {"join", "assemble", "styled"}
            return words.func.attr in self.makers or (
                on_content and _name(_called(words.func.value)) == "Content"
            )
        return _name(words.func) in self.makers | self.widgets


def _is_placeholder(node: ast.Assign) -> bool:
    """Whether an input is given a placeholder, which it shows as it is, and that is harmless."""
    (target,) = node.targets
    is_placeholder = isinstance(target, ast.Attribute) and target.attr == "placeholder"
    return is_placeholder and _name(_called(node.value)) == "shown"


def _called(words: ast.expr) -> ast.expr:
    return words.func if isinstance(words, ast.Call) else words


def _name(words: ast.expr) -> str:
    return words.id if isinstance(words, ast.Name) else ""


MAKERS = makers_of_content([ast.parse(path.read_text()) for path in FILES])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_text_reaches_a_widget_as_markup(path: Path) -> None:
    assert list(Checker(path.read_text(), MAKERS).sins()) == []


@pytest.mark.parametrize(
    "line",
    [
        "Static(claim.text)",
        'Static(f"claim {claim.text}")',
        "Label(shown_text, id='x')",
        "OptionList(*(Option(words) for words in rows))",
        "self._label.update(message)",
        'self._label.update("! " + message)',
        "self.notify(message, markup=False)",
        "self.notify(shown(message))",
        "self.notify(shown(message), markup=True)",
        "Text.from_markup(message)",
        "self.border_title = claim.text",
        "Static(shown(message))",
        'Static("", tooltip=claim.text)',
    ],
)
def test_the_check_finds_what_is_wrong(line: str) -> None:
    source = (
        "from textual.widgets import Input, Label, OptionList, Static\n"
        "from textual.widgets.option_list import Option\n" + line
    )
    assert len(list(Checker(source, MAKERS).sins())) >= 1


@pytest.mark.parametrize(
    "line",
    [
        "Static()",
        'Static("a constant")',
        "Static(plain(claim.text))",
        "OptionList(*(Option(plain(words)) for words in rows))",
        'self._table.update(Content("\\n").join(lines))',
        "self.notify(shown(message), markup=False)",
        "found.update(more)",
    ],
)
def test_the_check_lets_pass_what_is_right(line: str) -> None:
    imported = "from textual.widgets import Option, OptionList, Static\n"
    imported = "" if line.startswith("found") else imported
    assert list(Checker(imported + line, MAKERS).sins()) == []


def test_only_the_app_and_the_safety_decide_about_filters() -> None:
    users = [path.name for path in FILES if "get_line_filters" in path.read_text()]
    assert users == ["app.py", "safety.py"]
