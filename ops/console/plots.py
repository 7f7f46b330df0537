"""Plots as numbers for SVG. The template draws them: no script, no image library, no style attribute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

WIDTH = 640.0
HEIGHT = 120.0


@dataclass(frozen=True, slots=True)
class Line:
    """One curve: its name and the points of its SVG polyline."""

    name: str
    points: str
    last: float
    number: int


@dataclass(frozen=True, slots=True)
class Plot:
    """Curves over a common time axis. `top` is the value at the upper edge."""

    title: str
    unit: str
    lines: tuple[Line, ...]
    top: float
    since: datetime
    until: datetime
    width: float = WIDTH
    height: float = HEIGHT


def plot(
    title: str, unit: str, curves: Mapping[str, Sequence[tuple[datetime, float]]], since: datetime, until: datetime
) -> Plot:
    """Scale curves to one frame, from zero to a round number above the highest value."""
    top = round_up(max((value for curve in curves.values() for _, value in curve), default=0.0))
    lines = tuple(
        Line(name, points(curve, since, until, top), curve[-1][1] if curve else 0.0, number)
        for number, (name, curve) in enumerate(curves.items())
    )
    return Plot(title, unit, lines, top, since, until)


def round_up(value: float) -> float:
    """The next of 1, 2, 5, 10, 20, 50 … at or above the value; 1 at least, so that an empty plot has a scale."""
    step = 1.0
    while True:
        for factor in (1, 2, 5):
            if step * factor >= value:
                return step * factor
        step *= 10


def points(curve: Sequence[tuple[datetime, float]], since: datetime, until: datetime, top: float) -> str:
    """The `points` of a polyline within the frame, one pixel short of its edges so that no line is cut."""
    span = max((until - since).total_seconds(), 1.0)
    return " ".join(
        f"{(at - since).total_seconds() / span * WIDTH:.1f},{HEIGHT - 1 - value / top * (HEIGHT - 2):.1f}"
        for at, value in curve
    )


def rates(curve: Sequence[tuple[datetime, float]], per_seconds: float = 60.0) -> list[tuple[datetime, float]]:
    """How fast a count grew between measurements. A count that falls (replayed, pruned) grew by nothing."""
    return [
        (now, max(0.0, value - before) / max((now - then).total_seconds(), 1e-9) * per_seconds)
        for (then, before), (now, value) in pairwise(curve)
    ]


def bars(counts: Sequence[int], width: float = 96.0, height: float = 20.0) -> list[tuple[float, float, float, float]]:
    """Rectangles (x, y, width, height) of a sparkline of counts."""
    top, step = max([*counts, 1]), width / max(len(counts), 1)
    return [
        (
            round(i * step, 1),
            round(height - count / top * height, 1),
            round(step * 0.8, 1),
            round(count / top * height, 1),
        )
        for i, count in enumerate(counts)
        if count
    ]
