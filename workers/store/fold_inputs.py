"""What folding reads of an entry and its document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pipeline.fold import FoldInput


def fold_input(row: Mapping[str, Any], document: Mapping[str, Any], side: int = 0) -> FoldInput:
    """What folding needs of an entry and its document. Without any date, the day it was accepted stands in."""
    return FoldInput(
        article_id=row["id"],
        key=row["key"],
        title=document["title"],
        text=document["text"],
        published_at=document["published_at"] or row["published_at"] or _day_of(row["accepted_at"]),
        publisher=document["publisher"] or row["publisher"],
        language=document["language"],
        url=document["canonical_url"] or document["url"],
        owner=document["owner"],
        side=side,
    )


def _day_of(at: datetime) -> datetime:
    """The day, so that the order in which undated entries arrive within it says nothing."""
    return at.replace(hour=0, minute=0, second=0, microsecond=0)
