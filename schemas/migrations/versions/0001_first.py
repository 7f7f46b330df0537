"""The first schema."""

from __future__ import annotations

import uuid

import sqlalchemy as sa
from alembic import op
from sqlmodel import SQLModel

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    SQLModel.metadata.create_all(op.get_bind())
    op.execute(sa.text("INSERT INTO epoch (id, epoch, last_seq) VALUES (1, :epoch, 0)").bindparams(epoch=str(uuid.uuid4())))


def downgrade() -> None:
    """Take back."""
    SQLModel.metadata.drop_all(op.get_bind())
