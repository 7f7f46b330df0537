"""Every table as SQLAlchemy Core sees it, so that the store speaks SQL and rows never leave it."""

from __future__ import annotations

from typing import cast

from sqlalchemy import MetaData, Table
from sqlmodel import SQLModel

from schemas.change import ChangeRow
from schemas.document import DocumentRow
from schemas.entry import EntryAliasRow, EntryRow
from schemas.fact import FactRow, SupportRow
from schemas.feed import CredentialRow, FeedRow
from schemas.figure import DateRow, FigureRow
from schemas.fingerprint import BandRow, FingerprintRow, PostingRow
from schemas.mention import EntityRow, MentionRow, RoleRow
from schemas.outcome import OutcomeRow
from schemas.page import PageRow
from schemas.state import EpochRow, GaugeRow, ProgressRow
from schemas.story import ArticleRow, StoryRow

metadata: MetaData = SQLModel.metadata


def table_of(row: type[SQLModel]) -> Table:
    """The table behind a row class."""
    return metadata.tables[cast(str, row.__tablename__)]


feed = table_of(FeedRow)
credential = table_of(CredentialRow)
entry = table_of(EntryRow)
entry_alias = table_of(EntryAliasRow)
outcome = table_of(OutcomeRow)
page = table_of(PageRow)
document = table_of(DocumentRow)
article = table_of(ArticleRow)
story = table_of(StoryRow)
mention = table_of(MentionRow)
entity = table_of(EntityRow)
role = table_of(RoleRow)
figure = table_of(FigureRow)
date_span = table_of(DateRow)
fingerprint = table_of(FingerprintRow)
band = table_of(BandRow)
posting = table_of(PostingRow)
fact = table_of(FactRow)
support = table_of(SupportRow)
change = table_of(ChangeRow)
epoch = table_of(EpochRow)
progress = table_of(ProgressRow)
gauge = table_of(GaugeRow)
