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
        if not self._allow_private and not all(map(_is_public, addresses)):
            raise PrivateError(host)
        return addresses


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    return (mapped or ip).is_global and not ip.is_multicast
