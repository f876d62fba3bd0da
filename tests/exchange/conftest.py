from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

import annot
from annot.workspace import Workspace

Opened = Callable[..., Workspace]

TEXT = """The bridge was built in 1931. Two workers died, the city said.

It cost four million crowns, twice as much as planned. The mayor called it a triumph.

Today the bridge carries 9,000 cars a day. The mayor called it a burden.
"""


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    """Opens workspaces by name, for whoever acts; all are closed at the end."""
    with ExitStack() as stack:

        def open_named(name: str, actor: str = "dana") -> Workspace:
            return stack.enter_context(annot.open(tmp_path / f"{name}.db", actor=actor))

        yield open_named


@pytest.fixture
def workspace(workspace: Workspace) -> Workspace:
    """A workspace with one article, `bridge`, and nothing else; dana acts."""
    workspace.articles.add(TEXT, title="Bridge")
    return workspace
