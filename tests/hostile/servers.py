"""Servers on loopback that say exactly the bytes a test wants, however wrong, and count who connected."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from ipaddress import ip_network

from workers.http import Fetcher

Answer = Callable[[socket.socket, bytes], None]

FORBIDDEN = "127.0.0.2"
TRUSTS_NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
OPEN = (ip_network("127.0.0.1/32"),)


def saying(*parts: bytes) -> Answer:
    """An answer that is the same for everyone."""

    def answer(connection: socket.socket, request: bytes) -> None:
        for part in parts:
            connection.sendall(part)

    return answer


def page(body: bytes, *headers: str, status: str = "200 OK") -> Answer:
    """A proper answer with a length."""
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    return saying("\r\n".join(head).encode() + b"\r\n\r\n" + body)


def redirect(location: str, status: int = 302) -> Answer:
    """A redirect without a body."""
    return page(b"", f"Location: {location}", status=f"{status} Moved")


class Server:
    """One listener; every connection is answered in a thread of its own."""

    def __init__(self, answer: Answer, address: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None):
        self._answer = answer
        self._tls = tls
        self._listener = socket.create_server((address, port), backlog=256)
        self._is_closing = threading.Event()
        self._open: set[socket.socket] = set()
        self.port = self._listener.getsockname()[1]
        self.url = f"http://{address}:{self.port}/"
        self.requests: list[bytes] = []
        self.n_connections = 0
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                if self._is_closing.is_set():
                    connection.close()
                    return
                self.n_connections += 1
                self._open.add(connection)
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, raw: socket.socket) -> None:
        connection = raw
        try:
            if self._tls is not None:
                connection = self._tls.wrap_socket(raw, server_side=True)
            request = b""
            while b"\r\n\r\n" not in request:
                piece = connection.recv(65536)
                if not piece:
                    return
                request += piece
            self.requests.append(request)
            self._answer(connection, request)
        except OSError:
            pass
        finally:
            self._open.discard(raw)
            connection.close()

    def close(self) -> None:
        """Stop listening, cut all connections and wait for the listener's thread."""
        self._is_closing.set()
        with contextlib.suppress(OSError):
            socket.create_connection(self._listener.getsockname(), 1).close()
        self._thread.join(5)
        self._listener.close()
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def serving(
    answer: Answer, address: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None
) -> Iterator[Server]:
    """A server for the length of a block."""
    server = Server(answer, address, port, tls)
    try:
        yield server
    finally:
        server.close()


class Names:
    """A resolver that answers from a table; a name with several lists gives them one after another."""

    def __init__(self, **table: list[list[str]]) -> None:
        self._table = {name.replace("_", "."): list(answers) for name, answers in table.items()}
        self.asked: list[str] = []

    def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        if host not in self._table:
            raise OSError("no such name")
        answers = self._table[host]
        return answers.pop(0) if len(answers) > 1 else answers[0]


def fetcher(names: Names | None = None, tls: ssl.SSLContext | None = None) -> Fetcher:
    """A fetcher that may reach 127.0.0.1 and nothing else on this machine."""
    return Fetcher("Test/1 (+http://a.test/)", OPEN, resolver=names or Names(), ssl_context=tls or TRUSTS_NOBODY)
