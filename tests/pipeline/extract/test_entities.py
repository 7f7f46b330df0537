"""Names: what is trimmed, corrected, found again and resolved, without a model."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.entities import find_mentions
from pipeline.extract.entities.abbreviations import introductions
from pipeline.extract.entities.gazetteer import gazetteer
from pipeline.extract.entities.name import Name
from schemas.mention import EntityType, Mention

PERSON, PLACE, ORGANISATION, OTHER = EntityType.PERSON, EntityType.PLACE, EntityType.ORGANISATION, EntityType.OTHER


def mentions(text: str, *named: tuple[str, EntityType]) -> list[Mention]:
    """The mentions of a text in which a model is said to have found these surfaces, each at its next occurrence."""
    names, position = [], 0
    for surface, kind in named:
        start = text.index(surface, position)
        position = start + len(surface)
        names.append(Name(start, position, kind))
    return list(find_mentions(text, names))


def types(found: list[Mention]) -> list[tuple[str, EntityType]]:
    return [(mention.surface, mention.type) for mention in found]


def test_a_surname_follows_its_full_name() -> None:
    text = "Jens Stoltenberg spoke. Stoltenberg left. Later Stoltenberg returned."
    found = mentions(text, ("Jens Stoltenberg", PERSON), ("Stoltenberg", PLACE))
    assert types(found) == [("Jens Stoltenberg", PERSON), ("Stoltenberg", PERSON), ("Stoltenberg", PERSON)]
    assert {mention.entity for mention in found} == {"Jens Stoltenberg"}


def test_two_bearers_leave_a_surname_alone() -> None:
    text = "Ann Kowal met Bob Kowal. Kowal smiled."
    found = mentions(text, ("Ann Kowal", PERSON), ("Bob Kowal", PERSON), ("Kowal", PERSON))
    assert [mention.entity for mention in found] == ["Ann Kowal", "Bob Kowal", "Kowal"]


def test_the_map_overrules_the_model() -> None:
    found = mentions(
        "Rain fell in Kyiv. Ukrainian troops left Russia.",
        ("Kyiv", PERSON),
        ("Ukrainian", PLACE),
        ("Russia", ORGANISATION),
    )
    assert types(found) == [("Kyiv", PLACE), ("Ukrainian", OTHER), ("Russia", PLACE)]


def test_neighbours_are_heard() -> None:
    found = mentions("“No,” said Gondwel. Many live in Qorveth.", ("Gondwel", PLACE), ("Qorveth", PERSON))
    assert types(found) == [("Gondwel", PERSON), ("Qorveth", PLACE)]


def test_articles_possessives_and_titles_are_no_part_of_a_name() -> None:
    found = mentions("The Pentagon's plan; Mr. Orwin agreed.", ("The Pentagon's", ORGANISATION), ("Mr. Orwin", PERSON))
    assert [mention.surface for mention in found] == ["Pentagon", "Orwin"]


def test_a_short_form_is_what_introduced_it() -> None:
    text = "The Zembla Central Bank (ZCB) acted. The ZCB said more."
    found = mentions(text, ("Zembla Central Bank", ORGANISATION), ("ZCB", PERSON))
    assert types(found) == [("Zembla Central Bank", ORGANISATION), ("ZCB", ORGANISATION), ("ZCB", ORGANISATION)]
    assert {mention.entity for mention in found} == {"Zembla Central Bank"}


def test_short_forms_must_match_their_initials() -> None:
    assert [each.short for each in introductions("the Bank of Zembla (BoZ) and a guest (QXY)")] == ["BoZ"]


@pytest.mark.parametrize(
    ("surface", "kind", "entity"),
    [
        ("U.S.", PLACE, "United States"),
        ("US", PLACE, "United States"),
        ("Kiev", PLACE, "Kyiv"),
        ("NATO", ORGANISATION, "North Atlantic Treaty Organization"),
        ("Rutte", PERSON, "Mark Rutte"),
        ("LONDON", PLACE, "London"),
        ("Austria", PLACE, "Austria"),
        ("Australia", PLACE, "Australia"),
        ("Niger", PLACE, "Niger"),
        ("Nigeria", PLACE, "Nigeria"),
    ],
)
def test_known_aliases(surface: str, kind: EntityType, entity: str) -> None:
    assert mentions(f"It was {surface} again.", (surface, kind))[0].entity == entity


def test_a_town_and_its_region_are_one_place_outside_lists() -> None:
    joined = mentions("He lives in Kingston, Jamaica now.", ("Kingston", PLACE), ("Jamaica", PLACE))
    assert [(mention.surface, mention.entity) for mention in joined] == [("Kingston, Jamaica", "Kingston")]
    listed = mentions("in Kingston, Jamaica and Haiti", ("Kingston", PLACE), ("Jamaica", PLACE), ("Haiti", PLACE))
    assert len(listed) == 3


def test_common_words_are_no_names() -> None:
    assert (
        mentions("The Agency said the Opposition left.", ("Agency", ORGANISATION), ("Opposition", ORGANISATION)) == []
    )


def test_web_addresses_hold_no_names() -> None:
    assert mentions("https://a.example/mark-rutte says", ("https://a.example/mark-rutte", PERSON)) == []


def test_the_gazetteer_does_not_guess() -> None:
    world = gazetteer()
    assert world.country_of("Kyiv") == world.country_of("Ukraine") == "UA"
    assert world.country_of("Austrailia") is None
    assert world.is_demonym("Germans")


PIECES = st.sampled_from(
    [
        "Mark",
        "Rutte",
        "NATO",
        "the",
        "The",
        "(",
        ")",
        ",",
        "Kyiv",
        "U.S.",
        "said",
        "Bank",
        "of",
        "'s",
        "\n",
        "Mr.",
        "-",
        "A",
    ]
)


@given(st.text() | st.lists(PIECES, max_size=25).map(" ".join), st.data())
def test_spans_are_sound(text: str, data: st.DataObject) -> None:
    ends = st.integers(0, len(text))
    drawn = data.draw(st.lists(st.tuples(ends, ends, st.sampled_from(EntityType)), max_size=8))
    found = find_mentions(text, [Name(min(a, b), max(a, b), kind) for a, b, kind in drawn])
    for mention in found:
        assert mention.surface == text[mention.start_char : mention.end_char] != ""
        assert mention.entity
    for left, right in itertools.pairwise(found):
        assert left.end_char <= right.start_char


WORDS = [
    ["Jane Orwin", "Orwin", "met", "in Gondwel", "Ministry", "(", ")"],
    ["Kyiv", "Zembla Bank", "said", "ZB", "'s"],
]
"""Words of two paragraphs that share none."""


@given(st.tuples(*(st.lists(st.sampled_from(words), max_size=12).map(" ".join) for words in WORDS)), st.data())
def test_paragraphs_that_share_no_word_are_read_apart(paragraphs: tuple[str, ...], data: st.DataObject) -> None:
    text, whole, apart = "\n\n".join(paragraphs), [], []
    for paragraph, start in zip(paragraphs, (0, len(paragraphs[0]) + 2), strict=True):
        ends = st.integers(0, len(paragraph))
        drawn = data.draw(st.lists(st.tuples(ends, ends, st.sampled_from(EntityType)), max_size=5))
        names = [Name(min(a, b), max(a, b), kind) for a, b, kind in drawn]
        whole += [Name(start + name.start, start + name.end, name.type) for name in names]
        apart += [
            (one.start_char + start, one.surface, one.type, one.entity) for one in find_mentions(paragraph, names)
        ]
    assert [(one.start_char, one.surface, one.type, one.entity) for one in find_mentions(text, whole)] == apart


@pytest.mark.parametrize("piece", ["(", "A", "NATO (N", "Mark ", "the ABC ", "and ", "\n", "1"])
def test_long_texts_come_back(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    assert len(find_mentions(text, [Name(0, len(piece), ORGANISATION)])) <= len(text)
