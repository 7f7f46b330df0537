"""What a sentence says about one of its figures: the thing counted, the deed done to it, the measure, the time, the stance.

Read from the words alone. Empty slots mean "not said", which is never the same as "different".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.reconcile.lexicon import (
    ACCOUNTS,
    ACTUAL,
    CHANGE_WORDS,
    CONTRASTS,
    CORRECTING,
    DEEDS,
    HEADS,
    LOWERING,
    MEASURES,
    RISING,
    SPEAKING,
    STANCES,
    STOP,
)
from pipeline.reconcile.sentence import Near, Token, around, tokens_of

_DEED_REACH = 16.0
_OTHER_CLAUSE = 5.0
_SIDE_REACH = 26.0
"""The subject of "rose 4 % in the year to May, to $312,000" stands far away."""

_MEASURE_REACH_RIGHT = 7.0
_STANCE_REACH = 10.0
_CONTRAST_REACH = 4.0
_PART_REACH = 5.0
_OWNER_REACH = 9.0
_YEAR = re.compile(r"(?<!since )\b(?:19|20)\d\d\b", re.IGNORECASE)
MONTHS = tuple("january february march april may june july august september october november december".split())
_JOINT = re.compile(r"[,;:–—]|\b(?:and|but|while|to|from|with|against)\b")
_PHASES = re.compile(
    r"\b(?:first|second|third|fourth|last|next|this|current|coming|full) (?:quarter|half|year|season|six months|nine months)\b",
    re.IGNORECASE,
)
_PACES = {
    "annual": "year",
    "yearly": "year",
    "annually": "year",
    "daily": "day",
    "monthly": "month",
    "weekly": "week",
    "hourly": "hour",
}
_PACE_REACH = 3.0
_PART_WORDS = frozenset({"including", "among", "includes", "included"})
_PART_PRONOUNS = frozenset({"whom", "them", "these", "those", "which"})
_PART_BEHIND = re.compile(r"\bpart of (?:a|an|the|its|their)\b")
_BEFORE_WORDS = frozenset({"from", "compared", "than", "against", "versus"})
_HEDGES = frozenset(
    "about around nearly almost some roughly just more less over under at least only an a estimated up with as many".split()
)
_EARLIER = re.compile(
    r"\b(?:last (?:year|month|week|season|summer|winter|time)|a (?:year|month|week|decade) (?:ago|earlier|before)|(?:year|month|week|decade)s? (?:ago|earlier|before)"
    r"|(?:first|second|opening|earlier) (?:round|leg|stage|phase|wave)|previous(?:ly)?|the last (?:fatal|major|such)|in the past|historic|separate(?:ly)?|another (?:case|incident|attack|crash|quake|earthquake|strike|fire)"
    r"|so far this year|(?:old|previous|earlier|former|existing) (?:record|high|low|best)|record (?:of|set)|(?:a|one) (?:rival|similar|separate|second|different|nearby|neighbouring|sister)|earlier (?:this|last)|same (?:month|quarter|period|time|day) (?:last|a|the))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Context:
    """The slots of one figure. Weights of `words` fall with distance; 1 is next to the figure."""

    words: Mapping[str, float]
    names: frozenset[str]
    owner: frozenset[str]
    """The nearest name, word by word."""
    deed: str | None
    is_deed_near: bool
    """The deed stands in the clause of the figure; one from further off proves little."""
    measure: str | None
    stance: str | None
    side: str
    """"from" or "to" in a change between two levels, else empty."""
    is_part: bool
    is_elsewhere: bool
    """The sentence speaks of another time or another event."""
    periods: frozenset[str]
    phases: frozenset[str]
    """"third quarter", "next year": they part two numbers only where both have one, or where a forecast is one of them."""
    contrasts: frozenset[str]
    substance: str | None
    """What a measure is a measure of: "2.7 tonnes of cocaine"."""
    pace: str | None
    """The unit of time of an adjective beside the figure: "annual savings" are per year."""
    is_actual: bool
    """The clause tells what was, not what will be."""
    rises: bool
    corrects: bool
    lowers: bool


@lru_cache(maxsize=32768)
def read_context(sentence: str, spans: tuple[tuple[int, int], ...], index: int, amounts: bool) -> Context:
    """The context of the figure at `spans[index]` of `sentence`; the other spans are the other figures there.

    `amounts` is true for money, percentages and measures, which are told apart by measure; counts by deed.
    """
    (start, end), others = spans[index], spans[:index] + spans[index + 1 :]
    tokens = tokens_of(sentence)
    near = around(tokens, start, end, others)
    spoken = _speakers(tokens)
    deed = _slot(near, DEEDS, _DEED_REACH, _DEED_REACH)
    side = _side(near, sentence[end : end + 24])
    measure = _slot(near, MEASURES, _SIDE_REACH if side else _DEED_REACH, _MEASURE_REACH_RIGHT) if amounts else None
    return Context(
        words=_words(near, spoken),
        names=frozenset(token.stem for token in tokens if token.is_name and token.start not in spoken),
        owner=_owner(near, spoken),
        deed=_concept(deed, DEEDS),
        is_deed_near=deed is not None and deed.in_clause and not deed.crosses,
        measure=_concept(measure, MEASURES),
        stance=_stance(near),
        side=side,
        is_part=not amounts and (_is_part(near) or bool(_PART_BEHIND.search(sentence, end))),
        is_elsewhere=_is_elsewhere(sentence, start, end, others, _concept(measure, MEASURES)),
        periods=_periods(near, sentence, end, others),
        phases=frozenset(
            match.group().lower() for match in _PHASES.finditer(sentence, *_zone(sentence, start, end, others))
        ),
        contrasts=_contrasts(near, tokens, deed, measure),
        substance=_substance(near) if amounts else None,
        pace=next(
            (
                _PACES[seen.token.word]
                for seen in near
                if seen.in_clause and seen.distance <= _PACE_REACH and seen.token.word in _PACES
            ),
            None,
        ),
        is_actual=any(seen.token.word in ACTUAL and seen.distance <= _DEED_REACH for seen in near),
        rises=_moves(near, RISING),
        corrects=any(token.stem in CORRECTING for token in tokens),
        lowers=_moves(near, LOWERING),
    )


def concept_of(stem: str) -> str:
    """The word under which synonyms meet; the stem itself where no table knows it."""
    return DEEDS.get(stem) or MEASURES.get(stem) or HEADS.get(stem) or stem


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
    """The nearest word that `table` knows, not looking into "of ..." behind the figure, nor behind it beyond its clause."""
    known = [
        seen
        for seen in near
        if seen.token.stem in table
        and not seen.behind_of
        and not seen.token.is_name
        and (seen.is_left or seen.in_clause)
        and seen.distance <= (left if seen.is_left else right)
    ]
    return min(
        known,
        key=lambda seen: seen.distance + (0 if seen.is_left else 0.5) + (0 if seen.in_clause else _OTHER_CLAUSE),
        default=None,
    )


def _stance(near: Sequence[Near]) -> str | None:
    """The nearest word of stance in the clause."""
    known = [
        seen
        for seen in near
        if seen.in_clause and not seen.crosses and seen.distance <= _STANCE_REACH and seen.token.word in STANCES
    ]
    return STANCES[min(known, key=lambda seen: seen.distance).token.word] if known else None


def _concept(seen: Near | None, table: Mapping[str, str]) -> str | None:
    return table[seen.token.stem] if seen else None


def _speakers(tokens: Sequence[Token]) -> frozenset[int]:
    """Offsets of names next to a verb of speaking: who said it is not whom it is about."""
    found: set[int] = set()
    for index, token in enumerate(tokens):
        if token.stem in SPEAKING or token.word in SPEAKING:
            found.update(_name_run(tokens, index - 1, -1))
            found.update(_name_run(tokens, index + 1, 1))
    return frozenset(found)


def _name_run(tokens: Sequence[Token], index: int, step: int) -> list[int]:
    """Starts of the run of names that begins within two tokens of `index`."""
    found: list[int] = []
    misses = 0
    while 0 <= index < len(tokens) and misses < 3:
        if tokens[index].is_name:
            found.append(tokens[index].start)
        elif found:
            break
        else:
            misses += 1
        index += step
    return found


def _owner(near: Sequence[Near], spoken: frozenset[int]) -> frozenset[str]:
    """The words of the nearest name, before the figure rather than behind it."""
    names = [seen for seen in near if seen.token.is_name and seen.token.start not in spoken and not seen.crosses]
    names = [seen for seen in names if seen.distance <= _OWNER_REACH]
    if not names:
        return frozenset()
    first = min(names, key=lambda seen: seen.distance + (0 if seen.is_left else 3))
    return frozenset(
        seen.token.stem for seen in names if seen.is_left == first.is_left and abs(seen.distance - first.distance) <= 2
    )


def _side(near: Sequence[Near], behind: str) -> str:
    left = [seen for seen in near if seen.is_left and not seen.crosses]
    before = next((seen.token.word for seen in left if seen.token.word not in _HEDGES), "")
    changes = any(seen.token.stem in CHANGE_WORDS or seen.token.stem in LOWERING for seen in near if seen.is_left)
    if before in _BEFORE_WORDS and (
        changes or before in {"than", "compared"} or " to " in behind or _is_down_from(left)
    ):
        return "from"
    return "to" if before == "to" and changes else ""


def _is_down_from(left: Sequence[Near]) -> bool:
    return any(seen.token.word in {"up", "down"} for seen in left[:3])


def _is_part(near: Sequence[Near]) -> bool:
    """ "including 9 children", "among the dead were 9", "of whom 277", "nine of the dead"."""
    close = [seen for seen in near if seen.distance <= _PART_REACH and not seen.crosses]
    left = [seen.token.word for seen in close if seen.is_left]
    if _PART_WORDS.intersection(left):
        return True
    if any(word == "of" and left[index - 1] in _PART_PRONOUNS for index, word in enumerate(left) if index):
        return True
    right = [seen.token.word for seen in close if not seen.is_left]
    return right[:1] == ["of"] and right[1:2] in (["the"], ["them"], ["whom"], ["those"], ["these"], ["which"])


def _is_elsewhere(sentence: str, start: int, end: int, others: Sequence[tuple[int, int]], measure: str | None) -> bool:
    """An earlier time or another event is spoken of: at the head of the sentence, or on this figure's side of the others."""
    first = min((other for other, _ in others), default=len(sentence))
    before, after = _zone(sentence, start, end, others)
    joint = _JOINT.search(sentence, before, start) if before else None
    own = joint.end() if joint else before
    spans = ((0, min(first, start)), (own, start) if joint or not before else (start, start), (end, after))
    found = [match.group().lower() for span in spans for match in _EARLIER.finditer(sentence, *span)]
    return any(word != "last year" or measure not in ACCOUNTS for word in found)


def _periods(near: Sequence[Near], sentence: str, end: int, others: Sequence[tuple[int, int]]) -> frozenset[str]:
    """Years and months that date the figure: those behind it up to the next figure, else those before it."""
    after = min((first for first, _ in others if first >= end), default=len(sentence))
    behind = set(_YEAR.findall(sentence[end:after]))
    behind |= {seen.token.word for seen in near if not seen.is_left and not seen.crosses and _is_month(seen)}
    if behind:
        return frozenset(behind)
    before = [match.group() for match in _YEAR.finditer(sentence, 0, end)]
    months = [seen.token.word for seen in near if seen.is_left and not seen.crosses and _is_month(seen)]
    return frozenset(before[-1:] + months[:1])


def _substance(near: Sequence[Near]) -> str | None:
    """The first content word of an "of ..." right behind the figure."""
    behind = [seen.token for seen in near if not seen.is_left and seen.in_clause][:4]
    if not behind or behind[0].word != "of":
        return None
    return next((concept_of(token.stem) for token in behind[1:] if token.stem and token.word not in STOP), None)


def _moves(near: Sequence[Near], verbs: frozenset[str]) -> bool:
    return any(seen.token.stem in verbs and seen.distance <= _DEED_REACH and not seen.crosses for seen in near)


def _is_month(seen: Near) -> bool:
    return not seen.token.stem and seen.token.word in MONTHS


def _contrasts(near: Sequence[Near], tokens: Sequence[Token], *slots: Near | None) -> frozenset[str]:
    """Splitting words beside the figure, and right before its deed or measure ("core inflation, which ..., was 2.8 %")."""
    beside = {
        seen.token.word
        for seen in near
        if seen.token.word in CONTRASTS and seen.distance <= _CONTRAST_REACH and seen.in_clause
    }
    places = {token.start: index for index, token in enumerate(tokens)}
    for slot in slots:
        index = places[slot.token.start] if slot else 0
        if index and tokens[index - 1].word in CONTRASTS:
            beside.add(tokens[index - 1].word)
    return frozenset(beside)


def _zone(sentence: str, start: int, end: int, others: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The part of the sentence from the figure before to the figure behind."""
    before = max((after for _, after in others if after <= start), default=0)
    after = min((first for first, _ in others if first >= end), default=len(sentence))
    return before, after
