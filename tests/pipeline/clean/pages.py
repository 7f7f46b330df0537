"""Small invented pages for the tests of cleaning."""

from __future__ import annotations

from schemas.page import FetchedPage

URL = "https://news.example.org/2025/06/harbour-bridge"
PARAGRAPHS = (
    "The council of Port Ellery voted on Monday to keep the old harbour bridge open until a new one has been built.",
    "Engineers had warned in March that two of its nine arches could fail in a strong storm, and asked for repairs.",
    "The mayor said the repairs would cost 14 million crowns and take until the end of next year to finish.",
    "Fishermen who use the quay beneath the bridge said that they had not been asked and would go to court over it.",
)
BODY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)


def fetched(markup: str | bytes, content_type: str = "text/html; charset=utf-8", url: str = URL) -> FetchedPage:
    """A page as the fetcher hands it on."""
    body = markup if isinstance(markup, bytes) else markup.encode("utf-8", "surrogatepass")
    return FetchedPage(url=url, final_url=url, status=200, body=body, headers={"content-type": content_type})


def page(body: str = BODY, head: str = "", title: str = "Old bridge stays open") -> str:
    """An article within the furniture that pages have."""
    return (
        f"<html><head><title>{title} | The Ellery Post</title>{head}</head><body>"
        "<nav><ul><li><a href=/>Home</a></li><li><a href=/sport>Sport</a></li></ul></nav>"
        f"<main><article><h1>{title}</h1>{body}</article></main>"
        "<aside><h3>Most read</h3><a href=/a>Another story about something else entirely</a></aside>"
        "<footer><p>Copyright 2025 The Ellery Post. All rights are reserved by the publisher of this site.</p></footer>"
        "</body></html>"
    )
