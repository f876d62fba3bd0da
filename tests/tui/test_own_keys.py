"""Other keys for acts, by the settings file: understood, refused, and followed by everything."""

from __future__ import annotations

from pathlib import Path

import pytest
from reviewing import reviewing

import annot
from annot import settings
from annot.errors import InputFileError
from annot.store.models import Article
from annot.tui.key_names import key_name, key_typed
from annot.tui.keys import KEYS, Key, bar, name_of
from annot.tui.own_keys import own_keys, template


def table(tmp_path: Path, keys: str) -> dict[str, Key]:
    file = tmp_path / "settings.toml"
    file.write_text(f"[keys]\n{keys}\n", encoding="utf-8")
    return {key.label: key for key in own_keys(settings.read(file))}


def test_every_act_has_a_name_of_its_own() -> None:
    names = [key.label for key in KEYS]
    assert len(set(names)) == len(names)


def test_every_key_of_the_table_can_be_typed_as_it_is_called() -> None:
    for key in KEYS:
        assert [key_typed(key_name(name)) for name in key.keys] == [(k, "") for k in key.keys]


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("x", "x"),
        ("X", "X"),
        ("]", "right_square_bracket"),
        ("F4", "f4"),
        ("f12", "f12"),
        ("Ctrl+X", "ctrl+x"),
        ("alt+x", "alt+x"),
        ("pgdn", "pagedown"),
        ("PageDown", "pagedown"),
        ("Esc", "escape"),
        ("↓", "down"),
        ("down", "down"),
        ("+", "plus"),
        ("ctrl++", "ctrl+plus"),
        ("shift+tab", "shift+tab"),
        ("ctrl+shift+up", "ctrl+shift+up"),
        ("ä", "ä"),
    ],
)
def test_a_key_is_understood_by_its_sign_or_name(typed: str, key: str) -> None:
    assert key_typed(typed) == (key, "")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("F40", "F4"), ("pagdn", "PgDn"), ("ctrl+pgdwn", "ctrl+pagedown"), ("shift+a", "A"), ("", ""),
     (" ", ""), ("hyper+x", ""), ("ctrl+ctrl+x", ""), ("nonsense", "")],
)  # fmt: skip
def test_what_is_no_key_has_the_nearest_one_told(typed: str, meant: str) -> None:
    assert key_typed(typed) == ("", meant)


def test_an_act_has_the_keys_of_the_settings_instead_of_its_own(tmp_path: Path) -> None:
    own = table(tmp_path, 'refuted = "F4"\nNEXT-open = ["down", "ctrl+e"]\ndown = "j"\nquit = []')
    assert own["refuted"].keys == ("f4",)
    assert own["next open"].keys == ("down", "ctrl+e")
    assert own["down"].keys == ("j",)
    assert own["quit"].keys == ()
    assert own["up"].keys == ("k", "up")


def test_two_acts_may_swap_their_keys(tmp_path: Path) -> None:
    own = table(tmp_path, 'note = "a"\nevidence = "i"')
    assert (own["note"].keys, own["evidence"].keys) == (("a",), ("i",))


@pytest.mark.parametrize(
    ("keys", "message", "hint"),
    [
        ('refutd = "F4"', "line 2: there is no act 'refutd'", "'refuted'"),
        ('fly = "F4"', "line 2: there is no act 'fly'", "annot settings"),
        ('refuted = "F40"', "line 2: there is no key 'F40'", "'F4'"),
        ('refuted = "hyper"', "line 2: there is no key 'hyper'", '"ctrl+x"'),
        ('refuted = "ctrl+i"', "line 2: 'ctrl+i' cannot be had: for a terminal it is Tab", ""),
        ('refuted = "ctrl+["', "line 2: 'ctrl+[' cannot be had", ""),
        ('refuted = "j"', "line 2: 'j' is the key of 'down' already", "down = []"),
        ('note = "F2"\nask = "F2"', "'F2' is the key of", "= []"),
        ('"next open" = "F2"\nnext-open = "F3"', "'next open' has keys already", "Take one"),
    ],
)
def test_what_cannot_be_is_one_error_with_its_line(
    tmp_path: Path, keys: str, message: str, hint: str
) -> None:
    with pytest.raises(InputFileError) as told:
        table(tmp_path, keys)
    assert message in told.value.message
    assert hint in told.value.hint


def test_the_template_changes_nothing_and_each_line_of_it_can_be_used(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(template(), encoding="utf-8")
    assert own_keys(settings.read(file)) == KEYS
    acts = template().partition("[keys]\n")[2].replace("# ", "")
    file.write_text(f"[keys]\n{acts}", encoding="utf-8")
    assert own_keys(settings.read(file)) == KEYS
    assert settings.read(file).keys


def test_the_key_bar_says_the_own_keys(tmp_path: Path) -> None:
    run = "\n".join(f'"{key.label}" = "F{n}"' for n, key in enumerate(verdicts(), start=1))
    assert ("F1–F8", "verdict") in bar(list(table(tmp_path, run).values()))
    odd = bar(list(table(tmp_path, 'supported = "F4"\nhelp = []').values()))
    assert ("F4", "supported") in odd
    assert "help" not in dict(map(reversed, odd))  # type: ignore[arg-type]


def verdicts() -> list[Key]:
    return [key for key in KEYS if key.action.startswith("verdict(") and key.keys != ("0",)]


def test_an_act_without_a_key_is_named_by_the_palette(tmp_path: Path) -> None:
    own = list(table(tmp_path, "undo = []").values())
    assert name_of("undo", own) == ": undo"
    assert name_of("redo", own) == "ctrl+r"


async def test_the_screen_follows_the_own_keys(
    path: Path, workspace: annot.Workspace, article: Article, tmp_path: Path
) -> None:
    claim = workspace.claims.add(article, quote="opened in 1998")
    own = tuple(
        table(tmp_path, 'refuted = "f4"\nundo = "F9"\ntheme = "x"\n"no claim" = []').values()
    )
    async with reviewing(path, keys=own) as review:
        await review.press("L", "x")
        assert review.app.theme != "light"  # x marks doubles there
        await review.press("question_mark")
        assert "F9" in review.text
        await review.press("escape", "q", "4")
        assert workspace.claims.get(claim.id).verdict is None
        await review.press("f4")
        assert workspace.claims.get(claim.id).verdict == "refuted"
        assert review.told == "claim 1: refuted  (F9 undoes)"
        assert "F9 undo" in review.lines()[-1]
        await review.press("f9")
        assert workspace.claims.get(claim.id).verdict is None
        await review.press("question_mark")
        assert "F4" in review.text
        await review.press("escape", "x")
        assert review.app.theme == "light"
