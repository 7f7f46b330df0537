"""Small invented stories for the tests of reconciling, with the real figure extraction and no language model."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pipeline.extract.figures import extract_figures
from pipeline.reconcile import reconcile
from schemas.annotations import Annotations
from schemas.fact import Fact, FactStatus, SourceArticle
from schemas.mention import RoleMention

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


def article(
    number: int,
    text: str,
    *,
    hours: float = 0,
    origin: int | None = None,
    title: str = "",
    roles: tuple[RoleMention, ...] = (),
) -> SourceArticle:
    """One article; `hours` after noon, an origin of its own unless one is given."""
    at = NOON + timedelta(hours=hours)
    return SourceArticle(
        article_id=number,
        revision=1,
        origin_id=origin or number,
        publisher=f"Outlet {number}",
        published_at=at,
        title=title,
        text=text,
        annotations=Annotations(roles=roles, figures=extract_figures(text, at)),
        title_annotations=Annotations(figures=extract_figures(title, at)),
    )


def role(
    text: str, surface: str, office: str, holder: str, body: str | None = None, *, is_former: bool = False
) -> RoleMention:
    """The role mention that stands at `surface` in `text`."""
    start = text.index(surface)
    return RoleMention(start, start + len(surface), surface, office, body, holder, is_former)


def facts_of(*texts: str) -> tuple[Fact, ...]:
    """The facts of a story whose articles come minutes apart from independent origins."""
    return reconcile([article(number, text, hours=number / 60) for number, text in enumerate(texts, start=1)])


def fact_with(facts: tuple[Fact, ...], surface: str) -> Fact:
    """The one fact that quotes exactly `surface`."""
    found = [fact for fact in facts if any(quote.surface == surface for value in fact.values for quote in value.quotes)]
    assert len(found) == 1, [(fact.label, fact.status) for fact in found]
    return found[0]


def conflicts(facts: tuple[Fact, ...]) -> list[Fact]:
    """The conflicting ones."""
    return [fact for fact in facts if fact.status is FactStatus.CONFLICTING]
