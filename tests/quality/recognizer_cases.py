"""Judges figures against the recognizer cases: which cases concern news, and when one is fully right.

A case concerns news if every number it asks for is a figure by our conventions, in a notation that newspapers use. Left
out are: units without a number; ordinals read as numbers ("between the tenth and the fifteenth"); powers and division
("1.1^+23", "one over three"); fractions in words that are no simple part (not below one, or a denominator beyond ten
that is no power of ten) and are not added to a number as "and a half" is; item numbers and addresses ("nrs. 22,24",
"192.168.1.2"); and text that was cut into tokens before it reached us ("10 , 000").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pipeline.units import unit_name
from schemas.figure import Figure, FigureKind

Case = dict[str, Any]
MODELS = ("number", "numberrange", "percentage", "currency", "dimension", "temperature", "age")

_NOT_NEWS = re.compile(r"\^|\b(?:\d+|one) over (?:\d|\w)|\bthe (?:tenth|fifteenth)\b|\d\.\d+\.\d|\bnrs?\.|\d [,.] \d")
_DENOMINATOR = re.compile(r"(?:third|quarter|(?:four|fif|six|eigh|nin|hundred|thousand|trillion)th|first)s?\b")
_SIMPLE = 10
_CURRENCY_NAMES = """
    dollar=USD united_states_dollar=USD euro=EUR pound=GBP british_pound=GBP pence=GBP penny=GBP cent=USD
    japanese_yen=JPY chinese_yuan=CNY rupee=INR australian_dollar=AUD mexican_peso=MXN bitcoin=BTC finnish_markka=FIM
    canadian_dollar=CAD peseta=ESP netherlands_guilder=NLG costa_rican_colón=CRC lao_kip=LAK
"""
_CURRENCIES = dict(re.findall(r"(\w+)=(\w+)", _CURRENCY_NAMES))
_HUNDREDTHS = {"pence", "penny", "cent"}
_BOUNDS = {
    ("(", "", ")"): {"more_than", "at_least"},
    ("[", "", ")"): {"at_least", "about"},
    ("", "(", ")"): {"less_than"},
    ("", "(", "]"): {"at_most", "up_to"},
}


def concerns_news(case: Case) -> bool:
    """Whether the case falls under the criterion at the top of this file."""
    values = [result["resolution"].get("value") for result in case["results"]]
    if case["model"] not in MODELS or None in values or "null" in values or _NOT_NEWS.search(case["text"]):
        return False
    return case["model"] != "number" or all(_is_simple(result) for result in case["results"])


def _is_simple(result: dict[str, Any]) -> bool:
    """Whether a number holds no fraction in words, or a simple one."""
    if not _DENOMINATOR.search(result["text"]) or re.search(r"\band (?:a|one) \w+", result["text"]):
        return True
    value = Fraction(result["resolution"]["value"])
    return value < 1 and abs(value.limit_denominator(_SIMPLE) - value) < Fraction(1, 10**9)


def is_fully_right(case: Case, figures: Sequence[Figure]) -> bool:
    """Every number that is asked for is found with its value and unit, and nothing else of its kind is."""
    left = [figure for figure in figures if _is_of_kind(case["model"], figure)]
    for result in case["results"]:
        hit = next((f for f in left if _overlaps(f, result) and _answers(case["model"], result["resolution"], f)), None)
        if hit is None:
            return False
        left.remove(hit)
    return case["model"] not in {"currency", "percentage", "temperature"} or not left


def _is_of_kind(model: str, figure: Figure) -> bool:
    kinds = {
        "currency": {FigureKind.MONEY},
        "percentage": {FigureKind.PERCENT},
        "temperature": {FigureKind.MEASURE},
        "dimension": {FigureKind.MEASURE},
        "age": {FigureKind.DURATION},
    }.get(model)
    return kinds is None or figure.kind in kinds


def _overlaps(figure: Figure, result: dict[str, Any]) -> bool:
    return bool(figure.start_char < result["end"] and result["start"] < figure.end_char)


def _answers(model: str, resolution: dict[str, Any], figure: Figure) -> bool:
    if model == "numberrange":
        return _range_answers(resolution["value"], figure)
    unit = str(resolution.get("unit", "")).lower()
    value = Decimal(resolution["value"].rstrip("%")) / (100 if unit in _HUNDREDTHS else 1)
    # "between 40 and 50 years" answers a question for its upper bound.
    near = any(abs(said - value) <= abs(value) / 10**6 for said in (figure.value, figure.high) if said is not None)
    return near and _unit_answers(model, unit, resolution.get("isoCurrency"), figure)


def _unit_answers(model: str, unit: str, code: str | None, figure: Figure) -> bool:
    if model == "currency":
        return figure.unit == (code or _CURRENCIES.get(unit.replace(" ", "_")))
    if model == "temperature":
        return figure.unit == {"c": "degree_celsius", "f": "degree_fahrenheit"}.get(unit, "degree")
    if model == "age":
        return figure.unit == ("year" if unit == "age" else unit)
    return model != "dimension" or figure.unit in {unit_name(unit), {"turn": "turn"}.get(unit)}


def _range_answers(interval: str, figure: Figure) -> bool:
    """E.g. "[20,30)" asks for two bounds, "(30,)" for "more than 30", "[170,170]" for 170."""
    low, high = interval[1:-1].split(",")
    if low and high and low != high:
        return (figure.low, figure.high) == (Decimal(low), Decimal(high))
    if figure.value != Decimal(low or high):
        return False
    if low == high:
        return True
    wanted = _BOUNDS[(interval[0], "", ")") if low else ("", "(", interval[-1])]
    return figure.qualifier in wanted
