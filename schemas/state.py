"""What the pipeline remembers about itself: its epoch, the progress of its workers, its own measurements."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from schemas.columns import BigId, UtcDateTime


class EpochRow(SQLModel, table=True):
    """One row: which life of the database this is. It changes when a backup was restored, and cursors start anew."""

    __tablename__ = "epoch"

    id: int = Field(default=1, primary_key=True)
    epoch: str = Field(max_length=36)
    last_seq: int = Field(default=0, sa_type=BigId)
    sequenced_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ProgressRow(SQLModel, table=True):
    """When a worker last finished an item of a stage: liveness by progress, not by ping."""

    __tablename__ = "progress"

    worker: str = Field(primary_key=True, max_length=200)
    stage: str = Field(primary_key=True, max_length=40)
    last_seen_at: datetime = Field(sa_type=UtcDateTime)
    last_finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    n_finished: int = Field(default=0, sa_type=BigId)


class GaugeRow(SQLModel, table=True):
    """One measurement of the maintenance stage, kept for the plots of the console."""

    __tablename__ = "gauge"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    name: str = Field(max_length=60)
    stage: str = Field(default="", max_length=40)
    value: float
