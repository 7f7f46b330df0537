"""Which URLs may be tried at all, decided before any name is looked up.

Only http and https, at most 2,048 characters, no control characters, no credentials, and ports where web servers
live. What is refused is named without its credentials, so that the words may be stored and logged.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import httpx2
import idna

from pipeline.address import Network, is_public, is_within, parse_address, parse_numeric_host
from schemas.outcome import Reason
from workers.http.refusal import Refused

URL_MAX = 2048
PORTS = frozenset({80, 443, 8080, 8443})
"""Any other port is some other service: a request line sent to it is an attack on it."""

LOWEST_UNPRIVILEGED = 1024
AUTHORITY = re.compile(r"^([a-zA-Z][a-zA-Z0-9+.-]*:)//([^/?#\\]*)")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
NAME = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?")
NAME_MAX = 254
DELIMITER = re.compile(r"[/?#@\\\s]")


@dataclass(frozen=True, slots=True)
class Target:
    """A URL that may be tried: parsed once, so that what was checked is what is connected to."""

    url: str
    scheme: str
    host: str
    """ASCII, lower case, without brackets."""
    port: int
    path: bytes
    """Path and query as sent, percent-encoded."""

    @property
    def authority(self) -> str:
        """The Host header."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == default_port(self.scheme) else f"{name}:{self.port}"

    @property
    def site(self) -> str:
        """Scheme and authority: what one robots.txt speaks for."""
        return f"{self.scheme}://{self.authority}"


def default_port(scheme: str) -> int:
    """The port a scheme implies."""
    return 443 if scheme == "https" else 80


def parse_target(url: str, allowed: Iterable[Network] = (), ports: Iterable[int] = ()) -> Target:
    """Check a URL and split it.

    `allowed` are the networks and `ports` the further ports that the operator opened. Raises Refused(url_refused).
    """
    target = split_url(url)
    _check_port(target.host, target.port, frozenset(ports), tuple(allowed))
    return target


def split_url(url: str) -> Target:
    """Split a URL as it would be sent, whatever its port. Raises Refused(url_refused)."""
    if len(url) > URL_MAX:
        raise _refused(f"the URL has more than {URL_MAX:,} characters")
    if CONTROL.search(url):
        raise _refused("the URL holds a control character")
    parsed = _parsed(url)
    if parsed.scheme not in ("http", "https"):
        raise _refused(f"scheme {parsed.scheme[:20] or 'missing'} is not http or https")
    if parsed.userinfo or "@" in _authority_of(url):
        raise _refused("the URL carries credentials")
    host = _host_of(parsed)
    port = default_port(parsed.scheme) if parsed.port is None else parsed.port
    return Target(str(parsed.copy_with(fragment=None)), parsed.scheme, host, port, parsed.raw_path)


def _parsed(url: str) -> httpx2.URL:
    try:
        return httpx2.URL(_with_plain_host(url))
    except (httpx2.InvalidURL, ValueError, UnicodeError) as error:
        raise _refused(f"not a URL: {str(error)[:80]}" if "@" not in url else "not a URL") from None


def _host_of(parsed: httpx2.URL) -> str:
    """A name of valid length, or an address; a scope stays on it, so that it is judged as scoped."""
    host = parsed.raw_host.decode("ascii").lower()
    if ":" in host:
        host = host.replace("%25", "%")
        is_valid = parse_address(host) is not None
    else:
        is_valid = len(host) <= NAME_MAX and NAME.fullmatch(host) is not None
    if not is_valid:
        raise _refused("the URL names no valid host")
    return host


def _authority_of(url: str) -> str:
    found = AUTHORITY.match(url)
    return found[2] if found else ""


def _with_plain_host(url: str) -> str:
    """Write the host as it will be read, so that it is judged as it is read.

    Full-width, circled and ideographic characters fold as resolvers fold them (UTS 46); numbers become addresses.
    """
    found = AUTHORITY.match(url)
    if found is None or "@" in found[2]:
        return url
    plain = unicodedata.normalize("NFKC", found[2]).replace("\u3002", ".")
    if found[2] != plain and DELIMITER.search(plain):
        raise _refused("the host hides a delimiter")
    host, colon, port = plain.partition(":")
    number = parse_numeric_host(host.lower())
    host = _ascii_host(host) if number is None else str(number)
    return f"{found[1]}//{host}{colon}{port}{url[found.end() :]}"


def _ascii_host(host: str) -> str:
    """The name as resolvers get it: IDNA 2008, and IDNA 2003 for what only that allows, such as emoji domains."""
    if host.isascii():
        return host
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError:
        return host.encode("idna").decode("ascii")


def _check_port(host: str, port: int, ports: frozenset[int], allowed: tuple[Network, ...]) -> None:
    """Refuse a foreign port now, without a look-up, unless the address will decide: the guard checks it again."""
    if port in PORTS or port in ports:
        return
    address = parse_address(host)
    if address is None and allowed and port >= LOWEST_UNPRIVILEGED:
        return
    if address is not None and (is_within(address, allowed) or not is_public(address)):
        return
    raise _refused(f"port {port} is not open to fetching")


def _refused(detail: str) -> Refused:
    return Refused(Reason.URL_REFUSED, detail)
