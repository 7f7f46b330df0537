"""Whether a document is an article that is kept. A refusal is an outcome with a reason of the closed list, no error.

Each rule needs two things to agree: little text, and a mark of what stands in the article's place. A long text is
never refused for its words, so that an article about cookies or subscriptions is kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from pipeline.text import weigh
from schemas.document import Document
from schemas.outcome import Reason, Rejected
from schemas.page import FetchedPage

LEAST_WEIGHT = 150
"""In Latin characters, see `pipeline.text.weigh`: one long sentence. Flash news of two sentences is kept."""
WALL_WEIGHT = 1_500
"""What stands before an article is shorter than this."""
LEAST_STUB_WEIGHT = 300
STUB_WEIGHT = 700
"""A paid article of which less than this can be read is a stub; what is longer tells the news."""
LEAST_LETTERS = 0.5
MOST_UNREADABLE = 0.02
MOST_LINK_SHARE = 0.6
SNIFFED_BYTES = 1_024

_MARKUP_TYPES = frozenset({"", "application/xhtml+xml", "application/xml", "application/octet-stream"})
_SIGNATURES = (
    b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"RIFF", b"ID3", b"OggS",
    b"\x1aE\xdf\xa3", b"\x00\x00\x01\x00", b"wOFF", b"wOF2", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"BZh", b"7z\xbc\xaf",
    b"Rar!", b"\x7fELF", b"MZ\x90",
)  # fmt: skip
_FEED_ROOT = re.compile(rb"^\s{0,99}(?:<\?xml[^>]{0,200}>)?\s{0,99}<(?:rss|feed|urlset|sitemapindex|opml|rdf:RDF)[\s>]")
_BOT_WALL = re.compile(
    r"just a moment|attention required|access (?:to this page has been )?denied|are you (?:a )?(?:robot|human)|"
    r"checking your browser|security check|verif(?:y|ying) (?:that )?you are (?:a )?human|unusual (?:traffic|activity)|"
    r"captcha|pardon our interruption|request (?:unsuccessful|blocked)|you have been blocked|ddos protection|"
    r"enable javascript (?:and cookies )?to continue|bot (?:detection|protection)|403 forbidden|too many requests",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"cookies?\b|consent\b|accept all|reject all|privacy (?:policy|settings|choices)|our partners|personal data|"
    r"legitimate interest|manage (?:preferences|options|settings)|zustimm\w+|einwillig\w+|datenschutz\w*|tracking|"
    r"alle akzeptieren|accepter|consentement|aceptar|consentimiento|accetta|toestemming|samtycke|samtykke|zgod[aęy]",
    re.IGNORECASE,
)
_PAYWALL = re.compile(
    r"subscribe (?:now )?to (?:continue|read|keep|unlock)|to (?:continue|keep) reading|"
    r"continue reading (?:with|by|this)|already (?:a )?(?:subscriber|subscribed|registered)|subscriber[- ]only|"
    r"(?:this|the full) (?:article|story) is (?:only )?(?:available )?(?:for|to) (?:paying )?(?:subscribers|members)|"
    r"for subscribers only|unlock this article|"
    r"weiterlesen mit|jetzt weiterlesen|nur für abonnenten|mit einem (?:abo|abonnement)|réservé aux abonnés|"
    r"pour lire la suite|solo para suscriptores|contenido exclusivo para suscriptores|riservato agli abbonati",
    re.IGNORECASE,
)
# Letters with the vowel signs and accents of Indic and Semitic scripts.
_WORDS = re.compile(r"[^\W\d_][\w\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0dff\u0e30-\u0e4e]{0,60}")
_INDEX_TYPES = frozenset({"collectionpage", "itemlist", "searchresultspage", "profilepage", "aboutpage", "contactpage"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a page shows around the text. The defaults say nothing."""

    types: frozenset[str] = frozenset()
    """Types of its linked data and of Open Graph, lower case."""
    has_article: bool = False
    """Whether its linked data or Open Graph call it an article."""
    is_free: bool | None = None
    """`isAccessibleForFree` of its linked data."""
    link_share: float = 0.0
    """Share of its visible characters that stand in links."""
    visible: str = ""
    """The first visible characters of the page, where walls state their demand."""


def refuse_type(page: FetchedPage) -> Rejected | None:
    """Refuse what is no page by its first bytes or by its declared type."""
    head = page.body[:SNIFFED_BYTES]
    if page.body.startswith(_SIGNATURES) or head[4:8] == b"ftyp":
        return Rejected(Reason.NOT_HTML, "the first bytes are those of a binary file")
    if (
        page.content_type not in _MARKUP_TYPES
        and not page.content_type.startswith("text/")
        and b"<html" not in head.lower()
    ):
        return Rejected(Reason.NOT_HTML, f"declared as {page.content_type[:100]}")
    if _FEED_ROOT.match(head):
        return Rejected(Reason.NOT_HTML, "a feed, not a page")
    return Rejected(Reason.EMPTY, "no bytes") if not page.body.strip() else None


def _is_unreadable(text: str) -> bool:
    """Whether a text is not made of words: few letters, or many characters that could not be decoded."""
    n_letters, n_chars = sum(map(len, _WORDS.findall(text))), len("".join(text.split()))
    return n_letters < LEAST_LETTERS * n_chars or text.count("\ufffd") > MOST_UNREADABLE * len(text)


def _wall(document: Document, evidence: Evidence, weight: float) -> Rejected | None:
    """A wall that asks for proof of being human, for consent or for money in place of the article."""
    seen = f"{document.title or ''}\n{evidence.visible}\n{document.text[:WALL_WEIGHT]}"
    if weight < WALL_WEIGHT and not evidence.has_article:
        demand = _BOT_WALL.search(seen)
        if demand:
            return Rejected(Reason.BOT_WALL, demand[0].lower())
    said = [found.lower() for found in _CONSENT.findall(document.text)] if weight < WALL_WEIGHT else []
    if len(set(said)) >= 3 and len(said) * 25 > len(document.text.split()):
        return Rejected(Reason.CONSENT_WALL, ", ".join(sorted(set(said))[:3]))
    if weight >= STUB_WEIGHT:
        return None
    offer = _PAYWALL.search(seen)
    breaks_off = document.text.endswith(("…", "...", "[…]")) or weight < LEAST_STUB_WEIGHT
    if offer or (evidence.is_free is False and breaks_off):
        return Rejected(Reason.PAYWALL, offer[0].lower() if offer else "declared as not free")
    return None


def _wrong_kind(document: Document, evidence: Evidence, weight: float) -> Rejected | None:
    """A page that is no article: a list of articles, or a video with a line beneath it."""
    if weight < STUB_WEIGHT and not evidence.has_article and any(kind.startswith("video") for kind in evidence.types):
        return Rejected(Reason.VIDEO_ONLY)
    is_front = urlsplit(document.url).path.strip("/") == "" and urlsplit(document.url).scheme in ("http", "https")
    is_list = not evidence.types.isdisjoint(_INDEX_TYPES) and evidence.link_share > MOST_LINK_SHARE
    if not evidence.has_article and weight < WALL_WEIGHT and (is_list or (is_front and evidence.link_share > 0.4)):
        return Rejected(Reason.INDEX_PAGE, f"{evidence.link_share:.0%} of the page are links")
    return None


def screen(document: Document, evidence: Evidence) -> Rejected | None:
    """None when the document is kept, else why not."""
    weight = weigh(document.text)
    refused = _wall(document, evidence, weight) or _wrong_kind(document, evidence, weight)
    if refused is not None:
        return refused
    if not document.text:
        return Rejected(Reason.EMPTY, "no running text was found")
    if weight < LEAST_WEIGHT:
        return Rejected(Reason.TOO_SHORT, f"{len(document.text)} characters")
    if _is_unreadable(document.text[:20_000]):
        return Rejected(Reason.NOT_TEXT, "hardly any words")
    return None
