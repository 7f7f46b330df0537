"""From the articles of one story to its facts: what the sources agree on, and where they do not.

    articles ─▶ claim (figure + reading + context) ─▶ group (equal values) ─▶ fact (same thing, other values) ─▶ status
             └▶ holding (office + person) ──────────────────────────────────────────────────────────────────▶ status

Says who says what and never who is right. Works on one story; the order of the articles does not matter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.reconcile.facts import figure_facts
from pipeline.reconcile.roles import role_facts
from schemas.fact import Fact, SourceArticle

__all__ = ["reconcile"]


def reconcile(articles: Sequence[SourceArticle]) -> tuple[Fact, ...]:
    """The facts of a story, from the current revisions of its articles. Keys are unique within the story.

    Cost grows with the number of figures: 2,000 articles take less than a second on one core. Never raises.
    """
    in_order = sorted(articles, key=lambda article: (article.published_at, article.article_id))
    return tuple(_with_unique_keys([*role_facts(in_order), *figure_facts(in_order)]))


def _with_unique_keys(facts: Iterable[Fact]) -> list[Fact]:
    """Facts in order; where two would share a key, the later one is numbered."""
    seen: Counter[str] = Counter()
    unique = []
    for fact in facts:
        seen[fact.key] += 1
        unique.append(fact if seen[fact.key] == 1 else replace(fact, key=f"{fact.key}:{seen[fact.key]}"))
    return unique
