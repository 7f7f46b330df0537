"""Mentions (a surface form in a text), the entities they resolve to, and the offices people are said to hold."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Field, SQLModel

from schemas.columns import BigId, Json


class EntityType(StrEnum):
    """The four kinds the contract promises."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    OTHER = "other"


class MentionFields(SQLModel):
    """Where a name stands, `surface == text[start_char:end_char]`, in code points."""

    start_char: int
    end_char: int
    surface: str
    type: EntityType
    entity: str
    """The canonical name it resolves to within the document and the alias tables."""


class Mention(MentionFields):
    """One mention in one document."""

    model_config = {"frozen": True}


@dataclass(frozen=True, slots=True)
class RoleMention:
    """Somebody is said to hold an office: role(`role` of `organisation`) = `holder`, at these characters."""

    start_char: int
    end_char: int
    surface: str
    role: str
    """The office in normal form, without the organisation: "secretary general", "spokesman"."""
    organisation: str | None
    """Canonical name of the body the office belongs to, null when the text names none."""
    holder: str
    """Canonical name of the person."""
    is_former: bool = False


class EntityRow(SQLModel, table=True):
    """What mentions resolve to across the corpus."""

    __tablename__ = "entity"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    name: str
    type: str
    key: str = Field(unique=True, max_length=64)
    aliases: list[str] = Field(default_factory=list, sa_type=Json)
    country: str | None = None


class MentionRow(SQLModel, table=True):
    """A mention of a stored revision."""

    __tablename__ = "mention"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    article_id: int = Field(index=True, sa_type=BigId)
    revision: int
    start_char: int
    end_char: int
    surface: str
    type: str
    entity_id: int = Field(index=True, sa_type=BigId)


class RoleRow(SQLModel, table=True):
    """A role mention of a stored revision."""

    __tablename__ = "role"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    article_id: int = Field(index=True, sa_type=BigId)
    revision: int
    start_char: int
    end_char: int
    surface: str
    role: str
    organisation: str | None = None
    holder: str
    is_former: bool = False
