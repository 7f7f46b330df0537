"""The parent's side: children that serve many calls each, and the words for how they die."""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import select
import signal
import socket
import time
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from pipeline.errors import Poison, Transient
from schemas.outcome import Reason
from workers.sandbox.channel import ChannelClosed, Unreadable, read_nouns, receive, send
from workers.sandbox.child import Verdict, serve
from workers.sandbox.limits import Limits, is_runnable

P = ParamSpec("P")
T = TypeVar("T")

CALLS_PER_CHILD = 1000
"""A child is replaced after so many calls, so that what a library leaks does not stay."""
ROUNDS = 8
"""Wall times that a child may take which is not asleep."""
FRAMING = 1024 * 1024
"""Room for a reply beyond its result."""


class ChildFailed(RuntimeError):
    """The function raised something outside the tree of errors: a bug. Carries the child's traceback as text."""


class Child:
    """One child process and the channel to it. Used by one thread at a time."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.n_calls = 0
        self._channel, theirs = socket.socketpair()
        with theirs:
            self.pid = self._fork()
            if self.pid == 0:
                serve(theirs, limits)

    def _fork(self) -> int:
        try:
            return os.fork()
        except OSError as error:
            self._channel.close()
            raise Transient(f"no process could be made: {error.strerror}", Reason.MEMORY) from None

    def call(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> tuple[str, Any]:
        """Send a call and wait for its verdict. Raises TimeoutError and ChannelClosed, after which it is useless."""
        self.n_calls += 1
        wall = self._limits.wall_seconds
        send(self._channel, pickle.dumps((function, args, kwargs), pickle.HIGHEST_PROTOCOL), time.monotonic() + wall)
        self._wait_for_reply()
        reply = receive(self._channel, self._limits.result_bytes + FRAMING, time.monotonic() + wall)
        verdict, value = read_nouns(reply)
        return str(verdict), value

    def _wait_for_reply(self) -> None:
        """Wait for a reply or a death. Raises TimeoutError for a child that sleeps past its time.

        One that computes gets more: on a crowded machine it may only have had little of the processor, and what it
        did have is counted by the kernel.
        """
        poll = select.poll()
        poll.register(self._channel, select.POLLIN)
        for _ in range(ROUNDS):
            if poll.poll(self._limits.wall_seconds * 1000):
                return
            if not is_runnable(self.pid):
                break
        raise TimeoutError

    def abandon(self) -> None:
        """Close our copy of the channel and leave the child to the process that made it."""
        self._channel.close()

    def end(self) -> int:
        """Kill the child if it still runs, and reap it. Returns its wait status, 0 when someone else reaped it."""
        self._channel.close()
        try:
            os.kill(self.pid, signal.SIGKILL)
            return os.waitpid(self.pid, 0)[1]
        except (ProcessLookupError, ChildProcessError):
            return 0

    def reap(self, patience: float = 1.0) -> int:
        """Wait status of a child that closed its channel by dying; it is killed if it did not die after all."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            try:
                pid, status = os.waitpid(self.pid, os.WNOHANG)
            except ChildProcessError:
                return 0
            if pid:
                self._channel.close()
                return status
            time.sleep(0.001)
        return self.end()


class Sandbox:
    """Up to `size` children, made when first needed and replaced when they die. Safe to share between threads.

    Make it early: a child is a copy of the process at that moment, so what is imported before costs nothing after,
    and in a process with many threads call `start` before they exist, as a fork copies locks in whatever state.
    """

    def __init__(self, limits: Limits | None = None, size: int | None = None) -> None:
        self._limits = limits or Limits()
        self._size = size or os.cpu_count() or 1
        self._owner = os.getpid()
        self._seats = self._free_seats()

    def start(self) -> None:
        """Fork all children now."""
        self._own()
        taken = [self._seats.get() for _ in range(self._size)]
        for child in taken:
            self._seats.put(child or Child(self._limits))

    def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a module-level function with picklable arguments in a child; waits while all children are busy.

        Raises what the function raised of the error tree, Poison with reason crash, hang or memory when the child
        did not survive, Transient when none could be made, and ChildFailed for a bug.
        """
        self._own()
        child = self._seats.get()
        try:
            child = child or Child(self._limits)
            verdict, value = _settle(child, function, *args, **kwargs)
            if child.n_calls >= CALLS_PER_CHILD or verdict == Verdict.MEMORY:
                child.end()
                child = None
        except BaseException:
            child = None
            raise
        finally:
            self._seats.put(child)
        return _open(function, verdict, value)

    def close(self) -> None:
        """End all idle children. Busy ones end with their call's deadline or with this process."""
        self._own()
        for child in self._empty_seats():
            child.end()

    def _own(self) -> None:
        """In a process that was forked from the owner, let go of the owner's children: they answer to it alone."""
        if self._owner != os.getpid():
            self._owner = os.getpid()
            inherited, self._seats = list(self._seats.queue), self._free_seats()
            for child in inherited:
                if child is not None:
                    child.abandon()

    def _free_seats(self) -> queue.LifoQueue[Child | None]:
        seats: queue.LifoQueue[Child | None] = queue.LifoQueue()
        for _ in range(self._size):
            seats.put(None)
        return seats

    def _empty_seats(self) -> list[Child]:
        """Take out all idle children, without waiting for busy ones, and leave their seats free."""
        taken: list[Child | None] = []
        with contextlib.suppress(queue.Empty):
            while True:
                taken.append(self._seats.get_nowait())
        for _ in taken:
            self._seats.put(None)
        return [child for child in taken if child is not None]


def run_once(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a function in a child of its own with the usual limits; costs some 5 ms. Raises as `Sandbox.call` does."""
    sandbox = Sandbox(size=1)
    try:
        return sandbox.call(function, *args, **kwargs)
    finally:
        sandbox.close()


def _settle(child: Child, function: Callable[..., Any], *args: Any, **kwargs: Any) -> tuple[str, Any]:
    """Call, and turn a death into the Poison that names it. Whatever else happens, no child is left behind."""
    name = getattr(function, "__name__", "call")
    try:
        return child.call(function, *args, **kwargs)
    except TimeoutError:
        child.end()
        raise Poison(f"{name} did not finish in time", Reason.HANG) from None
    except ChannelClosed:
        raise _epitaph(name, child.reap()) from None
    except Unreadable as error:
        child.end()
        raise ChildFailed(f"{name} returned what cannot be read: {error}") from None
    except BaseException:
        child.end()
        raise


def _epitaph(name: str, status: int) -> Poison:
    """The Poison for a wait status: what killed the child, in one word and one line."""
    if not os.WIFSIGNALED(status):
        return Poison(f"{name} ended its process", Reason.CRASH)
    number = os.WTERMSIG(status)
    if number == signal.SIGXCPU:
        return Poison(f"{name} used up its processor time", Reason.HANG)
    if number == signal.SIGKILL:
        return Poison(f"{name} was killed, most likely for its memory", Reason.MEMORY)
    return Poison(f"{name} died of {signal.Signals(number).name}", Reason.CRASH)


def _open(function: Callable[..., T], verdict: str, value: Any) -> T:
    """The value of a call that survived, or its error raised here."""
    if verdict == Verdict.VALUE:
        return value  # type: ignore[no-any-return] # what the function returned has crossed a pickle
    if verdict == Verdict.MEMORY:
        raise Poison(f"{function.__name__} needed too much memory", Reason.MEMORY)
    if verdict == Verdict.RAISED:
        kind, message, reason = value
        error = kind(message)
        error.reason = reason
        raise error
    raise ChildFailed(str(value))
