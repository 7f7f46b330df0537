"""The vocabulary of markup: which elements, roles and class words mean that something is not the article's text.

Class and id names are free text, but authors of pages choose them from a small common stock. The stock was collected
from the names that occur around and inside articles on news pages; no word names a site. A word alone never decides:
an element that holds a large part of the page's prose is kept whatever it is called (see `container`).
"""

from __future__ import annotations

import re

SKIPPED_TAGS = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "applet",
        "video",
        "audio",
        "canvas",
        "map",
        "select",
        "option",
        "textarea",
        "input",
        "datalist",
        "progress",
        "meter",
        "frameset",
        "frame",
        "noframes",
        "head",
        "link",
        "meta",
        "title",
        "base",
        "param",
        "source",
        "track",
    ]
)
"""Never text for a reader of the article."""

JUNK_TAGS = frozenset(["nav", "footer", "aside", "figure", "figcaption", "button", "menu", "dialog", "form", "label"])
BLOCK_TAGS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "button",
        "label",
    ]
)
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])

_JUNK_ROLES = frozenset(
    [
        "navigation",
        "complementary",
        "contentinfo",
        "dialog",
        "alertdialog",
        "alert",
        "banner",
        "search",
        "menu",
        "menubar",
        "toolbar",
        "tablist",
        "tooltip",
        "button",
    ]
)
_JUNK_WORDS = frozenset(
    [
        "ad",
        "ads",
        "adslot",
        "adv",
        "advert",
        "advertisement",
        "advertising",
        "anzeige",
        "publicidad",
        "publicite",
        "reklama",
        "sponsor",
        "sponsored",
        "werbung",
        "account",
        "appstore",
        "bookmark",
        "btn",
        "button",
        "donate",
        "donation",
        "download",
        "login",
        "logged",
        "register",
        "registration",
        "signin",
        "signup",
        "subscribe",
        "subscription",
        "subscriptions",
        "toggle",
        "aside",
        "author",
        "authorbox",
        "authors",
        "bio",
        "biography",
        "byline",
        "bylines",
        "date",
        "duration",
        "meta",
        "profile",
        "timestamp",
        "banner",
        "colophon",
        "footer",
        "footnav",
        "breadcrumb",
        "breadcrumbs",
        "drawer",
        "menu",
        "nav",
        "navbar",
        "navigation",
        "pager",
        "pagination",
        "sidebar",
        "sitemap",
        "submenu",
        "subnav",
        "toolbar",
        "caption",
        "captions",
        "credit",
        "credits",
        "copyright",
        "bildunterschrift",
        "legende",
        "quellenangabe",
        "carousel",
        "gallery",
        "slideshow",
        "categories",
        "comment",
        "commentaires",
        "commentaries",
        "comments",
        "comentarios",
        "disqus",
        "kommentar",
        "kommentare",
        "consent",
        "cookie",
        "cookies",
        "disclaimer",
        "legal",
        "modal",
        "notification",
        "overlay",
        "policy",
        "popup",
        "privacy",
        "tooltip",
        "leaderboard",
        "alsoread",
        "meistgelesen",
        "morefrom",
        "moreon",
        "mostpopular",
        "mostread",
        "newsletter",
        "newsletters",
        "outbrain",
        "poll",
        "popular",
        "promo",
        "promobox",
        "promos",
        "promotion",
        "quiz",
        "rating",
        "ratings",
        "readalso",
        "readmore",
        "readnext",
        "recirc",
        "recirculation",
        "recommendation",
        "recommendations",
        "recommended",
        "related",
        "relatedarticles",
        "relatedlinks",
        "seealso",
        "survey",
        "taboola",
        "teaser",
        "teasers",
        "textwidget",
        "trending",
        "widgettitle",
        "compartir",
        "follow",
        "partage",
        "share",
        "sharebar",
        "shareline",
        "shares",
        "sharing",
        "social",
        "sociallinks",
        "socials",
        "etiquetas",
        "keywords",
        "taglist",
        "tags",
        "taxonomy",
        "topics",
        "screenreader",
        "visuallyhidden",
    ]
)
_JUNK_PAIRS = re.compile(
    r"read-?(?:more|also|next)|also-?read|most-?(?:read|popular|viewed)|more-?(?:from|on|stories|news)|see-?also|"
    r"sign-?(?:up|in)|screen-?reader|visually-?hidden|sr-?only|tag-?list|twitter-tweet|instagram-media|tiktok-embed|"
    r"social-?embed|skip-?link|call-?to-?action|you-?may|up-?next|inline-?story|mehr-?zum|lesen-?sie|lire-?aussi|"
    r"leer-?mas|te-?puede|leggi-?anche"
)
_STATES = ("has-", "with-", "without-", "no-", "is-", "js-", "not-")
"""A name that begins so describes the state of a wrapper, as in "has-sidebar"; it is not what the element is."""
_LEAD_WORDS = frozenset(
    [
        "standfirst",
        "lead",
        "lede",
        "intro",
        "summary",
        "subtitle",
        "subtitulo",
        "subhead",
        "subheading",
        "subheadline",
        "dek",
        "deck",
        "excerpt",
        "abstract",
        "vorspann",
        "chapo",
        "chapeau",
        "entradilla",
        "ingress",
        "sapo",
        "bajada",
        "sommario",
        "occhiello",
        "description",
        "preamble",
        "teaser",
    ]
)
_BYLINE = re.compile(r"author|autor|byline|auteur|redakteur|writer|verfasser|redattore|firma\b|reporter")
_NOT_LETTERS = re.compile(r"[^a-z]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HIDDEN_STYLE = re.compile(
    r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden|(?:font-size|opacity)\s{0,9}:\s{0,9}0(?:[;p]|$)"
)

MAX_NAME_CHARS = 300
"""Longer class attributes are generated styles; their end says nothing new."""


def _words(names: str) -> set[str]:
    """The single words of class and id names, those of states left out."""
    said = " ".join(name for name in names[:MAX_NAME_CHARS].split() if not name.startswith(_STATES))
    return set(_NOT_LETTERS.split(_CAMEL.sub("-", said).lower()))


def is_junk_name(names: str) -> bool:
    """Whether class or id names say that an element is furniture of the page."""
    return not _JUNK_WORDS.isdisjoint(_words(names)) or _JUNK_PAIRS.search(names[:MAX_NAME_CHARS].lower()) is not None


def is_hidden_name(names: str) -> bool:
    """Whether one of the class names is the common one for elements that no screen shows."""
    said = names[:MAX_NAME_CHARS].split()
    return "hidden" in said and not any(":" in name for name in said)


def is_lead_name(names: str) -> bool:
    """Whether class or id names say that an element is the lead paragraph of an article."""
    return not _LEAD_WORDS.isdisjoint(_words(names))


def is_byline_name(names: str) -> bool:
    """Whether class names say that an element holds the names of the authors; comments have authors too."""
    short = names[:MAX_NAME_CHARS].lower()
    return _BYLINE.search(short) is not None and "comment" not in short and "quote" not in short


def is_junk_role(role: str) -> bool:
    """Whether an ARIA role is that of furniture."""
    return role.strip().lower() in _JUNK_ROLES


def is_hidden_style(style: str) -> bool:
    """Whether an inline style hides the element."""
    return _HIDDEN_STYLE.search(style.lower()) is not None
