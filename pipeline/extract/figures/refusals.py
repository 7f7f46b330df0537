"""What looks like a number but is no figure.

Dates, codes, telephone numbers, ranks, scores, addresses and numbers in names.
"""

from __future__ import annotations

import re

from pipeline.extract.figures.calendar_words import MONTHS, is_date_or_time
from pipeline.extract.figures.contests import counts, is_rating, odds_until
from pipeline.extract.figures.drafts import Draft
from pipeline.extract.figures.headlines import stands_in_headline
from pipeline.extract.figures.number_lexicon import DASHES, HYPHENS
from pipeline.extract.figures.tokens import Tokens
from pipeline.extract.figures.unit_match import PRIMES
from pipeline.extract.figures.word_classes import STOP, is_plural
from pipeline.extract.figures.words import words

_ABBREVIATED = words("no nos nr nrs art vol p pp fig ch sec para")
_DESIGNATORS = words(
    """
    no nos number numbers nr nrs page pages pp chapter section article row room route highway exit phase type level
    grade class category tier stage step round act volume vol episode season version gate platform channel flight
    block bus junction interstate figure fig clause paragraph resolution schedule appendix annex rule apartment
    suite ward district zone sector precinct psalm verse generation exercise exercises model windows formula area
    rooms gates sections chapters articles catch year kilometre kilometer studio tel phone call dial ext extension
    runway pier lane
    zip postcode docket code
    """
)
_CAPITAL_DESIGNATORS = words(
    """
    day week game lap part line lot item case unit floor group option question table title building
    """
)
_CODE_SIGNS = frozenset("_/@=&#\\.:%^+")
_IDIOMS = words(
    """
    off for of on a in by up under over down all sided liner step stop something star time way wheel speed door
    pronged
    """
)
_PREFIXES = frozenset({"sub", "ultra", "up", "now"})
# Capitalised only because they begin a sentence, or never part of a name with a number.
_NO_NAME = words(
    """
    the a an in on at by of for with and but or as if when while after before since from to about some nearly almost
    over more only just all these those his her its their our my your this that there here another than up down
    under around roughly approximately most many both least between every each including not no is are was were has
    have had i we they he she it you who which what how where why still now then so yes today yesterday tomorrow
    tonight monday tuesday wednesday thursday friday saturday sunday also additionally meanwhile however last next
    first second third plus total aged save get buy pay until till within without through during per against among
    via given though although because once said says say exactly precisely besides except like unlike
    """
)
_PLACE_WORDS = words("in at from across near inside outside around throughout on")
_STREETS = words(
    """
    street st avenue ave road rd lane drive boulevard blvd square place terrace crescent parade highway way court
    close
    """
)
_ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th"})
_CALLS = words("call calls called calling dial dials dialed dialled dialing dialling phone phoned ring rang")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SMALL_NAME_NUMBER = 20
_LARGEST_VERSION = 100


def refused_until(tokens: Tokens, draft: Draft, *, is_bound: bool = False) -> int | None:
    """The token after the thing that is no figure, or None if the draft may stand.

    `is_bound`: it ends a range, so a hyphen may precede it.
    """
    if (not is_bound and _glued_left(tokens, draft)) or _glued_right(tokens, draft):
        return _over_glued(tokens, draft.after)
    if draft.unit is not None or draft.is_vague:
        return None
    if _is_dialled(tokens, draft) or _has_leading_zero(tokens, draft):
        return _over_digits(tokens, draft.after)
    odds = odds_until(tokens, draft)
    if odds is not None:
        return odds
    if is_rating(tokens, draft):
        return draft.after
    if _is_idiom(tokens, draft):
        return draft.after + 2
    if is_date_or_time(tokens, draft) or _is_name(tokens, draft):
        return _over_chain(tokens, draft.after)
    return None


def _is_dialled(tokens: Tokens, draft: Draft) -> bool:
    """Groups of digits that do not add up to one number ("1800 247 600", "(212) 555-0142"), or a call ("911")."""
    before, following, last = tokens.raw[draft.first - 1], tokens.raw[draft.after], draft.after - 1
    if following.isdigit() and draft.is_signed and tokens.raw[draft.first] == "+":
        return True
    if before == "(" and following == ")" and tokens.raw[draft.after + 1].isdigit() and draft.is_plain:
        return tokens.raw[draft.after + 2] in HYPHENS or tokens.raw[draft.after + 2].isdigit()
    if last > draft.first and tokens.raw[last].isdigit() and tokens.raw[last - 1].isdigit():
        return following.isdigit() or (before.isdigit() and not _YEAR.fullmatch(before))
    return draft.is_plain and len(tokens.raw[draft.first]) == 3 and tokens.low[draft.first - 1] in _CALLS


def _is_idiom(tokens: Tokens, draft: Draft) -> bool:
    """E.g. "one-off", "two-for-one", "six-a-side", "five-star", "20-something": the hyphen makes it a word."""
    at = draft.after
    if tokens.low[at] not in HYPHENS or not tokens.glued(at + 1) or tokens.low[at + 1] not in _IDIOMS:
        return False
    return not (tokens.low[at + 1] == "in" and tokens.low[at + 2] in HYPHENS and draft.value is not None)


def _over_glued(tokens: Tokens, at: int) -> int:
    while tokens.low[at] and tokens.glued(at):
        at += 1
    return at


def _over_digits(tokens: Tokens, at: int) -> int:
    """Step over groups of digits, apart or joined by hyphens."""
    while tokens.raw[at].isdigit() or (tokens.raw[at] in HYPHENS and tokens.raw[at + 1].isdigit()):
        at += 1
    return at


def _over_chain(tokens: Tokens, at: int) -> int:
    """Step over digits joined on: the rest of a date, a year or a pair of days."""
    while (
        (tokens.raw[at] in DASHES or tokens.raw[at] in _CODE_SIGNS or tokens.raw[at] == ",")
        and tokens.glued(at)
        and tokens.glued(at + 1)
    ):
        if not tokens.raw[at + 1][:1].isdigit():
            return at
        at += 2
    return at + 2 if tokens.raw[at] in DASHES and tokens.raw[at + 1][:1].isdigit() else at


def _glued_left(tokens: Tokens, draft: Draft) -> bool:
    """Letters, digits or code signs on the left make a code: "X-101", "v2", "#1", "page/3"."""
    at = draft.first
    if not tokens.glued(at):
        return False
    before = tokens.raw[at - 1]
    if before[-1:].isalnum() or (before in _CODE_SIGNS and (before != "+" or tokens.glued(at - 1))):
        return True
    if before not in HYPHENS and before != "−":
        return False
    owner = tokens.raw[at - 2]
    return tokens.glued(at - 1) and owner[:1].isalnum() and owner.lower() not in _PREFIXES


def _glued_right(tokens: Tokens, draft: Draft) -> bool:
    """Letters or code signs on the right that no unit explains: "31P", "20:17", "24/7", "3-2-1", "400-A"."""
    at = draft.after
    if not tokens.glued(at):
        return False
    if tokens.raw[at - 1] in PRIMES:
        return False
    sign, following = tokens.raw[at], tokens.raw[at + 1]
    if sign[:1].isalnum() or (sign in {"'", "’"} and following == "s"):
        return True
    if not tokens.glued(at + 1):
        return sign in {"_", "#", "@", "\\"}
    if sign == following == "_":
        return True
    if sign in _CODE_SIGNS:
        return following[:1].isdigit() or (sign not in {":", ".", "/", "%"} and following[:1].isalpha())
    if sign not in HYPHENS:
        return False
    if following[:1].isdigit():
        return tokens.raw[at + 2] in HYPHENS and tokens.glued(at + 2) and tokens.raw[at + 3][:1].isdigit()
    return len(following) == 1 and following.isupper() and draft.unit is None


def _is_name(tokens: Tokens, draft: Draft) -> bool:
    """E.g. "Boeing 737", "S&P 500", "No. 1", "Article 5", "page 12", "10 Downing Street"."""
    at = draft.first - 1
    if tokens.raw[at] == "." and tokens.low[at - 1] in _ABBREVIATED:
        return True
    before, following = tokens.low[at], tokens.low[draft.after]
    if before in _DESIGNATORS and not (is_plural(following) and before.islower() and tokens.raw[at].islower()):
        return True
    if before in _CAPITAL_DESIGNATORS and (
        tokens.raw[at][:1].isupper() or not following[:1].isalpha() or following in STOP
    ):
        return True
    if following == "block" and tokens.low[draft.after + 1] == "of":
        return True
    if tokens.is_headline and stands_in_headline(tokens, draft):
        return False
    return (
        _is_address(tokens, draft)
        or _begins_name(tokens, draft)
        or _numbers_item(tokens, draft)
        or _follows_name(tokens, draft)
    )


def _begins_name(tokens: Tokens, draft: Draft) -> bool:
    """E.g. "the One Ocean Summit", "the Group of Eight": a capitalised number word inside a sentence, in a name."""
    at = draft.after
    if not (draft.is_words and tokens.raw[draft.first].istitle()) or draft.first == tokens.first:
        return False
    if tokens.low[draft.first - 1] == "of" and tokens.raw[draft.first - 2][:1].isupper():
        return True
    in_name = tokens.raw[draft.first - 1].isalpha() or tokens.raw[at + 1][:1].isupper()
    return in_name and tokens.raw[at][:1].isupper()


def _numbers_item(tokens: Tokens, draft: Draft) -> bool:
    """E.g. "1- Improve taxes", "2) Build": small numbers that begin a line and are closed off."""
    if draft.first != tokens.first or not draft.is_plain or draft.value is None or draft.value > 50:
        return False
    return tokens.raw[draft.after] in {")", "-", ".", "–", ":"} and not tokens.glued(draft.after + 1)


def _is_address(tokens: Tokens, draft: Draft) -> bool:
    """E.g. "10 Downing Street", "16-18 Industrial Avenue", "45 West 25th Street"."""
    at = draft.after
    for place in range(at, at + 5):
        if place > at and tokens.low[place] in _STREETS and tokens.raw[place][:1].isupper():
            return True
        is_ordinal = tokens.raw[place].isdigit() or (tokens.glued(place) and tokens.low[place] in _ORDINAL_ENDINGS)
        if not (tokens.raw[place][:1].isupper() or is_ordinal):
            return False
    return False


def _follows_name(tokens: Tokens, draft: Draft) -> bool:
    """A bare number after a capitalised word is part of a name, unless it counts in a place ("In Gaza 500 people")."""
    is_capital = draft.is_words and tokens.raw[draft.first][:1].isupper() and draft.after == draft.first + 1
    if not (draft.is_plain or is_capital or _may_be_version(tokens, draft)):
        return False
    at = draft.first - 1
    raw, low = tokens.raw[at], tokens.low[at]
    if not raw[:1].isalpha() or raw.islower() or low in _NO_NAME or low in MONTHS:
        return False
    if not is_plural(tokens.low[draft.after]) or not raw[:1].isupper() or not raw[1:].islower():
        return True
    while tokens.raw[at][:1].isupper() and tokens.low[at] not in _PLACE_WORDS:
        at -= 1
    return tokens.low[at] not in _PLACE_WORDS or (draft.value is not None and draft.value <= _SMALL_NAME_NUMBER)


def _may_be_version(tokens: Tokens, draft: Draft) -> bool:
    """E.g. "iOS 17.5", "Python 3.12": few digits around a point, and nothing counted."""
    is_decimal = draft.after == draft.first + 1 and "." in tokens.raw[draft.first][1:]
    return is_decimal and draft.value is not None and draft.value < _LARGEST_VERSION and not counts(tokens, draft.after)


def _has_leading_zero(tokens: Tokens, draft: Draft) -> bool:
    raw = tokens.raw[draft.first]
    return len(raw) > 1 and raw[0] == "0" and raw.isdigit()


def is_span_of_years(tokens: Tokens, first: Draft, second: Draft) -> bool:
    """E.g. "(1690–1710)": two bare years that count nothing."""
    if not (first.is_bare and second.is_bare and first.is_plain and second.is_plain) or second.value is None:
        return False
    long = len(tokens.raw[first.first]) == len(tokens.raw[second.first]) == 4
    return long and second.value <= 2100 and not counts(tokens, second.after)
