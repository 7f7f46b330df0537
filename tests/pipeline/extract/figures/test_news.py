"""Figures of whole sentences of news English: every figure, and nothing else.

`news.txt` and `genres.txt` are samples of many kinds of news, written by the conventions before anything was measured
on them: at first 102 of 123, then 100 of 118, 53 of 60 and 39 of 40 sentences were read fully right. `phrasings.txt`
holds the neighbours of what was read wrongly then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline.extract.figures import extract_figures
from schemas.figure import Figure

_LINE = re.compile(
    r"F: (?P<surface>.+?) = (?P<low>-?[\d.]+?)(?P<vague>\.\.(?P<high>[\d.]+)?)?"
    r"(?: (?P<unit>(?!up\b|down\b)[a-zA-Z]\w*))?(?: /(?P<per>\w+))?(?P<rest>(?: [a-z_]+)*)(?: \{(?P<counted>[\w -]+)\})?"
)
_CHANGES = {"up": "increase", "down": "decrease"}
_HEDGES = frozenset({"about", "more_than", "at_least", "less_than", "at_most", "up_to"})


class Expected(NamedTuple):
    """One line of `news.txt`: what a figure has to say."""

    surface: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    per: str | None
    change: str
    qualifier: str
    counted: str | None


def expected(line: str) -> Expected:
    found = _LINE.fullmatch(line)
    assert found is not None, line
    words = [found["unit"] or "", *found["rest"].split()]
    hedge = next((word for word in words if word in _HEDGES), "exact")
    unit = found["unit"] if found["unit"] not in _HEDGES else None
    low = Decimal(found["low"])
    return Expected(
        found["surface"],
        None if found["vague"] else low,
        low if found["vague"] else None,
        Decimal(found["high"]) if found["high"] else None,
        unit,
        found["per"],
        next((_CHANGES[word] for word in words if word in _CHANGES), "none"),
        hedge,
        found["counted"],
    )


def sentences(name: str) -> Iterator[tuple[str, list[Expected]]]:
    """The sentences of a file, each with what it states."""
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    for block in text.split("\n\n"):
        lines = [line for line in block.splitlines() if not line.startswith("#")]
        if lines:
            yield lines[0].removeprefix("S: "), [expected(line) for line in lines[1:]]


def shown(number: Decimal | None) -> Decimal | None:
    """A number as the files write it."""
    return None if number is None else round(number, 4)


def said(figure: Figure, wanted: Expected | None) -> Expected:
    """What a figure says, in the precision and with the particulars that are asked for."""
    return Expected(
        figure.surface,
        shown(figure.value),
        shown(figure.low),
        shown(figure.high),
        figure.unit,
        figure.per,
        figure.change,
        figure.qualifier,
        figure.counted if wanted is not None and wanted.counted else None,
    )


@pytest.mark.parametrize(
    ("text", "wanted"), [*sentences("news.txt"), *sentences("genres.txt"), *sentences("phrasings.txt")]
)
def test_every_figure_of_a_sentence_is_read_and_nothing_else(text: str, wanted: list[Expected]) -> None:
    found = extract_figures(text)
    assert [said(*pair) for pair in zip_longest(found, wanted[: len(found)])] == wanted
