"""The exception by which the network layers say that a URL will not be fetched. `Fetcher` turns it into a value."""

from __future__ import annotations

from pipeline.errors import IngestError
from schemas.outcome import Reason, Rejected


class Refused(IngestError):
    """This URL is not fetched and trying again would not help. Never leaves `workers.http`."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail, reason)
        self.detail = detail

    def as_rejected(self) -> Rejected:
        """The value that a stage returns for it."""
        return Rejected(self.reason, self.detail[:300])
