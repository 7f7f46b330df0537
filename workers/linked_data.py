"""Facts as claims in JSON-LD, for tools that read schema.org: one `Claim` for each value that sources give.

Terms are those of https://schema.org/Claim, NewsArticle and Quotation. Nothing is rated: there is no ClaimReview,
because nobody here says who is right; `keywords` has how the sources stand to each other.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from schemas.contract import Article, Support
from workers.store.exporting import QuotedFact
from workers.writing import RowWriter

CONTEXT = "https://schema.org"


def claims(one: QuotedFact) -> Iterator[dict[str, Any]]:
    """One claim for each value of the fact, with the articles that make it and the words in which they do."""
    values = defaultdict(list)
    for quote in one.quotes:
        if quote.article_id in one.articles:
            values[quote.text].append(quote)
    for text, quotes in values.items():
        yield {
            "@context": CONTEXT,
            "@type": "Claim",
            "text": text,
            "about": {"@type": "Thing", "@id": f"urn:fivefold:fact:{one.fact.fact_id}", "name": one.fact.label},
            "isPartOf": {"@type": "CreativeWork", "@id": f"urn:fivefold:story:{one.fact.story_id}"},
            "keywords": [word for word in (one.fact.kind, one.fact.status, one.fact.hint) if word],
            "dateModified": one.fact.updated_at.isoformat(),
            "appearance": [_appearance(one.articles[quote.article_id], quote) for quote in quotes],
        }


def _appearance(article: Article, quote: Support) -> dict[str, Any]:
    known = {
        "headline": article.title,
        "inLanguage": article.language,
        "publisher": {"@type": "Organization", "name": article.publisher} if article.publisher else None,
    }
    return {
        "@type": "NewsArticle",
        "@id": f"urn:fivefold:article:{article.article_id}",
        "url": article.url,
        "datePublished": article.published_at.isoformat(),
        "hasPart": {"@type": "Quotation", "text": quote.surface, "position": quote.start_char},
        **{name: value for name, value in known.items() if value},
    }


class Claims(RowWriter):
    """One JSON-LD document a line; takes quoted facts in the place of rows."""

    def write(self, rows: Sequence[QuotedFact]) -> None:
        """Write one chunk."""
        for one in rows:
            for claim in claims(one):
                self.stream.write(json.dumps(claim, ensure_ascii=False).encode() + b"\n")
        self.stream.flush()
