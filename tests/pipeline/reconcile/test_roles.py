"""Who is said to hold an office: agreement, conflict, and the holders who are never opposed."""

from __future__ import annotations

import pytest

from pipeline.reconcile import reconcile
from pipeline.reconcile.roles import is_same_person
from schemas.fact import FactKind, FactStatus
from tests.pipeline.reconcile.stories import article, role

CALL = "{} called for more patrol ships in Riga."


def holder(number, name, *, body="Baltic League", office="secretary general", is_former=False, text=CALL, origin=None):
    surface = f"{body or ''} {office} {name}".strip()
    whole = text.format(surface)
    mention = role(whole, surface, office, name, body, is_former=is_former)
    return article(number, whole, roles=(mention,), origin=origin)


def roles_of(*articles):
    return [fact for fact in reconcile(list(articles)) if fact.kind is FactKind.ROLE]


def test_two_origins_that_name_one_person_corroborate():
    (fact,) = roles_of(holder(1, "Ilse Brandt"), holder(2, "Brandt"))
    assert (fact.status, fact.label) == (FactStatus.CORROBORATED, "Baltic League Secretary General")
    assert [value.text for value in fact.values] == ["Ilse Brandt"]


def test_two_origins_that_name_two_people_conflict():
    (fact,) = roles_of(holder(1, "Ilse Brandt"), holder(2, "Henrik Sorensen"), holder(3, "Henrik Sorensen"))
    assert fact.status is FactStatus.CONFLICTING
    assert [(value.text, value.n_origins) for value in fact.values] == [("Ilse Brandt", 1), ("Henrik Sorensen", 2)]
    assert fact.reason == (
        "Ilse Brandt (Outlet 1) stands against Henrik Sorensen (Outlet 2, Outlet 3) as Baltic League Secretary General, "
        "and both cannot hold the office at the same time."
    )
    assert fact.values[0].quotes[0].surface == "Baltic League secretary general Ilse Brandt"


@pytest.mark.parametrize(
    "other",
    [
        {"is_former": True},
        {"body": "Nordic Council"},
        {"office": "deputy secretary general"},
        {"office": "prime minister"},
        {"origin": 1},
    ],
)
def test_holders_who_are_not_opposed(other):
    facts = roles_of(holder(1, "Ilse Brandt"), holder(2, "Henrik Sorensen", **other))
    assert all(fact.status is FactStatus.SINGLE_SOURCE for fact in facts)


def test_an_office_of_many_is_never_opposed():
    facts = roles_of(holder(1, "Ilse Brandt", office="spokeswoman"), holder(2, "Anna Holm", office="spokeswoman"))
    assert [fact.status for fact in facts] == [FactStatus.SINGLE_SOURCE] * 2


def test_a_nameless_office_is_opposed_only_in_like_sentences():
    names = ("Edith Crane", "Helen Marsh")
    alike = [holder(number, name, body=None, office="president") for number, name in enumerate(names, 1)]
    assert [fact.status for fact in roles_of(*alike)] == [FactStatus.CONFLICTING]
    apart = holder(3, "Helen Marsh", body=None, office="president", text="{} opened a school.")
    assert all(fact.status is FactStatus.SINGLE_SOURCE for fact in roles_of(alike[0], apart))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Mark Rutte", "Rutte", True),
        ("M. Rutte", "Mark Rutte", True),
        ("Käthe Müller", "Kathe Muller", True),
        ("Mark Rutte", "Jens Stoltenberg", False),
        ("Edith Crane", "Helen Crane", False),
        ("", "Helen Crane", False),
    ],
)
def test_same_person(one, other, same):
    assert is_same_person(one, other) is same
    assert is_same_person(other, one) is same


def test_an_organisation_goes_by_the_initials_that_sources_write():
    text = "B.L. secretary general Ilse Brandt called for more patrol ships in Riga."
    surface = "B.L. secretary general Ilse Brandt"
    mention = role(text, surface, "secretary general", "Ilse Brandt", "Baltic League")
    (fact,) = roles_of(article(1, text, roles=(mention,)))
    assert fact.label == "BL Secretary General"


def test_a_bare_minister_is_the_one_that_others_name_in_full():
    facts = roles_of(
        holder(1, "Patrick Orr", body=None, office="education minister"),
        holder(2, "Patrick Orr", body=None, office="minister"),
        holder(3, "Paula Olin", body=None, office="minister"),
    )
    assert [(fact.label, fact.status) for fact in facts] == [("Education Minister", FactStatus.CONFLICTING)]


def test_an_office_is_the_same_the_other_way_round():
    turned = holder(2, "Joan Ferriby", body=None, office="secretary for health")
    (fact,) = roles_of(holder(1, "Joan Ferriby", body=None, office="health secretary"), turned)
    assert fact.status is FactStatus.CORROBORATED
    of_state = holder(2, "Joan Ferriby", body=None, office="secretary of state")
    assert [one.label for one in roles_of(of_state)] == ["Secretary of State"]


def test_namesakes_in_one_nameless_office_are_opposed():
    apart = holder(2, "Rob Tolland", body=None, office="mayor", text="{} opened a school.")
    facts = roles_of(holder(1, "Rebecca Tolland", body=None, office="mayor"), apart)
    assert [fact.status for fact in facts] == [FactStatus.CONFLICTING]


def test_a_story_mostly_has_one_mayor():
    names = ("Edith Crane", "Helen Marsh")
    (fact,) = roles_of(*(holder(number, name, body=None, office="mayor") for number, name in enumerate(names, 1)))
    assert fact.status is FactStatus.CONFLICTING


def test_the_words_before_an_officer_say_which():
    texts = ("The returning {} spoke in Riga.", "The medical {} spoke in Riga.", "The returning {} left Riga.")
    names = ("Edith Crane", "Helen Marsh", "Ida Holm")
    facts = roles_of(
        *(
            holder(number, name, body=None, office="officer", text=text)
            for number, (name, text) in enumerate(zip(names, texts, strict=True), 1)
        )
    )
    assert {fact.label: str(fact.status) for fact in facts} == {
        "Returning Officer": "conflicting",
        "Medical Officer": "single_source",
    }


def test_whose_chief_executive_it_is_keeps_two_apart():
    one = holder(1, "Edith Crane", body=None, office="chief executive", text="Ferrant's {} spoke.")
    other = holder(2, "Helen Marsh", body=None, office="chief executive", text="Quillon's {} spoke.")
    assert [fact.status for fact in roles_of(one, other)] == [FactStatus.SINGLE_SOURCE] * 2


def test_acting_heads_are_opposed_to_each_other_only():
    acting = [holder(number, name, office="acting governor") for number, name in enumerate(("Ida Holm", "Per Lind"), 1)]
    (fact,) = roles_of(*acting)
    assert fact.status is FactStatus.CONFLICTING
    assert all(
        fact.status is FactStatus.SINGLE_SOURCE
        for fact in roles_of(acting[0], holder(3, "Ole Ruud", office="governor"))
    )
