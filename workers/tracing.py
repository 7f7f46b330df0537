"""OpenTelemetry traces across the stages, where the setting `tracing` asks for them. Without it nothing is imported.

Spans go over OTLP/HTTP to where the standard variables `OTEL_EXPORTER_OTLP_*` point. Celery's instrumentation carries
the context from stage to stage in the message headers; task arguments, which are ids, are not recorded.
"""

from __future__ import annotations

from typing import Any

from pipeline.errors import Misconfigured
from workers.settings import Settings


def begin_tracing(settings: Settings, service: str = "fivefold") -> bool:
    """Send this process's spans; call it after the fork, whose children have no exporter thread.

    Returns whether spans are sent. Raises Misconfigured where the `tracing` extra is not installed.
    """
    if not settings.tracing:
        return False
    try:
        from opentelemetry import trace
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.instrumentation.celery import CeleryInstrumentor
        from opentelemetry.sdk.resources import SERVICE_NAME, Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise Misconfigured("setting FIVEFOLD_TRACING: install fivefold[tracing] first") from error
    provider = TracerProvider(resource=Resource.create({SERVICE_NAME: service}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
    instrumentor: Any = CeleryInstrumentor  # it carries no types
    instrumentor().instrument(tracer_provider=provider)
    return True
