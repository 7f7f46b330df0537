"""The facts of records that are nowhere stored: stories from their placements, quotes by the records' own ids."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.extract.annotate import annotate, annotate_title
from schemas.annotations import ExtractInput
from schemas.fact import Fact, SourceArticle
from workers import resources, trial

Record = Mapping[str, Any]


def story_sources(rows: Sequence[Record], places: Mapping[int, Any]) -> Iterator[tuple[int, list[SourceArticle]]]:
    """Each story's articles, annotated. A reprint has the origin of its original."""
    stories: dict[int, list[int]] = defaultdict(list)
    for number in range(len(rows)):
        stories[places[number].story_id].append(number)
    for story_id, members in stories.items():
        inputs = [
            ExtractInput(str(rows[one].get("title") or ""), str(rows[one].get("text") or ""), trial.time_of(rows[one]))
            for one in members
        ]
        found = annotate(inputs, resources.model())
        yield (
            story_id,
            [
                SourceArticle(
                    article_id=number,
                    revision=1,
                    origin_id=_origin(number, places),
                    publisher=str(rows[number].get("publisher") or rows[number].get("url") or rows[number].get("id")),
                    published_at=given.published_at or trial.UNDATED,
                    title=given.title or "",
                    text=given.text,
                    annotations=said,
                    duplicate_of=places[number].duplicate_of,
                    title_annotations=annotate_title(given.title or "", given.published_at),
                )
                for number, given, said in zip(members, inputs, found, strict=True)
            ],
        )


def _origin(number: int, places: Mapping[int, Any]) -> int:
    original = places[number].duplicate_of
    return number if original is None else int(original)


def fact_line(rows: Sequence[Record], story_id: int, fact: Fact) -> dict[str, Any]:
    """One fact in the form of the contract."""
    return {
        "story": rows[story_id].get("id"),
        "kind": fact.kind.value,
        "label": fact.label,
        "unit": fact.unit,
        "status": fact.status.value,
        "hint": fact.hint,
        "reason": fact.reason,
        "values": [
            {
                "value": value.value,
                "low": value.low,
                "high": value.high,
                "multiplier": value.multiplier,
                "qualifier": value.qualifier,
                "text": value.text,
                "articles": [rows[one].get("id") for one in value.article_ids],
                "n_origins": value.n_origins,
                "quotes": [
                    {
                        "article": rows[one.article_id].get("id"),
                        "start": one.start_char,
                        "end": one.end_char,
                        "surface": one.surface,
                    }
                    for one in value.quotes
                ],
            }
            for value in fact.values
        ],
    }
