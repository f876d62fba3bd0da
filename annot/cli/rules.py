"""`annot rules`: the rules of proof, on or off, and their numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from annot.cli.colours import severity_colour
from annot.cli.command import Noun
from annot.cli.context import Desk, pass_desk
from annot.cli.options import PairType, as_json
from annot.cli.output import Styled, say, write, write_json

if TYPE_CHECKING:
    from annot.rules.book import RuleState
    from annot.rules.settings import Value

_reason = click.option("--reason", default="", help="Why, for the history.")
_codes = click.argument("codes", nargs=-1, required=True, metavar="CODE...")


@click.group(cls=Noun)
def rules() -> None:
    """The rules of proof: on or off, and their numbers.

    They are data of the workspace, and every change is in its history. A rule is named by its code
    or its name; what it means: annot check --explain CODE.
    """


@rules.command("list", example="annot rules list")
@as_json
@pass_desk
def list_rules(desk: Desk, *, as_json: bool) -> None:
    """List all rules as they are here.

    A star says that the workspace has changed a rule.
    """
    with desk.opened() as workspace:
        found = workspace.rules.list()
    if as_json:
        write_json([rule_object(state) for state in found])
        return
    for state in found:
        _write_line(state)


@rules.command(example="annot rules show independent-sources")
@click.argument("code")
@as_json
@pass_desk
def show(desk: Desk, code: str, *, as_json: bool) -> None:
    """Show a rule: whether it is on, its numbers, and its manual page."""
    from annot.rules.registry import rule_named
    from annot.rules.settings import told

    with desk.opened() as workspace:
        state = workspace.rules.get(code)
    if as_json:
        write_json(rule_object(state))
        return
    rule = rule_named(code)
    _write_line(state)
    for item in rule.settings:
        value = told(state.settings[item.name]) or "none"
        default = told(item.default) or "none"
        write(f"  {item.name} {value} ({item.help}; as it comes {default}; {item.form})")
    write("")
    write(rule.page)


@rules.command("set", example="annot rules set A105 sources=3 kinds=quantity,event")
@click.argument("code")
@click.argument("settings", nargs=-1, required=True, type=PairType("NAME=VALUE", may_be_empty=True))
@_reason
@pass_desk
def set_rule(desk: Desk, code: str, settings: tuple[tuple[str, str], ...], reason: str) -> None:
    """Give numbers of a rule other values; it stays on or off as it is."""
    with desk.begun() as workspace:
        _say_state(workspace.rules.set(code, dict(settings), reason=reason))


@rules.command(example="annot rules on independent-sources web-snapshot")
@_codes
@_reason
@pass_desk
def on(desk: Desk, codes: tuple[str, ...], reason: str) -> None:
    """Switch rules on."""
    with desk.begun() as workspace:
        for state in workspace.rules.on(codes, reason=reason):
            _say_state(state)


@rules.command(example='annot rules off A401 --reason "I work alone."')
@_codes
@_reason
@pass_desk
def off(desk: Desk, codes: tuple[str, ...], reason: str) -> None:
    """Switch rules off."""
    with desk.begun() as workspace:
        for state in workspace.rules.off(codes, reason=reason):
            _say_state(state)


@rules.command(example="annot rules preset magazine")
@click.argument("name", required=False)
@_reason
@as_json
@pass_desk
def preset(desk: Desk, name: str | None, reason: str, *, as_json: bool) -> None:
    """Set all rules as a preset has them; without a name, list the presets.

    Rules that it does not name become as they come. Each figure is told with the public standard
    that it comes from, or that it is a choice of ours.
    """
    from annot.rules.presets import PRESETS

    if name is None:
        _write_presets(as_json=as_json)
        return
    with desk.begun() as workspace:
        done = workspace.rules.preset(name, reason=reason)
        found = workspace.rules.list()
    if as_json:
        write_json([rule_object(state) for state in found])
    else:
        on = [state.code for state in found if state.enabled]
        say(f"The preset {done.name}: {done.summary} On are {', '.join(on)}.")
        if done.standards:
            say(f"Where its figures come from: annot rules preset (all {len(PRESETS)} presets)")


def rule_object(state: RuleState) -> dict[str, object]:
    """A rule as `--json` prints it."""
    return {
        "code": state.code,
        "name": state.name,
        "severity": state.severity.value,
        "summary": state.summary,
        "on": state.enabled,
        "settings": _plain(state.settings),
        "changed": state.is_changed,
    }


def _plain(settings: Mapping[str, Value]) -> dict[str, object]:
    return {n: list(v) if isinstance(v, tuple) else v for n, v in settings.items()}


def _numbers(state: RuleState) -> str:
    from annot.rules.settings import told

    return " ".join(f"{name}={told(value)}" for name, value in state.settings.items())


def _write_line(state: RuleState) -> None:
    star = "*" if state.is_changed else " "
    numbers = _numbers(state)
    write(
        f"{state.code}{star} ",
        Styled("on " if state.enabled else "off", None, bold=state.enabled),
        " ",
        Styled(f"{state.severity:<7}", severity_colour(state.severity)),
        f" {state.name}{'  ' if numbers else ''}{numbers}",
    )


def _say_state(state: RuleState) -> None:
    numbers = _numbers(state)
    what = "on" if state.enabled else "off"
    say(f"{state.code} {state.name} is {what}{': ' if numbers else ''}{numbers}.")


def _write_presets(*, as_json: bool) -> None:
    from annot.rules.presets import PRESETS

    if as_json:
        write_json(
            [
                {
                    "name": item.name,
                    "summary": item.summary,
                    "rules": {
                        code: {"on": choice.enabled, "settings": _plain(choice.settings)}
                        for code, choice in item.choices.items()
                    },
                    "standards": [
                        {"code": s.code, "says": s.says, "link": s.link} for s in item.standards
                    ],
                }
                for item in PRESETS
            ]
        )
        return
    for item in PRESETS:
        write(Styled(item.name, bold=True), f": {item.summary}")
        for standard in item.standards:
            write(f"  {standard.code} {standard.says}")
            if standard.link:
                write(f"       {standard.link}")
