"""One fetch: a URL goes in, and a page, a refusal or an error comes out, within one deadline.

Built on the connection layer of httpx2 and not on its client, because that layer knows no proxies, no .netrc, no
cookies, no redirects and no decoding: what is dangerous is absent instead of switched off. A fetch opens its own
connections and closes them: the next request to the same host is a second away at least, and nothing can leak from one
fetch to another. `Fetcher` keeps no state but its settings and the TLS context, so one per process serves all threads.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import TracebackType
from urllib.parse import urlencode, urljoin

import httpcore2

from pipeline.address import Network
from pipeline.errors import Transient
from schemas.feed import Credential
from schemas.outcome import Reason, Rejected
from schemas.page import FetchedPage
from workers.http.answer import REDIRECTS, Answer, judge, read_headers
from workers.http.body import read_body
from workers.http.deadline import Deadline
from workers.http.guard import Guard, Resolver, TooMuch, resolve
from workers.http.refusal import Refused
from workers.http.target import Target, parse_target

ACCEPT_FEED = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1"
)
ACCEPT_PAGE = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"

DECODED_MAX = 8 * 1024 * 1024
"""Of 181 real article pages the largest had 1.5 MB."""
WIRE_MAX = 5 * 1024 * 1024
HEAD_MAX = 256 * 1024
"""Bytes of status line, headers and interim answers together, and of what frames a body."""
DEADLINE_SECONDS = 30.0
MAX_REDIRECTS = 5

OnRedirect = Callable[[str], Rejected | None]
"""Decides on the next URL of a chain. What it raises leaves the fetch as it is."""


def utc_now() -> datetime:
    """The wall clock, for `fetched_at` only: limits use monotonic time."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked of every server along the redirects: the headers that describe us and what we hold."""

    accept: str
    etag: str | None
    last_modified: str | None
    credential: Credential | None = None

    @property
    def is_conditional(self) -> bool:
        """Whether 304 is an answer to it."""
        return self.etag is not None or self.last_modified is not None

    def headers(self, site: str) -> list[tuple[bytes, bytes]]:
        """Validators go back byte for byte as they came (RFC 9110, 8.8): they are opaque. Secrets go to one site."""
        pairs = [("Accept", self.accept), ("Accept-Encoding", "gzip")]
        if self.etag is not None:
            pairs.append(("If-None-Match", self.etag))
        if self.last_modified is not None:
            pairs.append(("If-Modified-Since", self.last_modified))
        if self.credential is not None and self.credential.origin == site:
            pairs.append((self.credential.header, self.credential.value))
        return [(name.encode(), value.encode("latin-1")) for name, value in pairs]


class Fetcher:
    """Fetches URLs that anyone may have written. Safe to share between threads."""

    def __init__(
        self,
        user_agent: str,
        allow_networks: Iterable[Network] = (),
        allow_ports: Iterable[int] = (),
        *,
        resolver: Resolver = resolve,
        clock: Callable[[], datetime] = utc_now,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self._user_agent = user_agent.encode("latin-1", "replace")
        self._allowed = tuple(allow_networks)
        self._ports = frozenset(allow_ports)
        self._resolver = resolver
        self._clock = clock
        self._tls = ssl_context or httpcore2.default_ssl_context()

    def fetch(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        accept: str = ACCEPT_PAGE,
        max_bytes: int = DECODED_MAX,
        deadline: float = DEADLINE_SECONDS,
        keep_truncated: bool = False,
        credential: Credential | None = None,
        on_redirect: OnRedirect | None = None,
    ) -> FetchedPage | Rejected:
        """GET the URL, following at most five redirects.

        Returns a page with status 2xx, or 304 when validators were sent; or Rejected (url_refused, address_refused,
        too_many_redirects, blocked, not_found, gone, too_large, bad_encoding) when another try would not help.
        A body over `max_bytes` (decoded) or over 5 MiB on the wire is too_large, unless `keep_truncated`: then the
        page holds the beginning and says `is_truncated`, which suits feeds. `deadline` is in seconds and total.
        `credential` is sent to its own origin and, after redirects, to no other.
        `on_redirect` is called with each URL that a redirect names, before anything is sent there, and may refuse it.
        Raises Transient (timeout, dns, connection, tls, http_error, bad_encoding) and RateLimited.
        """
        ask = Ask(accept, _sendable(etag), _sendable(last_modified), credential)
        guard = Guard(Deadline(deadline), self._allowed, self._ports, self._resolver)
        try:
            page = self._follow(url, ask, guard, max_bytes, on_redirect)
        except Refused as refusal:
            return refusal.as_rejected()
        if page.is_truncated and not keep_truncated:
            return Rejected(Reason.TOO_LARGE, f"more than {len(page.body):,} bytes")
        return page

    def post_form(self, url: str, form: Mapping[str, str], *, deadline: float = DEADLINE_SECONDS) -> Rejected | None:
        """POST a form, for hubs. None when it was accepted (2xx); no redirect is followed, no answer is read.

        Raises Transient and RateLimited as `fetch` does.
        """
        guard = Guard(Deadline(deadline), self._allowed, self._ports, self._resolver)
        content = urlencode(form).encode()
        headers = [
            (b"User-Agent", self._user_agent),
            (b"Content-Type", b"application/x-www-form-urlencoded"),
            (b"Content-Length", str(len(content)).encode()),
        ]
        try:
            target = parse_target(url, self._allowed, self._ports)
            with Exchange(target, guard, self._tls) as exchange:
                judge(exchange.send(b"POST", headers, content), target.host, is_conditional=False, now=self._clock())
        except Refused as refusal:
            return refusal.as_rejected()
        return None

    def _follow(self, url: str, ask: Ask, guard: Guard, max_bytes: int, on_redirect: OnRedirect | None) -> FetchedPage:
        """Ask, and ask where the answer points to, until it is a page."""
        here, permanent_url, is_permanent = url, None, True
        for n_redirects in range(MAX_REDIRECTS + 1):
            target = parse_target(here, self._allowed, self._ports)
            refusal = on_redirect(target.url) if on_redirect and n_redirects else None
            if refusal is not None:
                raise Refused(refusal.reason, refusal.detail or f"{target.host} is not to be asked")
            with Exchange(target, guard, self._tls) as exchange:
                answer = exchange.get([(b"User-Agent", self._user_agent), *ask.headers(target.site)])
                if answer.status not in REDIRECTS:
                    page = self._page(url, target, answer, ask, exchange, max_bytes)
                    return replace(page, permanent_url=permanent_url, n_redirects=n_redirects)
            here = _next_url(target, answer)
            is_permanent = is_permanent and REDIRECTS[answer.status]
            permanent_url = here if is_permanent else permanent_url
        raise Refused(Reason.TOO_MANY_REDIRECTS, f"more than {MAX_REDIRECTS} redirects")

    def _page(
        self, url: str, target: Target, answer: Answer, ask: Ask, exchange: Exchange, max_bytes: int
    ) -> FetchedPage:
        now = self._clock()
        judge(answer, target.host, ask.is_conditional, now)
        page = FetchedPage(url, target.url, answer.status, b"", answer.headers, now)
        if answer.status == 304:
            return page
        wire_max = min(max_bytes, WIRE_MAX)
        limit = max_bytes if answer.coding else wire_max
        body, is_truncated = read_body(exchange.chunks(wire_max), answer.coding, limit)
        return replace(page, body=body, is_truncated=is_truncated)


class Exchange:
    """One request and its answer on a connection of its own, which is closed at the end whatever happened."""

    def __init__(self, target: Target, guard: Guard, tls: ssl.SSLContext) -> None:
        self._url = httpcore2.URL(
            scheme=target.scheme.encode(), host=target.host.encode(), port=target.port, target=target.path
        )
        self._target = target
        self._guard = guard
        self._connection = httpcore2.HTTPConnection(self._url.origin, tls, network_backend=guard)
        self._response: httpcore2.Response | None = None

    def __enter__(self) -> Exchange:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._connection.close()

    def get(self, headers: list[tuple[bytes, bytes]]) -> Answer:
        """Send a GET and read the head of the answer. Raises Transient and Refused."""
        return self.send(b"GET", headers)

    def send(self, method: bytes, headers: list[tuple[bytes, bytes]], content: bytes | None = None) -> Answer:
        """Send a request and read the head of the answer. Raises Transient and Refused."""
        always = [(b"Host", self._target.authority.encode()), *headers, (b"Connection", b"close")]
        request = httpcore2.Request(method, self._url, headers=always, content=content)
        self._guard.expect(HEAD_MAX)
        try:
            self._response = self._connection.handle_request(request)
        except TooMuch:
            raise Transient(f"{self._target.host} sent headers without end", Reason.CONNECTION) from None
        except httpcore2.LocalProtocolError:
            raise Refused(Reason.URL_REFUSED, "the URL cannot be written as a request") from None
        except (httpcore2.ProtocolError, httpcore2.NetworkError) as error:
            raise self._broken(error) from None
        return read_headers(self._response.status, self._response.headers)

    def chunks(self, wire_max: int) -> Iterable[bytes]:
        """The body as it comes, still encoded. Raises Transient, or TooMuch past so many bytes and their framing."""
        assert self._response is not None, "send comes first"
        self._guard.expect(wire_max + HEAD_MAX)
        try:
            yield from self._response.iter_stream()
        except (httpcore2.ProtocolError, httpcore2.NetworkError) as error:
            raise self._broken(error) from None

    def _broken(self, error: Exception) -> Transient:
        return Transient(f"{self._target.host} did not speak proper HTTP: {str(error)[:120]}", Reason.CONNECTION)


def _sendable(validator: str | None) -> str | None:
    """The validator, unless it could not have come out of a header."""
    if validator is None or not validator.strip() or any(not (" " <= sign <= "\xff") for sign in validator):
        return None
    return validator


def _next_url(target: Target, answer: Answer) -> str:
    """Where a redirect leads. Raises Refused(url_refused) when it names no URL."""
    if not answer.location:
        raise Transient(f"{target.host} answered {answer.status} without a location", Reason.HTTP_ERROR)
    try:
        return urljoin(target.url, answer.location.replace(" ", "%20")).partition("#")[0]
    except ValueError:
        raise Refused(Reason.URL_REFUSED, f"{target.host} redirects to something that is no URL") from None
