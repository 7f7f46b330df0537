"""Traces across stages: nothing is imported without the setting; with it, a task that rings another shares its trace."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OFF = """
import sys
from workers.settings import Settings
from workers.tracing import begin_tracing
assert begin_tracing(Settings()) is False
assert not [name for name in sys.modules if name.startswith("opentelemetry")]
"""
ON = """
import os
os.environ["OTEL_BSP_SCHEDULE_DELAY"] = "3600000"  # nobody listens; nothing is sent while this runs
import workers.tracing as tracing
from opentelemetry import trace
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from workers.settings import Settings

assert tracing.begin_tracing(Settings(tracing=True)) is True
spans = InMemorySpanExporter()
trace.get_tracer_provider().add_span_processor(SimpleSpanProcessor(spans))
from workers.app import app
app.conf.update(broker_url="memory://")

@app.task(name="fivefold.second")
def second(ids):
    pass

@app.task(name="fivefold.first")
def first(ids):
    second.apply_async((ids,), queue="clean")

first.apply(([987654321987, 18],))
found = {span.name: span for span in spans.get_finished_spans()}
run, sent = found["run/fivefold.first"], found["apply_async/fivefold.second"]
assert sent.parent.span_id == run.context.span_id
assert sent.context.trace_id == run.context.trace_id
assert not any("987654321987" in str(value) for span in found.values() for value in span.attributes.values())
os._exit(0)
"""


def run(code: str) -> None:
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, text=True, capture_output=True, check=False)
    assert found.returncode == 0, found.stderr


def test_off_imports_nothing() -> None:
    run(OFF)


def test_on_a_stage_carries_the_trace_to_the_next() -> None:
    run(ON)
