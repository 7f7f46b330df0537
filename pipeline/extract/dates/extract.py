"""Finds dates by rule. Each rule passes over the text once with a bounded pattern, so time is linear in its length.

dateparser is not used: on free text it reads "We" as Wednesday and "June 24-25" as a day of 1925, it knows no
granularity, and it is fifty times slower (measured).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from pipeline.extract.dates import absolute, distances, holidays, periods, relative, weekdays
from pipeline.extract.dates.anchored import anchored
from pipeline.extract.dates.interval import Interval, join
from pipeline.extract.dates.offsets import offset
from pipeline.extract.dates.rule import BEGINNING, Rule, Setting, setting
from schemas.figure import DateSpan

RULES: tuple[Rule, ...] = (
    absolute.RULES + periods.RULES + relative.RULES + distances.RULES + weekdays.RULES + holidays.RULES
)
_BY_START = {
    first: tuple(number for number, rule in enumerate(RULES) if first in rule.starts)
    for first in {first for rule in RULES for first in rule.starts}
}
"""Numbers of the rules by the character their dates begin with: a search for each rule costs three times as much."""
_LINK = re.compile(r"\s?(?:[-\u2010-\u2015]|to|until|till|through)\s?")
_YEAR_AT_END = re.compile(r"[12][0-9]{3}$")
_AND = re.compile(r"\s(?:and)\s")
_FROM = re.compile(r"(?:[Ff]rom)\s$")
_BETWEEN = re.compile(r"(?:[Bb]etween)\s$")


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    interval: Interval


def extract_dates(text: str, published_at: datetime | None) -> tuple[DateSpan, ...]:
    """The dates of a text, sorted, free of overlaps; null bounds where the place in time cannot be told."""
    where = setting(text, published_at)
    found = _offset(text, _disjoint(_matches(where)))
    return tuple(_span(text, each) for each in _linked(text, _anchored(text, found)))


def _matches(where: Setting) -> list[_Found]:
    """What each rule finds; within a rule, nothing begins before the last match has ended."""
    found, free_from = [], [0] * len(RULES)
    for beginning in BEGINNING.finditer(where.text):
        start = beginning.start()
        for number in _BY_START.get(beginning[0], ()):
            match = RULES[number].pattern.match(where.text, start) if free_from[number] <= start else None
            if match is None:
                continue
            free_from[number] = match.end()
            interval = RULES[number].resolve(match, where)
            if interval is not None:
                found.append(_Found(*RULES[number].span(match), interval))
    return found


def _disjoint(found: list[_Found]) -> list[_Found]:
    """Leftmost, then longest; what overlaps an accepted date is dropped."""
    kept: list[_Found] = []
    for candidate in sorted(found, key=lambda each: (each.start, -each.end)):
        if not kept or candidate.start >= kept[-1].end:
            kept.append(candidate)
        elif candidate.end - candidate.start > kept[-1].end - kept[-1].start and _free(kept, candidate):
            kept[-1] = candidate
    return kept


def _free(kept: list[_Found], candidate: _Found) -> bool:
    return len(kept) < 2 or candidate.start >= kept[-2].end


def _offset(text: str, found: list[_Found]) -> list[_Found]:
    """With the words before a date that move it: "two days after June 9"."""
    moved: list[_Found] = []
    for date in found:
        told = offset(text, date.start, date.interval)
        if told and (not moved or moved[-1].end <= told[0]):
            date = _Found(told[0], date.end, told[1])
        moved.append(date)
    return moved


def _anchored(text: str, found: list[_Found]) -> list[_Found]:
    """With those that count from the date before them in their sentence."""
    told: list[_Found] = []
    for date in found:
        place = anchored(text, date.start, date.end, told[-1].interval, told[-1].end) if told else None
        told.append(replace(date, interval=place) if place else date)
    return told


def _linked(text: str, found: list[_Found]) -> list[_Found]:
    """Two dates joined by a dash, "from .. to" or "between .. and" are one."""
    linked: list[_Found] = []
    for date in found:
        if linked and _is_range(text, linked[-1], date):
            first = _in_year_of(text, linked.pop(), date)
            date = _Found(first.start, date.end, join(first.interval, date.interval))
        linked.append(date)
    return linked


def _in_year_of(text: str, first: _Found, last: _Found) -> _Found:
    """From 11 June to 19 July 2026: the year that stands at the end is that of both days."""
    start, until = first.interval.start, last.interval.start
    if first.interval.granularity != "day" or start is None or until is None or first.interval.end is None:
        return first
    if not _YEAR_AT_END.search(text, last.start, last.end) or _YEAR_AT_END.search(text, first.start, first.end):
        return first
    moved = start.replace(year=until.year, day=min(start.day, 28))
    moved += start - start.replace(day=min(start.day, 28))
    if moved >= until:
        return first
    return replace(first, interval=replace(first.interval, start=moved, end=moved + (first.interval.end - start)))


def _is_range(text: str, first: _Found, last: _Found) -> bool:
    gap = text[first.end : last.start]
    if len(gap) > 9 or first.interval.start is None or last.interval.start is None:
        return False
    if first.interval.start >= last.interval.start:
        return False
    before = text[max(0, first.start - 8) : first.start]
    if _BETWEEN.search(before):
        return bool(_AND.fullmatch(gap))
    link = _LINK.fullmatch(gap)
    return bool(
        link and ("to" not in gap or _FROM.search(before) or first.interval.granularity == last.interval.granularity)
    )


def _span(text: str, found: _Found) -> DateSpan:
    return DateSpan(
        start_char=found.start,
        end_char=found.end,
        surface=text[found.start : found.end],
        from_at=found.interval.start,
        to_at=found.interval.end,
        granularity=found.interval.granularity,
    )
