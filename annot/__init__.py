"""annot: a claim-and-evidence ledger for fact-checkers.

    import annot

    with annot.open("story.db", actor="dana") as workspace:
        article = workspace.articles.add_file("draft.md")
        claim = workspace.claims.add(article, quote="only four were published")

Names are loaded when they are first used, so that `import annot` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from annot.errors import AnnotError
    from annot.workspace import Workspace
    from annot.workspace import open_workspace as open  # noqa: A004 -- annot.open is its name

__version__ = "0.1.0"
__all__ = ["AnnotError", "Workspace", "__version__", "open"]

_HOMES = {
    "AnnotError": ("annot.errors", "AnnotError"),
    "Workspace": ("annot.workspace", "Workspace"),
    "open": ("annot.workspace", "open_workspace"),
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'annot' has no attribute {name!r}")
    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)
