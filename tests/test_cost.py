"""The measure of growth tells linear work from quadratic work, however small the machine's moments are."""

from __future__ import annotations

import pytest

from tests.cost import assert_near_linear, within


def linear(n: int) -> int:
    return sum(number & 3 for number in range(n * 100))


def quadratic(n: int) -> int:
    return sum(linear(n) for _ in range(n // 4))


def test_linear_work_passes() -> None:
    assert_near_linear(lambda: linear(100), lambda: linear(1_600), 16)


def test_quadratic_work_fails() -> None:
    with pytest.raises(AssertionError, match="16 times the work"):
        assert_near_linear(lambda: quadratic(25), lambda: quadratic(400), 16, slack=0.0)


def test_work_over_the_limit_fails() -> None:
    assert within(60.0, lambda: linear(10)) == linear(10)
    with pytest.raises(AssertionError, match="the limit is"):
        within(1e-9, lambda: linear(1_000))
