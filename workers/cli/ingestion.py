"""`fivefold ingest`: sources in, the whole pipeline to completion, one summary out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from workers import sources as source_files
from workers.cli.setting import ready_database, settings_for, warn_of_missing_contact
from workers.cli.show import console, notes, print_json, safe
from workers.completion import QUIET_STOP, Position, run_to_completion
from workers.store import positions
from workers.store.feeds import add_feeds
from workers.store.intake import take_in
from workers.supervisor import Supervisor, embedded_specs

if TYPE_CHECKING:
    from workers.store.database import Database


@dataclass(slots=True)
class Intake:
    """What the sources brought before the pipeline ran."""

    feed_ids: list[int] = field(default_factory=list)
    n_new: int = 0
    n_changed: int = 0
    complaints: list[str] = field(default_factory=list)


def run_ingest(arguments: Sequence[str], database_url: str | None, *, as_json: bool = False) -> int:
    """Ingest. Returns the exit code: 1 when a source was unusable or an item is dead, else 0."""
    found = source_files.sort_out(arguments)
    settings = settings_for(database_url, quiet=True)
    if found.feeds or found.urls:
        warn_of_missing_contact(settings)
    database = ready_database(database_url, create=True)
    with database.read() as connection:
        before = positions.conservation(connection)
    with Supervisor(settings, embedded_specs()) as supervisor, progress() as show:
        taken = _take_in(database, found, show)
        position = run_to_completion(supervisor, database, taken.feed_ids, show)
        supervisor.stop(patience=QUIET_STOP)
    with database.read() as connection:
        after = positions.conservation(connection)
    database.close()
    _report(taken, before, after, position, as_json)
    return 1 if taken.complaints or after["dead"] > before["dead"] else 0


def _take_in(database: Database, found: source_files.Sources, show: Callable[[Position], None]) -> Intake:
    from workers.fetching import add_urls

    taken = Intake(complaints=found.complaints)
    with database.write() as connection:
        taken.feed_ids = add_feeds(connection, found.feeds, database.now(connection))
    n_read = 0

    def seen(n_pages: int) -> None:
        nonlocal n_read
        n_read += n_pages
        show(Position(n_read, 0, {"reading": 1}, False, 0))

    for path in found.files:
        new, changed = take_in(database, source_files.read_pages(path, taken.complaints), seen)
        taken.n_new, taken.n_changed = taken.n_new + new, taken.n_changed + changed
    if found.urls:
        taken.feed_ids += add_urls(database, found.urls, taken.complaints)
    return taken


@contextmanager
def progress() -> Iterator[Callable[[Position], None]]:
    """A bar on a terminal; elsewhere a plain line whenever the numbers have moved on."""
    if sys.stderr.isatty():
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=notes(), transient=True) as bar:
            task = bar.add_task("starting", total=None)
            yield lambda at: bar.update(
                task, description=_stage_line(at), completed=at.finished, total=at.accepted or None
            )
    else:
        last = [""]

        def plain_line(at: Position) -> None:
            line = f"{at.finished}/{at.accepted} finished; {_stage_line(at)}"
            if line != last[0] and (at.is_quiet or at.finished % 25 == 0 or not last[0]):
                last[0] = line
                sys.stderr.write(line + "\n")

        yield plain_line


def _stage_line(at: Position) -> str:
    busy = " ".join(f"{stage} {count}" for stage, count in at.waiting.items() if count)
    return busy or "finishing"


def _report(taken: Intake, before: dict[str, int], after: dict[str, int], position: Position, as_json: bool) -> None:
    gained = {name: after[name] - before[name] for name in after}
    if as_json:
        print_json(
            {"gained": gained, "conservation": after, "unusable": taken.complaints, "retried_later": position.n_later}
        )
        return
    for complaint in taken.complaints:
        notes().print(f"[bold]unusable[/] {safe(complaint)}", markup=True)
    line = f"accepted {gained['accepted']} new: {after['stored']} stored, {after['duplicate']} duplicates, "
    line += f"{after['rejected']} rejected, {after['dead']} dead in all"
    if position.n_later:
        line += f"; {position.n_later} are tried again later"
    console().print(line)
    if taken.n_changed:
        console().print(f"{taken.n_changed} changed since the last time: stored as revisions")
