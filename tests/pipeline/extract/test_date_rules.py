"""Where the date rules are tried: the characters they declare are those their patterns can begin with."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Any

import pytest

from pipeline.extract.dates.extract import RULES
from pipeline.extract.dates.rule import BEGINNING, Rule

parser: Any = importlib.import_module("re._parser")
FLAG_IGNORECASE = 2


def beginnings(tokens: Sequence[Any], *, any_case: bool = False) -> tuple[set[str], bool]:
    """(characters a match can begin with, whether it can be empty), read from a parsed pattern."""
    found: set[str] = set()
    for name, said in tokens:
        here, is_empty = _of(str(name), said, any_case)
        found |= here
        if not is_empty:
            return found, False
    return found, True


def _of(name: str, said: Any, any_case: bool) -> tuple[set[str], bool]:
    if name == "LITERAL":
        return {chr(said).lower(), chr(said).upper()} if any_case else {chr(said)}, False
    if name == "IN":
        return {chr(one) for kind, each in said for one in _codes(str(kind), each)}, False
    if name == "BRANCH":
        parts = [beginnings(each, any_case=any_case) for each in said[1]]
        return set().union(*(part for part, _ in parts)), any(is_empty for _, is_empty in parts)
    if name == "SUBPATTERN":
        return beginnings(said[3], any_case=any_case or bool(said[1] & FLAG_IGNORECASE))
    if name in ("MAX_REPEAT", "MIN_REPEAT"):
        part, is_empty = beginnings(said[2], any_case=any_case)
        return part, is_empty or said[0] == 0
    assert name in ("ASSERT", "ASSERT_NOT", "AT"), name
    return set(), True


def _codes(kind: str, said: Any) -> Sequence[int]:
    return range(said[0], said[1] + 1) if kind == "RANGE" else (said,)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.resolve.__name__)
def test_a_rule_declares_every_character_it_begins_with(rule: Rule) -> None:
    found, is_empty = beginnings(parser.parse(rule.pattern.pattern, rule.pattern.flags))
    assert not is_empty
    assert found <= set(rule.starts)
    assert all(BEGINNING.match(one) for one in rule.starts)
