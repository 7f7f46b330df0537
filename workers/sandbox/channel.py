"""How requests and results travel between parent and child: pickles with a length before them, over a socket pair."""

from __future__ import annotations

import io
import pickle
import socket
import struct
import time
from typing import Any

HEADER = struct.Struct(">Q")
PIECE = 1024 * 1024
OWN = ("schemas.", "pipeline.")
PLAIN = {
    "builtins": {"set", "frozenset", "complex", "bytearray", "range", "slice"},
    "collections": {"OrderedDict", "Counter", "deque", "defaultdict"},
    "datetime": {"date", "datetime", "time", "timedelta", "timezone"},
    "decimal": {"Decimal"},
    "fractions": {"Fraction"},
    "copyreg": {"_reconstructor"},
    "zoneinfo": {"ZoneInfo", "ZoneInfo._unpickle"},
}


class ChannelClosed(Exception):
    """The other side is gone, or sent more than it may."""


class Unreadable(Exception):
    """A frame came, but nothing that may be read: longer than agreed, damaged, or not made of nouns."""


class NounReader(pickle.Unpickler):
    """Reads values made of plain types and the project's own classes. A child that was taken over gets no further."""

    def find_class(self, module: str, name: str) -> Any:
        """Resolve a class that a pickle names. Raises pickle.UnpicklingError for any other."""
        if name in PLAIN.get(module, ()):
            return super().find_class(module, name)
        if module.startswith(OWN) and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__.startswith(OWN):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is not a noun")


def read_nouns(data: bytes) -> Any:
    """The value in a pickle from a child. Raises Unreadable."""
    try:
        return NounReader(io.BytesIO(data)).load()
    except Exception as error:  # noqa: BLE001 - a damaged pickle may raise anything
        raise Unreadable(f"{type(error).__name__}: {error}") from None


def send(channel: socket.socket, data: bytes, until: float | None = None) -> None:
    """Send one frame. `until` is monotonic time. Raises TimeoutError and ChannelClosed."""
    view = memoryview(HEADER.pack(len(data)) + data)
    try:
        while view:
            channel.settimeout(_left(until))
            view = view[channel.send(view[:PIECE]) :]
    except TimeoutError:
        raise
    except OSError as error:
        raise ChannelClosed(str(error)) from None


def receive(channel: socket.socket, at_most: int, until: float | None = None) -> bytes:
    """Receive one frame of at most so many bytes. Raises TimeoutError, ChannelClosed and Unreadable."""
    (length,) = HEADER.unpack(_exactly(channel, HEADER.size, until))
    if length > at_most:
        raise Unreadable(f"a frame of {length:,} bytes")
    return bytes(_exactly(channel, length, until))


def _exactly(channel: socket.socket, length: int, until: float | None) -> bytearray:
    data = bytearray()
    try:
        while len(data) < length:
            channel.settimeout(_left(until))
            piece = channel.recv(min(length - len(data), PIECE))
            if not piece:
                raise ChannelClosed("end of stream")
            data += piece
    except TimeoutError:
        raise
    except OSError as error:
        raise ChannelClosed(str(error)) from None
    return data


def _left(until: float | None) -> float | None:
    if until is None:
        return None
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
