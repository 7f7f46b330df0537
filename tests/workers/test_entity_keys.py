"""Which names are one entity across articles: those that differ in accents, hyphens and capitals, and no others."""

from __future__ import annotations

import pytest

from workers.store.annotations import entity_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("San Jos\u00e9", "San Jose"),
        ("San Jose\u0301", "San Jos\u00e9"),
        ("Abdel-Fattah El-Sisi", "Abdel Fattah el Sisi"),
        ("Prosecutor\u2019s Office", "Prosecutor's Office"),
        ("WALVIS BAY", "Walvis  Bay"),
    ],
)
def test_one_entity(one: str, other: str) -> None:
    assert entity_key("place", one) == entity_key("place", other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Niger", "Nigeria"),
        ("Austria", "Australia"),
        ("\u304b", "\u304c"),
        ("-", "\u2013\u2013"),
        ("Kim Jong Un", "Kim Jongun"),
    ],
)
def test_two_entities(one: str, other: str) -> None:
    assert entity_key("place", one) != entity_key("place", other)


def test_kinds_are_apart() -> None:
    assert entity_key("place", "Jordan") != entity_key("person", "Jordan")
