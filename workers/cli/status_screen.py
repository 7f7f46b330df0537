"""The screen of `fivefold status`, once or again and again."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.live import Live
from rich.table import Table
from rich.text import Text

from workers.cli.show import ago, console, safe
from workers.store.status import take_status

if TYPE_CHECKING:
    from workers.store.database import Database


def print_status(found: dict[str, Any]) -> None:
    """One look."""
    console().print(status_screen(found))


def watch_status(database: Database, every: float) -> None:
    """Look again and again, until Ctrl-C. An outage of the database is shown and waited out."""
    while not console().is_terminal:
        console().print(_look(database))
        time.sleep(every)
    with Live(console=console(), auto_refresh=False, screen=True) as live:
        while True:
            live.update(_look(database), refresh=True)
            time.sleep(every)


def _look(database: Database) -> RenderableType:
    from pipeline.errors import Transient

    try:
        with database.read() as connection:
            return status_screen(take_status(connection, database.now(connection)))
    except Transient as error:
        return Text(f"! {safe(error)}", style="red")


NUMBERS = ("waiting", "oldest overdue", "finished")


def status_screen(found: dict[str, Any]) -> RenderableType:
    """Problems, the conservation check, stages, workers and feeds."""
    return Group(*_parts(found))


def _parts(found: dict[str, Any]) -> Iterator[RenderableType]:
    now: datetime = found["at"]
    if not found["problems"]:
        yield Text("healthy", style="green")
    for problem in found["problems"]:
        yield Text(f"! {safe(problem)}", style="red")
    for warning in found.get("warnings", ()):
        yield Text(f"note: {safe(warning)}", style="yellow")
    counts = dict(found["conservation"])
    accepted = counts.pop("accepted")
    yield Text(f"{accepted} accepted = " + " + ".join(f"{count} {_words(name)}" for name, count in counts.items()))
    yield Text()
    yield _table(
        ("stage", "waiting", "oldest overdue", "last finished"),
        (
            (one["stage"], one["waiting"], f"{one['oldest_seconds']:.0f} s", ago(one["last_finished"], now))
            for one in found["stages"]
        ),
    )
    yield Text()
    if found["workers"]:
        yield _table(
            ("worker", "stage", "finished", "last"),
            (
                (one["worker"], one["stage"], one["n_finished"], ago(one["last_finished"], now))
                for one in found["workers"]
            ),
        )  # fmt: skip
        yield Text()
    feeds = found["feeds"]
    states = ", ".join(f"{count} {state}" for state, count in feeds["counts"].items()) or "none"
    yield Text(f"feeds: {states}; {feeds['n_silent']} silent, {len(feeds['failing'])} failing, {len(feeds['odd'])} odd")
    yield Text(f"change feed: {found['change_lag_seconds']:.0f} s behind")


def _table(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> Table:
    table = Table(header_style="bold", box=None, pad_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold", justify="right" if name in NUMBERS else "left")
    for row in rows:
        table.add_row(*(Text(safe(cell)) for cell in row))
    return table


def _words(name: str) -> str:
    return name.replace("_", " ")
