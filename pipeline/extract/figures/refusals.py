"""What looks like a number but is no figure: dates, times, years, ordinals, ranks, scores, telephone numbers, names and codes."""

from __future__ import annotations

from pipeline.extract.figures.drafts import Draft
from pipeline.extract.figures.money_lexicon import SYMBOLS
from pipeline.extract.figures.number_lexicon import DASHES, HYPHENS
from pipeline.extract.figures.tokens import Tokens

MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sept sep oct nov dec".split()
)
_DESIGNATORS = frozenset(
    "no nos number nr nrs page pages p pp chapter section article row room route highway exit phase type level grade class category tier "
    "stage step day week round game lap act part volume vol episode season version gate platform channel flight unit block bus "
    "train route junction interstate figure fig table clause paragraph resolution schedule appendix annex title rule building apartment "
    "suite floor ward district zone sector precinct lot line item case psalm verse mark generation group question option".split()
)
_COUNTED_DESIGNATORS = frozenset("day week game lap part line lot item case unit floor group option question round".split())
_CODE_SIGNS = frozenset("_/@=&#\\.:%^*|")
_TIME_WORDS = frozenset("am pm o'clock gmt utc bst est edt cet ist a.m p.m hrs".split())
_YEAR_CUES = frozenset(
    "in since of by from until till to before after during between and the early late mid circa spring summer autumn fall winter through "
    "fy for around this its their his her a end beginning start year back as".split()
)
_PREFIXES = frozenset("sub pre over non near ultra up".split())
_NAME_BREAKERS = frozenset(
    "the a an in on at by of for with and but or as if when while after before since from to about some nearly almost over more at only just "
    "all these those his her its their our my your this that there here another than up down under around roughly approximately most many "
    "both least between every each including not no is are was were has have had i we they he she it you who which what how where why "
    "still now then so yes today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday also additionally "
    "meanwhile however last next first second third nearly q some up total age aged plus save get buy pay until till within "
    "without through during per against among via than".split()
)


def refused_until(tokens: Tokens, draft: Draft) -> int | None:
    """The token after the thing that is no figure, or None if the draft may stand."""
    code = _code_end(tokens, draft)
    if code is not None:
        return code
    if draft.unit is not None:
        return None
    for refuses in (_ordinal_or_decade, _time_of_day, _month_day, _year, _named_number, _leading_zero):
        if refuses(tokens, draft):
            return _chain_end(tokens, draft.after)
    return None


def _chain_end(tokens: Tokens, at: int) -> int:
    """Step over everything glued on with digits: the rest of a date, a telephone number, a score."""
    while (tokens.raw[at] in DASHES or tokens.raw[at] in _CODE_SIGNS or tokens.raw[at] in {",", "x"}) and tokens.glued(at) and (
        tokens.raw[at + 1][:1].isdigit() and tokens.glued(at + 1)
    ):
        at += 2
    if tokens.raw[at] in DASHES and tokens.raw[at + 1][:1].isdigit():
        at += 2
    return at


def _code_end(tokens: Tokens, draft: Draft) -> int | None:
    """Digits glued to letters or signs on either side are part of a code."""
    if _glued_left(tokens, draft) or _glued_right(tokens, draft):
        at = draft.after
        while tokens.low[at] and tokens.glued(at):
            at += 1
        return at
    return None


def _glued_left(tokens: Tokens, draft: Draft) -> bool:
    at = draft.first
    if not tokens.glued(at):
        return False
    before = tokens.raw[at - 1]
    if before[-1:].isalnum() or before in _CODE_SIGNS:
        return before not in {"*", "|"}
    if before in HYPHENS or before == "−":
        if not tokens.glued(at - 1):
            return False
        owner = tokens.raw[at - 2]
        return owner[:1].isalnum() and owner.lower() not in _PREFIXES
    return False


def _glued_right(tokens: Tokens, draft: Draft) -> bool:
    at = draft.after
    if not tokens.glued(at):
        return False
    sign, following = tokens.raw[at], tokens.raw[at + 1]
    if sign[:1].isalpha():
        return True
    if sign in {"/", ":", ".", "#", "@", "_", "=", "\\", "^"}:
        return tokens.glued(at + 1) and (following[:1].isdigit() or (sign not in {":", ".", "/"} and following[:1].isalpha()))
    if sign in HYPHENS and tokens.glued(at + 1) and following[:1].isdigit():
        third = at + 2
        return tokens.raw[third] in HYPHENS and tokens.glued(third) and tokens.raw[third + 1][:1].isdigit()
    return sign in HYPHENS and tokens.glued(at + 1) and len(following) == 1 and following.isupper() and draft.unit is None


def _ordinal_or_decade(tokens: Tokens, draft: Draft) -> bool:
    return False


def _time_of_day(tokens: Tokens, draft: Draft) -> bool:
    low, at = tokens.low, draft.after
    return low[at] in _TIME_WORDS or (low[at] in {"a", "p"} and tokens.raw[at + 1] == "." and low[at + 2] == "m")


def _month_day(tokens: Tokens, draft: Draft) -> bool:
    """ "June 9", "9 June", "the 9th of June", "Oct. 31", "June 24-25"."""
    if draft.value is None or draft.value > 31 or draft.is_words:
        return False
    before = draft.first - 2 if tokens.raw[draft.first - 1] == "." else draft.first - 1
    after = draft.after + 1 if tokens.low[draft.after] == "of" else draft.after
    return _is_month(tokens, before) or _is_month(tokens, after) or _is_month(tokens, _after_pair(tokens, draft.after))


def _after_pair(tokens: Tokens, at: int) -> int:
    """ "9-12 June", "9 and 10 June": the month stands after the second number."""
    if (tokens.raw[at] in DASHES or tokens.low[at] in {"and", "to"}) and tokens.raw[at + 1].isdigit():
        return at + 2
    return 0


def _is_month(tokens: Tokens, at: int) -> bool:
    return tokens.low[at] in MONTHS and tokens.raw[at][:1].isupper()


def _year(tokens: Tokens, draft: Draft) -> bool:
    if not draft.is_plain or draft.value is None or len(tokens.raw[draft.after - 1]) != 4 or draft.value > 2100:
        return False
    before, following = tokens.low[draft.first - 1], tokens.low[draft.after]
    if before in {"about", "some", "nearly", "almost", "roughly", "approximately", "than", "least", "over", "under", "exceeding", "another"}:
        return False
    if draft.value < 1800:
        return draft.value > 1000 and before in {"in", "since", "until", "by", "from", "between", "before", "after", "of"} and not _plural(following)
    return not (_plural(following) and before not in _YEAR_CUES and following not in {"elections", "games", "olympics", "series"})


def _plural(word: str) -> bool:
    return word in {"people", "men", "women", "children"} or (len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "'s")))


def _named_number(tokens: Tokens, draft: Draft) -> bool:
    """ "Boeing 737", "S&P 500", "No. 1", "Article 5", "page 12", "#1"."""
    at = draft.first - 1
    if tokens.raw[at] == "." and tokens.low[at - 1] in {"no", "nos", "nr", "nrs", "art", "vol", "p", "pp", "fig"}:
        return True
    before, raw = tokens.low[at], tokens.raw[at]
    if before in _DESIGNATORS and (raw[:1].isupper() or before not in _COUNTED_DESIGNATORS) and not _plural(tokens.low[draft.after]):
        return True
    if not (draft.is_plain or (draft.is_words and tokens.raw[draft.first][:1].isupper())):
        return False
    if not raw[:1].isalpha() or raw.islower() or before in _NAME_BREAKERS or before in MONTHS:
        return False
    if raw[:1].isupper() or not raw.islower():
        return not _plural(tokens.low[draft.after]) or not raw[1:].islower()
    return False


def _leading_zero(tokens: Tokens, draft: Draft) -> bool:
    raw = tokens.raw[draft.first]
    return len(raw) > 1 and raw[0] == "0" and raw.isdigit()


def is_score(tokens: Tokens, first: Draft, second: Draft) -> bool:
    """ "2-1", "6-4": small bare numbers around a hyphen that do not rise or count nothing."""
    if first.unit or second.unit or not (first.is_plain and second.is_plain) or second.value is None or first.value is None:
        return False
    return first.value >= second.value or (second.value < 20 and not _plural(tokens.low[second.after]))


def is_currency(raw: str) -> bool:
    """Whether a token is a currency sign."""
    return raw in SYMBOLS
