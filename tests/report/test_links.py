from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annot.report.links import live, owner
from annot.text.addresses import printed


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("https://example.org", "https://example.org"),
        ("HTTP://Example.ORG/Path?q=1&r=2#part", "http://example.org/Path?q=1&r=2#part"),
        ("https://example.org:8443/x@y", "https://example.org:8443/x@y"),
        ("https://example.org/a|b?c={d}#e#f", "https://example.org/a%7Cb?c=%7Bd%7D#e%23f"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/already%20encoded", "https://example.org/already%20encoded"),
        ("http://[2001:db8::1]:80/", "http://[2001:db8::1]:80/"),
        ("https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4"),
        ("https://example.org/a//b", "https://example.org/a//b"),
        ("mailto:desk@example.org", "mailto:desk@example.org"),
    ],
)
def test_plain_addresses_are_live(address: str, target: str) -> None:
    assert live(address) == target


@pytest.mark.parametrize(
    "address",
    [
        "",
        "example.org/page",
        "//example.org",
        "https:example.org",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " https://example.org",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://example.org/",
        "https://good.example@evil.example/",
        "https://user:secret@example.org/",
        "https://user:secret/with@example.org/",
        "https://…@example.org/",
        "https:/user@example.org/",
        "https:\\\\example.org",
        "https://example.org\\@evil.example",
        "https://example.org/a\\b",
        "https://exa\u202emple.org/",
        "https://example.org/\u200bx",
        "https://example.org/a b",
        "https://example.org/\n",
        "https://ex%61mple.org",
        "https://[::1",
        "https://example.org:99999/",
        "https://",
        "https://..",
        "https://\ud800.example",
        "mailto:desk@example.org?bcc=other@evil.example",
        "mailto:desk@example.org,other@evil.example",
    ],
)
def test_everything_else_is_no_link(address: str) -> None:
    assert live(address) is None


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("https://user:secret@example.org/x", "https://…@example.org/x"),
        ("https://token@example.org", "https://…@example.org"),
        ("https://user:se/cret@example.org/x", "https://…@example.org/x"),
        ("https:user:secret@example.org", "https://…@example.org"),
        ("https:\\\\user:secret@example.org", "https://…@example.org"),
        (
            "https://archive.example/2026/https://user:secret@example.org/",
            "https://archive.example/2026/https://…@example.org/",
        ),
        ("https://video.example/@channel/1", "https://video.example/@channel/1"),
        ("https://example.org/?to=a@b.example", "https://example.org/?to=a@b.example"),
        ("desk@example.org", "desk@example.org"),
    ],
)
def test_names_and_passwords_are_not_printed(address: str, text: str) -> None:
    assert printed(address) == text


@given(st.text(alphabet="htps:/\\@.ab1?#[]% \u202e<>\"'`()*", max_size=40))
def test_a_live_link_is_printable_ascii_that_ends_no_attribute_and_no_markdown(rest: str) -> None:
    target = live("https://" + rest)
    if target is not None:
        assert target.isascii()
        assert target.isprintable()
        assert not set(target) & set(' "<>\\`')
        assert "@" not in owner(target)
        assert live(target) == target


def test_the_owner_of_a_link_is_its_host_or_its_mail_address() -> None:
    assert owner("https://example.org:8443/x") == "example.org:8443"
    assert owner("mailto:desk@example.org") == "desk@example.org"
