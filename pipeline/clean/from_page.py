"""A fetched page to a document: the text and every field, each with the evidence that decided it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin, urlsplit

from pipeline.clean.body import find_body
from pipeline.clean.blocks import read_outline
from pipeline.clean.dates import choose_modified, choose_published
from pipeline.clean.head import Head, read_head
from pipeline.clean.json_ld import Node, article_node, read_nodes
from pipeline.clean.people import choose_authors
from pipeline.clean.site_name import publisher_name, site_names
from pipeline.clean.titles import choose_title
from pipeline.clean.tree import parse_markup
from pipeline.decode import decode_body
from pipeline.language import identify_language
from pipeline.screen import Evidence, refuse_type, screen
from pipeline.text import normalise_line, normalise_text
from schemas.document import Document
from schemas.entry import ParsedEntry
from schemas.outcome import Reason, Rejected
from schemas.page import FetchedPage


def clean_page(page: FetchedPage, entry: ParsedEntry | None = None) -> Document | Rejected:
    """Clean one page. The entry's claims fill what the page does not say."""
    refused = refuse_type(page)
    if refused is not None:
        return refused
    decoded = decode_body(page.body, page.headers)
    parsed = parse_markup(decoded.text)
    if parsed is None:
        return Rejected(Reason.EMPTY)
    document = _assemble(page, entry, parsed.root)
    return screen(document, Evidence()) or document


def _canonical(page: FetchedPage, head: Head) -> str | None:
    """The address that the page calls its own, when it is a web address."""
    claimed = head.canonical or head.first("og:url")
    url = urljoin(page.final_url, claimed.strip()) if claimed else None
    return url if url and urlsplit(url).scheme in ("http", "https") else None


def _descriptions(head: Head, article: Node) -> list[str]:
    """What the page says of itself in a sentence or two."""
    declared = [article.get("description"), *head.all("og:description", "description", "twitter:description")]
    return [one for one in declared if isinstance(one, str)]


def _assemble(page: FetchedPage, entry: ParsedEntry | None, root: Any) -> Document:
    """Decide every field."""
    head, nodes, outline = read_head(root), read_nodes(root), read_outline(root)
    article = article_node(nodes)
    names = site_names(head, article, nodes, page.final_url)
    title, title_source = choose_title(root, head, article, names, entry.title if entry else None)
    body = find_body(outline, title or "", _descriptions(head, article))
    authors, authors_source = choose_authors(
        head, nodes, article, outline, body.top, body.tail, names, entry.authors if entry else ()
    )
    published = choose_published(
        head,
        nodes,
        article,
        outline,
        body.headline_at,
        page.final_url,
        entry.published_at if entry else None,
        page.fetched_at,
    )
    modified = choose_modified(head, article, page.fetched_at)
    sources = {"title": title_source, "authors": authors_source}
    if published:
        sources |= {"published_at": published[0], "published_at_certainty": published[1].certainty}
    if modified:
        sources |= {"modified_at": modified[0], "modified_at_certainty": modified[1].certainty}
    publisher = publisher_name(head, article, nodes)[0]
    text = normalise_text(body.text)
    return Document(
        url=page.final_url,
        title=title,
        text=text,
        authors=authors,
        published_at=published[1].at if published else None,
        modified_at=modified[1].at if modified else None,
        language=identify_language(text),
        publisher=normalise_line(publisher) if publisher else None,
        canonical_url=_canonical(page, head),
        section=head.first("article:section"),
        keywords=tuple(head.all("article:tag")),
        image_url=head.first("og:image"),
        method="blocks",
        is_truncated=page.is_truncated,
        sources={name: source for name, source in sources.items() if source},
    )
