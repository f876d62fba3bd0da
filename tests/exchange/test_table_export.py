from __future__ import annotations

import csv
import io
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from random_ledgers import FIELDS, HOSTILE, LINKS, NAMES, PRINTED, SOURCES, WORDS, build

import annot
from annot.errors import InvalidValueError, NotFoundError, WorkspaceError
from annot.exchange.listing import joined, split
from annot.text.formula import guarded, unguarded
from annot.workspace import Workspace

CLAIMS = st.lists(
    st.tuples(
        FIELDS,
        st.integers(0, 80),
        st.integers(1, 9),
        st.lists(st.tuples(SOURCES, LINKS), max_size=3, unique_by=lambda item: repr(item)),
        st.lists(WORDS, max_size=2, unique=True),
    ),
    max_size=5,
)


def acts(text: str, claims: list[tuple]) -> list[tuple]:
    done: list[tuple] = [("article", text)]
    for fields, start, length, links, notes in claims:
        done.append(("claim", fields, start, length))
        done += [("evidence", *link) for link in links]
        done += [("note", note) for note in notes]
    return done


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PRINTED, CLAIMS, st.sampled_from(["csv", "tsv"]))
def test_a_table_comes_in_again_as_it_went_out(text: str, claims: list[tuple], ending: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        out, again = Path(folder) / f"out.{ending}", Path(folder) / f"again.{ending}"
        with (
            annot.open(Path(folder) / "a.db", actor="dana") as workspace,
            annot.open(Path(folder) / "b.db", actor="dana") as copy,
        ):
            build(workspace, acts(text, claims))
            workspace.export(out)
            history = workspace.history.list()
            summary = workspace.import_file(out)
            assert (summary.unchanged, summary.kept) == (len(workspace.claims.list()), 0)
            assert workspace.history.list() == history

            build(copy, [("article", text)])
            copy.import_file(out)
            copy.export(again)
            assert again.read_bytes() == out.read_bytes()
            assert copy.history.verify().breaks == ()


@given(HOSTILE)
@example("'=1")
@example("''-")
@example("'Tis so")
@example("")
def test_no_cell_is_a_formula_and_every_cell_survives(cell: str) -> None:
    safe = guarded(cell)
    assert safe[:1] not in tuple("=+-@\t\r\n＝＋－＠")
    assert unguarded(safe) == cell


@given(st.lists(NAMES.map(str.strip).filter(bool)), st.sampled_from([",", ";"]))
def test_several_texts_fit_into_a_cell(texts: list[str], sign: str) -> None:
    assert split(joined(texts, sign), sign) == texts


@pytest.fixture
def checked(workspace: Workspace) -> Workspace:
    """A claim with evidence from an open and from a confidential source, and one without any."""
    claim = workspace.claims.add(
        "bridge", quote="Two workers died", verdict="refuted", checker="lee", tags=["delicate"]
    )
    record = workspace.sources.add(url="https://example.org/record", title="Record")
    mole = workspace.sources.add(
        url="https://example.org/secret", title="The mole", publisher="Hidden", confidential=True
    )
    workspace.evidence.add(claim, record, passage="three died", note="internal")
    workspace.evidence.add(claim, mole, passage="I saw it", locator="call 3", note="by night")
    workspace.notes.add(claim, "The mole must not be named")
    workspace.claims.add(text="=cmd|' /C calc'!A0")
    return workspace


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def test_one_row_for_each_piece_of_evidence(checked: Workspace, tmp_path: Path) -> None:
    summary = checked.export(tmp_path / "out.csv")
    assert (summary.claims, summary.rows, summary.withheld) == (2, 3, 0)
    written = rows(tmp_path / "out.csv")
    assert [row["source_title"] for row in written] == ["Record", "The mole", ""]
    assert written[0]["quote"] == written[1]["quote"] == "Two workers died"
    assert written[0]["key"] == written[1]["key"] == str(checked.claims.get(1).uid)
    assert written[2]["claim"].startswith("'=cmd")
    assert [row["source_confidential"] for row in written] == ["", "yes", ""]


def test_the_default_columns_come_first_and_others_if_they_are_needed(
    workspace: Workspace, tmp_path: Path
) -> None:
    default = (
        "key,article,claim,quote,prefix,suffix,kind,status,verdict,correction,source_url,"
        "source_title,source_publisher,source_published,source_kind,stance,passage,locator,"
        "checker,note,tags"
    )
    workspace.claims.add("bridge", quote="four million crowns")
    workspace.export(tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()[0] == default
    workspace.claims.set(1, reasoning="Because.")
    workspace.export(tmp_path / "b.tsv")
    heading = (tmp_path / "b.tsv").read_text(encoding="utf-8").splitlines()[0]
    assert heading == (default + ",reasoning").replace(",", "\t")


def test_the_public_gets_nothing_of_a_confidential_source(
    checked: Workspace, tmp_path: Path
) -> None:
    checked.claims.set(checked.claims.list("has:verdict"), status="checked")
    summary = checked.export(tmp_path / "public.csv", audience="public")
    assert summary.withheld == 1
    written = (tmp_path / "public.csv").read_text(encoding="utf-8")
    assert "three died" in written
    for secret in ("mole", "secret", "Hidden", "I saw it", "call 3", "by night", "internal", "lee",
                   "delicate", "source_confidential"):  # fmt: skip
        assert secret not in written
    checked.claims.add(text="Nobody has looked at this yet.")
    again = checked.export(tmp_path / "public.csv", audience="public")
    assert again.claims == summary.claims, "an open claim is not the public's"
    for audience in ("editor", "lawyer", ""):
        checked.export(tmp_path / "all.csv", audience=audience)
        assert "I saw it" in (tmp_path / "all.csv").read_text(encoding="utf-8")


def test_a_part_may_be_chosen(checked: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    assert checked.export(path, wanted="verdict:refuted").claims == 1
    assert checked.export(path, wanted="status:dropped").rows == 0
    assert checked.export(path, article="bridge").claims == 1
    with pytest.raises(NotFoundError):
        checked.export(path, article="tunnel")
    with pytest.raises(InvalidValueError):
        checked.export(path, wanted="colour:red")
    with pytest.raises(InvalidValueError):
        checked.export(path, audience="everybody")
    assert checked.export(path).claims == 2


def test_an_edited_table_comes_home(checked: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    checked.export(path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("three died", "3 died"), encoding="utf-8")
    checked.claims.set(2, status="checking")
    summary = checked.import_file(path)
    assert checked.claims.get(2).status == "checking"
    assert (summary.updated, summary.kept) == (1, 1)


def test_places_that_look_alike_are_told_apart(workspace: Workspace, tmp_path: Path) -> None:
    text = "so it is so it is so it is so it is so it is so it is so it is so it is so it is"
    workspace.articles.add(text, title="Alike")
    claim = workspace.claims.add("alike", quote="so it is", occurrence=5)
    workspace.claims.anchor(claim, quote="so it is", occurrence=7)
    places = [(anchor.start, anchor.end) for anchor in workspace.claims.anchors(claim)]
    workspace.export(tmp_path / "out.csv")
    workspace.claims.remove(claim)
    workspace.import_file(tmp_path / "out.csv")
    (claim,) = workspace.claims.list()
    assert [(anchor.start, anchor.end) for anchor in workspace.claims.anchors(claim)] == places


def test_standard_output_is_data(checked: Workspace, capfdbinary: pytest.CaptureFixture) -> None:
    checked.export("-", format="csv")
    table = capfdbinary.readouterr().out
    assert len(list(csv.reader(io.StringIO(table.decode(), newline="")))) == 4
    checked.export("-")
    assert capfdbinary.readouterr().out.startswith(b'{"type":"workspace",')


@pytest.mark.file
def test_a_file_is_replaced_whole_or_stays(checked: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "folder" / "out.csv"
    path.parent.mkdir()
    path.write_text("before")
    with pytest.raises(NotFoundError):
        checked.export(path, article="nowhere")
    assert path.read_text() == "before"
    checked.export(path)
    assert path.read_text() != "before"
    assert list(path.parent.iterdir()) == [path]
    assert stat.S_IMODE(path.stat().st_mode) & 0o600 == 0o600
    with pytest.raises(WorkspaceError):
        checked.export(tmp_path / "none" / "out.csv")
    with pytest.raises(InvalidValueError, match="overwritten"):
        checked.export(checked.path, format="csv")


@pytest.mark.parametrize(("name", "told_of"), [("out.xls", "ending"), ("out", "ending")])
def test_a_format_is_told_by_the_ending(
    checked: Workspace, tmp_path: Path, name: str, told_of: str
) -> None:
    with pytest.raises(InvalidValueError, match=told_of):
        checked.export(tmp_path / name)


Opened = Callable[..., Workspace]


def test_keys_of_another_workspace_are_kept_as_keys(
    checked: Workspace, opened: Opened, tmp_path: Path
) -> None:
    checked.export(tmp_path / "out.csv", wanted="no:anchor")
    other = opened("other")
    assert other.import_file(tmp_path / "out.csv").added == 1
    assert other.import_file(tmp_path / "out.csv").unchanged == 1
    assert other.claims.get(1).key == str(checked.claims.get(2).uid)
