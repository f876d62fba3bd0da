"""What a merge will do, and what has to be asked before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from annot.store.images import Image
from annot.store.merging.below import Row, all_below, parents, right_below
from annot.store.merging.candidates import Candidate, candidates
from annot.store.merging.changed import stored
from annot.store.merging.collisions import Clash
from annot.store.merging.fields import merged_fields, says_same
from annot.store.merging.lineage import Lineage
from annot.store.merging.numbers import Numbers, There
from annot.vocabulary import Right


@dataclass(slots=True)
class Plan:
    """What a merge will do.

    Attributes:
        inserts: The rows that come, by table and number there.
        updates: The new values of rows here, by table and number here.
        deletes: The rows that go here.
        clashes: What has to be asked.
        left: Rows of the other copy that are not taken.
        kept: Rows that went there and stay here.
        later: What is left undecided.
        items: Every row that the other copy changed.
    """

    inserts: dict[Row, Candidate] = field(default_factory=dict)
    updates: dict[Row, dict[str, Any]] = field(default_factory=dict)
    deletes: dict[Row, Image] = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)
    left: list[Candidate] = field(default_factory=list)
    kept: list[Row] = field(default_factory=list)
    later: list[Candidate] = field(default_factory=list)
    items: list[Candidate] = field(default_factory=list)

    @property
    def changes(self) -> bool:
        """Whether rows will change."""
        return bool(self.inserts or any(self.updates.values()) or self.deletes)


class Planner:
    """Makes the plan of a merge, and settles what was asked.

    Args:
        here: This ledger.
        there: The other copy.
        common: What both have in common.
    """

    def __init__(self, here: Connection, there: Connection, common: Lineage) -> None:
        self._here, self._there = here, there
        self.numbers = Numbers(here, there, common.here, common.there)
        self.plan = Plan()
        self._gone_there: dict[Row, Candidate] = {}
        self._gone_here: dict[There, Clash] = {}
        self._waiting: dict[Row, dict[str, Any]] = {}
        for item in candidates(here, there, common, self.numbers):
            self._look_at(item)
        self._find_drafts()
        self._find_missing_parents()
        self.plan.clashes += self._gone_here.values()
        self._settle_gone_there()

    def settle(self, clash: Clash, right: Right) -> None:
        """Do what follows from who is right in a clash."""
        if right is Right.LATER:
            self.plan.later += [clash.item, *clash.theirs]
        elif clash.kind == "changed":
            if right is Right.THEIRS:
                self._take_with_parents(clash.item, clash.fields)
        elif clash.kind == "gone there":
            if right is Right.OURS:
                self.plan.kept += [(i.noun, int(i.ours["id"])) for i in clash.theirs if i.ours]
            else:
                rows = [(i.noun, int(i.ours["id"])) for i in clash.theirs if i.ours]
                self._take_away({row: self._ours(row) for row in rows} | dict(self._hanging(rows)))
        elif right is Right.OURS:
            self._leave(clash.theirs)
        elif clash.kind == "gone here":
            assert clash.root is not None
            self._restore(clash.root)
            for item in clash.theirs:
                if item.ours is not None:
                    self.plan.updates.setdefault(_row(item), {}).update(self._waiting[_row(item)])
        else:
            self._take_away(clash.ours)
            self.plan.inserts |= {(item.noun, item.number): item for item in clash.theirs}

    def _leave(self, items: Sequence[Candidate]) -> None:
        self.plan.left += [item for item in items if item.ours is None]
        self.plan.kept += [_row(item) for item in items if item.ours is not None]

    def _look_at(self, item: Candidate) -> None:
        self.plan.items.append(item)
        if item.theirs is None:
            if item.ours is not None and not item.is_new:
                self._gone_there[item.noun, int(item.ours["id"])] = item
        elif item.ours is None:
            self._not_here(item, item.theirs)
        else:
            self._both(item, item.ours, item.theirs)

    def _not_here(self, item: Candidate, theirs: Image) -> None:
        was = self.numbers.as_it_was(theirs)
        if item.is_new:
            self.plan.inserts[item.noun, item.number] = item
        elif not any(
            base is not None and (says_same(theirs, base) or says_same(was, base))
            for base in item.bases
        ):
            root = There(item.noun, item.number)
            self._gone_here[root] = Clash("gone here", item, theirs=[item], root=root)

    def _both(self, item: Candidate, ours: Image, theirs: Image) -> None:
        fields = merged_fields(item.noun, ours, theirs, item.bases)
        if fields.taken:
            self._take(item, list(fields.taken), fields.taken)
        for names in fields.asked:
            self.plan.clashes.append(Clash("changed", item, names))

    def _take(
        self, item: Candidate, names: Sequence[str], values: dict[str, Any] | None = None
    ) -> None:
        assert item.ours is not None
        assert item.theirs is not None
        row = item.noun, int(item.ours["id"])
        told = values or item.theirs
        self.plan.updates.setdefault(row, {}).update({name: told[name] for name in names})

    def _take_with_parents(self, item: Candidate, names: Sequence[str]) -> None:
        """Take what the other copy says, and bring back what that refers to and went here."""
        assert item.theirs is not None
        root = self._missing_root({name: item.theirs[name] for name in names})
        if root is not None and root.noun == "revision":  # it was decided against before
            self._leave([item])
            return
        if root is not None:
            self._restore(root)
        self._take(item, names)

    def _take_away(self, rows: dict[Row, Image]) -> None:
        self.plan.deletes |= rows
        for row in rows:
            self.plan.updates.pop(row, None)

    # New drafts of one article on both sides

    def _find_drafts(self) -> None:
        """Take out of the plan what belongs to drafts for which there is another one here."""
        coming: dict[int, list[Candidate]] = {}
        for (noun, _), item in self.plan.inserts.items():
            article = item.theirs["article_id"] if noun == "revision" and item.theirs else None
            if isinstance(article, int):
                coming.setdefault(article, []).append(item)
        for article, drafts in coming.items():
            clash = self._clash_of_drafts(article, drafts)
            if clash is not None:
                self.plan.clashes.append(clash)
                for item in clash.theirs:
                    del self.plan.inserts[item.noun, item.number]

    def _clash_of_drafts(self, article: int, drafts: list[Candidate]) -> Clash | None:
        going = {row for row, item in self._gone_there.items() if row[0] == "revision"}
        here = {
            int(row["number"]): (number, row)
            for number, row in stored(self._here, "revision", article_id=[article]).items()
            if ("revision", number) not in going
        }
        numbers = [int(item.theirs["number"]) for item in drafts if item.theirs]
        first = min((number for number in numbers if number in here), default=None)
        if first is None:
            return None
        theirs = [item for item in drafts if item.theirs and item.theirs["number"] >= first]
        refused = {There("revision", item.number) for item in theirs}
        below = [
            item
            for item in self.plan.inserts.values()
            if item.theirs is not None and item.theirs.get("revision_id") in refused
        ]
        ours: dict[Row, Image] = {}
        for number, (row_id, row) in here.items():
            if number >= first:
                ours["revision", row_id] = row
                ours |= all_below(self._here, "revision", row_id)
        main = next(i for i in theirs if i.theirs and i.theirs["number"] == first)
        return Clash("drafts", main, theirs=[*theirs, *below], ours=ours)

    # Rows that went here, with which something was done there

    def _find_missing_parents(self) -> None:
        """Take out of the plan what hangs on a row that is not here."""
        for key, item in list(self.plan.inserts.items()):
            root = self._missing_root(item.theirs or {})
            if root is not None:
                del self.plan.inserts[key]
                self._hang_on(root, item)
        for row, fields in list(self.plan.updates.items()):
            root = self._missing_root(fields)
            if root is not None:
                item = next(i for i in self.plan.items if i.ours and _row(i) == row)
                self._waiting[row] = {
                    name: fields.pop(name)
                    for name, value in list(fields.items())
                    if isinstance(value, There)
                }
                self._hang_on(root, item)
        for root in list(self._gone_here):
            self._fold(root)

    def _hang_on(self, root: There, item: Candidate) -> None:
        if root.noun == "revision":  # a draft that is not here was decided against before
            self._leave([item])
            return
        if root not in self._gone_here:
            row = stored(self._there, root.noun, id=[root.id])[root.id]
            missing = Candidate(
                root.noun, root.id, row["uid"], self.numbers.translated(row), since=item.since
            )
            self._gone_here[root] = Clash("gone here", missing, root=root)
        self._gone_here[root].theirs.append(item)

    def _fold(self, root: There) -> None:
        """Let a clash about a row be one with that about the row above it."""
        item = self._gone_here[root].item
        above = self._missing_root(item.theirs or {})
        if above is not None and above != root:
            clash = self._gone_here.pop(root)
            for one in clash.theirs:
                self._hang_on(above, one)

    def _missing_root(self, row: Image) -> There | None:
        """The topmost row above that is neither here nor coming; None if all are."""
        for value in row.values():
            if isinstance(value, There) and tuple(value) not in self.plan.inserts:
                above = stored(self._there, value.noun, id=[value.id]).get(value.id)
                higher = self._missing_root(self._told(above)) if above else None
                return higher or value
        return None

    def _told(self, row: Image) -> Image:
        self.numbers.learn_references([row])
        return self.numbers.translated(row)

    def _restore(self, root: There) -> None:
        """Bring a row back that went here, with all that hangs on it there."""
        row = stored(self._there, root.noun, id=[root.id])[root.id]
        below = all_below(self._there, root.noun, root.id)
        self.numbers.learn_references(below.values())
        for (noun, number), found in [((root.noun, root.id), row), *below.items()]:
            if isinstance(self._known_here(noun, number, found), There):
                self._bring(noun, number, found)

    def _bring(self, noun: str, number: int, row: Image) -> None:
        if (noun, number) in self.plan.inserts:
            return
        told = self._told(row)
        self.plan.inserts[noun, number] = Candidate(noun, number, row["uid"], told)
        for value in told.values():
            if isinstance(value, There):
                above = stored(self._there, value.noun, id=[value.id])[value.id]
                self._bring(value.noun, value.id, above)

    def _known_here(self, noun: str, number: int, row: Image) -> int | There:
        self.numbers.learn(noun, {number: row["uid"]})
        return self.numbers.here(noun, number)

    # Rows that went there

    def _settle_gone_there(self) -> None:
        groups: dict[Row, list[Row]] = {}
        for row in self._gone_there:
            groups.setdefault(self._root(row), []).append(row)
        self._join_groups(groups)
        for root, rows in groups.items():
            hanging = dict(self._hanging(rows))
            touched = [row for row in rows if self._is_changed(row)] + list(hanging)
            if touched:
                items = [self._gone_there[row] for row in rows]
                ours = {row: self._ours(row) for row in rows} | hanging
                main = self._gone_there[root]
                clash = Clash("gone there", main, theirs=items, ours=ours, touched=touched)
                self.plan.clashes.append(clash)
            else:
                self._take_away({row: self._ours(row) for row in rows})

    def _join_groups(self, groups: dict[Row, list[Row]]) -> None:
        """Let what is cited in a group that may stay be asked together with it."""
        root_of = {row: root for root, rows in groups.items() for row in rows}
        for row in list(root_of):
            for parent in parents(row[0], self._ours(row)):
                one, other = root_of[row], root_of.get(parent)
                if other is None or other == one:
                    continue
                for moved in groups.pop(other):
                    groups[one].append(moved)
                    root_of[moved] = one

    def _root(self, row: Row) -> Row:
        for parent in parents(row[0], self._ours(row)):
            if parent in self._gone_there and parent != row:
                return self._root(parent)
        return row

    def _ours(self, row: Row) -> Image:
        ours = self._gone_there[row].ours
        assert ours is not None
        return ours

    def _is_changed(self, row: Row) -> bool:
        ours, bases = self._ours(row), self._gone_there[row].bases
        return not any(base is not None and says_same(ours, base) for base in bases)

    def _hanging(self, rows: Sequence[Row]) -> Iterator[tuple[Row, Image]]:
        """What is here that refers to rows that went there, and will still do so."""
        for noun, number in rows:
            for child, image in right_below(self._here, noun, [number]):
                if child in self._gone_there or self._leads_away(child, image, noun, number):
                    continue
                yield child, image
                yield from (
                    found
                    for found in all_below(self._here, *child).items()
                    if found[0] not in self._gone_there
                )

    def _leads_away(self, child: Row, image: Image, noun: str, number: int) -> bool:
        """Whether a row will refer to another one than the one that went."""
        after = {**image, **self.plan.updates.get(child, {})}
        return (noun, number) not in set(parents(child[0], after)) and noun != "article"


def _row(item: Candidate) -> Row:
    assert item.ours is not None
    return item.noun, int(item.ours["id"])
