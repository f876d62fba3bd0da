"""What is typed and not saved: in files that are whole, and for the user alone."""

from __future__ import annotations

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from annot.errors import WorkspaceError
from annot.tui import drafts
from annot.tui.drafts import Draft, Drafts, Typed

AT = datetime(2025, 5, 2, 14, 2, tzinfo=UTC)
HOSTILE = "\x1b[2J [/] \u202e\ud800 one\r\ntwo\x00"


def draft(name: str = "a", *, form: str = "claim 1", at: datetime = AT) -> Draft:
    return Draft(name, form, HOSTILE, at, {"text": Typed(HOSTILE, f"{HOSTILE}!")})


def test_a_draft_comes_back_as_it_was_whatever_it_holds(tmp_path: Path) -> None:
    drafts.write(tmp_path, draft())

    assert drafts.read(tmp_path) == [draft()]


def test_a_draft_is_for_the_user_alone(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "drafts" / "uid"
    drafts.write(folder, draft())

    modes = {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert modes == {0o600}
    for made in (folder, folder.parent, folder.parent.parent):
        assert stat.S_IMODE(made.stat().st_mode) == 0o700


def test_a_later_draft_takes_the_place_of_the_one_before_and_leaves_nothing_else(
    tmp_path: Path,
) -> None:
    drafts.write(tmp_path, draft())
    later = draft(at=AT + timedelta(seconds=1))
    drafts.write(tmp_path, later)

    assert drafts.read(tmp_path) == [later]
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"{}", b'{"format": 2}', b'{"format": 1, "at": 3}', b"\xff"]
)
def test_a_file_that_is_no_draft_is_left_alone(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "odd.json").write_bytes(data)
    drafts.write(tmp_path, draft())

    assert drafts.read(tmp_path) == [draft()]
    assert (tmp_path / "odd.json").read_bytes() == data


def test_a_draft_is_removed_once_and_then_not_missed(tmp_path: Path) -> None:
    drafts.write(tmp_path, draft())
    drafts.remove(tmp_path, "a")
    drafts.remove(tmp_path, "a")

    assert drafts.read(tmp_path) == []
    assert drafts.read(tmp_path / "nowhere") == []


def test_where_nothing_can_be_written_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file in the way")

    with pytest.raises(WorkspaceError, match="cannot be kept as a draft"):
        drafts.write(tmp_path / "state" / "drafts", draft())


def on_disk() -> tuple[Drafts, dict[str, Draft]]:
    files: dict[str, Draft] = {}
    return Drafts(lambda item: files.update({item.name: item}), files.pop), files


def test_two_forms_alike_keep_two_drafts_and_each_is_offered_to_the_other() -> None:
    known, files = on_disk()
    one, two = known.slot("claim 1", "Claim 1"), known.slot("claim 1", "Claim 1")
    one.keep({"text": Typed("", "mine")})
    two.keep({"text": Typed("", "more")})

    assert len(files) == 2
    assert [item.values["text"].now for item in two.others] == ["mine"]
    assert known.slot("claim 2", "Claim 2").others == []


def test_a_draft_that_is_taken_up_is_kept_and_dropped_in_its_own_place() -> None:
    known, files = on_disk()
    known.slot("claim 1", "Claim 1").keep({"text": Typed("", "mine")})
    slot = known.slot("claim 1", "Claim 1")
    slot.take(slot.others[0])
    slot.keep({"text": Typed("", "mine and more")})

    assert [item.values["text"].now for item in files.values()] == ["mine and more"]
    slot.drop()
    assert not files


def test_what_is_as_it_was_in_the_beginning_is_no_draft() -> None:
    known, files = on_disk()
    slot = known.slot("claim 1", "Claim 1")
    slot.keep({})
    slot.keep({"text": Typed("", "x")})
    slot.keep({})

    assert not files


def test_the_time_of_a_draft_has_its_day_if_that_is_another_one() -> None:
    assert drafts.moment(AT, AT) == f"{AT.astimezone():%H:%M}"
    assert drafts.moment(AT, AT + timedelta(days=2)) == f"{AT.astimezone():%Y-%m-%d %H:%M}"
