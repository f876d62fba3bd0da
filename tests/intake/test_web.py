"""Addresses of the web: asked within limits, kept as they answered, and nothing else asked."""

from __future__ import annotations

import io
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from annot.errors import AnnotError, InvalidValueError, UnreachableError
from annot.intake import web
from tests.pages import PAGE, site


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with site() as address:
        yield address


def records(data: bytes) -> list[tuple[str, str, bytes]]:
    """What an independent reader finds in a WARC file: types, addresses and contents."""
    from warcio.archiveiterator import ArchiveIterator

    return [
        (item.rec_type, item.rec_headers.get_header("WARC-Target-URI"), item.raw_stream.read())
        for item in ArchiveIterator(io.BytesIO(data), check_digests="raise")
    ]


def test_an_answer_is_kept_with_its_question_and_all_that_led_there(address: str) -> None:
    answer = web.fetch(f"{address}/go#part", allow_private=True)

    assert (answer.url, answer.status, answer.problem) == (f"{address}/page", 200, "")
    assert (answer.media_type, answer.charset) == ("text/html", "utf-8")
    assert answer.payload == PAGE.encode()
    kept = records(answer.warc())
    assert [(kind, url.partition("#")[0]) for kind, url, _ in kept] == [
        ("response", f"{address}/go"),
        ("request", f"{address}/go"),
        ("response", f"{address}/page"),
        ("request", f"{address}/page"),
    ]
    assert kept[2][2] == PAGE.encode()


def test_a_packed_answer_is_kept_packed_and_read_unpacked(address: str) -> None:
    answer = web.fetch(f"{address}/packed", allow_private=True)

    assert answer.payload == PAGE.encode()
    assert records(answer.warc())[0][2][:2] == b"\x1f\x8b"


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://localhost/", "http://[::1]/",
                                 "http://10.0.0.8/x", "http://169.254.169.254/meta",
                                 "http://[::ffff:127.0.0.1]/", "http://0.0.0.0/"])  # fmt: skip
def test_the_own_machine_and_network_are_not_asked(url: str) -> None:
    with pytest.raises(UnreachableError, match="this machine or network"):
        web.fetch(url)


def test_a_name_that_means_another_address_when_it_is_asked_is_looked_at_then(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = address.rpartition(":")[2]

    def found(host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    with pytest.raises(UnreachableError, match="this machine or network"):
        web.fetch(f"http://www.example.org:{port}/page")


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/round", "leads on more than 10 times"),
        ("/elsewhere", "leads on to what is no page of the web"),
        ("/bomb", "larger than 64 MB"),
        ("/brotli", r"not known \(br\)"),
    ],
)
def test_what_cannot_be_kept_says_why(address: str, path: str, why: str) -> None:
    with pytest.raises(UnreachableError, match=why):
        _ = web.fetch(address + path, allow_private=True).payload


def test_a_page_that_is_not_there_is_an_answer(address: str) -> None:
    answer = web.fetch(f"{address}/gone", allow_private=True)

    assert answer.problem == "404 Not Found"


def test_nobody_answers() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    with pytest.raises(UnreachableError, match="does not answer"):
        web.fetch(f"http://127.0.0.1:{port}/", allow_private=True)


def test_what_drips_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(UnreachableError, match=r"in time|does not answer"):
            web.fetch(f"http://127.0.0.1:{port}/", allow_private=True)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://www.example.org/",
        "file:///etc/passwd",
        "http://",
        "page",
        "http://[bad/",
        "https://dana:secret@www.example.org/",
    ],
)
def test_what_is_no_address_is_refused_and_no_password_is_told(url: str) -> None:
    with pytest.raises(InvalidValueError) as refused:
        web.fetch(url)

    assert "secret" not in f"{refused.value.message} {refused.value.hint}"


def test_every_error_is_told_in_one_sentence(address: str) -> None:
    for path in ("/round", "/bomb"):
        with pytest.raises(AnnotError) as refused:
            _ = web.fetch(address + path, allow_private=True).payload
        assert refused.value.message.endswith(".")
        assert "\n" not in refused.value.message
