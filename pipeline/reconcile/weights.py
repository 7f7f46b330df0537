"""How much each piece of evidence says: weights in natural log-odds, fitted on the gold events.

The table is written by `python -m tests.quality.fit_weights`, which measures them by logistic regression; nobody sets
them by hand. Evidence that no gold event shows weighs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

THING, AGREEMENT, CONFLICT = "thing", "agreement", "conflict"
"""Do two claims measure one thing; are two equal values one claim; do two different values of two groups conflict."""

BIAS = "bias"
TABLE = Path(__file__).with_name("weights.tsv")


def read_weights(path: Path) -> dict[str, dict[str, float]]:
    """Weights by question and name of evidence."""
    weights: dict[str, dict[str, float]] = {THING: {}, AGREEMENT: {}, CONFLICT: {}}
    for line in path.read_text(encoding="utf-8").splitlines():
        question, name, weight = line.split("\t")
        weights[question][name] = float(weight)
    return weights


WEIGHTS = read_weights(TABLE)


def weigh(question: str, evidence: Iterable[tuple[str, float]]) -> float:
    """The log-odds that evidence adds up to: above 0 is more likely than not."""
    weights = WEIGHTS[question]
    odds = weights.get(BIAS, 0.0)
    for name, amount in evidence:
        if name in weights:
            odds += weights[name] * amount
    return odds
