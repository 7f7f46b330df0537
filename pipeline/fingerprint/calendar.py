"""Words of the calendar, in lower case: never names, never terms, and what changes in a form filled in anew."""

from __future__ import annotations

MONTHS = {
    word: number
    for number, words in enumerate(
        (
            ("jan", "january"),
            ("feb", "february"),
            ("mar", "march"),
            ("apr", "april"),
            ("may",),
            ("jun", "june"),
            ("jul", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        1,
    )
    for word in words
}
"""Month names and their short forms to 1 to 12."""

WEEKDAYS = {
    word: number
    for number, words in enumerate(
        (
            ("mon", "monday"),
            ("tue", "tues", "tuesday"),
            ("wed", "wednesday"),
            ("thu", "thur", "thurs", "thursday"),
            ("fri", "friday"),
            ("sat", "saturday"),
            ("sun", "sunday"),
        )
    )
    for word in words
}
"""Weekdays and their short forms to 0 (Monday) to 6."""

_HOURS = ("am", "pm", "est", "edt", "pst", "pdt", "gmt", "bst", "utc", "morning", "afternoon", "evening", "night")
_NEAR_DAYS = ("today", "yesterday", "tomorrow", "tonight")
CALENDAR = frozenset((*MONTHS, *WEEKDAYS, *_HOURS, *_NEAR_DAYS))
