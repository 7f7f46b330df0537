"""Ages: "36 years old", "a 12-year-old", "aged 25 to 54", "age 87", "Maddon, 66, has"."""

from __future__ import annotations

from pipeline.extract.figures.drafts import Draft
from pipeline.extract.figures.number_lexicon import HYPHENS
from pipeline.extract.figures.tokens import Tokens
from schemas.figure import FigureKind


def take_age(tokens: Tokens, draft: Draft) -> None:
    """Make the draft a duration in years (or the unit it has) where it states an age."""
    if draft.kind is FigureKind.DURATION:
        draft.is_age = _is_old(tokens, draft.after)
        return
    if draft.is_bare and not draft.is_vague and (_is_aged(tokens, draft) or _is_in_commas(tokens, draft)):
        draft.kind, draft.unit, draft.is_age = FigureKind.DURATION, "year", True


def _is_old(tokens: Tokens, at: int) -> bool:
    low = tokens.low
    if low[at] in HYPHENS:
        at += 1
    return low[at] == "old" or low[at] == "olds" or (low[at] == "of" and low[at + 1] == "age")


def _is_aged(tokens: Tokens, draft: Draft) -> bool:
    before, two_before = tokens.low[draft.first - 1], tokens.low[draft.first - 2]
    if before in {"aged", "ages"}:
        return True
    if before == "age" or (before == "of" and two_before == "age"):
        return draft.value is None or draft.value < 125
    return before in {"between", "over", "under", "about", "from"} and two_before in {"aged", "ages"}


def _is_in_commas(tokens: Tokens, draft: Draft) -> bool:
    """ "Maddon, 66, has": a whole number of at most 115 between commas after a capitalised word."""
    if not draft.is_plain or draft.value is None or not 0 < draft.value <= 115:
        return False
    comma, name = tokens.raw[draft.first - 1], tokens.raw[draft.first - 2]
    closed = tokens.raw[draft.after] in {",", ".", ";", ")", ""}
    return comma == "," and name[:1].isupper() and name[1:2].islower() and closed and tokens.raw[draft.after] == ","
