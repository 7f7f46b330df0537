"""The child may die in every way; the parent names the death and goes on."""

from __future__ import annotations

import ctypes
import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.errors import Poison, Transient
from schemas.outcome import Reason, Rejected
from schemas.page import FetchedPage
from workers.sandbox import ChildFailed, Limits, Sandbox, run_once

LIMITS = Limits(cpu_seconds=1, wall_seconds=20.0, memory_bytes=256 * 1024 * 1024)
PAGE = FetchedPage("http://a.test/", "http://a.test/", 200, b"body", {"etag": '"1"'}, datetime(2026, 1, 2, tzinfo=UTC))


def give_back(value: object) -> object:
    return value


def pid_and_files() -> tuple[int, int]:
    return os.getpid(), len(list(Path("/dev/fd").iterdir()))


def segfault() -> None:
    ctypes.string_at(0)


def leave() -> None:
    os._exit(3)


def spin() -> None:
    while True:
        pass


def swell() -> int:
    return len(bytearray(2 * 1024**3))


def be_killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def reject() -> Rejected:
    return Rejected(Reason.EMPTY, "nothing there")


def poison() -> None:
    raise Poison("entities in the prolog", Reason.NOT_A_FEED)


def stumble() -> None:
    raise ZeroDivisionError("a bug")


def write_file(path: str) -> None:
    Path(path).write_text("x")


def flood() -> bytes:
    return bytes(8 * 1024 * 1024)


class Trap:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("true",)


def set_trap() -> Trap:
    return Trap()


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    box = Sandbox(LIMITS, size=1)
    yield box
    box.close()


def test_values_come_back_equal(sandbox: Sandbox) -> None:
    for value in (None, 7, "é\ud800", [PAGE], {"a": {1, 2}}, Reason.DNS, PAGE.fetched_at):
        assert sandbox.call(give_back, value) == value
    assert sandbox.call(reject) == Rejected(Reason.EMPTY, "nothing there")
    assert sandbox.call(give_back, value=3) == 3


def test_one_child_serves_many_calls_with_no_files_of_the_parent(sandbox: Sandbox) -> None:
    with Path(os.devnull).open() as _, Path(os.devnull).open() as _:
        first, n_files = sandbox.call(pid_and_files)
        assert sandbox.call(pid_and_files)[0] == first != os.getpid()
        assert n_files <= 5  # the standard three, the channel, and the listing itself


@pytest.mark.parametrize(
    ("function", "reason"),
    [
        (segfault, Reason.CRASH),
        (leave, Reason.CRASH),
        (spin, Reason.HANG),
        (swell, Reason.MEMORY),
        (be_killed, Reason.MEMORY),
    ],
)
def test_a_death_is_poison_and_the_next_call_works(sandbox: Sandbox, function: object, reason: Reason) -> None:
    with pytest.raises(Poison) as caught:
        sandbox.call(function)
    assert caught.value.reason is reason
    assert sandbox.call(give_back, 1) == 1


def test_waiting_forever_is_a_hang() -> None:
    box = Sandbox(Limits(wall_seconds=0.3), size=1)
    with pytest.raises(Poison) as caught:
        box.call(time.sleep, 60)
    assert caught.value.reason is Reason.HANG
    box.close()


def test_a_crowded_machine_is_no_hang() -> None:
    """Who computes past the wall time has had its share of the processor taken, and goes on."""
    box = Sandbox(Limits(cpu_seconds=20, wall_seconds=1.0), size=1)
    assert box.call(compute_until, time.monotonic() + 2.2) == "done"
    box.close()


def compute_until(moment: float) -> str:
    while time.monotonic() < moment:
        pass
    return "done"


def test_processor_time_is_granted_per_call() -> None:
    box = Sandbox(Limits(cpu_seconds=1), size=1)
    pids = {box.call(work_a_little) for _ in range(5)}
    assert len(pids) == 1, "five calls of 0.4 s outlive a limit of 1 s for each"
    box.close()


def work_a_little() -> int:
    end = time.process_time() + 0.4
    while time.process_time() < end:
        pass
    return os.getpid()


def test_errors_of_the_tree_cross_over(sandbox: Sandbox) -> None:
    with pytest.raises(Poison, match="entities") as caught:
        sandbox.call(poison)
    assert caught.value.reason is Reason.NOT_A_FEED


def test_bugs_cross_over_with_their_traceback(sandbox: Sandbox) -> None:
    with pytest.raises(ChildFailed, match="ZeroDivisionError: a bug"):
        sandbox.call(stumble)


def test_no_file_can_be_written(sandbox: Sandbox, tmp_path: Path) -> None:
    with pytest.raises(ChildFailed, match="File too large"):
        sandbox.call(write_file, str(tmp_path / "x"))


def test_a_result_over_the_limit_is_refused() -> None:
    box = Sandbox(Limits(result_bytes=1024 * 1024), size=1)
    with pytest.raises(Poison) as caught:
        box.call(flood)
    assert caught.value.reason is Reason.MEMORY
    box.close()


def test_a_child_cannot_make_the_parent_run_code(sandbox: Sandbox) -> None:
    with pytest.raises(ChildFailed, match="system is not a noun"):
        sandbox.call(set_trap)
    assert sandbox.call(give_back, 1) == 1


def test_threads_share_children() -> None:
    box = Sandbox(Limits(), size=2)
    box.start()
    with ThreadPoolExecutor(8) as threads:
        pids = set(threads.map(lambda _: box.call(pid_and_files)[0], range(64)))
        assert threads.submit(box.call, give_back, 5).result() == 5
    assert len(pids) <= 2
    assert threading.active_count() >= 1
    box.close()


def test_a_forked_process_makes_children_of_its_own(sandbox: Sandbox) -> None:
    ours = sandbox.call(pid_and_files)[0]
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        theirs = sandbox.call(pid_and_files)[0]
        os.write(writing, str(theirs).encode())
        sandbox.close()
        os._exit(0)
    os.waitpid(pid, 0)
    theirs = int(os.read(reading, 32))
    os.close(reading)
    os.close(writing)
    assert theirs != ours == sandbox.call(pid_and_files)[0]


def test_one_call_in_a_child_of_its_own() -> None:
    assert run_once(give_back, PAGE) == PAGE
    with pytest.raises(Transient, match="later"):
        run_once(be_late)


def be_late() -> None:
    raise Transient("later", Reason.TIMEOUT)


def test_a_machine_without_room_for_a_process_is_not_the_items_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    box = Sandbox(size=1)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fork", full)
        with pytest.raises(Transient, match="no process") as caught:
            box.call(give_back, 1)
    assert caught.value.reason is Reason.MEMORY
    assert box.call(give_back, 1) == 1
    box.close()
