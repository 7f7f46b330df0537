"""JSON Schemas of the contract's rows, as `fivefold export --format jsonl` writes them.

`python -m schemas.json_schema docs/schemas` writes one file for each view; a test holds them current.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from schemas.contract import VIEWS
from schemas.reading import column_types, describe_columns

DECIMAL_PATTERN = r"^-?\d+(\.\d+)?$"
_FORMS: Mapping[Any, dict[str, Any]] = {
    int: {"type": "integer"},
    str: {"type": "string"},
    bool: {"type": "boolean"},
    datetime: {"type": "string", "format": "date-time"},
    Decimal: {"type": "string", "pattern": DECIMAL_PATTERN},
    tuple[str, ...]: {"type": "array", "items": {"type": "string"}},
}


def json_schema(view: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one row of a view. Additions to the contract must not break readers."""
    row_type = VIEWS[view]
    said = describe_columns(row_type)
    columns = column_types(row_type)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": view,
        "description": row_type.__doc__,
        "type": "object",
        "properties": {name: _property(kind, nullable, said[name]) for name, (kind, nullable) in columns.items()},
        "required": list(columns),
        "additionalProperties": True,
    }


def _property(kind: Any, nullable: bool, description: str) -> dict[str, Any]:
    form = dict(_FORMS[kind])
    if nullable:
        form["type"] = [form["type"], "null"]
    return {**form, "description": description}


def schema_texts() -> dict[str, str]:
    """File name to text, for every view."""
    return {f"{view}.json": json.dumps(json_schema(view), indent=2, ensure_ascii=False) + "\n" for view in VIEWS}


if __name__ == "__main__":
    for file_name, content in schema_texts().items():
        (Path(sys.argv[1]) / file_name).write_text(content, encoding="utf-8")
