"""What the commands print: data on stdout, talk on stderr, nothing from outside unmasked."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

import pytest
from cli_program import Stream
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annot.cli.output import (
    Styled,
    counted,
    indented,
    is_interactive,
    is_terminal,
    refuse_terminal,
    say,
    write,
    write_handle,
    write_json,
)
from annot.errors import InvalidValueError

RED = Styled("no\x1b[2J", fg="red")
Streams = Callable[..., tuple[Stream, Stream]]


@pytest.fixture
def streams(monkeypatch: pytest.MonkeyPatch) -> Streams:
    """Stdout and stderr anew, each a terminal or not."""

    def made(*, out: bool = False, err: bool = False, stdin: bool = False) -> tuple[Stream, Stream]:
        monkeypatch.setattr(sys, "stdin", Stream(terminal=stdin))
        monkeypatch.setattr(sys, "stdout", Stream(terminal=out))
        monkeypatch.setattr(sys, "stderr", Stream(terminal=err))
        assert isinstance(sys.stdout, Stream)
        assert isinstance(sys.stderr, Stream)
        return sys.stdout, sys.stderr

    return made


def test_data_goes_to_stdout_and_talk_to_stderr(streams: Streams) -> None:
    out, err = streams()
    write("one ", Styled("two", bold=True), "\nthree")
    say("four")
    assert (out.text(), err.text()) == ("one two\nthree\n", "four\n")


def test_what_stands_in_words_from_outside_does_not_act(streams: Streams) -> None:
    out, err = streams(out=True, err=True)
    write("a\x1b[2J\x07", RED)
    say("b\x9b2J")
    assert out.text() == "a␛[2J␇\x1b[31mno␛[2J\x1b[0m\n"
    assert err.text() == "b\ufffd2J\n"


def test_colours_are_for_terminals_alone(streams: Streams, monkeypatch: pytest.MonkeyPatch) -> None:
    out, err = streams(out=False, err=True)
    write(RED)
    say(RED)
    assert out.text() == "no␛[2J\n"
    assert err.text() == "\x1b[31mno␛[2J\x1b[0m\n"

    out, err = streams(out=True, err=False)
    write(Styled("yes", bold=True), Styled(" plain"))
    say(RED)
    assert out.text() == "\x1b[1myes\x1b[0m plain\n"
    assert err.text() == "no␛[2J\n"

    monkeypatch.setenv("NO_COLOR", "1")
    out, err = streams(out=True, err=True)
    write(RED)
    say(RED)
    assert out.text() == err.text() == "no␛[2J\n"


def test_the_lines_of_styled_words_stay_lines(streams: Streams) -> None:
    out, _ = streams()
    write(Styled("one\ntwo", fg="red"))
    assert out.text() == "one\ntwo\n"


@pytest.mark.parametrize(
    ("out", "err", "printed"),
    [(True, True, ""), (True, False, "7\n"), (False, True, "7\n"), (False, False, "7\n")],
)
def test_a_handle_is_printed_unless_the_person_has_just_read_it(
    streams: Streams, out: bool, err: bool, printed: str
) -> None:
    stdout, stderr = streams(out=out, err=err)
    write_handle(7)
    assert (stdout.text(), stderr.text()) == (printed, "")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.recursive(
        st.none() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
        max_leaves=5,
    )
)
def test_json_reads_back_as_it_was_and_nothing_in_it_acts(streams: Streams, value: object) -> None:
    out, _ = streams()
    write_json(value)
    assert json.loads(out.text()) == value
    assert out.text().replace("\n", "").isprintable()


def test_json_is_for_eyes_too(streams: Streams) -> None:
    out, err = streams()
    write_json({"ä": ["\x1b", "\u202e", "a\nb"]})
    assert out.text() == ('{\n  "ä": [\n    "\\u001b",\n    "\\u202e",\n    "a\\nb"\n  ]\n}\n')
    assert err.text() == ""


def test_what_is_a_terminal() -> None:
    closed = Stream(terminal=True)
    closed.close()
    assert is_terminal(Stream(terminal=True)) is True
    assert is_terminal(Stream()) is False
    assert is_terminal(closed) is False
    assert is_terminal(None) is False


def test_somebody_answers_only_at_a_terminal_that_shows_the_question(streams: Streams) -> None:
    for stdin, out, expected in [
        (True, True, True), (True, False, False), (False, True, False), (False, False, False)
    ]:  # fmt: skip
        streams(stdin=stdin, out=out)
        assert is_interactive() is expected


def test_what_is_no_text_does_not_go_to_a_terminal(streams: Streams) -> None:
    streams(out=True)
    with pytest.raises(InvalidValueError) as refused:
        refuse_terminal("-", ".docx")
    assert refused.value.message == "A terminal cannot show docx."
    assert refused.value.hint == "Name a file, or send it on: - --format docx | PROGRAM"
    refuse_terminal("report.docx", ".docx")
    streams(out=False)
    refuse_terminal("-", ".docx")


def test_numbers_go_with_their_nouns() -> None:
    assert [counted(n, "claim") for n in (0, 1, 2)] == ["0 claims", "1 claim", "2 claims"]
    assert counted(2000, "person", "people") == "2,000 people"
    assert counted(1, "person", "people") == "1 person"


def test_further_lines_of_a_text_cannot_pass_for_ours() -> None:
    assert indented("one\ntwo\x1b\n\nthree", 2) == "one\n  two␛\n  \n  three"
