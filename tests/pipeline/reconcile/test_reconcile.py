"""Stories in, facts out: statuses, what is kept apart, headlines, keys, order, cost."""

from __future__ import annotations

import dataclasses
import itertools
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.reconcile import reconcile
from schemas.annotations import Annotations
from schemas.fact import FactStatus, Hint
from tests.cost import assert_near_linear
from tests.pipeline.reconcile.stories import NOON, article, conflicts, fact_with, facts_of

BLAST = "A blast at a bakery in Torrin killed {} people, police said."


def test_nothing_is_said_of_nothing():
    assert reconcile([]) == ()
    assert facts_of("The council met and went home.") == ()


def test_one_origin_stays_single_however_many_reprints():
    story = [article(number, BLAST.format(36), origin=7) for number in (1, 2, 3)]
    fact = fact_with(reconcile(story), "36")
    assert (fact.status, fact.n_origins) == (FactStatus.SINGLE_SOURCE, 1)
    assert fact.values[0].article_ids == (1, 2, 3)


def test_two_origins_corroborate_in_any_notation():
    facts = facts_of("The bridge cost $1.2bn to build.", "Building the bridge cost 1,200 million dollars.")
    fact = fact_with(facts, "$1.2bn")
    assert fact.status is FactStatus.CORROBORATED
    assert {quote.surface for quote in fact.values[0].quotes} == {"$1.2bn", "1,200 million dollars"}


def test_units_of_one_dimension_are_one_value():
    facts = facts_of("The tunnel is 100 kilometres long.", "The tunnel, 62 miles long, opens in May.")
    assert fact_with(facts, "62 miles").status is FactStatus.CORROBORATED


@pytest.mark.parametrize(
    ("one", "other"),
    [("nearly 500", "499"), ("at least 30", "36"), ("dozens of", "36"), ("about 60,000", "59,842"), ("500", "499")],
)
def test_hedges_and_rounding_are_compatible(one, other):
    facts = facts_of(BLAST.format(one), BLAST.format(other))
    assert not conflicts(facts)
    assert fact_with(facts, other).status is FactStatus.COMPATIBLE


def test_two_counts_of_one_thing_at_one_time_conflict():
    fact = fact_with(facts_of(BLAST.format(36), BLAST.format(63)), "63")
    assert (fact.status, fact.hint) == (FactStatus.CONFLICTING, Hint.TRANSPOSED_DIGITS)
    assert fact.reason == (
        "“36” (Outlet 1) stands against “63” (Outlet 2), and both cannot be right; they differ only in the order of their digits."
    )


def test_a_whole_does_not_conflict_with_another_part_of_it():
    facts = facts_of(
        "Two of the seven members of the rate committee voted to leave borrowing costs unchanged.",
        "The decision was not unanimous: five members of the committee were in favour and two against.",
    )
    assert not conflicts(facts)


def test_a_toll_that_rose_is_superseded():
    later = "The death toll of the blast at a bakery in Torrin rose to 41, police said."
    story = [article(1, BLAST.format(36)), article(2, later, hours=8)]
    fact = fact_with(reconcile(story), "41")
    assert (fact.status, fact.hint) == (FactStatus.SUPERSEDED, None)
    assert [value.text for value in fact.values] == ["36", "41"]


@pytest.mark.parametrize(
    "later",
    [
        "The number of homes without power has climbed to 62,000, the grid said.",
        "So far 62,000 homes have lost power, the grid said.",
    ],
)
def test_a_number_that_goes_on_is_superseded(later):
    first = article(1, "Homes without power number 48,000, the grid said.")
    facts = reconcile([first, article(2, later, hours=9)])
    assert not conflicts(facts)


@pytest.mark.parametrize(
    ("first", "later", "hours"),
    [
        ("Stocks of plasma stand at 1.6 days.", "Stocks of plasma climbed to 2.4 days.", 30),
        ("Castra Mail has offered 4.5 percent.", "Castra Mail improved its offer to 5.25 percent.", 9),
    ],
)
def test_a_level_that_moved_between_two_reports_is_no_conflict(first, later, hours):
    assert not conflicts(reconcile([article(1, first), article(2, later, hours=hours)]))


@pytest.mark.parametrize(
    "other", ["Rival Orvane ordered 180 buses.", "In neighbouring Manvat the operator ordered 180 buses."]
)
def test_what_a_rival_or_a_neighbour_has_is_another_thing(other):
    facts = reconcile([article(1, "Corrin Transit ordered 240 buses."), article(2, other)])
    assert not conflicts(facts)


def test_a_lower_roof_lowers_no_number():
    text = "Residents asked for a lower roof: the halls are 26 metres high, while the old mill was 41 metres high."
    assert not conflicts(reconcile([article(1, text)]))


def test_a_lower_count_later_needs_words_of_correction():
    plain = [article(1, BLAST.format(48)), article(2, BLAST.format(36), hours=8)]
    corrected = "Police corrected the number of people killed by the blast at a bakery in Torrin to 36."
    assert fact_with(reconcile(plain), "48").status is FactStatus.CONFLICTING
    assert fact_with(reconcile([plain[0], article(2, corrected, hours=8)]), "48").status is FactStatus.SUPERSEDED


def test_a_sentence_cut_on_appeal_is_superseded():
    story = [
        article(1, "A court sentenced Piers Aldane to 14 years in prison."),
        article(2, "An appeal court cut the prison sentence of Piers Aldane to nine years.", hours=4000),
    ]
    assert fact_with(reconcile(story), "14 years").status is FactStatus.SUPERSEDED


APART = [
    ("A blast in Torrin killed 36 people.", "A blast in Torrin injured 63 people."),
    ("A blast in Torrin killed 36 people.", "A blast in Torrin killed nine children."),
    ("A blast in Torrin killed 36 people.", "A blast in Torrin in 2011 killed 63 people."),
    ("Orrin reported revenue of $1.2bn for the quarter.", "Orrin reported a profit of $2.1bn for the quarter."),
    (
        "Orrin reported revenue of $1.2bn for the quarter.",
        "Analysts had expected Orrin to report revenue of $2.1bn for the quarter.",
    ),
    ("The line needs a subsidy of £85m a year.", "The line needs a subsidy of £58m."),
    ("Nordvik will buy Palmer for $2.1bn.", "Nordvik will buy Palmer for €1.2bn."),
    ("The number of nurses in Brevonia rose by 1,200.", "The number of nurses in Brevonia rose to 2,100."),
    ("Core inflation in Estmark was 2.8 percent in May.", "Inflation in Estmark was 8.2 percent in May."),
    ("Inflation in Estmark was 3.6 percent in April.", "Inflation in Estmark was 6.3 percent in May."),
    ("Nurses are demanding a pay rise of 12 percent.", "Nurses were offered a pay rise of 21 percent."),
    ("Lena Varga won 51 percent of the vote.", "Tomas Keller won 15 percent of the vote."),
    (
        "In the first round, Lena Varga won 29 percent of the vote.",
        "In the run-off, Lena Varga won 92 percent of the vote.",
    ),
]


@pytest.mark.parametrize(("one", "other"), APART)
def test_what_measures_different_things_is_never_opposed(one, other):
    assert not conflicts(facts_of(one, other))
    assert not conflicts(facts_of(other, one))


def test_an_article_that_gives_both_numbers_speaks_of_two_things():
    both = "The blast in Torrin killed 36 people. A blast in Lewin killed 63 people."
    assert not conflicts(facts_of(both, "The blast in Torrin killed 36 people."))


def test_values_far_apart_are_not_opposed_without_a_known_slip():
    assert not conflicts(facts_of("The mine employs 1,800 people.", "The mine employs 14,500 people."))
    assert conflicts(facts_of("The mine employs 1,800 people.", "The mine employs 18,000 people."))


GROWTH = [
    ("a fourfold increase", "an increase of 400 percent", Hint.PERCENT_MORE_OR_TIMES),
    ("an increase of 300 percent", "a threefold increase", Hint.PERCENT_MORE_OR_TIMES),
]


@pytest.mark.parametrize(("one", "other", "hint"), GROWTH)
def test_percent_more_is_not_times(one, other, hint):
    text = "The ministry called for {} in the capacity of the coastal plants."
    fact = fact_with(facts_of(text.format(one), text.format(other)), "fourfold" if "fourfold" in one else "threefold")
    assert (fact.status, fact.hint) == (FactStatus.CONFLICTING, hint)


def test_a_tripling_is_an_increase_of_200_percent():
    text = "The ministry called for {} in the capacity of the coastal plants."
    facts = facts_of(text.format("a threefold increase"), text.format("an increase of 200 percent"))
    assert fact_with(facts, "threefold").status is FactStatus.CORROBORATED


def test_a_headline_against_its_own_text_is_a_conflict_that_says_so():
    text = "The ministry plans an increase of 400 percent in the capacity of the coastal plants."
    fact = fact_with(
        reconcile([article(1, text, title="Ministry plans fourfold increase in capacity of coastal plants")]),
        "400 percent",
    )
    assert (fact.status, fact.hint) == (FactStatus.CONFLICTING, Hint.PERCENT_MORE_OR_TIMES)
    assert "contradicts itself" in fact.reason
    assert "headline" in fact.reason
    assert [value.text for value in fact.values] == ["400 percent"]


def test_numbers_exchanged_within_a_pair_are_called_so():
    facts = facts_of(
        "Clashes in Torrin killed 14 people and wounded 52 people.",
        "Clashes in Torrin killed 52 people and wounded 14 people.",
    )
    assert [fact.hint for fact in conflicts(facts)] == [Hint.SWAPPED_PAIR, Hint.SWAPPED_PAIR]


def test_a_million_for_a_billion():
    facts = facts_of("Corvane signed a contract worth $5.6 billion.", "Corvane signed a contract worth $5.6 million.")
    assert fact_with(facts, "$5.6 million").hint is Hint.MILLION_OR_BILLION


def test_a_figure_whose_characters_do_not_stand_in_the_text_is_dropped():
    good = article(1, BLAST.format(36))
    moved = dataclasses.replace(good, text="x" + good.text)
    assert reconcile([moved]) == ()


STORY = [
    article(1, "A blast in Torrin killed 36 people and injured 112 people. Repairs will cost $4.5 million."),
    article(2, "The blast in Torrin killed 63 people. About 112 people were injured.", hours=0.2),
    article(3, "At least 30 people were killed in Torrin. Repairs will cost $45 million.", hours=0.1),
    article(4, "The toll in Torrin rose to 71, rescuers said. Some 2,000 people have fled.", hours=9),
]


def test_the_order_of_the_articles_does_not_matter():
    expected = reconcile(STORY)
    assert len(expected) >= 4
    assert all(reconcile(order) == expected for order in itertools.permutations(STORY))


def test_the_hash_seed_of_the_interpreter_does_not_matter():
    """Two interpreters that order their sets differently must say the same, labels, reasons and keys included."""
    script = "from tests.pipeline.reconcile.test_reconcile import STORY, reconcile; print(repr(reconcile(STORY)))"
    said = [
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[3],
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "77")
    ]
    assert said[0] == said[1]
    assert "conflicting" in said[0]


def test_addresses_are_no_names_of_outlets():
    story = [
        dataclasses.replace(article(number, BLAST.format(toll)), publisher=publisher)
        for number, toll, publisher in ((1, 36, "https://www.torrin-post.example/a/1"), (2, 63, ""))
    ]
    (fact,) = conflicts(reconcile(story))
    assert fact.reason.startswith("“36” (torrin-post.example) stands against “63” (article 2)")


def test_an_outlet_that_gives_two_values_is_said_to():
    story = [
        dataclasses.replace(article(number, BLAST.format(toll)), publisher="Echo")
        for number, toll in ((1, 36), (2, 63))
    ]
    (fact,) = conflicts(reconcile(story))
    assert "“63” (Echo in another report)" in fact.reason


LABELS = [
    (BLAST.format(36), "people killed"),
    ("The alliance wants a 400 percent increase in air defence.", "air defence increase"),
    ("Estmark spends 5 percent of GDP on defence.", "share of GDP"),
    ("Russia launched 499 drones at Torrin.", "drones launched"),
]


@pytest.mark.parametrize(("text", "label"), LABELS)
def test_labels_are_words_of_the_text(text, label):
    labels = [fact.label for fact in reconcile([article(1, text)])]
    assert label in [labels[0], labels[0].partition(", ")[2]]


def test_a_slip_and_no_other_counterpart_outweigh_unlike_wording():
    facts = facts_of(
        "The line to the airport was approved on Tuesday. Its price is put at €3.27 billion.",
        "Councillors backed the airport link for €3.72 billion.",
    )
    assert [fact.hint for fact in conflicts(facts)] == [Hint.TRANSPOSED_DIGITS]


def test_keys_are_unique_and_outlive_new_articles():
    before = {fact.key for fact in reconcile(STORY[:2])}
    after = [fact.key for fact in reconcile(STORY)]
    assert before <= set(after)
    assert len(after) == len(set(after))
    assert all(len(key) <= 300 for key in after)


words = st.sampled_from(
    [
        "a",
        "blast",
        "killed",
        "injured",
        "36",
        "63",
        "people",
        "in",
        "Torrin",
        "$1.2bn",
        "400%",
        "fourfold",
        "increase",
        "of",
        "the",
        "30",
        ",",
        ".",
        "rose",
        "to",
        "5%",
        "GDP",
        "and",
        "2019",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(words, min_size=3, max_size=25).map(" ".join), min_size=1, max_size=5))
def test_any_text_gives_facts_with_exact_quotes(texts):
    story = [article(number, text, hours=number) for number, text in enumerate(texts, start=1)]
    facts = reconcile(story)
    assert reconcile(story[::-1]) == facts
    for fact in facts:
        assert fact.values
        assert fact.reason.endswith(".")
        for quote in (quote for value in fact.values for quote in value.quotes):
            assert texts[quote.article_id - 1][quote.start_char : quote.end_char] == quote.surface


def large_story(n_articles):
    """A story in which every article words its sentence in one of three ways and numbers drift."""
    wordings = (
        "Floods on the Mirren killed {} people. More than {} people are in shelters, and aid of ${} million was promised.",
        "The number of people killed on the Mirren rose to {}. Some {} residents fled. Damage was put at ${} million.",
        "At least {} people died when the Mirren burst its banks. Shelters took in {} people. Agencies need ${} million.",
    )
    return [
        article(
            number,
            wordings[number % 3].format(30 + number // 20, 12000 + number % 50, 5 + number % 7),
            hours=number / 60,
        )
        for number in range(1, n_articles + 1)
    ]


def test_cost_stays_near_linear_in_the_articles():
    small, large = large_story(250), large_story(2000)
    assert reconcile(small)
    assert_near_linear(lambda: reconcile(small), lambda: reconcile(large), 8)


def test_a_story_without_annotations_costs_nothing():
    bare = dataclasses.replace(
        article(1, "Text."), annotations=Annotations(), title_annotations=None, published_at=NOON
    )
    assert reconcile([bare]) == ()


TWO_THINGS = [
    ("The firm is worth $2.6 billion at the issue price.", "That gives the firm a worth of $3.5 billion."),
    ("The tram costs €60 million a kilometre.", "A tram costs €38 million a kilometre there."),
]


@pytest.mark.parametrize("texts", TWO_THINGS)
def test_values_more_than_a_third_apart_are_two_things(texts: tuple[str, str]) -> None:
    assert conflicts(facts_of(*texts)) == []
    nearer = texts[1].replace("$3.5", "$2.9").replace("€38", "€50")
    assert len(conflicts(facts_of(texts[0], nearer))) == 1


def test_a_value_beside_the_slip_of_another_is_not_its_partner() -> None:
    facts = facts_of(
        "Criminals stole the data of 2.6 million customers.",
        "The insurer has 2.1 million customers and lost the data of 2.6 billion customers.",
    )
    assert [{value.text for value in fact.values} for fact in conflicts(facts)] == [{"2.6 million", "2.6 billion"}]


def test_a_share_in_a_headline_does_not_hide_the_growth_of_its_text() -> None:
    story = [
        article(1, "Steelworkers will get 7.2 percent more pay.", title="Steelworkers win 7.2 percent pay deal"),
        article(2, "Steelworkers will get 2.7 percent more pay."),
    ]
    assert [fact.hint for fact in conflicts(reconcile(story))] == [Hint.TRANSPOSED_DIGITS]
