"""The text format that Prometheus reads, and nothing about what is measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Family:
    """One metric with its samples. The label `__suffix__` is added to the name, as histograms need it."""

    name: str
    kind: str
    """gauge, counter or histogram."""
    meaning: str
    samples: Sequence[tuple[Mapping[str, str], float]]


def render_families(families: Iterable[Family]) -> str:
    """All families as text, one sample a line."""
    lines: list[str] = []
    for family in families:
        lines += [f"# HELP {family.name} {family.meaning}.", f"# TYPE {family.name} {family.kind}"]
        lines += [_sample(family.name, labels, value) for labels, value in family.samples]
    return "\n".join(lines) + "\n"


def _sample(name: str, labels: Mapping[str, str], value: float) -> str:
    shown = ",".join(f'{key}="{_escape(one)}"' for key, one in labels.items() if key != "__suffix__")
    number = f"{value:.6f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
    return f"{name}{labels.get('__suffix__', '')}{{{shown}}} {number}" if shown else f"{name} {number}"


def _escape(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
