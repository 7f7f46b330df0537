"""The fitted table: complete, and on the side that its evidence speaks for."""

from __future__ import annotations

from pipeline.reconcile.weights import AGREEMENT, BIAS, CONFLICT, THING, WEIGHTS, read_weights, weigh


def test_every_question_has_its_weights():
    assert all(BIAS in WEIGHTS[question] for question in (THING, AGREEMENT, CONFLICT))


def test_same_words_speak_for_one_thing_and_other_times_against():
    assert min(WEIGHTS[THING][name] for name in ("alike", "same noun", "same fate", "sole")) > 0
    assert max(WEIGHTS[THING][name] for name in ("two nouns", "part and whole", "another time", "two fates")) < 0


def test_evidence_adds_up_and_unknown_evidence_weighs_nothing(tmp_path):
    bias = weigh(CONFLICT, [])
    assert weigh(CONFLICT, [("alike", 2.0), ("never seen", 9.0)]) == bias + 2 * WEIGHTS[CONFLICT]["alike"]
    table = tmp_path / "weights.tsv"
    table.write_text("thing\talike\t1.50\n", encoding="utf-8")
    assert read_weights(table) == {THING: {"alike": 1.5}, AGREEMENT: {}, CONFLICT: {}}
