"""The words of dates and what they number. Fragments are bounded, so every rule built from them is linear."""

from __future__ import annotations

from datetime import date, timedelta

MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july",
         "aug august", "sep sept september", "oct october", "nov november", "dec december"), 1
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("mon monday", "tue tues tuesday", "wed weds wednesday", "thu thur thurs thursday",
         "fri friday", "sat saturday", "sun sunday")
    )
    for name in names.split()
}  # fmt: skip
NUMBERS = {
    word: number
    for number, words in enumerate(
        ("", "a an one", "two couple", "three few", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
         "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty")
    )
    for word in words.split()
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60}  # fmt: skip
ORDINALS = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "final": 4,
    "last": 4,
}
DECADE_WORDS = {"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50,
                "sixties": 60, "seventies": 70, "eighties": 80, "nineties": 90}  # fmt: skip
CENTURIES = {
    "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20,
    "twenty-first": 21,
}  # fmt: skip
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""First month, northern hemisphere: the convention of most English newsrooms, and the only one that needs no place."""

# Capitals are demanded of months and weekdays: "may", "march" and "sun" are words.
MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June|Jun\.?|July|Jul\.?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?"
    r"|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER)(?![A-Za-z])"
)
FULL_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)(?![A-Za-z])"
WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)(?:day|DAY)(?![A-Za-z])"
SHORT_WEEKDAY = rf"(?:{WEEKDAY}|(?:Mon|Tue|Tues|Wed|Thu|Thurs|Fri|Sat|Sun)\.?(?![A-Za-z]))"
DAY = r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?(?![0-9A-Za-z])"
YEAR = r"(?:1[0-9]{3}|2[01][0-9]{2})(?![0-9])"
NUMBER = (
    r"(?:[0-9]{1,4}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty"
    r"|(?:a\ )?few|(?:a\ )?couple(?:\ of)?|several|many)"
)
UNIT = r"(?:minute|hour|day|night|weekend|week|fortnight|month|quarter|year|decade|century)"
UNITS = r"(?:minutes|hours|days|nights|weekends|weeks|fortnights|months|quarters|years|decades|centuries)"
DASH = r"[-\u2010-\u2015]"


def month_number(word: str) -> int:
    """1 to 12."""
    return MONTHS[word.rstrip(".").lower()]


def weekday_number(word: str) -> int:
    """0 is Monday."""
    return WEEKDAYS[word.rstrip(".").lower()]


def day_number(word: str) -> int:
    """The day of the month, with or without its ordinal ending."""
    return int(word.rstrip("stndrh"))


def number(word: str) -> int | None:
    """What a count says; null for "several" and "many", which say nothing exact."""
    last = word.lower().removesuffix(" of").split(" ")[-1]
    return int(last) if last.isascii() and last.isdigit() else NUMBERS.get(last)


def valid_day(year: int, month: int, day: int) -> date | None:
    """The day, or null where the calendar has none."""
    if not 1 <= month <= 12 or day < 1:
        return None
    first = date(year, month, 1)
    found = first + timedelta(days=day - 1)
    return found if found.month == month else None
