"""The exporter: right numbers, closed labels, few series; rules, dashboards and runbook speak of what is exported."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import insert

from ops.console.metrics import SERIES_MOST, STAGES
from schemas.entry import EntryState
from schemas.feed import FeedState
from schemas.outcome import Reason, Status
from tests.ops.world import NOW, put
from workers.store.database import Database
from workers.store.tables import outcome
from workers.store.tally import SETTLED_AFTER, Counting

OPS = Path(__file__).resolve().parents[2] / "ops"
CASES = Path(__file__).with_name("alerts.test.yml")
Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]
CLOSED: dict[str, set[str]] = {
    "stage": set(STAGES), "outcome": {*Status}, "reason": {*Reason, ""}, "le": set(),
    "state": {*EntryState, *FeedState, "accepted", "in_flight"},
}  # fmt: skip


def samples(client: TestClient) -> Samples:
    answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    families = text_string_to_metric_families(answer.text)
    return {(one.name, tuple(sorted(one.labels.items()))): one.value for family in families for one in family.samples}


def exported(client: TestClient) -> set[str]:
    return {name for name, _ in samples(client)}


def test_numbers_are_those_of_the_ledger(client: TestClient) -> None:
    found = samples(client)
    assert found["fivefold_entries", (("state", "accepted"),)] == 4
    assert found["fivefold_dead_entries", (("reason", "crash"),)] == 1
    assert found["fivefold_unaccounted_entries", ()] == 0
    assert found["fivefold_silent_feeds", ()] == 1
    assert found["fivefold_articles", ()] == 2
    wall = (("outcome", "rejected"), ("reason", "consent_wall"), ("stage", "clean"))
    assert found["fivefold_outcomes_total", wall] == 1
    assert found["fivefold_stage_seconds_count", (("stage", "clean"),)] == 3
    assert found["fivefold_stage_seconds_sum", (("stage", "clean"),)] == pytest.approx(0.027)
    assert found["fivefold_stage_seconds_bucket", (("le", "0.005"), ("stage", "clean"))] == 1
    assert found["fivefold_stage_seconds_bucket", (("le", "+Inf"), ("stage", "clean"))] == 3


def test_labels_are_closed_and_series_few(client: TestClient, database: Database) -> None:
    with database.write() as connection:
        rows = [
            {"stage": stage, "status": status.value, "reason": reason, "attempt": 1, "at": NOW, "duration_ms": 1.0,
             "worker": f"w{i}"}
            for i, stage in enumerate((*STAGES, "nowhere\n{}"))
            for status in Status
            for reason in (*(one.value for one in Reason), None, "strange\"'")
        ]  # fmt: skip
        connection.execute(insert(outcome), rows)
    found = samples(client)
    assert len(found) <= SERIES_MOST
    for _, labels in found:
        for name, value in labels:
            assert name == "le" or value in CLOSED[name], (name, value)


def test_counters_only_grow_and_count_each_visit_once(database: Database) -> None:
    counting = Counting()
    with database.write() as connection:
        first = sum(counting.read(connection, NOW).visits.values())
        put(connection, outcome, stage="clean", status="done", at=NOW - 2 * SETTLED_AFTER, duration_ms=1.0, worker="w")
        for minutes in range(0, 30, 1):
            put(connection, outcome, stage="fold", status="done", at=NOW + timedelta(minutes=minutes), worker="w")
            total = sum(counting.read(connection, NOW + timedelta(minutes=minutes)).visits.values())
            assert total == first + 1 + minutes + 1
        assert counting.read(connection, NOW + timedelta(hours=9)).visits["fold", "done", ""] == 32


def rules() -> list[dict[str, Any]]:
    groups = yaml.safe_load((OPS / "prometheus/alerts.yml").read_text())["groups"]
    return [rule for group in groups for rule in group["rules"]]


def queries() -> Iterator[tuple[str, str]]:
    for rule in rules():
        yield rule["alert"], rule["expr"]
    for path in sorted((OPS / "grafana/dashboards").glob("*.json")):
        for panel in json.loads(path.read_text())["panels"]:
            for target in panel["targets"]:
                yield f"{path.stem}: {panel['title']}", target["expr"]


@pytest.mark.parametrize(("where", "query"), list(queries()))
def test_rules_and_dashboards_ask_for_what_is_exported(client: TestClient, where: str, query: str) -> None:
    names = set(re.findall(r"\bfivefold_\w+", query))
    assert names <= exported(client), where
    assert names or 'up{job="fivefold"}' in query
    for label, value in re.findall(r'(\w+)!?="([^"]*)"', query):
        assert label == "job" or value in CLOSED[label], where
    assert query.count("(") == query.count(")")


def test_every_alert_is_complete_and_in_the_runbook() -> None:
    headings = set(re.findall(r"^### (\w+)$", (OPS / "runbook.md").read_text(), re.M))
    names = [rule["alert"] for rule in rules()]
    assert set(names) == headings
    assert len(names) == len(set(names))
    for rule in rules():
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert rule["annotations"]["runbook"] == f"ops/runbook.md#{rule['alert'].lower()}"
        assert rule["annotations"]["summary"]
        assert re.fullmatch(r"\d+[mh]", rule["for"])


def test_every_alert_has_a_case_that_fires_it_and_one_that_does_not() -> None:
    well, ill = yaml.safe_load(CASES.read_text())["tests"]
    names = [rule["alert"] for rule in rules()]
    assert sorted(one["alertname"] for one in well["alert_rule_test"]) == sorted(names)
    assert [one["exp_alerts"] for one in well["alert_rule_test"]] == [[]] * len(names)
    (everything,) = ill["promql_expr_test"]
    assert everything["exp_samples"][0]["value"] == len(names), "all of them fire when nothing works"


def test_runbook_entries_say_symptom_look_and_do() -> None:
    entries = re.split(r"^### \w+$", (OPS / "runbook.md").read_text(), flags=re.M)[1:]
    for entry in entries:
        for word in ("**Symptom.**", "**Look.**", "**Do.**"):
            assert word in entry


def test_prometheus_scrapes_what_compose_runs() -> None:
    config = yaml.safe_load((OPS / "prometheus/prometheus.yml").read_text())
    compose = yaml.safe_load((OPS.parent / "docker-compose.yml").read_text())
    (job,) = (one for one in config["scrape_configs"] if one["job_name"] == "fivefold")
    (target,) = job["static_configs"][0]["targets"]
    assert target.partition(":")[0] in compose["services"]
    service = compose["services"]["prometheus"]
    token = job["authorization"]["credentials_file"]
    assert Path(token).parent.as_posix() in service["tmpfs"], "a read-only container can write nowhere else"
    assert f'"$$FIVEFOLD_CONSOLE_TOKEN" > {token})' in service["command"][0]
    assert "FIVEFOLD_CONSOLE_TOKEN" in service["environment"]


def test_promtool_accepts_rules_and_metrics(client: TestClient) -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool is not installed; the checks above stand alone")
    for arguments, text in (
        (["check", "rules", str(OPS / "prometheus/alerts.yml")], None),
        (["test", "rules", str(CASES)], None),
        (["check", "metrics"], client.get("/metrics").text),
    ):
        found = subprocess.run([promtool, *arguments], input=text, text=True, capture_output=True, check=False)
        assert found.returncode == 0, found.stdout + found.stderr
