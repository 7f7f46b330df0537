"""Every way to write an address that must not be reached, and the ordinary ones that must."""

from __future__ import annotations

from ipaddress import IPv4Address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.address import is_permitted, is_public, is_within, parse_address, parse_numeric_host

FORBIDDEN = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.100.100.200 100.127.255.255 127.0.0.1 127.255.255.254
168.63.129.16 169.254.169.254 169.254.0.1 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.192 192.0.2.1 192.31.196.1
192.52.193.1 192.88.99.1 192.168.1.1 192.175.48.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1
239.255.255.255 240.0.0.1 255.255.255.255
:: ::1 ::127.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::ffff:0:127.0.0.1
64:ff9b::127.0.0.1 64:ff9b::10.0.0.1 64:ff9b:1::7f00:1 64:ff9b:1::808:808 100::1 100:0:0:1::1 2001::1
2001:0:4136:e378::1 2001:2::1 2001:10::1
2001:20::1 2001:db8::1 2002:7f00:1:: 2002:808:808:: 2620:4f:8000::1 3fff::1 3fff:fff::1 5f00::1 fc00::1
fd00:ec2::254 fe80::1 fe80::1%eth0 2a00::1%1 fec0::1 ff02::1 ff0e::1 4000::1 e000::1
"""

PUBLIC = """
1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.1 168.63.129.15
169.253.255.255 172.15.255.255 172.32.0.0 192.167.255.255 198.17.255.255 198.20.0.0 223.255.255.255
2001:4860:4860::8888 2001:200::1 2606:4700::1111 2a00:1450::1 2620:0:ccc::2 3ffe::1 ::ffff:8.8.8.8 64:ff9b::808:808
"""


@pytest.mark.parametrize("text", FORBIDDEN.split())
def test_forbidden(text: str) -> None:
    address = parse_address(text)
    assert address is not None
    assert not is_public(address)
    assert not is_permitted(address)


@pytest.mark.parametrize("text", PUBLIC.split())
def test_public(text: str) -> None:
    address = parse_address(text)
    assert address is not None
    assert is_public(address)


def test_an_operator_opens_networks_and_nothing_that_merely_leads_there() -> None:
    allowed = (ip_network("127.0.0.1/32"), ip_network("fd00::/8"))
    permitted = ["127.0.0.1", "fd12::1", "8.8.8.8"]
    refused = ["127.0.0.2", "::1", "::ffff:127.0.0.1", "64:ff9b::127.0.0.1", "fe80::1"]
    assert all(is_permitted(parse_address(text), allowed) for text in permitted)  # type: ignore[arg-type]
    assert not any(is_permitted(parse_address(text), allowed) for text in refused)  # type: ignore[arg-type]
    assert not is_within(IPv4Address("8.8.8.8"), allowed)


def test_names_are_no_addresses() -> None:
    assert parse_address("[::1]") == parse_address("::1")
    for text in ("localhost", "", "1.2.3", "127.1", "0177.0.0.1", "1.2.3.4.5", "::1::", "①.1.1.1"):
        assert parse_address(text) is None


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("127.1", "127.0.0.1"),
        ("127.0.1", "127.0.0.1"),
        ("0177.0.0.1", "127.0.0.1"),
        ("0x7f.1", "127.0.0.1"),
        ("0x7f000001", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("017700000001", "127.0.0.1"),
        ("0", "0.0.0.0"),
        ("0x", "0.0.0.0"),
        ("192.168.257", "192.168.1.1"),
        ("8.8.8.8", "8.8.8.8"),
        ("8.8.8.8.", "8.8.8.8"),
    ],
)
def test_numbers_are_addresses(text: str, address: str) -> None:
    assert parse_numeric_host(text) == IPv4Address(address)


@pytest.mark.parametrize(
    "text", ["", ".", "a.test", "1.2.3.4.5", "256.1.1.1", "1.2.3.256", "4294967296", "0xg", "1..2", "face.b00c"]
)
def test_not_everything_with_digits_is_an_address(text: str) -> None:
    assert parse_numeric_host(text) is None


@given(st.ip_addresses())
def test_any_address_is_judged(address: object) -> None:
    parsed = parse_address(str(address))
    assert parsed == address
    assert is_public(parsed) in (True, False)  # type: ignore[arg-type]


@given(st.ip_addresses(v=4))
def test_mapped_addresses_share_the_fate_of_what_they_carry(address: IPv4Address) -> None:
    for prefix in ("::ffff:", "64:ff9b::"):
        assert is_public(parse_address(f"{prefix}{address}")) is is_public(address)  # type: ignore[arg-type]
    for prefix in ("::", "::ffff:0:", "64:ff9b:1::"):
        assert not is_public(parse_address(f"{prefix}{address}"))  # type: ignore[arg-type]
