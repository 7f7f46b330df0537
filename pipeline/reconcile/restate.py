"""A figure as its sentence means it, where its form alone is read as something else.

A unit may stand before its number, an age may stand without one, and growth may be named by a noun. Values are never
changed; what is changed is the kind, the unit, the direction, and the slots of the context.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from pipeline.reconcile.context import Context
from pipeline.reconcile.lexicon import HEADS, stem
from schemas.figure import Change, Figure, FigureKind

_BESIDE = 0.6
_BODIES = frozenset({"body", "corpse"})
_VOTERS = frozenset({"lawmaker", "member", "deputy"})
_PRONOUNS = frozenset({"other", "more", "one"})
"""The extractor's nouns that count nothing by themselves: "142 others"."""

_PERSON_OF = re.compile(
    r"\b(?:an?|the|his|her|their|one) (?:[a-z]+ )?(?:[a-z]*man|[a-z]*woman|boy|girl|child|baby|teenager|student|pupil"
    r"|[a-z]+hand|victim|son|daughter|cyclist|tourist|migrant|(?!number|member|quarter|order|cluster|power|matter|paper)"
    r"[a-z]{3,}er) of $|\b(?:suspect|one) of $",
    re.IGNORECASE,
)
_NUMBER_AT = re.compile(r"\b(?:number|toll|count|tally|total)\b[^,.;:\d]{0,60} at (?:about |around |some |nearly )?$")
_LOST = re.compile(r"\b(?:lost|loss of|losing) (?:at least |about |some |nearly |around |its |their )*$", re.IGNORECASE)
_LOSSES = frozenset({"soldier", "officer", "firefighter", "sailor", "pilot"})
"""Whoever loses these has dead; a bank loses customers."""

_CHANGES = {
    Change.INCREASE: "growth|rise|increase|gain|jump|surge",
    Change.DECREASE: "decline|fall|drop|loss|decrease|reduction|slump|shrinkage",
}
_NAMED_CHANGE = re.compile(
    "|".join(rf"(?P<{change}>\b(?:{nouns})\b)" for change, nouns in _CHANGES.items())
    + r"(?=[^,.;:\d]{0,60}\b(?:was|is|averaged|reached|hit|came to|stood at|amounted to)"
    r" (?:about |around |nearly |almost |just |only |over |some )?$)"
)
_HUNDRED = Decimal(100)


def restated(found: Figure, context: Context, before: str, *, is_age: bool = False) -> tuple[Figure, Context]:
    """The figure and its context as the sentence means them; `before` is the sentence up to the figure."""
    figure = _with_change(_with_unit(_with_age(_with_count(found, before), before), context), before)
    is_bare = figure.surface.isdigit() or figure.kind != found.kind
    if figure.kind == FigureKind.DURATION and (is_age or is_bare):
        return figure, replace(context, measure="age", is_measure_near=True)
    return figure, _with_fate(context, figure, before)


def _with_count(figure: Figure, before: str) -> Figure:
    """Nobody dies at an age where "the number of dead" is put at it."""
    if figure.kind != FigureKind.DURATION or not figure.surface.isdigit() or not _NUMBER_AT.search(before):
        return figure
    return figure.model_copy(update={"kind": FigureKind.COUNT, "unit": None})


def _with_age(figure: Figure, before: str) -> Figure:
    """A girl of twelve is no count of girls."""
    if figure.kind != FigureKind.COUNT or figure.counted or not _PERSON_OF.search(before):
        return figure
    return figure.model_copy(update={"kind": FigureKind.DURATION, "unit": "year"})


def _with_unit(figure: Figure, context: Context) -> Figure:
    """The figure, as a measure where its unit stands before it: a magnitude of 6.3 is no count."""
    if figure.kind != FigureKind.COUNT or context.words.get("magnitude", 0.0) < _BESIDE:
        return figure
    return figure.model_copy(update={"kind": FigureKind.MEASURE, "unit": "magnitude", "counted": None})


def _with_change(figure: Figure, before: str) -> Figure:
    """A percentage that a noun calls a change: "growth was 4.3 %"."""
    if figure.kind != FigureKind.PERCENT or figure.unit != "percent" or figure.value is None:
        return figure
    named = None if figure.change != Change.NONE else _NAMED_CHANGE.search(before)
    if named is None:
        return figure
    change = Change(str(named.lastgroup))
    sign = 1 if change is Change.INCREASE else -1
    return figure.model_copy(update={"change": change, "multiplier": 1 + sign * figure.value / _HUNDRED})


def _with_fate(context: Context, figure: Figure, before: str) -> Context:
    """Bodies that are counted are of people who died, and so are soldiers whom an army lost."""
    if figure.counted in _BODIES and context.deed is None:
        return replace(context, deed="killed")
    if figure.counted and head_of(figure) in _LOSSES and _LOST.search(before):
        return replace(context, deed="killed", is_deed_near=True)
    return context


def head_of(figure: Figure) -> str | None:
    """The counted noun under the word that its synonyms share."""
    if not figure.counted:
        return None
    word = stem(figure.counted.lower().split()[-1])
    if word in _PRONOUNS:
        return None
    return "worker" if word.endswith("worker") else HEADS.get(word, word)


def voting(head: str | None, context: Context) -> str | None:
    """Lawmakers who vote are votes."""
    return "vote" if head in _VOTERS and context.words.get("vote", 0.0) >= _BESIDE / 2 else head
