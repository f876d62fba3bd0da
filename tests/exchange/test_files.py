"""A file that is asked for in a way that does not fit is refused with what would."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import annot
from annot.errors import InvalidValueError


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("claims.csv", {"sheet": "One"}, "A csv file has no sheets."),
        ("claims.json", {"delimiter": ";"}, "A json file has no delimiter."),
        ("claims.csv", {"delimiter": "ab"}, "'ab' cannot stand between cells."),
        ("claims.csv", {"delimiter": '"'}, "'\"' cannot stand between cells."),
        ("claims.csv", {"format": "cvs"}, "There is no format 'cvs'. Did you mean 'csv'?"),
        ("claims.csv", {"format": "qqqq"}, "There is no format 'qqqq'."),
        ("claims", {}, "The ending of '{path}' does not tell the format."),
        ("claims.text", {}, "The ending of '{path}' does not tell the format."),
    ],
)
def test_what_does_not_fit_is_said(
    workspace: annot.Workspace, tmp_path: Path, name: str, given: dict[str, Any], message: str
) -> None:
    path = tmp_path / name
    path.write_text("claim\nThe harbour is old.\n")
    with pytest.raises(InvalidValueError) as refused:
        workspace.import_file(path, **given)
    assert refused.value.message == message.format(path=path)
    assert refused.value.hint
    assert workspace.claims.list() == []


@pytest.mark.parametrize("sign", ["tab", "\\t", "TAB", "\t"])
def test_a_tab_may_be_named(workspace: annot.Workspace, tmp_path: Path, sign: str) -> None:
    path = tmp_path / "claims.csv"
    path.write_text("claim\tkind\nIt has 40,000 books.\tquantity\n")
    workspace.import_file(path, delimiter=sign)
    (claim,) = workspace.claims.list()
    assert (claim.text, claim.kind) == ("It has 40,000 books.", "quantity")
