"""The network back-end that connects to checked addresses only.

A name is resolved once per connection. If any answer is not permitted the whole name is refused, before a single
packet is sent; otherwise the connection goes to the literal address that was checked, so an answer that changes
between check and use (DNS rebinding) changes nothing. Redirects come through here too, as new connections.
TLS still verifies the host name: only the TCP step is replaced. Every blocking call honours one `Deadline`, and
bytes are counted as they leave the socket.
"""

from __future__ import annotations

import queue
import socket
import ssl
import threading
from collections.abc import Callable, Iterable
from itertools import zip_longest
from typing import Any

import httpcore2

from pipeline.address import Address, Network, is_permitted, is_within, parse_address
from pipeline.errors import Transient
from schemas.outcome import Reason
from workers.http.deadline import Deadline
from workers.http.refusal import Refused
from workers.http.target import PORTS

Resolver = Callable[[str, int], list[str]]

CONNECT_SECONDS = 10.0
"""Patience with one address, so that a second one still gets its turn."""
LOOK_UP_SECONDS = 10.0
ADDRESSES_TRIED = 4
RESOLVERS_AT_ONCE = threading.BoundedSemaphore(64)
"""`getaddrinfo` cannot be interrupted; look-ups that outlive their fetch must not pile up without bound."""


class TooMuch(Exception):
    """More bytes came over the wire than were asked for. Caught where the body is read."""


def resolve(host: str, port: int) -> list[str]:
    """All addresses of a name by the resolver of the system. Raises OSError or UnicodeError."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))


class Guard(httpcore2.NetworkBackend):
    """Opens the connections of one fetch. Not shared between fetches: it carries their deadline and byte count."""

    def __init__(
        self,
        deadline: Deadline,
        allowed: tuple[Network, ...] = (),
        ports: frozenset[int] = frozenset(),
        resolver: Resolver = resolve,
    ) -> None:
        self._deadline = deadline
        self._budget = 0
        self._allowed = allowed
        self._ports = PORTS | ports
        self._resolver = resolver

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to a checked address of the host. Raises Refused, or Transient (dns, connection, timeout)."""
        addresses = self.vetted(host, port)
        failure, reason = "", Reason.CONNECTION
        for address in _by_turns(addresses)[:ADDRESSES_TRIED]:
            try:
                patience = self._deadline.remaining(CONNECT_SECONDS)
                raw = socket.create_connection((str(address), port), patience)
                raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return GuardedStream(raw, self)
            except TimeoutError:
                failure, reason = "no answer", Reason.TIMEOUT
            except OSError as error:
                failure, reason = error.strerror or type(error).__name__, Reason.CONNECTION
        raise Transient(f"cannot connect to {host}: {failure}", reason)

    def vetted(self, host: str, port: int) -> list[Address]:
        """Every address of the host, all of them permitted. Raises Refused for the first that is not."""
        literal = parse_address(host)
        addresses = [literal] if literal is not None else self._look_up(host, port)
        for address in addresses:
            if not is_permitted(address, self._allowed):
                raise Refused(Reason.ADDRESS_REFUSED, _not_public(host, address))
        for address in addresses:
            if port not in self._ports and not is_within(address, self._allowed):
                raise Refused(Reason.URL_REFUSED, f"port {port} is not open to fetching")
        return addresses

    def _look_up(self, host: str, port: int) -> list[Address]:
        """Resolve within the deadline, in a thread that is left behind when it does not come back."""
        answer: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()
        if not RESOLVERS_AT_ONCE.acquire(timeout=self._deadline.remaining(LOOK_UP_SECONDS)):
            raise Transient("name look-ups are stuck", Reason.DNS)
        try:
            threading.Thread(target=self._resolve_into, args=(answer, host, port), daemon=True).start()
        except RuntimeError:
            RESOLVERS_AT_ONCE.release()
            raise Transient("no thread for a name look-up", Reason.DNS) from None
        try:
            found = answer.get(timeout=self._deadline.remaining(LOOK_UP_SECONDS))
        except queue.Empty:
            raise Transient(f"the name {host} was not resolved in time", Reason.DNS) from None
        if isinstance(found, Exception):
            raise Transient(f"the name {host} cannot be resolved", Reason.DNS) from None
        addresses = [parse_address(text) for text in found]
        if not addresses or None in addresses:
            raise Transient(f"the name {host} has no address", Reason.DNS)
        return [address for address in addresses if address is not None]

    def _resolve_into(self, answer: queue.SimpleQueue[list[str] | Exception], host: str, port: int) -> None:
        try:
            answer.put(self._resolver(host, port))
        except (OSError, UnicodeError) as error:
            answer.put(error)
        finally:
            RESOLVERS_AT_ONCE.release()

    def remaining(self) -> float:
        """Seconds left for the fetch."""
        return self._deadline.remaining()

    def expired(self) -> Transient:
        """The error of a fetch that took too long."""
        return self._deadline.expired()

    def expect(self, n_bytes: int) -> None:
        """Set how many bytes may still come over the wire: first for the head of an answer, then for its body."""
        self._budget = n_bytes

    def count(self, n_bytes: int) -> None:
        """Take bytes off the budget. Raises TooMuch when it is used up."""
        self._budget -= n_bytes
        if self._budget < 0:
            raise TooMuch


class GuardedStream(httpcore2.NetworkStream):
    """One socket. The timeouts that the HTTP layer passes are ignored: the deadline of the fetch rules alone."""

    def __init__(self, raw: socket.socket, guard: Guard) -> None:
        self._raw = raw
        self._guard = guard

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what is there. Raises Transient, or TooMuch past the wire budget."""
        self._raw.settimeout(self._guard.remaining())
        try:
            data = self._raw.recv(max_bytes)
        except TimeoutError:
            raise self._guard.expired() from None
        except OSError as error:
            raise _broken(error) from None
        self._guard.count(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of it. Raises httpcore2.WriteError, after which the HTTP layer still reads an early answer."""
        view = memoryview(buffer)
        while view:
            self._raw.settimeout(self._guard.remaining())
            try:
                view = view[self._raw.send(view) :]
            except TimeoutError:
                raise self._guard.expired() from None
            except OSError as error:
                raise httpcore2.WriteError(str(error)) from None

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        """Shake hands and verify the certificate against the host name. Raises Transient(tls)."""
        self._raw.settimeout(self._guard.remaining())
        try:
            return GuardedStream(ssl_context.wrap_socket(self._raw, server_hostname=server_hostname), self._guard)
        except TimeoutError:
            self.close()
            raise self._guard.expired() from None
        except ssl.SSLError as error:
            self.close()
            raise Transient(f"TLS with {server_hostname}: {_tls_words(error)}", Reason.TLS) from None
        except (OSError, ValueError) as error:
            self.close()
            raise Transient(f"TLS with {server_hostname}: {type(error).__name__}", Reason.TLS) from None

    def close(self) -> None:
        """Close the socket."""
        self._raw.close()

    def get_extra_info(self, info: str) -> Any:
        """What the HTTP layer asks: the TLS object and the socket."""
        if info == "ssl_object" and isinstance(self._raw, ssl.SSLSocket):
            return self._raw
        return self._raw if info == "socket" else None


def _by_turns(addresses: list[Address]) -> list[Address]:
    """The resolver's order, families in turns, so that a network without one of them costs one try (RFC 8305)."""
    firsts = [address for address in addresses if address.version == addresses[0].version]
    others = [address for address in addresses if address.version != addresses[0].version]
    return [address for pair in zip_longest(firsts, others) for address in pair if address is not None]


def _not_public(host: str, address: Address) -> str:
    return (
        f"{host} is not a public address" if parse_address(host) else f"{host} leads to {address}, which is not public"
    )


def _tls_words(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message
    return (error.reason or "handshake failed").lower().replace("_", " ")


def _broken(error: OSError) -> Transient:
    reason = Reason.TLS if isinstance(error, ssl.SSLError) else Reason.CONNECTION
    return Transient(f"the connection broke: {error.strerror or type(error).__name__}", reason)
