"""Every closed word that an operator can meet is explained, once, in the section where it belongs."""

from __future__ import annotations

import re
from collections import Counter
from enum import StrEnum
from pathlib import Path

import pytest

from pipeline.stages import KINDS, MAINTENANCE, PIPELINE
from schemas.entry import EntryState
from schemas.fact import FactStatus, Hint
from schemas.feed import FeedState
from schemas.figure import Change, FigureKind, Qualifier
from schemas.outcome import Reason, Status

GLOSSARY = (Path(__file__).resolve().parents[1] / "docs" / "glossary.md").read_text(encoding="utf-8")
TERM = re.compile(r"^- \*\*(?P<word>[^*]+)\*\*(?: \((?P<sense>state|outcome)\))? — (?P<meaning>.+)$", re.MULTILINE)


def section(title: str) -> dict[str, str]:
    """The words of one section with their meanings."""
    _, found, rest = GLOSSARY.partition(f"\n## {title}\n")
    assert found, title
    return {term["word"]: term["meaning"] for term in TERM.finditer(rest.partition("\n## ")[0])}


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Reasons", [Reason]),
        ("Outcomes", [Status]),
        ("States", [EntryState, FeedState]),
        ("How the sources of a fact stand to each other", [FactStatus]),
        ("Slips that a hint names", [Hint]),
        ("What a figure can be", [FigureKind]),
    ],
)
def test_a_closed_list_is_explained_word_for_word(title: str, words: list[type[StrEnum]]) -> None:
    assert sorted(section(title)) == sorted(word.value for kind in words for word in kind)


def test_a_meaning_is_a_sentence() -> None:
    for term in TERM.finditer(GLOSSARY):
        assert len(term["meaning"].split()) > 3, term["word"]
        assert term["meaning"].rstrip().endswith("."), term["word"]


def test_no_word_is_explained_twice_in_one_sense() -> None:
    senses = Counter((term["word"], term["sense"]) for term in TERM.finditer(GLOSSARY))
    assert {word for (word, _), n in senses.items() if n > 1} == set()


def test_stages_queues_and_kinds_are_named() -> None:
    meanings = section("How it runs")
    assert all(f"`{stage.name}`" in meanings["stage"] for stage in PIPELINE)
    assert all(f"`{queue}`" in meanings["queue"] for queue in [*(stage.queue for stage in PIPELINE), MAINTENANCE])
    assert all(f"`{kind}`" in meanings["worker"] for kind in KINDS)


def test_qualifiers_and_changes_are_named() -> None:
    meanings = section("What becomes of it")
    assert all(f"`{word}`" in meanings["qualifier"] for word in Qualifier)
    assert all(f"`{word}`" in meanings["change of a figure"] for word in Change)
