"""Values in JSON-LD: one or several, plain or in objects, with or without a prefix."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from annot.exchange.feed_values import line, several

Node = Mapping[str, Any]

_PREFIXES = (
    "https://schema.org/", "http://schema.org/", "schema:", "http://www.w3.org/ns/oa#", "oa:",
)  # fmt: skip
_UID = "urn:uuid:"
_MOST_NODES = 10_000


def types(node: Any) -> set[str]:
    """The types of a node, without what stands before their names."""
    if not isinstance(node, dict):
        return set()
    named = [*several(node.get("@type")), *several(node.get("type"))]
    return {_plain(name) for name in named if isinstance(name, str)}


def _plain(name: str) -> str:
    return next((name[len(p) :] for p in _PREFIXES if name.startswith(p)), name)


def nodes(value: Any, wanted: str) -> Iterator[Node]:
    """The nodes of a type in a value, however deep they stand; none inside another one."""
    if wanted in types(value):
        yield value
        return
    below: Iterable[Any] = ()
    if isinstance(value, dict):
        below = value.values()
    elif isinstance(value, list):
        below = value
    for item in below:
        if isinstance(item, dict | list):
            yield from nodes(item, wanted)


def text(value: Any) -> str:
    """The first text of a value, which may be a list or an object with `@value`."""
    for item in several(value):
        found = item.get("@value") if isinstance(item, dict) else item
        if isinstance(found, str) and found.strip():
            return found.strip()
        if line(found):
            return line(found)
    return ""


def names(value: Any) -> list[str]:
    """The names of people or organisations: texts, or nodes with a name."""
    found = [text(n.get("name")) if isinstance(n, dict) else line(n) for n in several(value)]
    return [line(name) for name in found if name]


def urls(value: Any) -> list[str]:
    """The addresses of works: texts, or nodes with a `url` or, if that is missing, an `@id`."""
    found = []
    for item in several(value):
        if isinstance(item, dict):
            address = text(item.get("url")) or text(item.get("@id"))
            found.append("" if address.startswith((_UID, "#", "_:")) else address)
        else:
            found.append(line(item))
    return [address for address in found if address]


def uid(node: Node) -> str:
    """The uid that a node is named by; empty if it is named otherwise."""
    name = text(node.get("@id")) or text(node.get("id"))
    return name[len(_UID) :] if name.startswith(_UID) else ""


@dataclass(slots=True)
class Graph:
    """The nodes of a document that others refer to by their `@id`; read when the first is asked.

    `elements` gives the elements of the document; `skipped` are nodes that nothing refers to.
    """

    elements: Callable[[], Iterable[Any]]
    skipped: str
    _named: dict[str, Node] | None = field(default=None)

    def whole(self, value: Any) -> Any:
        """A value, nodes in it that are mere references replaced by what they refer to."""
        if isinstance(value, list):
            return [self.whole(item) for item in value]
        if isinstance(value, dict) and set(value) == {"@id"}:
            return self._find(value["@id"]) or value
        return value

    def _find(self, name: Any) -> Node | None:
        if self._named is None:
            self._named = {}
            for node in self._referable():
                if len(self._named) == _MOST_NODES:
                    break
                self._named.setdefault(node["@id"], node)
        return self._named.get(name) if isinstance(name, str) else None

    def _referable(self) -> Iterator[Node]:
        for element in self.elements():
            for node in element if isinstance(element, list) else [element]:
                is_named = isinstance(node, dict) and isinstance(node.get("@id"), str)
                if is_named and self.skipped not in types(node):
                    yield node
