"""Which addresses are those of the world, and which only look so."""

from __future__ import annotations

import pytest

from annot.intake.network import is_public


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:4700:4700::1111", True),
        ("127.0.0.1", False),
        ("10.0.0.8", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("2001:db8::1", False),
        # An address of IPv4 inside one of IPv6 is reached where that leads.
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("::ffff:0:127.0.0.1", False),
        ("::127.0.0.1", False),
        ("::10.0.0.8", False),
        ("64:ff9b::127.0.0.1", False),
        ("64:ff9b::169.254.169.254", False),
        ("64:ff9b::93.184.216.34", True),
        ("64:ff9b:1::93.184.216.34", False),
        ("64:ff9b:1:7f00:1::", False),
        ("2002:7f00:1::1", False),
        ("2002:a00:8::1", False),
        ("2002:a9fe:a9fe::", False),
        ("2002:5db8:d822::1", True),
        # Teredo leads through a stranger to a machine that is behind a router.
        ("2001:0:4136:e378:8000:63bf:80ff:fffe", False),
        ("2001:0:5db8:d822::", False),
        # ISATAP, and addresses for documents and tests
        ("2606:4700::5efe:127.0.0.1", False),
        ("2606:4700::200:5efe:10.0.0.8", False),
        ("fd00::5efe:93.184.216.34", False),
        ("3fff::1", False),
        ("100::1", False),
    ],
)
def test_an_address_is_judged_by_where_it_leads(address: str, public: bool) -> None:
    assert is_public(address) is public
