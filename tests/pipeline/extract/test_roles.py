"""Offices: who is said to hold what, before and after names, now and formerly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.entities import find_mentions
from pipeline.extract.entities.name import Name
from pipeline.extract.headline import headline_roles
from pipeline.extract.roles import find_roles
from schemas.mention import EntityType, RoleMention

PERSON, PLACE, ORGANISATION, OTHER = EntityType.PERSON, EntityType.PLACE, EntityType.ORGANISATION, EntityType.OTHER


def roles(text: str, *named: tuple[str, EntityType]) -> tuple[RoleMention, ...]:
    names = [Name(text.index(surface), text.index(surface) + len(surface), kind) for surface, kind in named]
    return find_roles(text, find_mentions(text, names))


@pytest.mark.parametrize(
    ("text", "named", "role", "organisation", "holder", "is_former"),
    [
        ("NATO Secretary General Mark Rutte said", [("NATO", ORGANISATION), ("Mark Rutte", PERSON)],
         "secretary general", "North Atlantic Treaty Organization", "Mark Rutte", False),
        ("Mark Rutte, secretary-general of NATO, said", [("Mark Rutte", PERSON), ("NATO", ORGANISATION)],
         "secretary general", "North Atlantic Treaty Organization", "Mark Rutte", False),
        ("Dmitry Peskov, the Kremlin spokesman, said", [("Dmitry Peskov", PERSON), ("Kremlin", ORGANISATION)],
         "spokesman", "Kremlin", "Dmitry Peskov", False),
        ("Prime Minister Keir Starmer said", [("Keir Starmer", PERSON)], "prime minister", None, "Keir Starmer", False),
        ("U.S. Secretary of Defense Pete Hegseth left", [("U.S.", PLACE), ("Pete Hegseth", PERSON)],
         "secretary of defense", "United States", "Pete Hegseth", False),
        ("Ukrainian President Olena Bondar met", [("Ukrainian", OTHER), ("Olena Bondar", PERSON)],
         "president", "Ukraine", "Olena Bondar", False),
        ("Former NATO chief Jens Stoltenberg met", [("NATO", ORGANISATION), ("Jens Stoltenberg", PERSON)],
         "secretary general", "North Atlantic Treaty Organization", "Jens Stoltenberg", True),
        ("Zembla chief Tim Orwin sold", [("Zembla", ORGANISATION), ("Tim Orwin", PERSON)],
         "chief", "Zembla", "Tim Orwin", False),
        ("Tim Orwin, who heads the IMF, spoke", [("Tim Orwin", PERSON), ("IMF", ORGANISATION)],
         "managing director", "International Monetary Fund", "Tim Orwin", False),
        ("Ann Kowal was appointed minister of defence of Ukraine", [("Ann Kowal", PERSON), ("Ukraine", PLACE)],
         "defense minister", "Ukraine", "Ann Kowal", False),
        ("Ann Kowal, who was mayor of London, said", [("Ann Kowal", PERSON), ("London", PLACE)],
         "mayor", "London", "Ann Kowal", True),
        ("ex-president Ann Kowal won", [("Ann Kowal", PERSON)], "president", None, "Ann Kowal", True),
        ("Tim Orwin, Zembla's chief executive, sold", [("Tim Orwin", PERSON), ("Zembla", ORGANISATION)],
         "chief executive", "Zembla", "Tim Orwin", False),
        ("the mayor of London, Sadiq Khan, said", [("London", PLACE), ("Sadiq Khan", PERSON)],
         "mayor", "London", "Sadiq Khan", False),
        ("The new chairman of Zembla is Tim Orwin.", [("Zembla", ORGANISATION), ("Tim Orwin", PERSON)],
         "chairman", "Zembla", "Tim Orwin", False),
        ("Zembla named Tim Orwin chief executive", [("Zembla", ORGANISATION), ("Tim Orwin", PERSON)],
         "chief executive", "Zembla", "Tim Orwin", False),
        ("Ann Kowal resigned as mayor of London", [("Ann Kowal", PERSON), ("London", PLACE)],
         "mayor", "London", "Ann Kowal", True),
        ("Ann Kowal (mayor of London) said", [("Ann Kowal", PERSON), ("London", PLACE)],
         "mayor", "London", "Ann Kowal", False),
        ("Ann Kowal, 54, the company's chairwoman, said", [("Ann Kowal", PERSON)],
         "chairman", None, "Ann Kowal", False),
        ("Ann Kowal is no longer mayor of London", [("Ann Kowal", PERSON), ("London", PLACE)],
         "mayor", "London", "Ann Kowal", True),
        ("Chancellor Ann Kowal of Germany came", [("Ann Kowal", PERSON), ("Germany", PLACE)],
         "chancellor", "Germany", "Ann Kowal", False),
        ("a spokesman for Zembla, Tim Orwin, said", [("Zembla", ORGANISATION), ("Tim Orwin", PERSON)],
         "spokesman", "Zembla", "Tim Orwin", False),
    ],
)  # fmt: skip
def test_reads(
    text: str,
    named: list[tuple[str, EntityType]],
    role: str,
    organisation: str | None,
    holder: str,
    is_former: bool,
) -> None:
    (found,) = roles(text, *named)
    assert (found.role, found.organisation, found.holder, found.is_former) == (role, organisation, holder, is_former)
    assert found.surface == text[found.start_char : found.end_char]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Ann Kowal was appointed foreign secretary in 2016.", [("Ann Kowal", PERSON)]),
        ("Ann Kowal will never be president of France", [("Ann Kowal", PERSON), ("France", PLACE)]),
        ("Ann Kowal was named as a suspect by the president", [("Ann Kowal", PERSON)]),
        ("Ann Kowal, who is not the president of France, left", [("Ann Kowal", PERSON), ("France", PLACE)]),
        ("The president is Ann Kowal's brother.", [("Ann Kowal", PERSON)]),
        ("The problem of the president is Ann Kowal.", [("Ann Kowal", PERSON)]),
        ("If elected president, Ann Kowal would leave", [("Ann Kowal", PERSON)]),
        ("A spokesman for Ann Kowal, Tim Orwin, left", [("Ann Kowal", PERSON), ("Tim Orwin", PERSON)]),
        ("He met the president. Keir Starmer left.", [("Keir Starmer", PERSON)]),
        ("Keir Starmer, who was in London with the minister, left", [("Keir Starmer", PERSON), ("London", PLACE)]),
    ],
)
def test_leaves_alone(text: str, named: list[tuple[str, EntityType]]) -> None:
    assert roles(text, *named) == ()


def test_headlines_need_no_model() -> None:
    (role,) = headline_roles("NATO Secretary General Mark Rutte urges 400% increase")
    assert (role.role, role.organisation, role.holder) == (
        "secretary general",
        "North Atlantic Treaty Organization",
        "Mark Rutte",
    )
    assert headline_roles("NATO chief urges increase") == ()


@given(
    st.text()
    | st.lists(st.sampled_from(["President", "of", "the", "Mark", "Rutte", ",", "former", "EU"])).map(" ".join)
)
def test_headlines_never_raise(title: str) -> None:
    for role in headline_roles(title):
        assert role.surface == title[role.start_char : role.end_char] != ""
