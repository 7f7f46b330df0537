"""Web addresses as feeds write them: relative, padded, broken over lines, twice escaped, or no web address at all."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from pipeline.canonical import without_userinfo
from pipeline.parse.limits import MAX_URL

_WEB = re.compile(r"https?://[^\s/?#\\@]", re.IGNORECASE)
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


def web_url(text: str | None, base: str = "") -> str | None:
    """An absolute http or https URL, or None for everything else: `javascript:`, `mailto:`, paths without a base.

    User names and passwords are taken out: what a feed says of its links is stored and shown.
    """
    if not text or len(text) > 2 * MAX_URL:
        return None
    url = _BREAKS.sub("", text.strip()).strip().replace(" ", "%20")
    if "&amp;" in url:
        url = url.replace("&amp;", "&")
    if not _WEB.match(url):
        url = _resolve(url, base)
    if "@" in url:
        url = without_userinfo(url)
    if not url or len(url) > MAX_URL or not _WEB.match(url):
        return None
    return url if url.count("[") == url.count("]") and "[" not in url else _checked(url)


def _resolve(url: str, base: str) -> str:
    """A relative reference against its base (RFC 3986 section 5); empty with another scheme or when unreadable."""
    if not url or not base or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", url):
        return ""
    try:
        return urljoin(base, url)
    except ValueError:
        return ""


def _checked(url: str) -> str | None:
    """A URL with brackets, if they enclose an address."""
    try:
        urljoin(url, "/")
    except ValueError:
        return None
    return url
