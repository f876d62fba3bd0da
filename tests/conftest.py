"""What all tests share: a real workspace, in a file or on a server (`ANNOT_TEST_ENGINE`)."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, settings

import annot
from annot.store.models import Article
from annot.store.place import Place, Server
from tests import postgres_cluster
from tests.filled import filled
from tests.given_server import given
from tests.postgres_cluster import LOCALE

# How long an example takes says more of the machine than of annot.
settings.register_profile("annot", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# That a mutant is noticed is enough: the smallest example of it is not looked for.
settings.register_profile(
    "mutant", settings.get_profile("annot"), phases=[Phase.explicit, Phase.generate], database=None
)
settings.load_profile("mutant" if "MUTANT_UNDER_TEST" in os.environ else "annot")

TEXT = """The library on Mill Street opened in 1998. It has 40,000 books, says the head librarian.
Last year 12 of its 30 readings were recorded. “We never turn anybody away,” she said.
The library on Mill Street opened in 1998. It has 40,000 books, says the head librarian.
"""

ENGINE = os.environ.get("ANNOT_TEST_ENGINE", "sqlite")
"""On what the workspaces of the fixtures are: `sqlite` or `postgresql`."""

# What one browser process needs to run as root in a container, and to stay off the network.
_QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_xdist_auto_num_workers() -> int:
    """Two workers a core: half of the time the tests wait for terminals, disks and processes."""
    return 2 * (os.cpu_count() or 1)


@pytest.fixture(autouse=True)
def _nobody_in_particular(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Keep the environment and the settings of whoever runs the tests out of them."""
    settings = tmp_path_factory.getbasetemp() / "settings" / f"{uuid4()}.toml"
    monkeypatch.setenv("ANNOT_SETTINGS", str(settings))
    for name in ("ANNOT_DATABASE", "ANNOT_ACTOR", "ANNOT_DEBUG", "COLORFGBG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A real Chromium; what needs it is skipped where it is not installed."""
    playwright = pytest.importorskip("playwright.sync_api")
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("there is no Chromium")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=found, args=_QUIET)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[postgres_cluster.Cluster]:
    """A PostgreSQL server; what needs it is skipped where there is none."""
    nodes = os.environ.get("ANNOT_TEST_SERVER")
    started = given(nodes, LOCALE) if nodes else postgres_cluster.running()
    with started as cluster:
        yield cluster


@pytest.fixture(scope="session")
def cluster(request: pytest.FixtureRequest) -> postgres_cluster.Cluster | None:
    """The server on which the workspaces of the fixtures are; None if they are files."""
    return None if ENGINE == "sqlite" else request.getfixturevalue("postgres")


@pytest.fixture(scope="session")
def filled_server(
    postgres: postgres_cluster.Cluster, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A workspace on a server with rows of every noun, of which copies are made."""
    with postgres.database(empty=True) as server:
        with annot.open(filled(tmp_path_factory.mktemp("filled")), actor="dana") as workspace:
            workspace.copy(server)
        yield server


@pytest.fixture
def path(
    request: pytest.FixtureRequest, tmp_path: Path, cluster: postgres_cluster.Cluster | None
) -> Iterator[Place]:
    """Where the workspace of a test is: a file, or a database with nothing in it."""
    if cluster is None:
        yield tmp_path / "story.db"
        return
    if request.node.get_closest_marker("file"):
        pytest.skip("it is about a workspace's file")
    with cluster.database() as server:
        yield server


@pytest.fixture
def workspace(path: Place) -> Iterator[annot.Workspace]:
    """An empty workspace, in which dana acts."""
    with annot.open(path, actor="dana") as opened:
        yield opened


@pytest.fixture
def article(workspace: annot.Workspace) -> Article:
    """An article of three paragraphs, of which the third repeats the first."""
    return workspace.articles.add(TEXT, title="Mill Street")
