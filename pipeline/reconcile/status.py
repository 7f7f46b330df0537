"""How the values of one fact stand to each other, and the sentence that says why. Never who is right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pipeline.reconcile.claim import Claim, firmest
from pipeline.reconcile.compare import Relation, compare
from pipeline.reconcile.group import Group
from pipeline.reconcile.hints import hint_for
from pipeline.reconcile.lexicon import RUNNING
from pipeline.reconcile.reading import Reading, in_unit_of
from pipeline.reconcile.wording import reason_for
from schemas.fact import FactStatus, Hint
from schemas.figure import Qualifier

_SOON = timedelta(hours=1)
_MUCH_LATER = timedelta(hours=12)
"""After an hour a higher running count is news; where a known slip would explain it as well, only after twelve."""

_MOST_PAIRS = 12
"""Opposed pairs kept to look for swapped numbers."""

_FALLING = frozenset({"missing", "trapped"})


@dataclass(slots=True, eq=False)
class Value:
    """One distinct value of a fact in the making: claims that give the same number, in canonical order."""

    reading: Reading
    claims: list[Claim] = field(default_factory=list)

    @property
    def origins(self) -> set[int]:
        """Independent origins that give the value in their text."""
        return {claim.article.origin_id for claim in self.claims if claim.is_quotable}

    @property
    def first_at(self) -> datetime:
        """When the value was first published."""
        return self.claims[0].article.published_at

    @property
    def last_at(self) -> datetime:
        """When the value was last published."""
        return self.claims[-1].article.published_at


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """The status of a fact, why, and the values that oppose each other."""

    status: FactStatus
    reason: str
    hint: Hint | None = None
    opposed: tuple[tuple[Value, Value], ...] = ()
    overtaken: tuple[tuple[Value, Value], ...] = ()


def values_of(groups: Iterable[Group]) -> list[Value]:
    """The distinct values of a fact, in the order in which they were first published."""
    values: list[Value] = []
    for group in sorted(groups, key=lambda group: group.claims[0].order):
        home = next((value for value in values if compare(value.reading, group.reading) is Relation.SAME), None)
        if home is None:
            home = Value(group.reading)
            values.append(home)
        home.claims.extend(group.claims)
    for value in values:
        value.claims.sort(key=lambda claim: claim.order)
        value.reading = firmest(value.claims).reading
    return sorted(values, key=lambda value: value.claims[0].order)


def judge(values: Sequence[Value]) -> Verdict:
    """The verdict on the values of one fact."""
    opposed: list[tuple[Value, Value]] = []
    overtaken: list[tuple[Value, Value]] = []
    for index, old in enumerate(values):
        for new in values[index + 1 :]:
            if supersedes(old, new):
                overtaken.append((old, new))
            elif compare(*facing(old, new)) is Relation.OPPOSED:
                opposed.append((old, new))
    status = _status(values, opposed, overtaken)
    hint = _first_hint(opposed)
    pairs = tuple(opposed) if status is FactStatus.CONFLICTING else tuple(overtaken)
    return Verdict(
        status,
        reason_for(status, [value.claims for value in values], _claims(pairs), hint),
        hint,
        tuple(opposed[:_MOST_PAIRS]),
        tuple(overtaken[:_MOST_PAIRS]),
    )


def _status(values: Sequence[Value], opposed: Sequence[object], overtaken: Sequence[object]) -> FactStatus:
    origins = {origin for value in values for origin in value.origins}
    if opposed:
        return FactStatus.CONFLICTING
    if overtaken:
        return FactStatus.SUPERSEDED
    if any(len(value.origins) > 1 for value in values):
        return FactStatus.CORROBORATED
    return FactStatus.COMPATIBLE if len(values) > 1 and len(origins) > 1 else FactStatus.SINGLE_SOURCE


def facing(one: Value, other: Value) -> tuple[Reading, Reading]:
    """The readings in which two values can be compared: a headline's "7.2 percent pay deal" is growth in the text."""
    pairs = ((here.reading, there.reading) for here in one.claims for there in other.claims)
    plain = (one.reading, other.reading)
    if compare(*plain) is not Relation.APART:
        return plain
    return next((pair for pair in pairs if compare(*pair) is not Relation.APART), plain)


def _first_hint(pairs: Iterable[tuple[Value, Value]]) -> Hint | None:
    hints = (hint_for(*facing(one, other)) for one, other in pairs)
    return next((hint for hint in hints if hint), None)


def _claims(pairs: Iterable[tuple[Value, Value]]) -> list[tuple[list[Claim], list[Claim]]]:
    return [(one.claims, other.claims) for one, other in pairs]


def supersedes(old: Value, new: Value) -> bool:
    """Whether `new`, published later, replaces `old`: a correction, a lowered figure or a running count that rose.

    A lower count needs words that say so; a later number alone is no direction.
    """
    before, after = facing(old, new)
    relation = compare(before, after)
    if relation not in (Relation.OPPOSED, Relation.COMPATIBLE) or new.first_at <= old.first_at:
        return False
    rising = _rises(before, after)
    if relation is Relation.COMPATIBLE:
        return (
            rising
            and before.value is not None
            and before.qualifier == Qualifier.AT_LEAST
            and _any_rises(new)
            and _is_running(old, new)
        )
    if _one_origin(old, new) or any(claim.context.corrects for claim in new.claims):
        return True
    if not rising:
        return _is_lowered(new) or _is_running_down(old, new)
    return (_is_running(old, new) and _is_overtaken(old, new)) or _is_said_to_have_risen(old, new)


def _rises(old: Reading, new: Reading) -> bool:
    moved = in_unit_of(new, old)
    return moved is not None and (moved.value or moved.low) > (old.value or old.low)


def _any_rises(value: Value) -> bool:
    return any(claim.context.rises for claim in value.claims)


def _is_lowered(value: Value) -> bool:
    """The number was brought down; "reduced by 25 percent" is what the number says."""
    return any(claim.context.lowers and claim.reading.family != "growth" for claim in value.claims)


def _one_origin(old: Value, new: Value) -> bool:
    """One origin in different articles: it replaced its own number."""
    articles = {claim.article.article_id for claim in old.claims} & {claim.article.article_id for claim in new.claims}
    return not articles and len(old.origins | new.origins) == 1


def _is_running(old: Value, new: Value) -> bool:
    """Both are counts that grow by themselves. A factor of growth is no such count: it tells of two moments itself."""
    return all(
        any(claim.context.deed in RUNNING and claim.reading.family != "growth" for claim in value.claims)
        for value in (old, new)
    )


def _is_said_to_have_risen(old: Value, new: Value) -> bool:
    """A count that has "climbed to" its new number since, or any number that is the one "so far"."""
    if new.first_at - old.last_at < _SOON:
        return False
    risen = [any(_rises_to(claim) for claim in value.claims) for value in (old, new)]
    if risen == [False, True] and (new.claims[0].is_count or new.first_at - old.last_at >= _MUCH_LATER):
        return True
    return not hint_for(*facing(old, new)) and any(claim.context.updates for claim in new.claims)


def _rises_to(claim: Claim) -> bool:
    return claim.context.rises and claim.context.side == "to"


def _is_running_down(old: Value, new: Value) -> bool:
    """People who are missed or trapped grow fewer as they are found."""
    deeds = {claim.context.deed for value in (old, new) for claim in value.claims}
    return bool(deeds) and deeds <= _FALLING and new.first_at - old.last_at >= _MUCH_LATER


def _is_overtaken(old: Value, new: Value) -> bool:
    if _any_rises(new):
        return True
    wait = _MUCH_LATER if hint_for(*facing(old, new)) else _SOON
    return new.first_at - old.last_at >= wait
