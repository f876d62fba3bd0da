"""An address of the web: asked once, within limits, and its answer kept as a WARC file.

Only http and https; no address of the own machine or network, unless it is allowed, looked at when
the connection is made, so that no name can mean another address by then.
"""

from __future__ import annotations

import importlib.util
import io
import socket
import time
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from annot.errors import InvalidValueError, UnreachableError

if TYPE_CHECKING:
    import httpcore

SECONDS = 60
"""How long all of it may take."""

WAIT = 20
"""How long one answer may be waited for, in seconds."""

LARGEST = 64 << 20
"""The largest answer that is taken, in bytes, packed or unpacked."""

MOST_REDIRECTS = 10

_UNKNOWN = "application/octet-stream"
_SCHEMES = frozenset({"http", "https"})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PACKED = {"gzip": 31, "x-gzip": 31, "deflate": 15}
"""The packings that are unpacked, with what zlib calls them."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One question and its answer, as they went over the wire; names and values of headers."""

    url: str
    status: int
    reason: str
    asked: tuple[tuple[str, str], ...]
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True)
class Answer:
    """What an address answered.

    Attributes:
        at: When it was asked.
        hops: The questions and answers, redirects first.
    """

    at: datetime
    hops: tuple[Hop, ...]

    @property
    def url(self) -> str:
        """The address that answered, after all redirects."""
        return self.hops[-1].url

    @property
    def status(self) -> int:
        """The status of HTTP."""
        return self.hops[-1].status

    @property
    def problem(self) -> str:
        """Why it is no page, such as "404 Not Found"; empty if it is one."""
        last = self.hops[-1]
        return "" if 200 <= last.status < 300 else f"{last.status} {last.reason}".strip()

    @property
    def media_type(self) -> str:
        """The kind of what was sent, such as text/html."""
        return self._type.get_content_type()

    @property
    def charset(self) -> str:
        """The encoding that the sender named; empty for none."""
        return str(self._type.get_param("charset") or "")

    @property
    def _type(self) -> Message:
        message = Message()
        message["Content-Type"] = _header(self.hops[-1], "content-type") or _UNKNOWN
        return message

    @cached_property
    def payload(self) -> bytes:
        """What was sent, unpacked.

        Raises:
            UnreachableError: If it cannot be.
        """
        last = self.hops[-1]
        packing = _header(last, "content-encoding").strip().lower()
        if packing in ("", "identity") or not last.body:
            return last.body
        if packing not in _PACKED:
            raise _failed(last.url, f"its answer is packed in a way that is not known ({packing})")
        unpacking = zlib.decompressobj(_PACKED[packing])
        try:
            data = unpacking.decompress(last.body, LARGEST)
        except zlib.error as error:
            raise _failed(last.url, "its answer is damaged") from error
        if unpacking.unconsumed_tail:
            raise _failed(last.url, f"its answer is larger than {LARGEST >> 20} MB")
        return data

    def warc(self) -> bytes:
        """The questions and answers as a WARC file (ISO 28500), each record packed by gzip."""
        from warcio.statusandheaders import StatusAndHeaders
        from warcio.warcwriter import WARCWriter

        out = io.BytesIO()
        writer = WARCWriter(out, gzip=True)
        when = {"WARC-Date": self.at.strftime("%Y-%m-%dT%H:%M:%SZ")}
        for hop in self.hops:
            status = f"{hop.status} {hop.reason}".strip()
            answer = writer.create_warc_record(
                hop.url,
                "response",
                payload=io.BytesIO(hop.body),
                length=len(hop.body),
                http_headers=StatusAndHeaders(status, list(_kept(hop)), protocol="HTTP/1.1"),
                warc_headers_dict=dict(when),
            )
            request = writer.create_warc_record(
                hop.url,
                "request",
                http_headers=StatusAndHeaders(
                    f"GET {_target(hop.url)} HTTP/1.1", list(hop.asked), is_http_request=True
                ),
                warc_headers_dict=dict(when),
            )
            writer.write_request_response_pair(request, answer)
        return out.getvalue()


def refuse_unknown(url: str) -> None:
    """Raise an error for what cannot be asked.

    Raises:
        InvalidValueError: If it is no address of the web, or has a password in it.
    """
    try:
        parts = urlsplit(url)
        known = parts.scheme.lower() in _SCHEMES and bool(parts.hostname)
        with_password = parts.username is not None or parts.password is not None
    except ValueError:
        known = with_password = False
    if not known:
        raise InvalidValueError(
            f"{url!r} is no address of the web.", hint="It begins with https:// or http://."
        )
    if with_password:
        raise InvalidValueError(
            "The address holds a name and password, which would be kept with it.",
            hint="Give the address without them; save what is behind a password as a file.",
        )


def require() -> None:
    """Raise an error if the packages for the web are missing.

    Raises:
        UnreachableError: If they are.
    """
    if any(importlib.util.find_spec(name) is None for name in ("httpcore", "warcio")):
        raise UnreachableError(
            "A package for asking the web is missing.",
            hint="Install it: pip install 'annot-ledger[web]', or save the page and give the file.",
        )


def fetch(url: str, *, allow_private: bool = False) -> Answer:
    """Ask an address of the web.

    Args:
        url: The address.
        allow_private: Whether it may be one of the own machine or network.

    Returns:
        What it answered, also that there is nothing (404).

    Raises:
        InvalidValueError: If it is no address of the web, or has a password in it.
        UnreachableError: If it does not answer, or more than can be kept; or if the packages for it
            are missing.
    """
    refuse_unknown(url)
    require()
    import httpcore

    from annot.intake.network import Network

    at = datetime.now(UTC)
    deadline = time.monotonic() + SECONDS
    network = Network(deadline, allow_private=allow_private)
    hops: list[Hop] = []
    with httpcore.ConnectionPool(network_backend=network) as pool:
        while True:
            hop = _asked(pool, url, deadline)
            hops.append(hop)
            onward = _header(hop, "location") if hop.status in _REDIRECTS else ""
            if not onward:
                return Answer(at, tuple(hops))
            if len(hops) > MOST_REDIRECTS:
                raise _failed(hops[0].url, f"it leads on more than {MOST_REDIRECTS} times")
            url = urljoin(url, onward)
            try:
                refuse_unknown(url)
            except InvalidValueError as error:
                raise _failed(hops[0].url, "it leads on to what is no page of the web") from error


def _asked(pool: httpcore.ConnectionPool, url: str, deadline: float) -> Hop:
    import httpcore

    asked = _question(url)
    waits = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), WAIT)}
    try:
        with pool.stream("GET", _ascii(url), headers=asked, extensions=waits) as answer:
            body = b"".join(_within(answer.iter_stream(), url, deadline))
            return Hop(
                url,
                answer.status,
                answer.extensions.get("reason_phrase", b"").decode("latin-1"),
                tuple(asked),
                tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in answer.headers),
                body,
            )
    except httpcore.TimeoutException as error:
        raise _failed(url, "it does not answer in time") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, UnicodeError, OSError) as error:
        raise _told(url, error) from error


def _within(parts: Iterable[bytes], url: str, deadline: float) -> Iterator[bytes]:
    length = 0
    for part in parts:
        length += len(part)
        if length > LARGEST:
            raise _failed(url, f"its answer is larger than {LARGEST >> 20} MB")
        if time.monotonic() > deadline:
            raise _failed(url, f"it takes longer than {SECONDS} seconds")
        yield part


def _question(url: str) -> list[tuple[str, str]]:
    from importlib.metadata import version

    return [
        ("Host", _ascii(url).split("/")[2]),
        ("User-Agent", f"annot/{version('annot-ledger')} (fact-checking)"),
        ("Accept", "text/html,application/xhtml+xml,application/pdf,text/plain,*/*;q=0.8"),
        ("Accept-Encoding", "identity"),
        ("Connection", "close"),
    ]


def _ascii(url: str) -> str:
    """The address as it goes over the wire: names of sites and signs in ASCII, no fragment."""
    from w3lib.url import safe_url_string

    return safe_url_string(url).partition("#")[0]


def _target(url: str) -> str:
    parts = urlsplit(_ascii(url))
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _header(hop: Hop, name: str) -> str:
    return next((value for key, value in hop.headers if key.lower() == name), "")


def _kept(hop: Hop) -> Iterator[tuple[str, str]]:
    """The headers; that of how the body was cut into pieces does not hold of the whole one."""
    for name, value in hop.headers:
        cut = name.lower() == "transfer-encoding"
        yield (f"X-Archive-Orig-{name}" if cut else name), value


def _failed(url: str, why: str, *, hint: str = "") -> UnreachableError:
    return UnreachableError(f"{url} cannot be kept: {why}.", hint=hint, why=why)


def _told(url: str, error: Exception) -> UnreachableError:
    from annot.intake.network import PrivateError

    if isinstance(error, PrivateError):
        why = "it is an address of this machine or network"
        return _failed(url, why, hint="If that is meant, say so: --allow-private")
    if isinstance(error, socket.gaierror):
        return _failed(url, "there is no site of that name")
    return _failed(url, f"it does not answer ({str(error).strip() or type(error).__name__})")
