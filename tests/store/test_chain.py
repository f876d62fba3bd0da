"""The hashes of the history are what they always were: old reports and ledgers hold on to them."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from annot.store import chain

UID = UUID("01234567-89ab-7def-8123-456789abcdef")
EVENT: dict[str, Any] = {
    "article_id": 1,
    "seq": 2,
    "operation": UID,
    "at": datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC),
    "actor": "dana",
    "action": "claim.add",
    "reason": "as it was “said”",
    "undoes": None,
    "previous": b"\1" * 32,
    "digests": [b"\2" * 32, b"\3" * 32],
}
OTHER: dict[str, Any] = {
    "article_id": 2,
    "seq": 3,
    "operation": UUID(int=1),
    "at": datetime(2026, 1, 2, 3, 4, 5, 7, tzinfo=UTC),
    "actor": "lee",
    "action": "claim.set",
    "reason": "",
    "undoes": UID,
    "previous": b"\0" * 32,
    "digests": [b"\3" * 32, b"\2" * 32],
}


def sha(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def test_the_hash_of_an_event_is_that_of_its_json() -> None:
    digests = f'["{"02" * 32}","{"03" * 32}"]'
    assert chain.event_hash(**EVENT) == sha(
        f'[1,2,"{UID}","2026-01-02T03:04:05.000006Z","dana","claim.add","as it was “said”",null,'
        f'"{"01" * 32}",{digests}]'
    )
    assert chain.event_hash(**{**EVENT, "undoes": UID}) == sha(
        f'[1,2,"{UID}","2026-01-02T03:04:05.000006Z","dana","claim.add","as it was “said”",'
        f'"{UID}","{"01" * 32}",{digests}]'
    )


@pytest.mark.parametrize("name", OTHER)
def test_whatever_is_altered_in_an_event_shows(name: str) -> None:
    assert chain.event_hash(**{**EVENT, name: OTHER[name]}) != chain.event_hash(**EVENT)


def test_the_digest_of_a_change_covers_its_images_by_their_hashes() -> None:
    image = '{"text":"ä"}'
    assert chain.change_digest(0, "claim", 7, 1, None, image) == sha(
        f'[0,"claim",7,1,null,"{sha(image).hex()}"]'
    )
    assert chain.change_digest(4, "source", 8, 20, image, "") == sha(
        f'[4,"source",8,20,"{sha(image).hex()}","{sha("").hex()}"]'
    )


def test_a_chain_begins_with_its_workspace_and_its_article() -> None:
    assert chain.genesis(UID, 3) == sha(f'["annot","{UID}",3]')


def test_the_root_is_a_tree_over_the_heads_in_the_order_of_their_articles() -> None:
    heads = [(number, 10 + number, bytes([number]) * 32) for number in range(1, 6)]
    leaves = [
        hashlib.sha256(b"\0" + f'[{n},{10 + n},"{bytes([n]).hex() * 32}"]'.encode()).digest()
        for n in range(1, 6)
    ]

    def node(one: bytes, other: bytes) -> bytes:
        return hashlib.sha256(b"\1" + one + other).digest()

    three = node(node(leaves[0], leaves[1]), leaves[2])
    four = node(node(leaves[0], leaves[1]), node(leaves[2], leaves[3]))
    assert chain.merkle_root([]) == sha("")
    assert chain.merkle_root(heads[:1]) == leaves[0]
    assert chain.merkle_root(heads[:3]) == three
    assert chain.merkle_root(heads) == node(four, leaves[4])
    assert chain.merkle_root(heads[::-1]) == chain.merkle_root(heads)
