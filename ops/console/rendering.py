"""How values become text on a page. Everything is escaped by the template engine; links lead to http(s) only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from workers.telemetry import mask

HERE = Path(__file__).parent
LONGEST = 2000
"""Characters of one untrusted field that a page shows; the rest costs weight and says nothing."""


def web_link(value: object) -> str:
    """The address if a browser may be sent there without credentials, else nothing."""
    text = str(value or "")
    try:
        parts = urlsplit(text)
        is_web = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return ""
    has_controls = any(ord(one) <= 32 for one in text)
    return "" if has_controls or not is_web or "@" in parts.netloc else text


def shown(value: object) -> str:
    """Untrusted text for people: no credentials, no control characters, of bounded length; "–" for nothing."""
    if value is None or value == "":
        return "–"
    text = mask(str(value)[: LONGEST * 2])
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def ago(at: datetime | None, now: datetime) -> str:
    """A time as an age."""
    if at is None:
        return "never"
    seconds = (now - at).total_seconds()
    return f"{age(seconds)} ago" if seconds >= 0 else f"in {age(seconds)}"


def age(seconds: float | None) -> str:
    """A span of time in its largest unit."""
    if seconds is None:
        return "–"
    for size, unit in ((86_400, "d"), (3600, "h"), (60, "min")):
        if abs(seconds) >= size:
            return f"{abs(seconds) / size:.0f} {unit}"
    return f"{abs(seconds):.0f} s"


def clock(at: datetime | None) -> str:
    """A time in full, UTC."""
    return "–" if at is None else at.astimezone(UTC).strftime("%Y-%m-%d %H:%M")


def count(value: float | None) -> str:
    """A number with thin spaces between thousands."""
    if value is None:
        return "–"
    return f"{value:,.0f}".replace(",", "\N{NARROW NO-BREAK SPACE}") if value == int(value) else f"{value:,.1f}"


def words(value: object) -> str:
    """A name of the code as people write it: `single_source` is "single source"."""
    return str(value or "").replace("_", " ")


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates, compiled once a process. What a page forgets to pass is an error, not a blank."""
    found = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters |= {
        "web_link": web_link, "shown": shown, "age": age, "clock": clock, "count": count, "words": words,
        "stamp": datetime.isoformat,
    }  # fmt: skip
    found.globals["ago"] = ago
    return found


def render(request: Request, name: str, values: Mapping[str, Any], status: int = 200) -> HTMLResponse:
    """One page."""
    given = {"path": request.url.path, "has_token": request.app.state.guard.has_token, "now": datetime.now(UTC)}
    page = environment().get_template(name).render({**given, **values})
    return HTMLResponse(page, status_code=status)
