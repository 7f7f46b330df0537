"""Dates of a text as intervals: `extract_dates` and nothing else."""

from __future__ import annotations

from pipeline.extract.dates.extract import extract_dates

__all__ = ["extract_dates"]
