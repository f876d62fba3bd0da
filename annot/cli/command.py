"""The classes that all commands are made of: an example in every help, suggestions for typos."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click


class Verb(click.Command):
    """A command whose help ends with an example, one or several lines to type."""

    def __init__(self, *arguments: Any, example: str, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.example = example

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the example, its lines as they are."""
        with formatter.section("Example"):
            for line in self.example.splitlines():
                formatter.write(f"{'':{formatter.current_indent}}{line}\n")


class Noun(click.Group):
    """A group of commands, listed in the order in which a person needs them."""

    command_class = Verb

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands, as they were defined."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that was typed.

        Raises:
            UsageError: If there is none; the most similar one is suggested.
        """
        name = args[0]
        if name.startswith("-") or ctx.resilient_parsing or self.get_command(ctx, name):
            return super().resolve_command(ctx, args)
        raise click.UsageError(
            f"There is no command {name!r}.{_meant(name, self.list_commands(ctx))}", ctx
        )


def _meant(name: str, known: list[str]) -> str:
    import difflib

    near = difflib.get_close_matches(name, known, 1, cutoff=0.5)
    return f" Did you mean {near[0]!r}?" if near else ""


def given(values: Mapping[str, Any]) -> dict[str, Any]:
    """The options that were typed: neither left out nor a list that stayed empty."""
    return {name: value for name, value in values.items() if value is not None and value != ()}
