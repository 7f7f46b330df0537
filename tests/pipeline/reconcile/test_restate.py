"""Figures as their sentences mean them."""

from __future__ import annotations

import pytest

from pipeline.reconcile.claim import Claim, claims_of
from schemas.fact import FactStatus
from schemas.figure import Change, FigureKind
from tests.pipeline.reconcile.stories import article, conflicts, facts_of


def claim_at(text: str, surface: str) -> Claim:
    """The claim whose figure reads `surface`."""
    return next(claim for claim in claims_of([article(1, text)]) if claim.figure.surface == surface)


def test_a_girl_of_twelve_is_an_age():
    claim = claim_at("A girl of twelve was injured in the crash, police said.", "twelve")
    assert (claim.figure.kind, claim.context.measure) == (FigureKind.DURATION, "age")


@pytest.mark.parametrize(
    ("text", "surface", "kind"),
    [
        ("A farmhand of 41 from Mostre was found dead under a tree.", "41", FigureKind.DURATION),
        ("Police put the number of dead at 29.", "29", FigureKind.COUNT),
    ],
)
def test_ages_and_counts_of_the_dead(text, surface, kind):
    assert claim_at(text, surface).figure.kind == kind


def test_an_age_in_front_says_nothing_of_the_next_span():
    assert claim_at("The 24-year-old has a five-year contract.", "five-year").context.measure != "age"


def test_growth_named_by_a_noun_is_growth():
    claim = claim_at("Underlying growth at older stores was 4.3 percent, the company said.", "4.3 percent")
    assert (claim.figure.change, claim.reading.family) == (Change.INCREASE, "growth")


@pytest.mark.parametrize(
    ("text", "deed"),
    [("The army lost eight soldiers in the night.", "killed"), ("The chain lost eight shops in the spring.", None)],
)
def test_soldiers_who_are_lost_are_dead(text, deed):
    assert claim_at(text, "eight").context.deed == deed


def test_two_sides_count_one_crowd():
    facts = facts_of(
        "The unions counted 30,000 people on the march in Montcalme on Tuesday.",
        "Organisers said that 30,000 people joined the march in Montcalme. Police said that 17,000 people joined it.",
    )
    assert [fact.status for fact in conflicts(facts)] == [FactStatus.CONFLICTING]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "In the poll 38 percent of residents support the tunnel.",
            "In the poll 62 percent of residents oppose the tunnel.",
        ),
        ("About 9,000 vehicles use the bridge a day.", "Some 4,100 vehicles use the ferry beside the bridge a day."),
        ("In all 20 soldiers were killed on the line.", "The army killed 16 Ruthenian soldiers on the line."),
        ("The city paid $130 million of the $214 million.", "The state paid $84 million for the opera."),
        ("The tunnel opened four years late.", "The tunnel took five years to build."),
    ],
)
def test_parts_complements_and_named_spans_are_not_opposed(one, other):
    assert not conflicts(facts_of(one, other))


@pytest.mark.parametrize(
    ("text", "surface", "stance"),
    [
        ("Some 412,000 people are waiting for a planned operation.", "412,000", None),
        ("The firm has planned 48 launches this year.", "48", "plan"),
    ],
)
def test_a_planned_thing_makes_no_plan_of_the_number(text: str, surface: str, stance: str | None) -> None:
    assert claim_at(text, surface).context.stance == stance
