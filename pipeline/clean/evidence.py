"""Everything a page says about its article, read once from one tree and handed to whoever decides a field."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipeline.clean.blocks import Outline, read_outline
from pipeline.clean.head import Head, read_head
from pipeline.clean.json_ld import Node, article_node, read_nodes, types_of
from pipeline.clean.site_name import site_names
from pipeline.screen import Evidence
from schemas.entry import ParsedEntry
from schemas.page import FetchedPage

MAX_SEEN_BLOCKS = 40
MAX_SEEN_CHARS = 200


@dataclass(frozen=True, slots=True)
class PageEvidence:
    """What was read of a page, and the claims of the feed entry that led to it."""

    root: Any
    head: Head
    nodes: list[Node]
    article: Node
    outline: Outline
    site: set[str]
    """The folded names of the site."""
    url: str
    fetched_at: datetime | None
    entry: ParsedEntry | None

    @property
    def descriptions(self) -> list[str]:
        """What the page says of itself in a sentence or two."""
        metas = self.head.all("og:description", "description", "twitter:description")
        declared = [self.article.get("description"), *metas]
        return [one for one in declared if isinstance(one, str)]


def read_evidence(root: Any, page: FetchedPage, entry: ParsedEntry | None) -> PageEvidence:
    """Read all that a parsed page declares and shows."""
    head, nodes = read_head(root), read_nodes(root)
    article = article_node(nodes)
    return PageEvidence(
        root=root,
        head=head,
        nodes=nodes,
        article=article,
        outline=read_outline(root),
        site=site_names(head, article, nodes, page.final_url),
        url=page.final_url,
        fetched_at=page.fetched_at,
        entry=entry,
    )


def screening_evidence(evidence: PageEvidence) -> Evidence:
    """What the screen wants to know of a page."""
    graph = (evidence.head.first("og:type") or "").lower()
    types = {name for node in evidence.nodes for name in types_of(node)} | ({graph} if graph else set())
    blocks = evidence.outline.blocks
    n_chars = sum(len(block.text) for block in blocks)
    return Evidence(
        types=frozenset(types),
        has_article=bool(evidence.article) or graph == "article",
        is_free=_is_free(evidence.article.get("isAccessibleForFree")),
        link_share=sum(block.n_link for block in blocks) / n_chars if n_chars else 0.0,
        visible="\n".join(block.text[:MAX_SEEN_CHARS] for block in blocks[:MAX_SEEN_BLOCKS]),
    )


def _is_free(value: Any) -> bool | None:
    """A truth value of linked data, which is often a string."""
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.strip().lower().rpartition("/")[2])
    return value if isinstance(value, bool) else None
