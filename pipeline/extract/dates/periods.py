"""Years, decades, quarters, seasons and their parts: "by 2032", "the 1990s", "Q1", "early 2026", "end of the year"."""

from __future__ import annotations

import re
from datetime import date

from pipeline.extract.dates.interval import (
    Interval,
    decade,
    join,
    months,
    part,
    part_of_years,
    quarter,
    shift_months,
    unknown,
    years,
)
from pipeline.extract.dates.rule import DIGITS, Rule, Setting, rule
from pipeline.extract.dates.words import CENTURIES, DASH, DECADE_WORDS, NUMBER, ORDINALS, SEASONS, YEAR, number

_WHICH_YEAR = rf"(?P<year>{YEAR}|last\syear|this\syear|next\syear|the\s(?:year|decade|century))"


def which_year(text: str | None, setting: Setting) -> int | None:
    """The year that "2025", "last year" or nothing at all means."""
    if text and text[0].isdigit():
        return int(text)
    if setting.today is None:
        return None
    step = {"l": -1, "n": 1}.get((text or " ")[0], 0)
    return setting.today.year + step


_WHICH_QUARTER = r"(?P<ordinal>[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|final|last|1st|2nd|3rd|4th)"
_QUARTER = rf"""(?:(?:[Tt]he\s)?(?:{_WHICH_QUARTER}[\s-]quarter|Q(?P<after>[1-4])|(?P<before>[1-4])Q)
    (?:(?:\sof|,)?\s?{_WHICH_YEAR})?)(?![A-Za-z0-9])"""


def _quarter(match: re.Match[str], setting: Setting) -> Interval | None:
    year = which_year(match["year"], setting)
    digit = match["after"] or match["before"]
    number = int(digit) if digit else ORDINALS[match["ordinal"].lower()]
    if year is None:
        return unknown("quarter")
    if match["year"] is None and (match["ordinal"] or "").lower() == "last":
        return None
    today = setting.today
    if match["year"] is None and today and date(year, 3 * number - 2, 1) > today and setting.today:
        year -= number > (today.month + 2) // 3 + 1
    return quarter(year, number)


_HALF = rf"""(?:(?:[Tt]he\s)?(?P<ordinal>first|second)[\s-]half(?:\sof)?\s{_WHICH_YEAR}
    |H(?P<digit>[12])\s(?P<other>{YEAR}))"""


def _half(match: re.Match[str], setting: Setting) -> Interval | None:
    year = which_year(match["year"] or match["other"], setting)
    second = match["ordinal"] == "second" or match["digit"] == "2"
    return months(date(year, 7 if second else 1, 1), 6, "quarter") if year else unknown("quarter")


_MONTHS_OF_YEAR = rf"""(?:[Tt]he\s)?(?P<end>first|last|final|opening|closing)\s(?P<count>{NUMBER})\smonths\sof\s
    {_WHICH_YEAR}(?![A-Za-z0-9])"""


def _months_of_year(match: re.Match[str], setting: Setting) -> Interval | None:
    """The first nine months of 2024, the last four months of the year."""
    year, count = which_year(match["year"], setting), number(match["count"])
    if count is None or not 0 < count < 12:
        return None
    first = 1 if match["end"] in ("first", "opening") else 13 - count
    return months(date(year, first, 1), count) if year else unknown("month")


_PART = rf"""(?:[Tt]he\s)?(?P<part>(?:[Ee]arly|[Mm]id|[Ll]ate)(?=\s|{DASH})
    |(?:[Ee]nd|[Bb]eginning|[Ss]tart|[Mm]iddle)(?=\sof\s))"""
_PART_OF_YEAR = rf"{_PART}(?:\s(?:in|of)\s|\s|{DASH}){_WHICH_YEAR}(?![0-9A-Za-z])(?!-old)"
_PART_NAMES = {"end": "late", "beginning": "early", "start": "early", "middle": "mid"}


def _part_of_year(match: re.Match[str], setting: Setting) -> Interval | None:
    words = match["year"]
    name = match["part"].lower()
    grain = "year" if "decade" in words or "century" in words else "quarter"
    year = which_year(words, setting)
    if year is None:
        return unknown(grain)
    size = 10 if "decade" in words else 100 if "century" in words else 1
    third = _PART_NAMES.get(name, name)
    return part(years(year), third, grain) if size == 1 else part_of_years(year - year % size, size, third)


_PART_OF_MONTH = r"""(?:[Tt]he\s)?(?P<part>[Ee]nd|[Bb]eginning|[Ss]tart|[Mm]iddle)\sof\s
    (?P<which>the|this|last|next)\smonth(?![A-Za-z])"""


def _part_of_month(match: re.Match[str], setting: Setting) -> Interval | None:
    if setting.today is None:
        return unknown("week")
    shift = {"last": -1, "next": 1}.get(match["which"], 0)
    return part(months(shift_months(setting.today, shift), 1), _PART_NAMES[match["part"].lower()], "week")


_DECADE = rf"""(?:[Tt]he\s)?(?:(?P<part>early|mid|late)(?:\sto\slate|\sand\slate)?(?:\s|{DASH}))?(?:the\s)?
    (?:(?P<year>1[0-9][0-9]0|20[0-9]0)['\u2019]?s|['\u2019\u2018](?P<short>[0-9]0)s|(?<=the\s)(?P<word>{"|".join(DECADE_WORDS)}))(?![A-Za-z])"""


def _decade(match: re.Match[str], setting: Setting) -> Interval | None:
    if match["year"]:
        first = int(match["year"])
    else:
        tens = int(match["short"]) if match["short"] else DECADE_WORDS[match["word"]]
        now = setting.today.year if setting.today else 2025
        first = next(century + tens for century in (2000, 1900, 1800) if century + tens <= now)
    return part_of_years(first, 10, match["part"]) if match["part"] else decade(first)


_CENTURY = rf"""(?:[Tt]he\s)?(?:(?P<part>early|mid|late)(?:\s|{DASH}))?
    (?:(?P<digits>1?[0-9]|2[01])(?:st|nd|rd|th)|(?P<word>{"|".join(CENTURIES)}))[\s-][Cc]entury(?![-A-Za-z])"""


def _century(match: re.Match[str], _setting: Setting) -> Interval | None:
    """The 19th century, as people count it: the years that begin with 18."""
    number = int(match["digits"]) if match["digits"] else CENTURIES[match["word"]]
    first = 100 * (number - 1)
    if first < 100:
        return None
    return part_of_years(first, 100, match["part"]) if match["part"] else years(first, 100, "decade")


_FISCAL = rf"""(?:[Ff]iscal|[Ff]inancial)(?:\s[Yy]ear)?\s(?P<year>{YEAR})
    (?:[-/\u2013](?P<second>(?:[0-9]{{2}}){{1,2}}(?![0-9])))?"""


def _fiscal(match: re.Match[str], _setting: Setting) -> Interval | None:
    """The calendar year of that number, since companies begin theirs when they like; with two numbers, both years."""
    year = int(match["year"])
    if match["second"] is None:
        return years(year)
    return join(years(year), years(year + 1)) if int(match["second"][-2:]) == (year + 1) % 100 else None


_SEASON = rf"""(?:(?P<which>the|[Ii]n|in\sthe|early|late|of)\s)?
    (?P<span>(?:(?P<near>[Ll]ast|[Tt]his|[Nn]ext)\s)?(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)
    (?:(?:\sof)?\s(?P<year>{YEAR})(?:{DASH}[0-9]{{2}}(?![0-9]))?)?)(?![-A-Za-z0-9])"""


def _season(match: re.Match[str], setting: Setting) -> Interval | None:
    first = SEASONS[match["season"].lower()]
    if match["year"]:
        return months(date(int(match["year"]), first, 1), 3, "quarter")
    if not match["near"]:
        return None
    which = match["near"].lower()
    return _season_near(first, which, setting.today) if setting.today else unknown("quarter")


def _season_near(first: int, which: str, today: date) -> Interval:
    year = today.year
    if which == "last":
        year -= date(year, first, 1) > shift_months(today, -2)
    if which == "next":
        year += date(year, first, 1) <= today
    return months(date(year, first, 1), 3, "quarter")


_FIRM_WORDS = (
    "in|since|by|until|till|during|through|before|after|late|early|mid|circa|year|throughout|from|between|pre|post"
    "|spring|summer|autumn|fall|winter"
)
_FIRM = frozenset(_FIRM_WORDS.split("|"))
"""Words that make a year of the four digits after them."""

_YEAR_BEFORE = rf"""(?:\b(?P<firm>(?i:{_FIRM_WORDS}|of|and|to|for|around))[\s-]|(?P<loose>[(\[]))?"""
_YEAR_AFTER = r"(?![\w%\u00b0]|[.,/:][0-9]|['\u2019]?[A-Za-z]|-[a-z]*(?:old|strong|seat|page))"
_YEAR = rf"{_YEAR_BEFORE}(?P<span>(?P<year>1[5-9][0-9]{{2}}|2[01][0-9]{{2}})){_YEAR_AFTER}"
_NOT_A_YEAR = re.compile(
    r"\s?(?:%|percent|per\scent|people|km|kilomet|met(?:re|er)s?\b|miles?\b|million|billion|hectares|acres|tons|tonnes|kg|pounds|euros|dollars"
    r"|hours|minutes|days|troops|soldiers|jobs|workers|men\b|women\b|homes|houses|civilians|students|members|points|feet|years\b)"
)
_HEDGE = re.compile(
    r"(?:about|than|nearly|some|almost|over|least|most|roughly|to|around|approximately|nos?\.?|number|[$\u20ac\u00a3#]|(?!The\b)[A-Z][a-z]+)\s?$"
)
_PLURAL = re.compile(r"^(?!(?:was|has|as|elections|games|olympics)$).*[^usi]s$")


def _year(match: re.Match[str], setting: Setting) -> Interval | None:
    firm = (match["firm"] or "").lower()
    text, end = setting.text, match.end("year")
    if _NOT_A_YEAR.match(text, end):
        return None
    if match["year"] >= "2100" and firm not in _FIRM:
        return None
    if firm in _FIRM or match["loose"] or (firm and not (match["year"].endswith("00") and _counts(text, end))):
        return years(int(match["year"]))
    return years(int(match["year"])) if _stands_as_year(text, match.start("year"), end) else None


def _stands_as_year(text: str, start: int, end: int) -> bool:
    """A bare four-digit number is a year unless it is hedged or counts the plural that follows it."""
    if _HEDGE.search(text[max(0, start - 16) : start]):
        return False
    return not _counts(text, end)


def _counts(text: str, end: int) -> bool:
    """Whether a plural follows, so that the number counts: "2000 cows"."""
    following = re.match(r"\s([a-z]+)", text[end : end + 30])
    return bool(following and _PLURAL.search(following[1]))


RULES: tuple[Rule, ...] = (
    rule(_QUARTER, _quarter, "tfFsSTl1234Q"),
    rule(_HALF, _half, "tTfsH"),
    rule(_MONTHS_OF_YEAR, _months_of_year, "tTfloc"),
    rule(_PART_OF_YEAR, _part_of_year, "tTeEmMlLbBsS"),
    rule(_PART_OF_MONTH, _part_of_month, "tTeEbBsSmM"),
    rule(_DECADE, _decade, "tTeml12fsn'\u2019\u2018"),
    rule(_CENTURY, _century, "tTeml12" + DIGITS + "fsn"),
    rule(_FISCAL, _fiscal, "fF"),
    rule(_SEASON, _season, "lLtTnNiIeosSaAfFwW"),
    rule(_YEAR, _year, "isbutdalmcyefopwISBUTDALMCYEFOPW12(["),
)
