"""Draws the plots of growth in docs/: `python -m tests.bench.plot`, after `tests.bench.growth` or `tests.bench.fold_growth`.

docs/performance.svg from build/growth.json, and docs/folding.svg from that and build/fold_growth.json.
"""

from __future__ import annotations

import json
from typing import Any

from matplotlib.figure import Figure

from tests.bench.fold_growth import REPORT as FOLD_REPORT
from tests.bench.growth import REPORT

SHOWN = ("extract", "facts", "fold", "clean", "server")
MUST = 1.3
DOCS = REPORT.parents[1] / "docs"


def main() -> None:
    """Draw what was measured."""
    report = json.loads(REPORT.read_text())
    _save(stages(report), "performance")
    if FOLD_REPORT.exists():
        _save(folding(report, json.loads(FOLD_REPORT.read_text())), "folding")


def stages(report: dict[str, list[dict[str, Any]]]) -> Figure:
    """CPU milliseconds an article by articles stored, for each stage, one panel for each kind of database."""
    figure = Figure(figsize=(4 * len(report), 3.6), layout="constrained")
    panels = figure.subplots(1, len(report), sharey=True, squeeze=False)[0]
    for axes, (kind, found) in zip(panels, sorted(report.items()), strict=True):
        sizes = [one["articles"] for one in found]
        axes.plot(sizes, [one["cpu_ms"] for one in found], "k-o", label="all")
        for stage in SHOWN:
            axes.plot(sizes, [one["stages_ms"][stage] for one in found], "-o", label=stage)
        axes.set(xscale="log", xlabel="articles stored", ylim=(0, None), title=kind)
    panels[0].set_ylabel("CPU ms an article")
    panels[-1].legend(frameon=False)
    return figure


def folding(report: dict[str, list[dict[str, Any]]], in_memory: list[dict[str, Any]]) -> Figure:
    """What folding an article costs, as a multiple of its cost at the least size; and the memory of the index.

    Each cost is counted in work of the same run that knows no sizes: the same fingerprints again, or the clean stage.
    """
    figure = Figure(figsize=(8, 3.6), layout="constrained")
    cost, memory = figure.subplots(1, 2)
    costs = {"in memory": [(one["articles"], one["yardsticks"]) for one in in_memory]}
    for kind, found in sorted(report.items()):
        costs[kind] = [(one["articles"], one["stages_ms"]["fold"] / one["stages_ms"]["clean"]) for one in found]
    for kind, points in costs.items():
        cost.plot([size for size, _ in points], [value / points[0][1] for _, value in points], "-o", label=kind)
    cost.axhline(MUST, color="gray", linestyle=":", label=f"must: {MUST}")
    cost.set(xscale="log", xlabel="articles", ylim=(0, None), title="CPU an article, 10,000 = 1")
    cost.legend(frameon=False)
    memory.plot([one["articles"] for one in in_memory], [one["mb"] / 1024 for one in in_memory], "k-o")
    memory.set(xlabel="articles", ylim=(0, None), title="GB of the process, in memory")
    memory.ticklabel_format(style="plain")
    return figure


def _save(figure: Figure, name: str) -> None:
    figure.savefig(DOCS / f"{name}.svg", metadata={"Date": None})


if __name__ == "__main__":
    main()
