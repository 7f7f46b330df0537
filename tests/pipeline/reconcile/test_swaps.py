"""Numbers that texts deal out to two names, or to the dead and the hurt, and that one of them exchanges."""

from __future__ import annotations

from pipeline.reconcile import reconcile
from schemas.fact import FactStatus, Hint
from tests.pipeline.reconcile.stories import article, conflicts, facts_of


def test_amounts_dealt_out_to_two_names_the_other_way_round():
    facts = facts_of(
        "Sales in Norland came to $1.4bn and in Sudland to $860m.", "Sudland brought in $1.4bn, Norland just $860m."
    )
    assert [fact.hint for fact in conflicts(facts)] == [Hint.SWAPPED_PAIR, Hint.SWAPPED_PAIR]


def test_the_dead_do_not_become_the_hurt_in_a_day():
    first = article(1, "A blast in Jareth on Tuesday killed 12 people and injured 47 people, the ministry said.")
    later = article(2, "The blast in Jareth killed 47 people and injured 12 people, the ministry said.", hours=14)
    facts = conflicts(reconcile([first, later]))
    assert [fact.hint for fact in facts] == [Hint.SWAPPED_PAIR, Hint.SWAPPED_PAIR]


def test_amounts_dealt_out_alike_agree():
    facts = facts_of(
        "Sales in Norland came to $1.4bn and in Sudland to $860m.", "Norland brought in $1.4bn, Sudland just $860m."
    )
    assert {fact.status for fact in facts} == {FactStatus.CORROBORATED}
