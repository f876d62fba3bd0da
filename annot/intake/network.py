"""The network as httpcore asks for it: no private addresses, and an end to it all.

Loaded only where the web is asked, for httpcore is an extra.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore

_TRANSLATED = tuple(
    map(
        ipaddress.IPv6Network,
        (
            "::/96",  # IPv4-compatible
            "::ffff:0:0/96",  # IPv4-mapped
            "::ffff:0:0:0/96",  # IPv4-translated (RFC 2765)
            "64:ff9b::/96",  # NAT64 (RFC 6052)
        ),
    )
)
"""Networks of IPv6 that lead to the address of IPv4 at the end of theirs."""

_CLOSED = tuple(
    map(
        ipaddress.IPv6Network,
        (
            "64:ff9b:1::/48",  # a network's own way to IPv4 (RFC 8215)
            "2001::/32",  # Teredo: through a stranger to behind somebody's router
            "3fff::/20",  # for documents (RFC 9637)
        ),
    )
)
"""Networks of IPv6 that are none of the world, not all of which every Python knows."""

_ISATAP = (0x0000_5EFE, 0x0200_5EFE)
"""What stands before an address of IPv4 at the end of one of IPv6 that leads there (RFC 5214)."""


class PrivateError(OSError):
    """An address that no page of the world has."""


class Deadline:
    """When all has to be done, on the monotonic clock."""

    def __init__(self, at: float) -> None:
        self._at = at

    def left(self, wanted: float | None) -> float:
        """How long may be waited, in seconds, at most as long as is wanted.

        Raises:
            ReadTimeout: If there is no time left.
        """
        left = self._at - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return min(left, wanted or left)


class _Stream(httpcore.NetworkStream):
    """A connection on which nothing waits longer than until the deadline."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Bytes, at most so many."""
        return self._inner.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send bytes."""
        self._inner.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        """End the connection."""
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """The connection, enciphered."""
        left = self._deadline.left(timeout)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """What httpcore wants to know of it."""
        return self._inner.get_extra_info(info)


class Network(httpcore.NetworkBackend):
    """Connections by TCP, to addresses that were looked at right before.

    Args:
        deadline: When all has to be done, on the monotonic clock.
        allow_private: Whether addresses of the own machine or network are allowed.
    """

    def __init__(self, deadline: float, *, allow_private: bool) -> None:
        self._deadline = Deadline(deadline)
        self._allow_private = allow_private
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address of a site that takes one.

        Raises:
            PrivateError: If the site is one of the own machine or network.
        """
        *others, last = self._addresses(host, port)
        for address in others:
            try:
                return self._connected(address, port, timeout)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._connected(last, port, timeout)

    def _connected(self, address: str, port: int, timeout: float | None) -> _Stream:
        left = self._deadline.left(timeout)
        return _Stream(self._plain.connect_tcp(address, port, left), self._deadline)

    def _addresses(self, host: str, port: int) -> list[str]:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(item[4][0]) for item in found))
        if not self._allow_private and not all(map(is_public, addresses)):
            raise PrivateError(host)
        return addresses


def is_public(address: str) -> bool:
    """Whether an address is one of the world, and so is one of IPv4 to which it leads.

    Args:
        address: The address in digits, of IPv4 or IPv6.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv4Address):
        return _is_of_world(ip)
    last = ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
    if any(ip in network for network in _TRANSLATED):
        return _is_of_world(last)
    if ip.is_site_local or any(ip in network for network in _CLOSED):
        return False
    if ip.sixtofour is not None:  # some versions of Python call all of these private
        return _is_of_world(ip.sixtofour)
    is_isatap = int(ip) >> 32 & 0xFFFF_FFFF in _ISATAP
    return _is_of_world(ip) and (not is_isatap or _is_of_world(last))


def _is_of_world(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return ip.is_global and not ip.is_multicast
