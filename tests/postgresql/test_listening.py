"""Others' changes are heard at once, and the screen shows them without looking for them."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

import annot
from annot.store.place import Server, listen
from tests.postgres_cluster import Cluster

sys.path.append(str(Path(__file__).parent.parent / "tui"))
from reviewing import reviewing

PATIENCE = 60


def test_a_file_tells_nobody(tmp_path: Path) -> None:
    assert listen(tmp_path / "story.db", lambda: None) is None


def test_what_somebody_writes_is_heard_also_after_the_connection_was_lost(
    shared: annot.Workspace, server: Server, postgres: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annot.store.postgres_listening._AGAIN_SECONDS", 0.05)
    heard = threading.Semaphore(0)
    ears = listen(server, heard.release)
    assert ears is not None
    try:
        while True:  # until it listens
            shared.sources.add(title="Yearbook")
            if heard.acquire(timeout=0.2):
                break
        postgres.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE query = 'LISTEN annot' AND datname = (SELECT datname FROM pg_stat_activity"
            f" WHERE datname = '{server.url.rpartition('@/')[2].partition('?')[0]}' LIMIT 1)"
        )
        assert heard.acquire(timeout=PATIENCE), "what may have been missed is told"
    finally:
        ears.close()


async def test_the_screen_shows_what_others_write(
    shared: annot.Workspace, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annot.tui.review.POLL_SECONDS", 3600)
    shared.articles.add("The library opened in 1998. It has 40,000 books.", title="Library")
    shared.claims.add("library", quote="opened in 1998")
    async with reviewing(server) as review:
        with annot.open(server, actor="erin") as other:
            await review.until(lambda: review.screen.is_ready.is_set())
            other.claims.add("library", quote="40,000 books")
            await review.until(lambda: review.listed == [1, 2])
        await review.press("4")
        await review.settled()
        assert shared.claims.get(1).verdict is not None
