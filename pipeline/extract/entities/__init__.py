"""Names of a document: where they stand, what kind they are, and which entity they mean."""

from __future__ import annotations

from pipeline.extract.entities.find import find_mentions
from pipeline.extract.entities.recognise import recognise

__all__ = ["find_mentions", "recognise"]
