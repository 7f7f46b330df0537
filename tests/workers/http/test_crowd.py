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

    results = crowd.each(work, ["slow", "quick", "quicker"])
    assert {next(results), next(results)} == {"quick", "quicker"}
    may_end.set()
    assert list(results) == ["slow"]


def test_every_item_is_worked_on_even_when_one_fails(crowd: Crowd) -> None:
    seen: list[int] = []

    def work(number: int) -> int:
        seen.append(number)
        if number == 3:
            raise ValueError("three")
        return number

    with pytest.raises(ValueError, match="three"):
        list(crowd.each(work, range(20)))
    crowd.close()
    assert 3 in seen


def test_no_more_threads_than_were_asked_for(crowd: Crowd) -> None:
    names = set(crowd.each(lambda _: threading.current_thread().name, range(100)))
    assert 1 <= len(names) <= 4
