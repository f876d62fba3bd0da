"""A workspace on a server, whatever the other tests run on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import annot
from annot.store.place import Server
from tests.postgres_cluster import Cluster


@pytest.fixture
def server(postgres: Cluster) -> Iterator[Server]:
    """A database in which a workspace was begun."""
    with postgres.database() as made:
        yield made


@pytest.fixture
def nothing(postgres: Cluster) -> Iterator[Server]:
    """A database with nothing in it."""
    with postgres.database(empty=True) as made:
        yield made


@pytest.fixture
def shared(server: Server) -> Iterator[annot.Workspace]:
    """A workspace on a server, in which dana acts."""
    with annot.open(server, actor="dana") as opened:
        yield opened


@pytest.fixture
def filled_there(postgres: Cluster, filled_server: Server) -> Iterator[Server]:
    """A workspace on a server with rows of every noun."""
    with postgres.database(like=filled_server) as made:
        yield made
