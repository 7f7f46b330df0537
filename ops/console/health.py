"""The first page: is all well, and if not, where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from ops.console.plots import Plot, plot, rates
from ops.console.reading import reading
from ops.console.rendering import render
from pipeline.stages import PIPELINE
from workers.store.history import Series, sample_gauges
from workers.store.status import take_status

router = APIRouter()
SPANS = {"1h": timedelta(hours=1), "6h": timedelta(hours=6), "1d": timedelta(days=1), "7d": timedelta(days=7)}
ENDS = ("stored", "duplicate", "rejected", "dead")
MEASURED = ("backlog", *(f"entries_{end}" for end in ENDS))


@router.get("/", response_class=HTMLResponse)
def show_health(request: Request, span: str = "6h") -> HTMLResponse:
    """Problems, the stages with what waits, plots, workers, feeds."""
    chosen = SPANS.get(span, SPANS["6h"])
    with reading(request) as (connection, now):
        status = take_status(connection, now)
        times, series = sample_gauges(connection, now, chosen, MEASURED)
    plots = [backlog_plot(times, series, now - chosen, now), throughput_plot(series, now - chosen, now)]
    values = {"status": status, "plots": plots, "span": span, "spans": list(SPANS), "now": now}
    values["shares"] = shares(status["conservation"])
    return render(request, "health.html", values)


def shares(conservation: Mapping[str, int]) -> list[tuple[str, float, float]]:
    """A bar of width 100 for all accepted entries: (where they are, left edge, width), without empty parts."""
    found, left = [], 0.0
    for name, count in conservation.items():
        if name != "accepted" and count:
            width = 100 * count / max(1, conservation["accepted"])
            found.append((name, round(left, 2), round(width, 2)))
            left += width
    return found


def backlog_plot(times: Sequence[datetime], series: Series, since: datetime, until: datetime) -> Plot:
    """Entries waiting before each stage. A stage that was not measured had none waiting."""
    curves = {}
    for stage in PIPELINE:
        known: dict[datetime, float] = dict(series.get(("backlog", stage.name), ()))
        curves[stage.name] = [(at, known.get(at, 0.0)) for at in times]
    return plot("Waiting before each stage", "entries", curves, since, until)


def throughput_plot(series: Series, since: datetime, until: datetime) -> Plot:
    """Entries that came to each end, a minute."""
    curves: dict[str, Any] = {end: rates(series.get((f"entries_{end}", ""), ())) for end in ENDS}
    return plot("Finished", "entries a minute", curves, since, until)
