"""Cursors of lists: opaque to the caller, checked when they come back."""

from __future__ import annotations

import base64
import binascii
import json
from datetime import datetime

from fastapi.exceptions import RequestValidationError

Position = tuple[str, int]
MOST_ID = 2**63 - 1


def encode_cursor(position: Position) -> str:
    """A position as one word that fits into a URL."""
    return base64.urlsafe_b64encode(json.dumps(position).encode()).decode().rstrip("=")


def decode_cursor(cursor: str | None) -> Position | None:
    """The position in a cursor. Raises RequestValidationError for one that did not come from here."""
    if cursor is None:
        return None
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        at, row_id = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        is_ours = isinstance(at, str) and type(row_id) is int and 0 <= row_id <= MOST_ID
        if is_ours and datetime.fromisoformat(at).year >= 1:
            return at, row_id
    except (ValueError, TypeError, binascii.Error, RecursionError):
        pass
    told = {"loc": ("query", "cursor"), "type": "cursor", "msg": "not a cursor that this service gave", "input": cursor}
    raise RequestValidationError([told])
