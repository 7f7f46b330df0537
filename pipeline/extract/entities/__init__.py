"""Names of a document: where they stand, what kind they are, and which entity they mean."""

from __future__ import annotations

from pipeline.extract.entities.aliases import country_behind, known_body
from pipeline.extract.entities.famous import famous
from pipeline.extract.entities.find import find_mentions
from pipeline.extract.entities.recognise import recognise

__all__ = ["country_behind", "famous", "find_mentions", "known_body", "recognise"]
