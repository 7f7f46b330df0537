"""What runs inside the child: it strips itself of what it inherited, then answers calls until its parent is gone."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import socket
import traceback
from collections.abc import Callable
from enum import StrEnum
from typing import Any, NoReturn

from pipeline.errors import IngestError
from workers.sandbox.channel import ChannelClosed, receive, send
from workers.sandbox.limits import Limits, bind, bind_cpu, offer_to_oom_killer

REQUEST_MAX = 2**32
RESET = (signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2, signal.SIGCHLD, signal.SIGALRM, signal.SIGQUIT)


class Verdict(StrEnum):
    """How a call ended, as the child itself sees it. It cannot report its own death."""

    VALUE = "value"
    RAISED = "raised"
    MEMORY = "memory"
    BUG = "bug"


TOO_MUCH_MEMORY = pickle.dumps((Verdict.MEMORY.value, None))


def serve(channel: socket.socket, limits: Limits) -> NoReturn:
    """Answer calls on the channel; never returns, never runs the exit handlers that belong to the parent."""
    try:
        strip(channel)
        offer_to_oom_killer()
        bind(limits)
        while True:
            call = pickle.loads(receive(channel, REQUEST_MAX))  # noqa: S301 - from the parent, over a socket pair
            bind_cpu(limits)
            send(channel, answer(limits.result_bytes, *call))
    except ChannelClosed:
        os._exit(0)
    except BaseException:  # noqa: BLE001 - nothing may unwind into the parent's code, which this process inherited
        os._exit(70)


def answer(result_max: int, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> bytes:
    """Call the function and pickle how it went."""
    try:
        reply = pickle.dumps((Verdict.VALUE.value, function(*args, **kwargs)), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        return TOO_MUCH_MEMORY
    except IngestError as error:
        return pickle.dumps((Verdict.RAISED.value, (type(error), str(error), error.reason)))
    except Exception:  # noqa: BLE001 - a bug of the function: told to the parent, which raises it there
        return pickle.dumps((Verdict.BUG.value, traceback.format_exc(limit=-12)[-4000:]))
    return reply if len(reply) <= result_max else TOO_MUCH_MEMORY


def strip(channel: socket.socket) -> None:
    """Drop the parent's signal handlers, sockets and files; the database and the broker never notice."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in RESET:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    kept = channel.fileno()
    os.closerange(3, kept)
    os.closerange(kept + 1, highest_file() + 1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    gc.freeze()


def highest_file() -> int:
    """The highest open file descriptor; the limit itself may be a billion, too many to close one by one."""
    try:
        return max(int(name) for name in os.listdir("/dev/fd"))  # noqa: PTH208 - numbers, not paths
    except (OSError, ValueError):
        return 4096
