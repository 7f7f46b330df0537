"""The given cases about queue, broker and database (group Q): which tests hold each. They are real, and none is left out."""

from __future__ import annotations

import ast
import json

import pytest

from tests.commands import ROOT

CASES = ROOT.parent / "shared" / "hostile" / "cases.json"
FAULTS, LEDGER = "tests/faults/test_plant.py", "tests/integration/test_ledger_postgres.py"
RUNNING, STAGE = "tests/faults/test_running.py", "tests/workers/test_stage.py"
TROUBLES = "tests/workers/test_troubles.py"
HELD_BY = {
    "Q01": [(FAULTS, "test_random_kills"), ("tests/faults/test_ingest_kills.py", "test_ten_kills_change_nothing")],
    "Q02": [(FAULTS, "test_random_kills")],
    "Q04": [(FAULTS, "test_the_broker_may_vanish")],
    "Q05": [(FAULTS, "test_the_broker_may_vanish")],
    "Q07": [
        (FAULTS, "test_the_broker_may_vanish"),
        ("tests/faults/test_disk.py", "test_bells_that_a_full_broker_refuses_are_counted_and_rung_again"),
        (TROUBLES, "test_a_broker_that_takes_nothing_is_counted_and_not_raised"),
    ],
    "Q08": [
        (FAULTS, "test_the_broker_may_vanish"),
        ("tests/ops/test_metrics.py", "test_every_alert_has_a_case_that_fires_it_and_one_that_does_not"),
    ],
    "Q10": [(FAULTS, "test_poison_dies_alone"), ("tests/workers/test_ledger.py", "test_only_deaths_alone_bury")],
    "Q11": [
        (FAULTS, "test_poison_dies_alone"),
        ("tests/workers/test_retry.py", "test_the_type_decides"),
        ("tests/workers/test_retry.py", "test_backoff_grows_and_ends"),
        (
            "tests/workers/test_dead_and_replay.py",
            "test_what_died_is_told_and_goes_through_when_it_is_mended",
        ),
    ],
    "Q13": [(LEDGER, "test_a_message_delivered_five_times_at_once_has_one_effect")],
    "Q14": [("tests/workers/test_intake.py", "test_the_newest_version_wins_and_the_others_are_kept")],
    "Q16": [(FAULTS, "test_poison_dies_alone")],
    "Q17": [
        (FAULTS, "test_the_database_may_vanish"),
        (STAGE, "test_a_database_that_stays_away_costs_no_attempt"),
        (TROUBLES, "test_a_database_that_is_away_makes_one_line_and_no_traceback"),
    ],
    "Q19": [
        ("tests/faults/test_disk.py", "test_sqlite_pauses_on_a_full_disk_and_goes_on"),
        ("tests/workers/test_database.py", "test_a_writer_waits_for_another_and_goes_on"),
        ("tests/workers/test_database.py", "test_who_waits_too_long_comes_back"),
    ],
    "Q20": [
        (LEDGER, "test_a_deadlock_is_the_worlds_doing_and_worth_another_try"),
        (LEDGER, "test_a_serialization_failure_is_worth_another_try"),
        (STAGE, "test_a_save_is_tried_again_five_times_and_each_is_counted"),
    ],
    "Q22": [(LEDGER, "test_leases_run_by_the_clock_of_the_database")],
    "Q23": [(RUNNING, "test_two_schedulers_and_two_sweepers_fetch_nothing_twice")],
    "Q25": [
        (FAULTS, "test_random_kills"),
        ("tests/integration/contract/test_migrations.py", "test_this_version_works_while_the_next_one_migrates"),
        ("tests/integration/contract/test_migrations.py", "test_views_come_and_go_while_workers_write"),
    ],
    "Q26": [
        (RUNNING, "test_who_is_told_to_stop_gives_its_leases_back"),
        (STAGE, "test_who_stops_saves_what_is_done_and_gives_the_rest_back"),
    ],
}


def test_every_test_that_is_named_is_there() -> None:
    for name, held_by in HELD_BY.items():
        for path, test in held_by:
            tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
            assert test in {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}, (name, path, test)


@pytest.mark.skipif(not CASES.is_file(), reason="not compared: ../shared/hostile/cases.json is absent")
def test_every_given_case_is_held() -> None:
    given = {case["id"] for case in json.loads(CASES.read_text(encoding="utf-8")) if case["id"].startswith("Q")}
    assert given == set(HELD_BY)
