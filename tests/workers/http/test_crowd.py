"""A batch is done side by side: the quick ones come back while the slow ones still wait."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from workers.http.crowd import Crowd


@pytest.fixture
def crowd() -> Iterator[Crowd]:
    ours = Crowd(4)
    yield ours
    ours.close()


def test_quick_work_does_not_wait_for_slow_work(crowd: Crowd) -> None:
    may_end = threading.Event()

    def work(name: str) -> str:
        if name == "slow":
            assert may_end.wait(600)
        return name

    groups = crowd.groups(work, ["slow", "quick", "quicker"])
    found = next(groups)
    found += next(groups) if len(found) < 2 else []
    assert set(found) == {"quick", "quicker"}
    may_end.set()
    assert list(groups) == [["slow"]]


def test_what_is_ready_together_comes_together(crowd: Crowd) -> None:
    together = threading.Barrier(4)

    def work(number: int) -> int:
        together.wait(600)
        return number

    groups = list(crowd.groups(work, range(4)))
    assert sorted(number for group in groups for number in group) == [0, 1, 2, 3]
    assert len(groups) < 4


def test_every_item_is_worked_on_even_when_one_fails(crowd: Crowd) -> None:
    seen: list[int] = []

    def work(number: int) -> int:
        seen.append(number)
        if number == 3:
            raise ValueError("three")
        return number

    with pytest.raises(ValueError, match="three"):
        list(crowd.groups(work, range(20)))
    crowd.close()
    assert 3 in seen


def test_no_more_threads_than_were_asked_for(crowd: Crowd) -> None:
    groups = crowd.groups(lambda _: threading.current_thread().name, range(100))
    names = {name for group in groups for name in group}
    assert 1 <= len(names) <= 4
