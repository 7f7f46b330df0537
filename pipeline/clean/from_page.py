"""A fetched page to a document: the text and every field, each with the evidence that decided it."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urljoin, urlsplit

from pipeline.clean.body import extract_text
from pipeline.clean.head import Head, read_head
from pipeline.clean.json_ld import Node, article_node, read_nodes
from pipeline.clean.people import choose_authors
from pipeline.clean.site_name import site_names
from pipeline.clean.times import read_time
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

_PUBLISHED = ("article:published_time", "og:published_time", "datepublished", "date", "dc.date.issued", "pubdate")
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified")


def clean_page(page: FetchedPage, entry: ParsedEntry | None = None) -> Document | Rejected:
    """Clean one page. The entry's claims fill what the page does not say."""
    refused = refuse_type(page)
    if refused is not None:
        return refused
    decoded = decode_body(page.body, page.headers)
    parsed = parse_markup(decoded.text)
    if parsed is None:
        return Rejected(Reason.EMPTY)
    head, nodes = read_head(parsed.root), read_nodes(parsed.root)
    article = article_node(nodes)
    text = normalise_text(
        extract_text(
            parsed.root,
            article.get("headline") or head.first("og:title") or "",
            [
                d
                for d in (article.get("description"), *head.all("og:description", "description", "twitter:description"))
                if isinstance(d, str)
            ],
        )
    )
    document = _assemble(page, entry, parsed.root, head, article, nodes, text)
    return screen(document, Evidence()) or document


def _first_time(candidates: list[tuple[str, object]]) -> tuple[datetime | None, str]:
    """The first candidate that is a time."""
    for source, value in candidates:
        time = read_time(value) if isinstance(value, str) else value
        if isinstance(time, datetime):
            return time, source
    return None, ""


def _canonical(page: FetchedPage, head: Head) -> str | None:
    """The address that the page calls its own, when it is a web address."""
    claimed = head.canonical or head.first("og:url")
    url = urljoin(page.final_url, claimed.strip()) if claimed else None
    return url if url and urlsplit(url).scheme in ("http", "https") else None


def _assemble(
    page: FetchedPage, entry: ParsedEntry | None, root: object, head: Head, article: Node, nodes: list[Node], text: str
) -> Document:
    """Decide every field."""
    title, title_source = choose_title(root, head, article, site_names(head, article, nodes, page.final_url), entry.title if entry else None)
    authors, authors_source = choose_authors(head, article, entry.authors if entry else ())
    published, published_source = _first_time(
        [
            ("json_ld", article.get("datePublished")),
            ("meta", head.first(*_PUBLISHED)),
            ("entry", entry and entry.published_at),
        ]
    )
    modified, modified_source = _first_time(
        [("json_ld", article.get("dateModified")), ("meta", head.first(*_MODIFIED))]
    )
    sources = {
        "title": title_source,
        "authors": authors_source,
        "published_at": published_source,
        "modified_at": modified_source,
    }
    publisher = head.first("og:site_name")
    return Document(
        url=page.final_url,
        title=title,
        text=text,
        authors=authors,
        published_at=published,
        modified_at=modified,
        language=identify_language(text),
        publisher=normalise_line(publisher) if publisher else None,
        canonical_url=_canonical(page, head),
        section=head.first("article:section"),
        keywords=tuple(head.all("article:tag")),
        image_url=head.first("og:image"),
        method="trafilatura",
        is_truncated=page.is_truncated,
        sources={name: source for name, source in sources.items() if source},
    )
