"""How the command line speaks: tables for people, JSON for programs, untrusted text without control characters."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from workers.telemetry import mask


def console() -> Console:
    """Data goes to stdout."""
    return Console(highlight=False, soft_wrap=not sys.stdout.isatty())


def notes() -> Console:
    """What is said to the person in between goes to stderr."""
    return Console(stderr=True, highlight=False)


def safe(value: object) -> str:
    """Text from the outside world, fit for a terminal."""
    return mask(str(value)) if value is not None else ""


def plain(value: Any) -> Any:
    """A value as JSON has it: decimals as numbers where exact, else as strings; times in ISO 8601."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() and abs(value) < 2**53 else float(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in value]
    return value


def print_json(value: Any) -> None:
    """One JSON document."""
    sys.stdout.write(json.dumps(plain(value), ensure_ascii=False, indent=2) + "\n")


def print_table(title: str, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """A table for people; every cell is untrusted."""
    table = Table(title=title, title_justify="left", header_style="bold", box=None, pad_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(safe(cell)) for cell in row))
    console().print(table)


def clock(at: datetime | None) -> str:
    """A time to the second, UTC."""
    return "" if at is None else at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def ago(at: datetime | None, now: datetime) -> str:
    """A time as an age: "3 min ago"."""
    if at is None:
        return "never"
    seconds = (now - at).total_seconds()
    for size, unit in ((86_400, "d"), (3600, "h"), (60, "min")):
        if abs(seconds) >= size:
            return f"{abs(seconds) / size:.0f} {unit} {'ago' if seconds >= 0 else 'ahead'}"
    return f"{abs(seconds):.0f} s {'ago' if seconds >= 0 else 'ahead'}"
