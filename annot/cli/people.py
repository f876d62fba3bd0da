"""`annot people`: who works here, and what they may do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from annot.cli.command import Noun
from annot.cli.context import Desk, pass_desk
from annot.cli.options import Word, as_json
from annot.cli.output import say, write, write_json
from annot.cli.table import Column, write_table
from annot.vocabulary import Role

if TYPE_CHECKING:
    from annot.store.people_reading import PersonWork


@click.group(cls=Noun)
def people() -> None:
    """Who works here, and what they may do.

    Names are those that people act under (--as). As long as nobody is an admin, everybody may
    change roles and rules; then only admins may.
    """


@people.command("list", example="annot people list")
@as_json
@pass_desk
def list_people(desk: Desk, *, as_json: bool) -> None:
    """List the people with their roles."""
    with desk.opened() as workspace:
        found = workspace.people.list()
    if as_json:
        write_json([{"name": person.name, "role": person.role.value} for person in found])
        return
    width = max((len(person.role) for person in found), default=0)
    for person in found:
        write(f"{person.role:<{width}}  {person.name}")


@people.command("work", example="annot people work")
@as_json
@pass_desk
def work(desk: Desk, *, as_json: bool) -> None:
    """Say how much everybody has to do and has done.

    "To check" are open claims that name them as the checker, "asked" those that they are still to
    judge or to adjudicate. Who acts without being on the list has no role.
    """
    with desk.opened() as workspace:
        found = workspace.people.work()
    if as_json:
        write_json(
            [item._asdict() | {"role": item.role.value if item.role else None} for item in found]
        )
        return
    counted = ("TO CHECK", "ASKED", "CHECKED", "APPROVED", "JUDGED")
    columns = [Column("ROLE"), *(Column(name, right=True) for name in counted), Column("NAME")]
    write_table(
        columns,
        [
            [item.role.value if item.role else "–", *map(str, _counts(item)), item.name]
            for item in found
        ],
    )


def _counts(item: PersonWork) -> tuple[int, ...]:
    return (item.to_check, item.asked, item.checked, item.approved, item.judged)


@people.command("set", example="annot people set kim --role reviewer")
@click.argument("name")
@click.option("--role", type=Word(Role), required=True, help="What they may do.")
@pass_desk
def set_person(desk: Desk, name: str, role: str) -> None:
    """Give somebody a role; who is not known yet is added."""
    with desk.begun() as workspace:
        person = workspace.people.set(name, role=role)
        say(f"{person.name} is {person.role} here.")


@people.command("remove", example="annot people remove kim")
@click.argument("name")
@pass_desk
def remove(desk: Desk, name: str) -> None:
    """Take somebody off the list; what they did stays in the history."""
    with desk.opened() as workspace:
        workspace.people.remove(name)
        say(f"{name} is not on the list any more.")
