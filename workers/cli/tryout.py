"""`fivefold try`: one stage on your own text. Nothing is stored."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(help="Run one stage on your own text; nothing is stored.", no_args_is_help=True)
File = Annotated[Path | None, typer.Argument(help="A file; default standard input.")]
AsLines = Annotated[bool, typer.Option("--jsonl", help="Read JSON lines, write one JSON line each, in input order.")]


@app.command(epilog="Example: fivefold try clean page.html    or: fivefold try clean --jsonl pages.jsonl")
def clean(file: File = None, jsonl: AsLines = False) -> None:
    """Clean a page. Records: id, url, html."""
    from workers import trial

    _run(file, trial.clean_records, "html", as_lines=jsonl)


@app.command(epilog="Example: fivefold try extract article.txt")
def extract(file: File = None, jsonl: AsLines = False) -> None:
    """Find entities, figures and dates. Records: id, title, text, published_at."""
    from workers import trial

    _run(file, trial.extract_records, "text", as_lines=jsonl)


@app.command(epilog="Example: fivefold try fold --jsonl articles.jsonl")
def fold(file: File = None, jsonl: AsLines = False) -> None:
    """Fold a stream of articles into stories. Records: id, title, text, published_at, url."""
    from workers import trial

    _run(file, trial.fold_records, "text", as_lines=jsonl)


@app.command(epilog="Example: fivefold try facts --jsonl articles.jsonl")
def facts(file: File = None, jsonl: AsLines = False) -> None:
    """Fold articles and compare what they say; one line for each fact. Records as for fold."""
    from workers import trial

    _run(file, trial.fact_records, "text", as_lines=jsonl)


Records = Iterable[dict[str, Any]]


def _run(file: Path | None, stage: Callable[[Records], Records], field: str, *, as_lines: bool) -> None:
    import json

    from workers.cli.setting import settings_for
    from workers.cli.show import plain, print_json

    settings_for(quiet=True)
    if as_lines:
        for found in stage(_lines(file)):
            sys.stdout.write(json.dumps(plain(found), ensure_ascii=False) + "\n")
        return
    text = _bytes(file).decode("utf-8", "replace")
    record = {"id": str(file or "-"), field: text, "url": file.resolve().as_uri() if file else "file:///dev/stdin"}
    print_json(list(stage([record])))


def _bytes(file: Path | None) -> bytes:
    from pipeline.errors import Misconfigured

    try:
        return sys.stdin.buffer.read() if file is None else file.read_bytes()
    except OSError as error:
        raise Misconfigured(f"{file}: {error.strerror}") from error


def _lines(file: Path | None) -> Records:
    import json

    from pipeline.errors import Misconfigured

    stream = sys.stdin.buffer if file is None else _open(file)
    for number, line in enumerate(stream, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError as error:
            raise Misconfigured(f"{file or 'standard input'}:{number}: not JSON ({error})") from error
        if not isinstance(record, dict):
            raise Misconfigured(f"{file or 'standard input'}:{number}: not a JSON object")
        yield record


def _open(file: Path) -> Any:
    from pipeline.errors import Misconfigured

    try:
        return file.open("rb")
    except OSError as error:
        raise Misconfigured(f"{file}: {error.strerror}") from error
