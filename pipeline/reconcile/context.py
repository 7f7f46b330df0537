"""What a sentence says about one of its figures: the thing counted, the deed done to it, the measure, the stance.

Read from the words alone. Empty slots mean "not said", which is never the same as "different".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.reconcile.lexicon import (
    ACTUAL,
    CHANGE_WORDS,
    CORRECTING,
    DEEDS,
    FIRM_SPANS,
    HEDGES,
    LIVING_DEEDS,
    LOWERING,
    MEASURES,
    MEASURES_OF,
    RISING,
    STOP,
    concept_of,
)
from pipeline.reconcile.owner import camp_of, owner_of, speakers_in
from pipeline.reconcile.parts import (
    compared_in,
    contrasts_of,
    is_of_figure,
    is_part,
    is_part_behind,
    is_whole_of_part,
    substance_of,
)
from pipeline.reconcile.sentence import Near, Token, around, tokens_of
from pipeline.reconcile.stances import stance_of
from pipeline.reconcile.times import is_elsewhere, periods_of, phases_of, updates_in
from schemas.figure import FigureKind

_DEED_REACH = 16.0
_OTHER_CLAUSE = 5.0
_SIDE_REACH = 26.0
"""The subject of "rose 4 % in the year to May, to $312,000" stands far away."""

_MEASURE_REACH_RIGHT = 9.0
_BEHIND = 0.5
_WEAK = frozenset({"pay"})
_PACES = {
    "annual": "year",
    "yearly": "year",
    "annually": "year",
    "daily": "day",
    "monthly": "month",
    "weekly": "week",
    "hourly": "hour",
}
_PACE_REACH = 6.0
_PACED = frozenset({FigureKind.COUNT, FigureKind.MONEY, FigureKind.MEASURE})
"""Kinds for which "daily" says per what they are; a monthly rate of inflation is another rate than the yearly one."""

_ARTICLES = frozenset({"the", "its", "their"})
_BEFORE_WORDS = frozenset({"from", "compared", "than", "against", "versus"})


@dataclass(frozen=True, slots=True)
class Context:
    """The slots of one figure. Weights of `words` fall with distance; 1 is next to the figure."""

    words: Mapping[str, float]
    names: frozenset[str]
    owner: frozenset[str]
    """The nearest name, word by word."""
    camp: str | None
    """The side of whoever gives the figure, where that is said."""
    is_parallel: bool
    """The sentence has other figures and other names: its numbers are dealt out."""
    deed: str | None
    fates: frozenset[str]
    """All that is said to have befallen people between this figure and the next."""
    is_deed_near: bool
    """The deed stands in the clause of the figure; one from further off proves little."""
    measure: str | None
    is_measure_near: bool
    """The measure stands in the clause of the figure."""
    stance: str | None
    side: str
    """"from" or "to" in a change between two levels, else empty."""
    is_part: bool
    is_whole_of_part: bool
    is_elsewhere: bool
    """The sentence speaks of another time or another event."""
    periods: frozenset[str]
    phases: frozenset[str]
    """Third quarter, next year: they part two numbers where both have one, or where one is a forecast."""
    contrasts: frozenset[str]
    substance: str | None
    """What a measure is a measure of: "2.7 tonnes of cocaine"."""
    pace: str | None
    """The unit of time of an adjective beside the figure: "annual savings" are per year."""
    left: str | None
    """The content word right before the figure, under the word that its synonyms share."""
    right: str | None
    """The content word right behind it."""
    people_of: str | None
    """The name right behind the figure: "20 Ruthenian troops" are not all troops."""
    is_actual: bool
    """The clause tells what was, not what will be."""
    rises: bool
    corrects: bool
    lowers: bool
    updates: bool
    """The sentence goes on with a number that was given before: "so far", "bringing the total to"."""


@lru_cache(maxsize=32768)
def read_context(sentence: str, spans: tuple[tuple[int, int], ...], index: int, kind: FigureKind) -> Context:
    """The context of the figure at `spans[index]` of `sentence`; the other spans are the other figures there.

    Money, percentages and measures are told apart by measure; counts by deed.
    """
    amounts = kind != FigureKind.COUNT
    measures = MEASURES_OF.get(kind, MEASURES)
    (start, end), others = spans[index], spans[:index] + spans[index + 1 :]
    tokens = tokens_of(sentence)
    near = around(tokens, start, end, others)
    spoken = speakers_in(tokens)
    deed = _slot(near, DEEDS, _DEED_REACH, _DEED_REACH)
    side = _side(near, sentence[end : end + 24])
    measure = _slot(near, measures, _SIDE_REACH if side else _DEED_REACH, _MEASURE_REACH_RIGHT) if amounts else None
    names = frozenset(token.stem for token in tokens if token.is_name and token.start not in spoken)
    owner = owner_of(near, spoken)
    return Context(
        words=_words(near, spoken),
        names=names,
        owner=owner,
        camp=camp_of(near),
        is_parallel=bool(others) and bool(names - owner),
        deed=_concept(deed, DEEDS),
        fates=_fates(near),
        is_deed_near=deed is not None and deed.in_clause and not deed.crosses,
        measure=_measure(near, measure) if amounts else None,
        is_measure_near=measure is not None and measure.in_clause and not measure.crosses,
        stance=stance_of(near, kind),
        side=side,
        is_part=is_of_figure(sentence, end) or (not amounts and (is_part(near, deed) or is_part_behind(sentence, end))),
        is_whole_of_part=not amounts and is_whole_of_part(sentence, start, others),
        is_elsewhere=is_elsewhere(sentence, start, end, others, _concept(measure, MEASURES)),
        periods=periods_of(sentence, start, end, others),
        phases=phases_of(sentence, start, end, others),
        contrasts=compared_in(sentence, end, kind)
        | contrasts_of(near, tokens, deed, measure) - (_PACES.keys() if kind in _PACED else frozenset()),
        substance=substance_of(near) if amounts else None,
        pace=_pace(near),
        left=_beside(near, is_left=True),
        right=_beside(near, is_left=False),
        people_of=next(
            (seen.token.stem for seen in near if not seen.is_left and seen.distance <= 1 and seen.token.is_name), None
        ),
        is_actual=any(seen.token.word in ACTUAL and seen.distance <= _DEED_REACH for seen in near),
        rises=_moves(near, RISING),
        corrects=any(token.stem in CORRECTING for token in tokens),
        lowers=_moves([seen for seen in near if seen.token.word != "lower"], LOWERING),  # "a lower roof"
        updates=updates_in(sentence),
    )


def _fates(near: Sequence[Near]) -> frozenset[str]:
    """All that is said to have happened to the living in the clause."""
    told = (seen.token.stem for seen in near if seen.in_clause and not seen.crosses)
    return frozenset(DEEDS[stem] for stem in told if DEEDS.get(stem) in LIVING_DEEDS)


def _pace(near: Sequence[Near]) -> str | None:
    """The word of pace nearest to the figure."""
    close = (seen.token.word for seen in near if seen.in_clause and seen.distance <= _PACE_REACH)
    return next((_PACES[word] for word in close if word in _PACES), None)


def _words(near: Sequence[Near], spoken: frozenset[int]) -> dict[str, float]:
    weights: dict[str, float] = {}
    for seen in near:
        token = seen.token
        if not token.stem or token.word in STOP or token.stem in CHANGE_WORDS or token.start in spoken:
            continue
        key = concept_of(token.stem)
        weights[key] = max(weights.get(key, 0.0), 1 / (1 + seen.distance / 5))
    return weights


def _slot(near: Sequence[Near], table: Mapping[str, str], left: float, right: float) -> Near | None:
    """The nearest word that `table` knows; not in an "of ..." behind the figure, nor behind it in another clause."""
    known = [
        seen
        for seen in near
        if seen.token.stem in table
        and not seen.behind_of
        and not seen.token.is_name
        and (seen.is_left or seen.in_clause)
        and seen.distance <= (left if seen.is_left else right)
        and not (seen.crosses and table[seen.token.stem] in FIRM_SPANS)
    ]
    return min(
        known,
        key=lambda seen: _remoteness(seen) + (0 if seen.in_clause else _OTHER_CLAUSE),
        default=None,
    )


def _measure(near: Sequence[Near], slot: Near | None) -> str | None:
    """What is measured; what is only "paid" goes by the noun that governs it, where there is one."""
    if slot is None or slot.token.stem in _WEAK:
        return _governor(near) or _concept(slot, MEASURES)
    return _concept(slot, MEASURES)


def _remoteness(seen: Near) -> float:
    """Words before a figure govern it, but for the one right behind it: "treating 124 wounded"."""
    if seen.is_left:
        return seen.distance
    return seen.distance + (_BEHIND if seen.distance > 1 else -_BEHIND)


def _governor(near: Sequence[Near]) -> str | None:
    """The noun that an unknown measure goes by: "a toll of £6", "£6 in tolls"."""
    left = [seen.token for seen in near if seen.is_left and seen.in_clause][:2]
    right = [seen.token for seen in near if not seen.is_left and seen.in_clause][:3]
    if len(left) == 2 and left[0].word == "of" and _is_noun(left[1]):
        return left[1].stem
    if right and right[0].word == "in":
        return next((token.stem for token in reversed(right[1:]) if _is_noun(token)), None)
    return None


def _is_noun(token: Token) -> bool:
    return bool(token.stem) and not token.is_name and token.word not in STOP and token.stem not in CHANGE_WORDS


def _concept(seen: Near | None, table: Mapping[str, str]) -> str | None:
    return table[seen.token.stem] if seen else None


def _side(near: Sequence[Near], behind: str) -> str:
    left = [seen for seen in near if seen.is_left and not seen.crosses]
    before = next((seen.token.word for seen in left if seen.token.word not in HEDGES | _ARTICLES), "")
    changes = any(seen.token.stem in CHANGE_WORDS or seen.token.stem in LOWERING for seen in near if seen.is_left)
    if before in _BEFORE_WORDS and (
        changes or before in {"than", "compared"} or " to " in behind or _is_down_from(left)
    ):
        return "from"
    return "to" if before == "to" and changes else ""


def _is_down_from(left: Sequence[Near]) -> bool:
    return any(seen.token.word in {"up", "down"} for seen in left[:3])


def _beside(near: Sequence[Near], *, is_left: bool) -> str | None:
    """The nearest content word of one side, in the clause."""
    return next(
        (
            concept_of(seen.token.stem)
            for seen in near
            if seen.is_left == is_left and seen.in_clause and seen.token.stem and seen.token.word not in STOP
        ),
        None,
    )


def _moves(near: Sequence[Near], verbs: frozenset[str]) -> bool:
    return any(seen.token.stem in verbs and seen.distance <= _DEED_REACH and not seen.crosses for seen in near)
