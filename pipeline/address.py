"""Whether an IP address may be fetched from: public and unicast, or opened by the operator.

The standard library's `is_global` is not enough: in Python 3.11 it calls multicast, 6to4, local NAT64, site-local and
documentation addresses global. So the rule here is written out: IPv4 minus a table, IPv6 only inside 2000::/3 minus a
table. This module looks at addresses and never resolves a name: classify what the resolver answered, because a
resolver reads `0177.0.0.1`, `2130706433` and `0x7f.1` as loopback.

Sources: the IANA special-purpose registries for IPv4 and IPv6 (RFC 6890), RFC 6052 (NAT64), RFC 8215 (local NAT64),
RFC 3056 (6to4), RFC 4380 (Teredo), RFC 6598 (shared space), RFC 3879 (site-local), RFC 9637 (3fff::/20),
RFC 9602 (5f00::/16), and the documentation of one cloud whose wire server has a public-looking address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

SPECIAL_V4 = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by carriers; one cloud's metadata is 100.100.100.200
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # wire server of one cloud, reachable from every machine in it
        "169.254.0.0/16",  # link-local, metadata of most clouds
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments, one cloud's metadata
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT relays
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarking
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved and broadcast
    )
)

UNICAST_V6 = IPv6Network("2000::/3")
"""Everything else in IPv6 is loopback, mapped, local, multicast, segment routing or unassigned."""

SPECIAL_V6 = tuple(
    IPv6Network(block)
    for block in (
        "2001::/23",  # protocol assignments: Teredo, benchmarking, ORCHID, anycast
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4 carries any IPv4 address
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)

CARRYING_V4 = (IPv6Network("::ffff:0:0/96"), IPv6Network("64:ff9b::/96"))
"""Mapped and NAT64 addresses lead to the IPv4 address in their last 32 bits, so that one decides."""


NUMBER = re.compile(r"0x[0-9a-f]{0,16}|[0-9]{1,16}")


def parse_address(text: str) -> Address | None:
    """Read an address literal, brackets allowed; None for a name. A scoped address keeps its scope."""
    try:
        return ip_address(text.removeprefix("[").removesuffix("]"))
    except ValueError:
        return None


def parse_numeric_host(text: str) -> IPv4Address | None:
    """Read a host the way resolvers and browsers read numbers: one to four parts, decimal, octal or hexadecimal.

    The last part fills the octets that are left, so `127.1`, `0177.0.0.1`, `0x7f000001` and `2130706433` are all
    127.0.0.1 (the WHATWG URL standard's IPv4 parser; inet_aton of POSIX). None for anything else.
    """
    parts = text.removesuffix(".").split(".")
    if len(parts) > 4 or not all(NUMBER.fullmatch(part) for part in parts):
        return None
    *heads, last = [_number(part) for part in parts]
    if any(head > 255 for head in heads) or last >= 256 ** (4 - len(heads)):
        return None
    value = sum(head << 8 * (3 - place) for place, head in enumerate(heads))
    return IPv4Address(value + last)


def _number(part: str) -> int:
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    return int(part, 8) if part.startswith("0") and not set(part) & {"8", "9"} else int(part)


def is_public(address: Address) -> bool:
    """Whether this is an ordinary unicast address of the public internet."""
    if isinstance(address, IPv4Address):
        return not any(address in block for block in SPECIAL_V4)
    if address.scope_id is not None:
        return False
    if any(address in block for block in CARRYING_V4):
        return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
    return address in UNICAST_V6 and not any(address in block for block in SPECIAL_V6)


def is_within(address: Address, networks: Iterable[Network]) -> bool:
    """Whether one of the operator's networks holds the address, by its own family only: nothing is unwrapped."""
    return any(address.version == network.version and address in network for network in networks)


def is_permitted(address: Address, allowed: Iterable[Network] = ()) -> bool:
    """Whether a connection may be made: public, or inside a network that the operator opened."""
    return is_public(address) or is_within(address, allowed)
